"""What cells hold: a value, the formula that makes it, and the style that shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

NOT_AVAILABLE = "#N/A"

Value = float | int | str | bool | None


@dataclass(frozen=True)
class Cell:
    """One cell: its value; where a formula makes it, the formula and the value it must have.

    Where ``filled`` is given, the formula is that of the first of those rows, filled down to the
    last: written once in the file, as Excel does.
    """

    value: Value
    formula: str | None = None
    style: str = ""
    array: bool = False
    filled: tuple[int, int] | None = None


@dataclass
class SheetPlan:
    """The cells of one sheet, by zero-based row and column."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)

    def put(self, row: int, column: int, value: Value, style: str = "") -> None:
        """Plan a plain value."""
        self.cells[row, column] = Cell(value, None, style)

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
        self.cells[row, column] = Cell(value, formula, style, array)

    def fill(self, row: int, column: int, formula: str, values: Sequence[Value]) -> None:
        """Plan a formula filled down from `row`, with the value that it must have in each row."""
        rows = (row, row + len(values) - 1)
        for down, value in enumerate(values):
            self.cells[row + down, column] = Cell(value, formula, filled=rows)


def column_letters(column: int) -> str:
    """Return a zero-based column's letters: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(row: int, column: int, *, fix_row: bool = False, fix_column: bool = False) -> str:
    """Return the A1 address of a zero-based cell, with a dollar before what is fixed."""
    return f"{'$' if fix_column else ''}{column_letters(column)}{'$' if fix_row else ''}{row + 1}"


def down(first_row: int, last_row: int, column: int, *, fix_column: bool = False) -> str:
    """Return the range of a column's rows, the rows fixed, as in C$5:C$20."""
    first = address(first_row, column, fix_row=True, fix_column=fix_column)
    last = address(last_row, column, fix_row=True, fix_column=fix_column)
    return f"{first}:{last}"
