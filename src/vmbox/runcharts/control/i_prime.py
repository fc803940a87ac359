"""I': individual values that rest on denominators of different size."""

from __future__ import annotations

from math import pi, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from vmbox.runcharts._centre import screened_mean
from vmbox.runcharts._series import leave_out, read_series
from vmbox.runcharts.control._chart import ControlChart, Limits, by_parts, read_areas
from vmbox.runcharts.control._ratio import ratios_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike


def i_prime_chart(
    numerator: ArrayLike | Any,
    denominator: ArrayLike | Any,
    *,
    screened: bool = True,
    freeze: int | None = None,
    parts: Iterable[int] = (),
    exclude: Iterable[int] = (),
) -> ControlChart:
    """Return the I' chart (normalised I chart) of numerators over denominators.

    The centre is all numerators over all denominators. Each distance between neighbours is set
    against the size of both denominators; their mean times the root of pi / 2 is the standard
    deviation of a value with a denominator of one, and the limits lie 3 of them, over the root of
    the denominator, from the centre. Frozen, the centre rests on the first weeks but the standard
    deviation on all of the part: the R package qicharts2 has it so, and so have we. Source:
    Taylor, Normalized Individuals (I_N) Chart.

    Raises
    ------
    SeriesError
        A denominator of zero or below, or as for `i_chart`.
    """
    top = leave_out(read_series(numerator, "numerator"), exclude)
    ratios = ratios_of(top, read_areas(denominator, "denominator", len(top)))

    def limits_of(part: slice, resting_on: slice) -> Limits:
        centre = ratios.centre(resting_on)
        area = ratios.denominator[part]
        step = np.sqrt(1 / area[1:] + 1 / area[:-1])
        distance = np.abs(np.diff(ratios.value[part])) / step
        mean = float(screened_mean(distance[None, :], screened=screened)[0])
        reach = 3 * mean * sqrt(pi / 2) / np.sqrt(area)
        return centre, centre - reach, centre + reach

    return by_parts("i'", ratios.value, limits_of, parts, freeze)
