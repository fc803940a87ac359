"""Made-up weekly figures that look alive and come out the same on every machine."""

from __future__ import annotations

import math
import random
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def level(weeks: int, *points: tuple[float, float]) -> Floats:
    """Return a level for each week, straight between (week, level) points, flat beyond them."""
    at, levels = zip(*points, strict=True)
    levels_by_week: Floats = np.asarray(np.interp(np.arange(weeks), at, levels))
    return levels_by_week


def spread_pence(total: int, weights: Floats) -> Floats:
    """Return pounds for each week, in whole pence, that add up to `total` pence exactly.

    Shares follow the weights; what rounding leaves goes to the weeks that lost most by it.
    """
    exact = total * weights / weights.sum()
    pence = np.floor(exact)
    left = round(total - pence.sum())
    pence[np.argsort(pence - exact, kind="stable")[:left]] += 1
    pounds: Floats = pence / 100
    return pounds


def without(values: Floats, *gaps: int) -> Floats:
    """Return the values with nothing in the weeks at these positions."""
    gappy = values.copy()
    gappy[list(gaps)] = np.nan
    return gappy


class Dice:
    """Draws about a level, the same for the same name.

    Only ``random.Random.random`` is used: the one generator that Python promises never to change.
    """

    def __init__(self, name: str) -> None:
        self._random = random.Random(name)

    def counts(self, levels: Floats) -> Floats:
        """Return a count of rare events for each level (Poisson)."""
        return np.array([self._count(float(one)) for one in levels])

    def shares(self, levels: Floats, of: Floats) -> Floats:
        """Return how many `of` so many, each with the level's chance (binomial)."""
        return np.array(
            [
                sum(self._random.random() < chance for _ in range(int(number)))
                for chance, number in zip(levels, of, strict=True)
            ],
            dtype=np.float64,
        )

    def around(self, levels: Floats, spread: float, step: float = 1.0) -> Floats:
        """Return figures about the levels, their standard deviation a share of them (normal)."""
        normal = NormalDist()
        drawn = [
            one * (1 + spread * normal.inv_cdf(max(self._random.random(), 1e-9))) for one in levels
        ]
        return np.array([round(round(one / step) * step, 6) for one in drawn])

    def _count(self, mean: float) -> float:
        below, chance, count = self._random.random(), math.exp(-mean), 0
        while below > chance:
            below -= chance
            count += 1
            chance *= mean / count
        return float(count)
