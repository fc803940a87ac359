"""Addresses of cells, areas and sheets, as formulas and files spell them.

Rows and columns count from 0 everywhere in this room; only the text of an address counts from 1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

ROWS: Final = 1_048_576
COLUMNS: Final = 16_384

_CELL: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_SHEET_AND_CELLS: Final = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(.+)", re.DOTALL)


@cache
def column_letters(column: int) -> str:
    """Return the letters of a column: 0 is ``A``, 26 is ``AA``."""
    letters = ""
    rest = column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


@cache
def column_number(letters: str) -> int:
    """Return the number of a column: ``A`` is 0, ``aa`` is 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def address(row: int, column: int) -> str:
    """Return the address of a cell: (3, 1) is ``B4``."""
    return f"{column_letters(column)}{row + 1}"


def cell_position(text: str) -> tuple[int, int] | None:
    """Return (row, column) of an address such as ``B4`` or ``$B$4``, or None if it is none."""
    found = _CELL.fullmatch(text.strip())
    if not found:
        return None
    row, column = int(found[2]) - 1, column_number(found[1])
    return (row, column) if 0 <= row < ROWS and column < COLUMNS else None


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells; the last row and column belong to it."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def __contains__(self, position: tuple[int, int]) -> bool:
        row, column = position
        return (
            self.first_row <= row <= self.last_row
            and self.first_column <= column <= self.last_column
        )

    def __str__(self) -> str:
        first = address(self.first_row, self.first_column)
        last = address(self.last_row, self.last_column)
        return first if first == last else f"{first}:{last}"

    def meets(self, other: Area) -> bool:
        """Return whether the two areas share a cell."""
        return (
            self.first_row <= other.last_row
            and other.first_row <= self.last_row
            and self.first_column <= other.last_column
            and other.first_column <= self.last_column
        )


def area(text: str) -> Area | None:
    """Return the area that ``B4`` or ``$B$4:$C$9`` means, or None if it is no such text."""
    first, _, last = text.partition(":")
    one, two = cell_position(first), cell_position(last or first)
    if one is None or two is None:
        return None
    return Area(min(one[0], two[0]), min(one[1], two[1]), max(one[0], two[0]), max(one[1], two[1]))


def sheet_and_cells(formula: str) -> tuple[str, str] | None:
    """Return (sheet name, address) of a formula such as ``'My sheet'!$B$4``, or None."""
    found = _SHEET_AND_CELLS.fullmatch(formula.strip().removeprefix("="))
    if not found:
        return None
    sheet = found[1].replace("''", "'") if found[1] else found[2]
    return sheet, found[3]
