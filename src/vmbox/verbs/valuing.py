"""Value: what cost per patient came to before and after, and what that released."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  (dataclasses are read by others at run time)
import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import numpy as np

from vmbox.errors import DataError, WorkbookError
from vmbox.measures import parse_date, spoken
from vmbox.value import Change, in_words
from vmbox.verbs.opened import OpenBoxScore, open_box_score
from vmbox.workbook import value_figures as figures
from vmbox.workbook.reading import read
from vmbox.workbook.value_words import NO_UNIT_COST

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from vmbox.measures import BoxScore
    from vmbox.value import PeriodCost, WeeklyCosts

_COUNTED = re.compile(r"(first|last)-(\d{1,4})")


@dataclass(frozen=True)
class Weeks:
    """The weeks of a period, as people ask for them.

    Attributes
    ----------
    first, last
        A day in its first and last week; None for a period of so many weeks.
    end, count
        Which end of what is recorded it is at, and how many weeks with both a cost and patients
        it has.
    """

    first: dt.date | None = None
    last: dt.date | None = None
    end: Literal["first", "last"] = "last"
    count: int = 0

    def days(self, costs: WeeklyCosts) -> tuple[dt.date, dt.date] | None:
        """Return a day in the first and the last week; None where nothing is recorded."""
        if self.first is not None and self.last is not None:
            return self.first, self.last
        usable = np.flatnonzero(costs.usable)
        chosen = usable[: self.count] if self.end == "first" else usable[-self.count :]
        if not len(chosen):
            return None
        return costs.weeks[chosen[0]].date(), costs.weeks[chosen[-1]].date()


def parse_weeks(text: str) -> Weeks:
    """Return the period that a text asks for: 2025-10-06:2025-12-28, or last-12, or first-12.

    Raises
    ------
    DataError
        It is none of these; says what to write.
    """
    words = text.strip()
    if found := _COUNTED.fullmatch(words.casefold()):
        if not int(found[2]):
            raise DataError(f"'{text}' has no weeks. Write last-12, for instance.")
        return Weeks(end="first" if found[1] == "first" else "last", count=int(found[2]))
    first, colon, last = words.partition(":")
    if not colon:
        raise DataError(
            f"'{text}' is no period. Write the first and the last day, as 2025-10-06:2025-12-28, "
            "or last-12 for the last 12 weeks."
        )
    try:
        weeks = Weeks(parse_date(first.strip()), parse_date(last.strip()))
    except DataError as problem:
        raise DataError(f"'{text}' is no period: {problem}.") from problem
    if weeks.first and weeks.last and weeks.last < weeks.first:
        raise DataError(f"'{text}' ends before it begins.")
    return weeks


@dataclass(frozen=True)
class Valuing:
    """The figures of one box score: those that its Value sheet shows for the same weeks.

    Attributes
    ----------
    team
        Its name.
    measure
        The cost per patient that is compared; "" where the box score has none.
    change
        Baseline against current; None without a cost per patient.
    period
        "week" or "month".
    remark
        What every reader must know, such as "Illustrative data".
    remarks
        What else a person must know: weeks that are in both periods.
    written
        Whether the chosen weeks were written to the Value sheet.
    """

    team: str
    measure: str
    change: Change | None
    period: str = "week"
    remark: str = ""
    remarks: tuple[str, ...] = ()
    written: bool = False

    @property
    def words(self) -> str:
        """What changed, in plain words."""
        return NO_UNIT_COST if self.change is None else in_words(self.change)


@dataclass(frozen=True)
class Together:
    """Several teams' figures added up, in pence.

    Cash and productivity are never added to each other, and there is no cost per patient of teams
    that count different things.

    Attributes
    ----------
    teams
        How many there are.
    period
        "week" or "month"; "" where there are both, and then nothing a week.
    before, after
        Spend a week; None where there are both weeks and months.
    cash, productivity
        A week, as `before`.
    cash_over_period, productivity_over_period
        Over each team's current period.
    """

    teams: int
    period: str
    before: Fraction | None
    after: Fraction | None
    cash: Fraction | None
    productivity: Fraction | None
    cash_over_period: Fraction
    productivity_over_period: Fraction


def value(
    path: str | os.PathLike[str],
    baseline: Weeks | None = None,
    current: Weeks | None = None,
    *,
    save: bool = False,
    backup: bool = False,
) -> Valuing:
    """Return what a workbook's costs came to in two periods, and where the change came from.

    Parameters
    ----------
    path
        The workbook.
    baseline, current
        The weeks to compare; None for those that the Value sheet has: chosen there, or else the
        first 12 and the last 12 with both a cost and patients.
    save
        Whether to write the chosen weeks to the Value sheet.

    Raises
    ------
    VmboxError
        As of `vmbox.read`; or, with `save`, the file cannot be written.
    """
    if not save:
        return value_of(read(path), baseline, current)
    with open_box_score(path, backup=backup) as opened:
        return value_opened(opened, baseline, current)


def value_of(box: BoxScore, baseline: Weeks | None = None, current: Weeks | None = None) -> Valuing:
    """Return the figures of a box score; see `value`."""
    measure = figures.unit_cost(box)
    if measure is None:
        return Valuing(box.team, "", None, box.period, box.remark)
    change = figures.compare(_choosing(box, baseline, current), measure)
    return Valuing(
        box.team,
        measure.name,
        change,
        box.period,
        box.remark,
        _overlap(change.baseline, change.current, box.period),
    )


def value_opened(
    opened: OpenBoxScore, baseline: Weeks | None = None, current: Weeks | None = None
) -> Valuing:
    """Return the figures of a box score that is open, its Value sheet showing these weeks.

    Raises
    ------
    WorkbookError
        It has no Value sheet to write to.
    """
    found = value_of(opened.box, baseline, current)
    chosen = _choosing(opened.box, baseline, current)
    if chosen.value_choice == opened.box.value_choice:
        return found
    there = opened.found.layout.value
    fields = ("baseline_from", "baseline_to", "current_from", "current_to")
    if there is None or any(name not in there.cells for name in fields):
        raise WorkbookError(
            f"{opened.found.book.path}: it has no Value sheet to write the weeks to. Run "
            "`vmbox repair`, or leave out --save."
        )
    opened.write(
        {
            there.sheet: {
                there.cells[name]: getattr(chosen.value_choice, name)
                for name in fields
                if getattr(chosen.value_choice, name) != getattr(opened.box.value_choice, name)
            }
        }
    )
    opened.box = chosen
    change = found.change
    words = "" if change is None else f": {_span(change.baseline)} against {_span(change.current)}"
    opened.save(f"Chose the {opened.box.period}s of Value{words}")
    return replace(found, written=True)


def together(teams: Iterable[Valuing]) -> Together | None:
    """Return the sums over teams that have figures; None where none has."""
    found = [
        (one.period, one.change)
        for one in teams
        if one.change is not None and one.change.comparable
    ]
    if not found:
        return None
    changes = [change for _, change in found]
    periods = {period for period, _ in found}
    alike = len(periods) == 1

    def added(parts: Iterable[Fraction | None]) -> Fraction:
        return sum((part for part in parts if part is not None), Fraction())

    return Together(
        len(found),
        periods.pop() if alike else "",
        added(change.baseline.spend for change in changes) if alike else None,
        added(change.current.spend for change in changes) if alike else None,
        added(change.cash_releasing for change in changes) if alike else None,
        added(change.productivity for change in changes) if alike else None,
        added(change.cash_over_period for change in changes),
        added(change.productivity_over_period for change in changes),
    )


def _choosing(box: BoxScore, baseline: Weeks | None, current: Weeks | None) -> BoxScore:
    """The box score with the weeks that somebody asked for in the place of the sheet's."""
    measure = figures.unit_cost(box)
    if measure is None:
        return box
    costs = figures.weekly_costs(box, measure)
    choice = box.value_choice
    if baseline is not None and (days := baseline.days(costs)):
        choice = replace(choice, baseline_from=days[0], baseline_to=days[1])
    if current is not None and (days := current.days(costs)):
        choice = replace(choice, current_from=days[0], current_to=days[1])
    return replace(box, value_choice=choice)


def _overlap(baseline: PeriodCost, current: PeriodCost, period: str) -> tuple[str, ...]:
    ends = (baseline.first, baseline.last, current.first, current.last)
    first, last, begin, end = ends
    if first is None or last is None or begin is None or end is None:
        return ()
    if begin > last or first > end:
        return ()
    return (
        f"the baseline and the current period share the {period}s from "
        f"{spoken(max(first, begin))} to {spoken(min(last, end))}: choose others.",
    )


def _span(period: PeriodCost) -> str:
    if period.first is None or period.last is None:
        return f"no {'month' if period.monthly else 'week'}"
    return f"{spoken(period.first)} to {spoken(period.last)}"
