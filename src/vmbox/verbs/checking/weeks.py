"""The weeks of the data tabs: left out, out of order, on another day, not begun, not recorded."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from vmbox.verbs.checking.codes import also, finding
from vmbox.workbook.cells import address

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from vmbox.measures import BoxScore, Domain
    from vmbox.workbook.findings import Finding
    from vmbox.workbook.reading import Found
    from vmbox.workbook.tab_reading import TabReader

SILENT: Final = 6
_SPARSE: Final = 13
_WEEK: Final = 7
_LONGEST_MONTH: Final = 31
_DAYS: Final = (*("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),)


def week_findings(found: Found, today: dt.date) -> Iterator[Finding]:
    """Yield what is wrong with the weeks themselves, and with when numbers were recorded."""
    if not found.tabs:
        return
    first = next(iter(found.tabs.values()))
    monthly = first.period == "month"
    for tab in found.tabs.values():
        days = list(tab.rows)
        yield from _order(tab, days)
        yield from _gaps(tab, sorted(days), monthly=monthly)
        yield from _off_day(tab, days, monthly=monthly)
        if tab is not first:
            yield from _missing(tab, first)
        yield from _below(tab)
    if not first.rows:
        words = "The Table has no week."
        do = "Type the first day of each week in its first column."
        cell = address(first.table.first_row, first.week_column)
        yield finding("week-missing", first.sheet.name, cell, words, do)
    if found.box is not None and len(found.box.weeks):
        yield from _future(found.tabs, found.box, today)
        yield from _silence(found.tabs, found.box, today)


def _order(tab: TabReader, days: Sequence[dt.date]) -> Iterator[Finding]:
    wrong = [(tab.rows[day], tab.week_column) for before, day in pairwise(days) if day < before]
    if wrong:
        words = f"The weeks are not in order: this one is before the week above.{also(wrong)}"
        do = "Sort the Table by its first column, oldest first."
        yield finding("week-order", tab.sheet.name, address(*wrong[0]), words, do)


def _gaps(tab: TabReader, days: Sequence[dt.date], *, monthly: bool) -> Iterator[Finding]:
    longest = _LONGEST_MONTH if monthly else _WEEK
    for before, day in pairwise(days):
        if (day - before).days > longest:
            missing = before + dt.timedelta(days=longest if monthly else _WEEK)
            words = f"Between {before} and {day} a {tab.period} is left out: {missing:%B %Y}."
            if not monthly:
                count = (day - before).days // _WEEK - 1 or 1
                many = f" and {count - 1} more" if count > 1 else ""
                words = f"After the week {before} comes {day}: {missing}{many} is left out."
            do = "Insert a row for it on every data tab, or correct the date."
            cell = address(tab.rows[day], tab.week_column)
            yield finding("week-gap", tab.sheet.name, cell, words, do)


def _off_day(tab: TabReader, days: Sequence[dt.date], *, monthly: bool) -> Iterator[Finding]:
    if not days:
        return
    usual = Counter(day.weekday() for day in days).most_common(1)[0][0]
    off = [day for day in days if (day.day != 1 if monthly else day.weekday() != usual)]
    if not off:
        return
    places = [(tab.rows[day], tab.week_column) for day in off]
    other = "the first of a month" if monthly else f"a {_DAYS[usual]}, as the other weeks do"
    words = f"{off[0]} is a {_DAYS[off[0].weekday()]}; it should be {other}.{also(places)}"
    do = "Correct the date." if monthly else f"Type the {_DAYS[usual]} on which the week begins."
    yield finding("week-off-day", tab.sheet.name, address(*places[0]), words, do)


def _missing(tab: TabReader, first: TabReader) -> Iterator[Finding]:
    lacking = [day for day in first.rows if day not in tab.rows]
    if lacking:
        more = f" and {len(lacking) - 1} more" if len(lacking) > 1 else ""
        words = f"The {tab.period} {lacking[0]}{more} of {first.sheet.name} is missing here."
        do = f"Insert the row, so that all data tabs have the same {tab.period}s."
        cell = address(tab.table.first_row, tab.week_column)
        yield finding("week-missing", tab.sheet.name, cell, words, do)


def _below(tab: TabReader) -> Iterator[Finding]:
    table, sheet = tab.table, tab.sheet
    row = table.last_row + 1 + bool(getattr(table, "totals", False))
    columns = range(table.first_column, table.first_column + len(table.columns))
    filled = [(row, column) for column in columns if sheet.cell(row, column).value is not None]
    if filled:
        words = f"The row stands below the Table {table.name} and is not part of it."
        do = "Drag the corner of the Table down over it, or type the numbers into the Table."
        yield finding("below-table", sheet.name, address(*filled[0]), words, do)


def _future(tabs: Mapping[Domain, TabReader], box: BoxScore, today: dt.date) -> Iterator[Finding]:
    """Numbers in weeks that have not begun: told once, since they are mostly on every tab."""
    first: Finding | None = None
    sheets: list[str] = []
    days = [week.date() for week in box.weeks]
    for tab in tabs.values():
        names = [one.name for one in tab.headings if one.name in box.entered]
        typed = _any_there([box.typed(name) for name in names], len(days))
        ahead = [
            day
            for day, there in zip(days, typed, strict=True)
            if there and day > today and day in tab.rows
        ]
        if not ahead:
            continue
        sheets.append(tab.sheet.name)
        if first is None:
            places = [(tab.rows[day], tab.week_column) for day in ahead]
            words = f"The {tab.period} {ahead[0]} has numbers, but has not begun.{also(places)}"
            do = f"Move the numbers to the {tab.period} that they belong to."
            first = finding("week-future", tab.sheet.name, address(*places[0]), words, do)
    if first is not None:
        others = f" So it is on {', '.join(sheets[1:])}." if sheets[1:] else ""
        yield replace(first, found=first.found + others)


def _silence(tabs: Mapping[Domain, TabReader], box: BoxScore, today: dt.date) -> Iterator[Finding]:
    """Nothing recorded at all for a while; or else measures that fell behind the others."""
    length = _LONGEST_MONTH if box.period == "month" else _WEEK
    over = [week.date() + dt.timedelta(days=length) <= today for week in box.weeks]
    due = sum(over)
    points = np.flatnonzero(
        _any_there([box.series(measure.name) for measure in box.measures], len(box.weeks))
    )
    last = int(points[-1]) + 1 if len(points) else 0
    if due - last >= SILENT:
        since = f"since the {box.period} {box.weeks[last - 1].date()}" if last else "yet"
        words = f"Nothing was recorded {since}: {due - last} {box.period}s are blank."
        yield finding("not-recorded", "", "", words, "Ask whether the team still uses it.")
        return
    places = {one.name: (tab, one.column) for tab in tabs.values() for one in tab.headings}
    for measure in box.measures:
        own = np.flatnonzero(~np.isnan(box.series(measure.name)))
        allowed = SILENT if measure.cadence == "weekly" else _SPARSE
        if not len(own) or last - 1 - int(own[-1]) < allowed:
            continue
        tab, column = places[measure.name]
        day = box.weeks[int(own[-1])].date()
        behind = last - 1 - int(own[-1])
        words = (
            f"'{measure.name}' was last recorded in the {box.period} {day}, {behind} "
            f"{box.period}s before the others."
        )
        do = "Record it again, or set its cadence to sampled if it is counted now and then."
        cell = address(tab.rows[day], column)
        yield finding("measure-silent", tab.sheet.name, cell, words, do)


def _any_there(columns: Sequence[NDArray[np.float64]], weeks: int) -> NDArray[np.bool_]:
    """In which weeks any of some columns holds a number."""
    there = np.zeros(weeks, dtype=bool)
    for column in columns:
        there |= ~np.isnan(column)
    return there
