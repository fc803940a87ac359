"""The lines of all blocks put together: one column a measure, one cell a week."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from vmbox.errors import DataError
from vmbox.measures.dates import spoken
from vmbox.verbs.adoption.ledger import Ledger, holds_digit
from vmbox.verbs.adoption.view import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from vmbox.measures import Domain, Period
    from vmbox.verbs.adoption.lines import DatedCell, Line

_WEEK: Final = 7
_MANY: Final = 6


@dataclass(frozen=True)
class Calendar:
    """How days become the first days of weeks or months."""

    period: Period
    weekday: int = 0

    def first_day(self, day: dt.date) -> dt.date:
        """Return the first day of the week or month that a day is in."""
        if self.period == "month":
            return day.replace(day=1)
        return day - dt.timedelta(days=(day.weekday() - self.weekday) % _WEEK)


@dataclass
class Column:
    """All lines that are one measure.

    Attributes
    ----------
    name, which
        Its name in the file, and the how-manyth of that name it is.
    lines
        In the order of the file.
    cells
        What stands in each week, with the line that it stands on.
    """

    name: str
    which: int
    lines: list[Line]
    cells: dict[dt.date, tuple[DatedCell, Line]] = field(default_factory=dict)

    @property
    def first(self) -> Line:
        """Where it stands first."""
        return self.lines[0]

    @property
    def domain(self) -> Domain | None:
        """The domain that its band, sheet or column gives it."""
        return next((line.domain for line in self.lines if line.domain), None)

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from others, as a map says it."""
        return self.name.casefold(), self.which


def calendar_of(
    lines: Iterable[Line], period: Period | None, weekday: int | None
) -> tuple[Calendar, tuple[str, ...]]:
    """Return how days become weeks, and what to say of it."""
    lines = [line for line in lines if line.cells]
    monthly = [line for line in lines if line.monthly]
    if period == "month" or (period is None and lines and len(monthly) == len(lines)):
        return Calendar("month"), ()
    days = sorted({cell.day for line in lines if not line.monthly for cell in line.cells})
    said: tuple[str, ...] = ()
    if monthly and days:
        said = ("months stand beside weeks: a month's figure goes to the week its first day is in",)
    if weekday is not None:
        return Calendar("week", weekday), said
    weekdays = Counter(day.weekday() for day in days)
    if len(weekdays) == 1:
        return Calendar("week", next(iter(weekdays))), said
    if days:
        usual = max(weekdays, key=lambda day: weekdays[day])
        odd = [spoken(day) for day in days if day.weekday() != usual]
        more = f" and {len(odd) - 3} more" if len(odd) > 3 else ""  # noqa: PLR2004
        said += (
            "the dates are not all the same day of the week: each goes to the week, Monday to "
            f"Sunday, that it is in (unlike the others: {', '.join(odd[:3])}{more})",
        )
    return Calendar("week"), said


def combined(lines: Sequence[Line], calendar: Calendar, ledger: Ledger) -> list[Column]:
    """Return the lines put together: those of one name that continue each other are one column.

    Raises
    ------
    DataError
        Two sheets say different things of the same weeks: they look like two teams'.
    """
    path = ledger.grids[0].path
    _refuse_teams(lines, calendar, path)
    columns: list[Column] = []
    for line in lines:
        column = next((one for one in columns if _continues(one, line, calendar)), None)
        if column is None:
            which = 1 + sum(one.name.casefold() == line.name.casefold() for one in columns)
            column = Column(line.name, which, [])
            columns.append(column)
        _refuse_list(line, calendar, path)
        column.lines.append(line)
        _lay(column, line, calendar, ledger)
    return columns


def _refuse_list(line: Line, calendar: Calendar, path: Path) -> None:
    """Raise where a line has most weeks again and again: a list of records is no box score."""
    weeks = {calendar.first_day(cell.day) for cell in line.cells}
    if not line.notes and len(line.cells) >= _MANY and 2 * len(weeks) <= len(line.cells):
        raise DataError(
            f"{path}: {line.where}: '{line.name}' has {len(line.cells)} figures for {len(weeks)} "
            f"{calendar.period}s: this looks like a list with a row for each event, day or "
            "measure, and no box score. Put it into a standard workbook with: vmbox fill --from."
        )


