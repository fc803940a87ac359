"""What P, U and I' charts share: values with a denominator each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from vmbox.errors import SeriesError
from vmbox.runcharts._centre import mean_moving_range
from vmbox.runcharts._series import position
from vmbox.runcharts.control._chart import D2

if TYPE_CHECKING:
    from vmbox.runcharts._series import Floats

# Smaller denominators are no number of anything, and dividing by them overflows.
_SMALLEST = 1e-100


class Ratios(NamedTuple):
    """Numerators over denominators; all NaN where either is missing."""

    numerator: Floats
    denominator: Floats
    value: Floats

    def centre(self, stretch: slice) -> float:
        """Return all numerators of a stretch over all its denominators; NaN without any."""
        whole = float(np.nansum(self.denominator[stretch]))
        return float(np.nansum(self.numerator[stretch])) / whole if whole else float("nan")


def ratios_of(numerator: Floats, denominator: Floats) -> Ratios:
    """Return the ratios where both numbers are there."""
    too_small = denominator < _SMALLEST
    if too_small.any():
        where = int(too_small.argmax())
        found = f"{position('denominator', (where,))} is {denominator[where]:g}"
        raise SeriesError(f"{found}: too small to divide by. Count it in a smaller unit.")
    missing = np.isnan(numerator) | np.isnan(denominator)
    top, bottom = (np.where(missing, np.nan, series) for series in (numerator, denominator))
    return Ratios(top, bottom, top / bottom)


def spread_beyond_chance(values: Floats, centre: float, sigma: Floats, *, screened: bool) -> float:
    """Return how many times wider the values vary than their sigmas say (Laney's sigma z)."""
    z = (values - centre) / sigma
    return float(mean_moving_range(z[None, :], screened=screened)[0]) / D2
