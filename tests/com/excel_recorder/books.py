"""Excel itself: the Application, its workbooks, and a workbook loaded from a file."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from excel_recorder.conditions import read_conditions
from excel_recorder.dispatch import Collection, Model, Setting
from excel_recorder.drawings import Shape
from excel_recorder.grid import Area, Grid
from excel_recorder.looks import Look, read_looks, read_styles
from excel_recorder.macros import MACROS
from excel_recorder.pywin32 import refused
from excel_recorder.ranges import Range
from excel_recorder.sheets import Sheets, Worksheet, insertion
from excel_recorder.tables import ListObject, Name, Names
from vmbox.xlsx import Book, Sheet, read_book

_AUTOMATIC: Final = -4105
_XLSX: Final = 51
_MERGED: Final = re.compile(r'<mergeCell ref="([^"]*)"')
_HIDDEN_ROW: Final = re.compile(r'<row r="(\d+)"[^>]*? hidden="1"')
_HIDDEN_COLUMNS: Final = re.compile(r'<col min="(\d+)" max="(\d+)"[^>]*? hidden="1"')
_FRAME: Final = re.compile(r'<xdr:graphicFrame\b.*?<xdr:cNvPr\b[^>]*?\bname="([^"]*)"', re.DOTALL)


class Window(Model):
    """The window of a workbook."""

    DisplayGridlines = Setting(True)
    Zoom = Setting(100)
    FreezePanes = Setting(False)


class Windows(Collection):
    def __init__(self, window: Window) -> None:
        self.window = window

    def things(self) -> list[Window]:
        return [self.window]


class Workbook(Model):
    """A workbook that is open."""

    Saved = Setting(True)

    def __init__(self, application: Application, name: str, folder: str = "") -> None:
        self.application, self.name, self.folder = application, name, folder
        self.sheets: list[Worksheet] = []
        self.names: list[Name] = []
        self.date1904 = False
        self.active: Worksheet
        self.window = Window()

    # ------------------------------------------------------------------ for the recorder itself
    def changed(self) -> None:
        """Take note that it is not saved any more."""
        self.Saved = False

    def sheet(self, name: str) -> Worksheet:
        """Return a sheet by its name, to be looked at without a call."""
        return next(sheet for sheet in self.sheets if sheet.name == name)

    def range_of(self, text: str) -> Range | None:
        """Return the cells that an address with its sheet, a name or a Table stands for."""
        sheet, mark, cells = text.rpartition("!")
        if mark:
            plain = sheet.strip("'").replace("''", "'").casefold()
            for one in self.sheets:
                if one.name.casefold() == plain and (area := one.area_of(cells)):
                    return Range(one, area)
            return None
        for one in self.names:
            if one.name.casefold() == text.casefold():
                return self.range_of(one.refers_to.removeprefix("="))
        table, _, part = text.partition("[")
        for one in (table for sheet in self.sheets for table in sheet.tables):
            if one.name.casefold() == table.casefold():
                return one.Range if part == "#All]" else one.DataBodyRange
        return None

    def rows_inserted(self, sheet: Worksheet, row: int, count: int) -> None:
        """Let everything that points below the new rows of a sheet follow."""
        rows = insertion(sheet, row, count)
        for one in self.sheets:
            for place, cell in list(one.grid.cells.items()):
                if cell.formula:
                    formula = rows.formula(cell.formula, one.name)
                    one.grid.cells[place] = cell._replace(formula=formula)
        for name in self.names:
            name.refers_to = "=" + rows.formula(name.refers_to[1:], "", absolute=True)
        for table in sheet.tables:
            area = table.area
            if area.row >= row:
                table.area = area._replace(row=area.row + count)
            elif area.last_row >= row:
                table.area = area._replace(rows=area.rows + count)

    # ------------------------------------------------------------------ what Excel has
    @property
    def Application(self) -> Application:
        return self.application

    @property
    def Name(self) -> str:
        return self.name

    @property
    def Path(self) -> str:
        return self.folder

    @property
    def FullName(self) -> str:
        slash = "/" if "://" in self.folder else "\\"
        return f"{self.folder}{slash}{self.name}" if self.folder else self.name

    @property
    def FileFormat(self) -> int:
        return _XLSX

    @property
    def Date1904(self) -> bool:
        return self.date1904

    @property
    def Worksheets(self) -> Sheets:
        return Sheets(self)

    @property
    def Names(self) -> Names:
        return Names(self)

    @property
    def ActiveSheet(self) -> Worksheet:
        return self.active

    def Windows(self, number: int = 1) -> Window:
        return self.window

    def Activate(self) -> None:
        self.application.active = self

    def Save(self) -> None:
        self.Saved = True

    def SaveAs(self, Filename: str, FileFormat: int = _XLSX, Password: Any = None) -> None:
        path = Path(Filename)
        self.name, self.folder, self.Saved = path.name, str(path.parent), True

    def Close(self, SaveChanges: bool = False) -> None:
        books = self.application.books
        books.remove(self)
        if self.application.active is self:
            self.application.active = books[-1] if books else None


class Workbooks(Collection):
    def __init__(self, application: Application) -> None:
        self.application = application

    def things(self) -> list[Workbook]:
        return self.application.books

    @property
    def Application(self) -> Application:
        return self.application

    def Add(self) -> Workbook:
        book = Workbook(self.application, f"Book{len(self.application.books) + 1}")
        book.sheets = [Worksheet(book, "Sheet1", Grid({}, {}))]
        return self.application.show(book)

    def Open(self, Filename: str, *_: Any) -> Workbook:
        return self.application.show(loaded(self.application, Path(Filename)))


class Application(Model):
    """Excel, as it runs."""

    Calculation = Setting(_AUTOMATIC)
    ScreenUpdating = Setting(True)
    EnableEvents = Setting(True)
    DisplayAlerts = Setting(True)
    Interactive = Setting(True)
    StatusBar = Setting(False)
    Visible = Setting(True)
    CutCopyMode = Setting(False)
    UserName = Setting("A. Nurse")

    def __init__(self) -> None:
        self.books: list[Workbook] = []
        self.active: Workbook | None = None
        self.clipboard: Range | None = None
        # Whether vmbox.xlam is loaded, and what is typed when it asks.
        self.addin = True
        self.typed: list[str] = []

    def show(self, book: Workbook) -> Workbook:
        """Take a workbook in, in front of the others."""
        if book.sheets and not hasattr(book, "active"):
            book.active = book.sheets[0]
        self.books.append(book)
        self.active = book
        return book

    @property
    def Application(self) -> Application:
        return self

    @property
    def Name(self) -> str:
        return "Microsoft Excel"

    @property
    def Version(self) -> str:
        return "16.0"

    @property
    def Hwnd(self) -> int:
        return 0xE4CE1

    @property
    def Workbooks(self) -> Workbooks:
        return Workbooks(self)

    @property
    def ActiveWorkbook(self) -> Workbook | None:
        return self.active

    @property
    def ActiveSheet(self) -> Worksheet | None:
        return self.active and self.active.active

    @property
    def Selection(self) -> Range | None:
        return self.active and self.active.active.selected

    def Calculate(self) -> None:
        """Calculate, which the recorder does not: formulas keep what they show."""

    def Run(self, macro: str, *words: Any) -> Any:
        if not self.addin or macro not in MACROS:
            raise refused(
                f"Cannot run the macro '{macro}'. The macro may not be available in this workbook "
                "or all macros may be disabled."
            )
        return MACROS[macro](self, *words)

    def Intersect(self, first: Range, second: Range) -> Range | None:
        if first.sheet is not second.sheet:
            return None
        areas = [a.shared(b) for a in first.areas for b in second.areas]
        found = [area for area in areas if area is not None]
        return Range(first.sheet, *found) if found else None

    def Quit(self) -> None:
        self.books.clear()
        self.active = None


# ------------------------------------------------------------------ from a file
def loaded(application: Application, path: Path) -> Workbook:
    """Return a workbook as it stands in a file: cached values, formulas, looks, Tables, charts."""
    closed = _closed(path, path.stat().st_mtime_ns)
    book = Workbook(application, path.name, str(path.parent))
    book.date1904 = closed.date1904
    styles = read_styles(closed)
    book.sheets = [_sheet(book, sheet, closed, styles) for sheet in closed.sheets]
    book.names = [Name(book, name, f"={text}") for name, text in closed.names.items()]
    book.active = next(sheet for sheet in book.sheets if sheet.Visible == -1)
    return book


@lru_cache(maxsize=4)
def _closed(path: Path, _: int) -> Book:
    """The file, read once while it stays the same."""
    return read_book(path)


def _sheet(book: Workbook, closed: Sheet, whole: Book, styles: list[Look]) -> Worksheet:
    cells = {(row + 1, column + 1): cell for (row, column), cell in closed.cells.items()}
    sheet = Worksheet(
        book, closed.name, Grid(cells, read_looks(closed, styles)), protected=closed.protected
    )
    sheet.Visible = 0 if closed.hidden else -1
    for table in whole.tables.values():
        if table.sheet is closed:
            rows = table.place.last_row - table.first_row + 1
            columns = table.last_column - table.first_column + 1
            area = Area(table.first_row + 1, table.first_column + 1, rows, columns)
            sheet.tables.append(ListObject(sheet, table.name, area, totals=table.totals))
    sheet.shapes = [Shape(sheet, name) for name in _charts(closed)]
    sheet.rules = read_conditions(sheet, closed)
    xml = closed.source.read(closed.part).decode("utf-8")
    sheet.merged = [area for text in _MERGED.findall(xml) if (area := sheet.area_of(text))]
    sheet.hidden_rows = {int(row) for row in _HIDDEN_ROW.findall(xml)}
    for first, last in _HIDDEN_COLUMNS.findall(xml):
        sheet.hidden_columns.update(range(int(first), int(last) + 1))
    return sheet


def _charts(closed: Sheet) -> list[str]:
    """The names of the charts on a sheet, in the order in which they lie above each other."""
    package = closed.source.package
    return [
        name
        for one in package.relationships(closed.part)
        if one.kind == "drawing" and not one.external
        for name in _FRAME.findall(package.read(one.target).decode("utf-8"))
    ]
