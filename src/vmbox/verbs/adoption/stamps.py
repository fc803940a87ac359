"""A heading that says when: a date, a month, a day without its year, or a numbered week."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from vmbox.errors import DataError
from vmbox.measures.dates import parse_date, parse_month

if TYPE_CHECKING:
    from vmbox.tables import GridValue

Kind = Literal["date", "month", "day", "month name", "week"]

_ENDING: Final = re.compile(
    r"\b(?:w\s*/\s*e|week\s+end(?:ing|s)?|wk\s+end(?:ing)?)\b", re.IGNORECASE
)
_BEFORE = re.compile(
    r"^(?:wc|we|wb|(?:the\s+)?(?:week|wk|w)\b\.?)?\s*(?:/\s*)?"
    r"(?:c(?:omm(?:encing|\.)?)?|beg(?:inning)?|b|start(?:ing|s)?|end(?:ing|s)?|e|of|from|to)?\b"
    r"[\s:.\-–]*",
    re.IGNORECASE,
)
_MONTH_WORDS = re.compile(r"^(?:month\s+(?:of|ending)|month)\b[\s:.\-–]*", re.IGNORECASE)
_WEEK = re.compile(
    r"(?:week|wk|w)\.?\s*(?:no\.?|number)?\s*(?P<n>\d{1,2})(?!\d)"
    r"(?:[\s,/\-–of]*(?P<y>20\d{2}))?(?P<rest>.*)",
    re.IGNORECASE,
)
_YEAR_AND_WEEK = re.compile(
    r"(?P<y>20\d{2})[\s,/\-–]*(?:week|wk|w)\.?\s*(?P<n>\d{1,2})", re.IGNORECASE
)
_RANGE = re.compile(r"\s+(?:-|–|—|to|until)\s+|(?<=\d)\s*[–—]\s*(?=\d)", re.IGNORECASE)
_DAYS_OF_ONE_MONTH = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?\s*(?:-|–|—|to)\s*(\d{1,2}(?:st|nd|rd|th)?\s+[a-z]{3,9}.*)",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[-/.\s]*(?:of\s+)?(?P<m>[a-z]{3,9}|(?<=[-/.])\d{1,2})\.?",
    re.IGNORECASE,
)
# "Apr 25" is a month of 2025, as "Apr-25" is.
_MONTH_AND_YEAR = re.compile(r"[a-z]{3,9}\.?[\s-]+\d{2}", re.IGNORECASE)
_DAY_AFTER = re.compile(r"(?P<m>[a-z]{3,9})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?", re.IGNORECASE)
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
_LEAP: Final = 2024
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


@dataclass(frozen=True)
class Stamp:
    """What a heading says of its time.

    Attributes
    ----------
    kind
        How much it says.
    date
        Of a date, or the first of a month; for a day or month without a year, in a leap year.
    number, year
        Of a numbered week; the year 0 where it is not said.
    ending
        Whether it is the last day of its week.
    """

    kind: Kind
    date: dt.date = dt.date.min
    number: int = 0
    year: int = 0
    ending: bool = False


def says_ending(text: str) -> bool:
    """Whether a text speaks of a week's end: w/e, week ending."""
    return bool(_ENDING.search(text))


def read_stamp(value: GridValue) -> Stamp | None:
    """Return what a cell says of its time, or None where it says nothing of it.

    A bare number says nothing: only its neighbours tell whether it counts weeks.
    """
    if isinstance(value, dt.datetime):
        return _dated(value.date())
    if not isinstance(value, str) or not any(letter.isalnum() for letter in value):
        return None
    text = " ".join(value.split())
    found = _written(text)
    if found is not None and says_ending(text):
        return replace(found, ending=True)
    return found


