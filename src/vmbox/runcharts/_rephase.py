"""Re-phasing: where the rules would begin a new phase by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vmbox.runcharts._centre import centre_of
from vmbox.runcharts._phases import Phases, added
from vmbox.runcharts._runs import Runs, find_runs
from vmbox.runcharts._slots import taken, window

if TYPE_CHECKING:
    from vmbox.runcharts._series import Flags, Floats, Positions
    from vmbox.runcharts._slots import Slots
    from vmbox.runcharts.rules import Rules


@dataclass(frozen=True, slots=True)
class Search:
    """Where to look for the next phase of many series: all of them have one already.

    ``centre`` is that in force at every slot, the last phase's extended to the end; ``last`` is
    the last phase, in one column; ``used`` the number of slots used.
    """

    values: Floats
    used: Positions
    centre: Floats
    last: Phases


def search_of(phases: Phases, slots: Slots, rows: Positions) -> Search:
    """Return where to look for the next phase of some of the series."""
    width = slots.values.shape[1]
    so_far = phases.of(rows)
    centre = so_far.by_slot(so_far.centre, width)
    return Search(slots.values[rows], slots.used[rows], centre, so_far.last(width))


def rephased(phases: Phases, slots: Slots, rules: Rules, ceiling: float | None) -> Phases:
    """Return the phases with all that the rules add to them by themselves.

    After each new phase the search begins again from there, until no series has another.
    """
    if rules.rephase is None:
        return phases
    width = slots.values.shape[1]
    rows = np.flatnonzero(phases.start[:, 0] < width)
    while (rows := _long_enough(rows, phases, slots, rules.rephase)).size:
        following = next_phase(search_of(phases, slots, rows), rules, ceiling)
        found = following.start[:, 0] < width
        rows = rows[found]
        if rows.size:
            phases = added(phases, rows, following.of(found), width)
    return phases


def _long_enough(rows: Positions, phases: Phases, slots: Slots, rephase: int) -> Positions:
    """Return those of the series with room for a run after all that the last centre rests on."""
    settled = phases.of(rows).last(slots.values.shape[1]).settled[:, 0]
    return rows[settled + rephase <= slots.used[rows]]


def next_phase(search: Search, rules: Rules, ceiling: float | None) -> Phases:
    """Return the next phase of each series after its last one, in one column.

    Where there is none its ``start`` is beyond the last slot.
    """
    runs = runs_searched(search, rules, ceiling)
    if rules.rephase_on == "baseline":
        return _after_baseline(search, runs, rules)
    return _first_run(search, runs, rules)


def runs_searched(search: Search, rules: Rules, ceiling: float | None) -> Runs:
    """Return the runs that the search looks at.

    For a phase resting on a new baseline those of the whole series, so that a run may have begun
    inside the last baseline, and a phase with an equal centre does not end it. For a phase
    resting on a run, those after all that the last centre rests on, with no run under way.
    """
    values = search.values
    if rules.rephase_on == "run":
        slot = np.arange(values.shape[1])
        values = np.where(slot >= search.last.settled, values, np.nan)
    return find_runs(values, search.centre, None, rules, ceiling)


def _after_baseline(search: Search, runs: Runs, rules: Rules) -> Phases:
    """Healthcare Improvement Scotland's search.

    The next phase begins at the first point after the last one's baseline that belongs to a run
    of at least ``rephase`` useful points which is not over before slot number ``baseline`` +
    ``rephase`` of the phase. Points on the centre inside that run belong to it.
    """
    baseline, rephase = rules.baseline or 0, rules.rephase or 0
    used, first_slot = search.used[:, None], search.last.start
    width = search.values.shape[1]
    reaching = first_slot + baseline + rephase - 1
    is_reached = reaching < used
    begun = taken(runs.begins, np.where(is_reached, reaching, 0))
    belongs = (
        (runs.length >= rephase)
        & (np.arange(width) >= np.maximum(begun, first_slot + baseline))
        & is_reached
        & _on_a_side(runs, rules)
        & ~np.isnan(search.values)
    )
    start = np.where(belongs.any(axis=1), belongs.argmax(axis=1), width)
    stop = np.maximum(search.used, start)
    settled = np.minimum(start + baseline, stop)
    firm = settled - start == baseline
    centre = centre_of(window(search.values, start, stop, baseline), rules.centre)
    return Phases(start[:, None], settled[:, None], centre[:, None], firm[:, None])


def _first_run(search: Search, runs: Runs, rules: Rules) -> Phases:
    """The search of the R package runcharter.

    The first run that reaches ``rephase`` useful points is the new phase, and its centre is that
    of those points.
    """
    width = search.values.shape[1]
    slot = np.arange(width)
    begins = runs.begins
    useful = runs.useful.astype(np.intp)
    so_far = np.cumsum(useful, axis=1)
    earlier = taken(so_far - useful, begins)
    hit = (so_far - earlier == rules.rephase) & runs.useful & _on_a_side(runs, rules)
    found = hit.any(axis=1)
    reached = np.where(found, hit.argmax(axis=1), 0)[:, None]
    begun = taken(begins, reached)
    in_run = runs.useful & (slot >= begun) & (slot <= reached)
    start = np.where(found, in_run.argmax(axis=1), width)
    settled = np.where(found, reached[:, 0] + 1, width)
    centre = centre_of(np.where(in_run, search.values, np.nan), rules.centre)
    return Phases(start[:, None], settled[:, None], centre[:, None], found[:, None])


def _on_a_side(runs: Runs, rules: Rules) -> Flags:
    right: Flags = runs.side != 0
    if rules.direction == "above":
        right = runs.side > 0
    elif rules.direction == "below":
        right = runs.side < 0
    return right
