"""What cells hold: a value, the formula that makes it, and the style that shows it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from vmbox.xlsx import ErrorValue, column_letters

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "NOT_AVAILABLE",
    "NOWHERE",
    "Cell",
    "Fill",
    "SheetPlan",
    "Value",
    "Written",
    "address",
    "column_letters",
    "down",
    "or_blank",
    "sheet_prefix",
]

NOT_AVAILABLE: Final = ErrorValue("#N/A")
# The row or column of what somebody deleted: formulas that named it say #REF! now.
NOWHERE: Final = -1
_REFERENCE_GONE: Final = "#REF!"
# A sheet's name that formulas write as it is; any other stands in quotes.
_PLAIN_NAME: Final = re.compile(r"(?!(?:[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*)$)[A-Za-z_][A-Za-z0-9_]*")

Value = float | int | str | bool | None


# A formula, or what makes it: whoever asks for values alone never has it made.
Written = str | Callable[[], str]


class Cell(NamedTuple):
    """One cell: its value; where a formula makes it, the formula and the value it must have.

    Where ``filled`` is given, the formula is that of the first of those rows, filled down to the
    last: written once in the file, as Excel does.
    """

    value: Value
    written: Written | None = None
    style: str = ""
    array: bool = False
    filled: tuple[int, int] | None = None

    @property
    def formula(self) -> str | None:
        """The formula that makes the value, if one does."""
        return self.written() if callable(self.written) else self.written

    @property
    def calculates(self) -> bool:
        """Whether a formula makes the value."""
        return self.written is not None


@dataclass(frozen=True)
class Fill:
    """A column of formulas, one a row.

    Kept together, since there are tens of thousands of them and most of the time only their
    values are asked for.

    Attributes
    ----------
    row, column
        The first cell.
    values
        The value that each must have.
    formula
        What makes the formula of a row.
    filled_down
        Whether each is the first one filled down, which a file writes once.
    """

    row: int
    column: int
    values: Sequence[Value]
    formula: Callable[[int], str]
    filled_down: bool

    def cells(self) -> dict[tuple[int, int], Cell]:
        """Return the cells by row and column."""
        rows = range(self.row, self.row + len(self.values))
        if self.filled_down and rows:
            first, ends = self.formula(self.row), (rows[0], rows[-1])
            return {
                (row, self.column): Cell(value, first, filled=ends)
                for row, value in zip(rows, self.values, strict=True)
            }
        return {
            (row, self.column): Cell(value, partial(self.formula, row))
            for row, value in zip(rows, self.values, strict=True)
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
        formula: Written,
        value: Value,
        style: str = "",
        *,
        array: bool = False,
    ) -> None:
        """Plan a formula, or what makes it, with the value that it must have."""
        if row >= 0 and column >= 0:
            self.single[row, column] = Cell(value, formula, style, array)

    def fill(
        self,
        row: int,
        column: int,
        formula: Callable[[int], str],
        values: Sequence[Value],
        *,
        filled_down: bool = False,
    ) -> None:
        """Plan a column of formulas from `row` down, with the value that each must have."""
        self.fills.append(Fill(row, column, values, formula, filled_down))


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


def or_blank(value: float | None) -> Value:
    """Return a number, or the empty text of a formula that has none."""
    return "" if value is None else value
