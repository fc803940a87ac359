"""A workbook as it will be once it is mended, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from vmbox.workbook.cells import address, sheet_prefix
from vmbox.workbook.headings import as_text
from vmbox.xlsx import Cell

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from vmbox.workbook.cells import Value
    from vmbox.workbook.port import BookView, Place, SheetView, TableView

What = Literal["formula", "heading", "label", "word", "name", "date"]


@dataclass(frozen=True)
class Mend:
    """One thing that was put back.

    Attributes
    ----------
    what
        A formula, a Table's heading, a row's label, another word or a date that belongs there, a
        defined name.
    sheet, cell
        Where: a sheet's name, and an address or range on it; "" for a name.
    before
        What stood there; "" for nothing.
    after
        What stands there now: a formula begins with "=".
    count
        How many cells it is.
    """

    what: What
    sheet: str
    cell: str
    before: str
    after: str
    count: int = 1

    @property
    def where(self) -> str:
        """The place as people write it: "Safety!B4"."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


def shown(cell: Cell) -> str:
    """Return what stands in a cell, as people would type it."""
    if cell.formula is not None:
        return f"={cell.formula}" if cell.formula else "a formula that several cells share"
    return as_text(cell.value)


class MendedSheet:
    """A sheet with other cells laid over those that it has."""

    def __init__(self, there: SheetView) -> None:
        self.name: Final = there.name
        self._there = there
        self._over: dict[Place, Cell] = {}
        self._cells: Mapping[Place, Cell] | None = None

    @property
    def cells(self) -> Mapping[Place, Cell]:
        """The cells that hold anything."""
        if not self._over:
            return self._there.cells
        if self._cells is None:
            cells = {**self._there.cells, **self._over}
            self._cells = {place: cell for place, cell in cells.items() if cell != Cell()}
        return self._cells

    def cell(self, row: int, column: int, /) -> Cell:
        """Return a cell; an empty one if nothing is there."""
        over = self._over.get((row, column))
        return self._there.cell(row, column) if over is None else over

    def lay(self, place: Place, cell: Cell) -> None:
        """Lay a cell over the one that is there."""
        self._over[place] = cell
        self._cells = None


class MendedTable:
    """A Table with other headings."""

    def __init__(self, there: TableView, sheet: MendedSheet) -> None:
        self.name: Final = there.name
        self.sheet: Final = sheet
        self.first_row: Final = there.first_row
        self.first_column: Final = there.first_column
        self.last_row: Final = there.last_row
        self.columns: tuple[str, ...] = there.columns
        # What the file calls the columns, where it says so apart from the cells.
        self.declared: Final[tuple[str, ...]] = getattr(there, "declared", there.columns)
        self.formulas: Final[tuple[str | None, ...]] = getattr(there, "formulas", ())


class Mended:
    """A workbook as it will be; what is to be written is noted on the way.

    Attributes
    ----------
    written
        The cells to write, by sheet.
    defined
        The names to define, and the cells that they point to.
    renamed
        The headings to rename: Table, what it is called now, what it will be called.
    mends
        What each of these puts back.
    """

    def __init__(self, book: BookView) -> None:
        self.book: Final = book
        self.path: Final[Path] = book.path
        self.date1904: Final[bool] = book.date1904
        self.sheets: Final = tuple(MendedSheet(sheet) for sheet in book.sheets)
        self._by_name = {sheet.name.casefold(): sheet for sheet in self.sheets}
        self.tables: Final[dict[str, MendedTable]] = {
            name: MendedTable(table, self.sheet(table.sheet.name))
            for name, table in book.tables.items()
        }
        self.names: Final[dict[str, str]] = dict(book.names)
        self._pointing: dict[str, tuple[str, int, int]] = {}
        self.written: dict[str, dict[Place, Value]] = {}
        self.defined: dict[str, str] = {}
        self.renamed: list[tuple[str, str, str]] = []
        self.mends: list[Mend] = []

    def sheet(self, name: str, /) -> MendedSheet:
        """Return a sheet by its name; errors as of the workbook."""
        found = self._by_name.get(name.casefold())
        return found or self._by_name[self.book.sheet(name).name.casefold()]

    def table(self, name: str) -> MendedTable | None:
        """Return a Table by its name, whatever its case."""
        return next(
            (table for known, table in self.tables.items() if known.casefold() == name.casefold()),
            None,
        )

    def locate(self, name: str, /) -> tuple[MendedSheet, int, int]:
        """Return sheet, row and column of the cell that a defined name points to."""
        there = self._pointing.get(name.casefold())
        if there is None:
            sheet, row, column = self.book.locate(name)
            return self.sheet(sheet.name), row, column
        return self.sheet(there[0]), *there[1:]

    # ------------------------------------------------------------ what is put back
    def suppose(self, sheet: str, place: Place, formula: str, value: Value = None) -> None:
        """Read a cell as if it had its formula: the plan of the workbook puts that back later."""
        self.sheet(sheet).lay(place, Cell(value, formula.removeprefix("=")))

    def put(self, sheet: str, place: Place, value: float | str | None, what: What) -> None:
        """Write a plain value into a cell."""
        there = self.sheet(sheet).cell(*place)
        self.mends.append(
            Mend(what, self.sheet(sheet).name, address(*place), shown(there), as_text(value))
        )
        self.written.setdefault(self.sheet(sheet).name, {})[place] = value
        self.sheet(sheet).lay(place, Cell(value))

    def rename(self, table: MendedTable, old: str, new: str) -> None:
        """Give a Table's column another heading."""
        offset = table.columns.index(old)
        place = (table.first_row, table.first_column + offset)
        before = shown(table.sheet.cell(*place))
        self.mends.append(Mend("heading", table.sheet.name, address(*place), before, new))
        self.renamed.append((table.name, old, new))
        table.columns = (*table.columns[:offset], new, *table.columns[offset + 1 :])
        table.sheet.lay(place, Cell(new))

    def define(self, name: str, sheet: str, place: Place, last: Place | None = None) -> None:
        """Let a defined name point to a cell, or to the cells down to another."""
        known = next((one for one in self.names if one.casefold() == name.casefold()), name)
        before = self.names.get(known, "")
        cells = ":".join(
            address(*one, fix_row=True, fix_column=True) for one in (place, last) if one is not None
        )
        there = f"{sheet_prefix(sheet)}{cells}"
        self.mends.append(Mend("name", known, "", f"={before}" if before else "", f"={there}"))
        self.names[known] = self.defined[known] = there
        if last is None:
            self._pointing[known.casefold()] = (sheet, *place)
