"""Proposals: the next new median, with its reason in words, for a person to accept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from vmbox.errors import SeriesError
from vmbox.runcharts._analysis import read_ceiling
from vmbox.runcharts._phases import (
    median_in_force,
    named_phases,
    next_phase,
    points_begun,
    run_at,
)
from vmbox.runcharts._runs import find_runs
from vmbox.runcharts._series import read_series
from vmbox.runcharts.rules import Rules, rules_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import ArrayLike

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A new median that the rules propose; nothing changes before a person accepts it.

    Attributes
    ----------
    start
        The position at which the new phase would begin.
    median, firm
        Its median, and whether that already rests on as many points as the rules ask for.
    against
        The median in force, which the run lies above or below.
    run_length, run_start
        The useful points of the run that is the evidence, and the position of its first.
    above
        Whether the run lies above the median in force.
    """

    start: int
    median: float
    firm: bool
    against: float
    run_length: int
    run_start: int
    above: bool

    def reason(self, weeks: Sequence[Any], *, period: str = "week") -> str:
        """Return the evidence in words: "9 weeks in a row below the median of 6 since ...".

        Parameters
        ----------
        weeks
            The date of every position of the series.
        period
            What a position is: "week", or "month" for a monthly series.
        """
        if len(weeks) <= self.run_start:
            raise SeriesError(
                f"weeks must have a date for every value, but there are {len(weeks)} and the run "
                f"began at position {self.run_start}."
            )
        side = "above" if self.above else "below"
        plural = "" if self.run_length == 1 else "s"
        return (
            f"{self.run_length} {period}{plural} in a row {side} the median of {self.against:g} "
            f"since {_in_words(weeks[self.run_start])}"
        )


def _in_words(day: Any) -> str:
    if isinstance(day, np.datetime64):
        day = day.astype("datetime64[D]").astype(object)
    if not isinstance(day, date):
        raise SeriesError(f"weeks must be dates, but one of them is {day!r}.")
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def propose(
    values: ArrayLike | Any,
    rules: str | Rules = "his",
    *,
    phases: Iterable[int] = (),
    ceiling: float | None = None,
    **overrides: Any,
) -> Proposal | None:
    """Return the next new median after the last accepted phase, or None where there is none yet.

    Parameters
    ----------
    values, rules, ceiling, overrides
        As for `analyse`.
    phases
        The positions of the new medians that a person accepted so far.

    Raises
    ------
    SeriesError, RulesError
        As for `analyse`.
    """
    law = rules_of(rules, overrides)
    series = read_series(values)
    limit = read_ceiling(ceiling)
    where = np.flatnonzero(~np.isnan(series))
    points = series[where]
    accepted = named_phases(points, points_begun(phases, where), law)
    begins = next_phase(points, accepted, law, limit)
    if begins is None:
        return None
    runs = find_runs(points, median_in_force(accepted, len(points)), limit)
    evidence = run_at(runs, begins)
    rest_on = points[begins : begins + law.baseline]
    return Proposal(
        start=int(where[begins]),
        median=float(np.median(rest_on)),
        firm=len(rest_on) == law.baseline,
        against=accepted[-1].median,
        run_length=len(evidence),
        run_start=int(where[evidence[0]]),
        above=bool(runs.side[begins] > 0),
    )
