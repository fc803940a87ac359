"""Changing a closed workbook: what a caller touches."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from vmbox.errors import EditRefused, NotInWorkbook, OutputExists, did_you_mean
from vmbox.xlsx._address import COLUMNS, ROWS, Area, address, cell_position
from vmbox.xlsx._book import Book, Sheet, Table, book_of
from vmbox.xlsx._cells import Cell, Value
from vmbox.xlsx._compose import refuse_unsafe
from vmbox.xlsx._formulas import is_balanced, moved
from vmbox.xlsx._growth import Growth
from vmbox.xlsx._guard import Guard, pivot_areas
from vmbox.xlsx._names import LONGEST_NAME, Renaming, is_good_name
from vmbox.xlsx._new_values import Formula, NewValue, cell_content, formula_element, new_value, same
from vmbox.xlsx._package import open_package
from vmbox.xlsx._safe_file import SafeFile
from vmbox.xlsx._save import Saving
from vmbox.xlsx._sheet_xml import NewCell, SheetXml
from vmbox.xlsx._splice import Part
from vmbox.xlsx._styles import Styles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Place = str | tuple[int, int]

T = TypeVar("T")


class Named(Generic[T]):
    """Things of one kind by name (compared without case) or by position from 0."""

    def __init__(self, kind: str, path: Path, things: Mapping[str, T]) -> None:
        self._kind = kind
        self._path = path
        self._things = dict(things)
        self._by_key = {name.casefold(): thing for name, thing in things.items()}

    def __getitem__(self, key: str | int) -> T:
        try:
            if isinstance(key, int):
                return list(self._things.values())[key]
            return self._by_key[key.casefold()]
        except (KeyError, IndexError):
            hint = did_you_mean(str(key), self._things)
            raise NotInWorkbook(f"{self._path}: there is no {self._kind} '{key}'.{hint}") from None

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.casefold() in self._by_key

    def __iter__(self) -> Iterator[str]:
        return iter(self._things)

    def __len__(self) -> int:
        return len(self._things)

    def keys(self) -> list[str]:
        """Return the names."""
        return list(self._things)

    def values(self) -> list[T]:
        """Return the things themselves."""
        return list(self._things.values())

    def items(self) -> list[tuple[str, T]]:
        """Return the names with the things."""
        return list(self._things.items())


@dataclass(frozen=True, slots=True)
class _Change:
    """What a cell shall hold: a value, or a formula; or its own formula with a fresh value."""

    new: NewValue
    formula: Formula | None = None
    cached: bool = False


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

    @cached_property
    def guard(self) -> Guard:
        """What says which cells may not be written."""
        tables = [
            table for table in self._book.closed.tables.values() if table.sheet is self._sheet
        ]
        package = self._sheet.source.package
        pivots = pivot_areas(package, self._sheet.part)
        return Guard(self.xml, tables, pivots, self._book.styles, self._book.respect_protection)

    def _position(self, place: Place) -> tuple[int, int]:
        position = cell_position(place) if isinstance(place, str) else place
        if position is None or not (0 <= position[0] < ROWS and 0 <= position[1] < COLUMNS):
            raise NotInWorkbook(
                f"{self.where}: '{place}' is no cell of a sheet. Name one such as B4."
            )
        return position

    def cell(self, place: Place) -> Cell:
        """Return a cell as it will be when the workbook is saved."""
        position = self._position(place)
        change = self.changes.get(position)
        if change is None or change.cached:
            there = self.xml.cell(*position)
            return there if change is None else Cell(change.new.value, there.formula)
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
        where = f"{self.where}!{address(*position)}"
        formula, content = None, value
        if isinstance(value, Formula):
            formula, content = replace(value, text=value.text.removeprefix("=")), value.value
            formula_element(formula, where, "")
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
        positions = {self._position(place): value for place, value in values.items()}
        self.xml.read(positions)
        for position, value in positions.items():
            self._cache(position, value)

    def _cache(self, position: tuple[int, int], value: object) -> None:
        change = self.changes.get(position)
        before = self.xml.cell(*position)
        unchanged = before.value == value and type(before.value) is type(value)
        if unchanged and change is None and before.formula is not None:
            return  # as most of many values are
        where = f"{self.where}!{address(*position)}"
        new = new_value(value, where, self._book.date1904)
        if change is not None and change.formula is not None:
            self.changes[position] = _Change(new, change.formula)
            return
        self.guard.allow_cached_value(*position)
        self.changes[position] = _Change(new, cached=True)

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
            added = position in self.like_above
            if added or not self._is_no_change(before, self.cell(position)):
                new[position] = self._new_cell(position, change)
        return new

    @staticmethod
    def _is_no_change(before: Cell, after: Cell) -> bool:
        return before.formula == after.formula and same(before.value, after.value)

    def _new_cell(self, position: tuple[int, int], change: _Change) -> NewCell:
        prefix = self.xml.part.prefix
        where = f"{self.where}!{address(*position)}"
        formula = b""
        if change.formula is not None:
            formula = formula_element(change.formula, where, prefix.decode())
        calculated = change.cached or change.formula is not None
        kind, inside = cell_content(change.new.value, formula, prefix.decode(), calculated)
        return NewCell(kind, inside, self._style(position, change), change.cached)

    def _style(self, position: tuple[int, int], change: _Change) -> int | None:
        """Return the style to give a cell, or None to leave it the one it has."""
        above = self.like_above.get(position)
        style = None if above is None else self.xml.style_of(above, position[1])
        if not change.new.moment or self._book.styles is None:
            return style
        now = self.xml.style_of(*position) if style is None else style
        return self._book.styles.showing(now, change.new.moment)


class OpenTable:
    """One Excel Table of a workbook that is being changed."""

    def __init__(self, book: OpenBook, table: Table) -> None:
        self._book = book
        self._table = table
        self.name = table.name
        self.sheet = book.sheets[table.sheet.name]
        self.first_row = table.first_row + table.header
        self.last_row = table.last_row
        self.first_column = table.first_column

    def __repr__(self) -> str:
        return f"OpenTable({self.name!r})"

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns' names as the header cells show them, from left to right."""
        return self._table.columns_by(self.sheet.xml.cell)

    def __len__(self) -> int:
        """How many rows of data there are."""
        return self.last_row - self.first_row + 1

    @property
    def _where(self) -> str:
        return f"{self._book.path}: table '{self.name}'"

    def _column(self, name: str) -> int:
        for offset, known in enumerate(self.columns):
            if known.casefold() == name.casefold():
                return self.first_column + offset
        hint = did_you_mean(name, self.columns)
        raise NotInWorkbook(f"{self._where}: there is no column '{name}'.{hint}")

    def read(self) -> dict[str, list[Value]]:
        """Return the values of every column, from top to bottom."""
        rows = range(self.first_row, self.last_row + 1)
        self._read_rows(rows)
        return {
            name: [self.sheet.get((row, self.first_column + offset)) for row in rows]
            for offset, name in enumerate(self.columns)
        }

    def _read_rows(self, rows: Iterable[int]) -> None:
        columns = range(self.first_column, self._table.last_column + 1)
        self.sheet.xml.read((row, column) for row in rows for column in columns)

    def write(
        self, column: str, row: int, values: Sequence[object], *, over_formula: bool = False
    ) -> None:
        """Write values into a column, downwards from a row of data, the first being 0.

        Raises
        ------
        NotInWorkbook
            There is no such column, or not as many rows; `append` adds rows.
        EditRefused
            As of `OpenSheet.set`; then nothing is written.
        """
        if not 0 <= row <= row + len(values) <= len(self):
            raise NotInWorkbook(
                f"{self._where}: {len(values)} values from row {row} on do not fit into its "
                f"{len(self)} rows. Append rows first."
            )
        at = self._column(column)
        places: dict[Place, object] = {
            (self.first_row + row + down, at): value for down, value in enumerate(values)
        }
        self.sheet.set_many(places, over_formula=over_formula)

    def append(self, rows: Iterable[Mapping[str, object] | Sequence[object]]) -> range:
        """Write rows below the last one that holds anything, and return which rows those are.

        A row is a mapping from column names to values, or the values from left to right.
        Blank rows at the table's end are filled first; then the table grows, and with it its
        filter, calculated columns, conditional formats, validations, sparklines, print areas,
        and the charts and names that show its columns.

        Raises
        ------
        NotInWorkbook
            A row names a column that is not there, or has too many values.
        EditRefused
            The table has a totals row, or something lies below it, or as of `OpenSheet.set`.
        """
        new = [self._places(row) for row in rows]
        first = self._first_blank_row()
        grown_to = first + len(new) - 1
        before, changes, like = self.last_row, dict(self.sheet.changes), dict(self.sheet.like_above)
        try:
            if grown_to > self.last_row:
                self._grow(grown_to)
            for down, values in enumerate(new):
                for column, value in values.items():
                    self._append_cell((first + down, column), value, before)
        except BaseException:
            self.last_row, self.sheet.changes, self.sheet.like_above = before, changes, like
            raise
        return range(first - self.first_row, first - self.first_row + len(new))

    def _places(self, row: Mapping[str, object] | Sequence[object]) -> dict[int, object]:
        if hasattr(row, "items"):
            return {self._column(name): value for name, value in row.items()}
        if isinstance(row, str) or len(row) > len(self.columns):
            raise NotInWorkbook(
                f"{self._where}: a row has {len(row)} values, the table {len(self.columns)} "
                "columns. Give one value a column."
            )
        return {self.first_column + offset: value for offset, value in enumerate(row)}

    def _append_cell(self, position: tuple[int, int], value: object, before: int) -> None:
        if position[0] <= before:
            if value is not None:
                self.sheet.set(position, value)
            return
        calculated = self.sheet.changes.get(position)
        if calculated is not None and calculated.formula and not isinstance(value, Formula):
            if value is None:
                return
            raise EditRefused(
                f"{self._where}: the column '{self.columns[position[1] - self.first_column]}' is "
                "calculated. Leave it out of the rows."
            )
        if value is not None:
            self.sheet.put(position, value)

    @property
    def _last_in_file(self) -> int:
        return self._table.last_row

    def _first_blank_row(self) -> int:
        row = self.last_row + 1
        self._read_rows(range(self.first_row, row))
        while row > self.first_row and self._is_blank(row - 1):
            row -= 1
        return row

    def _is_blank(self, row: int) -> bool:
        cells = (self.sheet.cell((row, self.first_column + n)) for n in range(len(self.columns)))
        return all(cell.value is None or cell.formula is not None for cell in cells)

    def _grow(self, last_row: int) -> None:
        """Take new rows into the table and calculate its calculated columns in them."""
        new = Area(self.last_row + 1, self.first_column, last_row, self._table.last_column)
        self._refuse_growth(new)
        for column in range(self.first_column, self._table.last_column + 1):
            formula = self._formula_above(column)
            for row in range(new.first_row, last_row + 1):
                position = (row, column)
                self.sheet.like_above[position] = self._last_in_file
                down = row - self._last_in_file
                calculated = None if formula is None else Formula(moved(formula, down, 0))
                self.sheet.put(position, calculated)
        self.last_row = last_row

    def _refuse_growth(self, new: Area) -> None:
        if self._table.totals:
            raise EditRefused(
                f"{self._where}: the table has a totals row, below which no row can be added. "
                "Switch the totals row off in Excel (Table Design), then on again."
            )
        if cell_position(address(new.last_row, new.first_column)) is None:
            raise EditRefused(f"{self._where}: a sheet has no row {new.last_row + 1}.")
        self.sheet.guard.allow_growth(self._table, new)
        self._read_rows(range(new.first_row, new.last_row + 1))
        for row in range(new.first_row, new.last_row + 1):
            for column in range(new.first_column, new.last_column + 1):
                if not self.sheet.is_empty((row, column)):
                    raise EditRefused(
                        f"{self._where}: the cell {address(row, column)} below it is not empty. "
                        "Move what lies there in Excel first."
                    )

    def _formula_above(self, column: int) -> str | None:
        """Return the formula of the column's last cell in the file, or else the column's own."""
        row = self._last_in_file
        change = self.sheet.changes.get((row, column))
        if change is not None and not change.cached and change.formula is not None:
            return change.formula.text
        above = self.sheet.xml.whole_formula(row, column)
        if above is not None and (change is None or change.cached):
            return above
        own = self._table.formulas[column - self.first_column]
        # One that names other cells by address would need to know for which row it is written.
        return own if own is not None and moved(own, 1, 0) == own else None

    def rename_column(self, column: str, new: str) -> None:
        """Give a column another name: in its header, and in every formula that calls it by name.

        Columns are renamed in a saving of their own, apart from any other change.

        Raises
        ------
        NotInWorkbook
            There is no such column.
        EditRefused
            Another column has the name, it is empty or too long, or the table has no header.
        """
        at = self._column(column)
        declared = self._table.declared[at - self.first_column]
        others = [name for name in self.columns if name != column]
        taken = new.casefold() in {name.casefold() for name in others}
        if taken or not new.strip() or len(new) > LONGEST_NAME or not self._table.header:
            raise EditRefused(
                f"{self._where}: the column '{column}' cannot be called '{new}'. Give a name of "
                f"1 to {LONGEST_NAME} characters that no other column has."
            )
        self.sheet.put((self._table.first_row, at), new)
        self._book.renamings.append(Renaming(self.name, declared, new))

    def growth(self) -> Growth | None:
        """Return how far the table has grown, or None."""
        if self.last_row == self._table.last_row:
            return None
        return Growth(self._table.sheet.name, self._table.place, self._table.header, self.last_row)

    @property
    def part(self) -> str:
        """The name of the table's part."""
        return self._table.part


