"""Days and weeks as the report writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmbox.measures import spoken

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from vmbox.measures import Period


def short(day: dt.date, period: Period = "week") -> str:
    """Return a day in little room: "2 Mar 26", or "Mar 26" for a month."""
    number, month, year = spoken(day).split()
    brief = f"{month[:3]} {year[2:]}"
    return brief if period == "month" else f"{number} {brief}"


def named(day: dt.date, period: Period) -> str:
    """Return a week or a month by its name: "2 March 2026" or "March 2026"."""
    whole = spoken(day)
    return whole.partition(" ")[2] if period == "month" else whole


def counted(number: int, noun: str) -> str:
    """Return "1 week", "12 weeks"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def listed(words: Sequence[str]) -> str:
    """Return words in a row: "A", "A and B", "A, B and C"."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
