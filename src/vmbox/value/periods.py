"""When a ledger row's money was spent: a day, a month, or one of thirteen four-weekly periods.

The financial year of the NHS begins in April, so P01 of 2025/26 is April 2025 and P07 October.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from vmbox.errors import DataError
from vmbox.measures.dates import parse_date, parse_month

if TYPE_CHECKING:
    from collections.abc import Mapping

Scheme = Literal["months", "four-weekly"]
SCHEMES: Final = ("months", "four-weekly")
MONTHS_A_YEAR: Final = 12
FOUR_WEEKLY_A_YEAR: Final = 13
_FOUR_WEEKS: Final = 28
_CENTURY: Final = 2000

_PAIR: Final = re.compile(r"(?:FY\s*)?(?P<a>\d{4}|\d{2})\s*[/\-]\s*(?P<b>\d{4}|\d{2})", re.I)
_SINGLE: Final = re.compile(r"(?:FY\s*(?P<fy>\d{4}|\d{2})|(?P<y>20\d{2}))", re.I)
_NUMBER: Final = r"(?:P|PD|PER|PERIOD|M|MTH|MONTH|AP)\s*[.:]?\s*(?P<n>\d{1,2})"
_PERIOD: Final = re.compile(rf"(?<![A-Za-z]){_NUMBER}(?!\d)", re.I)
_BARE: Final = re.compile(r"\d{1,2}")
# 2025/26-07; never 2011-12-07, which is a date.
_YEAR_AND_BARE: Final = re.compile(
    r"(?P<year>20\d{2}\s*[/\-]\s*(?:1[3-9]|[2-9]\d|20\d{2}))\s*[-/ .:]\s*(?P<n>\d{2})", re.I
)
_SIX: Final = re.compile(r"(?P<y>20\d{2})[/.]?(?P<n>\d{2})|(?P<n2>\d{1,2})/(?P<y2>20\d{2})")
_WORD: Final = re.compile(r"[A-Za-z]{3,9}")
_JOINS: Final = " -/,.:()"


@dataclass(frozen=True)
class Span:
    """From the first day to the last, both included."""

    start: dt.date
    end: dt.date

    @property
    def days(self) -> int:
        """How many days there are."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True)
class PeriodRules:
    """How the periods of a ledger are named.

    Attributes
    ----------
    scheme
        Twelve months, or thirteen periods of four weeks.
    year
        The financial year of names that bear none: "2025/26".
    first_month
        The month of P01.
    starts
        Of four-weekly periods: the first day of P01 by financial year.
    six_digits
        What 202510 is: October 2025 ("calendar"), period 10 of the year that begins in 2025
        ("financial"), or nobody knows ("").
    single_year
        Which financial year FY26 or 2026 names: the one that ends in it, that starts in it, or
        nobody knows ("").
    named
        Names with days of their own, such as "P13" for the year's adjustments.
    """

    scheme: Scheme = "months"
    year: str = ""
    first_month: int = 4
    starts: Mapping[str, dt.date] = field(default_factory=dict)
    six_digits: str = ""
    single_year: str = ""
    named: Mapping[str, Span] = field(default_factory=dict)

    def own(self, text: str) -> Span | None:
        """Return the days that the rules themselves name for a text."""
        wanted = _bare(text)
        return next((span for name, span in self.named.items() if _bare(name) == wanted), None)


def day_or_period(text: str, rules: PeriodRules, year: str = "") -> Span:
    """Return the span of a cell in a column of dates: a day, else a period.

    Raises
    ------
    DataError
        It is neither, or could be two things; says what to write.
    """
    if span := rules.own(text):
        return span
    try:
        day = parse_date(text)
    except DataError as error:
        if not _says_a_period(text):
            raise
        try:
            return period(text, rules, year)
        except DataError:
            raise error from None
    return Span(day, day)


def period(text: str, rules: PeriodRules, year: str = "") -> Span:
    """Return the days of a period's name: 2025/26 P07, 2025-26 Period 7, Oct-25, October 2025.

    A date stands for its month where it is the month's first or last day. `year` is the financial
    year that the row bears in a column of its own.

    Raises
    ------
    DataError
        The name is unclear; says what to write in a map.
    """
    plain = " ".join(text.replace("–", "-").replace("—", "-").split())
    year = year or rules.year
    if span := rules.own(f"{year} {plain}") or rules.own(plain):
        return span
    pair = _PAIR.fullmatch(plain)
    if not plain or (pair and _full_year(pair["b"]) == _full_year(pair["a"]) + 1):
        raise _unclear(text, "it names no period")
    if found := _YEAR_AND_BARE.fullmatch(plain):
        return _numbered(int(found["n"]), _first_year(found["year"], rules, text), rules, text)
    if found := _PERIOD.search(plain):
        rest = (plain[: found.start()] + " " + plain[found.end() :]).strip(_JOINS)
        return _period_and_rest(int(found["n"]), rest, year, rules, text)
    if _BARE.fullmatch(plain):
        return _numbered(int(plain), _first_year(year, rules, text), rules, text)
    if found := _SIX.fullmatch(plain):
        return _six_digits(found, rules, text)
    return _month(plain, year, rules, text)


