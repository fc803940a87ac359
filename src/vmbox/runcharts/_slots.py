"""Slots: what the rules count. One row a series; either its points, moved together, or its weeks.

Everything below the face of this room works on a table of series x slots, so that one series and
a hundred thousand go through the same lines. An empty slot is NaN.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from vmbox.runcharts._series import Flags, Floats, Positions
    from vmbox.runcharts.rules import Rules


@dataclass(frozen=True, slots=True)
class Slots:
    """A table of series x slots.

    ``values`` is NaN in an empty slot. ``before`` has one column more than the series has weeks:
    the slots used up before each week. ``week`` says which week each slot is.
    """

    values: Floats
    present: Flags
    before: Positions
    week: Positions

    @property
    def used(self) -> Positions:
        """The number of slots up to the last that is not empty, by series."""
        backwards = self.present[:, ::-1]
        width = self.present.shape[1]
        return np.where(backwards.any(axis=1), width - backwards.argmax(axis=1), 0)

    def to_weeks(self, by_slot: Flags) -> Flags:
        """Return flags by slot as flags by week, False where the value is missing."""
        present = self.before[:, 1:] > self.before[:, :-1]
        return np.take_along_axis(by_slot, np.maximum(self.before[:, 1:] - 1, 0), axis=1) & present

    def in_force(self, by_slot: Floats) -> Floats:
        """Return numbers by slot as numbers by week: missing weeks have that of the slot before."""
        slot = self.before[:, 1:] - 1
        by_week = np.take_along_axis(by_slot, np.maximum(slot, 0), axis=1)
        by_week[slot < 0] = np.nan
        return by_week


def slots_of(values: Floats, rules: Rules) -> Slots:
    """Return the slots of a table of series x weeks, as the rules count them."""
    if rules.counted_in == "points":
        return points_together(values)
    series, weeks = values.shape
    before = np.broadcast_to(np.arange(weeks + 1), (series, weeks + 1))
    return Slots(values, ~np.isnan(values), before, before[:, :-1])


def points_together(values: Floats) -> Slots:
    """Return the points of each series moved together to its beginning."""
    series, weeks = values.shape
    present = ~np.isnan(values)
    before = np.zeros((series, weeks + 1), dtype=np.intp)
    np.cumsum(present, axis=1, out=before[:, 1:])
    if present.all():
        week = np.broadcast_to(np.arange(weeks), values.shape)
        return Slots(values, present, before, week)
    rows, columns = np.nonzero(present)
    places = before[rows, columns]
    points = np.full(values.shape, np.nan)
    points[rows, places] = values[rows, columns]
    week = np.full(values.shape, weeks, dtype=np.intp)
    week[rows, places] = columns
    return Slots(points, ~np.isnan(points), before, week)


def window(values: Floats, start: Positions, stop: Positions, width: int) -> Floats:
    """Return the slots from ``start`` to before ``stop`` of each series, ``width`` at most.

    NaN beyond ``stop`` and beyond the end of the series.
    """
    length = values.shape[1]
    at = start[:, None] + np.arange(min(width, length))
    inside = at < np.minimum(stop, length)[:, None]
    taken = np.take_along_axis(values, np.where(inside, at, 0), axis=1)
    taken[~inside] = np.nan
    return taken
