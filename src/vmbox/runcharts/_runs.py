"""Runs: successive points on one side of the centre in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vmbox.runcharts._series import Flags, Floats, Positions
    from vmbox.runcharts.rules import Rules

_Kind = TypeVar("_Kind", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of a table of series x slots.

    ``side`` is 1 above the centre, -1 below, 0 in no run. ``useful`` says which points count.
    ``length`` is the number of useful points in the run of each slot, and ``begins`` the slot at
    which that run begins. ``first`` marks those slots.
    """

    side: NDArray[np.int8]
    useful: Flags
    length: NDArray[np.int32]
    first: Flags

    @property
    def begins(self) -> Positions:
        """The slot at which the run of each slot begins."""
        starts = np.flatnonzero(self.first)
        return _through_stretches(starts % self.first.shape[1], starts, self.first)

    @property
    def count(self) -> Positions:
        """The number of runs with a useful point, by series."""
        return self.counted(1)

    def counted(self, least: int) -> Positions:
        """Return the number of runs with at least so many useful points, by series."""
        counts: Positions = np.count_nonzero(self.first & (self.length >= least), axis=1)
        return counts

    @property
    def longest(self) -> Positions:
        """The number of useful points in the longest run, by series."""
        longest: Positions = self.length.max(axis=1, initial=0).astype(np.intp)
        return longest


def find_runs(
    values: Floats, centre: Floats, ends: Flags | None, rules: Rules, ceiling: float | None
) -> Runs:
    """Return the runs of the values (series x slots) about the centre in force at each of them.

    A point on the centre, or an empty slot, carries the run on or ends it as the rules say. On a
    centre of zero or at the ceiling it ends the run where the rules have ``extremes_break``. A
    run also ends where the centre in force changes its value, or at the slots that ``ends`` marks
    where that is given instead. Where there is no centre (NaN) there is no run.
    """
    above, below = values > centre, values < centre
    side = above.astype(np.int8) - below.astype(np.int8)
    useful = above | below
    side = _carried(side, _carries(values, centre, rules, ceiling))
    first = np.ones(values.shape, dtype=bool)
    np.not_equal(side[:, 1:], side[:, :-1], out=first[:, 1:])
    if ends is None:
        first[:, 1:] |= centre[:, 1:] != centre[:, :-1]
    else:
        first[:, 1:] |= ends[:, 1:]
    return Runs(side, useful, sum_by_stretch(useful, first), first)


def _carries(values: Floats, centre: Floats, rules: Rules, ceiling: float | None) -> Flags | None:
    carries: Flags | None = None
    if rules.on_centre == "skip":
        carries = values == centre
        if rules.extremes_break:
            carries &= centre != 0.0
            if ceiling is not None:
                carries &= centre != ceiling
    if rules.missing == "skip":
        empty = np.isnan(values)
        carries = empty if carries is None else carries | empty
    return carries


def _carried(side: NDArray[np.int8], carries: Flags | None) -> NDArray[np.int8]:
    if carries is None or not carries.any():
        return side
    return held(side, ~carries)


def held(numbers: NDArray[_Kind], known: Flags) -> NDArray[_Kind]:
    """Return the numbers with those of slots that are not known replaced by the last known.

    The first slot of each series holds its own. ``known`` is used up.
    """
    known[:, 0] = True
    starts = np.flatnonzero(known)
    return _through_stretches(numbers.ravel()[starts], starts, numbers)


def sum_by_stretch(counted: Flags, first: Flags) -> NDArray[np.int32]:
    """Return, for every slot, how many slots are counted in its stretch.

    A stretch begins at each slot that ``first`` marks; the first slot of a series always is one.
    """
    starts = np.flatnonzero(first)
    sums = np.add.reduceat(counted.ravel(), starts, dtype=np.int32)
    return _through_stretches(sums, starts, first)


def _through_stretches(
    numbers: NDArray[_Kind], starts: Positions, like: NDArray[Any]
) -> NDArray[_Kind]:
    """Return one number a stretch as one a slot of a table of the same shape."""
    widths = np.diff(starts, append=like.size)
    return np.repeat(numbers, widths).reshape(like.shape)
