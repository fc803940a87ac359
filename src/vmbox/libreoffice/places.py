"""Addresses as Excel writes them."""

from __future__ import annotations

import re

from xlwings.utils import col_name

from vmbox.errors import NotInWorkbook

ROWS, COLUMNS = 1_048_576, 16_384
Place = tuple[int, int, int, int]  # row and column from 1, rows, columns
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})\Z")
_COLUMN = re.compile(r"\$?([A-Za-z]{1,3})\Z")
_ROW = re.compile(r"\$?(\d{1,7})\Z")


def column_number(letters: str) -> int:
    """Return 27 for "AA"."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def letters_of(column: int) -> str:
    """Return "AA" for 27."""
    return str(col_name(column))  # type: ignore[no-untyped-call]


def place_of(address: str) -> Place | None:
    """Return where an address like "B2", "A1:C3", "A:C" or "2:5" is; None if it is none."""
    ends = [_end(part) for part in address.strip().split(":")]
    if len(ends) == 1 and ends[0] is not None and None not in ends[0]:
        ends += ends
    if len(ends) != 2 or ends[0] is None or ends[1] is None:  # noqa: PLR2004
        return None
    row, column = ends[0]
    other_row, other_column = ends[1]
    if (row is None) != (other_row is None) or (column is None) != (other_column is None):
        return None
    top, bottom = sorted((row or 1, other_row or ROWS))
    left, right = sorted((column or 1, other_column or COLUMNS))
    if top < 1 or bottom > ROWS or right > COLUMNS:
        raise NotInWorkbook(f"No sheet has the cells '{address}'.")
    return top, left, bottom - top + 1, right - left + 1


def _end(part: str) -> tuple[int | None, int | None] | None:
    if cell := _CELL.match(part):
        return int(cell[2]), column_number(cell[1])
    if column := _COLUMN.match(part):
        return None, column_number(column[1])
    if row := _ROW.match(part):
        return int(row[1]), None
    return None


def address_of(place: Place, *, row_absolute: bool = True, column_absolute: bool = True) -> str:
    """Return the address of a place: "$A$1:$B$2"."""
    row, column, rows, columns = place
    before_row, before_column = "$" * row_absolute, "$" * column_absolute
    last_row, last_column = row + rows - 1, column + columns - 1
    left, right = (before_column + letters_of(one) for one in (column, last_column))
    if rows == ROWS and columns < COLUMNS:
        return f"{left}:{right}"
    if columns == COLUMNS:
        return f"{before_row}{row}:{before_row}{last_row}"
    first = f"{left}{before_row}{row}"
    return first if rows == columns == 1 else f"{first}:{right}{before_row}{last_row}"
