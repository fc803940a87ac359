"""Phases: stretches of a series, each about a centre of its own."""

from __future__ import annotations

import operator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vmbox.errors import SeriesError
from vmbox.runcharts._centre import centre_of
from vmbox.runcharts._series import in_turn
from vmbox.runcharts._slots import window

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vmbox.runcharts._series import Flags, Floats, Positions
    from vmbox.runcharts._slots import Slots
    from vmbox.runcharts.rules import Rules


@dataclass(frozen=True, slots=True)
class Phases:
    """The phases of many series at once: one row a series, one column a phase, in slots.

    A series with fewer phases has ``start`` beyond its last slot in the columns left over.
    ``settled`` is the slot after the last that the centre rests on.
    """

    start: Positions
    settled: Positions
    centre: Floats
    firm: Flags

    def __len__(self) -> int:
        """The largest number of phases that any of the series has."""
        return int(self.start.shape[1])

    def of(self, rows: Positions | Flags) -> Phases:
        """Return the phases of some of the series."""
        return Phases(*(getattr(self, name)[rows] for name in self.__slots__))

    def last(self, slots: int) -> Phases:
        """Return the last phase of each series, in one column; each must have one."""
        column = np.count_nonzero(self.start < slots, axis=1)[:, None] - 1
        return Phases(
            *(np.take_along_axis(getattr(self, name), column, axis=1) for name in self.__slots__)
        )

    def number_by_slot(self, slots: int) -> Positions:
        """Return which phase each slot belongs to, -1 before the first."""
        slot = np.arange(slots)
        number = np.full((len(self.start), slots), -1, dtype=np.intp)
        for start in self.start.T:
            number += slot >= start[:, None]
        return number

    def begins(self, slots: int) -> Flags:
        """Return whether a phase begins at each slot."""
        marks = np.zeros((len(self.start), slots + 1), dtype=bool)
        np.put_along_axis(marks, np.minimum(self.start, slots), values=True, axis=1)
        return marks[:, :-1]

    def by_slot(self, numbers: Floats, slots: int) -> Floats:
        """Return numbers by phase as numbers by slot; NaN before the first phase."""
        slot = np.arange(slots)
        spread = np.full((len(self.start), slots), np.nan)
        for start, number in zip(self.start.T, numbers.T, strict=True):
            np.copyto(spread, number[:, None], where=slot >= start[:, None])
        return spread


def starts_named(named: Positions, slots: Slots) -> tuple[Positions, Flags]:
    """Return at which slots the phases begin, and whether the first of them is one that was named.

    ``named`` holds the positions (weeks) by series in order, filled up with the number of weeks.
    The first phase begins at the first slot; a phase whose stretch has no point is none.
    """
    weeks = slots.before.shape[1] - 1
    at = np.zeros((len(named), named.shape[1] + 2), dtype=np.intp)
    at[:, 1:-1] = np.minimum(named, weeks)
    at[:, -1] = weeks
    points = np.zeros_like(slots.before)
    np.cumsum(slots.present, axis=1, out=points[:, 1:])
    slot = np.take_along_axis(slots.before, at, axis=1)
    upto = np.take_along_axis(points, slot, axis=1)
    kept = upto[:, :-1] < upto[:, 1:]
    starts = np.where(kept, slot[:, :-1], weeks)
    # One named at the very beginning leaves nothing of the first phase.
    return np.sort(starts, axis=1), ~kept[:, 0]


def phases_from(starts: Positions, first_is_named: Flags, slots: Slots, rules: Rules) -> Phases:
    """Return the phases that begin at given slots: their centres and how firm they are."""
    used = slots.used
    stops = np.minimum(np.column_stack([starts[:, 1:], used]), used[:, None])
    width = rules.baseline or slots.values.shape[1]
    settled = np.minimum(starts + width, stops)
    centre = np.full(starts.shape, np.nan)
    for k in range(starts.shape[1]):
        resting_on = window(slots.values, starts[:, k], stops[:, k], width)
        centre[:, k] = centre_of(resting_on, rules.centre)
    count = settled - starts
    too_few = (count[:, 0] < _needed(rules)) & ~first_is_named
    centre[too_few, 0] = np.nan
    firm = (count >= (rules.baseline or 1)) & ~np.isnan(centre)
    return _trimmed(Phases(starts, settled, centre, firm), slots.values.shape[1])


def _needed(rules: Rules) -> int:
    baseline = rules.baseline or 1
    if rules.minimum is None:
        return baseline
    return min(rules.minimum, baseline) if rules.baseline else rules.minimum


def _trimmed(phases: Phases, slots: int) -> Phases:
    """Return the phases without the columns at the end that no series has a phase in."""
    keep = max(int((phases.start < slots).sum(axis=1).max(initial=0)), 1)
    return Phases(*(getattr(phases, name)[:, :keep] for name in phases.__slots__))


def added(phases: Phases, rows: Positions, following: Phases, slots: int) -> Phases:
    """Return the phases with one more for some of the series.

    ``following`` has one column: for each of ``rows``, the phase after its last.
    """
    width = len(phases) + 1
    column = np.count_nonzero(phases.start[rows] < slots, axis=1)
    empty = {"start": slots, "settled": slots, "centre": np.nan, "firm": False}
    grown: list[np.ndarray] = []
    for name, nothing in empty.items():
        old, new = getattr(phases, name), getattr(following, name)
        table = np.full((len(old), width), nothing, dtype=old.dtype)
        table[:, :-1] = old
        table[rows, column] = new[:, 0]
        grown.append(table)
    return _trimmed(Phases(*grown), slots)


def read_phases(phases: Iterable[int], weeks: int) -> list[int]:
    """Return the positions of phases that a person named, in order and each once.

    Raises
    ------
    SeriesError
        One of them is no whole number from 0.
    """
    return sorted({min(_position(phase), weeks) for phase in in_turn(phases, "phases")})


def table_of_phases(phases: Sequence[Sequence[int]], weeks: int) -> Positions:
    """Return the positions of phases of many series, filled up with the number of weeks."""
    width = max(map(len, phases), default=0)
    table = np.full((len(phases), width), weeks, dtype=np.intp)
    for row, positions in zip(table, phases, strict=True):
        row[: len(positions)] = positions
    return table


def _position(phase: int) -> int:
    at = -1
    # True is no position, though Python takes it for 1: a mask was meant.
    if not isinstance(phase, bool | np.bool_):
        with suppress(TypeError):
            at = operator.index(phase)
    if at < 0:
        raise SeriesError(
            f"A phase begins at a position, a whole number from 0, but was given {phase!r}."
        )
    return at
