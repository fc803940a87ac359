"""Trends: successive points that all rise or all fall."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from vmbox.runcharts._series import Flags, Floats, Positions


def find_trends(points: Floats, trend: int | None) -> Flags:
    """Return which points belong to a trend of at least ``trend`` points.

    A point equal to the one before it neither ends a trend nor counts towards it. The starting
    point is flagged. So are points inside the trend that are equal to the one before them, and of
    those after its last move all but the last: the published Healthcare Improvement Scotland
    answers have it so, where other descriptions of the rule leave every such point unflagged.
    """
    count = len(points)
    flags = np.zeros(count, dtype=bool)
    if trend is None or count == 0:
        return flags
    moves = _moves_so_far(points)
    total = np.zeros(count + 1, dtype=np.intp)
    for i in range(count - 1, -1, -1):
        total[i] = total[i + 1] if total[i + 1] * moves[i] > 0 else moves[i]
    # A trend of one or two points needs no less than one move.
    long = np.abs(total) >= max(trend - 1, 1)
    moved = np.zeros(count, dtype=bool)
    moved[1:] = moves[1:] != moves[:-1]
    return long[1:] | (long[:-1] & moved)


def _moves_so_far(points: Floats) -> Positions:
    """Return the moves up to each point in the direction under way: +3 after three rises."""
    steps = np.sign(np.diff(points, prepend=points[:1])).astype(np.intp)
    moves = np.zeros(len(points), dtype=np.intp)
    for i in range(1, len(points)):
        if steps[i] == 0:
            moves[i] = moves[i - 1]
        else:
            moves[i] = steps[i] + (moves[i - 1] if moves[i - 1] * steps[i] > 0 else 0)
    return moves
