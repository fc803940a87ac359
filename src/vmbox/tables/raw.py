"""A source opened: its cells in a DataFrame whose rows know their place, and nothing else yet."""

from __future__ import annotations

import io
import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from vmbox.errors import DataError, FileError, NotInWorkbook, did_you_mean
from vmbox.measures.plain_text import OLE, ZIP, decoded, read_bytes
from vmbox.tables.database import read_query, shown_address
from vmbox.tables.reading import TEXT_SUFFIXES, delimiter_of, read_grids, text_grid
from vmbox.xlsx import column_letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from vmbox.tables.grid import Grid, GridValue

    Cells = tuple[GridValue, ...]

PARQUET: Final = (".parquet", ".pq")
# Rows among which the headings are looked for.
HEAD: Final = 60
# Below this many characters a text is read row by row, which tells of every fault by its line.
_LARGE: Final = 200_000


@dataclass(frozen=True, eq=False)
class RawTable:
    """The cells of one sheet, text file, Parquet file or query.

    Attributes
    ----------
    origin
        The file or address, for messages.
    sheet
        The sheet; "" elsewhere.
    frame
        One column a column, numbered from 0; its index is the row's number, from 0 for the first
        line or row of a file.
    titles
        The names of the columns where the source has names of its own (Parquet, a query).
    merged
        Merged areas, as in :class:`Grid`.
    """

    origin: str
    sheet: str
    frame: pd.DataFrame
    titles: tuple[str, ...] | None = None
    merged: tuple[tuple[int, int, int, int], ...] = ()

    @property
    def head(self) -> list[Cells]:
        """The first rows, the titles as the first of them."""
        rows: list[Cells] = [tuple(row) for row in _plain(self.frame.head(HEAD))]
        return [self.titles, *rows] if self.titles is not None else rows

    def below(self, header: int) -> pd.DataFrame:
        """Return the rows below the row of headings."""
        return self.frame if self.titles is not None else self.frame.iloc[header + 1 :]

    def where(self, row: int, column: int = -1) -> str:
        """Return the place of a row or cell in words."""
        return str(self.places(np.array([row]), np.array([column]))[0])

    def places(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.object_]:
        """Return many places in words; a column of -1 means the whole row."""
        numbers = pd.Series(rows + 1).astype(str)
        if self.titles is not None:
            return np.asarray(self.origin + ", row " + numbers, dtype=object)
        if not self.sheet:
            return np.asarray(self.origin + ", line " + numbers, dtype=object)
        if (columns < 0).all():
            return np.asarray(f"{self.origin}: {self.sheet}, row " + numbers, dtype=object)
        letters = [column_letters(column) for column in range(int(columns.max()) + 1)]
        at = pd.Series(np.array([*letters, ""], dtype=object)[columns])
        return np.asarray(f"{self.origin}: {self.sheet}!" + at + numbers, dtype=object)


def open_source(source: str | Path, query: str | None, sheet: str) -> tuple[RawTable, ...]:
    """Return the tables of a source: every sheet of a workbook, unless one is named, else one.

    Raises
    ------
    FileError
        The file or database is not there or cannot be read, or needs a package that is not there.
    NotInWorkbook
        There is no such sheet.
    DataError
        A query is missing, or wrong.
    """
    if isinstance(source, str) and "://" in source:
        names, frame = read_query(source, query)
        return (_titled(shown_address(source), names, frame),)
    path = Path(source)
    if query:
        raise DataError(f"{path}: a query is for a database, whose address is like sqlite:///x.db.")
    if path.suffix.casefold() in PARQUET:
        names, frame = _parquet(path)
        return (_titled(str(path), names, frame),)
    if path.suffix.casefold() in TEXT_SUFFIXES and not path.is_dir():
        data = read_bytes(path)
        if not data.startswith((ZIP, OLE)):
            return (RawTable(str(path), "", _text_frame(decoded(data, str(path)), path)),)
    return _sheets(path, sheet)


