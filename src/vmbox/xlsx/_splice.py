"""An XML part that is changed by splicing: what is not changed is copied, byte for byte.

Tags are found in a masked copy, in which comments, CDATA sections and processing instructions
are blank, so that nothing inside them looks like a tag. Both copies have the same offsets.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.sax.saxutils import escape

from vmbox.xlsx import _xml
from vmbox.xlsx._made import MadePart
from vmbox.xlsx._read_plain import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What every DOCTYPE, comment and CDATA section begins with: one search, and nearly always the last.
_MARKED: Final = re.compile(rb"<!")
_HIDDEN: Final = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_ATTRIBUTE: Final = re.compile(rb"([\w:.\-]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_ATTRIBUTES: Final = rb"((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>"
_ROOT: Final = re.compile(rb"<((?:[\w.\-]+:)?[\w.\-]+)" + _ATTRIBUTES)
_DECLARATION: Final = re.compile(r"^\ufeff?<\?xml[^>]*\?>")
_BYTE_ORDER_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


@cache
def _tag_pattern(prefix: bytes | None, name: str) -> re.Pattern[bytes]:
    written = rb"(?:[\w.\-]+:)?" if prefix is None else re.escape(prefix)
    return re.compile(rb"<(" + written + name.encode() + rb")(?=[\s/>])" + _ATTRIBUTES)


# A tuple, not a dataclass, because it is made for every cell that is looked at.
class Tag(NamedTuple):
    """A start tag, or an empty element's only tag, as it stands in a part."""

    name: bytes
    start: int
    end: int
    inside: bytes
    inside_start: int

    @property
    def empty(self) -> bool:
        """Whether the tag closes itself."""
        return self.inside.endswith(b"/")

    def get(self, name: str) -> str | None:
        """Return an attribute's text by the name that is written, or None."""
        wanted = name.encode()
        if b"'" not in self.inside:
            # Between double quotes alone, an attribute's name cannot be part of a value.
            _, mark, rest = self.inside.partition(b" " + wanted + b'="')
            if mark:
                return xml_text(rest[: rest.index(b'"')])
        for found in _ATTRIBUTE.finditer(self.inside):
            if found[1] == wanted:
                return xml_text(found[2][1:-1])
        return None

    def attributes(self) -> list[tuple[bytes, bytes]]:
        """Return the attributes in their order: names, and values with their quotes."""
        return [(found[1], found[2]) for found in _ATTRIBUTE.finditer(self.inside)]

    def span(self, name: str) -> tuple[int, int] | None:
        """Return where an attribute with its value lies in the part, or None."""
        wanted = name.encode()
        for found in _ATTRIBUTE.finditer(self.inside):
            if found[1] == wanted:
                return self.inside_start + found.start(), self.inside_start + found.end()
        return None


