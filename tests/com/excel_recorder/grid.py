"""The cells of one sheet: what they hold and how they look. Rows and columns count from 1."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from excel_recorder.looks import PLAIN, Look
from excel_recorder.variants import EMPTY
from vmbox.xlsx import column_letters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vmbox.xlsx import Cell

Place = tuple[int, int]
ROWS: Final = 1_048_576
COLUMNS: Final = 16_384


class Area(NamedTuple):
    """A rectangle of cells: the first row and column, and how many there are of each."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @property
    def last_row(self) -> int:
        """The last row."""
        return self.row + self.rows - 1

    @property
    def last_column(self) -> int:
        """The last column."""
        return self.column + self.columns - 1

    def places(self) -> Iterator[Place]:
        """Return all cells, row by row."""
        return product(range(self.row, self.last_row + 1), range(self.column, self.last_column + 1))

    def holds(self, place: Place) -> bool:
        """Return whether a cell is in it."""
        row, column = place
        return self.row <= row <= self.last_row and self.column <= column <= self.last_column

    def shared(self, other: Area) -> Area | None:
        """Return what two areas have in common; None for nothing."""
        return between(
            max(self.row, other.row),
            max(self.column, other.column),
            min(self.last_row, other.last_row),
            min(self.last_column, other.last_column),
        )

    def address(self, row_fixed: bool = True, column_fixed: bool = True) -> str:
        """Return the address, as "$A$1:$B$2"."""
        ends = [
            ("$" * column_fixed + column_letters(column - 1), "$" * row_fixed + str(row))
            for row, column in ((self.row, self.column), (self.last_row, self.last_column))
        ]
        if self.rows == ROWS:
            return f"{ends[0][0]}:{ends[1][0]}"
        if self.columns == COLUMNS:
            return f"{ends[0][1]}:{ends[1][1]}"
        first, last = ("".join(end) for end in ends)
        return first if first == last else f"{first}:{last}"


def between(row: int, column: int, last_row: int, last_column: int) -> Area | None:
    """Return the area between two corners; None where the second is not behind the first."""
    if last_row < row or last_column < column:
        return None
    return Area(row, column, last_row - row + 1, last_column - column + 1)


class Grid:
    """The cells of a sheet."""

    def __init__(self, cells: dict[Place, Cell], looks: dict[Place, Look]) -> None:
        self.cells = cells
        self.looks = looks

    def used(self) -> Area:
        """Return the used range: cells that hold something or look like something."""
        places = self.cells.keys() | self.looks.keys()
        if not places:
            return Area(1, 1)
        rows, columns = [row for row, _ in places], [column for _, column in places]
        found = between(min(rows), min(columns), max(rows), max(columns))
        assert found is not None
        return found

    def cell(self, place: Place) -> Cell:
        """Return what a cell holds."""
        return self.cells.get(place, EMPTY)

    def look(self, place: Place) -> Look:
        """Return how a cell looks."""
        return self.looks.get(place, PLAIN)

    def put(self, place: Place, cell: Cell) -> None:
        """Let a cell hold something; an empty one holds nothing."""
        if cell == EMPTY:
            self.cells.pop(place, None)
        else:
            self.cells[place] = cell

    def paint(self, area: Area, **parts: Any) -> None:
        """Change parts of how the cells of an area look."""
        for place in self.within(area).places():
            self.looks[place] = replace(self.look(place), **parts)

    def within(self, area: Area) -> Area:
        """Return an area, without what of whole rows and columns nobody uses."""
        if area.rows < ROWS and area.columns < COLUMNS:
            return area
        return area.shared(self.used()) or Area(area.row, area.column)

    def moved(self, place_of: Callable[[Place], Place | None]) -> None:
        """Move every cell to where `place_of` says; None takes it away."""
        for held in (self.cells, self.looks):
            there = [(place_of(place), thing) for place, thing in held.items()]
            held.clear()
            held.update((place, thing) for place, thing in there if place is not None)
