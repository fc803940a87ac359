"""A workbook's weeks as a grid of days that goes on before the first and after the last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from vmbox.errors import DataError
from vmbox.value.money import shared_out

if TYPE_CHECKING:
    import datetime as dt

    from numpy.typing import NDArray

    Days = NDArray[np.datetime64]
    Whole = NDArray[np.int64]

_WEEK: Final = 7


@dataclass(frozen=True, eq=False)
class WeekGrid:
    """Weeks, or months, without a gap.

    The grid goes on to both sides: how a period falls apart into weeks hangs on the first day of
    a week alone, never on where a workbook begins or ends. So laying out more weeks changes no
    penny of those that were there.

    Attributes
    ----------
    weeks
        First days, in order.
    monthly
        Whether they are months.
    """

    weeks: pd.DatetimeIndex
    monthly: bool

    @classmethod
    def of(cls, weeks: pd.DatetimeIndex, *, monthly: bool | None = None) -> WeekGrid:
        """Return the grid of a workbook's weeks; months are told by their length.

        Raises
        ------
        DataError
            There are none, or they have gaps.
        """
        if not len(weeks):
            raise DataError("There are no weeks to post to.")
        days = np.asarray(weeks.to_numpy(), dtype="datetime64[D]")
        if monthly is None:
            monthly = len(days) > 1 and int((days[1] - days[0]).astype(np.int64)) > _WEEK
        grid = cls(weeks, monthly)
        wanted = grid.begins(np.arange(len(days)))
        if not np.array_equal(wanted, days):
            wrong = int(np.flatnonzero(wanted != days)[0])
            raise DataError(
                f"The {'months' if monthly else 'weeks'} have a gap or are out of order: "
                f"{wanted[wrong]} is wanted, {days[wrong]} is there."
            )
        return grid

    def __len__(self) -> int:
        return len(self.weeks)

    @property
    def first(self) -> np.datetime64:
        """The first day of all."""
        return np.datetime64(self.weeks[0].date(), "D")

    @property
    def after(self) -> np.datetime64:
        """The day after the last."""
        return np.datetime64(self.begins(np.array([len(self)]))[0], "D")

    def begins(self, positions: Whole) -> Days:
        """Return the first days of weeks by position; -1 is the one before the first."""
        if self.monthly:
            return np.asarray(self.first.astype("datetime64[M]") + positions, "datetime64[D]")
        return np.asarray(self.first + positions * _WEEK)

    def position(self, days: Days) -> Whole:
        """Return the position of each day's week: below 0 before the first."""
        if self.monthly:
            months = days.astype("datetime64[M]").astype(np.int64)
            return np.asarray(months - self.first.astype("datetime64[M]").astype(np.int64))
        return np.asarray((days.astype(np.int64) - self.first.astype(np.int64)) // _WEEK)

    def days_of(self, start: dt.date, end: dt.date) -> tuple[int, list[int]]:
        """Return the position of a span's first week, and its days in each week from there on."""
        ends = np.array([start, end], dtype="datetime64[D]")
        first, last = (int(at) for at in self.position(ends))
        borders = self.begins(np.arange(first, last + 2))
        low = np.maximum(borders[:-1], ends[0])
        high = np.minimum(borders[1:], ends[1] + 1)
        return first, [int(days) for days in (high - low).astype(np.int64)]


def spread(
    pence: int, start: dt.date, end: dt.date, weeks: pd.DatetimeIndex
) -> tuple[pd.Series, int]:
    """Return a period's amount by week, in pence, and what falls outside the weeks.

    By days: a week that the period shares with another gets the share of its days. The weeks and
    what is outside add up to the amount, to the penny.

    Raises
    ------
    DataError
        The period ends before it begins.
    """
    if end < start:
        raise DataError(f"A period from {start} to {end} ends before it begins.")
    grid = WeekGrid.of(weeks)
    first, days = grid.days_of(start, end)
    posted = pd.Series(0, index=weeks, dtype=np.int64)
    outside = 0
    for position, share in enumerate(shared_out(pence, days), start=first):
        if 0 <= position < len(grid):
            posted.iloc[position] += share
        else:
            outside += share
    return posted, outside
