"""A table of a workbook that is being changed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from vmbox.errors import EditRefused, NotInWorkbook, did_you_mean
from vmbox.xlsx._address import Area, address, cell_position
from vmbox.xlsx._formulas import moved
from vmbox.xlsx._growth import Growth
from vmbox.xlsx._names import LONGEST_NAME, Renaming
from vmbox.xlsx._new_values import Formula

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vmbox.xlsx._book import Table
    from vmbox.xlsx._cells import Value
    from vmbox.xlsx._edit import OpenBook
    from vmbox.xlsx._insertion import Insertion
    from vmbox.xlsx._open_sheet import Place


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

    def append(
        self, rows: Iterable[Mapping[str, object] | Sequence[object]], *, insert: bool = False
    ) -> range:
        """Write rows below the last one that holds anything, and return which rows those are.

        A row is a mapping from column names to values, or the values from left to right.
        Blank rows at the table's end are filled first; then the table grows, and with it its
        filter, calculated columns, conditional formats, validations, sparklines, print areas,
        and the charts and names that show its columns.

        Above a totals row, whole rows are put into the sheet, and so they are with `insert`
        where something lies below the table; see `OpenSheet.insert_rows`.

        Raises
        ------
        NotInWorkbook
            A row names a column that is not there, or has too many values.
        EditRefused
            Something lies below the table, or as of `OpenSheet.set` and `insert_rows`.
        """
        new = [self._places(row) for row in rows]
        first = self._first_blank_row()
        grown_to = first + len(new) - 1
        before = self.last_row
        put_back = self._book.snapshot()
        try:
            if grown_to > self.last_row:
                self._make_room(grown_to, insert=insert)
            for down, values in enumerate(new):
                for column, value in values.items():
                    self._append_cell((first + down, column), value, before)
        except BaseException:
            put_back()
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

    def _make_room(self, last_row: int, *, insert: bool) -> None:
        """Take rows into the table, down to `last_row`."""
        new = Area(self.last_row + 1, self.first_column, last_row, self._table.last_column)
        if cell_position(address(new.last_row, new.first_column)) is None:
            raise EditRefused(f"{self._where}: a sheet has no row {new.last_row + 1}.")
        count = last_row - self.last_row
        if self._table.totals:
            old = self._table.place
            data = Area(old.first_row, old.first_column, self.last_row, old.last_column)
            header = self._table.header
            self.sheet.insert_rows(new.first_row, count)
            self._book.grow_around(Growth(self.sheet.name, data, header, last_row))
            return
        if insert and not self._is_free(new):
            self.sheet.insert_rows(new.first_row, count)
        self._grow(new)

    def calculate(self, rows: range) -> None:
        """Write the calculated columns' formulas into rows that were put into the table."""
        like = rows.start - 1 if rows.start > self.first_row else rows.stop
        for column in range(self.first_column, self._table.last_column + 1):
            formula = self._formula_of(like, column)
            if formula is not None:
                for row in rows:
                    self.sheet.put((row, column), Formula(moved(formula, row - like, 0)))

    def settle(self, table: Table, insertion: Insertion | None) -> None:
        """Go on with the table as it is now; rows that it has grown by move with it."""
        self._table = table
        vars(self).pop("columns", None)
        self.first_row = table.first_row + table.header
        if insertion is not None and insertion.is_on(self.sheet.name):
            self.last_row = max(insertion.moved(self.last_row), table.last_row)

    def _grow(self, new: Area) -> None:
        """Take new rows into the table and calculate its calculated columns in them."""
        self._refuse_growth(new)
        last_row = new.last_row
        for column in range(self.first_column, self._table.last_column + 1):
            formula = self._formula_of(self._last_in_file, column)
            for row in range(new.first_row, last_row + 1):
                position = (row, column)
                self.sheet.like_above[position] = self._last_in_file
                down = row - self._last_in_file
                calculated = None if formula is None else Formula(moved(formula, down, 0))
                self.sheet.put(position, calculated)
        self.last_row = last_row

    def _refuse_growth(self, new: Area) -> None:
        self.sheet.guard.allow_growth(self._table, new)
        self._read_rows(range(new.first_row, new.last_row + 1))
        for row in range(new.first_row, new.last_row + 1):
            for column in range(new.first_column, new.last_column + 1):
                if not self.sheet.is_empty((row, column)):
                    raise EditRefused(
                        f"{self._where}: the cell {address(row, column)} below it is not empty. "
                        "Move what lies there in Excel first."
                    )

    def _is_free(self, new: Area) -> bool:
        try:
            self._refuse_growth(new)
        except EditRefused:
            return False
        return True

    def _formula_of(self, row: int, column: int) -> str | None:
        """Return the formula of a cell of the column, or else the column's own."""
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
