"""Phases: stretches of points, each under a median of its own."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vmbox.errors import SeriesError
from vmbox.runcharts._runs import Runs, find_runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vmbox.runcharts._series import Floats, Positions
    from vmbox.runcharts.rules import Rules


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of a series under one median.

    ``start`` is the position of its first point and ``stop`` that of the next phase's first
    point, or the length of the series. ``median`` is NaN while there are too few points for any.
    ``firm`` says that it rests on as many points as the rules ask for.
    """

    start: int
    stop: int
    median: float
    firm: bool


def points_begun(phases: Iterable[int], where: Positions) -> list[int]:
    """Return which points begin a phase that a person named, given the points' positions.

    A phase begins at the first point at or after the position; a position whose stretch has no
    point begins none.
    """
    named = sorted({_named_position(phase) for phase in phases})
    begun = {int(i) for i in np.searchsorted(where, named)}
    return sorted(begun - {len(where)})


def _named_position(phase: int) -> int:
    try:
        at = operator.index(phase)
    except TypeError:
        at = -1
    if at < 0:
        raise SeriesError(
            f"A phase begins at a position, a whole number from 0, but was given {phase!r}."
        )
    return at


def named_phases(points: Floats, begun: Sequence[int], rules: Rules) -> list[Phase]:
    """Return the phases a person named, with positions counted in points."""
    if not len(points):
        return []
    starts = list(begun) if begun and begun[0] == 0 else [0, *begun]
    own = set(begun)
    stops = [*starts[1:], len(points)]
    return [
        _phase(points, start, stop, rules, is_named=start in own)
        for start, stop in zip(starts, stops, strict=True)
    ]


def _phase(points: Floats, start: int, stop: int, rules: Rules, *, is_named: bool) -> Phase:
    rest_on = points[start : min(start + rules.baseline, stop)]
    needed = 1 if is_named else min(rules.minimum, rules.baseline)
    median = float(np.median(rest_on)) if len(rest_on) >= needed else float("nan")
    return Phase(start, stop, median, firm=len(rest_on) >= rules.baseline)


def proposed_phases(points: Floats, rules: Rules, ceiling: float | None) -> list[Phase]:
    """Return the phases that the rules make by themselves, with positions counted in points."""
    begun: list[int] = []
    while True:
        phases = named_phases(points, begun, rules)
        following = next_phase(points, phases, rules, ceiling)
        if following is None:
            return phases
        begun.append(following)


def next_phase(
    points: Floats, phases: Sequence[Phase], rules: Rules, ceiling: float | None
) -> int | None:
    """Return the point at which the rules begin a new phase inside the last one, or None.

    It is the first point after the phase's baseline that belongs to a run of at least ``rephase``
    useful points, where that run is not over before the phase's point number ``baseline`` +
    ``rephase``. Runs are those of the whole series under the medians in force, so one may have
    begun inside the baseline, and a phase with an equal median does not end it.
    """
    if rules.rephase is None or not phases:
        return None
    start = phases[-1].start
    reaching = start + rules.baseline + rules.rephase - 1
    if reaching >= len(points):
        return None
    runs = find_runs(points, median_in_force(phases, len(points)), ceiling)
    belongs = (
        (runs.length >= rules.rephase) & (runs.number >= runs.number[reaching]) & (runs.side != 0)
    )
    belongs[: start + rules.baseline] = False
    return int(np.argmax(belongs)) if belongs.any() else None


def median_in_force(phases: Sequence[Phase], length: int) -> Floats:
    """Return the median in force at each position; NaN before the first phase."""
    median = np.full(length, np.nan)
    for phase in phases:
        median[phase.start : phase.stop] = phase.median
    return median


def run_at(runs: Runs, point: int) -> Positions:
    """Return the useful points of the run that a point belongs to."""
    return np.flatnonzero((runs.number == runs.number[point]) & runs.useful)
