"""The engine: a table of series x weeks in, everything that the rules say of it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vmbox.runcharts._chance_limits import for_each, longest_run_limit
from vmbox.runcharts._limits import reach_by_slot, two_of_three
from vmbox.runcharts._phases import Phases, phases_from, starts_named
from vmbox.runcharts._rephase import rephased
from vmbox.runcharts._runs import Runs, find_runs
from vmbox.runcharts._slots import Slots, points_together, slots_of, taken
from vmbox.runcharts._trends import Trends, find_trends

if TYPE_CHECKING:
    from vmbox.runcharts._series import Flags, Floats, Positions
    from vmbox.runcharts.rules import Rules


@dataclass(frozen=True, slots=True)
class Judged:
    """Everything the rules say of a table of series x weeks.

    Numbers by series; then flags and numbers by week (series x weeks; no week of limits and
    ``close`` where the rules have no limits); then by phase (series x
    phases, ``phase_start`` being the number of weeks where there is no such phase), with the runs
    of each phase where the rules judge them by phase.
    """

    points: Positions
    useful: Positions
    runs: Positions
    longest_run: Positions
    shifts: Positions
    trends: Positions
    rests_on_all: Flags
    median: Floats
    shift: Flags
    trend: Flags
    rising: Flags
    lower: Floats
    upper: Floats
    close: Flags
    phase_start: Positions
    phase_settled: Positions
    phase_median: Floats
    phase_firm: Flags
    phase_useful: Positions
    phase_longest: Positions
    phase_runs: Positions


def judge(values: Floats, named: Positions | None, rules: Rules, ceiling: float | None) -> Judged:
    """Return everything that the rules say of the values (series x weeks, at least one week).

    ``named`` holds the positions of the phases that a person named, by series in order and filled
    up with the number of weeks; None where the rules make phases by themselves.
    """
    slots = slots_of(values, rules)
    phases = settled_phases(slots, named, rules, ceiling)
    width = values.shape[1]
    centre = phases.by_slot(phases.centre, width)
    begins = phases.begins(width)
    runs = find_runs(
        slots.values, centre, begins if rules.phases_end_runs else None, rules, ceiling
    )
    trends = _trends(slots, begins, rules)
    by_phase = _by_phase(runs, phases, rules)
    in_shift, shifts = _shifts(runs, phases, by_phase, rules)
    limits = _limits(slots, phases, centre, rules)
    only = np.count_nonzero(phases.start < width, axis=1) == 1
    return Judged(
        points=np.count_nonzero(slots.present, axis=1),
        useful=np.count_nonzero(runs.useful, axis=1),
        runs=runs.count,
        longest_run=runs.longest,
        shifts=shifts,
        trends=trends.count,
        rests_on_all=only & (phases.settled[:, 0] >= slots.used) & (rules.centre == "median"),
        median=slots.in_force(centre),
        shift=slots.to_weeks(in_shift),
        trend=trends.flagged,
        rising=trends.rising,
        lower=limits[0],
        upper=limits[1],
        close=limits[2],
        phase_start=_weeks_of(phases.start, slots),
        phase_settled=_weeks_of(phases.settled - 1, slots) + 1,
        phase_median=phases.centre,
        phase_firm=phases.firm,
        phase_useful=by_phase.useful,
        phase_longest=by_phase.longest,
        phase_runs=by_phase.runs,
    )


def settled_phases(
    slots: Slots, named: Positions | None, rules: Rules, ceiling: float | None
) -> Phases:
    """Return the phases that were named, or those that the rules make where none were given."""
    nothing = np.zeros((len(slots.values), 0), dtype=np.intp)
    starts, first_is_named = starts_named(nothing if named is None else named, slots)
    phases = phases_from(starts, first_is_named, slots, rules)
    return rephased(phases, slots, rules, ceiling) if named is None else phases


def _trends(slots: Slots, begins: Flags, rules: Rules) -> Trends:
    """Return the trends by week."""
    if rules.trend is None:
        return find_trends(slots.values, None, ties_end=True)
    phase = np.cumsum(begins, axis=1)
    if rules.missing == "skip" and rules.counted_in == "weeks":
        together = points_together(slots.values)
        last = phase.shape[1] - 1
        phase = taken(phase, np.minimum(together.week, last))
        slots = together
    fresh = None
    if rules.phases_end_runs:
        fresh = np.diff(phase, axis=1, prepend=phase[:, :1]) != 0
    ties_end = rules.ties == "break"
    found = find_trends(slots.values, rules.trend, ties_end=ties_end, fresh=fresh)
    return Trends(slots.to_weeks(found.flagged), slots.to_weeks(found.rising), found.count)


def _limits(
    slots: Slots, phases: Phases, centre: Floats, rules: Rules
) -> tuple[Floats, Floats, Flags]:
    """Return the limits by week and what is close to them; without a week where rules have none."""
    series = len(centre)
    if rules.limits is None:
        nothing = np.empty((series, 0))
        return nothing, nothing, nothing.astype(bool)
    reach = reach_by_slot(slots.values, phases, rules)
    close = np.zeros(centre.shape, dtype=bool)
    if rules.two_of_three:
        close = two_of_three(slots.values, centre, reach, phases.begins(centre.shape[1]))
    return (
        slots.in_force(centre - reach),
        slots.in_force(centre + reach),
        slots.to_weeks(close),
    )


@dataclass(frozen=True, slots=True)
class _ByPhase:
    useful: Positions
    longest: Positions
    runs: Positions


def _by_phase(runs: Runs, phases: Phases, rules: Rules) -> _ByPhase:
    """Return what each phase's runs are; of no phase where the rules do not judge them so."""
    width = len(phases) if rules.judges_each_phase else 0
    tables = [np.zeros((len(runs.first), width), dtype=np.intp) for _ in range(3)]
    number = phases.number_by_slot(runs.first.shape[1]) if width else None
    for k in range(width):
        inside = number == k
        tables[0][:, k] = np.count_nonzero(runs.useful & inside, axis=1)
        tables[1][:, k] = np.where(inside, runs.length, 0).max(axis=1)
        tables[2][:, k] = np.count_nonzero(runs.first & (runs.length > 0) & inside, axis=1)
    return _ByPhase(*tables)


def _shifts(
    runs: Runs, phases: Phases, by_phase: _ByPhase, rules: Rules
) -> tuple[Flags, Positions]:
    """Return which slots are part of a shift, and the number of shifts by series."""
    if rules.shift is None:
        return np.zeros(runs.first.shape, dtype=bool), np.zeros(len(runs.first), dtype=np.intp)
    if rules.shift == "log2":
        limits = for_each(longest_run_limit, by_phase.useful).astype(np.float64)
        long = runs.length > phases.by_slot(limits, runs.first.shape[1])
    else:
        long = runs.length >= rules.shift
    return runs.useful & long, np.count_nonzero(runs.first & long, axis=1)


def _weeks_of(start: Positions, slots: Slots) -> Positions:
    """Return the week of each slot; the number of weeks for one beyond the last."""
    weeks = slots.values.shape[1]
    week = taken(slots.week, np.minimum(start, weeks - 1))
    return np.where(start < weeks, week, weeks)
