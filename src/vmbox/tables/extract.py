"""A finance system's extract opened: its heading found, its rows as text that know their place."""

from __future__ import annotations

import datetime as dt
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from vmbox.errors import DataError, NotInWorkbook, did_you_mean
from vmbox.measures.csv_table import Row, rows_of
from vmbox.measures.plain_text import OLE, ZIP, decoded, read_bytes
from vmbox.tables.fast_rows import read_rows
from vmbox.tables.reading import WORKBOOK_SUFFIXES, delimiter_of, read_grids

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from vmbox.tables.grid import GridValue

    # Which needed columns a row of cells lacks, were it the heading: in words, by role.
    Lacking = Callable[[Sequence[str]], Mapping[str, str]]
    # Which columns below a heading hold amounts, and which text that is needed.
    Wanted = Callable[[Sequence[str]], tuple[Collection[int], Collection[int]]]

# Titles, filters and dates of print stand above the heading; data never begins further down.
HEADING_WITHIN: Final = 40
_HEAD_BYTES: Final = 200_000
_SHOWN: Final = 120
_PARTED: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


@dataclass(frozen=True, eq=False)
class RawExtract:
    """The rows below the heading of one extract.

    Attributes
    ----------
    origin, sheet
        The file; the sheet, or "" for a text file.
    heading
        The row of headings; its line counts from 1.
    above
        The rows above it, but blank ones: titles.
    frame
        One column a heading, numbered from 0. A column of amounts is of numbers where every cell
        is a plain decimal, else of text as any other column. The index is the row's number in the
        file, from 1 on.
    strays
        Rows that are in the frame too but are not what they seem: with more cells than the
        heading, or with a cell that has swallowed other rows.
    told
        What was recognised about the file, in words.
    """

    origin: str
    sheet: str
    heading: Row
    above: tuple[Row, ...]
    frame: pd.DataFrame
    strays: tuple[Row, ...] = ()
    told: tuple[str, ...] = ()

    def where(self, row: int) -> str:
        """Return the place of a row in words, the file not named."""
        return f"{self.sheet}, row {row}" if self.sheet else f"line {row}"


def open_extract(
    path: Path, lacking: Lacking, wanted: Wanted, *, sheet: str = "", header: int = 0
) -> RawExtract:
    """Return the rows of an extract: a text file, or one sheet of a workbook.

    Parameters
    ----------
    path
        The file: CSV with comma, semicolon, tab or bar, in UTF-8, UTF-16 or cp1252; or Excel.
    lacking
        Says which needed columns a row lacks, were it the heading.
    wanted
        Says which columns below a heading hold amounts, and which hold text that is needed. The
        others are read too, but nothing is made of them.
    sheet
        The sheet; where it is "", the one that has a heading.
    header
        The row of the heading, counted from 1; 0 where it is to be found.

    Raises
    ------
    FileError
        The file cannot be read.
    NotInWorkbook
        There is no such sheet.
    DataError
        No row is such a heading, or several sheets have one.
    """
    data = read_bytes(path)
    if data.startswith((ZIP, OLE)) or path.suffix.casefold() in WORKBOOK_SUFFIXES:
        return _of_workbook(path, lacking, sheet, header)
    return _Text(data, str(path)).extract(lacking, wanted, header)


def _find_heading(
    rows: Sequence[Row], lacking: Lacking, header: int, place: str
) -> tuple[Row, tuple[Row, ...]]:
    """The heading among the first rows, and those above it."""
    near: tuple[int, Row, Mapping[str, str]] | None = None
    for row in rows:
        if not any(row.cells) or (header and row.line != header):
            continue
        missing = lacking(row.cells)
        if not missing:
            return row, tuple(one for one in rows if one.line < row.line and any(one.cells))
        if near is None or len(missing) < near[0]:
            near = (len(missing), row, missing)
    if near is None:
        what = f"row {header} is blank or not there" if header else "there is nothing in it"
        raise DataError(f"{place}: {what}. Name the row of headings in a map: header = 1.")
    _, row, missing = near
    found = ", ".join(cell for cell in row.cells if cell)
    raise DataError(
        f"{place}, row {row.line}: no heading with a column {' and '.join(missing.values())}. "
        f"Found: {found[:_SHOWN]}. Say in a map what the columns are called: [columns] "
        f'{next(iter(missing))} = "...".'
    )


