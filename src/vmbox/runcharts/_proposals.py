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

    from vmbox.runcharts._series import Floats, Positions

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
    table = series[None, :]
    named = table_of_phases([read_phases(phases, len(series))], len(series))
    return proposals_of(table, named, law, limit)[0]


def proposals_of(
    table: Floats, named: Positions, rules: Rules, ceiling: float | None
) -> list[Proposal | None]:
    """Return the proposal of each of the series (series x weeks), as `propose` does for one."""
    width = table.shape[1]
    slots = slots_of(table, rules)
    accepted = settled_phases(slots, named, rules, ceiling)
    proposals: list[Proposal | None] = [None] * len(table)
    rows = np.flatnonzero(slots.present.any(axis=1))
    if not rows.size:
        return proposals
    search = search_of(accepted, slots, rows)
    following = next_phase(search, rules, ceiling)
    runs = runs_searched(search, rules, ceiling)
    for at, row in enumerate(rows):
        begins = int(following.start[at, 0])
        if begins >= width:
            continue
        first = int(runs.begins[at, begins])
        evidence = first + int(runs.useful[at, first:].argmax())
        proposals[row] = Proposal(
            start=int(slots.week[row, begins]),
            median=float(following.centre[at, 0]),
            firm=bool(following.firm[at, 0]),
            against=float(search.last.centre[at, 0]),
            run_length=int(runs.length[at, begins]),
            run_start=int(slots.week[row, evidence]),
            above=bool(runs.side[at, begins] > 0),
        )
    return proposals
