"""G: the cases (or days) between rare events."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Any

from vmbox.runcharts._centre import row_mean, row_median
from vmbox.runcharts._series import leave_out, read_series
from vmbox.runcharts.control._chart import ControlChart, Limits, by_parts, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike


def g_chart(
    cases: ArrayLike | Any,
    *,
    freeze: int | None = None,
    parts: Iterable[int] = (),
    exclude: Iterable[int] = (),
) -> ControlChart:
    """Return the G chart of cases between events, one number an event.

    The centre is the median, for the numbers are skewed; the upper limit lies 3 geometric
    standard deviations, the root of m (m + 1), above their mean m; the lower limit is 0. Source:
    Benneyan, Health Care Management Science 4 (2001); the R package qicharts2.

    Raises
    ------
    SeriesError
        A number that is not above zero, or as for `i_chart`.
    """
    series = leave_out(read_series(cases, "cases"), exclude)
    refuse(series, series <= 0, "cases", "a number of cases between events must be above zero")

    def limits_of(_part: slice, resting_on: slice) -> Limits:
        stretch = series[None, resting_on]
        mean = float(row_mean(stretch)[0])
        return float(row_median(stretch)[0]), 0.0, mean + 3 * sqrt(mean * (mean + 1))

    return by_parts("g", series, limits_of, parts, freeze)