# ------------------------------------------------------------------ text files
class _Text:
    """The bytes of a text file on their way to an extract."""

    def __init__(self, data: bytes, origin: str) -> None:
        self.origin = origin
        self.told: list[str] = []
        self.swallowing: list[Row] = []
        self.body = self._utf8(data)
        cut = self.body.rfind(b"\n", 0, _HEAD_BYTES) + 1 if len(self.body) > _HEAD_BYTES else None
        self.head = self.body[:cut].decode("utf-8", "replace")
        self.delimiter = delimiter_of(self.head)
        if self.delimiter != ",":
            self.told.append(f"Cells are parted by {_PARTED[self.delimiter]}.")

    def _utf8(self, data: bytes) -> bytes:
        """The same text in UTF-8 without a mark, its lines ending in a line feed."""
        if not data.isascii():
            text = decoded(data, self.origin)
            body = text.removeprefix("\ufeff").encode()
            if body not in (data, data[3:]) and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
                self.told.append("The text is not UTF-8; it is read as Windows' own (cp1252).")
            data = body
        start = data[:_HEAD_BYTES]
        if start.count(b"\r") != start.count(b"\r\n"):
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        return data

    def extract(self, lacking: Lacking, wanted: Wanted, header: int) -> RawExtract:
        rows = self._first_rows(max(HEADING_WITHIN, header) + 1)
        heading, above = _find_heading(
            rows[: max(HEADING_WITHIN, header)], lacking, header, self.origin
        )
        numbers, texts = wanted(heading.cells)
        first = next((row.line for row in rows if row.line > heading.line), 0)
        # As wide as the rows are, so that delimiters at their end are no reason to read slowly.
        width = max(len(row.cells) for row in rows if row.line >= heading.line)
        frame = self._fast(first, width, numbers, texts) if first else None
        if frame is None:
            frame = self._slow(heading)
        frame, strays = _without_spare(frame, len(heading.cells))
        strays += tuple(self.swallowing)
        return RawExtract(self.origin, "", heading, above, frame, strays, tuple(self.told))

    def _first_rows(self, count: int) -> list[Row]:
        """The first rows; those before the first broken one."""
        rows: list[Row] = []
        try:
            for row in rows_of(self.head, self.delimiter, self.origin):
                rows.append(row)
                if len(rows) == count:
                    break
        except DataError:
            if not rows:
                raise
        return rows

    def _fast(
        self, first: int, width: int, numbers: Collection[int], texts: Collection[int]
    ) -> pd.DataFrame | None:
        """The rows from line `first` on; None where they must be read one by one.

        That is where a cell holds a line break, so that rows and lines differ, and where a row is
        too wide or a quotation mark lacks its partner, so that somebody must be told of it.
        """
        at = 0
        for _ in range(first - 1):
            at = self.body.find(b"\n", at) + 1
        try:
            frame = read_rows(self.body, at, self.delimiter, width, numbers)
        except pd.errors.ParserError:
            return None
        # Without either mark a row is a line, and nothing need be counted.
        may_differ = any(self.body.find(mark, at) >= 0 for mark in (b'"', b"\r"))
        if may_differ and len(frame) != self._lines_from(at):
            return None
        # Text that is needed says the same again and again: every distinct cell once.
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            made = list(pool.map(lambda column: _distinct(frame, column), texts))
        for column, cells in zip(texts, made, strict=True):
            frame[column] = cells
        frame.index = pd.RangeIndex(first, first + len(frame))
        return frame

    def _lines_from(self, at: int) -> int:
        return self.body.count(b"\n", at) + (not self.body.endswith(b"\n"))

    def _slow(self, heading: Row) -> pd.DataFrame:
        rows = list(rows_of(self.body.decode(), self.delimiter, self.origin))
        self.swallowing = [row for row in rows if row.line > heading.line and self._swallows(row)]
        return _text_frame(rows, heading)

    def _swallows(self, row: Row) -> bool:
        """Whether a cell, for want of a quotation mark, goes on into that cell of a later row."""
        return any(
            "\n" in cell and cell.rpartition("\n")[2].count(self.delimiter) == place > 0
            for place, cell in enumerate(row.cells)
        )


