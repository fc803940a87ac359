"""Excel's Worksheet, and the sheets of a workbook."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from excel_recorder.block import bounding
from excel_recorder.dispatch import Collection, Model, Setting
from excel_recorder.drawings import ChartObjects, Shape, Shapes
from excel_recorder.grid import COLUMNS, ROWS, Area, Grid, Place, between
from excel_recorder.pywin32 import refused
from excel_recorder.ranges import Range
from excel_recorder.tables import ListObject, ListObjects, Names
from vmbox.xlsx import column_number
from vmbox.xlsx._insertion import Insertion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from excel_recorder.books import Workbook
    from excel_recorder.conditions import FormatCondition

_VISIBLE, _HIDDEN = -1, 0
_LONGEST_ADDRESS: Final = 255
_SHEET_NAME: Final = re.compile(r"[^\\/?*\[\]:]{1,31}")
_CORNER: Final = re.compile(r"\$?([A-Za-z]{1,3})?\$?([0-9]{1,7})?")


class PageSetup(Model):
    """How a sheet prints."""

    PrintArea = Setting("")


class Worksheet(Model):
    """A sheet: a grid of cells with Tables, drawings and links on it."""

    Visible = Setting(_VISIBLE)
    AutoFilterMode = Setting(False)
    FilterMode = Setting(False)

    def __init__(self, book: Workbook, name: str, grid: Grid, *, protected: bool = False) -> None:
        self.book, self.name, self.grid, self.protected = book, name, grid, protected
        self.tables: list[ListObject] = []
        self.shapes: list[Shape] = []
        self.rules: list[FormatCondition] = []
        self.merged: list[Area] = []
        self.page = PageSetup()
        self.widths: dict[int, float] = {}
        self.heights: dict[int, float] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.links = Links(self)
        self.selected = Range(self, Area(1, 1))

    # ------------------------------------------------------------------ for the recorder itself
    def refuse_if_protected(self, areas: Sequence[Area]) -> None:
        """Refuse to change locked cells of a protected sheet, as Excel does."""
        if self.protected and any(
            self.grid.look(place).locked
            for area in areas
            for place in self.grid.within(area).places()
        ):
            raise refused("The cell or chart you're trying to change is on a protected sheet.")

    def insert(self, area: Area) -> None:
        """Put cells in, or rows where the area is as wide as the sheet; what is below moves."""
        self.refuse_if_protected((area,))
        whole = area.columns == COLUMNS
        self.grid.moved(lambda at: _below(at, area, area.rows))
        if whole:
            self.book.rows_inserted(self, area.row, area.rows)

    def delete(self, area: Area) -> None:
        """Take whole rows out; references to them stay as they were."""
        if area.columns != COLUMNS:
            raise AttributeError("Range.Delete: the recorder deletes whole rows only")
        self.refuse_if_protected((area,))
        self.grid.moved(lambda at: None if area.holds(at) else _below(at, area, -area.rows))
        for table in self.tables:
            gone = table.area.shared(area)
            up = area.rows if table.area.row > area.last_row else 0
            rows = table.area.rows - (gone.rows if gone else 0)
            table.area = table.area._replace(row=table.area.row - up, rows=rows)

    def area_of(self, text: str) -> Area | None:
        """Return the area of an address; None where the text is none."""
        first, _, last = text.partition(":")
        ends = [_CORNER.fullmatch(one.strip()) for one in (first, last or first)]
        if not all(ends) or not text or (not last and not all(ends[0].groups())):
            return None
        columns = [column_number(end[1]) + 1 if end[1] else None for end in ends]
        rows = [int(end[2]) if end[2] else None for end in ends]
        left, right = sorted((columns[0] or 1, columns[1] or COLUMNS))
        top, bottom = sorted((rows[0] or 1, rows[1] or ROWS))
        return between(top, left, bottom, right)

    # ------------------------------------------------------------------ what Excel has
    @property
    def Application(self) -> Model:
        return self.book.application

    @property
    def Parent(self) -> Workbook:
        return self.book

    @property
    def Name(self) -> str:
        return self.name

    @Name.setter
    def Name(self, value: str) -> None:
        others = {sheet.name.casefold() for sheet in self.book.sheets if sheet is not self}
        if (
            value.casefold() in others
            or not 0 < len(value) <= 31
            or re.search(r"[\\/?*\[\]:]", value)
        ):
            raise refused("That name is already taken. Try a different one.")
        self.name = value

    @property
    def Index(self) -> int:
        return self.book.sheets.index(self) + 1

    @property
    def Type(self) -> int:
        return -4167

    @property
    def ProtectContents(self) -> bool:
        return self.protected

    def Range(self, first: Range | str, last: Range | str | None = None) -> Range:
        ends = [self._cells(one) for one in (first, last) if one is not None]
        return ends[0] if last is None else Range(self, bounding(*ends))

    def _cells(self, named: Range | str) -> Range:
        if not isinstance(named, str):
            return named
        if len(named) > _LONGEST_ADDRESS:
            raise refused("Application-defined or object-defined error")
        return Range(self, *(self._area_named(part) for part in named.split(",")))

    def _area_named(self, named: str) -> Area:
        area = self.area_of(named)
        if area is not None:
            return area
        found = self.book.range_of(named)
        # A sheet knows no cells of another one, not by a name either.
        if found is None or found.sheet is not self:
            raise refused("Application-defined or object-defined error")
        return found.area

    @property
    def Cells(self) -> Range:
        return Range(self, Area(1, 1, ROWS, COLUMNS))

    @property
    def Rows(self) -> Range:
        return Range(self, Area(1, 1, ROWS, COLUMNS), by="rows")

    @property
    def Columns(self) -> Range:
        return Range(self, Area(1, 1, ROWS, COLUMNS), by="columns")

    @property
    def UsedRange(self) -> Range:
        return Range(self, self.grid.used())

    @property
    def ListObjects(self) -> ListObjects:
        return ListObjects(self)

    @property
    def Names(self) -> Names:
        return Names(self.book, self)

    @property
    def Shapes(self) -> Shapes:
        return Shapes(self)

    def ChartObjects(self) -> ChartObjects:
        return ChartObjects(self)

    @property
    def Hyperlinks(self) -> Links:
        return self.links

    @property
    def PageSetup(self) -> PageSetup:
        return self.page

    def Activate(self) -> None:
        if self.Visible != _VISIBLE:
            raise refused("Activate method of Worksheet class failed")
        self.book.active = self

    def Select(self, Replace: bool = True) -> None:
        self.Activate()

    def Delete(self) -> bool:
        if len([sheet for sheet in self.book.sheets if sheet.Visible == _VISIBLE]) == 1:
            raise refused("A workbook must contain at least one visible worksheet.")
        self.book.sheets.remove(self)
        if self.book.active is self:
            self.book.active = self.book.sheets[0]
        return True

    def Move(self, Before: Worksheet | None = None, After: Worksheet | None = None) -> None:
        self.book.sheets.remove(self)
        at = self.book.sheets.index(Before) if Before else self.book.sheets.index(After) + 1
        self.book.sheets.insert(at, self)


def _below(place: Place, area: Area, by: int) -> Place:
    """Where a cell is after `by` rows came in at an area: only what is below it moves."""
    row, column = place
    across = area.column <= column <= area.last_column
    return (row + by, column) if across and row >= area.row else place


def insertion(sheet: Worksheet, row: int, count: int) -> Insertion:
    """Return the rows put in, as references follow them."""
    return Insertion(sheet.name, row - 1, count, tuple(one.name for one in sheet.book.sheets))


class Link(Model):
    """A hyperlink in a cell."""

    ScreenTip = Setting("")
    SubAddress = Setting("")

    def __init__(self, cells: Range, address: str) -> None:
        self.cells, self.address = cells, address

    @property
    def Address(self) -> str:
        return self.address

    @property
    def TextToDisplay(self) -> Any:
        return self.cells.Value

    @TextToDisplay.setter
    def TextToDisplay(self, words: str) -> None:
        self.cells.Value = words

    def Delete(self) -> None:
        self.cells.sheet.links.held.remove(self)


class Links(Collection):
    """The hyperlinks of a sheet, or of cells of it."""

    def __init__(self, sheet: Worksheet, held: list[Link] | None = None) -> None:
        self.sheet = sheet
        self.held: list[Link] = [] if held is None else held

    def things(self) -> list[Link]:
        return self.held

    def of(self, cells: Range) -> Links:
        """Return the links of some cells."""
        found = [
            link for link in self.held if any(area.shared(link.cells.area) for area in cells.areas)
        ]
        return Links(self.sheet, found)

    def Add(
        self, Anchor: Range, Address: str, SubAddress: str = "", ScreenTip: str = "",
        TextToDisplay: str | None = None,
    ) -> Link:  # fmt: skip
        link = Link(Anchor, Address)
        link.SubAddress, link.ScreenTip = SubAddress, ScreenTip
        if TextToDisplay is not None:
            link.TextToDisplay = TextToDisplay
        self.sheet.links.held.append(link)
        return link

    def Delete(self) -> None:
        for link in list(self.held):
            if link in self.sheet.links.held:
                self.sheet.links.held.remove(link)


class Sheets(Collection):
    """The sheets of a workbook."""

    def __init__(self, book: Workbook) -> None:
        self.book = book

    def things(self) -> list[Worksheet]:
        return self.book.sheets

    @property
    def Application(self) -> Model:
        return self.book.application

    @property
    def Parent(self) -> Workbook:
        return self.book

    def Add(self, Before: Worksheet | None = None, After: Worksheet | None = None) -> Worksheet:
        taken = {sheet.name.casefold() for sheet in self.book.sheets}
        name = next(f"Sheet{number}" for number in range(1, 999) if f"sheet{number}" not in taken)
        made = Worksheet(self.book, name, Grid({}, {}))
        beside = After or Before or self.book.active
        self.book.sheets.insert(self.book.sheets.index(beside) + (After is not None), made)
        self.book.active = made
        return made