class OpenBook:
    """A workbook that is being changed; nothing is written before it is saved."""

    def __init__(self, closed: Book, respect_protection: bool) -> None:
        self.path = closed.path
        self.closed = closed
        self.date1904 = closed.date1904
        self.respect_protection = respect_protection
        self.parts: dict[str, Part] = {}
        self.renamings: list[Renaming] = []
        self.new_names: dict[str, str] = {}
        self.sheets = Named(
            "sheet", self.path, {sheet.name: OpenSheet(self, sheet) for sheet in closed.sheets}
        )
        self.names = Named("defined name", self.path, closed.names)

    def __repr__(self) -> str:
        return f"OpenBook({str(self.path)!r})"

    @cached_property
    def tables(self) -> Named[OpenTable]:
        """The workbook's tables by name."""
        tables = self.closed.tables.items()
        return Named("table", self.path, {name: OpenTable(self, table) for name, table in tables})

    def locate(self, name: str) -> tuple[OpenSheet, int, int]:
        """Return (sheet, row, column) of the one cell that a defined name points to.

        Raises
        ------
        NotInWorkbook
            There is no such name, or it does not point to one cell.
        """
        sheet, row, column = self.closed.locate(name)
        return self.sheets[sheet.name], row, column

    def define_name(self, name: str, formula: str) -> None:
        """Define a name for the whole workbook, in place of the one it has or as a new one.

        Raises
        ------
        EditRefused
            Excel allows no such name, a table has it, or the formula's brackets do not pair.
        """
        if not is_good_name(name) or name in self.tables or not is_balanced(formula):
            raise EditRefused(
                f"{self.path}: '{name}' cannot be defined as '{formula}'. Give a name of letters, "
                "digits, points and underscores that no table has, and a whole formula."
            )
        self.new_names[name] = formula.removeprefix("=")

    def part(self, name: str) -> Part:
        """Return a part, to be changed."""
        if name not in self.parts:
            package = self.closed.source.package
            where = f"{self.path}: the part {name}"
            self.parts[name] = Part(name, package.read(name), where)
        return self.parts[name]

    @cached_property
    def styles(self) -> Styles | None:
        """The cell styles, or None in a workbook without any."""
        package = self.closed.source.package
        for one in package.relationships(package.workbook_part):
            if one.kind == "styles" and one.target in package:
                return Styles(self.part(one.target))
        return None


