"""U and U': rates, such as falls per occupied bed day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from vmbox.runcharts.control._chart import (
    ControlChart,
    Limits,
    by_parts,
    read_areas,
    read_counts,
)
from vmbox.runcharts.control._ratio import ratios_of, spread_beyond_chance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike


def u_chart(
    numerator: ArrayLike | Any,
    denominator: ArrayLike | Any,
    *,
    prime: bool = False,
    screened: bool = True,
    freeze: int | None = None,
    parts: Iterable[int] = (),
    exclude: Iterable[int] = (),
) -> ControlChart:
    """Return the U chart of rates (events per unit of the denominator), or Laney's U' chart.

    The centre is all events over all of the denominator; the limits lie 3 Poisson standard
    deviations from it, wider where the denominator is small, and never below 0. U' widens them by
    how much more the rates vary than chance says. Source: as for `p_chart`.

    Raises
    ------
    SeriesError
        A numerator below zero, a denominator of zero, or as for `i_chart`.
    """
    top = read_counts(numerator, "numerator", exclude)
    ratios = ratios_of(top, read_areas(denominator, "denominator", len(top)))

    def limits_of(part: slice, resting_on: slice) -> Limits:
        centre = ratios.centre(resting_on)
        sigma = np.sqrt(centre / ratios.denominator)
        if prime:
            value = ratios.value[resting_on]
            sigma *= spread_beyond_chance(value, centre, sigma[resting_on], screened=screened)
        reach = 3 * sigma[part]
        return centre, np.maximum(centre - reach, 0.0), centre + reach

    return by_parts("u'" if prime else "u", ratios.value, limits_of, parts, freeze)
