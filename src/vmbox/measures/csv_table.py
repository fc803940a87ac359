"""A CSV file as other systems write it, read into rows of text that know their lines."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from vmbox.errors import DataError
from vmbox.measures.plain_text import decoded, read_bytes
from vmbox.measures.problems import Problems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

DELIMITERS: Final = (",", ";", "\t", "|")
# Titles, filters and "sep=;" may stand above the heading; data never begins further down.
_HEADING_WITHIN: Final = 30
_SHOWN: Final = 60


@dataclass(frozen=True)
class Row:
    """One record: the line that it begins in, from 1 on, and its cells, stripped."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class CsvTable:
    """A heading and the rows below it, each with as many cells as the heading.

    Rows with more cells than that are ``too_wide`` and stand as they were.
    """

    origin: str
    heading: Row
    rows: tuple[Row, ...]
    too_wide: tuple[Row, ...] = ()

    def problems(self) -> Problems:
        """Return what is wrong so far: every row that is too wide."""
        problems = Problems(self.origin)
        for row in self.too_wide:
            problems.add(
                row.line,
                f"{len(row.cells)} cells under a heading of {len(self.heading.cells)}. A number or "
                "text with the delimiter in it must stand in quotation marks.",
            )
        return problems


def read_table(path: Path, missing: Callable[[Sequence[str]], Sequence[str]]) -> CsvTable:
    """Return the table of a CSV file: comma, semicolon, tab or bar between its cells.

    UTF-8 with or without its mark, UTF-16 and Windows' cp1252 are told apart by their bytes.

    Parameters
    ----------
    path
        The file.
    missing
        Says which needed columns a row of cells lacks, were it the heading; empty for none.

    Raises
    ------
    FileError
        The file cannot be read.
    DataError
        It is no CSV text, or has no such heading.
    """
    text = decoded(read_bytes(path), str(path))
    delimiter, heading = _heading(text, str(path), missing)
    rows: list[Row] = []
    too_wide: list[Row] = []
    width = len(heading.cells)
    for row in rows_of(text, delimiter, str(path)):
        if row.line > heading.line and any(row.cells):
            wide = any(row.cells[width:])
            (too_wide if wide else rows).append(row if wide else _fitted(row, width))
    return CsvTable(str(path), heading, tuple(rows), tuple(too_wide))


def columns_of(heading: Sequence[str], headings: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Return the position of each column that a heading has, by what `headings` calls it.

    Of several words for one column the first in `headings` wins: a surer word before a vaguer.
    """
    names = [plain(name) for name in heading]
    positions = {
        role: next((names.index(word) for word in words if word in names), -1)
        for role, words in headings.items()
    }
    return {role: position for role, position in positions.items() if position >= 0}


def plain(words: str) -> str:
    """Return a heading or name for loose comparison: small letters and digits alone."""
    return re.sub(r"[^a-z0-9]", "", re.sub(r"\(.*?\)", "", words.casefold()))


def rows_of(text: str, delimiter: str, origin: str) -> Iterator[Row]:
    """Yield the records of a text, blank ones too, each with the line that it begins in.

    Raises
    ------
    DataError
        A quotation mark without its partner; names the line.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            yield Row(begins, tuple(cell.strip() for cell in cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise DataError(
            f"{origin}, line {begins}: {error}. Look for a quotation mark without its partner."
        ) from error


def _heading(
    text: str, origin: str, missing: Callable[[Sequence[str]], Sequence[str]]
) -> tuple[str, Row]:
    """The delimiter under which a heading appears first, and that heading."""
    nearest: tuple[int, Row, Sequence[str]] | None = None
    for delimiter in DELIMITERS:
        for row in _first_rows(text, delimiter, origin):
            lacking = missing(row.cells)
            if not lacking:
                return delimiter, row
            if nearest is None or len(lacking) < nearest[0]:
                nearest = (len(lacking), row, lacking)
    if nearest is None:
        raise DataError(f"{origin}: the file is empty.")
    _, row, lacking = nearest
    raise DataError(
        f"{origin}, line {row.line}: no heading with a column for {' and '.join(lacking)}. "
        f"Found: {', '.join(cell for cell in row.cells if cell)[:_SHOWN]}"
    )


def _first_rows(text: str, delimiter: str, origin: str) -> list[Row]:
    """The rows among which a heading may be; those before the first broken one."""
    rows: list[Row] = []
    try:
        # One by one: what stands before a broken row is still read.
        for row in islice(rows_of(text, delimiter, origin), _HEADING_WITHIN):
            rows += [row] if any(row.cells) else []
    except DataError:
        pass
    return rows


def _fitted(row: Row, width: int) -> Row:
    return Row(row.line, row.cells[:width] + ("",) * (width - len(row.cells)))
