"""How a source is laid out: long, weeks down or weeks across, and where its columns stand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from vmbox.errors import DataError, did_you_mean
from vmbox.measures.csv_table import columns_of
from vmbox.measures.long_csv import HEADINGS as KNOWN
from vmbox.tables.cells import date_of, is_day
from vmbox.tables.names import key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from vmbox.tables.grid import GridValue
    from vmbox.tables.map_file import Layout, SourceMap
    from vmbox.tables.raw import RawTable

    Cells = Sequence[GridValue]

# What other systems call a column, besides what every long CSV may call it.
_MORE: Final[Mapping[str, tuple[str, ...]]] = {
    "team": ("teamorward", "site", "department", "location", "unitname", "wardordepartment"),
    "measure": ("kpi", "kpiname", "measuredescription", "indicatordescription"),
    "week": (
        *("weekcommencingdate", "weekbeginningdate", "weekdate", "weekstartdate", "wkcommencing"),
        *("wkbeginning", "wkstarting", "wk", "datewc", "reportingweek", "reportingdate"),
        *("reportingperiod", "perioddate", "periodstart", "startdate", "eventdate", "incidentdate"),
    ),
    "value": ("score", "rate", "count", "number"),
}
_HEADINGS: Final = {role: (*words, *_MORE.get(role, ())) for role, words in KNOWN.items()}
# Rows below a heading that say what its columns hold.
_LOOKED_AT: Final = 12
_FEWEST_WEEKS: Final = 2


@dataclass(frozen=True)
class Shape:
    """Where the parts of a table stand.

    Attributes
    ----------
    layout
        long, weeks down, weeks across or events.
    header
        The row of headings, counted from 0.
    headings
        Its cells as text, one a column.
    columns
        Positions by role: team, measure, week, value, numerator, denominator, note.
    weeks
        Of weeks across: the day of each week's column.
    groups
        Of weeks down: what stands above each heading, where the headings alone repeat.
    """

    layout: Layout
    header: int
    headings: tuple[str, ...]
    columns: Mapping[str, int] = field(default_factory=dict)
    weeks: Mapping[int, dt.date] = field(default_factory=dict)
    groups: tuple[str, ...] = ()


def shape_of(raw: RawTable, how: SourceMap) -> Shape | None:
    """Return how a table is laid out, or None where nothing is recognised.

    Raises
    ------
    DataError
        The map names a column or a row of headings that is not there.
    """
    rows = raw.head
    if how.header > len(rows):
        raise DataError(
            f"{raw.where(len(rows) - 1) if rows else raw.origin} is the last row that was looked "
            f"at, but {how.origin or 'the map'} says that the headings stand in row {how.header}."
        )
    tried: Mapping[str, Callable[[], Shape | None]] = {
        "long": lambda: _long(rows, how, "long"),
        "events": lambda: _long(rows, how, "events"),
        "weeks across": lambda: _across(rows, how),
        "weeks down": lambda: _down(rows, how, raw),
    }
    order = [how.layout] if how.layout else ["long", "weeks across", "weeks down"]
    found = next((shape for layout in order if (shape := tried[layout]()) is not None), None)
    if found is None and how.columns:
        _refuse_missing(rows, how, raw)
    return found


def text_of(cell: GridValue) -> str:
    """Return a heading's or label's text on one line."""
    if isinstance(cell, dt.datetime):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else " ".join(str(cell).split())


def _candidates(rows: Sequence[Cells], how: SourceMap) -> list[int]:
    """The rows that may hold the headings."""
    return [how.header - 1] if how.header else list(range(len(rows)))


def _roles(row: Cells, how: SourceMap) -> dict[str, int] | None:
    """The columns of a row, were it the headings; None where one that the map names is missing."""
    words = [text_of(cell) for cell in row]
    roles = columns_of(words, _HEADINGS)
    names = [word.casefold() for word in words]
    for role, name in how.columns.items():
        key = key_of(name)
        if key not in names:
            return None
        taken = names.index(key)
        roles = {other: at for other, at in roles.items() if at != taken}
        roles[role] = taken
    return roles


# ------------------------------------------------------------------ long
def _long(rows: Sequence[Cells], how: SourceMap, layout: Layout) -> Shape | None:
    for header in _candidates(rows, how):
        roles = _roles(rows[header], how)
        # The free text of an incident may name a patient: it is taken only where a map says so.
        if layout == "events" and roles and "note" not in how.columns:
            roles.pop("note", None)
        if roles is not None and _is_long(roles, how, layout):
            return Shape(layout, header, tuple(map(text_of, rows[header])), roles)
    return None


def _is_long(roles: Mapping[str, int], how: SourceMap, layout: Layout) -> bool:
    if "week" not in roles:
        return False
    if layout == "events":
        return True
    named = "measure" in roles or bool(how.measure)
    return named and bool({"value", "numerator"} & set(roles))


# ------------------------------------------------------------------ weeks across
def _across(rows: Sequence[Cells], how: SourceMap) -> Shape | None:
    for header in _candidates(rows, how):
        weeks = _weeks_in(rows, header)
        roles = _roles(rows[header], how)
        if roles is None or len(weeks) < _FEWEST_WEEKS:
            continue
        kept = {
            role: at
            for role, at in roles.items()
            if role in {"team", "measure", "note"} and at not in weeks
        }
        label = _label_column(rows, header, weeks, kept)
        wanted = "measure" if not how.measure else "team"
        if wanted not in kept and label is not None:
            kept[wanted] = label
        if "measure" in kept or how.measure:
            headings = tuple(map(text_of, rows[header]))
            return Shape("weeks across", header, headings, kept, weeks)
    return None


def _weeks_in(rows: Sequence[Cells], header: int) -> dict[int, dt.date]:
    """The days in a row, by column, unless they go on below: then the weeks run down."""
    weeks: dict[int, dt.date] = {}
    for column, cell in enumerate(rows[header]):
        day = date_of(cell).date if is_day(cell) else None
        rest = (row[column] for row in rows[header + 1 : header + 1 + _LOOKED_AT])
        below = [is_day(one) for one in rest if one is not None]
        # A date typed for a figure by mistake does not make the weeks run down.
        if day is not None and sum(below) * 2 <= len(below):
            weeks[column] = day
    return weeks


def _label_column(
    rows: Sequence[Cells], header: int, weeks: Mapping[int, dt.date], taken: Mapping[str, int]
) -> int | None:
    """The column before the weeks with the most different words below the headings."""
    free = [column for column in range(min(weeks)) if column not in taken.values()]
    words = {
        column: len({text for row in rows[header + 1 :] if isinstance(text := row[column], str)})
        for column in free
    }
    best = max(free, key=lambda column: (words[column], -column), default=None)
    return best if best is not None and words[best] else None


# ------------------------------------------------------------------ weeks down
def _down(rows: Sequence[Cells], how: SourceMap, raw: RawTable) -> Shape | None:
    width = max(map(len, rows), default=0)
    for column in range(width):
        first = next((spot for spot, row in enumerate(rows) if is_day(row[column])), None)
        if first is None or not first:
            continue
        header = _header_above(rows, first, column, how)
        roles = None if header is None else _roles(rows[header], how)
        if header is None or roles is None:
            continue
        if how.columns.get("week") and roles["week"] != column:
            continue
        kept = {role: at for role, at in roles.items() if role in {"team", "note"}}
        headings = tuple(map(text_of, rows[header]))
        groups = _groups(rows, header, headings, raw)
        return Shape("weeks down", header, headings, {**kept, "week": column}, {}, groups)
    return None


def _header_above(rows: Sequence[Cells], first: int, column: int, how: SourceMap) -> int | None:
    """The row of headings above the first day of a column."""
    above = [row for row in _candidates(rows, how) if row < first]
    called = [
        row
        for row in above
        if (roles := _roles(rows[row], how)) is not None and roles.get("week") == column
    ]
    if called:
        return called[-1]
    counts = {row: _words_beside(rows[row], column) for row in above}
    best = max(above, key=lambda row: (counts[row], -row), default=None)
    return best if best is not None and counts[best] else None


def _words_beside(row: Cells, column: int) -> int:
    cells = (cell for at, cell in enumerate(row) if at != column)
    return sum(isinstance(cell, str) and bool(cell.strip()) for cell in cells)


def _groups(
    rows: Sequence[Cells], header: int, headings: Sequence[str], raw: RawTable
) -> tuple[str, ...]:
    """What stands above each heading, carried to the right; empty where no heading repeats."""
    named = [word.casefold() for word in headings if word]
    if not header or len(set(named)) == len(named):
        return ()
    ends = {area[1]: area[3] for area in raw.merged if area[0] == header - 1}
    groups: list[str] = []
    current, until = "", len(headings)
    for column, cell in enumerate(rows[header - 1]):
        if text := text_of(cell):
            current, until = text, ends.get(column, len(headings) if not ends else column)
        groups.append(current if column <= until else "")
    return tuple(groups)


# ------------------------------------------------------------------ refusals
def _refuse_missing(rows: Sequence[Cells], how: SourceMap, raw: RawTable) -> None:
    """Raise for the column of the map that the likeliest row of headings lacks."""
    named = {key_of(name): name for name in how.columns.values()}
    best = (-1, 0, 0)
    for header in _candidates(rows, how):
        there = {text_of(cell).casefold() for cell in rows[header]}
        # Of rows that have as many of them, the one with the most headings.
        best = max(best, (len(there & set(named)), len(there), -header))
    header = -best[2]
    words = [text for cell in rows[header] if (text := text_of(cell))] if rows else []
    for key, name in named.items():
        if key not in {word.casefold() for word in words}:
            raise DataError(
                f"{raw.where(header)}: there is no column '{name}', which "
                f"{how.origin or 'the map'} names.{did_you_mean(name, words)} "
                f"Found: {', '.join(words)[:200] or 'nothing'}."
            )
