"""What cells hold: a value, the formula that makes it, and the style that shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from vmbox.xlsx import column_letters

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = [
    "NOT_AVAILABLE",
    "NOWHERE",
    "Cell",
    "Fill",
    "SheetPlan",
    "Value",
    "address",
    "column_letters",
    "down",
    "sheet_prefix",
]

NOT_AVAILABLE = "#N/A"
# The row or column of what somebody deleted: formulas that named it say #REF! now.
NOWHERE: Final = -1
_REFERENCE_GONE: Final = "#REF!"
# A sheet's name that formulas write as it is; any other stands in quotes.
_PLAIN_NAME: Final = re.compile(r"(?!(?:[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*)$)[A-Za-z_][A-Za-z0-9_]*")

Value = float | int | str | bool | None


class Cell(NamedTuple):
    """One cell: its value; where a formula makes it, the formula and the value it must have.

    Where ``filled`` is given, the formula is that of the first of those rows, filled down to the
    last: written once in the file, as Excel does.
    """

    value: Value
    formula: str | None = None
    style: str = ""
    array: bool = False
    filled: tuple[int, int] | None = None


@dataclass(frozen=True)
class Fill:
    """A column of formulas: one filled down, or one that each row makes of its own.

    Kept together, since there are tens of thousands of them and most of the time only their
    values are asked for.
    """

    row: int
    column: int
    values: Sequence[Value]
    formula: str | Callable[[int], str]

    def cells(self) -> dict[tuple[int, int], Cell]:
        """Return the cells by row and column."""
        last = self.row + len(self.values) - 1
        if isinstance(self.formula, str):
            rows = (self.row, last)
            return {
                (self.row + down, self.column): Cell(value, self.formula, filled=rows)
                for down, value in enumerate(self.values)
            }
        return {
            (self.row + down, self.column): Cell(value, self.formula(self.row + down))
            for down, value in enumerate(self.values)
        }


@dataclass
class SheetPlan:
    """The cells of one sheet, by zero-based row and column."""

    name: str
    # In a workbook that exists already, people's own cells are not ours to plan.
    formulas_only: bool = False
    single: dict[tuple[int, int], Cell] = field(default_factory=dict)
    fills: list[Fill] = field(default_factory=list)

    @property
    def cells(self) -> dict[tuple[int, int], Cell]:
        """Every cell, those of filled columns too."""
        cells = dict(self.single)
        for fill in self.fills:
            cells.update(fill.cells())
        return cells

    def down(self, first: int, last: int, column: int) -> list[Value]:
        """Return the planned values of a column's rows."""
        values: list[Value] = []
        for fill in self.fills:
            if fill.column == column and fill.row <= first and last < fill.row + len(fill.values):
                values = list(fill.values[first - fill.row : last - fill.row + 1])
        return values or [self.single[row, column].value for row in range(first, last + 1)]

    def put(self, row: int, column: int, value: Value, style: str = "") -> None:
        """Plan a plain value."""
        if row >= 0 and column >= 0 and not self.formulas_only:
            self.single[row, column] = Cell(value, None, style)

    def formula(
        self,
        row: int,
        column: int,
        formula: str,
        value: Value,
        style: str = "",
        *,
        array: bool = False,
    ) -> None:
        """Plan a formula with the value that it must have."""
        if row >= 0 and column >= 0:
            self.single[row, column] = Cell(value, formula, style, array)

    def fill(
        self, row: int, column: int, formula: str | Callable[[int], str], values: Sequence[Value]
    ) -> None:
        """Plan a column of formulas from `row` down, with the value that each must have."""
        self.fills.append(Fill(row, column, values, formula))


def sheet_prefix(name: str) -> str:
    """Return what a formula writes before a cell of another sheet: Cost! or 'Box score'!."""
    if _PLAIN_NAME.fullmatch(name):
        return f"{name}!"
    quoted = name.replace("'", "''")
    return f"'{quoted}'!"


def address(row: int, column: int, *, fix_row: bool = False, fix_column: bool = False) -> str:
    """Return the A1 address of a zero-based cell, with a dollar before what is fixed."""
    if row < 0 or column < 0:
        return _REFERENCE_GONE
    return f"{'$' if fix_column else ''}{column_letters(column)}{'$' if fix_row else ''}{row + 1}"


def down(first_row: int, last_row: int, column: int, *, fix_column: bool = False) -> str:
    """Return the range of a column's rows, the rows fixed, as in C$5:C$20."""
    first = address(first_row, column, fix_row=True, fix_column=fix_column)
    last = address(last_row, column, fix_row=True, fix_column=fix_column)
    return f"{first}:{last}"
