"""Rows put into a sheet of a workbook: every part that this changes, and a look at the result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vmbox.errors import EditRefused
from vmbox.xlsx import _insert_parts as parts_of
from vmbox.xlsx._address import address
from vmbox.xlsx._cells import EMPTY
from vmbox.xlsx._growth import charts_of
from vmbox.xlsx._insert_formulas import FormulaShift
from vmbox.xlsx._insert_sheet import RowShift, shift_looks, shift_places
from vmbox.xlsx._new_values import same
from vmbox.xlsx._sheet_xml import SheetXml
from vmbox.xlsx._splice import Part

if TYPE_CHECKING:
    from vmbox.xlsx._book import Book, Sheet
    from vmbox.xlsx._insertion import Insertion

# What hangs on a sheet, or the workbook, and names rows in ways that are not known here.
_UNKNOWN_ON_SHEET: Final = {
    "tableSingleCells": "cells that are mapped to XML",
    "namedSheetView": "sheet views with filters of their own",
}
_UNKNOWN_ON_BOOK: Final = {
    "revisionHeaders": "tracked changes",
    "volatileDependencies": "live data feeds",
}
_MACRO_SHEETS: Final = frozenset(("xlMacrosheet", "xlIntlMacrosheet"))


class Inserting:
    """One insertion, worked out on all parts of a workbook."""

    def __init__(self, book: Book, sheet: Sheet, insertion: Insertion) -> None:
        self._book = book
        self._package = book.source.package
        self._sheet = sheet
        self._insertion = insertion
        self._parts: dict[str, Part] = {}

    def changed(self) -> dict[str, bytes]:
        """Return the parts that change, as they are afterwards.

        Raises
        ------
        EditRefused
            Something would be parted that belongs together, or it cannot be told what would
            have to move.
        """
        self._refuse_unknown()
        self._shift_sheets()
        self._shift_workbook()
        self._shift_drawings()
        own = self._own_sheet(self._part(self._sheet.part).result())
        self._look_through(own)
        new = {name: part.result() for name, part in self._parts.items() if part.changed}
        new[self._sheet.part] = own
        return {name: data for name, data in new.items() if data != self._parts[name].data}

    @property
    def _where(self) -> str:
        return f"{self._package.path}: {self._sheet.name}"

    def _part(self, name: str) -> Part:
        if name not in self._parts:
            where = f"{self._package.path}: the part {name}"
            self._parts[name] = Part(name, self._package.read(name), where)
        return self._parts[name]

    def _refuse_unknown(self) -> None:
        found = [
            what
            for source, kinds in (
                (self._sheet.part, _UNKNOWN_ON_SHEET),
                (self._package.workbook_part, _UNKNOWN_ON_BOOK),
            )
            for kind, what in kinds.items()
            if self._package.targets(source, kind)
        ]
        found += [f"the macro sheet '{one.name}'" for one in self._book.sheets if _is_macro(one)]
        if found:
            raise EditRefused(
                f"{self._where}: no rows can be put in, since the workbook has {found[0]}, whose "
                "references cannot be moved. Put the rows in in Excel."
            )

    def _shift_sheets(self) -> None:
        for sheet in self._book.sheets:
            if sheet.kind != "worksheet":
                continue
            part = self._part(sheet.part)
            where = f"{self._package.path}: {sheet.name}"
            xml = SheetXml(part, where, self._book.source)
            FormulaShift(xml, sheet.name, self._insertion).run()
            shift_looks(part, sheet.name, self._insertion)
            for name in self._package.targets(sheet.part, "ctrlProp"):
                parts_of.shift_control(self._part(name), sheet.name, self._insertion)
        for table in self._book.tables.values():
            own = self._part(table.part)
            parts_of.shift_table_formulas(own, table.sheet.name, self._insertion)
            if table.sheet is self._sheet:
                parts_of.shift_table(own, table, self._insertion)

    def _shift_workbook(self) -> None:
        package = self._package
        parts_of.shift_names(self._part(package.workbook_part), self._insertion)
        for name in charts_of(self._book):
            parts_of.shift_chart(self._part(name), self._insertion)
        for name in package.targets(package.workbook_part, "pivotCacheDefinition"):
            parts_of.shift_pivot_source(self._part(name), self._insertion)

    def _shift_drawings(self) -> None:
        for sheet in self._book.sheets:
            for name in self._package.targets(sheet.part, "drawing"):
                parts_of.shift_links(self._part(name), sheet.name, self._insertion)
        own = {
            "drawing": parts_of.shift_anchors,
            "vmlDrawing": parts_of.shift_old_drawing,
            "comments": parts_of.shift_notes,
            "threadedComment": parts_of.shift_notes,
            "pivotTable": parts_of.shift_pivot,
        }
        for kind, shift in own.items():
            for name in self._package.targets(self._sheet.part, kind):
                shift(self._part(name), self._insertion)

    def _own_sheet(self, data: bytes) -> bytes:
        """Return the sheet's part with its rows moved, its formulas being so already."""
        part = Part(self._sheet.part, data, f"{self._package.path}: the part {self._sheet.part}")
        parts_of.shift_control_anchors(part, self._insertion)
        shift_places(part, self._insertion)
        RowShift(SheetXml(part, self._where, self._book.source), self._insertion, self._like).run()
        return part.result()

    @property
    def _like(self) -> int | None:
        """The row that the new ones look like: the one above, but below a table's header."""
        above = self._insertion.row - 1
        for table in self._book.tables.values():
            if table.sheet is self._sheet and table.header and table.first_row == above:
                return self._insertion.row
        return above if above >= 0 else None

    def _look_through(self, data: bytes) -> None:
        """Raise EditRefused unless every cell shows the same as before, in its new row."""
        after = self._book.source.cells_of(data, self._where)
        moved = self._insertion.moved
        if len(after) != len(self._sheet.cells):
            raise EditRefused(f"{self._where}: cells would be lost, so nothing was written.")
        for (row, column), cell in self._sheet.cells.items():
            found = after.get((moved(row), column), EMPTY)
            formula = self._insertion.formula(cell.formula or "", self._sheet.name)
            same_formula = not cell.formula or found.formula == formula
            if not same(found.value, cell.value) or not same_formula:
                raise EditRefused(
                    f"{self._where}!{address(row, column)}: the cell would not be the same below "
                    "the new rows, so nothing was written. Put the rows in in Excel."
                )


def _is_macro(sheet: Sheet) -> bool:
    return sheet.kind in _MACRO_SHEETS
