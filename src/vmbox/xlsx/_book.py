"""A closed workbook, read: sheets and cells, tables, defined names."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from vmbox.errors import NotAWorkbook, NotInWorkbook, did_you_mean
from vmbox.xlsx import _xml
from vmbox.xlsx._address import Area, area, cell_position, sheet_and_cells
from vmbox.xlsx._beside import (
    Beside,
    comments_of,
    is_protected,
    linked_files,
    margins_of,
    text_boxes_of,
)
from vmbox.xlsx._cells import EMPTY, Cell
from vmbox.xlsx._imprint import Imprint, imprint
from vmbox.xlsx._package import Package, open_package
from vmbox.xlsx._source import Source
from vmbox.xlsx._spread import Spread, spread_of, spread_of_cells

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Mapping
    from xml.etree.ElementTree import Element


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet. Its cells are read when they are first asked for; a chart sheet has none."""

    name: str
    hidden: bool
    part: str = field(repr=False)
    kind: str = field(repr=False)
    id: str = field(repr=False)
    source: Source = field(repr=False)

    @cached_property
    def cells(self) -> Mapping[tuple[int, int], Cell]:
        """The cells that hold a value or a formula, by (row, column), both counted from 0."""
        if self.kind != "worksheet":
            return {}
        return self.source.cells_of(
            self._unpacked(), f"{self.source.package.path}: the part {self.part}"
        )

    def _unpacked(self) -> bytes:
        """The sheet's XML; what is asked of it besides the cells is noted while it is there."""
        data = self.source.read(self.part)
        vars(self).update(protected=is_protected(data), margins=margins_of(data))
        return data

    @property
    def cells_if_read(self) -> Mapping[tuple[int, int], Cell] | None:
        """The cells, if anybody has asked for them."""
        return vars(self).get("cells")

    @cached_property
    def imprint(self) -> Imprint | None:
        """What the formulas are and what they show, without reading the cells one by one.

        None where the sheet is written in a way that only reading tells apart.
        """
        if self.kind != "worksheet":
            return None
        source = self.source
        return imprint(self._unpacked(), lambda: source.strings)

    @property
    def spread(self) -> Spread:
        """How many cells hold anything, and how far they reach."""
        told = spread_of(self.source.read(self.part)) if self.kind == "worksheet" else None
        return told or spread_of_cells(self.cells)

    @cached_property
    def comments(self) -> Mapping[tuple[int, int], str]:
        """The texts of comments and notes, by the (row, column) of their cells."""
        return comments_of(self.source.package, self.part)

    @cached_property
    def protected(self) -> bool:
        """Whether locked cells of the sheet are protected."""
        return is_protected(self.source.package.read(self.part))

    @cached_property
    def margins(self) -> tuple[Beside, ...]:
        """The texts of headers and footers."""
        return margins_of(self.source.package.read(self.part))

    @cached_property
    def text_boxes(self) -> tuple[Beside, ...]:
        """The texts of text boxes, shapes and form controls."""
        return text_boxes_of(self.source.package, self.part)

    @property
    def beside(self) -> tuple[Beside, ...]:
        """The texts that stand in no cell and no comment."""
        return self.text_boxes + self.margins

    def cell(self, row: int, column: int) -> Cell:
        """Return the cell at a row and column, both counted from 0; an empty one if none is."""
        return self.cells.get((row, column), EMPTY)


@dataclass(frozen=True, eq=False)
class Table:
    """An Excel Table: where it lies, and the names of its columns.

    Rows and columns count from 0. `first_row` is the header's row; `last_row` is the last row
    of data, so a totals row is left out. `formulas` has, for each column, the formula of a
    calculated one, or None.
    """

    name: str
    sheet: Sheet
    place: Area = field(repr=False)
    part: str = field(repr=False)
    header: bool = field(repr=False)
    totals: bool = field(repr=False)
    formulas: tuple[str | None, ...] = field(repr=False)
    declared: tuple[str, ...] = field(repr=False)

    @property
    def first_row(self) -> int:
        """The row of the header; in a table without one, the first row of data."""
        return self.place.first_row

    @property
    def first_column(self) -> int:
        """The column of the table's first column."""
        return self.place.first_column

    @property
    def last_row(self) -> int:
        """The last row of data."""
        return self.place.last_row - self.totals

    @property
    def last_column(self) -> int:
        """The column of the table's last column."""
        return self.place.last_column

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns' names as the header cells show them, from left to right."""
        return self.columns_by(self.sheet.cell)

    def columns_by(self, cell: Callable[[int, int], Cell]) -> tuple[str, ...]:
        """Return the columns' names, header cells being read by `cell` from row and column."""
        if not self.header:
            return self.declared
        columns = range(self.first_column, self.first_column + len(self.declared))
        shown = [cell(self.first_row, column).value for column in columns]
        return tuple(
            value if isinstance(value, str) and value else name
            for value, name in zip(shown, self.declared, strict=True)
        )


