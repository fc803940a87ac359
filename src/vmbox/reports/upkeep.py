"""What keeps a box score going: open actions, huddles, medians accepted, weeks that are missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from vmbox.measures import spoken
from vmbox.reports.words import counted, short

if TYPE_CHECKING:
    import datetime as dt

    from vmbox.measures import Action, BoxScore, NewMedian
    from vmbox.workbook import Judged

_FINISHED: Final = ("done", "stopped")
# So many rows of a register are news; the sheet has the others.
MEDIANS_SHOWN: Final = 6
_WEEKS_NAMED: Final = 4
# Days after the last recorded week or month from which a page is called old.
_OLD: Final = {"week": 28, "month": 75}


@dataclass(frozen=True)
class OpenAction:
    """A piece of improvement work that goes on."""

    aim: str
    measure: str
    change: str
    step: str
    owner: str
    due: str
    overdue: bool


@dataclass(frozen=True)
class Gaps:
    """A measure with weeks that nobody recorded."""

    measure: str
    recorded: str
    missing: str


@dataclass(frozen=True)
class Completeness:
    """How far the figures are there.

    Attributes
    ----------
    whole, expected
        Measures that have every week, and how many should have.
    gaps
        Those with some missing, the most first.
    sampled, never
        Names of measures that are recorded now and then, as is meant; and never yet.
    old
        A sentence where the last figures are old; else "".
    """

    whole: int
    expected: int
    gaps: tuple[Gaps, ...]
    sampled: tuple[str, ...]
    never: tuple[str, ...]
    old: str


@dataclass(frozen=True)
class Huddles:
    """The next huddle and the last, in words; "" for none."""

    following: str
    topics: str
    last: str
    decisions: str


@dataclass(frozen=True)
class Accepted:
    """A median that a person accepted."""

    measure: str
    week: str
    reason: str
    who: str


def open_actions(box: BoxScore, today: dt.date) -> tuple[OpenAction, ...]:
    """Return the actions that are not finished, the first due first."""
    going = [one for one in box.actions if one.status.casefold() not in _FINISHED]
    going.sort(key=lambda one: (one.due is None, one.due or today))
    return tuple(_open(one, today) for one in going)


def _open(action: Action, today: dt.date) -> OpenAction:
    return OpenAction(
        action.aim,
        action.measure,
        action.change_idea,
        action.pdsa_step or action.status,
        action.owner,
        spoken(action.due) if action.due else "",
        action.due is not None and action.due < today,
    )


def huddles(box: BoxScore, today: dt.date) -> Huddles:
    """Return the next huddle, from today on, and the last before."""
    ahead = sorted((one for one in box.huddles if one.date >= today), key=lambda one: one.date)
    past = sorted((one for one in box.huddles if one.date < today), key=lambda one: one.date)
    following, last = ahead[0] if ahead else None, past[-1] if past else None
    return Huddles(
        _met(following.date, following.led_by) if following else "",
        following.topics if following else "",
        _met(last.date, last.led_by) if last else "",
        last.decisions if last else "",
    )


def _met(day: dt.date, leader: str) -> str:
    return f"{spoken(day)}, led by {leader}" if leader else spoken(day)


def accepted(box: BoxScore) -> tuple[Accepted, ...]:
    """Return the medians accepted last, the latest first."""

    def moment(row: NewMedian) -> tuple[dt.date, dt.date]:
        return row.when or row.week, row.week

    latest = sorted(box.medians, key=moment, reverse=True)[:MEDIANS_SHOWN]
    return tuple(Accepted(one.measure, spoken(one.week), one.reason, one.who) for one in latest)


def completeness(box: BoxScore, judgements: tuple[Judged, ...], today: dt.date) -> Completeness:
    """Return which measures lack weeks, up to the last week of any of them."""
    recorded = np.flatnonzero(box.values.notna().any(axis=1).to_numpy())
    last = int(recorded[-1]) if len(recorded) else -1
    weekly = [one for one in judgements if one.points and one.measure.cadence == "weekly"]
    gaps = []
    for one in weekly:
        first = int(np.flatnonzero(~np.isnan(one.values))[0])
        missing = [at for at in range(first, last + 1) if np.isnan(one.values[at])]
        if missing:
            gaps.append((len(missing), _gaps(box, one, missing, last - first + 1)))
    gaps.sort(key=lambda gap: -gap[0])
    return Completeness(
        len(weekly) - len(gaps),
        len(weekly),
        tuple(gap for _, gap in gaps),
        tuple(
            one.measure.name for one in judgements if one.points and one.measure.cadence != "weekly"
        ),
        tuple(one.measure.name for one in judgements if not one.points),
        _old(box, last, today),
    )


def _gaps(box: BoxScore, judgement: Judged, missing: list[int], weeks: int) -> Gaps:
    named = [short(box.weeks[at].date(), box.period) for at in missing[-_WEEKS_NAMED:]]
    earlier = len(missing) - len(named)
    words = ", ".join(named) + (f" and {earlier} before" if earlier else "")
    return Gaps(
        judgement.measure.name,
        f"{judgement.points} of {counted(weeks, box.period)}",
        f"{len(missing)}: {words}",
    )


def _old(box: BoxScore, last: int, today: dt.date) -> str:
    if last < 0:
        return ""
    day = box.weeks[last].date()
    since = (today - day).days
    if since <= _OLD[box.period]:
        return ""
    return (
        f"The last {box.period} with any figure began on {spoken(day)}, {since:,} days before this "
        "report was made: what has happened since is not in it."
    )
