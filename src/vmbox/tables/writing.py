"""Writes a table for others to use: CSV, Parquet, DuckDB or a database.

Part by part where the format allows it, so that a table may be larger than the memory. What is
written appears whole or not at all.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pandas as pd

from vmbox.errors import DataError, FileError, did_you_mean
from vmbox.tables.whole_file import explained, whole_file
from vmbox.tables.writing_database import database_table, duckdb_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

Kind = Literal["csv", "parquet", "xlsx", "duckdb", "database"]

TABLE: Final = "box_scores"
_SUFFIXES: Final[dict[str, Kind]] = {
    ".csv": "csv",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
    ".duckdb": "duckdb",
}
# A spreadsheet takes text that begins so for a formula.
_TO_QUOTE: Final = re.compile('[,"\\r\\n]')
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
# Rows that are written together: small groups make a Parquet file slow to read.
_GROUP: Final = 100_000


def kind_of(target: str) -> Kind:
    """Return what kind of table a target is, by its ending, or as the address of a database.

    Raises
    ------
    DataError
        Neither; names the kinds there are.
    """
    if "://" in target:
        return "database"
    suffix = Path(target).suffix
    kind = _SUFFIXES.get(suffix.casefold())
    if kind is None:
        raise DataError(
            f"{target}: no table is written with the ending '{suffix}'."
            f"{did_you_mean(suffix, _SUFFIXES)} Use .csv, .parquet, .xlsx, .duckdb, or the address "
            "of a database such as sqlite:///scores.db."
        )
    return kind


def write_table(
    frame: pd.DataFrame, target: str, *, table: str = TABLE, force: bool = False
) -> None:
    """Write a table in one go; see `table_writer`."""
    with table_writer(target, table=table, force=force) as add:
        add(frame)


@contextmanager
def table_writer(
    target: str, *, table: str = TABLE, force: bool = False
) -> Iterator[Callable[[pd.DataFrame], None]]:
    """Give a function that adds rows; what it was given is there when the block ends well.

    The first frame says which columns there are and what they hold. A CSV is UTF-8 with a
    byte-order mark, without which Excel would take it for another encoding; text in it that a
    spreadsheet would take for a formula, beginning with ``=``, ``+``, ``-`` or ``@``, has an
    apostrophe before it. The other kinds know text from formulas, and keep it as it is.

    Parameters
    ----------
    target
        A file ending in .csv, .parquet or .duckdb, or a database's address as SQLAlchemy has it.
    table
        The table's name in a database, perhaps after its schema's: "reporting.box_scores".
    force
        Whether to replace a file that is there; in a database, that table alone.

    Raises
    ------
    OutputExists
        The file or the table is there already, and `force` is not set.
    FileError
        It cannot be written, or the package that writes it is not installed.
    DataError
        The target is of no known kind.
    """
    kind = kind_of(target)
    if kind == "database":
        with database_table(target, table, force=force) as add:
            yield add
    elif kind == "duckdb":
        with duckdb_table(Path(target), table, force=force) as add:
            yield add
    elif kind == "parquet":
        with _parquet(Path(target), force=force) as add:
            yield add
    elif kind == "csv":
        with _csv(Path(target), force=force) as add:
            yield add
    else:
        raise DataError(f"{target}: workbooks are written elsewhere. Use vmbox.template.")


# ------------------------------------------------------------------ CSV
@contextmanager
def _csv(target: Path, *, force: bool) -> Iterator[Callable[[pd.DataFrame], None]]:
    with whole_file(target, force=force) as temporary:
        file: TextIO
        with temporary.open("w", encoding="utf-8-sig", newline="", errors="replace") as file:
            begun = False

            def add(frame: pd.DataFrame) -> None:
                nonlocal begun
                columns = [_spelt(frame[name]) for name in frame.columns]
                if len(columns) == 1:  # else nobody would see a blank as a row
                    columns = [[word or '""' for word in columns[0]]]
                rows = list(map(",".join, zip(*columns, strict=True)))
                if not begun:
                    rows.insert(0, ",".join(_quoted(name) for name in frame.columns))
                    begun = True
                with explained(target):
                    file.write("\r\n".join([*rows, ""]))

            yield add
            with explained(target):
                file.close()


def _spelt(column: pd.Series[Any]) -> list[str]:
    """Return a column as a CSV shows it: text made safe, days as 2026-03-02, blank for nothing."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        words = [_quoted(word) for word in column.cat.categories]
        # The code of nothing is -1: the last.
        return list(np.array([*words, ""], dtype=object)[column.cat.codes.to_numpy()])
    if isinstance(column.dtype, np.dtype) and column.dtype.kind == "M":
        return _spelt_moments(column.to_numpy())
    if isinstance(column.dtype, np.dtype) and column.dtype.kind == "f":
        return _spelt_numbers(column.to_numpy(dtype=np.float64))
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "iu":
        return list(map(str, column.tolist()))
    return [
        "" if missing else _quoted(one) for one, missing in zip(column, column.isna(), strict=True)
    ]


