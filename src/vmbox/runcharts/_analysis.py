"""The answer of a run chart: medians, phases, shifts, trends, runs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from vmbox.runcharts._phases import (
    Phase,
    median_in_force,
    named_phases,
    points_begun,
    proposed_phases,
)
from vmbox.runcharts._runs import Runs, find_runs, run_limits
from vmbox.runcharts._series import read_series
from vmbox.runcharts._trends import find_trends
from vmbox.runcharts.rules import Rules, rules_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import ArrayLike

    from vmbox.runcharts._series import Flags, Floats, Positions


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """What a run chart says of one series, position by position.

    Attributes
    ----------
    rules
        The rules in force.
    points
        The number of values that are not missing.
    median
        The median in force at each position, missing ones too; NaN before the first point and
        where there are too few points for a median.
    phases
        The phases in order, each with its positions, median and whether that is firm.
    shift, trend
        Whether each position is part of a shift, of a trend; False where the value is missing.
    useful
        The number of points not on the median in force.
    runs, longest_run
        The number of runs, and of useful points in the longest.
    run_limits
        The fewest and the most runs that chance explains; None where the median is not the median
        of those same points.
    """

    rules: Rules
    points: int
    median: Floats
    phases: tuple[Phase, ...]
    shift: Flags
    trend: Flags
    useful: int
    runs: int
    longest_run: int
    run_limits: tuple[int, int] | None


def analyse(
    values: ArrayLike | Any,
    rules: str | Rules = "his",
    *,
    phases: Iterable[int] | None = None,
    ceiling: float | None = None,
    **overrides: Any,
) -> Analysis:
    """Return what the rules say of one series: medians, phases, shifts, trends and runs.

    Parameters
    ----------
    values
        One value a week, in order, in any unit; NaN, None or pandas' NA where it is missing.
    rules
        The name of a preset, or `Rules` of one's own.
    phases
        None: the rules make phases by themselves. Positions into ``values``: exactly the new
        medians that a person accepted, each beginning at the first point at or after its
        position, with a median from its first point on (not firm before it has its ``baseline``
        points). Empty: one phase only.
    ceiling
        The highest value that a point can take: 100 for percentages in points, 1.0 for shares.
        With the median there, or at zero, points equal to it belong to no run.
    **overrides
        Numbers of the rules to change: ``analyse(values, baseline=10)``.

    Raises
    ------
    SeriesError
        Values that are not one series of finite numbers, or a phase that is no position.
    RulesError
        No such preset, or numbers that no rule could work with.
    """
    law = rules_of(rules, overrides)
    series = read_series(values)
    limit = read_ceiling(ceiling)
    where = np.flatnonzero(~np.isnan(series))
    points = series[where]
    if phases is None:
        stretches = proposed_phases(points, law, limit)
    else:
        stretches = named_phases(points, points_begun(phases, where), law)
    return _judge(series, where, stretches, law, limit)


def read_ceiling(ceiling: float | None) -> float | None:
    """Return the ceiling as a finite number, or None."""
    if ceiling is None:
        return None
    return float(read_series([ceiling], name="ceiling")[0])


def _judge(
    series: Floats, where: Positions, stretches: list[Phase], law: Rules, ceiling: float | None
) -> Analysis:
    points = series[where]
    runs = find_runs(points, median_in_force(stretches, len(points)), ceiling)
    placed = place(stretches, where, len(series))
    in_shift = runs.useful & (runs.length >= (law.shift or len(points) + 1))
    return Analysis(
        rules=law,
        points=len(points),
        median=median_in_force(placed, len(series)),
        phases=placed,
        shift=_at(where, in_shift, len(series)),
        trend=_at(where, find_trends(points, law.trend), len(series)),
        useful=int(runs.useful.sum()),
        runs=runs.count,
        longest_run=runs.longest,
        run_limits=_limits(stretches, runs, law),
    )


def place(stretches: Sequence[Phase], where: Positions, length: int) -> tuple[Phase, ...]:
    """Return phases counted in points as phases counted in positions of the series."""
    starts = [int(where[phase.start]) for phase in stretches]
    stops = [*starts, length][1:]
    return tuple(
        replace(phase, start=start, stop=stop)
        for phase, start, stop in zip(stretches, starts, stops, strict=True)
    )


def _at(where: Positions, flags: Flags, length: int) -> Flags:
    placed = np.zeros(length, dtype=bool)
    placed[where] = flags
    return placed


def _limits(stretches: list[Phase], runs: Runs, law: Rules) -> tuple[int, int] | None:
    if len(stretches) != 1 or len(runs.useful) > law.baseline:
        return None
    return run_limits(int(runs.useful.sum()))
