"""A sheet looked at so that weeks run across, whichever way they run in the file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from vmbox.xlsx import column_letters

if TYPE_CHECKING:
    from vmbox.tables import Grid, GridValue

# A cell of the file: which sheet, row and column, counted from 0.
Spot = tuple[int, int, int]
_SHORT = 60


def words(value: GridValue) -> str:
    """Return a cell's text with single spaces; empty where it holds no text."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def shown(value: GridValue) -> str:
    """Return a cell as a person would say it, shortened."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d}"
    text = words(value) or str(value)
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"


def empty(value: GridValue) -> bool:
    """Whether a cell holds nothing that a person sees."""
    return value is None or (isinstance(value, str) and not value.strip())


@dataclass(frozen=True)
class View:
    """A grid by lines (one a measure) and positions (one a week); turned where weeks run down."""

    grid: Grid
    number: int
    turned: bool = False

    @cached_property
    def lines(self) -> tuple[tuple[GridValue, ...], ...]:
        """The cells, line by line."""
        rows = self.grid.rows
        return tuple(zip(*rows, strict=True)) if self.turned else rows

    @cached_property
    def width(self) -> int:
        """How many positions there are."""
        return max(map(len, self.lines), default=0)

    def at(self, line: int, position: int) -> GridValue:
        """Return a cell; None outside the sheet."""
        if 0 <= line < len(self.lines) and 0 <= position < len(self.lines[line]):
            return self.lines[line][position]
        return None

    def text(self, line: int, position: int) -> str:
        """Return a cell's text, or an empty one."""
        return words(self.at(line, position))

    def spot(self, line: int, position: int) -> Spot:
        """Return where a cell is in the file."""
        row, column = (position, line) if self.turned else (line, position)
        return self.number, row, column

    def where(self, line: int, position: int | None = None) -> str:
        """Return a place: "2026, row 7", "2026!B4"; in a CSV "line 7", "line 7, column B"."""
        sheet = self.grid.sheet
        _, row, column = self.spot(line, position or 0)
        letters = column_letters(column)
        if position is not None:
            return f"{sheet}!{letters}{row + 1}" if sheet else f"line {row + 1}, column {letters}"
        if self.turned:
            return f"{sheet}, column {letters}" if sheet else f"column {letters}"
        return f"{sheet}, row {row + 1}" if sheet else f"line {row + 1}"

    def where_across(self, position: int) -> str:
        """Return the place of all cells of one position: what runs across the lines."""
        other = View(self.grid, self.number, not self.turned)
        return other.where(position)

    def spread(self, line: int, position: int) -> int:
        """Return how many positions the merged area over a cell covers; 1 where none does."""
        _, row, column = self.spot(line, position)
        for top, left, bottom, right in self.grid.merged:
            if (top, left) == (row, column):
                return (bottom - top if self.turned else right - left) + 1
        return 1