class Part:
    """The bytes of an XML part, and the changes to make in them."""

    def __init__(self, name: str, data: bytes, where: str) -> None:
        self.name = name
        self.where = where
        try:
            self.data = in_utf8(data)
        except (UnicodeError, LookupError) as error:
            raise _xml.damaged(where, error) from error
        self._marked = _MARKED.search(self.data) is not None
        if self._marked:
            _xml.refuse_doctype(self.data, where)
        self._edits: list[tuple[int, int, bytes]] = []
        self._texts: list[tuple[int, int, bytes]] = []

    @cached_property
    def mask(self) -> bytes:
        """The same bytes with comments, CDATA sections and instructions blanked out."""
        find = self.data.find
        # One letter is found much quicker than two, and below the top it is rare.
        instruction = find(b"<?", 5, 200) >= 0 or (find(b"?", 200) >= 0 and find(b"<?", 199) >= 0)
        if not instruction and not self._marked:
            return self.data
        return _HIDDEN.sub(lambda found: b" " * len(found[0]), self.data)

    @property
    def is_plain(self) -> bool:
        """Whether everything that looks like a tag is one."""
        return self.mask is self.data

    @cached_property
    def root(self) -> Tag:
        """The root element's start tag."""
        found = _ROOT.search(self.mask)
        if found is None:
            raise _xml.damaged(self.where, ValueError("no element found"))
        return _tag(found)

    @cached_property
    def prefix(self) -> bytes:
        """The root's namespace prefix with its colon, or nothing."""
        prefix, colon, _ = self.root.name.rpartition(b":")
        return prefix + colon

    def number(self, tag: Tag, name: str) -> int:
        """Return an attribute as a whole number, 0 if it is missing."""
        return _xml.number(tag.get(name), self.where)

    def tags(self, name: str, start: int = 0, end: int | None = None) -> Iterator[Tag]:
        """Return the start tags of a name, in the root's own namespace, between two offsets."""
        pattern = _tag_pattern(self.prefix, name)
        found = pattern.finditer(self.mask, start, len(self.mask) if end is None else end)
        return map(_tag, found)

    def prefixed_tags(self, name: str) -> Iterator[Tag]:
        """Return the start tags of a local name, whatever their prefix."""
        return map(_tag, _tag_pattern(None, name).finditer(self.mask))

    def tag_at(self, name: str, start: int) -> Tag:
        """Return the start tag of a name that begins at an offset."""
        found = _tag_pattern(self.prefix, name).match(self.mask, start)
        if found is None:
            raise _xml.damaged(self.where, ValueError(f"{name} has no end"))
        return _tag(found)

    def tag(self, name: str) -> Tag | None:
        """Return the first start tag of a name, or None."""
        return next(self.tags(name), None)

    def closing(self, tag: Tag) -> tuple[int, int]:
        """Return where the end tag that belongs to a start tag begins and ends.

        An element of its own kind inside it is not looked for. An empty element ends where it
        begins.
        """
        if tag.empty:
            return tag.end, tag.end
        start = tag.end
        wanted = b"</" + tag.name
        while (start := self.mask.find(wanted, start)) >= 0:
            end = self.mask.index(b">", start)
            if not self.mask[start + len(wanted) : end].strip():
                return start, end + 1
            start = end  # the end of another element, with a longer name
        raise _xml.damaged(self.where, ValueError(f"{tag.name.decode()} is not closed"))

    def inside(self, tag: Tag) -> bytes:
        """Return the bytes between a start tag and its end tag."""
        return self.data[tag.end : self.closing(tag)[0]]

    def whole(self, tag: Tag) -> bytes:
        """Return the bytes of an element, with its tags."""
        return self.data[tag.start : self.closing(tag)[1]]

    def text(self, tag: Tag) -> str:
        """Return the character data right after a start tag."""
        return "" if tag.empty else xml_text(self.data[tag.end : self.mask.find(b"<", tag.end)])

    def set_text(self, tag: Tag, text: str) -> None:
        """Put other character data right after a start tag that is not an empty element's."""
        self.replace(tag.end, self.mask.find(b"<", tag.end), escape(text).encode())

    @property
    def changed(self) -> bool:
        """Whether any change was asked for."""
        return bool(self._edits or self._texts)

    def replace(self, start: int, end: int, new: bytes) -> None:
        """Put other bytes in place of those between two offsets."""
        self._edits.append((start, end, new))

    def replace_text(self, start: int, end: int, new: bytes) -> None:
        """Put other character data, escaped, in place of character data between two offsets."""
        self._texts.append((start, end, new))

    def replace_texts(self, edits: Iterable[tuple[int, int, bytes]]) -> None:
        """Put other texts as `replace_text` does, or an attribute in place of it in a tag."""
        self._texts += edits

    def is_replaced(self, start: int) -> bool:
        """Return whether what begins at an offset is replaced as a whole."""
        return any(edit[0] == start < edit[1] for edit in self._edits)

    def set_attribute(self, tag: Tag, name: str, value: str) -> None:
        """Give an attribute of a tag another value, or the tag the attribute."""
        written = f'{name}="{escape(value, {chr(34): "&quot;"})}"'.encode()
        span = tag.span(name)
        if span is not None:
            self.replace(*span, written)
            return
        at = tag.inside_start + len(tag.inside.rstrip(b"/ \t\r\n"))
        self.replace(at, at, b" " + written)

    def made(self) -> MadePart:
        """Return the part with its changes."""
        rows = self.is_plain and self.root.name == b"worksheet"
        return MadePart(self.data, tuple(self._edits), tuple(self._texts), rows)

    def result(self) -> bytes:
        """Return the bytes of the part with its changes."""
        return self.made().whole


def _tag(found: re.Match[bytes]) -> Tag:
    return Tag(found[1], found.start(), found.end(), found[2], found.start(2))


def in_utf8(data: bytes) -> bytes:
    """Return the bytes of a part in UTF-8: as they are, but for the few that are not."""
    if data.startswith(_BYTE_ORDER_MARKS) or data[1:2] == b"\0" or data[:1] == b"\0":
        wide = "utf-16" if data.startswith(_BYTE_ORDER_MARKS) else _utf16(data)
        return _declared(data.decode(wide))
    declared = re.match(rb"<\?xml[^>]*encoding=[\"']([\w.\-]+)[\"']", data)
    if declared is None or declared[1].lower() in {b"utf-8", b"utf8", b"us-ascii"}:
        return data
    return _declared(data.decode(declared[1].decode()))


def _utf16(data: bytes) -> str:
    return "utf-16-be" if data[:1] == b"\0" else "utf-16-le"


def _declared(text: str) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    body = _DECLARATION.sub("", text).removeprefix("\ufeff")
    return (head + body).encode()
