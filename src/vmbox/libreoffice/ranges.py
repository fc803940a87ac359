"""A range of cells: xlwings' `Range` on LibreOffice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from vmbox.errors import DataError
from vmbox.libreoffice import appearance, failures, moving, values, writing
from vmbox.libreoffice.calls import logical
from vmbox.libreoffice.conditional import ConditionalFormats
from vmbox.libreoffice.formulas import to_calc, to_excel, without_brackets
from vmbox.libreoffice.places import Place, address_of, letters_of

if TYPE_CHECKING:
    from vmbox.libreoffice.sheets import Sheet

# com.sun.star.sheet.CellFlags: values, dates, texts and formulas; all formats; notes besides.
_CONTENTS = 1 | 2 | 4 | 16
_FORMATS = 32 | 64 | 256
_EVERYTHING = _CONTENTS | _FORMATS | 8


@logical
class Range(base_classes.Range):
    """Cells of one sheet: their place is known here, what they hold is asked.

    Rows and columns count from 1, as in Excel; a range of no rows or columns holds nothing.
    """

    def __init__(self, sheet: Sheet, place: Place) -> None:
        self._sheet = sheet
        self._place = place
        self._cells: Any = None
        self.options: dict[str, Any] = {}

    # ------------------------------------------------------------ where it is
    @property
    def sheet(self) -> Sheet:
        """The sheet."""
        return self._sheet

    @property
    def coords(self) -> tuple[Any, ...]:
        """Sheet, row, column, number of rows, number of columns."""
        return (self._sheet, *self._place)

    @property
    def row(self) -> int:
        """The first row, from 1."""
        return self._place[0]

    @property
    def column(self) -> int:
        """The first column, from 1."""
        return self._place[1]

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self._place[2], self._place[3]

    def __len__(self) -> int:
        return self._place[2] * self._place[3]

    def __bool__(self) -> bool:
        return True

    def __call__(self, row: int, column: int | None = None) -> Range:
        """Return a cell by row and column, or by its number row after row, from 1."""
        if column is None:
            row, column = divmod(row - 1, self._place[3])
            row, column = row + 1, column + 1
        return Range(self._sheet, (self.row + row - 1, self.column + column - 1, 1, 1))

    @property
    def address(self) -> str:
        """The address: "$A$1:$B$2"."""
        if not len(self):
            row, column, rows, columns = self._place
            return f"${letters_of(column)}${row}{{{rows}x{columns}}}"
        return address_of(self._place)

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        """Return the address, with book and sheet if it is to be external."""
        address = address_of(
            self._place, row_absolute=bool(row_absolute), column_absolute=bool(col_absolute)
        )
        if not external:
            return address
        place = f"[{self._sheet.book.name}]{self._sheet.name}"
        plain = all(sign.isalnum() or sign in "[]._" for sign in place)
        quoted = place if plain else "'" + place.replace("'", "''") + "'"
        return f"{quoted}!{address}"

    @property
    def cells(self) -> Any:
        """The cells in LibreOffice; None for a range of none."""
        if self._cells is None and len(self):
            row, column, rows, columns = self._place
            try:
                self._cells = self._sheet.remote.getCellRangeByPosition(
                    column - 1, row - 1, column + columns - 2, row + rows - 2
                )
            except failures.Refused:
                self._sheet.book.must_be_open()
                raise
        return self._cells

    @property
    def api(self) -> Any:
        """The UNO object of the cells."""
        return self.cells and self.cells.raw

    # ------------------------------------------------------------ what it holds
    @property
    def raw_value(self) -> Any:
        """One value, or rows of values; dates as moments, errors as Excel's numbers."""
        if not len(self):
            return None
        book = self._sheet.book
        rows = values.read_block(self.cells, book.forms, book.day_zero, book.app.context)
        return _scalar_or_rows(rows)

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        if len(self):
            writing.write(self, data)

    @property
    def formula(self) -> Any:
        """One formula, or rows of formulas, in Excel's way of writing; constants as typed."""
        if not len(self):
            return None
        held = self.cells.getFormulaArray()
        formulas = any(text.startswith("=") for row in held for text in row)
        data = self.cells.getDataArray() if formulas else held
        rows = tuple(
            tuple(
                text if text == value and text.startswith("=") else _typed(text)
                for text, value in zip(texts, there, strict=True)
            )
            for texts, there in zip(held, data, strict=True)
        )
        return _scalar_or_rows(rows)

    @formula.setter
    def formula(self, data: Any) -> None:
        if len(self):
            writing.write(self, data)

    formula2 = formula

    @property
    def formula_array(self) -> str | None:
        """The array formula of the cells; the first cell's formula where there is none."""
        if not len(self):
            return None
        return (self.cells.ArrayFormula and _typed(self.cells.ArrayFormula)) or self(1, 1).formula

    @formula_array.setter
    def formula_array(self, formula: str) -> None:
        self._sheet.must_allow(self.cells, address_of(self._place))
        words = formula if formula.startswith("=") else f"={formula}"
        self.cells.setArrayFormula(to_calc(words))

    @property
    def has_array(self) -> bool:
        """Whether the cells are, as a whole, in one array formula."""
        return bool(len(self) and self.cells.ArrayFormula)

    def clear_contents(self) -> None:
        """Empty the cells; formats and notes stay."""
        self._clear(_CONTENTS)

    def clear_formats(self) -> None:
        """Take the formats away; contents stay."""
        self._clear(_FORMATS)

    def clear(self) -> None:
        """Empty the cells and take their formats away."""
        self._clear(_EVERYTHING)

    def _clear(self, flags: int) -> None:
        if len(self):
            self._sheet.must_allow(self.cells, address_of(self._place))
            self.cells.clearContents(flags)

    # ------------------------------------------------------------ where others are
    def end(self, direction: str) -> Range:
        """Return the cell that Ctrl and an arrow key lead to."""
        return self._at(moving.end(self, direction))

    @property
    def current_region(self) -> Range:
        """The cells round about, up to empty rows and columns."""
        cursor = self._sheet.remote.createCursorByRange(self(1, 1).cells)
        cursor.collapseToCurrentRegion()
        return self._at(moving.place(cursor.RangeAddress))

    @property
    def merge_area(self) -> Range:
        """The merged cells that the first cell belongs to."""
        cursor = self._sheet.remote.createCursorByRange(self(1, 1).cells)
        cursor.collapseToMergedArea()
        return self._at(moving.place(cursor.RangeAddress))

    @property
    def merge_cells(self) -> bool | None:
        """Whether the cells are merged; None where some are and some are not."""
        cursor = self._sheet.remote.createCursorByRange(self.cells)
        cursor.collapseToMergedArea()
        if moving.place(cursor.RangeAddress) == self._place and not self.cells.IsMerged:
            return False
        return True if self.merge_area.coords == self.coords or len(self) == 1 else None

    def merge(self, across: bool) -> None:
        """Merge the cells, or the cells of each row."""
        self.unmerge()
        rows, columns = self.shape
        height = 1 if across else rows
        for row in range(self.row, self.row + rows, height):
            self._at((row, self.column, height, columns)).cells.merge(True)

    def unmerge(self) -> None:
        """Part merged cells."""
        self._sheet.must_be_free("its cells")
        self.cells.merge(False)

    def _at(self, place: Place) -> Range:
        return Range(self._sheet, place)

    @property
    def table(self) -> Any:
        """The Table that the first cell is in; None outside."""
        return next((one for one in self._sheet.tables if one.holds(self.row, self.column)), None)

    @property
    def name(self) -> Any:
        """The defined name of exactly these cells; None if they have none."""
        return self._sheet.book.names.of(self)

    @name.setter
    def name(self, name: str) -> None:
        sheet = self._sheet.name.replace("'", "''")
        self._sheet.book.names.put(name, f"='{sheet}'!{self.address}")

    def select(self) -> None:
        """Select the cells."""
        self._sheet.activate()
        self._sheet.book.select(self.cells)

    # ------------------------------------------------------------ rows and columns
    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        """Insert cells, whole rows or whole columns; what was there moves down or right."""
        self._sheet.must_be_free("its rows and columns")
        moving.insert(self, shift)

    def delete(self, shift: str | None = None) -> None:
        """Delete the cells, whole rows or whole columns; what follows moves up or left."""
        self._sheet.must_be_free("its rows and columns")
        moving.delete(self, shift)

    def copy(self, destination: Any = None) -> None:
        """Copy the cells to another place of the same workbook."""
        if destination is None:
            raise DataError("There is no clipboard here: say where to copy to.")
        there: Range = destination.impl
        there.sheet.must_be_free("its cells")
        if there.sheet.book.document != self._sheet.book.document:
            raise DataError("Cells are copied within a workbook here: between two, write values.")
        moving.copy(self, there)

    @property
    def row_hidden(self) -> bool | None:
        """Whether the rows are hidden, by hand or by a filter; None where they differ."""
        return moving.hidden(self._at((self.row, self.column, self.shape[0], 1)))

    @row_hidden.setter
    def row_hidden(self, hidden: bool) -> None:
        self._sheet.must_be_free("its rows")
        self.cells.Rows.IsVisible = not hidden

    @property
    def column_hidden(self) -> bool | None:
        """Whether the columns are hidden; None where they differ."""
        return moving.hidden(self._at((self.row, self.column, 1, self.shape[1])), across=True)

    @column_hidden.setter
    def column_hidden(self, hidden: bool) -> None:
        self._sheet.must_be_free("its columns")
        self.cells.Columns.IsVisible = not hidden

    def autofit(self, axis: str | None = None) -> None:
        """Make columns, rows or both as wide or high as what they hold."""
        self._sheet.must_be_free("its rows and columns")
        if axis in {None, "c", "columns"}:
            self.cells.Columns.OptimalWidth = True
        if axis in {None, "r", "rows"}:
            self.cells.Rows.OptimalHeight = True

    # ------------------------------------------------------------ how it looks
    number_format = appearance.number_format()
    color = appearance.fill()
    wrap_text = appearance.shared("IsTextWrapped")
    vertical_alignment = appearance.vertical()
    column_width = appearance.column_width()
    row_height = appearance.row_height()
    width = appearance.measured("Size", "Width")
    height = appearance.measured("Size", "Height")
    left = appearance.measured("Position", "X")
    top = appearance.measured("Position", "Y")

    @property
    def font(self) -> appearance.Font:
        """The font."""
        return appearance.Font(self)

    @property
    def conditional_formats(self) -> ConditionalFormats:
        """The conditional formats that apply to any of the cells."""
        return ConditionalFormats(self)

    # ------------------------------------------------------------ links
    @property
    def hyperlink(self) -> str:
        """The address that a cell leads to."""
        fields = self.cells.getCellByPosition(0, 0).TextFields.createEnumeration()
        while fields.hasMoreElements():
            found = fields.nextElement()
            if found.getPropertySetInfo().hasPropertyByName("URL"):
                return appearance.link_out(found.URL)
        raise DataError(f"The cell {self.address} of '{self._sheet.name}' leads nowhere.")

    def add_hyperlink(
        self, address: str, text_to_display: str | None = None, screen_tip: str | None = None
    ) -> None:
        """Put a link into a cell; one that begins with ``#`` leads into the workbook."""
        self._sheet.must_allow(self.cells, address_of(self._place))
        link = self._sheet.book.document.createInstance("com.sun.star.text.TextField.URL")
        link.URL = appearance.link_in(address)
        link.Representation = text_to_display or address
        cell = self.cells.getCellByPosition(0, 0)
        cell.setString("")
        cell.insertTextContent(cell.createTextCursor(), link, False)


def _scalar_or_rows(rows: tuple[tuple[Any, ...], ...]) -> Any:
    """What Excel gives: a value for one cell, rows for more."""
    return rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else rows


def _typed(text: str) -> str:
    """What a person would have typed to have what LibreOffice tells of a cell."""
    if text.startswith(("=", "{=")):
        return without_brackets(to_excel(text))
    return text[1:] if text.startswith("'") else text
