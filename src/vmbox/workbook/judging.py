"""What the box score says of each measure: medians, signal in words, proposal."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

import numpy as np

from vmbox.runcharts import (
    HIS,
    Analysis,
    Proposal,
    Together,
    analyse,
    analyse_together,
    propose,
)
from vmbox.workbook.chains import Chains
from vmbox.workbook.units import in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from vmbox.measures import Better, BoxScore, Measure, Period


def _count(number: object) -> int:
    """A number of the default rules, which use whole numbers everywhere."""
    if not isinstance(number, int):
        raise TypeError(f"the default rules have {number!r} for a number of points")
    return number


# Numbers closer than this, relative to their size, are equal to a spreadsheet.
ALIKE: Final = 2.0**-48
# A trend's moves: one fewer than its points, since the starting point is one of them.
SHIFT: Final = _count(HIS.shift)
TREND_MOVES: Final = _count(HIS.trend) - 1
REPHASE: Final = _count(HIS.rephase)
MINIMUM: Final = _count(HIS.minimum)


@dataclass(frozen=True, eq=False)
class Judged:
    """One measure as the front page shows it.

    Attributes
    ----------
    measure, values, accepted, period
        The measure, its value in every week (NaN for none), the positions of its accepted new
        medians, and what a position is.
    """

    measure: Measure
    values: NDArray[np.float64]
    accepted: tuple[int, ...]
    period: Period = "week"

    @cached_property
    def compared(self) -> NDArray[np.float64]:
        """The values as a spreadsheet compares them with the median in force.

        The median of 411.51 and 685.85 is 548.6800000000001 to a computer and 548.68 to everybody
        else. A spreadsheet takes numbers that differ in their last digits alone for equal; so a
        value that it cannot tell from the median is put on it here.
        """
        median = self._as_they_are.median
        differs = _tied(self.values, median)
        return np.where(differs, median, self.values) if differs.any() else self.values

    def is_like(self, other: Judged) -> bool:
        """Whether the same is said of both."""
        return (
            self.measure == other.measure
            and self.accepted == other.accepted
            and self.period == other.period
            and np.array_equal(self.values, other.values, equal_nan=True)
        )

    def know(self, together: Together, *, tied: bool, proposal: bool) -> None:
        """Take over what was worked out of the values as they are, together with others."""
        vars(self)["_as_they_are"] = together.analysis
        if tied:
            return
        vars(self)["compared"] = self.values
        if proposal:
            vars(self)["proposal"] = together.proposal

    @property
    def is_known(self) -> bool:
        """Whether the values were judged already."""
        return "_as_they_are" in vars(self)

    @cached_property
    def analysis(self) -> Analysis:
        """The run chart under the medians that people accepted."""
        if self.compared is self.values:  # as nearly always
            return self._as_they_are
        return self._analyse(self.compared)

    @cached_property
    def _as_they_are(self) -> Analysis:
        return self._analyse(self.values)

    def _analyse(self, values: NDArray[np.float64]) -> Analysis:
        return analyse(
            values,
            HIS,
            phases=sorted(set(self.accepted)),
            ceiling=self.measure.ceiling,
            baseline=self.measure.baseline,
            minimum=self.minimum,
        )

    @cached_property
    def proposal(self) -> Proposal | None:
        """The new median that a person might accept next."""
        return propose(
            self.compared,
            HIS,
            phases=sorted(set(self.accepted)),
            ceiling=self.measure.ceiling,
            baseline=self.measure.baseline,
            minimum=self.minimum,
        )

    @property
    def minimum(self) -> int:
        """Points that the first median needs before there is one at all."""
        return min(MINIMUM, self.measure.baseline)

    @cached_property
    def chains(self) -> Chains:
        """What is counted week by week."""
        return Chains.of(self.compared, self.analysis.median, self.accepted, self.measure.ceiling)

    @property
    def signal(self) -> str:
        """What the latest points say, in words."""
        run, moves = self.chains.run, self.chains.moves
        return signal_in_words(self, run[-1] if run else 0, moves[-1] if moves else 0)

    @property
    def points(self) -> int:
        """Weeks recorded."""
        return self.analysis.points

    @property
    def latest_position(self) -> int | None:
        """The position of the last recorded week."""
        recorded = np.flatnonzero(~np.isnan(self.values))
        return int(recorded[-1]) if len(recorded) else None

    @property
    def latest(self) -> float | None:
        """The last recorded value."""
        at = self.latest_position
        return None if at is None else float(self.values[at])

    @property
    def baseline_median(self) -> float | None:
        """The first phase's median; None while there are too few points."""
        return _number(self.analysis.phases[0].median) if self.analysis.phases else None

    @property
    def current_median(self) -> float | None:
        """The median in force at the latest point."""
        return _number(self.analysis.phases[-1].median) if self.analysis.phases else None

    @property
    def current_points(self) -> int:
        """Points recorded since the median in force began."""
        if not self.analysis.phases:
            return 0
        return int(np.count_nonzero(~np.isnan(self.values[self.analysis.phases[-1].start :])))

    @property
    def firm(self) -> bool:
        """Whether the median in force rests on a whole baseline."""
        return bool(self.analysis.phases) and self.analysis.phases[-1].firm

    @property
    def change(self) -> float | None:
        """From the baseline median to the one in force.

        In percentage points for a percentage, else relative to the baseline: 0.1 is 10 % more.
        """
        before, now = self.baseline_median, self.current_median
        if before is None or now is None:
            return None
        if self.measure.unit == "%":
            return (now - before) * 100
        return None if before == 0 else now / before - 1


