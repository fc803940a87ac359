"""A source of values: nearly any file or query, made one tidy table for a box score."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from vmbox.errors import DataError
from vmbox.measures.dates import spoken
from vmbox.tables.findings import Findings
from vmbox.tables.map_file import SourceMap, read_map
from vmbox.tables.names import key_of
from vmbox.tables.raw import RawTable, open_source
from vmbox.tables.shape import Shape, shape_of
from vmbox.tables.unpivot import FIGURES, Unpivoting
from vmbox.tables.weekly import added_up, alone, first_days

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS: Final = (
    *("team", "measure", "week", "value", "percent", "numerator", "denominator", "note", "where"),
)
_SHOWN: Final = 3
_NO_ROW: Final = ": no row in that time"


@dataclass(frozen=True, eq=False)
class Source:
    """The values of a source.

    Attributes
    ----------
    origin
        The file or address, without a password.
    values
        One row a team, measure and date. team ("" where the source names none), measure, week
        (the date as the source gives it), value (float), percent (whether the cell bore a percent
        sign; its value is then a share), numerator, denominator (floats, where the source has
        them and the map sends them nowhere), note, where (the place in the source).
    left_out
        What was not read and why, in words, each with its place.
    read_as
        How the source was understood, in words.
    """

    origin: str
    values: pd.DataFrame
    left_out: tuple[str, ...] = ()
    read_as: tuple[str, ...] = field(default=())


def read_source(
    source: str | os.PathLike[str],
    *,
    map: SourceMap | str | os.PathLike[str] | None = None,  # noqa: A002  (as the command has it)
    query: str | None = None,
    sheet: str | None = None,
) -> Source:
    """Return the values of a CSV, workbook, Parquet file or database query.

    The layout is recognised: long (one row a measure and week), weeks down, or weeks across; a map
    says what is not recognised, and how rows are added up to weeks.

    Parameters
    ----------
    source
        A file, or a SQLAlchemy address such as "sqlite:///x.db".
    map
        A :class:`SourceMap`, or the path of its TOML file.
    query
        For a database: a SELECT, or the name of a table.
    sheet
        For a workbook: the sheet's name. Without it, the first in which a layout is recognised.

    Raises
    ------
    FileError
        The source or map is not there or cannot be read.
    NotInWorkbook
        The workbook has no such sheet.
    DataError
        No layout is recognised; the first ten cells that cannot be read, each with its place; two
        rows of one team, measure and week that differ.
    """
    how = map if isinstance(map, SourceMap) else read_map(Path(map)) if map else SourceMap()
    how = how.on_sheet(sheet)
    address = os.fspath(source)
    tables = open_source(address if "://" in address else Path(address), query, how.sheet)
    shapes = [(raw, shape) for raw in tables if (shape := shape_of(raw, how)) is not None]
    if not shapes:
        raise _unrecognised(tables, how)
    raw, shape = shapes[0]
    findings = Findings(raw, shape.headings, strict=how.strict)
    if len(shapes) > 1:
        others = ", ".join(f"'{other.sheet}'" for other, _ in shapes[1:])
        findings.left_out.append(
            f"{raw.origin}: only the sheet '{raw.sheet}' is read; figures stand in {others} too. "
            "Name a sheet to read that one."
        )
    return _read(raw, shape, how, findings)


def _read(raw: RawTable, shape: Shape, how: SourceMap, findings: Findings) -> Source:
    unpivoting = Unpivoting(raw, shape, how, findings)
    cells = unpivoting.cells()
    findings.settle()
    cells = _renamed(cells, how, findings, wide=shape.layout.startswith("weeks"))
    counted = cells["aggregation"] == "count"
    figures = cells[list(FIGURES)].notna().any(axis=1)
    cells = cells[counted | figures | (cells["note"] != "")]
    span = (cells["week"].min(), cells["week"].max())
    summed = cells["aggregation"] != ""
    single = alone(cells[~summed], raw).assign(rows=1)
    parts = [part for part in (single, added_up(cells[summed], how, span)) if not part.empty]
    if not parts:
        raise _without_figures(raw, shape)
    cells = _posted(pd.concat(parts, ignore_index=True), how)
    where = _places(cells, raw)
    values = cells.assign(where=where)[list(COLUMNS)].reset_index(drop=True)
    said = _understood(raw, shape, how, values, month_alone=unpivoting.month_alone)
    if shape.layout == "events":
        said = (*said, *_in_part(how, span))
    return Source(raw.origin, values, tuple(findings.left_out), said)


def _renamed(
    cells: pd.DataFrame, how: SourceMap, findings: Findings, *, wide: bool
) -> pd.DataFrame:
    """The cells with the names of teams and measures that the map gives."""
    teams = {key_of(name): team for name, team in how.teams.items()}
    cells = cells.assign(team=_mapped(cells["team"], teams))
    if not wide or not how.measures:
        return cells
    entries = {
        key_of(name): entry for entry in how.measures for name in (*entry.sources, entry.name)
    }
    keys = cells["measure"].map(key_of)
    named = keys.isin(list(entries)).to_numpy()
    if not how.others:
        findings.leave_out(
            cells.loc[~named, "row"].to_numpy(), "measures that the map does not name"
        )
    aggregations = {key: entry.aggregation or how.aggregation for key, entry in entries.items()}
    cells = cells.assign(
        measure=_mapped(cells["measure"], {key: entry.name for key, entry in entries.items()}),
        aggregation=np.where(named, keys.map(aggregations), cells["aggregation"]),
        named=named,
    )
    return cells if how.others else cells[named]


def _mapped(words: pd.Series, names: dict[str, str]) -> pd.Series:
    if not names:
        return words
    distinct = {word: names.get(key_of(word), word) for word in words.unique()}
    return words.map(distinct)


def _posted(cells: pd.DataFrame, how: SourceMap) -> pd.DataFrame:
    """The cells with numerators and denominators as values of the columns that the map names."""
    parts = [cells]
    for entry in how.measures:
        for part, column in (
            ("numerator", entry.numerator_to),
            ("denominator", entry.denominator_to),
        ):
            if column:
                sent = (cells["measure"] == entry.name) & cells[part].notna()
                moved = cells[sent].assign(measure=column, value=cells.loc[sent, part])
                parts.append(
                    moved.assign(numerator=np.nan, denominator=np.nan, percent=False, note="")
                )
                cells = cells.assign(**{part: cells[part].mask(sent)})
    parts[0] = cells[cells[list(FIGURES)].notna().any(axis=1) | (cells["note"] != "")]
    return pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]


def _places(cells: pd.DataFrame, raw: RawTable) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """Where each value stands; of many rows the first, and their number."""
    rows = cells["row"].to_numpy(dtype=np.int64)
    places = pd.Series(raw.places(rows, cells["column"].to_numpy(dtype=np.int64)), dtype=object)
    more = cells["rows"].to_numpy(dtype=np.int64) - 1
    others: pd.Series = (
        " and " + pd.Series(more).astype(str) + np.where(more == 1, " more row", " more rows")
    )
    places = places.where(more < 1, places + others)
    return np.asarray(places.where(rows >= 0, f"{raw.origin}{_NO_ROW}"), dtype=object)


def _understood(
    raw: RawTable, shape: Shape, how: SourceMap, values: pd.DataFrame, *, month_alone: bool
) -> tuple[str, ...]:
    """How the source was read, in words for people."""
    days = values["week"]
    sheet = f" of '{raw.sheet}'" if raw.sheet else ""
    headings = f", headings in row {shape.header + 1}{sheet}" if raw.titles is None else ""
    measures = values["measure"].nunique()
    teams = len({team for team in values["team"].unique() if team})
    counts = f"{_counted(len(values), 'value')} of {_counted(measures, 'measure')}"
    counts += f" and {_counted(teams, 'team')}" if teams else ""
    said = [
        f"{raw.origin}: {shape.layout}{headings}; {counts}, {spoken(days.min())} to "
        f"{spoken(days.max())}."
    ]
    zeros = int(values["where"].str.endswith(_NO_ROW).sum())
    if zeros:
        said.append(
            f"{_counted(zeros, how.period)} without a row counted as 0 "
            "(where a map says zeros = false, they stay blank)."
        )
    if month_alone:
        said.append("A date that is a month alone is taken for the first day of the month.")
    return tuple(said)


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _in_part(how: SourceMap, span: tuple[pd.Timestamp, pd.Timestamp]) -> tuple[str, ...]:
    """Say that the first or last week may not be whole, where no event stands at its edge."""
    after = span[1] + pd.Timedelta(days=1)
    firsts = first_days(pd.Series([span[0], after]), how)
    if firsts.iloc[0] == span[0] and firsts.iloc[1] == after:
        return ()
    return (
        f"The events run from {spoken(span[0])} to {spoken(span[1])}: the first and the last "
        f"{how.period} may be counted in part only.",
    )


def _without_figures(raw: RawTable, shape: Shape) -> DataError:
    headings = ", ".join(word for word in shape.headings if word)[:200]
    if raw.below(shape.header).empty:
        return DataError(f"{raw.origin}: there is nothing in it below the headings ({headings}).")
    return DataError(
        f"{raw.origin}: no figures were found below the headings ({headings}). Where each row is "
        'one event, a map must say so: layout = "events".'
    )


def _unrecognised(tables: Sequence[RawTable], how: SourceMap) -> DataError:
    """The error that says what was found where headings were looked for."""
    raw = max(tables, key=lambda one: len(one.frame), default=None)
    if raw is None or raw.frame.empty:
        return DataError(f"{raw.origin if raw else 'The source'}: there is nothing in it.")
    rows = [
        ", ".join(str(cell) for cell in row if cell is not None)[:100]
        for row in raw.head
        if any(cell is not None for cell in row)
    ]
    wanted = f" as {how.layout}" if how.layout else ""
    return DataError(
        f"{raw.origin}{f': {raw.sheet}' if raw.sheet else ''}: no table of figures is "
        f"recognised{wanted}. Wanted: a row of headings with week, measure and value; or weeks "
        "down the first column or across the top. A map can name columns and layout (one row an "
        f'event: layout = "events"). It begins: {" | ".join(rows[:_SHOWN])}'
    )
