"""Making Data Count's words for a chart: special causes, and the two icons."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

import numpy as np

from vmbox.errors import SeriesError
from vmbox.runcharts._series import read_number

if TYPE_CHECKING:
    from vmbox.runcharts._analysis import Analysis


class SpecialCause(StrEnum):
    """Why a point is no common cause."""

    ABOVE_LIMIT = "above the upper limit"
    BELOW_LIMIT = "below the lower limit"
    RISING = "part of a rising trend"
    FALLING = "part of a falling trend"
    CLOSE_ABOVE = "two of three close to the upper limit"
    CLOSE_BELOW = "two of three close to the lower limit"
    RUN_ABOVE = "part of a run above the mean"
    RUN_BELOW = "part of a run below the mean"

    @property
    def is_high(self) -> bool:
        """Whether it speaks of values that are high or rise."""
        return self in _HIGH


_HIGH = {
    SpecialCause.ABOVE_LIMIT,
    SpecialCause.RISING,
    SpecialCause.CLOSE_ABOVE,
    SpecialCause.RUN_ABOVE,
}


class Variation(StrEnum):
    """The variation icon: what the latest point says."""

    COMMON_CAUSE = "common cause"
    IMPROVEMENT = "special cause, improvement"
    CONCERN = "special cause, concern"
    HIGH = "special cause, high"
    LOW = "special cause, low"


class Assurance(StrEnum):
    """The assurance icon: whether the process as it is would meet its target."""

    PASS = "consistently meets the target"
    FAIL = "consistently misses the target"
    INCONSISTENT = "meets and misses the target at random"


@dataclass(frozen=True, slots=True)
class Icons:
    """The two icons of a chart; ``assurance`` is None without a target or a direction."""

    variation: Variation
    assurance: Assurance | None


def special_causes(analysis: Analysis) -> tuple[SpecialCause | None, ...]:
    """Return the special cause of each position, None where there is none.

    Where a point has several, the first of these: beyond a limit, in a trend, two of three close
    to a limit, in a run on one side. The order is NHSRplotthedots'.
    """
    above = analysis.values > analysis.median
    kinds = (
        (analysis.values > analysis.upper, SpecialCause.ABOVE_LIMIT),
        (analysis.values < analysis.lower, SpecialCause.BELOW_LIMIT),
        (analysis.trend & analysis.rising, SpecialCause.RISING),
        (analysis.trend & ~analysis.rising, SpecialCause.FALLING),
        (analysis.close & above, SpecialCause.CLOSE_ABOVE),
        (analysis.close & ~above, SpecialCause.CLOSE_BELOW),
        (analysis.shift & above, SpecialCause.RUN_ABOVE),
        (analysis.shift & ~above, SpecialCause.RUN_BELOW),
    )
    return tuple(
        next((cause for flags, cause in kinds if flags[position]), None)
        for position in range(len(above))
    )


def icons(
    analysis: Analysis,
    better: Literal["up", "down", "neutral"] = "up",
    target: float | None = None,
) -> Icons:
    """Return Making Data Count's two icons for a chart.

    Parameters
    ----------
    analysis
        An analysis by rules with limits (preset ``mdc``).
    better
        Which way is good: "up", "down", or "neutral", which has no improvement and no assurance.
    target
        The value to reach, in the unit of the values.

    Raises
    ------
    SeriesError
        ``better`` is none of the three words, or ``target`` no number.
    """
    if not isinstance(better, str) or better not in {"up", "down", "neutral"}:
        raise SeriesError(f"better must be 'up', 'down' or 'neutral', not {better!r}.")
    aim = read_number(target, "target")
    return Icons(_variation(analysis, better), _assurance(analysis, better, aim))


def _variation(analysis: Analysis, better: str) -> Variation:
    points = np.flatnonzero(~np.isnan(analysis.values))
    cause = special_causes(analysis)[points[-1]] if len(points) else None
    if cause is None:
        return Variation.COMMON_CAUSE
    if better == "neutral":
        return Variation.HIGH if cause.is_high else Variation.LOW
    is_good = cause.is_high == (better == "up")
    return Variation.IMPROVEMENT if is_good else Variation.CONCERN


def _assurance(analysis: Analysis, better: str, target: float | None) -> Assurance | None:
    if target is None or better == "neutral" or not len(analysis.values):
        return None
    is_above, is_below = analysis.lower[-1] > target, analysis.upper[-1] < target
    if is_above or is_below:
        return Assurance.PASS if is_above == (better == "up") else Assurance.FAIL
    return Assurance.INCONSISTENT