def proposal_in_words(judgement: Judged, weeks: pd.DatetimeIndex) -> str:
    """Return why a new median is proposed: "9 weeks in a row below the median of 31.0% ..."."""
    if judgement.proposal is None:
        return ""
    return judgement.proposal.reason(
        list(weeks),
        period=judgement.period,
        in_unit=partial(in_words, unit=judgement.measure.unit),
    )


def judged(box: BoxScore, *, proposals: bool = True) -> tuple[Judged, ...]:
    """Return every measure of the box score, judged, in the order of the front page.

    Without `proposals` each is looked for when it is asked for, which takes far longer then.
    """
    judgements = unjudged(box)
    judge_together(judgements, proposals=proposals)
    return judgements


def unjudged(box: BoxScore) -> tuple[Judged, ...]:
    """Return every measure of the box score, each to be judged when it is asked for anything."""
    return tuple(
        Judged(measure, box.series(measure.name), box.phases(measure.name), box.period)
        for measure in box.measures
    )


def judge_together(judgements: Sequence[Judged], *, proposals: bool = True) -> None:
    """Judge measures of as many weeks at once, which takes a fifth of the time."""
    waiting = [one for one in judgements if not one.is_known and len(one.values)]
    alike: dict[tuple[int, int, float | None], list[Judged]] = {}
    for one in waiting:
        key = (one.measure.baseline, one.minimum, one.measure.ceiling)
        alike.setdefault(key, []).append(one)
    for (baseline, minimum, ceiling), some in alike.items():
        found = analyse_together(
            [one.values for one in some],
            HIS,
            phases=[sorted(set(one.accepted)) for one in some],
            ceiling=ceiling,
            proposals=proposals,
            baseline=baseline,
            minimum=minimum,
        )
        medians = np.array([its.analysis.median for its in found])
        tied = np.logical_or.reduce(_tied(np.array([one.values for one in some]), medians), axis=1)
        for one, its, is_tied in zip(some, found, tied, strict=True):
            one.know(its, tied=bool(is_tied), proposal=proposals)


def _tied(values: NDArray[np.float64], median: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Where a value is not its median, but nothing that a spreadsheet can tell from it."""
    with np.errstate(invalid="ignore"):
        on_median = np.abs(values - median) <= ALIKE * np.abs(median)
        tied: NDArray[np.bool_] = on_median & (values != median)
    return tied


def chain_together(judgements: Sequence[Judged]) -> None:
    """Count week by week for measures of as many weeks at once, far quicker than one by one."""
    waiting = [one for one in judgements if "chains" not in vars(one)]
    if not waiting:
        return
    chains = Chains.of_many(
        [one.compared for one in waiting],
        [one.analysis.median for one in waiting],
        [one.accepted for one in waiting],
        [one.measure.ceiling for one in waiting],
    )
    for one, its in zip(waiting, chains, strict=True):
        vars(one)["chains"] = its


def progress(points: int, baseline: int) -> str:
    """Return how far a baseline is, in words: "9 of 12 points"."""
    return f"{points} of {baseline} points"


def signal_in_words(judgement: Judged, run: int, moves: int) -> str:
    """Return what the latest points of a measure say, in words; "" where there is none.

    Parameters
    ----------
    judgement
        The measure.
    run
        Useful points of the run that the latest point is in, negative below the median.
    moves
        Moves of the trend that the latest point is in, negative when falling.
    """
    points, measure, period = judgement.points, judgement.measure, judgement.period
    if points == 0:
        return ""
    if points < judgement.minimum:
        return progress(points, measure.baseline)
    words = []
    if abs(run) >= SHIFT:
        side = "above" if run > 0 else "below"
        words.append(f"{verdict(run, measure.better)}: {abs(run)} {period}s {side} the median")
    if abs(moves) >= TREND_MOVES:
        way = "rising" if moves > 0 else "falling"
        words.append(f"{verdict(moves, measure.better)}: {abs(moves) + 1} {period}s {way}")
    return "; ".join(words) or NO_SIGNAL


NO_SIGNAL: Final = "No signal"
CHANGED, BETTER_WORD, WORSE_WORD = "Changed", "Better", "Worse"


def verdict(way: int, better: Better) -> str:
    """Return what going up (1) or down (-1) is: better, worse, or changed where nobody said."""
    if better == "neutral":
        return CHANGED
    return BETTER_WORD if (better == "up") == (way > 0) else WORSE_WORD


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