def _spelt_numbers(numbers: np.ndarray[Any, Any]) -> list[str]:
    """Each number that comes again and again is spelt once; by its bits, since -0.0 equals 0.0."""
    bits, which = np.unique(np.ascontiguousarray(numbers).view(np.int64), return_inverse=True)
    words = ["" if one != one else repr(one) for one in bits.view(np.float64).tolist()]  # noqa: PLR0124
    return list(np.array(words, dtype=object)[which])


def _spelt_moments(moments: np.ndarray[Any, Any]) -> list[str]:
    days = moments.astype("datetime64[D]")
    whole = bool(np.all((days == moments) | np.isnat(moments)))
    spelt = np.datetime_as_string(days if whole else moments.astype("datetime64[s]"))
    return list(np.where(np.isnat(moments), "", spelt))


def _quoted(value: object) -> str:
    """A value as a CSV writes it: no formula, and in quotation marks where it must be."""
    text = str(value)
    if isinstance(value, str) and text.startswith(_FORMULA):
        text = f"'{text}"
    if _TO_QUOTE.search(text):
        return '"{}"'.format(text.replace('"', '""'))
    return text


# ------------------------------------------------------------------ Parquet
@contextmanager
def _parquet(target: Path, *, force: bool) -> Iterator[Callable[[pd.DataFrame], None]]:
    try:
        import pyarrow as pa  # noqa: PLC0415  (an extra)
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as problem:
        raise FileError(
            f'{target}: Parquet needs the package pyarrow: pip install "vmbox[parquet]".'
        ) from problem
    with whole_file(target, force=force) as temporary:
        writer: Any = None
        waiting: list[Any] = []

        def flush() -> None:
            with explained(target):
                writer.write_table(pa.concat_tables(waiting), row_group_size=_GROUP)
            waiting.clear()

        def add(frame: pd.DataFrame) -> None:
            nonlocal writer
            part = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata()
            if writer is None:
                schema = pa.schema([(one.name, _plain(one.type, pa)) for one in part.schema])
                with explained(target):
                    writer = parquet.ParquetWriter(temporary, schema)
            waiting.append(part.cast(writer.schema))
            if sum(map(len, waiting)) >= _GROUP:
                flush()

        try:
            yield add
            if waiting:
                flush()
        finally:
            if writer is not None:
                with explained(target):
                    writer.close()


def _plain(kind: Any, pa: Any) -> Any:
    """Return the type that a column has in the file: text, not numbered words; microseconds."""
    if pa.types.is_dictionary(kind):
        return _plain(kind.value_type, pa)
    if pa.types.is_large_string(kind) or pa.types.is_null(kind):
        return pa.string()
    if pa.types.is_timestamp(kind):
        return pa.timestamp("us")
    return kind
