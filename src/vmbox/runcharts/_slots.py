"""Slots: what the rules count. One row a series; either its points, moved together, or its weeks.

Everything below the face of this room works on a table of series x slots, so that one series and
a hundred thousand go through the same lines. An empty slot is NaN.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vmbox.runcharts._series import Flags, Floats, Positions
    from vmbox.runcharts.rules import Rules

_Kind = TypeVar("_Kind", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Slots:
    """A table of series x slots.

    ``values`` is NaN in an empty slot. ``before`` has one column more than the series has weeks:
    the slots used up before each week. ``week`` says which week each slot is. ``used`` is the
    number of slots up to the last that is not empty, by series.
    """

    values: Floats
    present: Flags
    before: Positions
    week: Positions
    used: Positions

    def to_weeks(self, by_slot: Flags) -> Flags:
        """Return flags by slot as flags by week, False where the value is missing."""
        present = self.before[:, 1:] > self.before[:, :-1]
        return taken(by_slot, np.maximum(self.before[:, 1:] - 1, 0)) & present

    def in_force(self, by_slot: Floats) -> Floats:
        """Return numbers by slot as numbers by week: missing weeks have that of the slot before."""
        slot = self.before[:, 1:] - 1
        by_week = taken(by_slot, np.maximum(slot, 0))
        by_week[slot < 0] = np.nan
        return by_week


def slots_of(values: Floats, rules: Rules) -> Slots:
    """Return the slots of a table of series x weeks, as the rules count them."""
    if rules.counted_in == "points":
        return points_together(values)
    series, weeks = values.shape
    before = np.broadcast_to(np.arange(weeks + 1), (series, weeks + 1))
    present = ~np.isnan(values)
    backwards = present[:, ::-1]
    used = np.where(backwards.any(axis=1), weeks - backwards.argmax(axis=1), 0)
    return Slots(values, present, before, before[:, :-1], used)


def points_together(values: Floats) -> Slots:
    """Return the points of each series moved together to its beginning."""
    series, weeks = values.shape
    present = ~np.isnan(values)
    before = np.zeros((series, weeks + 1), dtype=np.intp)
    np.cumsum(present, axis=1, out=before[:, 1:])
    used = before[:, -1]
    if present.all():
        week = np.broadcast_to(np.arange(weeks), values.shape)
        return Slots(values, present, before, week, used)
    filled = np.arange(weeks) < used[:, None]
    points = np.full(values.shape, np.nan)
    points[filled] = values[present]
    week = np.full(values.shape, weeks, dtype=np.intp)
    week[filled] = np.flatnonzero(present) % weeks
    return Slots(points, filled, before, week, used)


def taken(table: NDArray[_Kind], columns: Positions) -> NDArray[_Kind]:
    """Return of each row of the table the entries at that row's columns.

    As numpy's take_along_axis, at a third of its cost: one flat index instead of two.
    """
    offset = np.arange(len(table), dtype=np.intp)[:, None] * table.shape[1]
    entries: NDArray[_Kind] = table.ravel().take(columns + offset)
    return entries


def window(values: Floats, start: Positions, stop: Positions, width: int) -> Floats:
    """Return the slots from ``start`` to before ``stop`` of each series, ``width`` at most.

    NaN beyond ``stop`` and beyond the end of the series.
    """
    length = values.shape[1]
    at = start[:, None] + np.arange(min(width, length))
    inside = at < np.minimum(stop, length)[:, None]
    slots = taken(values, np.where(inside, at, 0))
    slots[~inside] = np.nan
    return slots