def _written(text: str) -> Stamp | None:
    if found := _YEAR_AND_WEEK.fullmatch(text):
        return _numbered(found["n"], found["y"])
    if found := _WEEK.fullmatch(text):
        # "Wk 14 (w/c 30/03/2026)": the date says more than the number.
        rest = found["rest"].strip(" ()[]:-–,")
        inner = _written(rest) if rest else None
        if inner is not None and inner.kind == "date":
            return inner
        return _numbered(found["n"], found["y"]) if not rest else None
    bare = _BEFORE.sub("", text, count=1) if _BEFORE.match(text) else text
    return _plain(bare) or _span(bare) or _month(_MONTH_WORDS.sub("", text))


def _plain(text: str) -> Stamp | None:
    if not any(letter.isdigit() for letter in text) or _MONTH_AND_YEAR.fullmatch(text):
        return None
    if re.fullmatch(r"[\d,]+(?:\.\d*)?", text) and len(text) != len("20260302"):
        return None
    try:
        return _dated(parse_date(text))
    except DataError:
        return _day(_WEEKDAY.sub("", text))


def _dated(date: dt.date) -> Stamp | None:
    """A date that a box score can have: 1900-01-00 and its like are no dates of weeks."""
    return Stamp("date", date) if _FIRST_YEAR <= date.year <= _LAST_YEAR else None


def _span(text: str) -> Stamp | None:
    """The first day of "2 Mar - 8 Mar 2026" or "2-8 March 2026"."""
    if found := _DAYS_OF_ONE_MONTH.fullmatch(text):
        last = _plain(found[2])
        return _before(int(found[1]), last) if last else None
    first, *others = _RANGE.split(text)
    if len(others) != 1:
        return None
    begins, ends = _plain(first), _plain(others[0])
    if begins is None or ends is None:
        return None
    if begins.kind == "day" and ends.kind == "date":
        year = ends.date.year - (begins.date.month > ends.date.month)
        return _dated(in_year(begins.date, year))
    return begins


def _before(day: int, last: Stamp) -> Stamp | None:
    """The nearest day of that number up to the last day of a span."""
    month = last.date if day <= last.date.day else last.date.replace(day=1) - dt.timedelta(days=1)
    try:
        return replace(last, date=month.replace(day=day))
    except ValueError:
        return None


def _month(text: str) -> Stamp | None:
    try:
        month = parse_month(text)
    except DataError:
        return _month_alone(text)
    return Stamp("month", month) if _dated(month) else None


def _month_alone(text: str) -> Stamp | None:
    if not text.isalpha():
        return None
    try:
        return Stamp("month name", parse_date(f"1 {text} {_LEAP}"))
    except DataError:
        return None


def _day(text: str) -> Stamp | None:
    """A day without its year, in a leap year."""
    found = _DAY.fullmatch(text) or _DAY_AFTER.fullmatch(text)
    if found is None:
        return None
    try:
        return Stamp("day", parse_date(f"{found['d']} {found['m']} {_LEAP}"))
    except DataError:
        pass
    try:
        return Stamp("day", parse_date(f"{found['d']}/{found['m']}/{_LEAP}"))
    except DataError:
        return None


def _numbered(number: str, year: str | None) -> Stamp | None:
    week = int(number)
    return Stamp("week", number=week, year=int(year or 0)) if 1 <= week <= 53 else None  # noqa: PLR2004


def in_year(date: dt.date, year: int) -> dt.date:
    """Return the same day in another year; 1 March for a 29 February that is not there."""
    try:
        return date.replace(year=year)
    except ValueError:
        return dt.date(year, 3, 1)


def dates_within(text: str) -> tuple[dt.date, ...]:
    """Return the full dates that stand anywhere in a text, such as a title."""
    words = re.split(r"[\s()\[\],;:]+", text)
    found: list[dt.date] = []
    at = 0
    while at < len(words):
        step = 1
        for many in (3, 1):
            try:
                date = parse_date(" ".join(words[at : at + many]))
            except DataError:
                continue
            found.append(date)
            step = many
            break
        at += step
    return tuple(found)
