"""The columns of a home-made box score made a standard one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import pandas as pd

from vmbox.errors import DataError
from vmbox.measures import WEEKS, BoxScore, Input, Measure, laid_weeks
from vmbox.measures.dates import spoken
from vmbox.verbs.adoption.adoption import Recognised
from vmbox.verbs.adoption.ratios import Ratio, find_ratios
from vmbox.verbs.adoption.view import shown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from vmbox.measures import Domain, Item, Period
    from vmbox.verbs.adoption.columns import Calendar, Column
    from vmbox.verbs.adoption.ledger import Ledger
    from vmbox.verbs.adoption.valuing import Valued

# What a box score may span, and the room behind what the file has.
_LONGEST: Final = {"week": 1040, "month": 240}
_LEAST: Final[dict[Period, int]] = {"week": WEEKS, "month": 36}
_ROOM: Final[dict[Period, int]] = {"week": 26, "month": 12}


@dataclass(frozen=True)
class Words:
    """What a workbook is called."""

    team: str
    board: str = ""
    setting: str = ""


@dataclass(frozen=True)
class Assembled:
    """A box score and what of the file is in it."""

    box: BoxScore
    recognised: tuple[Recognised, ...]


def assembled(
    columns: Sequence[Valued],
    notes: Sequence[Column],
    calendar: Calendar,
    named: Words,
    ledger: Ledger,
) -> Assembled:
    """Return the box score of columns and notes.

    Raises
    ------
    DataError
        They span more weeks than a box score has, or a map names a ratio of what is not there.
    """
    columns = _unique(columns)
    ratios = {ratio.measure: ratio for ratio in find_ratios(columns)}
    items = _items(columns, ratios)
    entered = _entered(columns, ratios, ledger)
    texts, told = _notes(columns, notes, ledger)
    weeks = _weeks(entered, [week for _, week in texts], calendar, ledger.grids[0].path)
    # pandas falls out of step with a frame that has columns and no rows.
    frame = pd.DataFrame(
        {name: pd.Series(cells, dtype="float64") for name, cells in entered.items()}
    )
    frame.index = pd.DatetimeIndex(frame.index)
    box = BoxScore(
        named.team,
        tuple(item for item in items if isinstance(item, Measure)),
        weeks,
        tuple(item for item in items if isinstance(item, Input)),
        frame.sort_index(),
        board=named.board,
        setting=named.setting,
        period=calendar.period,
        notes=texts,
    )
    rows = [_row(column, item) for column, item in zip(columns, items, strict=True)]
    return Assembled(box, (*rows, *told))


def _unique(columns: Sequence[Valued]) -> list[Valued]:
    """The columns, each with a name of its own: its domain or a number is added, and said."""
    taken = {column.wish.name.casefold() for column in columns if column.wish.name}
    made: list[Valued] = []
    for column in columns:
        if column.wish.name:
            made.append(column)
            continue
        names = [column.name, f"{column.name} ({column.domain})"]
        names += [f"{column.name} {number}" for number in range(2, len(columns) + 2)]
        name = next(name for name in names if name.casefold() not in taken)
        taken.add(name.casefold())
        said = ("another line has the same name",) if name != column.name else ()
        made.append(replace(column, name=name, remarks=(*column.remarks, *said)))
    return made


def _items(columns: Sequence[Valued], ratios: dict[int, Ratio]) -> list[Item]:
    homes: dict[int, Domain] = {}
    for ratio in ratios.values():
        for part in (ratio.numerator, ratio.denominator):
            homes.setdefault(part, columns[ratio.measure].domain)
    items: list[Item] = []
    for at, column in enumerate(columns):
        measure = Measure(column.name, column.domain, column.unit, column.better, column.goal)
        if found := ratios.get(at):
            top, bottom = columns[found.numerator].name, columns[found.denominator].name
            measure = replace(measure, numerator=top, denominator=bottom, per=found.per)
        if all(line.monthly for line in column.column.lines):
            measure = replace(measure, cadence="monthly")
        is_input = at in homes and at not in ratios
        made = Input(column.name, homes[at], column.unit) if is_input else measure
        items.append(
            replace(
                made,
                owner=column.label("owner"),
                source=column.label("source"),
                definition=column.label("definition") or column.definition,
            )
        )
    return items


def _entered(
    columns: Sequence[Valued], ratios: dict[int, Ratio], ledger: Ledger
) -> dict[str, dict[dt.date, float]]:
    entered: dict[str, dict[dt.date, float]] = {}
    for at, column in enumerate(columns):
        agreed = ratios[at].agreed if at in ratios else frozenset()
        cells = entered[column.name] = {}
        for week, figure in column.figures.items():
            if week in agreed:
                ledger.use(figure.cell.spot, "worked out")
            else:
                cells[week] = figure.value
                ledger.use(figure.cell.spot, "value")
    return entered


def _notes(
    columns: Sequence[Valued], notes: Sequence[Column], ledger: Ledger
) -> tuple[dict[tuple[Domain, dt.date], str], list[Recognised]]:
    """The notes of the weeks; a measure's own comment goes to the last week that it has."""
    texts: dict[tuple[Domain, dt.date], str] = {}
    told: list[Recognised] = []
    usual: Domain = columns[0].domain if columns else "Quality"
    for column in notes:
        # A column of notes that stands alone is of all domains: it goes to the first.
        home = (column.domain if len(notes) > 1 else None) or usual
        for week, (cell, _) in sorted(column.cells.items()):
            _note(texts, home, week, shown_whole(cell.value))
            ledger.use(cell.spot)
        told.append(_notes_row(column, home, sorted(column.cells)))
    for valued in columns:
        comments: dict[str, dt.date] = {}
        for line in valued.column.lines:
            weeks = [week for week, (_, own) in valued.column.cells.items() if own is line]
            if "notes" in line.labels and weeks:
                comments.setdefault(shown_whole(line.labels["notes"]), max(weeks))
        for comment, week in comments.items():
            _note(texts, valued.domain, week, f"{valued.name}: {comment}")
    return texts, told


