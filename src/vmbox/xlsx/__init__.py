"""A closed workbook on disk: read, and changed without losing anything.

This room alone knows that a workbook is a zip file of XML parts, and it knows nothing else: no
week, no measure, no box score.
"""

from __future__ import annotations

from vmbox.xlsx._address import Area, area, column_letters, column_number, sheet_and_cells
from vmbox.xlsx._beside import Beside
from vmbox.xlsx._book import Book, Sheet, Table, read_book
from vmbox.xlsx._cells import Cell, ErrorValue, Value, serial
from vmbox.xlsx._edit import OpenBook, edit
from vmbox.xlsx._formulas import after_brackets, moved
from vmbox.xlsx._imprint import Imprint
from vmbox.xlsx._lint import Fault, lint
from vmbox.xlsx._new_values import Formula, NewValue, new_value
from vmbox.xlsx._open_sheet import OpenSheet
from vmbox.xlsx._open_table import OpenTable
from vmbox.xlsx._pack import pack
from vmbox.xlsx._rewrite import WholeCell

__all__ = [
    "Area",
    "Beside",
    "Book",
    "Cell",
    "ErrorValue",
    "Fault",
    "Formula",
    "Imprint",
    "NewValue",
    "OpenBook",
    "OpenSheet",
    "OpenTable",
    "Sheet",
    "Table",
    "Value",
    "WholeCell",
    "after_brackets",
    "area",
    "column_letters",
    "column_number",
    "edit",
    "lint",
    "moved",
    "new_value",
    "pack",
    "read_book",
    "serial",
    "sheet_and_cells",
]
