"""A workbook that is open in a spreadsheet, read: sheets, cells, Tables, names.

Asked as little as possible, since each question to Excel takes its time: a sheet's cells by two
questions for the whole of it, and only when somebody wants to know them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from vmbox.errors import EditRefused, NotInWorkbook, did_you_mean
from vmbox.live.border import border
from vmbox.live.contents import cell_of, counts_from_1904
from vmbox.live.directory import Directory
from vmbox.live.naming import LiveNames
from vmbox.live.tables import LiveTable, likely_tables
from vmbox.xlsx import Area, Cell, area, sheet_and_cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import xlwings

    from vmbox.live.directory import SheetNote
    from vmbox.workbook.port import Place

_NOTHING: Final = Cell()
# A cell that somebody once formatted at the far end of the sheet makes all before it be in use.
_MOST_CELLS: Final = 5_000_000


@dataclass(frozen=True)
class Block:
    """What a rectangle of cells holds, as the spreadsheet tells it."""

    area: Area
    values: Sequence[Sequence[Any]]
    formulas: Sequence[Sequence[Any]]

    def __iter__(self) -> Iterator[tuple[Place, Any, Any]]:
        """Yield place, value and formula of every cell that holds anything."""
        top, left = self.area.first_row, self.area.first_column
        for down, (values, formulas) in enumerate(zip(self.values, self.formulas, strict=True)):
            for across, (value, formula) in enumerate(zip(values, formulas, strict=True)):
                if formula not in ("", None) or value not in ("", None):
                    yield (top + down, left + across), value, formula


def block_of(cells: xlwings.Range, there: Area) -> Block:
    """Return what a range of cells holds: two questions."""
    # A Mac tells errors only where it is asked for their names.
    values, formulas = cells.options(err_to_str=True).raw_value, cells.formula
    return Block(there, _rows(values), _rows(formulas))


def _rows(told: Any) -> Sequence[Sequence[Any]]:
    """Rows of what was told: one cell alone comes bare, and Macs tell a row as a plain list."""
    if not isinstance(told, (list, tuple)):
        return ((told,),)
    return told if isinstance(told[0], (list, tuple)) else (told,)


class LiveSheet:
    """A sheet as it was when it was first asked for."""

    def __init__(self, book: LiveView, note: SheetNote) -> None:
        self.book = book
        self.name = note.name
        self._note = note

    @cached_property
    def remote(self) -> xlwings.Sheet:
        """The sheet as xlwings has it."""
        if self._note.remote is not None:
            return self._note.remote
        with border(self.book.name, self.name):
            return self.book.remote_sheets(self.name)

    @cached_property
    def hidden(self) -> bool:
        """Whether it is hidden."""
        if self._note.hidden is not None:
            return self._note.hidden
        with border(self.book.name, self.name):
            return not self.remote.visible

    @cached_property
    def block(self) -> Block:
        """All that it holds, as the spreadsheet tells it."""
        with border(self.book.name, self.name):
            there = area(self._note.used)
            # Whole rows or columns have no last cell in their address.
            if there is None or (there.last_row + 1) * (there.last_column + 1) > _MOST_CELLS:
                raise EditRefused(
                    f"{self.book.name}: {self.name} is in use to its far end "
                    f"({self._note.used}), too far to be read. Delete the empty rows and columns "
                    "behind what you need, and save."
                )
            cells = self._note.cells
            # Asked whether it is true, a range would count its cells: a question more.
            return block_of(self.remote.range(self._note.used) if cells is None else cells, there)

    @property
    def told(self) -> Block | None:
        """All that it holds, if anybody has asked."""
        return vars(self).get("block")

    @cached_property
    def cells(self) -> Mapping[Place, Cell]:
        """The cells that hold a value or a formula."""
        return self.book.cells_of(self, self.block)

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell; an empty one if nothing is there."""
        return self.cells.get((row, column), _NOTHING)


