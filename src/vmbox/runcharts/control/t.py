"""T: the time between rare events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vmbox.runcharts._centre import row_mean
from vmbox.runcharts._series import leave_out, read_series
from vmbox.runcharts.control._chart import ControlChart, Limits, by_parts, refuse
from vmbox.runcharts.control.xmr import sigma_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike

# Times between events at a steady rate are about normal after this root (Nelson, 1994).
_ROOT = 3.6


def t_chart(
    times: ArrayLike | Any,
    *,
    screened: bool = True,
    freeze: int | None = None,
    parts: Iterable[int] = (),
    exclude: Iterable[int] = (),
) -> ControlChart:
    """Return the T chart of times between events (days, hours), one time an event.

    An I chart of their 3.6th roots, taken back to times; the lower limit is never below 0.
    Source: Nelson, Journal of Quality Technology 26 (1994); the R package qicharts2.

    Raises
    ------
    SeriesError
        A time that is not above zero, or as for `i_chart`.
    """
    series = leave_out(read_series(times, "times"), exclude)
    refuse(series, series <= 0, "times", "a time between events must be above zero")
    roots = series ** (1 / _ROOT)

    def limits_of(_part: slice, resting_on: slice) -> Limits:
        stretch = roots[resting_on]
        root = float(row_mean(stretch[None, :])[0])
        centre = root**_ROOT
        # A time whose root is the mean lies on the line, and not a rounding error beside it.
        if (stretch == root).any():
            centre = float(series[resting_on][stretch == root][0])
        reach = 3 * sigma_of(stretch, screened=screened)
        if reach == 0:
            return centre, centre, centre
        # Not max(0, NaN), which would be 0 where there are no limits.
        lower = 0.0 if root < reach else root - reach
        return centre, lower**_ROOT, (root + reach) ** _ROOT

    return by_parts("t", series, limits_of, parts, freeze)
