"""The Medians register and the baselines: rows that point nowhere, medians not firm yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vmbox.errors import did_you_mean
from vmbox.verbs.checking.codes import finding
from vmbox.workbook import layout as at
from vmbox.workbook.cells import address
from vmbox.workbook.dates import day_of
from vmbox.workbook.headings import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vmbox.measures import BoxScore
    from vmbox.workbook.findings import Finding
    from vmbox.workbook.judging import Judged
    from vmbox.workbook.port import BookView, TableView
    from vmbox.workbook.reading import Found

_REGISTERS = (at.MEDIANS_TABLE, at.HUDDLES_TABLE, at.ACTIONS_TABLE, at.LOG_TABLE)


def register_findings(book: BookView, box: BoxScore | None) -> Iterator[Finding]:
    """Yield what is wrong with the registers, above all the Medians'."""
    tables = {name.casefold(): table for name, table in book.tables.items()}
    for name in _REGISTERS:
        table = tables.get(name.casefold())
        if table is not None:
            yield from _below(table)
    medians = tables.get(at.MEDIANS_TABLE.casefold())
    if medians is not None and box is not None:
        yield from _medians(medians, box, date1904=book.date1904)


def _below(table: TableView) -> Iterator[Finding]:
    row = table.last_row + 1 + bool(getattr(table, "totals", False))
    for column in range(table.first_column, table.first_column + len(table.columns)):
        if table.sheet.cell(row, column).value is not None:
            words = f"The row stands below the Table {table.name} and is not part of it."
            do = "Drag the corner of the Table down over it, or type it into the Table."
            yield finding("below-table", table.sheet.name, address(row, column), words, do)
            return


def _medians(table: TableView, box: BoxScore, *, date1904: bool) -> Iterator[Finding]:
    places = {name.casefold(): table.first_column + i for i, name in enumerate(table.columns)}
    if any(name.casefold() not in places for name in at.MEDIANS_COLUMNS):
        return  # reading says so
    columns = {name: places[name.casefold()] for name in at.MEDIANS_COLUMNS}
    known = {measure.name.casefold() for measure in box.measures}
    for row in range(table.first_row + 1, table.last_row + 1):
        cells = {name: table.sheet.cell(row, column).value for name, column in columns.items()}
        if any(value not in (None, "") for value in cells.values()):
            yield from _row(table.sheet.name, row, columns, cells, box, known, date1904)


def _row(
    sheet: str,
    row: int,
    columns: dict[str, int],
    cells: dict[str, Any],
    box: BoxScore,
    known: set[str],
    date1904: bool,
) -> Iterator[Finding]:
    measure = as_text(cells["Measure"])
    if measure.casefold() not in known:
        names = [one.name for one in box.measures]
        what = f"'{measure}' is no measure of this workbook." if measure else "No measure is named."
        cell = address(row, columns["Measure"])
        do = "Choose the measure from the cell's list, or clear the row."
        hint = did_you_mean(measure, names) if measure else ""
        yield finding("median-measure", sheet, cell, what + hint, do)
    yield from _week(sheet, address(row, columns["From week"]), cells["From week"], box, date1904)
    bare = [name for name in ("Reason", "Who") if not as_text(cells[name]).strip()]
    if bare:
        lacks = " and ".join({"Reason": "no reason", "Who": "nobody's name"}[name] for name in bare)
        do = "Write why the level changed and who decided it: somebody will ask."
        cell = address(row, columns[bare[0]])
        yield finding("median-bare", sheet, cell, f"The new median has {lacks}.", do)


def _week(sheet: str, cell: str, value: Any, box: BoxScore, date1904: bool) -> Iterator[Finding]:
    day, weeks = day_of(value, date1904=date1904), [week.date() for week in box.weeks]
    do = f"Type the first day of a {box.period} of the data tabs."
    if day is None:
        shown = as_text(value).strip()
        words = f"'{shown}' is no date." if shown else f"The {box.period} is blank."
        yield finding("median-week", sheet, cell, f"{words} The median is not used.", do)
    elif weeks and not weeks[0] <= day <= weeks[-1]:
        words = f"{day} is outside the workbook, which has {weeks[0]} to {weeks[-1]}."
        yield finding("median-week", sheet, cell, words, do)
    elif weeks and day not in weeks:
        words = f"{day} is within a {box.period}: the median begins with the next one."
        yield finding("median-midweek", sheet, cell, words, do)


def baseline_findings(found: Found, judged: Iterable[Judged]) -> Iterator[Finding]:
    """Yield the measures whose median does not rest on a whole baseline yet."""
    places = {one.name: (tab, one) for tab in found.tabs.values() for one in tab.headings}
    for judgement in judged:
        name, baseline = judgement.measure.name, judgement.measure.baseline
        if name not in places or not judgement.points or judgement.firm:
            continue
        points = judgement.current_points or judgement.points
        if points >= baseline:
            continue
        tab, heading = places[name]
        row = tab.labels.get(at.BASELINE_MEDIAN, tab.table.first_row)
        words = f"'{name}': {points} of {baseline} points, so its median is not firm."
        cell = address(row, heading.column)
        do = "Keep recording; judge no change by it yet."
        yield finding("baseline-short", tab.sheet.name, cell, words, do)