@dataclass(frozen=True, eq=False)
class Book:
    """A closed workbook as it was when it was read; nothing holds the file open."""

    path: Path
    sheets: tuple[Sheet, ...]
    tables: Mapping[str, Table] = field(repr=False)
    names: Mapping[str, str] = field(repr=False)
    date1904: bool
    source: Source = field(repr=False)

    @cached_property
    def links(self) -> tuple[str, ...]:
        """The other files that the workbook is linked to."""
        return linked_files(self.source.package)

    def sheet(self, name: str) -> Sheet:
        """Return a sheet by its name, as Excel compares names: without case.

        Raises
        ------
        NotInWorkbook
            There is no such sheet.
        """
        for sheet in self.sheets:
            if sheet.name.casefold() == name.casefold():
                return sheet
        hint = did_you_mean(name, (sheet.name for sheet in self.sheets))
        raise NotInWorkbook(f"{self.path}: there is no sheet '{name}'.{hint}")

    def named_cell(self, name: str) -> Cell:
        """Return the cell that a defined name points to; errors as of `locate`."""
        sheet, row, column = self.locate(name)
        return sheet.cell(row, column)

    def locate(self, name: str) -> tuple[Sheet, int, int]:
        """Return (sheet, row, column) of the one cell that a defined name points to.

        Raises
        ------
        NotInWorkbook
            There is no such name, or it points to nothing, or to more than one cell.
        """
        formula = self._formula(name)
        target = sheet_and_cells(formula)
        position = cell_position(target[1]) if target else None
        if target is None or position is None:
            raise NotInWorkbook(
                f"{self.path}: the name '{name}' does not point to one cell but to '{formula}'. "
                "Mend it in Excel: Formulas, Name Manager."
            )
        return self.sheet(target[0]), *position

    def _formula(self, name: str) -> str:
        if name in self.names:
            return self.names[name]
        for known, formula in self.names.items():
            if known.casefold() == name.casefold():
                return formula
        hint = did_you_mean(name, self.names)
        raise NotInWorkbook(f"{self.path}: there is no defined name '{name}'.{hint}")


def read_book(path: str | os.PathLike[str]) -> Book:
    """Return a closed workbook (.xlsx or .xlsm, Transitional or Strict), the file closed again.

    Sheets and shared strings are unpacked when they are first used.

    Raises
    ------
    FileError
        The file is missing, a folder, or may not be read.
    NotAWorkbook
        It is no such workbook: encrypted, .xls, .xlsb, damaged, a zip bomb.
    """
    return book_of(open_package(Path(path)))


def book_of(package: Package) -> Book:
    """Return the workbook in a package; errors as of `read_book`."""
    workbook = package.xml(package.workbook_part)
    if _xml.local(workbook.tag) != "workbook":
        raise NotAWorkbook(
            f"{package.path}: this is an Office document, but no workbook. Name an Excel workbook."
        )
    source = Source(package, workbook)
    sheets = tuple(_sheets(source, workbook))
    tables = {table.name: table for sheet in sheets for table in _tables(package, sheet)}
    return Book(package.path, sheets, tables, _names(workbook), source.date1904, source)


def _sheets(source: Source, workbook: Element) -> Iterator[Sheet]:
    package = source.package
    targets = {one.id: one for one in package.relationships(package.workbook_part)}
    listed = _xml.child(workbook, "sheets")
    for element in listed if listed is not None else ():
        name = element.get("name", "")
        target = targets.get(_xml.attribute(element, "id") or "")
        if target is None or target.external or target.target not in package:
            raise NotAWorkbook(
                f"{package.path}: the sheet '{name}' is missing from the file. "
                "Open it in Excel and let Excel repair it."
            )
        hidden = element.get("state", "visible") != "visible"
        identity = element.get("sheetId", "")
        yield Sheet(_xml.unescaped(name), hidden, target.target, target.kind, identity, source)


def _tables(package: Package, sheet: Sheet) -> Iterator[Table]:
    for one in package.relationships(sheet.part):
        if one.kind == "table" and not one.external and one.target in package:
            yield _table(package, sheet, one.target)


def _table(package: Package, sheet: Sheet, part: str) -> Table:
    told = package.understood(part, _table_of)
    if told.place is None:
        raise NotAWorkbook(
            f"{package.path}: the table '{told.name}' has no place on its sheet. "
            "Open the file in Excel and let Excel repair it."
        )
    return Table(
        told.name, sheet, told.place, part, told.header, told.totals, told.formulas, told.declared
    )


class _Told(NamedTuple):
    """What a table's part tells of it."""

    name: str
    place: Area | None
    header: bool
    totals: bool
    formulas: tuple[str | None, ...]
    declared: tuple[str, ...]


def _table_of(root: Element, _: str) -> _Told:
    listed = _xml.child(root, "tableColumns")
    columns = list(listed) if listed is not None else []
    formulas = (_xml.child(one, "calculatedColumnFormula") for one in columns)
    return _Told(
        _xml.unescaped(root.get("displayName") or root.get("name") or ""),
        area(root.get("ref", "")),
        header=root.get("headerRowCount", "1") != "0",
        totals=root.get("totalsRowCount", "0") != "0",
        formulas=tuple(None if one is None else one.text for one in formulas),
        declared=tuple(_xml.unescaped(one.get("name", "")) for one in columns),
    )


def _names(workbook: Element) -> dict[str, str]:
    listed = _xml.child(workbook, "definedNames")
    return {
        _xml.unescaped(one.get("name", "")): (one.text or "").strip()
        for one in (listed if listed is not None else ())
        if one.get("localSheetId") is None
    }