def shown_whole(value: object) -> str:
    """Return a note's text, whatever its length."""
    return " ".join(value.split()) if isinstance(value, str) else shown(value)  # type: ignore[arg-type]


def _note(
    texts: dict[tuple[Domain, dt.date], str], domain: Domain, week: dt.date, text: str
) -> None:
    before = texts.get((domain, week))
    texts[domain, week] = f"{before}; {text}" if before else text


def _weeks(
    entered: dict[str, dict[dt.date, float]],
    noted: Sequence[dt.date],
    calendar: Calendar,
    path: Path,
) -> pd.DatetimeIndex:
    """The weeks from the first with anything in it on, with room for those to come."""
    days = sorted({*noted, *(week for cells in entered.values() for week in cells)})
    first, last, period = days[0], days[-1], calendar.period
    months = (last.year - first.year) * 12 + last.month - first.month
    needed = 1 + (months if period == "month" else (last - first).days // 7)
    if needed > _LONGEST[period]:
        raise DataError(
            f"{path}: the dates reach from {spoken(first)} to {spoken(last)}: {needed} {period}s, "
            f"and a box score has at most {_LONGEST[period]}. Look for a wrong year among them."
        )
    return laid_weeks(first, max(_LEAST[period], needed + _ROOM[period]), period)


def _row(column: Valued, item: Item) -> Recognised:
    weeks = sorted(column.figures)
    measure = item if isinstance(item, Measure) else None
    lines = column.column.lines
    ratio = measure is not None and measure.ratio
    said = (f"worked out from {' and '.join(item.needs)}",) if ratio else ()
    more = (f"and on {len(lines) - 1} more: {lines[-1].where}",) if len(lines) > 1 else ()
    return Recognised(
        column.column.name,
        column.column.which,
        lines[0].where,
        "measure" if measure else "input",
        item.name,
        item.domain,
        item.unit,
        measure.better if measure else "neutral",
        measure.goal if measure else None,
        measure.numerator if measure else None,
        measure.denominator if measure else None,
        measure.per if measure else 1.0,
        len(weeks),
        weeks[0] if weeks else None,
        weeks[-1] if weeks else None,
        column.guessed if measure else (),
        (*said, *more, *column.remarks),
    )


def _notes_row(column: Column, home: Domain, weeks: Sequence[dt.date]) -> Recognised:
    return Recognised(
        column.name,
        column.which,
        column.first.where,
        "notes",
        "Notes",
        home,
        weeks=len(weeks),
        first=weeks[0] if weeks else None,
        last=weeks[-1] if weeks else None,
    )
