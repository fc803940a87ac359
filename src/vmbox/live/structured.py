"""A Table's columns in formulas: as Excel shows them to a person, and as files spell them out."""

from __future__ import annotations

import re
from typing import Final

from vmbox.xlsx import after_brackets

# What stands for itself; a name with a bracket, or a bracket alone.
_TOKEN: Final = re.compile(
    r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'|(?P<name>[^\W\d][\w.\\]*)?(?P<open>\[)'
    r"|[^\W\d][\w.\\]*|[0-9][\w.]*"
)
_NEWER: Final = re.compile(r'"(?:[^"]|"")*"|_xl(?:fn|ws)\.(?:_xlws\.)?')


def written_out(formula: str, table: str) -> str:
    """Return a formula with its Tables' columns spelt as in a file.

    Excel shows ``[@Falls]`` for ``bsSafety[[#This Row],[Falls]]`` inside that Table.
    """
    if "[" not in formula:
        return formula
    pieces: list[str] = []
    at = 0
    while found := _TOKEN.search(formula, at):
        if not found["open"]:
            pieces.append(formula[at : found.end()])
            at = found.end()
            continue
        end = after_brackets(formula, found.start("open"))
        inside = formula[found.start("open") + 1 : end - 1]
        pieces.append(formula[at : found.start()])
        at = end
        elsewhere = formula[end : end + 1].isalnum() or formula[end : end + 1] in {"_", "'", "!"}
        if elsewhere or (not found["name"] and not table):
            pieces.append(formula[found.start() : end])  # [Other.xlsx]Sheet!A1
        else:
            pieces.append(f"{found['name'] or table}[{_columns(inside)}]")
    pieces.append(formula[at:])
    return "".join(pieces)


def _columns(inside: str) -> str:
    if not inside.startswith("@"):
        return inside
    column = inside[1:].strip()
    if not column:
        return "#This Row"
    return f"[#This Row],{column if column.startswith('[') else f'[{column}]'}"


def as_people_write(formula: str) -> str:
    """Return a formula without the prefixes that files have before newer functions."""
    if "_xl" not in formula:
        return formula
    return _NEWER.sub(lambda found: found[0] if found[0].startswith('"') else "", formula)
