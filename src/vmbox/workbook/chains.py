"""What is counted week by week: phases, runs and moves so far, and in all.

The same numbers stand in the weekly columns of Calc, where formulas make them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Chains:
    """The weekly columns of a block as they must come out, one number (or blank) a week.

    Attributes
    ----------
    phase
        Accepted medians begun so far; -1 before the first point.
    count
        Points so far.
    median
        The median in force, None for none.
    run, run_total
        Useful points of the run so far, and in all; negative below the median.
    value
        The week's value, None for none.
    moves, moves_total
        Moves of the trend so far, and in all; negative when falling.
    """

    phase: list[int]
    count: list[int]
    median: list[float | None]
    run: list[int]
    run_total: list[int]
    value: list[float | None]
    moves: list[int]
    moves_total: list[int]

    @classmethod
    def of(
        cls,
        values: NDArray[np.float64],
        median: NDArray[np.float64],
        accepted: tuple[int, ...],
        ceiling: float | None,
    ) -> Chains:
        """Return the chains of a series under its medians in force (NaN for none)."""
        return cls.of_many([values], [median], [accepted], [ceiling])[0]

    @classmethod
    def of_many(
        cls,
        values: Sequence[NDArray[np.float64]],
        median: Sequence[NDArray[np.float64]],
        accepted: Sequence[tuple[int, ...]],
        ceiling: Sequence[float | None],
    ) -> list[Chains]:
        """Return the chains of each of some series of one length: the same as `of`, far quicker."""
        # A week a row, so that all series go from one week to the next together.
        points, medians = np.array(values).T, np.array(median).T
        there = ~np.isnan(points)
        last = np.maximum.accumulate(np.where(there, np.arange(len(points))[:, None], -1))
        limits = np.array([np.nan if one is None else one for one in ceiling])
        same = _same_as_before(medians)
        sides = _compared(points, medians)
        ends = (points == medians) & ((medians == 0) | (medians == limits))
        run = _so_far(sides, same & ~ends)
        moves = _so_far(_moves(points, last), np.ones_like(same))
        columns = (
            _phases(last, accepted),
            np.cumsum(there, axis=0),
            _or_none(medians),
            run,
            _run_in_all(run, same),
            _or_none(points),
            moves,
            _moves_in_all(moves, there),
        )
        return [cls(*series) for series in zip(*(one.T.tolist() for one in columns), strict=True)]


def _same_as_before(medians: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether a week's median is that of the week before; no median is the same as none."""
    same = np.zeros(medians.shape, dtype=bool)
    none = np.isnan(medians)
    same[1:] = (medians[1:] == medians[:-1]) | (none[1:] & none[:-1])
    return same


def _compared(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.int64]:
    """1 where a number is the larger, -1 where it is the smaller, 0 where either is missing."""
    return (one > other).astype(np.int64) - (one < other)


def _moves(points: NDArray[np.float64], last: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which way each point lies from the point before it."""
    before = np.full(points.shape, np.nan)
    before[1:] = np.take_along_axis(points, np.maximum(last[:-1], 0), axis=0)
    return _compared(points, before)


def _so_far(steps: NDArray[np.int64], goes_on: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Steps one way so far: begun anew where they turn or do not go on; no step changes nothing."""
    counts = np.zeros_like(steps)
    now = np.zeros(steps.shape[1], dtype=np.int64)
    for week, step in enumerate(steps):
        carried = now * goes_on[week]
        now = np.where(step * carried < 0, step, carried + step)
        counts[week] = now
    return counts


def _run_in_all(run: NDArray[np.int64], same: NDArray[np.bool_]) -> NDArray[np.int64]:
    """What each run came to where it ended."""
    ends = np.ones(run.shape, dtype=bool)
    ends[:-1] = ~(same[1:] & (run[1:] * run[:-1] > 0))
    weeks = np.where(ends, np.arange(len(run))[:, None], len(run))
    end = np.minimum.accumulate(weeks[::-1])[::-1]
    return np.take_along_axis(run, end, axis=0)


def _moves_in_all(moves: NDArray[np.int64], there: NDArray[np.bool_]) -> NDArray[np.int64]:
    """What the trend came to that each week, or the next point, is in."""
    totals = np.zeros_like(moves)
    following = np.zeros(moves.shape[1], dtype=np.int64)
    for week in range(len(moves) - 1, -1, -1):
        here = np.where(following * moves[week] > 0, following, moves[week])
        following = np.where(there[week], here, following)
        totals[week] = following
    return totals


def _phases(last: NDArray[np.int64], accepted: Sequence[tuple[int, ...]]) -> NDArray[np.int64]:
    """Accepted medians begun by the last point; -1 before the first."""
    begun = np.zeros((len(last) + 1, last.shape[1]), dtype=np.int64)
    for series, starts in enumerate(accepted):
        np.add.at(begun[:, series], np.array(starts, dtype=np.int64), 1)
    so_far = np.take_along_axis(np.cumsum(begun, axis=0), np.maximum(last, 0), axis=0)
    return np.where(last < 0, -1, so_far)


def _or_none(numbers: NDArray[np.float64]) -> NDArray[np.object_]:
    found = numbers.astype(object)
    found[np.isnan(numbers)] = None
    return found
