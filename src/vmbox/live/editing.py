"""A workbook that is open in a spreadsheet, being changed: nothing is written before it is saved.

It allows and refuses what the door to closed files does, so that a button and a script do the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, TypeVar

from vmbox.errors import EditRefused, NotInWorkbook, did_you_mean
from vmbox.live.view import LiveView
from vmbox.live.writing import Growth, SheetChange, Wanted, Writer
from vmbox.workbook.cells import address
from vmbox.xlsx import Area, Cell, Formula, moved, new_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import xlwings

    from vmbox.live.changes import Change
    from vmbox.live.tables import LiveTable
    from vmbox.live.view import LiveSheet
    from vmbox.workbook.port import Place
    from vmbox.xlsx import WholeCell

T = TypeVar("T")
_NOTHING: Final = Cell()


class ByName(Generic[T]):
    """What is found by its name, without regard to large and small letters."""

    def __init__(self, kind: str, book: str, members: Mapping[str, T]) -> None:
        self._kind, self._book = kind, book
        self._members = {name.casefold(): (name, member) for name, member in members.items()}

    def __getitem__(self, name: str) -> T:
        """Return what has the name."""
        found = self._members.get(name.casefold())
        if found is None:
            hint = did_you_mean(name, (known for known, _ in self._members.values()))
            raise NotInWorkbook(f"{self._book}: there is no {self._kind} '{name}'.{hint}")
        return found[1]

    def __iter__(self) -> Iterator[T]:
        return (member for _, member in self._members.values())


class LiveBook:
    """A workbook open in a spreadsheet, as verbs change it: `vmbox.workbook.port` says what of it.

    Attributes
    ----------
    calculates
        True: the spreadsheet gives formulas their values.
    changes
        What was written so far, in the order of writing.
    """

    calculates = True

    def __init__(self, book: xlwings.Book) -> None:
        self.closed = LiveView(book)
        self.changes: tuple[Change, ...] = ()
        self.sheets = ByName(
            "sheet",
            self.closed.name,
            {sheet.name: OpenSheet(self, sheet) for sheet in self.closed.sheets},
        )
        tables = self.closed.tables.items()
        self.tables = ByName(
            "table", self.closed.name, {name: OpenTable(self, table) for name, table in tables}
        )

    def flush(self) -> None:
        """Write what waits to be written: all of it, or nothing.

        Raises
        ------
        EditRefused, FileInUse, FileError
            The spreadsheet refuses; what was written before is put back.
        """
        growths = [growth for table in self.tables for growth in table.growths()]
        sheets = [change for sheet in self.sheets for change in sheet.waiting()]
        writer = Writer(self.closed)
        writer.write(growths, sheets)
        self.changes += tuple(writer.changes)
        for sheet in self.sheets:
            sheet.written()
        for table in self.tables:
            table.written()


class OpenSheet:
    """A sheet that is being changed; rows and columns count from 0."""

    def __init__(self, book: LiveBook, sheet: LiveSheet) -> None:
        self._book = book
        self.view = sheet
        self.name = sheet.name
        self._waiting: dict[Place, Wanted] = {}
        # What was written since the workbook was read.
        self._written: dict[Place, Wanted] = {}
        self._whole: dict[Place, Wanted] | None = None

    def cell(self, place: Place) -> Cell:
        """Return a cell as it will be."""
        wanted = self._waiting.get(place) or self._written.get(place)
        return self.view.cell(*place) if wanted is None else wanted.cell

    def set_many(self, values: Mapping[Place, object], *, over_formula: bool = False) -> None:
        """Write cells, once the workbook is saved: all of them, or none if one is refused.

        Raises
        ------
        EditRefused
            A cell holds a formula (unless `over_formula`), is a Table's heading or total, or
            cannot hold the value.
        """
        allowed = {
            place: self._wanted(place, value, over_formula) for place, value in values.items()
        }
        self._waiting.update(allowed)

    def _wanted(self, place: Place, value: object, over_formula: bool) -> Wanted:
        self._refuse_table_parts(place)
        over = over_formula or isinstance(value, Formula)
        if not over and self.cell(place).formula is not None:
            raise EditRefused(
                f"{self.where(place)}: the cell holds a formula. Write into another cell, or say "
                "that the formula may be overwritten."
            )
        return self.put(place, value)

    def put(self, place: Place, value: object) -> Wanted:
        """Return what a cell shall hold, made of any value that it can."""
        if isinstance(value, Formula):
            return Wanted(Cell(value.value, value.text.removeprefix("=")), "", value.array)
        new = new_value(value, self.where(place), self._book.closed.date1904)
        return Wanted(Cell(new.value), new.moment)

    def where(self, place: Place) -> str:
        """Return the workbook, sheet and cell, for errors."""
        return f"{self._book.closed.name}: {self.name}!{address(*place)}"

    def _refuse_table_parts(self, place: Place) -> None:
        for table in self._book.closed.tables_on(self.view):
            if place not in table.whole:
                continue
            if place[0] == table.first_row:
                raise EditRefused(
                    f"{self.where(place)}: the cell is a header of the table '{table.name}'; "
                    "formulas know the column by it. Rename the column in Excel."
                )
            if table.totals and place[0] == table.whole.last_row:
                raise EditRefused(
                    f"{self.where(place)}: the cell is in the totals row of the table "
                    f"'{table.name}'. Change it in Excel."
                )

    def cache_many(self, values: Mapping[Place, object]) -> None:
        """Do nothing: the spreadsheet knows the values of its formulas."""

    def rewrite(self, cells: Mapping[Place, WholeCell]) -> None:
        """Write the whole sheet anew, once the workbook is saved: these cells and no others."""
        whole = {}
        for place, cell in cells.items():
            formula = cell.formula
            if formula is not None and cell.filled is not None:
                formula = moved(formula, place[0] - cell.filled[0], 0)
            whole[place] = Wanted(Cell(cell.value, formula), "", cell.array)
        self._whole = whole

    def print_on(self) -> None:
        """Do nothing: who has the workbook open sets up the pages by hand."""

    def write_later(self, cells: Mapping[Place, Wanted]) -> None:
        """Take cells that may be written for sure."""
        self._waiting.update(cells)

    # ------------------------------------------------------------ for `LiveBook.flush`
    def waiting(self) -> Iterator[SheetChange]:
        """Yield what waits to be written."""
        if self._whole is not None:
            blank = {place: Wanted(_NOTHING) for place in self.view.cells}
            yield SheetChange(self.view, blank | self._whole, self._there, ours=True)
        if self._waiting:
            yield SheetChange(self.view, dict(self._waiting), self._there)

    def _there(self, place: Place) -> Cell:
        """What a cell holds in the spreadsheet."""
        written = self._written.get(place)
        return self.view.cell(*place) if written is None else written.cell

    def written(self) -> None:
        """Go on with what was written as what is there."""
        self._written |= (self._whole or {}) | self._waiting
        self._waiting, self._whole = {}, None


class OpenTable:
    """A Table that is being changed."""

    def __init__(self, book: LiveBook, table: LiveTable) -> None:
        self._book = book
        self._table = table
        self.name = table.name
        self.sheet = book.sheets[table.sheet.name]
        # The last row of data there is in the spreadsheet, and as it will be.
        self._last_there = self.last_row = table.last_row

    @property
    def _where(self) -> str:
        return f"{self._book.closed.name}: table '{self.name}'"

    @property
    def _columns(self) -> range:
        return range(self._table.first_column, self._table.last_column + 1)

    def append(self, rows: Iterable[Mapping[str, object]]) -> None:
        """Write rows below the last one that holds anything, once the workbook is saved.

        Blank rows at the Table's end are filled first; then the Table grows, with its formats,
        validations and formulas.

        Raises
        ------
        NotInWorkbook
            A row names a column that is not there.
        EditRefused
            Something lies below the Table, it ends with totals, or a column is calculated.
        """
        new = [{self._column(name): value for name, value in row.items()} for row in rows]
        first = self._first_blank_row()
        last = first + len(new) - 1
        grown = self._grown_to(last) if last > self.last_row else {}
        cells = dict(grown)
        for down, values in enumerate(new):
            for column, value in values.items():
                place = (first + down, column)
                if value is not None:
                    cells[place] = self._appended(place, value, grown)
        self.sheet.write_later(cells)
        self.last_row = max(last, self.last_row)

    def _appended(self, place: Place, value: object, grown: Mapping[Place, Wanted]) -> Wanted:
        there = grown[place].cell if place in grown else self.sheet.cell(place)
        if there.formula is not None and not isinstance(value, Formula):
            raise EditRefused(
                f"{self._where}: the column '{self._table.columns[place[1] - self._columns[0]]}' "
                "is calculated. Leave it out of the rows."
            )
        return self.sheet.put(place, value)

    def _column(self, name: str) -> int:
        for column, known in zip(self._columns, self._table.columns, strict=True):
            if known.casefold() == name.casefold():
                return column
        hint = did_you_mean(name, self._table.columns)
        raise NotInWorkbook(f"{self._where}: there is no column '{name}'.{hint}")

    def _first_blank_row(self) -> int:
        row = self.last_row + 1
        while row > self._table.first_row + 1 and self._is_blank(row - 1):
            row -= 1
        return row

    def _is_blank(self, row: int) -> bool:
        cells = (self.sheet.cell((row, column)) for column in self._columns)
        return all(cell.value is None or cell.formula is not None for cell in cells)

    # ------------------------------------------------------------ growing
    def _grown_to(self, last: int) -> dict[Place, Wanted]:
        """The cells of rows that the Table will take in: blank, or with their column's formula."""
        rows = range(self.last_row + 1, last + 1)
        self._refuse_growth(rows)
        cells = {}
        for column in self._columns:
            like, formula = self._formula_of(column)
            for row in rows:
                text = None if formula is None else moved(formula, row - like, 0)
                cells[row, column] = Wanted(Cell(None, text))
        return cells

    def _refuse_growth(self, rows: range) -> None:
        if self._table.totals:
            raise EditRefused(
                f"{self._where}: it ends with a row of totals, so it cannot grow. Take the totals "
                "off (Table Design, Total Row) and try again."
            )
        others = self._book.closed.tables_on(self._table.sheet)
        new = Area(rows.start, self._columns[0], rows.stop - 1, self._columns[-1])
        for other in others:
            if other is not self._table and other.whole.meets(new):
                raise EditRefused(
                    f"{self._where}: it cannot grow, since the table '{other.name}' is in the "
                    "way. Move it first."
                )
        for row in rows:
            for column in self._columns:
                if self.sheet.cell((row, column)) != _NOTHING:
                    raise EditRefused(
                        f"{self._where}: the cell {address(row, column)} below it is not empty. "
                        "Move what lies there first."
                    )

    def _formula_of(self, column: int) -> tuple[int, str | None]:
        """A row whose formula the new rows take over, and the formula; None for a plain column."""
        own = self.sheet.cell((self.last_row, column)).formula
        if own is not None:
            return self.last_row, own
        rows = range(self.last_row - 1, self._table.first_row, -1)
        known = [(row, found) for row in rows if (found := self._formula_at(row, column))]
        # Somebody typed over the last formula of a calculated column.
        if 2 * len(known) > len(rows) and moved(known[0][1], 1, 0) == known[0][1]:
            return known[0]
        return self.last_row, None

    def _formula_at(self, row: int, column: int) -> str | None:
        return self.sheet.cell((row, column)).formula

    # ------------------------------------------------------------ for `LiveBook.flush`
    def growths(self) -> Iterator[Growth]:
        """Yield how far the Table has to grow."""
        if self.last_row > self._last_there:
            yield Growth(self._table, self._last_there, self.last_row)

    def written(self) -> None:
        """Go on with the size that was given to it."""
        self._last_there = self.last_row