def _continues(column: Column, line: Line, calendar: Calendar) -> bool:
    if column.name.casefold() != line.name.casefold() or column.first.notes != line.notes:
        return False
    if any(one.block == line.block for one in column.lines):
        return False
    if column.domain and line.domain and column.domain != line.domain:
        return False
    shared, differing = _compared(_by_week(column.lines, calendar), line, calendar)
    return 2 * differing <= shared or differing <= 1


def _by_week(lines: Iterable[Line], calendar: Calendar) -> dict[dt.date, object]:
    return {calendar.first_day(cell.day): cell.value for line in lines for cell in line.cells}


def _compared(before: Mapping[dt.date, object], line: Line, calendar: Calendar) -> tuple[int, int]:
    """In how many weeks both have something, and in how many of them not the same."""
    after = _by_week([line], calendar)
    shared = before.keys() & after.keys()
    return len(shared), sum(before[week] != after[week] for week in shared)


def _refuse_teams(lines: Sequence[Line], calendar: Calendar, path: Path) -> None:
    """Raise where two sheets have the same measures and other figures for the same weeks."""
    sheets = list(dict.fromkeys(line.sheet for line in lines))
    for at, one in enumerate(sheets):
        for other in sheets[at + 1 :]:
            shared, differing = _between(lines, one, other, calendar)
            if differing >= _MANY and 2 * differing > shared:
                names = [_sheet_name(lines, number) for number in (one, other)]
                raise DataError(
                    f"{path}: the sheets '{names[0]}' and '{names[1]}' have different figures for "
                    f"the same measures and weeks ({differing} of {shared}): they look like two "
                    "teams' box scores. Adopt one at a time, with a map that says "
                    f'sheets = ["{names[0]}"].'
                )


def _between(lines: Sequence[Line], one: int, other: int, calendar: Calendar) -> tuple[int, int]:
    shared = differing = 0
    theirs = [line for line in lines if line.sheet == other and not line.notes]
    for line in lines:
        if line.sheet != one or line.notes:
            continue
        same = [
            their
            for their in theirs
            if their.name.casefold() == line.name.casefold()
            and (their.domain == line.domain or not their.domain or not line.domain)
        ]
        if same:
            more = _compared(_by_week([line], calendar), same[0], calendar)
            shared, differing = shared + more[0], differing + more[1]
    return shared, differing


def _sheet_name(lines: Iterable[Line], sheet: int) -> str:
    where = next(line.where for line in lines if line.sheet == sheet)
    return where.rpartition(", ")[0]


def _lay(column: Column, line: Line, calendar: Calendar, ledger: Ledger) -> None:
    """Lay a line's cells on the weeks; of two in one week the later is kept, the other said."""
    for cell in sorted(line.cells, key=lambda cell: cell.day):
        week = calendar.first_day(cell.day)
        there = column.cells[week][0] if week in column.cells else None
        if there is None:
            column.cells[week] = (cell, line)
        elif line.notes:
            column.cells[week] = (_joined(there, cell), line)
            ledger.use(cell.spot)
        elif holds_digit(there.value) and not holds_digit(cell.value):
            # A word never takes a figure's place.
            _say_twice(cell, there, week, calendar, ledger)
        else:
            _say_twice(there, cell, week, calendar, ledger)
            column.cells[week] = (cell, line)


def _joined(earlier: DatedCell, later: DatedCell) -> DatedCell:
    return replace(earlier, value=f"{shown(earlier.value)}; {shown(later.value)}")


def _say_twice(
    out: DatedCell, kept: DatedCell, week: dt.date, calendar: Calendar, ledger: Ledger
) -> None:
    same = out.value == kept.value
    begins = f"the {calendar.period} of {spoken(week)}"
    ledger.leave(
        [out.spot],
        out.where,
        shown(out.value),
        f"{begins} stands twice; {shown(kept.value)} in {kept.where} is "
        + ("the same" if same else "kept, as the later"),
        total=same,
        matters=not same and holds_digit(out.value),
    )
