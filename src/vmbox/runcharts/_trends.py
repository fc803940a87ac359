"""Trends: successive points that all rise or all fall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vmbox.runcharts._runs import held, sum_by_stretch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vmbox.runcharts._series import Flags, Floats, Positions


@dataclass(frozen=True, slots=True)
class Trends:
    """The trends of a table of series x slots: which slots are part of one, of a rising one."""

    flagged: Flags
    rising: Flags
    count: Positions


def find_trends(
    values: Floats, trend: int | None, *, ties_end: bool, fresh: Flags | None = None
) -> Trends:
    """Return which values (series x slots, NaN where empty) belong to a trend of enough points.

    The starting point is flagged. An empty slot ends a trend. A point equal to the one before it
    ends it too, or neither ends it nor counts (``ties_end`` False); then such points inside a
    trend are flagged, and of those after its last move all but the last: the published Healthcare
    Improvement Scotland answers have it so, where other descriptions of the rule leave them all
    unflagged. A point at which one trend turns into the next is counted to the later.

    ``fresh`` marks slots that no trend reaches over from the slot before.
    """
    nothing = np.zeros(values.shape, dtype=bool)
    if trend is None:
        return Trends(nothing, nothing, np.zeros(len(values), dtype=np.intp))
    steps = np.zeros(values.shape, dtype=np.int8)
    steps[:, 1:] = _steps(values)
    ends = np.isnan(values)
    if fresh is not None:
        ends |= fresh
        steps[fresh] = 0
    way = steps if ties_end else _carried_on(steps, ends)
    first = np.ones(values.shape, dtype=bool)
    np.not_equal(way[:, 1:], way[:, :-1], out=first[:, 1:])
    # A trend of one point would still need one move.
    enough = max(trend - 1, 1)
    in_trend = sum_by_stretch(steps != 0, first) >= enough
    moved = in_trend & (steps != 0)
    before_move = nothing.copy()
    before_move[:, :-1] = in_trend[:, 1:]
    rising = moved & (way > 0)
    np.copyto(rising[:, :-1], way[:, 1:] > 0, where=before_move[:, :-1])
    return Trends(moved | before_move, rising, np.count_nonzero(in_trend & first, axis=1))


def _steps(values: Floats) -> NDArray[np.int8]:
    later, earlier = values[:, 1:], values[:, :-1]
    return (later > earlier).astype(np.int8) - (later < earlier).astype(np.int8)


def _carried_on(steps: NDArray[np.int8], ends: Flags) -> NDArray[np.int8]:
    """Return the direction under way at each slot: a tie carries on that of the slot before."""
    return held(steps, (steps != 0) | ends)
