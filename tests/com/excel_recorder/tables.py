"""Excel's Tables (ListObjects), their columns and rows, and defined names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from excel_recorder.dispatch import Collection, Model, Setting
from excel_recorder.pywin32 import refused
from excel_recorder.ranges import Range

if TYPE_CHECKING:
    from excel_recorder.books import Workbook
    from excel_recorder.grid import Area
    from excel_recorder.sheets import Worksheet


class ListObject(Model):
    """A Table: its headings, its rows, perhaps totals."""

    ShowHeaders = Setting(True)
    ShowAutoFilter = Setting(True)
    TableStyle = Setting("TableStyleLight1")

    def __init__(self, sheet: Worksheet, name: str, area: Area, *, totals: bool = False) -> None:
        self.sheet, self.area, self.totals, self.name = sheet, area, totals, name

    @property
    def Name(self) -> str:
        return self.name

    @Name.setter
    def Name(self, value: str) -> None:
        self.name = value

    DisplayName = Name

    @property
    def Parent(self) -> Worksheet:
        return self.sheet

    @property
    def ShowTotals(self) -> bool:
        return self.totals

    @property
    def Range(self) -> Range:
        return Range(self.sheet, self.area)

    @property
    def HeaderRowRange(self) -> Range:
        return Range(self.sheet, self.area._replace(rows=1))

    @property
    def body(self) -> Area | None:
        """The rows below the headings; None for none."""
        rows = self.area.rows - 1 - self.totals
        return self.area._replace(row=self.area.row + 1, rows=rows) if rows else None

    @property
    def DataBodyRange(self) -> Range | None:
        return None if self.body is None else Range(self.sheet, self.body)

    @property
    def TotalsRowRange(self) -> Range | None:
        if not self.totals:
            return None
        return Range(self.sheet, self.area._replace(row=self.area.last_row, rows=1))

    @property
    def ListColumns(self) -> ListColumns:
        return ListColumns(self)

    @property
    def ListRows(self) -> ListRows:
        return ListRows(self)

    def Resize(self, Range: Range) -> None:
        """Take another area, which begins at the same headings and overlaps no other Table."""
        self.sheet.refuse_if_protected((self.area,))
        area = Range.area
        others = [table for table in self.sheet.tables if table is not self]
        if area[:2] != self.area[:2] or any(area.shared(other.area) for other in others):
            raise refused("Application-defined or object-defined error")
        self.area = area


class ListColumn(Model):
    def __init__(self, table: ListObject, index: int) -> None:
        self.table, self.index = table, index

    @property
    def Index(self) -> int:
        return self.index

    @property
    def place(self) -> Area:
        """The column's cells, heading and totals too."""
        column = self.table.area.column + self.index - 1
        return self.table.area._replace(column=column, columns=1)

    @property
    def Name(self) -> str:
        return str(self.table.sheet.grid.cell(self.place[:2]).value or "")

    @property
    def Range(self) -> Range:
        return Range(self.table.sheet, self.place)

    @property
    def DataBodyRange(self) -> Range | None:
        body = self.table.body
        if body is None:
            return None
        return Range(self.table.sheet, body._replace(column=self.place.column, columns=1))


class ListColumns(Collection):
    def __init__(self, table: ListObject) -> None:
        self.table = table

    def things(self) -> list[ListColumn]:
        return [ListColumn(self.table, at + 1) for at in range(self.table.area.columns)]


class ListRow(Model):
    def __init__(self, table: ListObject, index: int) -> None:
        self.table, self.index = table, index

    @property
    def Index(self) -> int:
        return self.index

    @property
    def Range(self) -> Range:
        area = self.table.area
        return Range(self.table.sheet, area._replace(row=area.row + self.index, rows=1))


class ListRows(Collection):
    def __init__(self, table: ListObject) -> None:
        self.table = table

    def things(self) -> list[ListRow]:
        body = self.table.body
        return [ListRow(self.table, at + 1) for at in range(body.rows if body else 0)]

    def Add(self, Position: int | None = None) -> ListRow:
        if Position is not None:
            raise AttributeError("ListRows.Add: the recorder knows only the end")
        self.table.area = self.table.area._replace(rows=self.table.area.rows + 1)
        return self.things()[-1]


class ListObjects(Collection):
    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet

    def things(self) -> list[ListObject]:
        return self.sheet.tables

    @property
    def Parent(self) -> Worksheet:
        return self.sheet

    def Add(self, SourceType: int, Source: Range, **_: Any) -> ListObject:
        name = f"Table{len(self.sheet.tables) + 1}"
        table = ListObject(self.sheet, name, Source.area)
        self.sheet.tables.append(table)
        return table


class Name(Model):
    """A defined name."""

    Visible = Setting(True)

    def __init__(self, book: Workbook, name: str, refers_to: str) -> None:
        self.book, self.name, self.refers_to = book, name, refers_to

    @property
    def Name(self) -> str:
        return self.name

    @property
    def RefersTo(self) -> str:
        return self.refers_to

    @RefersTo.setter
    def RefersTo(self, value: str) -> None:
        self.refers_to = value

    @property
    def RefersToRange(self) -> Range:
        found = self.book.range_of(self.refers_to.removeprefix("="))
        if found is None:
            raise refused("Application-defined or object-defined error")
        return found

    def Delete(self) -> None:
        self.book.names.remove(self)


class Names(Collection):
    """Defined names, of the workbook or of one sheet."""

    def __init__(self, book: Workbook, sheet: Worksheet | None = None) -> None:
        self.book, self.sheet = book, sheet

    def things(self) -> list[Name]:
        # The recorder reads no names of single sheets out of a file.
        return sorted(self.book.names, key=lambda one: one.name.casefold()) * (self.sheet is None)

    def Add(self, Name: str, RefersTo: str) -> Name:
        made = _name(self.book, Name, RefersTo)
        self.book.names = [one for one in self.book.names if one.name.casefold() != Name.casefold()]
        self.book.names.append(made)
        return made


_name = Name
