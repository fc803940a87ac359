"""Runs: successive points on one side of the median in force, and how many chance would make."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import comb
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from vmbox.runcharts._series import Flags, Floats, Positions

_TAIL = 0.025


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of one series' points.

    ``number`` says to which run each point belongs, counted from 0 in order; a number may have
    no useful point (the points on the median before the first run). ``side`` is 1 above, -1
    below, 0 in no run. ``length`` is the number of useful points of each point's run.
    """

    number: Positions
    side: Positions
    length: Positions
    useful: Flags

    @property
    def count(self) -> int:
        """The number of runs that have a useful point."""
        return len(np.unique(self.number[self.useful]))

    @property
    def longest(self) -> int:
        """The number of useful points in the longest run; 0 without any."""
        return int(self.length.max(initial=0))


def find_runs(points: Floats, median: Floats, ceiling: float | None) -> Runs:
    """Return the runs of the points about the median in force at each of them.

    A point on the median carries its run on and does not count. It ends the run where the median
    is at zero or at the ceiling, for no point can lie beyond it. A run also ends where the median
    in force changes its value. Where there is no median (NaN) there is no run.
    """
    above, below = points > median, points < median
    useful = above | below
    carries = (points == median) & (median != 0.0)
    if ceiling is not None:
        carries &= median != ceiling
    changes = np.ones(len(points), dtype=bool)
    changes[1:] = median[1:] != median[:-1]

    side = above.astype(np.intp) - below.astype(np.intp)
    number = np.zeros(len(points), dtype=np.intp)
    for i in range(1, len(points)):
        if carries[i]:
            side[i] = side[i - 1]
        number[i] = number[i - 1] + bool(changes[i] or side[i] != side[i - 1])
    lengths = np.bincount(number, weights=useful).astype(np.intp)
    return Runs(number, side, lengths[number], useful)


@lru_cache(maxsize=4096)
def run_limits(useful: int) -> tuple[int, int] | None:
    """Return the fewest and the most runs that chance explains; None without a useful point.

    Exact for that many useful points in random order, half of them on either side of the median
    (the odd one on either): fewer runs than the first have at most 2.5 % chance, and so have more
    runs than the second. Hypergeometric, as Swed and Eisenhart tabled it (Annals of Mathematical
    Statistics 14, 1943); computed here, and so for any number of points.

    Only for a median of those same points: a frozen or extended median does not halve them.
    """
    if useful < 1:
        return None
    if useful == 1:
        return 1, 1
    smaller = useful // 2
    larger = useful - smaller
    ways = [0, 0] + [_ways(smaller, larger, runs) for runs in range(2, useful + 1)]
    allowed = _TAIL * comb(useful, smaller)
    low, below = 0, 0
    while below + ways[low] <= allowed:
        below += ways[low]
        low += 1
    high, beyond = useful, 0
    while beyond + ways[high] <= allowed:
        beyond += ways[high]
        high -= 1
    return max(low, 1), high


def _ways(smaller: int, larger: int, runs: int) -> int:
    half = runs // 2
    if runs % 2 == 0:
        return 2 * comb(smaller - 1, half - 1) * comb(larger - 1, half - 1)
    return comb(smaller - 1, half) * comb(larger - 1, half - 1) + comb(
        smaller - 1, half - 1
    ) * comb(larger - 1, half)