def _distinct(frame: pd.DataFrame, column: int) -> pd.Categorical:
    codes, cells = pd.factorize(frame[column])
    return pd.Categorical.from_codes(codes, cells)


def _text_frame(rows: Iterable[Row], heading: Row) -> pd.DataFrame:
    """The rows below a heading as text, all as wide as the widest."""
    below = [row for row in rows if row.line > heading.line]
    width = max((len(row.cells) for row in below), default=0)
    width = max(width, len(heading.cells))
    padded = [row.cells + ("",) * (width - len(row.cells)) for row in below]
    index = pd.Index([row.line for row in below], dtype=np.int64)
    return pd.DataFrame(padded, index=index, columns=list(range(width)), dtype=object)


def _without_spare(frame: pd.DataFrame, width: int) -> tuple[pd.DataFrame, tuple[Row, ...]]:
    """The frame as wide as its heading, and the rows that have something beyond it."""
    beyond = frame[list(frame.columns[width:])]
    filled = np.zeros(len(frame), dtype=bool)
    for column in beyond:
        codes, cells = pd.factorize(beyond[column])
        said = np.array([bool(str(cell).strip()) for cell in cells] + [False])
        filled |= said[codes]
    strays = tuple(
        Row(int(line), tuple("" if pd.isna(cell) else _text_of(cell) for cell in cells))
        for line, cells in zip(
            frame.index[filled], frame[filled].astype(object).itertuples(index=False), strict=True
        )
    )
    return frame[list(frame.columns[:width])], strays


# ------------------------------------------------------------------ workbooks
def _of_workbook(path: Path, lacking: Lacking, sheet: str, header: int) -> RawExtract:
    grids = read_grids(path)
    names = [grid.sheet for grid in grids]
    chosen = [grid for grid in grids if not sheet or grid.sheet.casefold() == sheet.casefold()]
    if not chosen:
        raise NotInWorkbook(
            f"{path}: there is no sheet '{sheet}'.{did_you_mean(sheet, names)} "
            f"It has: {', '.join(names)}."
        )
    found: list[RawExtract] = []
    refusals: list[DataError] = []
    for grid in chosen:
        rows = [Row(at, tuple(map(_text_of, cells))) for at, cells in enumerate(grid.rows, start=1)]
        try:
            heading, above = _find_heading(
                rows[: max(HEADING_WITHIN, header)], lacking, header, f"{path}: {grid.sheet}"
            )
        except DataError as error:
            refusals.append(error)
            continue
        frame, strays = _without_spare(_text_frame(rows, heading), len(heading.cells))
        found.append(RawExtract(str(path), grid.sheet, heading, above, frame, strays))
    return _the_one(found, refusals, names, path)


def _the_one(
    found: list[RawExtract], refusals: list[DataError], names: list[str], path: Path
) -> RawExtract:
    if not found:
        raise refusals[0] if refusals else DataError(f"{path}: the workbook has no sheet of cells.")
    if len(found) > 1:
        both = ", ".join(f"'{one.sheet}'" for one in found)
        raise DataError(
            f"{path}: the sheets {both} all look like extracts. Name one in a map: "
            f'sheet = "{found[0].sheet}".'
        )
    (one,) = found
    others = [name for name in names if name != one.sheet]
    if not others:
        return one
    told = f"Read is the sheet '{one.sheet}', not {', '.join(repr(name) for name in others)}."
    return RawExtract(one.origin, one.sheet, one.heading, one.above, one.frame, one.strays, (told,))


def _text_of(cell: GridValue) -> str:
    """A cell as text: a date in ISO form, a whole number without .0."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    return str(cell).strip()
