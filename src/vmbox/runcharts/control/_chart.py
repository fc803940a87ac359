"""What a control chart is, whatever its kind, and how one is put together by parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from vmbox.errors import SeriesError
from vmbox.runcharts._analysis import PhaseRuns, phase_runs
from vmbox.runcharts._phases import read_phases
from vmbox.runcharts._runs import find_runs
from vmbox.runcharts._series import leave_out, position, read_series
from vmbox.runcharts.rules import ANHOEJ

if TYPE_CHECKING:
    from vmbox.runcharts._series import Flags, Floats

Limits: TypeAlias = "tuple[Floats | float, Floats | float, Floats | float]"
"""Centre, lower and upper limit of a part: one number for all of it, or one a week."""

LimitsOf: TypeAlias = Callable[[slice, slice], Limits]
"""The limits of a part, given that part and the stretch of it that they rest on."""

D2 = 1.128
"""A mean moving range of two is this many standard deviations."""


@dataclass(frozen=True, slots=True, eq=False)
class ControlChart:
    """A control chart, position by position.

    Attributes
    ----------
    kind
        What kind it is: "i", "mr", "p", "p'", "u", "u'", "c", "t", "g" or "i'".
    values
        What is drawn: NaN where it is missing.
    centre, lower, upper
        The centre line and the limits at each position.
    parts
        The position at which each part begins.
    runs
        How the runs of each part compare with what chance explains (Anhoej's rules).
    """

    kind: str
    values: Floats
    centre: Floats
    lower: Floats
    upper: Floats
    parts: tuple[int, ...]
    runs: tuple[PhaseRuns, ...]

    @property
    def beyond(self) -> Flags:
        """Whether each value lies beyond a limit."""
        return (self.values < self.lower) | (self.values > self.upper)

    @property
    def signal(self) -> bool:
        """Whether there is anything but chance: a point beyond, or unusual runs."""
        return bool(self.beyond.any()) or any(runs.signal for runs in self.runs)


def read_counts(values: Any, name: str, exclude: Iterable[int] = ()) -> Floats:
    """Return a series of numbers that cannot be negative."""
    series = leave_out(read_series(values, name), exclude)
    refuse(series, series < 0, name, "a count cannot be negative")
    return series


def read_areas(values: Any, name: str, length: int) -> Floats:
    """Return a series of denominators: as long as the numerators, and above zero."""
    series = read_series(values, name)
    if len(series) != length:
        raise SeriesError(
            f"There are {length} numerators but {len(series)} denominators; "
            "give one for each, NaN where it is missing."
        )
    refuse(series, series <= 0, name, "a denominator must be above zero")
    return series


def refuse(series: Floats, wrong: Flags, name: str, why: str) -> None:
    """Raise a SeriesError that names the first position that is wrong, if there is any."""
    if wrong.any():
        where = int(wrong.argmax())
        raise SeriesError(f"{position(name, (where,))} is {series[where]:g}: {why}.")


def by_parts(
    kind: str, values: Floats, limits_of: LimitsOf, parts: Iterable[int], freeze: int | None
) -> ControlChart:
    """Return the chart whose limits are worked out part by part.

    Raises
    ------
    SeriesError
        A part that is no position, or a freeze that is no number of weeks.
    """
    if freeze is not None and (not isinstance(freeze, int | np.integer) or freeze < 1):
        raise SeriesError(f"freeze must be a number of weeks from 1, not {freeze!r}.")
    length = len(values)
    starts = sorted({0, *read_phases(parts, length)} - {length})
    centre, lower, upper = (np.full(length, np.nan) for _ in range(3))
    for start, stop in zip(starts, [*starts, length][1:], strict=True):
        part = slice(start, stop)
        resting_on = slice(start, min(start + (freeze or length), stop))
        # A zero spread, or nothing to rest on, gives NaN and not a warning.
        with np.errstate(divide="ignore", invalid="ignore"):
            centre[part], lower[part], upper[part] = limits_of(part, resting_on)
    runs = tuple(
        _runs(values[start:stop], centre[start:stop])
        for start, stop in zip(starts, [*starts, length][1:], strict=True)
    )
    return ControlChart(kind, values, centre, lower, upper, tuple(starts), runs)


def _runs(values: Floats, centre: Floats) -> PhaseRuns:
    if not len(values):
        return phase_runs(0, 0, 0, ANHOEJ)
    whole = np.zeros((1, len(values)), dtype=bool)
    runs = find_runs(values[None, :], centre[None, :], whole, ANHOEJ, None)
    return phase_runs(int(runs.useful.sum()), int(runs.longest[0]), int(runs.count[0]), ANHOEJ)
