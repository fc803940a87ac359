"""What is counted week by week: phases, runs and moves so far, and in all.

The same numbers stand in the weekly columns of Calc, where formulas make them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
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
        there = ~np.isnan(values)
        medians = [None if np.isnan(one) else float(one) for one in median]
        run = _run_so_far(values, medians, ceiling)
        value = [None if np.isnan(one) else float(one) for one in values]
        moves = _moves_so_far(value)
        return cls(
            phase=_phase_numbers(there, accepted),
            count=[int(count) for count in np.cumsum(there)],
            median=medians,
            run=run,
            run_total=_run_in_all(run, medians),
            value=value,
            moves=moves,
            moves_total=_moves_in_all(moves, there),
        )


def _phase_numbers(there: NDArray[np.bool_], accepted: tuple[int, ...]) -> list[int]:
    numbers, number = [], -1
    for week, point in enumerate(there):
        if point:
            number = sum(start <= week for start in accepted)
        numbers.append(number)
    return numbers


def _run_so_far(
    values: NDArray[np.float64], medians: list[float | None], ceiling: float | None
) -> list[int]:
    runs: list[int] = []
    before: float | None = None
    for value, median in zip(values, medians, strict=True):
        carried = runs[-1] if runs and median == before else 0
        before = median
        if median is None or np.isnan(value):
            runs.append(carried)
        elif value == median:
            runs.append(0 if median in {0, ceiling} else carried)
        else:
            side = 1 if value > median else -1
            runs.append(carried + side if side * carried > 0 else side)
    return runs


def _run_in_all(run: list[int], medians: list[float | None]) -> list[int]:
    totals = list(run)
    for week in range(len(run) - 2, -1, -1):
        if medians[week + 1] == medians[week] and run[week + 1] * run[week] > 0:
            totals[week] = totals[week + 1]
    return totals


def _moves_so_far(values: list[float | None]) -> list[int]:
    moves: list[int] = []
    before: float | None = None
    for value in values:
        carried = moves[-1] if moves else 0
        if before is None or value is None or value == before:
            moves.append(carried)
        else:
            way = 1 if value > before else -1
            moves.append(way * max(1, way * carried + 1))
        before = before if value is None else value
    return moves


def _moves_in_all(moves: list[int], there: NDArray[np.bool_]) -> list[int]:
    totals: list[int] = []
    following = 0
    for move, point in zip(reversed(moves), reversed(there), strict=True):
        if point:
            following = following if following * move > 0 else move
        totals.append(following)
    return totals[::-1]
