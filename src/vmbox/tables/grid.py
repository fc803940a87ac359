"""A sheet of cells as it stands in somebody's file, before anybody knows what it means."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vmbox.xlsx import column_letters

if TYPE_CHECKING:
    from pathlib import Path

# What a cell of a grid holds; None for an empty one.
GridValue = str | float | bool | dt.datetime | dt.time | dt.timedelta | None


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet, or of a whole CSV file.

    Attributes
    ----------
    path
        The file.
    sheet
        The sheet's name; "" for a CSV file, which has none.
    rows
        The rows from the sheet's first row and column on, all of one length. A date is a
        datetime; a number is a float.
    merged
        Merged areas: first row, first column, last row, last column, counted from 0.
    """

    path: Path
    sheet: str
    rows: tuple[tuple[GridValue, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()

    def where(self, row: int, column: int | None = None) -> str:
        """Return the place of a row or cell in words: "costs.xlsx: Sheet1!B4", "a.csv, line 3"."""
        if not self.sheet:
            return f"{self.path}, line {row + 1}"
        if column is None:
            return f"{self.path}: {self.sheet}, row {row + 1}"
        return f"{self.path}: {self.sheet}!{column_letters(column)}{row + 1}"
