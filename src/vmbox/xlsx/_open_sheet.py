"""A sheet of a workbook that is being changed."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from vmbox.errors import EditRefused, NotInWorkbook
from vmbox.xlsx._address import COLUMNS, ROWS, address, cell_position
from vmbox.xlsx._cells import Cell, Value
from vmbox.xlsx._fresh import FreshValues, unlike
from vmbox.xlsx._guard import Guard, pivot_areas
from vmbox.xlsx._insertion import Insertion
from vmbox.xlsx._new_values import (
    Formula,
    NewValue,
    cell_content,
    finite_number,
    formula_element,
    new_value,
    same_cell,
)
from vmbox.xlsx._package import part_key
from vmbox.xlsx._sheet_writing import NewCell
from vmbox.xlsx._sheet_xml import SheetXml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vmbox.xlsx._book import Sheet
    from vmbox.xlsx._edit import OpenBook
    from vmbox.xlsx._rewrite import WholeCell

    Place = str | tuple[int, int]


class _Change(NamedTuple):
    """What a cell shall hold: a value, or a formula; or its own formula with a fresh value."""

    new: NewValue
    formula: Formula | None = None
    cached: bool = False


class Waiting(NamedTuple):
    """What waits to be written to a sheet."""

    changes: dict[tuple[int, int], _Change]
    like_above: dict[tuple[int, int], int]
    fresh: FreshValues


class OpenSheet:
    """One sheet of a workbook that is being changed.

    A cell is named by its address, such as ``B4``, or by (row, column) counted from 0.
    """

    def __init__(self, book: OpenBook, sheet: Sheet) -> None:
        self._book = book
        self._sheet = sheet
        self.name = sheet.name
        self.hidden = sheet.hidden
        self.part = sheet.part
        self.id = sheet.id
        self.changes: dict[tuple[int, int], _Change] = {}
        # Formulas that stay and show something else, where no more than that is asked for.
        self.fresh = FreshValues(self._named, book.date1904)
        # Every cell of a sheet that is written anew as a whole.
        self.whole: Mapping[tuple[int, int], WholeCell] | None = None
        # New cells of a grown table, and the row above whose styles they take.
        self.like_above: dict[tuple[int, int], int] = {}

    def __repr__(self) -> str:
        return f"OpenSheet({self.name!r})"

    @cached_property
    def xml(self) -> SheetXml:
        """The sheet's rows and cells in the file."""
        if self._sheet.kind != "worksheet":
            raise EditRefused(
                f"{self.where}: this is no worksheet but a {self._sheet.kind}, which has no "
                "cells. Name another sheet."
            )
        part = self._book.part(self._sheet.part)
        return SheetXml(part, self.where, self._sheet.source, self._sheet)

    @property
    def where(self) -> str:
        """The file and the sheet, for errors."""
        return f"{self._book.path}: {self.name}"

    def _named(self, position: tuple[int, int]) -> str:
        """The file, the sheet and a cell, for errors."""
        return f"{self.where}!{address(*position)}"

    @cached_property
    def guard(self) -> Guard:
        """What says which cells may not be written."""
        tables = [
            table for table in self._book.closed.tables.values() if table.sheet is self._sheet
        ]
        package = self._sheet.source.package
        pivots = pivot_areas(package, self._sheet.part)
        book = self._book
        return Guard(self.xml, tables, pivots, lambda: book.styles, book.respect_protection)

    def _position(self, place: Place) -> tuple[int, int]:
        position = cell_position(place) if isinstance(place, str) else place
        if position is None or not (0 <= position[0] < ROWS and 0 <= position[1] < COLUMNS):
            raise NotInWorkbook(
                f"{self.where}: '{place}' is no cell of a sheet. Name one such as B4."
            )
        return position

    def cell(self, place: Place) -> Cell:
        """Return a cell as it will be when the workbook is saved."""
        return self.cell_at(self._position(place))

    def cell_at(self, position: tuple[int, int]) -> Cell:
        """Return a cell as `cell` does, by row and column alone."""
        change = self.changes.get(position)
        if change is None or change.cached:
            there = self.xml.cell(*position)
            if change is not None:
                return Cell(change.new.value, there.formula)
            fresh = self.fresh.shown.get(position)
            return there if fresh is None else Cell(fresh.value, there.formula)
        return Cell(change.new.value, change.formula.text if change.formula else None)

    def get(self, place: Place) -> Value:
        """Return the value of a cell; a date or time is a number, as in the file."""
        return self.cell(place).value

    def set(self, place: Place, value: object, *, over_formula: bool = False) -> None:
        """Write a value, or a `Formula`, into a cell; None clears it. The style stays.

        Text is text, whatever it begins with. A date or time gets a date's format where the
        cell has none.

        Raises
        ------
        EditRefused
            The cell holds a formula (unless `over_formula`), or belongs to an array, merge,
            table header or pivot table, or is locked; or it cannot hold the value.
        """
        position = self._position(place)
        self.guard.allow(*position, over_formula=over_formula or isinstance(value, Formula))
        self.put(position, value)

    def put(self, position: tuple[int, int], value: object) -> None:
        """Write as `set` does, without asking whether it is allowed."""
        if position in self.fresh.shown:
            self.wait_for_all()
        where = self._named(position)
        formula, content = None, value
        if isinstance(value, Formula):
            formula, content = replace(value, text=value.text.removeprefix("=")), value.value
            formula_element(formula, where, b"")
        self.changes[position] = _Change(new_value(content, where, self._book.date1904), formula)

    def set_many(self, values: Mapping[Place, object], *, over_formula: bool = False) -> None:
        """Write many cells: all of them, or none if one is refused. Errors as of `set`."""
        before = dict(self.changes)
        self.xml.read(map(self._position, values))
        try:
            for place, value in values.items():
                self.set(place, value, over_formula=over_formula)
        except BaseException:
            self.changes = before
            raise

    def cache_many(self, values: Mapping[Place, object]) -> None:
        """Give formulas the values that they have now; the formulas stay as they are.

        Raises
        ------
        EditRefused
            A cell holds no formula.
        """
        fresh = {
            place if type(place) is tuple else self._position(place): value
            for place, value in values.items()
        }
        rest = self._spliced(fresh)
        self.xml.read(rest)
        cell_of, changes = self.xml.cell, self.changes
        for position, value in rest.items():
            before = cell_of(*position)
            unchanged = before.value == value and type(before.value) is type(value)
            # Most of many values are as they were.
            if not unchanged or before.formula is None or position in changes:
                changes[position] = self._cached(position, value, before)

    def _spliced(
        self, values: Mapping[tuple[int, int], object]
    ) -> Mapping[tuple[int, int], object]:
        """Take on fresh values of formulas written plainly; return the others."""
        if not self.fresh.shown.keys().isdisjoint(values):
            self.wait_for_all()
        if not self.xml.is_plain or not self.changes.keys().isdisjoint(values):
            return values
        known = self._sheet.cells_if_read
        stale = values if known is None else unlike(values, known)
        return self.fresh.splice(self.xml.part.data, self.xml.data_tag.end, stale)

    def waiting(self) -> Waiting:
        """Return what waits to be written."""
        return Waiting(dict(self.changes), dict(self.like_above), self.fresh.copy())

    def wait_with(self, waiting: Waiting) -> None:
        """Have this wait to be written and nothing else."""
        self.changes, self.like_above, self.fresh = waiting

    def wait_for_all(self) -> None:
        """Let fresh values wait with all other changes, for what looks at those alone."""
        for place, written in self.fresh.shown.items():
            self.changes[place] = _Change(NewValue(written.value), None, True)
        self.fresh.clear()

    def _cached(self, position: tuple[int, int], value: object, before: Cell) -> _Change:
        new = finite_number(value)
        if new is None:
            where = f"{self.where}!{address(*position)}"
            new = new_value(value, where, self._book.date1904)
        change = self.changes.get(position)
        if change is not None and change.formula is not None:
            return _Change(new, change.formula)
        if before.formula is None:
            raise EditRefused(
                f"{self.where}!{address(*position)}: the cell holds no formula whose value could "
                "be made fresh. Put the formula back first."
            )
        return _Change(new, None, True)

    def rewrite(self, cells: Mapping[tuple[int, int], WholeCell]) -> None:
        """Write a whole sheet anew: these cells and no others, by row and column from 0.

        For a sheet that a program owns alone. Styles and row heights stay where they were.

        Raises
        ------
        EditRefused
            The sheet has tables, merged cells or a pivot table, or is being changed otherwise too.
        """
        if self.is_changed or self.guard.has_more_than_cells:
            raise EditRefused(
                f"{self.where}: the sheet has tables, merged cells or pivot tables, or other "
                "changes are under way, so it cannot be written anew as a whole."
            )
        self.whole = dict(cells)

    def print_on(self) -> None:
        """Let what prints onto one page go on over as many as its rows need, as wide as before.

        A sheet that somebody has set up to print otherwise stays as it is.
        """
        part = self.xml.part
        fitted, page = part.tag("pageSetUpPr"), part.tag("pageSetup")
        if fitted is None or page is None or fitted.get("fitToPage") not in {"1", "true"}:
            return
        if {page.get("fitToWidth") or "1", page.get("fitToHeight") or "1"} == {"1"}:
            part.set_attribute(page, "fitToHeight", "0")

    def insert_rows(self, before: int, count: int) -> None:
        """Put blank rows in above a row counted from 0, as Excel does.

        What lies below moves down, and everything in the workbook that points there follows:
        formulas, names, tables, formats, validations, merged cells, charts, drawings, comments,
        print areas. A range that spans the new rows grows. The new rows look like the one above;
        in a table they have its calculated columns.

        Raises
        ------
        EditRefused
            An array formula or pivot table would be parted, the sheet is protected or full, or
            it cannot be told what else would have to move.
        """
        if count < 1 or not 0 <= before < before + count <= ROWS:
            raise EditRefused(
                f"{self.where}: {count} rows cannot be put in above row {before + 1}. Give a row "
                "of the sheet and how many."
            )
        self.guard.allow_insertion(before)
        names = [
            name
            for name, table in self._book.closed.tables.items()
            if table.sheet is self._sheet and Insertion("", before, count).is_inside(table.place)
        ]
        self._book.put_rows_in(self.name, before, count)
        for name in names:
            self._book.tables[name].calculate(range(before, before + count))

    def settle(self, sheet: Sheet, insertion: Insertion | None) -> None:
        """Go on with the sheet as it is now; what waits to be written moves with its rows."""
        if insertion is not None or part_key(self.part) in sheet.source.package.over:
            self.wait_for_all()
        self._sheet = sheet
        for made in ("xml", "guard"):
            vars(self).pop(made, None)
        if insertion is None:
            return
        own = insertion.is_on(self.name)

        def moved(place: tuple[int, int]) -> tuple[int, int]:
            return (insertion.moved(place[0]), place[1]) if own else place

        self.changes = {moved(at): self._moved(one, insertion) for at, one in self.changes.items()}
        self.like_above = {
            moved(at): insertion.moved(above) if own else above
            for at, above in self.like_above.items()
        }

    def _moved(self, change: _Change, insertion: Insertion) -> _Change:
        if change.formula is None:
            return change
        text = insertion.formula(change.formula.text, self.name)
        return change._replace(formula=replace(change.formula, text=text))

    @property
    def is_changed(self) -> bool:
        """Whether any cell will hold something else."""
        return bool(self.changes or self.fresh.shown)

    def is_empty(self, position: tuple[int, int]) -> bool:
        """Return whether a cell will hold nothing."""
        return self.cell(position) == Cell()

    # What is saved.

    def new_cells(self) -> dict[tuple[int, int], NewCell]:
        """Return the cells that differ from those in the file, as the file will hold them."""
        self.xml.read(self.changes)
        new = {}
        for position, change in self.changes.items():
            before = self.xml.cell(*position)
            if position in self.like_above or not same_cell(before, self.cell_at(position)):
                new[position] = self._new_cell(position, change)
        return new

    def _new_cell(self, position: tuple[int, int], change: _Change) -> NewCell:
        prefix, formula = self.xml.part.prefix, b""
        if change.formula is not None:
            cell = address(*position)
            formula = formula_element(change.formula, f"{self.where}!{cell}", prefix, cell)
        calculated = change.cached or change.formula is not None
        kind, inside = cell_content(change.new.value, formula, prefix, calculated)
        return NewCell(kind, inside, self._style(position, change), change.cached)

    def _style(self, position: tuple[int, int], change: _Change) -> int | None:
        """Return the style to give a cell, or None to leave it the one it has."""
        above = self.like_above.get(position)
        if above is None and not change.new.moment:
            return None
        style = None if above is None else self.xml.style_of(above, position[1])
        if not change.new.moment or self._book.styles is None:
            return style
        now = self.xml.style_of(*position) if style is None else style
        return self._book.styles.showing(now, change.new.moment)
