"""Blocks of cells: rectangles of a sheet, read, written and painted. Range is made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from excel_recorder import variants
from excel_recorder.dispatch import Model
from excel_recorder.grid import Area, Grid, Place, between
from vmbox.xlsx._formulas import moved

if TYPE_CHECKING:
    from collections.abc import Callable

    from excel_recorder.sheets import Worksheet


class Block(Model):
    """One or more rectangles of cells; `by` says whether it counts cells, rows or columns."""

    def __init__(self, sheet: Worksheet, *areas: Area, by: str = "cells") -> None:
        self.sheet, self.areas, self.by = sheet, areas, by

    @property
    def area(self) -> Area:
        """The first rectangle, which most of what Excel tells of a range is about."""
        return self.areas[0]

    @property
    def grid(self) -> Grid:
        """The cells of the sheet."""
        return self.sheet.grid

    @property
    def cells(self) -> Block:
        """The range, as parts of it know it."""
        return self

    def looking(self, name: str) -> Any:
        """Return how all cells look; None where they differ."""
        found = {
            getattr(self.grid.look(place), name)
            for area in self.areas
            for place in self.grid.within(area).places()
        }
        return found.pop() if len(found) == 1 else None

    def paint(self, **parts: Any) -> None:
        """Change how all cells look."""
        self.sheet.refuse_if_protected(self.areas)
        for area in self.areas:
            self.grid.paint(area, **parts)

    def _on(self, area: Area, by: str = "cells") -> Any:
        """Another range of the same sheet."""
        return type(self)(self.sheet, area, by=by)

    def _read(self, told: Callable[[Place], Any]) -> Any:
        """A value for one cell, rows of values for more: of the first rectangle alone."""
        row, column, rows, columns = self.area
        if rows == columns == 1:
            return told((row, column))
        across = range(column, column + columns)
        return tuple(tuple(told((down, at)) for at in across) for down in range(row, row + rows))

    def _write(self, data: Any, put: Callable[[Place, Any, Place], None]) -> None:
        self.sheet.refuse_if_protected(self.areas)
        for area in self.areas:
            rows = _rows(data)
            for place in self.grid.within(area).places():
                down, across = place[0] - area.row, place[1] - area.column
                put(place, data if rows is None else _item(rows, down, across), (down, across))
        self.sheet.book.changed()

    def _enter(self, place: Place, thing: Any, _: Place) -> None:
        cell, number_format = variants.entered(thing, self.grid.look(place).number_format)
        self.grid.put(place, cell)
        if number_format is not None:
            self.grid.paint(Area(*place), number_format=number_format)

    def _enter_formula(self, place: Place, thing: Any, by: Place) -> None:
        if isinstance(thing, str) and thing.startswith("=") and any(by):
            thing = "=" + moved(thing[1:], *by)
        self._enter(place, thing, by)

    def take_over(self, source: Block, *, contents: bool, looks: bool) -> None:
        """Copy cells here, as often as they fit; formulas look at their new neighbours."""
        there = source.area
        rows, columns = max(self.area.rows, there.rows), max(self.area.columns, there.columns)
        target = self.area._replace(rows=rows, columns=columns)
        self.sheet.refuse_if_protected((target,))
        held = {at: (source.grid.cell(at), source.grid.look(at)) for at in there.places()}
        for row, column in target.places():
            down, across = (row - target.row) % there.rows, (column - target.column) % there.columns
            origin = there.row + down, there.column + across
            cell, look = held[origin]
            if contents:
                if cell.formula:
                    formula = moved(cell.formula, row - origin[0], column - origin[1])
                    cell = cell._replace(formula=formula)
                self.grid.put((row, column), cell)
            if looks:
                self.grid.looks[row, column] = look
        self.sheet.book.changed()


def _rows(data: Any) -> list[tuple[Any, ...]] | None:
    """The rows of a block that is written; None for a single value."""
    if not isinstance(data, (list, tuple)):
        return None
    if not data or not isinstance(data[0], (list, tuple)):
        return [tuple(data)]
    rows = [tuple(row) for row in data]
    if len({len(row) for row in rows}) != 1:
        raise TypeError("All dimensions of a COM array must have the same size")
    return rows


def _item(rows: list[tuple[Any, ...]], down: int, across: int) -> Any:
    """One value of a block: a single row or column fills the rest, other cells show #N/A."""
    if len(rows) == 1:
        down = 0
    if len(rows[0]) == 1:
        across = 0
    if down < len(rows) and across < len(rows[0]):
        return rows[down][across]
    return "#N/A"


def bounding(first: Block, last: Block) -> Area:
    """Return the smallest area around two."""
    areas = (first.area, last.area)
    found = between(
        min(area.row for area in areas),
        min(area.column for area in areas),
        max(area.last_row for area in areas),
        max(area.last_column for area in areas),
    )
    assert found is not None
    return found