@contextmanager
def edit(
    path: str | os.PathLike[str],
    save_as: str | os.PathLike[str] | None = None,
    backup: bool = False,
    *,
    respect_protection: bool = True,
    overwrite: bool = False,
) -> Iterator[OpenBook]:
    """Return, to a ``with`` block, a workbook to change; it is saved when the block ends well.

    Only the changed cells' bytes differ afterwards: every other part of the file is copied as
    it is. A change that changes nothing leaves the file alone. The file is replaced as a whole:
    a crash leaves the old one or the new one.

    Parameters
    ----------
    path
        The workbook, .xlsx or .xlsm.
    save_as
        Another file to write; `path` then stays as it is.
    backup
        Whether the file as it was is kept beside the new one, as ``NAME.xlsx.1.bak``.
    respect_protection
        Whether the locked cells of protected sheets are refused.
    overwrite
        Whether `save_as` may be there already.

    Raises
    ------
    FileError, NotAWorkbook
        As of `read_book`; or the file cannot be written.
    EditRefused
        The workbook is signed, or nobody could change it without loss.
    FileInUse
        Excel holds it open, or another program is changing it.
    OutputExists
        `save_as` is there already.
    """
    source = Path(path)
    with SafeFile(source) as file:
        target = _other_file(file, save_as, overwrite)
        package = open_package(source)
        refuse_unsafe(package)
        book = OpenBook(book_of(package), respect_protection)
        yield book
        data = Saving(book).data()
        if target is not None:
            file.write_other(target, package.data if data is None else data)
        elif data is not None:
            file.replace(data, package.data if backup else None)


def _other_file(
    file: SafeFile, save_as: str | os.PathLike[str] | None, overwrite: bool
) -> Path | None:
    if save_as is None or Path(os.path.realpath(save_as)) == file.path:
        return None
    if Path(save_as).exists() and not overwrite:
        raise OutputExists(f"{save_as}: the file is already there. Choose another name.")
    return Path(save_as)
