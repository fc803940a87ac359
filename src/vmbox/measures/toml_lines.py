"""Where the tables and keys of a TOML text stand: line numbers, which tomllib does not keep."""

from __future__ import annotations

import re

# ("measure", 2) is the third [[measure]], ("measure", 2, "goal") its goal, ("cost", "lines", 0)
# the first inline table of cost's lines.
Place = tuple[str | int, ...]

_STRING_OR_COMMENT = re.compile(
    r"""
    \"{3} (?: \\. | [^\\] )*? \"{3}
    | '{3} .*? '{3}
    | " (?: \\. | [^"\\\n] )* "
    | ' [^'\n]* '
    | \# [^\n]*
    """,
    re.DOTALL | re.VERBOSE,
)
_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.\- ]+?)\s*\]")
_KEY = re.compile(r"\s*([A-Za-z0-9_\-]+)[\s.]*[=.]")


def lines_of(text: str) -> dict[Place, int]:
    """Return the line, from 1 on, of every table, key and listed inline table of valid TOML.

    Quoted keys are passed over; who asks for one gets the line of its table instead, through
    :func:`line_of`.
    """
    found: dict[Place, int] = {}
    counts: dict[str, int] = {}
    table: Place = ()
    key: Place = ()
    depth = listed = 0
    for number, line in enumerate(_without_words(text).split("\n"), start=1):
        if depth == 0 and (header := _HEADER.match(line)):
            table = _table(header, counts)
            found.setdefault(table, number)
            continue
        if depth == 0 and (named := _KEY.match(line)):
            key, listed = (*table, named.group(1)), 0
            found.setdefault(key, number)
        for bracket in re.findall(r"[\[\]{}]", line):
            if bracket == "{" and depth == 1:
                found[(*key, listed)] = number
                listed += 1
            depth += 1 if bracket in "[{" else -1
    return found


def line_of(lines: dict[Place, int], *place: str | int) -> int:
    """Return the line of `place`, or of the nearest thing around it that has one; at least 1."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


def _table(header: re.Match[str], counts: dict[str, int]) -> Place:
    name = header.group(2)
    parts = tuple(part.strip() for part in name.split("."))
    if header.group(1) == "[":
        return parts
    counts[name] = counts.get(name, -1) + 1
    return (*parts, counts[name])


def _without_words(text: str) -> str:
    """The text with strings and comments taken out, every line break kept."""
    return _STRING_OR_COMMENT.sub(lambda found: "\n" * found.group().count("\n"), text)
