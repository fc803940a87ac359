"""C: counts of events where the area of opportunity stays the same."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Any

from vmbox.runcharts._centre import row_mean
from vmbox.runcharts.control._chart import ControlChart, Limits, by_parts, read_counts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike


def c_chart(
    counts: ArrayLike | Any,
    *,
    freeze: int | None = None,
    parts: Iterable[int] = (),
    exclude: Iterable[int] = (),
) -> ControlChart:
    """Return the C chart of counts, such as falls a week on one ward.

    The centre is the mean; the limits lie 3 of its roots (Poisson standard deviations) from it,
    and never below 0. Source: Provost and Murray, The Health Care Data Guide.

    Raises
    ------
    SeriesError
        A negative count, or as for `i_chart`.
    """
    series = read_counts(counts, "counts", exclude)

    def limits_of(_part: slice, resting_on: slice) -> Limits:
        centre = float(row_mean(series[None, resting_on])[0])
        reach = 3 * sqrt(centre)
        return centre, max(centre - reach, 0.0), centre + reach

    return by_parts("c", series, limits_of, parts, freeze)
