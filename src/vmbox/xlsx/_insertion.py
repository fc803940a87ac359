"""Rows put into a sheet, and what every reference to the rows below becomes.

As Excel does it: a reference's row moves if it lies at or below the new rows. So a range that
spans them grows, one that begins there moves, and one that ends above stays. Strings, structured
references, whole columns and other workbooks are left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from vmbox.xlsx._address import COLUMNS, ROWS, Area, column_number
from vmbox.xlsx._formulas import after_brackets

_CELL: Final = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?![\w.(!\[])"
_NAME: Final = r"[^\W\d][\w.\\?]*"
_TOKEN: Final = re.compile(
    rf"""
    "(?:[^"]|"")*"                                     # a string
    | (?P<quoted>'(?:[^']|'')*')(?P<mark>!?)           # a sheet's name
    | (?P<bracket>\[)                                  # a structured reference, another workbook
    | \#(?:REF!|DIV/0!|N/A|[A-Z_]+[!?]?)               # an error
    | (?P<sheets>{_NAME}:{_NAME}!)                     # a range of sheets
    | (?P<cells>{_CELL}(?::{_CELL})?)
    | \$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}(?![\w.(!\[])
    | (?P<rows>\$?[0-9]{{1,7}}:\$?[0-9]{{1,7}}(?![\w.(!\[]))
    | (?P<sheet>{_NAME})!
    | \\?{_NAME} | [0-9][\w.]*                         # a name, a function, a number
    """,
    re.VERBOSE,
)
_CELLS: Final = re.compile(_CELL + f"(?::{_CELL})?")
_ENDPOINT: Final = re.compile(r"(\$?)([A-Za-z]{0,3})(\$?)([0-9]{1,7})")


class RangeOfSheetsError(Exception):
    """A reference to several sheets, of which the rows of one are to move."""


@dataclass(frozen=True)
class Insertion:
    """Blank rows put into a sheet.

    Attributes
    ----------
    sheet
        The sheet's name.
    row
        The row, counted from 0, that the first new one becomes.
    count
        How many there are.
    sheets
        The names of all sheets, in order.
    """

    sheet: str
    row: int
    count: int
    sheets: tuple[str, ...] = ()

    def is_on(self, sheet: str) -> bool:
        """Return whether a name is the sheet's."""
        return sheet.casefold() == self.sheet.casefold()

    def moved(self, row: int) -> int:
        """Return where a row is afterwards, both counted from 0."""
        return row + self.count if row >= self.row else row

    def is_inside(self, place: Area) -> bool:
        """Return whether the rows come between two rows of an area."""
        return place.first_row < self.row <= place.last_row

    def area(self, place: Area) -> Area:
        """Return where an area is afterwards; one that spans the new rows has grown."""
        last = min(self.moved(place.last_row), ROWS - 1)
        return Area(self.moved(place.first_row), place.first_column, last, place.last_column)

    def areas(self, text: str) -> str:
        """Return areas such as ``B4:C9 E:E 7:8``, afterwards."""
        return " ".join(self.range(one) for one in text.split())

    def formula(self, formula: str, own_sheet: str, *, absolute: bool = False) -> str:
        """Return a formula that stands on `own_sheet`, afterwards.

        With `absolute`, only rows behind a ``$`` move: in a defined name the others say how far
        from the cell that uses the name, not which row.

        Raises
        ------
        RangeOfSheetsError
            It names a range of sheets, and the sheet is one of them.
        """
        if not self.is_on(own_sheet) and not self._may_name(formula):
            return formula
        return _Reading(self, formula, own_sheet, absolute).result()

    def _may_name(self, formula: str) -> bool:
        if "!" not in formula:
            return False
        spelt = self.sheet.replace("'", "''").casefold()
        return ":" in formula or spelt in formula.casefold()

    def range(self, written: str, *, absolute: bool = False) -> str:
        """Return a cell, a range or whole rows, afterwards."""
        first, colon, last = written.partition(":")
        rows = [found[4] for one in (first, last) if (found := _ENDPOINT.fullmatch(one))]
        if not rows or rows == ["1", str(ROWS)]:
            return written  # whole columns
        new = self._endpoint(first, absolute)
        if not colon:
            return new or "#REF!"
        end = self._endpoint(last, absolute) or _at_the_bottom(last)
        return f"{new}:{end}" if new else "#REF!"

    def _endpoint(self, written: str, absolute: bool) -> str:
        """Return one end of a range afterwards; nothing if it falls off the sheet."""
        found = _ENDPOINT.fullmatch(written)
        if found is None or (absolute and not (found[3] or (found[1] and not found[2]))):
            return written
        row = int(found[4]) - 1
        if not 0 <= row < ROWS or (found[2] and column_number(found[2]) >= COLUMNS):
            return written  # a name that looks like a cell
        new = self.moved(row)
        return f"{found[1]}{found[2]}{found[3]}{new + 1}" if new < ROWS else ""

    def refuse_sheets(self, first: str, last: str) -> None:
        """Raise RangeOfSheetsError if the sheet lies between two others."""
        order = [name.casefold() for name in self.sheets]
        ends = [order.index(one.casefold()) for one in (first, last) if one.casefold() in order]
        own = order.index(self.sheet.casefold())
        if len(ends) < len((first, last)) or min(ends) <= own <= max(ends):
            raise RangeOfSheetsError


def _at_the_bottom(written: str) -> str:
    return re.sub(r"[0-9]+$", str(ROWS), written)


class _Reading:
    """One formula, read from left to right."""

    def __init__(self, insertion: Insertion, formula: str, own: str, absolute: bool) -> None:
        self._insertion = insertion
        self._formula = formula
        self._own = own
        self._absolute = absolute
        # The sheet that stands before a reference, and where that reference would begin.
        self._sheet: tuple[str, int] = ("", -1)
        # Where the brackets of another workbook's name would end.
        self._brackets_end = -1

    def result(self) -> str:
        pieces: list[str] = []
        at = 0
        while found := _TOKEN.search(self._formula, at):
            pieces.append(self._formula[at : found.start()])
            at = found.end()
            if found["bracket"]:
                at = self._brackets_end = after_brackets(self._formula, found.start())
            elif found["sheets"] and self._sheet[1] == found.start():
                # The second end of a range that names its sheet twice.
                found = _CELLS.match(self._formula, found.start()) or found
                at = found.end()
                pieces.append(self._moved(found[0], found.start()))
                continue
            elif found["cells"] or found["rows"]:
                pieces.append(self._moved(found[0], found.start()))
                continue
            else:
                self._note_sheet(found)
            pieces.append(self._formula[found.start() : at])
        pieces.append(self._formula[at:])
        return "".join(pieces)

    def _note_sheet(self, found: re.Match[str]) -> None:
        name = found["sheet"] or (found["quoted"][1:-1] if found["mark"] else "")
        name = (found["sheets"] or name).replace("''", "'").removesuffix("!")
        if not name:
            return
        if found.start() == self._brackets_end or "[" in name:
            name = "["  # a sheet of another workbook
        elif ":" in name:
            first, _, last = name.partition(":")
            self._insertion.refuse_sheets(first, last)
            name = "["  # sheets that stay as they are
        self._sheet = (name, found.end())

    def _moved(self, written: str, start: int) -> str:
        sheet = self._sheet[0] if self._sheet[1] == start else self._own
        if not self._insertion.is_on(sheet):
            return written
        return self._insertion.range(written, absolute=self._absolute)