class LiveView:
    """A workbook as it was when it was opened, read from the spreadsheet that has it open.

    It is known by its name alone: in OneDrive it has an address of the web in place of a path, and
    one that was never saved has neither.
    """

    def __init__(self, book: xlwings.Book) -> None:
        self.remote = book
        with border("The workbook"):
            self.name = book.name
            self._directory = Directory(book, self.name)
            self.sheets = tuple(LiveSheet(self, note) for note in self._directory.sheets)

    @property
    def path(self) -> Path:
        """The name that people know the workbook by."""
        return Path(self.name)

    def sheet(self, name: str) -> LiveSheet:
        """Return a sheet by its name, without regard to large and small letters.

        Raises
        ------
        NotInWorkbook
            There is no such sheet.
        """
        for sheet in self.sheets:
            if sheet.name.casefold() == name.casefold():
                return sheet
        hint = did_you_mean(name, (sheet.name for sheet in self.sheets))
        raise NotInWorkbook(f"{self.name}: there is no sheet '{name}'.{hint}")

    # ------------------------------------------------------------ Tables and names
    @cached_property
    def remote_sheets(self) -> xlwings.main.Sheets:
        """The sheets as xlwings has them."""
        return self.remote.sheets

    @cached_property
    def tables(self) -> Mapping[str, LiveTable]:
        """The Tables by name."""
        with border(self.name):
            told = self._directory.tables
        if told is None:
            return likely_tables(self.sheets)
        sheets = {sheet.name: sheet for sheet in self.sheets}
        return {
            name: LiveTable(name, sheets[sheet], whole, totals)
            for name, sheet, whole, totals in told
        }

    def tables_on(self, sheet: LiveSheet) -> list[LiveTable]:
        """Return the Tables of one sheet."""
        return [table for table in self.tables.values() if table.sheet is sheet]

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What the defined names stand for, without those of one sheet alone."""
        with border(self.name):
            return LiveNames(self, self._directory.names)

    def locate(self, name: str) -> tuple[LiveSheet, int, int]:
        """Return sheet, row and column of the one cell that a defined name points to.

        Raises
        ------
        NotInWorkbook
            There is no such name, or it points to nothing, or to more than one cell.
        """
        there = self.names.get(name)
        if there is None:
            raise NotInWorkbook(f"{self.name}: there is no defined name '{name}'.")
        target = sheet_and_cells(there)
        place = area(target[1]) if target else None
        if target is None or place is None or place.first_row != place.last_row:
            raise NotInWorkbook(
                f"{self.name}: the name '{name}' does not point to one cell but to '{there}'. "
                "Mend it in Excel: Formulas, Name Manager."
            )
        return self.sheet(target[0]), place.first_row, place.first_column

    # ------------------------------------------------------------ cells
    @cached_property
    def date1904(self) -> bool:
        """Whether its dates count from 1904: the dates that were typed tell."""
        asked = [sheet for sheet in self.sheets if sheet.told is not None]
        further = [table.sheet for table in self.tables.values() if table.sheet not in asked]
        for sheet in (*asked, *further):
            for _, value, formula in sheet.block:
                since = counts_from_1904(value, formula)
                if since is not None:
                    return since
        return False

    def cells_of(
        self, sheet: LiveSheet, block: Block, grown: Mapping[str, Area] | None = None
    ) -> dict[Place, Cell]:
        """Return the cells of a block of a sheet that hold anything.

        Parameters
        ----------
        grown
            The places of Tables that have grown since.
        """
        date1904, places = self.date1904, grown or {}
        tables = [(one.name, places.get(one.name, one.whole)) for one in self.tables_on(sheet)]
        found = {}
        for place, value, formula in block:
            table = next((name for name, whole in tables if place in whole), "")
            cell = cell_of(value, formula, date1904=date1904, table=table)
            if cell is not None:
                found[place] = cell
        return found
