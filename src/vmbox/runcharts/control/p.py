"""P and P': shares, such as the patients seen in time of all patients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from vmbox.runcharts.control._chart import (
    ControlChart,
    Limits,
    by_parts,
    read_areas,
    read_counts,
    refuse,
)
from vmbox.runcharts.control._ratio import ratios_of, spread_beyond_chance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike


def p_chart(
    numerator: ArrayLike | Any,
    denominator: ArrayLike | Any,
    *,
    prime: bool = False,
    screened: bool = True,
    freeze: int | None = None,
    parts: Iterable[int] = (),
    exclude: Iterable[int] = (),
) -> ControlChart:
    """Return the P chart of shares (0 to 1), or with ``prime`` Laney's P' chart.

    The centre is all numerators over all denominators; the limits lie 3 binomial standard
    deviations from it, wider where the denominator is small, and never below 0 or above 1. P'
    widens them by how much more the shares vary than chance says (for large denominators);
    ``screened`` leaves out its large moving ranges. Source: Laney, Quality Engineering 14 (2002);
    Provost and Murray, The Health Care Data Guide.

    Raises
    ------
    SeriesError
        A numerator below zero or above its denominator, a denominator of zero, or as `i_chart`.
    """
    top = read_counts(numerator, "numerator", exclude)
    bottom = read_areas(denominator, "denominator", len(top))
    refuse(top, top > bottom, "numerator", "that is above its denominator")
    ratios = ratios_of(top, bottom)

    def limits_of(part: slice, resting_on: slice) -> Limits:
        centre = ratios.centre(resting_on)
        sigma = np.sqrt(centre * (1 - centre) / ratios.denominator)
        if prime:
            value = ratios.value[resting_on]
            sigma *= spread_beyond_chance(value, centre, sigma[resting_on], screened=screened)
        reach = 3 * sigma[part]
        return centre, np.maximum(centre - reach, 0.0), np.minimum(centre + reach, 1.0)

    return by_parts("p'" if prime else "p", ratios.value, limits_of, parts, freeze)
