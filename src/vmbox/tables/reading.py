"""Any file of cells, text or workbook, read into grids with the addresses that people see."""

from __future__ import annotations

import datetime as dt
import io
from itertools import islice
from typing import TYPE_CHECKING, Final

import python_calamine as calamine

from vmbox.errors import DataError, FileError, NotAWorkbook, VmboxError
from vmbox.measures.csv_table import DELIMITERS, rows_of
from vmbox.measures.plain_text import OLE, ZIP, decoded, read_bytes
from vmbox.tables.grid import Grid, GridValue
from vmbox.xlsx import column_letters, read_book

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

TEXT_SUFFIXES: Final = (".csv", ".txt", ".tsv")
WORKBOOK_SUFFIXES: Final = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
# Rows that are enough to tell which character stands between the cells.
_TRIED_ROWS: Final = 60
_TRIED_CHARACTERS: Final = 100_000
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
# So many cells are read however few are filled; beyond, one in so many must be.
_LARGEST, _SPARSE = 4_000_000, 20
_WITH_CELLS: Final = (calamine.SheetTypeEnum.WorkSheet, calamine.SheetTypeEnum.MacroSheet)


def read_grids(path: Path) -> tuple[Grid, ...]:
    """Return every sheet of a file in its order, hidden ones too; one grid for a text file.

    Text: .csv, .txt, .tsv, in UTF-8, UTF-16 or cp1252, with comma, semicolon, tab or bar between
    its cells; every cell is text. Workbooks: .xlsx, .xlsm, .xls, .xlsb, .ods, with the values
    that were cached when they were saved; a cell with an error is empty. Row and column numbers
    are those that a person sees: the first is row 1 or line 1, column A.

    Raises
    ------
    NotAWorkbook
        A damaged or encrypted workbook, or something else under a workbook's name.
    FileError
        The file is not there, is a folder, is of another kind, or cannot be read.
    DataError
        A text file whose bytes are no text, or with a quotation mark without its partner.
    """
    suffix = path.suffix.casefold()
    if suffix not in TEXT_SUFFIXES + WORKBOOK_SUFFIXES and not path.is_dir():
        known = ", ".join(TEXT_SUFFIXES + WORKBOOK_SUFFIXES)
        raise FileError(f"{path}: a file of this kind is not read here. Read are: {known}.")
    data = read_bytes(path)
    if data.startswith((ZIP, OLE)):
        return _workbook(data, path)
    if suffix in WORKBOOK_SUFFIXES:
        _refuse_other(data, path)
    return (text_grid(decoded(data, str(path)), path),)


def delimiter_of(text: str) -> str:
    """Return the character between a text's cells: the one that makes most rows alike.

    A first line "sep=;" says so itself.
    """
    first = text[:8].casefold()
    if first.startswith("sep=") and text[4:5] in DELIMITERS:
        return text[4]
    start = text[:_TRIED_CHARACTERS]
    return max(DELIMITERS, key=lambda delimiter: _likeness(start, delimiter))


def _likeness(text: str, delimiter: str) -> tuple[int, int]:
    """How many of the first rows have the commonest number of cells above one, and that number."""
    widths: dict[int, int] = {}
    try:
        for row in islice(rows_of(text, delimiter, ""), _TRIED_ROWS):
            if len(row.cells) > 1:
                widths[len(row.cells)] = widths.get(len(row.cells), 0) + 1
    except DataError:
        # A broken row further down: what stood above it has been counted.
        pass
    return max(((count, width) for width, count in widths.items()), default=(0, 0))


def text_grid(text: str, path: Path) -> Grid:
    """Return the cells of a CSV text; the row numbers are those of the lines."""
    rows: list[tuple[GridValue, ...]] = []
    for row in rows_of(text, delimiter_of(text), str(path)):
        # A cell of several lines: blank rows keep the row numbers those of the lines.
        rows += [()] * (row.line - 1 - len(rows))
        rows.append(tuple(cell or None for cell in row.cells))
    return Grid(path, "", _one_length(rows))


def _one_length(rows: Sequence[tuple[GridValue, ...]]) -> tuple[tuple[GridValue, ...], ...]:
    width = max(map(len, rows), default=0)
    return tuple(row + (None,) * (width - len(row)) for row in rows)


def _refuse_other(data: bytes, path: Path) -> None:
    """Raise NotAWorkbook for bytes that are neither a workbook nor plain text."""
    start = data[:1000].lstrip(b"\xef\xbb\xbf \r\n\t")
    if not data.strip(b"\0 \r\n\t"):
        raise NotAWorkbook(f"{path}: the file is empty. Fetch it again from where it came.")
    if start.startswith(b"<"):
        raise NotAWorkbook(
            f"{path}: this is a web page or XML under a workbook's name, as some systems export "
            "it. Open it in Excel and save it as .xlsx."
        )
    if b"\0" in data[:1000] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _damaged(path, "it does not begin as a workbook does")


# ------------------------------------------------------------------ workbooks
def _workbook(data: bytes, path: Path) -> tuple[Grid, ...]:
    if data.startswith(OLE) and _ENCRYPTED in data:
        raise _encrypted(path)
    _refuse_scattered(path)
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return tuple(
                _sheet_grid(book.get_sheet_by_name(sheet.name), path)
                for sheet in book.sheets_metadata
                if sheet.typ in _WITH_CELLS
            )
    except calamine.PasswordError as error:
        raise _encrypted(path) from error
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    # A panic of the reader's own surfaces as a BaseException that is no Exception.
    except BaseException as error:
        raise _damaged(path, str(error).splitlines()[0] if str(error) else "no reason") from error


def _refuse_scattered(path: Path) -> None:
    """Raise FileError for a stray cell far away, which would make billions of empty ones.

    The reader makes every cell of the rectangle that has all filled ones.
    """
    try:
        sheets = read_book(path).sheets
        spreads = [(sheet.name, sheet.spread) for sheet in sheets]
    except VmboxError:
        return  # of another kind, or damaged: the reader says what is wrong
    for name, spread in spreads:
        if spread.area > _LARGEST and spread.area > _SPARSE * spread.filled:
            last = f"{column_letters(spread.last_column)}{spread.last_row + 1}"
            raise FileError(
                f"{path}: {name} reaches as far as {last}, but only {spread.filled:,} of these "
                f"{spread.area:,} cells are filled. Look for what stands far away from the rest "
                "(Ctrl+End in Excel goes there), delete its rows and columns, and save."
            )


def _sheet_grid(sheet: calamine.CalamineSheet, path: Path) -> Grid:
    rows = sheet.to_python(skip_empty_area=False)
    merged = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    return Grid(path, sheet.name, tuple(tuple(map(_value, row)) for row in rows), merged)


def _value(cell: object) -> GridValue:
    """A cell as a grid holds it."""
    if cell == "" or cell is None:
        return None
    if isinstance(cell, bool | str | dt.datetime | dt.time | dt.timedelta):
        return cell
    if isinstance(cell, dt.date):
        return dt.datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001  (a sheet has no zone)
    return float(cell) if isinstance(cell, int | float) else str(cell)


def _encrypted(path: Path) -> NotAWorkbook:
    return NotAWorkbook(
        f"{path}: the workbook is encrypted. Open it in Excel with its password, and take the "
        "password away under File > Info > Protect Workbook."
    )


def _damaged(path: Path, why: str) -> NotAWorkbook:
    return NotAWorkbook(
        f"{path}: the workbook cannot be read: it is damaged or cut short ({why}). Open it in "
        "Excel, which may repair it, and save it anew."
    )
