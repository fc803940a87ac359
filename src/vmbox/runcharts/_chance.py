"""How many signals chance alone would give, to stand beside how many there are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import factorial
from typing import TYPE_CHECKING, Any

import numpy as np

from vmbox.errors import SeriesError
from vmbox.runcharts._many import analyse_many
from vmbox.runcharts.rules import Rules, rules_of

if TYPE_CHECKING:
    from vmbox.runcharts._many import Analyses

_TRIALS = 4000
_MOST = 1_000_000
_MOST_WEEKS = 5_200  # a century; the made-up series must fit into memory
_SEED = 20140311


@dataclass(frozen=True, slots=True)
class ExpectedSignals:
    """The signals that so many steady measures give over so many weeks, on average.

    Attributes
    ----------
    measures, weeks, rules
        What was asked.
    shifts, trends
        The number of shifts and of trends, all measures together.
    new_medians
        The number of new medians that the rules would make or propose.
    measures_with_signal
        The number of measures with any signal at all.
    margin
        Twice the standard error of ``shifts``: the numbers rest on made-up series.
    assumption
        What was assumed, in words.
    """

    measures: int
    weeks: int
    rules: Rules
    shifts: float
    trends: float
    new_medians: float
    measures_with_signal: float
    margin: float
    assumption: str

    def in_words(self) -> str:
        """Return the numbers as a sentence to put beside what was found."""
        measures = "1 measure" if self.measures == 1 else f"{self.measures} measures"
        weeks = "1 week" if self.weeks == 1 else f"{self.weeks} weeks"
        shown = [_counted(self.shifts, "shift")] if self.rules.shift else []
        if self.rules.trend:
            shown.append(_counted(self.trends, "trend"))
        found = []
        if shown:
            on = _counted(self.measures_with_signal, "measure")
            found = [f"show about {' and '.join(shown)}, on {on}"]
        if self.rules.rephase:
            found.append(f"have about {_counted(self.new_medians, 'new median')} proposed")
        return (
            f"By chance alone, {measures} over {weeks} would "
            f"{', and '.join(found) or 'show nothing'} ({self.assumption})."
        )


def _counted(number: float, noun: str) -> str:
    # Below ten a tenth is still news; above, a precision that these numbers do not have.
    shown = f"{number:.1f}" if number < 10 else f"{number:.0f}"  # noqa: PLR2004
    return f"{shown} {noun}s"


def expected_signals(
    measures: int, weeks: int, rules: str | Rules = "his", **overrides: Any
) -> ExpectedSignals:
    """Return how many signals chance alone gives for so many measures over so many weeks.

    Trends are exact: the chance that so many values in a row come in order. The rest is worked out
    on 4,000 made-up series, always the same ones, judged by the very rules in force. Every series
    is steady: its values are independent and from one normal distribution, no two
    are equal and none is missing. Real values that hang together from week to week give more;
    values with many ties give fewer. Shifts and trends are counted as teams see them, against
    medians that nobody has moved; new medians are those the rules would make one after another.

    Parameters
    ----------
    measures, weeks
        How many series, and how many points each of them has.
    rules, overrides
        As for `analyse`.

    Raises
    ------
    SeriesError
        No whole number from 0, or more than a million measures or 5,200 weeks.
    RulesError
        No such preset, or rules that cannot be.
    """
    for name, number, most in (("measures", measures, _MOST), ("weeks", weeks, _MOST_WEEKS)):
        is_whole = isinstance(number, int | np.integer) and not isinstance(number, bool)
        if not is_whole or not 0 <= number <= most:
            raise SeriesError(f"{name} must be a whole number from 0 to {most:,}, not {number!r}.")
    law = rules_of(rules, overrides)
    each = _for_one(law, int(weeks))
    return ExpectedSignals(
        measures=int(measures),
        weeks=int(weeks),
        rules=law,
        shifts=measures * each.shifts,
        trends=measures * each.trends,
        new_medians=measures * each.new_medians,
        measures_with_signal=measures * each.with_signal,
        margin=measures * each.margin,
        assumption="steady and independent values, no two of them equal",
    )


@dataclass(frozen=True, slots=True)
class _Each:
    shifts: float
    trends: float
    new_medians: float
    with_signal: float
    margin: float


@lru_cache(maxsize=64)
def _for_one(rules: Rules, weeks: int) -> _Each:
    steady = np.random.default_rng(_SEED).standard_normal((_TRIALS, weeks))
    unmoved: Analyses = analyse_many(steady, rules, phases=[()] * _TRIALS)
    by_rules = analyse_many(steady, rules) if rules.rephase else unmoved
    shifts = unmoved.shifts
    return _Each(
        shifts=float(shifts.mean()),
        trends=_trends(rules.trend, weeks),
        new_medians=float(np.maximum(by_rules.phases - 1, 0).mean()),
        with_signal=float(unmoved.signal.mean()),
        margin=2 * float(shifts.std()) / _TRIALS**0.5,
    )


def _trends(trend: int | None, points: int) -> float:
    """Return the expected number of trends of at least ``trend`` points, rising and falling.

    One begins at the first point if the first ``trend`` points are in order; at a later point if
    besides the point before does not lengthen it.
    """
    if trend is None:
        return 0.0
    length = max(trend, 2)
    if points < length:
        return 0.0
    in_order, one_more = 1 / factorial(length), 1 / factorial(length + 1)
    return 2 * (in_order + (points - length) * (in_order - one_more))
