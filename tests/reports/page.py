"""A report's page taken apart, as a browser would read it: text, tables, charts, and its faults."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

# Elements that have no end.
VOID = frozenset({"meta", "link", "br", "img", "hr"})


@dataclass
class Node:
    """An element: its name, its attributes, and what is in it."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    parts: list[Node | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What a person reads in it."""
        words = (part if isinstance(part, str) else part.text for part in self.parts)
        return " ".join(" ".join(words).split())

    def all(self, name: str) -> list[Node]:
        """Return every element of that name in it, in order."""
        found = []
        for part in self.parts:
            if isinstance(part, Node):
                found += [part] if part.name == name else []
                found += part.all(name)
        return found

    def first(self, name: str, **attributes: str) -> Node:
        """Return the first element of that name which has the attributes."""
        wanted = {key.rstrip("_"): value for key, value in attributes.items()}
        return next(one for one in self.all(name) if wanted.items() <= one.attributes.items())

    def section(self, name: str) -> Node:
        """Return the section that a heading's id names."""
        return next(one for one in self.all("section") if one.attributes["aria-labelledby"] == name)

    def rows(self) -> list[list[str]]:
        """Return the texts of a table's cells by row."""
        return [
            [cell.text for cell in row.parts if isinstance(cell, Node)] for row in self.all("tr")
        ]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("page")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].parts.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open = self.open if tag in VOID else self.open[:-1]

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].name == tag, f"</{tag}> ends <{self.open[-1].name}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)


def parsed(page: str) -> Node:
    """Return a page as its elements; every one that was begun has an end, in order."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert [one.name for one in reader.open] == ["page"]
    return reader.root
