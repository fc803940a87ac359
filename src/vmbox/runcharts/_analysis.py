"""The answer of a run chart: medians, phases, shifts, trends, runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from vmbox.runcharts._chance_limits import crossings_limit, longest_run_limit, run_limits
from vmbox.runcharts._judge import Judged, judge
from vmbox.runcharts._phases import read_phases, table_of_phases
from vmbox.runcharts._series import leave_out, read_number, read_series
from vmbox.runcharts.rules import Rules, rules_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike

    from vmbox.runcharts._series import Flags, Floats


@dataclass(frozen=True, slots=True)
class PhaseRuns:
    """How the runs of one phase compare with what chance explains.

    Attributes
    ----------
    useful
        The phase's points that are not on its centre.
    longest_run, longest_run_limit
        The useful points of its longest run, and of the longest that chance explains; None for
        the limit without a useful point.
    crossings, crossings_limit
        How often it crosses its centre, and the fewest times that chance explains.
    signal
        Whether either is beyond its limit.
    """

    useful: int
    longest_run: int
    longest_run_limit: int | None
    crossings: int
    crossings_limit: int | None
    signal: bool


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of a series about one median (or mean, where that is the rules' centre).

    Attributes
    ----------
    start, stop
        The positions of its first point and of the next phase's, or the length of the series.
        Rules that count in weeks begin it at a week, whether that has a point or not.
    median
        The centre; NaN while there are too few points for any.
    firm
        Whether it rests on as many points as the rules ask for.
    settled
        The position after the last point that it rests on.
    runs
        The runs of the phase; None where the rules do not judge them by phase.
    """

    start: int
    stop: int
    median: float
    firm: bool
    settled: int
    runs: PhaseRuns | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """What a run chart says of one series, position by position.

    Attributes
    ----------
    values
        The series as judged: NaN where a value is missing or was left out.
    rules
        The rules in force.
    points
        The number of values that are not missing.
    median
        The centre in force at each position, missing ones too; NaN before the first point (where
        rules count points) and where there are too few points for any.
    phases
        The phases in order.
    shift, trend
        Whether each position is part of a shift, of a trend; False where the value is missing.
    rising
        Whether each position is part of a rising trend; a trend that does not rise falls.
    shifts, trends
        How many there are.
    useful
        The number of points not on the centre in force.
    runs, longest_run
        The number of runs, and of useful points in the longest.
    run_limits
        The fewest and the most runs that chance explains; None where the median is not the median
        of those same points.
    lower, upper
        The limits at each position; NaN where the rules have none.
    close
        Whether each position is one of two (or three) of three points close to a limit, where the
        rules have that signal.
    """

    values: Floats
    rules: Rules
    points: int
    median: Floats
    phases: tuple[Phase, ...]
    shift: Flags
    trend: Flags
    rising: Flags
    shifts: int
    trends: int
    useful: int
    runs: int
    longest_run: int
    run_limits: tuple[int, int] | None
    lower: Floats
    upper: Floats
    close: Flags

    @property
    def beyond(self) -> Flags:
        """Whether each position's value lies beyond a limit."""
        return (self.values < self.lower) | (self.values > self.upper)

    @property
    def signal(self) -> bool:
        """Whether the rules in force say that there is anything but chance at all."""
        by_phase = any(phase.runs is not None and phase.runs.signal for phase in self.phases)
        flags = (self.shift, self.trend, self.close, self.beyond)
        return by_phase or any(bool(flag.any()) for flag in flags)


def analyse(
    values: ArrayLike | Any,
    rules: str | Rules = "his",
    *,
    phases: Iterable[int] | None = None,
    ceiling: float | None = None,
    exclude: Iterable[int] = (),
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
        Where the rules have ``extremes_break``: with the median there, or at zero, points equal
        to it belong to no run.
    exclude
        Positions of values to leave out, as though they were missing.
    **overrides
        What to change of the rules: ``analyse(values, baseline=10)``.

    Raises
    ------
    SeriesError
        Values that are not one series of finite numbers, or a position that is none.
    RulesError
        No such preset, or rules that cannot be.
    """
    law = rules_of(rules, overrides)
    series = leave_out(read_series(values), exclude)
    # One week at least, for the engine's sake; what it says of that week is cut off again.
    table = np.full((1, max(len(series), 1)), np.nan)
    table[0, : len(series)] = series
    named = None
    if phases is not None:
        named = table_of_phases([read_phases(phases, table.shape[1])], table.shape[1])
    judged = judge(table, named, law, read_number(ceiling, "ceiling"))
    return analysis_of(series, judged, 0, law)


def analysis_of(series: Floats, judged: Judged, row: int, rules: Rules) -> Analysis:
    """Return the analysis of one of the series that were judged together."""
    weeks = len(series)
    useful = int(judged.useful[row])
    has_limits = rules.limits is not None
    return Analysis(
        values=series,
        rules=rules,
        points=int(judged.points[row]),
        median=judged.median[row, :weeks],
        phases=_phases_of(judged, row, weeks, rules),
        shift=judged.shift[row, :weeks],
        trend=judged.trend[row, :weeks],
        rising=judged.rising[row, :weeks],
        shifts=int(judged.shifts[row]),
        trends=int(judged.trends[row]),
        useful=useful,
        runs=int(judged.runs[row]),
        longest_run=int(judged.longest_run[row]),
        run_limits=run_limits(useful) if judged.rests_on_all[row] else None,
        lower=judged.lower[row, :weeks] if has_limits else np.full(weeks, np.nan),
        upper=judged.upper[row, :weeks] if has_limits else np.full(weeks, np.nan),
        close=judged.close[row, :weeks] if has_limits else np.zeros(weeks, dtype=bool),
    )


def _phases_of(judged: Judged, row: int, weeks: int, rules: Rules) -> tuple[Phase, ...]:
    starts = [int(start) for start in judged.phase_start[row] if start < weeks]
    stops = [*starts, weeks][1:]
    return tuple(
        Phase(
            start=start,
            stop=stop,
            median=float(judged.phase_median[row, k]),
            firm=bool(judged.phase_firm[row, k]),
            settled=int(judged.phase_settled[row, k]),
            runs=_runs_of(judged, row, k, rules) if rules.judges_each_phase else None,
        )
        for k, (start, stop) in enumerate(zip(starts, stops, strict=True))
    )


def _runs_of(judged: Judged, row: int, k: int, rules: Rules) -> PhaseRuns:
    return phase_runs(
        int(judged.phase_useful[row, k]),
        int(judged.phase_longest[row, k]),
        int(judged.phase_runs[row, k]),
        rules,
    )


def phase_runs(useful: int, longest: int, runs: int, rules: Rules) -> PhaseRuns:
    """Return how a phase's runs compare with what chance explains."""
    if not useful:
        return PhaseRuns(0, 0, None, 0, None, signal=False)
    longest_limit = longest_run_limit(useful) if rules.shift == "log2" else None
    crossings = max(runs - 1, 0)
    fewest = crossings_limit(useful, rules.crossings) if rules.crossings else None
    return PhaseRuns(
        useful,
        longest,
        longest_limit,
        crossings,
        fewest,
        signal=(longest_limit is not None and longest > longest_limit)
        or (fewest is not None and crossings < fewest),
    )
