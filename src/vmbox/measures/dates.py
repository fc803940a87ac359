"""Dates as they are written in Scotland: the day first, or ISO; never the American order."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from vmbox.errors import DataError

_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_WEEKDAY = re.compile(
    r"(?:mon|tue|tues|wed|weds|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\s+",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:T|,?\s+)\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?)?(?:Z|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})|(\d{4})(\d{2})(\d{2})")
_DAY_FIRST = re.compile(r"(?P<d>\d{1,2})\s*([-/. ])\s*(?P<m>\d{1,2})\s*\2\s*(?P<y>\d{4}|\d{2})")
_IN_WORDS = re.compile(
    r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[-/.,\s]*(?P<m>[a-z]{3,9})\.?[-/,\s]*(?P<y>\d{4}|\d{2})",
    re.IGNORECASE,
)
_MONTH_IN_WORDS = re.compile(r"(?P<m>[a-z]{3,9})\.?[-/,\s]*(?P<y>\d{4}|\d{2})", re.IGNORECASE)
_MONTH_IN_NUMBERS = re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})|(?P<m2>\d{1,2})[-/.](?P<y2>\d{4})")
_LAST_MONTH = 12
_CENTURY = 2000


def parse_date(text: str) -> dt.date:
    """Return the date that a text shows: 2026-03-02, 02/03/2026, 2-Mar-26, Mon 2 March 2026.

    The day stands first, or the year: 02/03/2026 is 2 March. Two digits are a year of this
    century. A time behind the date is passed over.

    Raises
    ------
    DataError
        The text is no date; says what to write.
    """
    plain = _WEEKDAY.sub("", _TIME.sub("", " ".join(text.split())), count=1)
    if found := _YEAR_FIRST.fullmatch(plain):
        year, month, day = found.group("y", "m", "d") if found["y"] else found.group(5, 6, 7)
    elif found := _DAY_FIRST.fullmatch(plain) or _IN_WORDS.fullmatch(plain):
        year, month, day = found.group("y", "m", "d")
        if month.isdigit() and int(month) > _LAST_MONTH >= int(day):
            raise DataError(
                f"'{text.strip()}' is no date: the day comes first, so 02/03/2026 is 2 March 2026"
            )
    else:
        raise _no_date(text)
    return _date(year, month, day, text)


def parse_month(text: str) -> dt.date:
    """Return the first day of the month that a text shows: Mar-26, March 2026, 2026-03, a date.

    Raises
    ------
    DataError
        The text is neither a month nor a date.
    """
    plain = " ".join(text.split())
    if found := _MONTH_IN_WORDS.fullmatch(plain):
        return _date(found["y"], found["m"], "1", text)
    if found := _MONTH_IN_NUMBERS.fullmatch(plain):
        return _date(found["y"] or found["y2"], found["m"] or found["m2"], "1", text)
    return parse_date(text).replace(day=1)


def spoken(date: dt.date) -> str:
    """Return the date in words: 2 March 2026."""
    return f"{date.day} {_MONTHS[date.month - 1].capitalize()} {date.year}"


def _date(year: str, month: str, day: str, text: str) -> dt.date:
    number = int(month) if month.isdigit() else _month_number(month)
    try:
        return dt.date(int(year) + (_CENTURY if len(year) == 2 else 0), number, int(day))  # noqa: PLR2004
    except ValueError as error:
        raise _no_date(text) from error


def _month_number(word: str) -> int:
    """1 to 12; 0, which no date has, for a word that is no month."""
    plain = word.casefold()
    starts = [number for number, name in enumerate(_MONTHS, start=1) if name.startswith(plain)]
    return starts[0] if len(starts) == 1 else 0


def _no_date(text: str) -> DataError:
    return DataError(f"'{text.strip()}' is no date: write 2026-03-02, 02/03/2026 or 2 March 2026")
