"""XmR: individual values, and their moving ranges."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from vmbox.runcharts._centre import SCREEN, mean_moving_range, row_mean
from vmbox.runcharts._series import leave_out, read_series
from vmbox.runcharts.control._chart import D2, ControlChart, Limits, by_parts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike

    from vmbox.runcharts._series import Floats


def i_chart(
    values: ArrayLike | Any,
    *,
    screened: bool = True,
    freeze: int | None = None,
    parts: Iterable[int] = (),
    exclude: Iterable[int] = (),
) -> ControlChart:
    """Return the I chart (X chart) of individual values: for any measure.

    The centre is the mean; the limits lie 3 / 1.128 mean moving ranges from it. Screened: moving
    ranges of 3.267 times their mean or more are left out first, once; where all are zero that
    leaves none, and there are no limits (NaN). Source: Shewhart; Provost and Murray, The Health
    Care Data Guide; screening as the R package qicharts2 does it.

    Raises
    ------
    SeriesError
        Values that are not one series of finite numbers; a part or exclusion that is no position.
    """
    series = leave_out(read_series(values), exclude)

    def limits_of(_part: slice, resting_on: slice) -> Limits:
        return _about_mean(series[resting_on], screened=screened)

    return by_parts("i", series, limits_of, parts, freeze)


def _about_mean(values: Floats, *, screened: bool) -> tuple[float, float, float]:
    centre = float(row_mean(values[None, :])[0])
    reach = 3 * sigma_of(values, screened=screened)
    return centre, centre - reach, centre + reach


def sigma_of(values: Floats, *, screened: bool) -> float:
    """Return the standard deviation that the moving ranges of the values speak for."""
    return float(mean_moving_range(values[None, :], screened=screened)[0]) / D2


def mr_chart(
    values: ArrayLike | Any,
    *,
    freeze: int | None = None,
    parts: Iterable[int] = (),
    exclude: Iterable[int] = (),
) -> ControlChart:
    """Return the MR chart: each value's distance from the one before it.

    The centre is the mean of the distances, the upper limit 3.267 times that, the lower limit 0.
    There is no distance over a missing value or into a new part. Runs are no signal here: two
    neighbouring distances share a value, so they are not independent.

    Raises
    ------
    SeriesError
        As for `i_chart`.
    """
    parts = list(parts)
    series = leave_out(read_series(values), exclude)
    ranges = np.abs(np.diff(series, prepend=np.nan)) if len(series) else series
    ranges[[part for part in parts if isinstance(part, int) and 0 <= part < len(series)]] = np.nan

    def limits_of(_part: slice, resting_on: slice) -> Limits:
        centre = float(row_mean(ranges[None, resting_on])[0])
        return centre, 0.0, SCREEN * centre

    chart = by_parts("mr", ranges, limits_of, parts, freeze)
    return replace(chart, runs=tuple(replace(runs, signal=False) for runs in chart.runs))
