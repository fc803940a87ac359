"""A week's first day as a spreadsheet holds it, and as it writes it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from vmbox.measures import BoxScore


def day_of(value: object, *, date1904: bool) -> dt.date | None:
    """Return the day of a date's number in a cell, None for anything else."""
    moment = moment_of(value, date1904=date1904)
    return moment.date() if moment else None


def moment_of(value: object, *, date1904: bool) -> dt.datetime | None:
    """Return the moment of a date's number in a cell, to the second; None for anything else."""
    if not isinstance(value, float):
        return None
    days = value + (_DAYS_1904 if date1904 else 0)
    try:
        return _START + dt.timedelta(seconds=round(days * 86400))
    except OverflowError:
        return None


def serial(box: BoxScore, position: int) -> int:
    """Return the spreadsheet's number for the first day of a week."""
    return int((box.weeks[position] - _EPOCH).days)


def serials(box: BoxScore) -> list[int]:
    """Return the spreadsheet's numbers for the first days of all weeks."""
    days: list[int] = (box.weeks.to_numpy() - _EPOCH).astype("timedelta64[D]").astype(int).tolist()
    return days


def day_in_words(box: BoxScore, position: int) -> str:
    """Return a week's first day as TEXT(..., "d mmm yyyy") writes it."""
    day = box.weeks[position]
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS: Final = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)


_START: Final = dt.datetime(1899, 12, 30)  # noqa: DTZ001  (a spreadsheet has no time zones)
_DAYS_1904: Final = 1462
_EPOCH: Final = np.datetime64("1899-12-30")
