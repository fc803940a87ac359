"""The centre of a stretch of values and their spread: medians, means, moving ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from vmbox.runcharts._series import Floats
    from vmbox.runcharts.rules import Centre

# A moving range above this many mean ranges belongs to no steady process (Shewhart's D4, n = 2).
SCREEN = 3.267


def centre_of(rows: Floats, centre: Centre) -> Floats:
    """Return the centre of each row, NaN values left aside; NaN for an empty row."""
    if centre == "median":
        return row_median(rows)
    if centre == "mean":
        return row_mean(rows)
    return np.where(np.isnan(rows).all(axis=1), np.nan, float(centre))


def row_median(rows: Floats) -> Floats:
    """Return the median of each row, NaN values left aside; NaN for an empty row."""
    in_order = np.sort(rows, axis=1)  # NaN values last
    count = np.count_nonzero(~np.isnan(rows), axis=1)[:, None]
    low = np.take_along_axis(in_order, np.maximum(count - 1, 0) // 2, axis=1)
    high = np.take_along_axis(in_order, np.minimum(count // 2, rows.shape[1] - 1), axis=1)
    # Halved before the sum, which might be too large a number otherwise.
    halves: Floats = (0.5 * low + 0.5 * high)[:, 0]
    return halves


def row_mean(rows: Floats) -> Floats:
    """Return the mean of each row, NaN values left aside; NaN for an empty row.

    In extended precision, and corrected once by the mean of what is left over: the mean of equal
    values is that value, so that none of them lies beside it by a rounding error.
    """
    present = ~np.isnan(rows)
    count = np.maximum(np.count_nonzero(present, axis=1), 1)
    values = np.where(present, rows, 0.0).astype(np.longdouble)
    mean = values.sum(axis=1) / count
    left_over = np.where(present, values - mean[:, None], 0.0)
    mean += left_over.sum(axis=1) / count
    return np.where(present.any(axis=1), mean, np.nan).astype(np.float64)


def mean_moving_range(rows: Floats, *, screened: bool) -> Floats:
    """Return the mean distance between neighbours of each row; NaN where there are none.

    A distance across a missing value is none. Screened: distances of 3.267 times their mean or
    more are left out and the mean is taken again; where that leaves none (all are zero), NaN.
    """
    return screened_mean(np.abs(np.diff(rows, axis=1)), screened=screened)


def screened_mean(ranges: Floats, *, screened: bool) -> Floats:
    """Return the mean of each row of ranges, screened once where asked for."""
    mean = row_mean(ranges)
    if not screened:
        return mean
    return row_mean(np.where(ranges < SCREEN * mean[:, None], ranges, np.nan))
