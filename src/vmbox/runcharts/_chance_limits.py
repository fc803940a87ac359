"""How many runs and crossings chance alone explains, and how long a run."""

from __future__ import annotations

from functools import lru_cache
from math import comb, log2
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from vmbox.runcharts._series import Positions

_TAIL = 40  # one in 40, 2.5 %


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
    ways = [0, 0, *(_ways(smaller, larger, runs) for runs in range(2, useful + 1))]
    every = comb(useful, smaller)
    low, below = 0, 0
    while (below + ways[low]) * _TAIL <= every:
        below += ways[low]
        low += 1
    high, beyond = useful, 0
    while (beyond + ways[high]) * _TAIL <= every:
        beyond += ways[high]
        high -= 1
    return low, high


def _ways(smaller: int, larger: int, runs: int) -> int:
    half = runs // 2
    if runs % 2 == 0:
        return 2 * comb(smaller - 1, half - 1) * comb(larger - 1, half - 1)
    return comb(smaller - 1, half) * comb(larger - 1, half - 1) + comb(
        smaller - 1, half - 1
    ) * comb(larger - 1, half)


def longest_run_limit(useful: int) -> int:
    """Return the longest run that chance explains: round(log2 n) + 3; 0 without a useful point.

    Schilling's longest run of a fair coin, as Anhoej and Olesen use it (PLoS ONE 9, 2014).
    """
    return round(log2(useful)) + 3 if useful > 0 else 0


@lru_cache(maxsize=4096)
def crossings_limit(useful: int, chance: float = 0.05) -> int:
    """Return the fewest crossings of the centre that chance explains.

    The quantile at ``chance`` of a binomial (n - 1, 1/2) for n useful points: the smallest number
    that is not exceeded with at least that chance. 0 without a useful point.
    """
    chances = max(useful - 1, 0)
    numerator, denominator = float(chance).as_integer_ratio()
    if chance in _ROUND:
        numerator, denominator = _ROUND[chance]
    so_far = 0
    for crossings in range(chances + 1):
        so_far += comb(chances, crossings)
        if so_far * denominator >= numerator * 2**chances:
            return crossings
    return chances


# Shares that a person means exactly, though a binary fraction is a little off.
_ROUND = {0.05: (1, 20), 0.025: (1, 40), 0.01: (1, 100), 0.1: (1, 10)}


def for_each(limit: Callable[[int], int], useful: Positions) -> Positions:
    """Return a limit for each number of useful points, worked out once per different number."""
    different, place = np.unique(useful, return_inverse=True)
    limits = np.array([limit(int(count)) for count in different], dtype=np.intp)
    return limits[place].reshape(useful.shape)
