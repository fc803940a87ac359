"""The day of every dated position: years that headings leave out, numbered weeks, slips."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from vmbox.measures.dates import spoken
from vmbox.verbs.adoption.stamps import Stamp, dates_within, in_year, says_ending

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vmbox.verbs.adoption.blocks import Block

_FINANCIAL = re.compile(r"\b(20\d\d)\s*[-/–]\s*(20)?(\d\d)\b")
_YEAR = re.compile(r"(?<![\d/.-])(20\d\d)(?![\d/.-])")
_APRIL: Final = 4
_WEEK: Final = dt.timedelta(days=7)
_SIX: Final = dt.timedelta(days=6)
_ASTRAY: Final = 60
_DECADE: Final = 3653
_WEEKS_A_YEAR: Final = 52
# Lines above a heading in which a title may stand.
_TITLES: Final = 5


@dataclass(frozen=True)
class Dated:
    """A block's positions with their days.

    Attributes
    ----------
    days
        The day of each position that has one.
    undated
        Positions that say when in a way that cannot be dated or believed, and why.
    monthly
        Whether the positions are months.
    remarks
        What was concluded, for people.
    """

    days: Mapping[int, dt.date]
    undated: Mapping[int, str] = field(default_factory=dict)
    monthly: bool = False
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hint:
    """What is known of a sheet's time beside its headings: a year, or the first week's day."""

    year: int = 0
    financial: bool = False
    start: dt.date | None = None
    said: str = ""


def hint_of(block: Block, start: dt.date | None) -> Hint:
    """Return what a map, the sheet's name, its title or the file's name says of the time."""
    if start is not None:
        return Hint(start.year, start=start, said="the map")
    view = block.view
    nearest = {*range(_TITLES), *range(block.header - _TITLES, block.header)}
    lines = range(len(view.lines)) if view.turned else sorted(nearest & set(range(block.header)))
    stop = block.label_stop if view.turned else view.width
    above = [view.text(line, at) for line in lines for at in range(stop)]
    titles = [text for text in above if text]
    for text in titles:
        dates = dates_within(text)
        if len(dates) == 1:
            return Hint(dates[0].year, start=dates[0], said=f"'{text}'")
    stem = view.grid.path.stem
    for text in (view.grid.sheet, *titles, stem):
        if found := _FINANCIAL.search(text):
            if (int(found[1]) + 1) % 100 == int(found[3]):
                return Hint(int(found[1]), financial=True, said=f"'{text}'")
        elif found := _YEAR.search(text):
            return Hint(int(found[1]), said=f"'{text}'")
    return Hint()


def dated(block: Block, start: dt.date | None) -> Dated:
    """Return the days of a block's positions; `start` is the first week's, where a map says."""
    hint = hint_of(block, start)
    kinds = {stamp.kind for stamp in block.stamps.values()}
    if kinds == {"week"}:
        days, remarks = _numbered(block.stamps, hint)
    else:
        days, remarks = _with_years(block.stamps, hint)
    why = (
        "nothing says of which year they are"
        if kinds != {"week"}
        else "nothing says when they began"
    )
    undated = {at: why for at in block.stamps if at not in days}
    slips = _astray(days)
    undated |= {
        at: f"{spoken(days[at])} stands out of order among the weeks beside it" for at in slips
    }
    days = {at: day for at, day in days.items() if at not in slips}
    monthly = kinds <= {"month", "month name"} or _months(days.values())
    if not monthly and _ends(block):
        days = {at: day - _SIX for at, day in days.items()}
        remarks = (*remarks, "the dates are week endings: each week begins six days before")
    if monthly:
        days = {at: day.replace(day=1) for at, day in days.items()}
    return Dated(days, undated, monthly, remarks)


def _months(days: object) -> bool:
    """Whether dates are the firsts or the lasts of different months."""
    dates = sorted(days)  # type: ignore[call-overload]
    months = {(day.year, day.month) for day in dates}
    firsts = all(day.day == 1 for day in dates)
    lasts = all((day + dt.timedelta(days=1)).day == 1 for day in dates)
    return len(dates) > 1 and len(months) == len(dates) and (firsts or lasts)


def _ends(block: Block) -> bool:
    if any(stamp.ending for stamp in block.stamps.values()):
        return True
    view = block.view
    beside = [view.text(block.header, at) for at in range(block.begin, block.label_stop)]
    above = [view.text(block.header - 1, at) for at in range(block.begin, block.end)]
    return any(map(says_ending, (*beside, *above)))


def _with_years(
    stamps: Mapping[int, Stamp], hint: Hint
) -> tuple[dict[int, dt.date], tuple[str, ...]]:
    days: dict[int, dt.date] = {}
    positions = sorted(stamps)
    full = next((stamps[at].date for at in positions if _full(stamps[at])), None)
    before: dt.date | None = None
    lacking = False
    for at in positions:
        stamp = stamps[at]
        day = stamp.date
        if not _full(stamp):
            lacking = True
            near = before or full
            if near is None and not hint.year:
                continue
            day = _nearest(day, near) if near else _by_hint(day, hint)
        days[at] = before = day
    said = f"the year of the dates is taken from {hint.said}" if lacking and not full else ""
    return days, (said,) if said and days else ()


def _full(stamp: Stamp) -> bool:
    return stamp.kind in ("date", "month")


def _nearest(day: dt.date, near: dt.date) -> dt.date:
    choices = (in_year(day, near.year + more) for more in (-1, 0, 1))
    return min(choices, key=lambda one: abs((one - near).days))


def _by_hint(day: dt.date, hint: Hint) -> dt.date:
    if hint.start is not None:
        return _nearest(day, hint.start)
    return in_year(day, hint.year + (hint.financial and day.month < _APRIL))


def _numbered(
    stamps: Mapping[int, Stamp], hint: Hint
) -> tuple[dict[int, dt.date], tuple[str, ...]]:
    """The first days of numbered weeks: counted from a start, or by the ISO calendar."""
    positions = sorted(stamps)
    if hint.start is not None and not any(stamp.year for stamp in stamps.values()):
        days: dict[int, dt.date] = {}
        day, before = hint.start, stamps[positions[0]].number
        for at in positions:
            number = stamps[at].number
            steps = number - before if number >= before else number + _WEEKS_A_YEAR - before
            day, before = day + steps * _WEEK, number
            days[at] = day
        first = stamps[positions[0]].number
        return days, (f"week {first} is taken to begin on {spoken(hint.start)} ({hint.said})",)
    if hint.financial:
        return {}, ()
    return _iso(stamps, hint)


def _iso(stamps: Mapping[int, Stamp], hint: Hint) -> tuple[dict[int, dt.date], tuple[str, ...]]:
    days: dict[int, dt.date] = {}
    year, before = hint.year, 0
    for at in sorted(stamps):
        stamp = stamps[at]
        year = stamp.year or (year + 1 if year and stamp.number < before else year)
        before = stamp.number
        if not year:
            continue
        try:
            days[at] = dt.date.fromisocalendar(year, stamp.number, 1)
        except ValueError:
            continue
    if not days:
        return {}, ()
    first = min(days)
    return days, (
        f"weeks are numbered as in the ISO calendar: week {stamps[first].number} begins on "
        f"{spoken(days[first])}",
    )


def _astray(days: Mapping[int, dt.date]) -> set[int]:
    """Positions whose date breaks the order of the others by far: a slip in the year or month."""
    positions = sorted(days)
    if len(positions) < 3:  # noqa: PLR2004
        return set()
    numbers = [days[at].toordinal() for at in positions]
    kept = max(_rising(numbers), _rising([-number for number in numbers]), key=len)
    if len(kept) * 10 < 6 * len(numbers):
        kept = list(range(len(numbers)))
    middle = sorted(numbers)[len(numbers) // 2]
    far = {at for at, number in enumerate(numbers) if abs(number - middle) > _DECADE}
    within = [at for at in kept if at not in far]
    out = {at for at in range(len(numbers)) if at not in kept and _away(numbers, within, at)}
    return {positions[at] for at in out | far}


def _away(numbers: Sequence[int], kept: Sequence[int], at: int) -> bool:
    """Whether a date is far from those on either side of it that are in order."""
    spot = bisect_left(kept, at)
    beside = [numbers[one] for one in kept[max(0, spot - 1) : spot + 1]]
    return all(abs(numbers[at] - number) > _ASTRAY for number in beside)


def _rising(numbers: Sequence[int]) -> list[int]:
    """Where the longest part that rises stands."""
    tails: list[int] = []
    tops: list[int] = []
    above: list[int] = []
    for at, number in enumerate(numbers):
        spot = bisect_left(tops, number)
        above.append(tails[spot - 1] if spot else -1)
        tails[spot : spot + 1] = [at]
        tops[spot : spot + 1] = [number]
    path: list[int] = []
    at = tails[-1] if tails else -1
    while at >= 0:
        path.append(at)
        at = above[at]
    return path[::-1]
