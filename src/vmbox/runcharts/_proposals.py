"""Proposals: the next new median, with its reason in words, for a person to accept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from vmbox.errors import SeriesError
from vmbox.runcharts._judge import settled_phases
from vmbox.runcharts._phases import read_phases, table_of_phases
from vmbox.runcharts._rephase import next_phase, runs_searched, search_of
from vmbox.runcharts._series import in_turn, read_number, read_series
from vmbox.runcharts._slots import slots_of
from vmbox.runcharts.rules import Rules, rules_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

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

    def reason(
        self,
        weeks: Sequence[Any],
        *,
        period: str = "week",
        in_unit: Callable[[float], str] = "{:g}".format,
    ) -> str:
        """Return the evidence in words: "9 weeks in a row below the median of 6 since ...".

        Parameters
        ----------
        weeks
            The date of every position of the series.
        period
            What a position is: "week", or "month" for a monthly series.
        in_unit
            How a value reads in its unit, such as "31.0%" for 0.31.
        """
        dates = in_turn(weeks, "weeks")
        if len(dates) <= self.run_start:
            raise SeriesError(
                f"weeks must have a date for every value, but there are {len(dates)} and the run "
                f"began at position {self.run_start}."
            )
        side = "above" if self.above else "below"
        plural = "" if self.run_length == 1 else "s"
        return (
            f"{self.run_length} {period}{plural} in a row {side} the median of "
            f"{in_unit(self.against)} since {_in_words(dates[self.run_start])}"
        )


def _in_words(day: Any) -> str:
    if isinstance(day, np.datetime64):
        day = day.astype("datetime64[D]").astype(object)
    if not isinstance(day, date) or day != day:  # noqa: PLR0124 (pandas' NaT is a date)
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
    limit = read_number(ceiling, "ceiling")
    if law.rephase is None or not len(series):
        return None
    width = len(series)
    slots = slots_of(series[None, :], law)
    named = table_of_phases([read_phases(phases, width)], width)
    accepted = settled_phases(slots, named, law, limit)
    if not slots.present.any():
        return None
    search = search_of(accepted, slots, np.array([0]))
    following = next_phase(search, law, limit)
    begins = int(following.start[0, 0])
    if begins >= width:
        return None
    runs = runs_searched(search, law, limit)
    first = int(runs.begins[0, begins])
    length = int(runs.length[0, begins])
    evidence = first + int(runs.useful[0, first:].argmax())
    return Proposal(
        start=int(slots.week[0, begins]),
        median=float(following.centre[0, 0]),
        firm=bool(following.firm[0, 0]),
        against=float(search.last.centre[0, 0]),
        run_length=length,
        run_start=int(slots.week[0, evidence]),
        above=bool(runs.side[0, begins] > 0),
    )
