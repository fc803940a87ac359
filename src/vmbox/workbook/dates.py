"""A week's first day as a spreadsheet holds it, and as it writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from vmbox.measures import BoxScore


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


_EPOCH: Final = np.datetime64("1899-12-30")