def _sheets(path: Path, sheet: str) -> tuple[RawTable, ...]:
    grids = read_grids(path)
    if sheet and grids[0].sheet:
        names = [grid.sheet for grid in grids]
        grids = tuple(grid for grid in grids if grid.sheet.casefold() == sheet.casefold())
        if not grids:
            raise NotInWorkbook(
                f"{path}: there is no sheet '{sheet}'.{did_you_mean(sheet, names)} "
                f"It has: {', '.join(names)}."
            )
    return tuple(_of_grid(grid) for grid in grids)


def _of_grid(grid: Grid) -> RawTable:
    rows = [list(row) for row in grid.rows]
    for top, left, bottom, right in grid.merged:
        # A team or week merged over its rows; a figure is that of its first row alone.
        over = rows[top][left] if top < len(rows) and left < len(rows[top]) else None
        if left == right and over is not None and not isinstance(over, int | float):
            for row in rows[top + 1 : bottom + 1]:
                row[left] = over
    return RawTable(
        str(grid.path), grid.sheet, pd.DataFrame(rows, dtype=object), merged=grid.merged
    )


def _titled(origin: str, names: Sequence[str], frame: pd.DataFrame) -> RawTable:
    numbered = frame.set_axis(range(frame.shape[1]), axis=1).reset_index(drop=True)
    return RawTable(origin, "", numbered, tuple(names))


def _text_frame(text: str, path: Path) -> pd.DataFrame:
    if len(text) > _LARGE and (frame := fast_frame(text)) is not None:
        return frame
    return pd.DataFrame([list(row) for row in text_grid(text, path).rows], dtype=object)


def fast_frame(text: str) -> pd.DataFrame | None:
    """Return the cells of a large text, or None where it must be read row by row.

    That is where a cell holds a line break, so that rows and lines differ, and where the quotation
    marks are wrong, so that somebody must be told of the line.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    delimiter = delimiter_of(text)
    width = 1 + max(line.count(delimiter) for line in text.split("\n"))
    lines = text.count("\n") + (not text.endswith("\n"))
    try:
        frame = pd.read_csv(
            io.StringIO(text),
            sep=delimiter,
            header=None,
            names=list(range(width)),
            index_col=False,
            dtype=str,
            keep_default_na=False,
            skip_blank_lines=False,
        )
    except pd.errors.ParserError:
        return None
    if len(frame) != lines:
        return None
    filled = [at for at in range(width) if (frame[at].fillna("") != "").any()]
    kept: pd.DataFrame = frame[list(range(max(filled, default=0) + 1))]
    return kept


def _parquet(path: Path) -> tuple[list[str], pd.DataFrame]:
    try:
        import pyarrow  # noqa: PLC0415
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError as error:
        raise FileError(
            f'{path}: Parquet files need the package pyarrow: pip install "vmbox[parquet]".'
        ) from error
    if not path.exists():
        raise FileError(f"{path}: there is no such file. Check the name and folder.")
    try:
        frame = pyarrow.parquet.read_table(path).to_pandas(ignore_metadata=True)
    except (pyarrow.ArrowException, OSError) as error:
        raise FileError(
            f"{path}: this is no Parquet file that can be read ({str(error).splitlines()[0]}). "
            "Write it again."
        ) from error
    kept = [name for name in frame.columns if not str(name).startswith("__index_level_")]
    return [str(name) for name in kept], frame[kept]


def _plain(frame: pd.DataFrame) -> Iterable[list[GridValue]]:
    """The rows of a frame with None for what is missing."""
    columns = [
        [None if blank or cell == "" else cell for cell, blank in zip(cells, blanks, strict=True)]
        for cells, blanks in (
            (frame[column].tolist(), frame[column].isna().tolist()) for column in frame
        )
    ]
    return map(list, itertools.zip_longest(*columns)) if columns else []