def _period_and_rest(number: int, rest: str, year: str, rules: PeriodRules, text: str) -> Span:
    """The span of a period's number with what stands beside it: a year, or a month that agrees."""
    if not rest or _PAIR.fullmatch(rest) or _SINGLE.fullmatch(rest):
        return _numbered(number, _first_year(rest or year, rules, text), rules, text)
    month = _month(rest, year, rules, text)
    expected = (month.start.month - rules.first_month) % MONTHS_A_YEAR + 1
    if rules.scheme == "months" and number == expected:
        return month
    raise _unclear(text, f"{rest} is not its period {number}")


def _first_year(words: str, rules: PeriodRules, text: str) -> int:
    """The calendar year in which a financial year begins."""
    words = words.strip(_JOINS)
    if not words:
        raise _unclear(text, 'it bears no year. Say in a map: [period] year = "2025/26"')
    if found := _PAIR.fullmatch(words):
        first, second = (_full_year(found[name]) for name in ("a", "b"))
        if second != first + 1:
            raise _unclear(text, f"{words} is no financial year")
        return first
    if found := _SINGLE.fullmatch(words):
        named = _full_year(found["fy"] or found["y"])
        if rules.single_year:
            return named - (rules.single_year == "end")
        raise _unclear(
            text,
            f"{words} may be the year that a financial year starts in, or ends in. "
            'Say in a map: [period] single_year = "start" or "end"',
        )
    raise _unclear(text, f"'{words}' is no financial year")


def _numbered(number: int, year: int, rules: PeriodRules, text: str) -> Span:
    """The span of a period by its number in the financial year that begins in `year`."""
    if rules.scheme == "four-weekly":
        return _four_weeks(number, year, rules, text)
    if not 1 <= number <= MONTHS_A_YEAR:
        raise _unclear(
            text,
            f"a year has 12 months, and period {number} has no days of its own. Say in a map "
            f'which it has: [period.named] "{text.strip()}" = [2026-03-01, 2026-03-31]; or, where '
            'all periods have four weeks: [period] scheme = "four-weekly"',
        )
    month = rules.first_month - 1 + number - 1
    return _whole_month(dt.date(year + month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1, 1))


def _four_weeks(number: int, year: int, rules: PeriodRules, text: str) -> Span:
    name = f"{year}/{(year + 1) % 100:02d}"
    known = {_first_year(one, rules, one): first for one, first in rules.starts.items()}
    if year not in known:
        raise _unclear(
            text, f'a map must say when P01 of {name} begins: [period.starts] "{name}" = 2025-03-31'
        )
    if not 1 <= number <= FOUR_WEEKLY_A_YEAR:
        raise _unclear(text, "a year has 13 periods of four weeks")
    start = known[year] + dt.timedelta(days=_FOUR_WEEKS * (number - 1))
    return Span(start, start + dt.timedelta(days=_FOUR_WEEKS - 1))


def _six_digits(found: re.Match[str], rules: PeriodRules, text: str) -> Span:
    year, number = int(found["y"] or found["y2"]), int(found["n"] or found["n2"])
    if rules.six_digits == "financial":
        return _numbered(number, year, rules, text)
    if rules.six_digits != "calendar":
        raise _unclear(
            text,
            "it may be a month of the calendar or a period of the financial year. "
            'Say in a map: [period] six_digits = "calendar" or "financial"',
        )
    if not 1 <= number <= MONTHS_A_YEAR:
        raise _unclear(text, f"there is no month {number}")
    return _whole_month(dt.date(year, number, 1))


def _month(plain: str, year: str, rules: PeriodRules, text: str) -> Span:
    """The span of a month in words, or of a date that is its month's first or last day."""
    if _WORD.fullmatch(plain) and year:
        # October of 2025/26: April to December lie in its first year.
        first = _first_year(year, rules, text)
        try:
            number = parse_month(f"{plain} {first}").month
        except DataError as error:
            raise _unclear(text, "it is no month") from error
        return _whole_month(dt.date(first + (number < rules.first_month), number, 1))
    try:
        day = parse_date(plain)
    except DataError:
        try:
            return _whole_month(parse_month(plain))
        except DataError as error:
            raise _unclear(text, "write 2025/26 P07 or Oct-25") from error
    month = _whole_month(day)
    if day not in (month.start, month.end):
        raise _unclear(text, "it is a day, in a column of periods")
    return month


def _whole_month(day: dt.date) -> Span:
    last = calendar.monthrange(day.year, day.month)[1]
    return Span(day.replace(day=1), day.replace(day=last))


def _says_a_period(text: str) -> bool:
    """Whether a text that is no date is worth reading as a period."""
    return not re.fullmatch(r"\D*\d{1,2}\D\d{1,2}\D\d{2,4}\D*", text.strip())


def _full_year(digits: str) -> int:
    return int(digits) + (_CENTURY if len(digits) == 2 else 0)  # noqa: PLR2004


def _bare(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())


def _unclear(text: str, why: str) -> DataError:
    return DataError(f"the period '{text.strip()}' is unclear: {why}")
