"""Columns of cells as other people wrote them, made into figures, dates and words.

Each function looks at every distinct cell once, so that a million rows cost little more than their
distinct cells.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from vmbox.errors import DataError
from vmbox.measures.dates import parse_date, parse_month
from vmbox.measures.numbers import read_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    # What is wrong with each cell, in words; None where nothing is.
    Wrong = NDArray[np.object_]

_ERROR_VALUE = re.compile(r"#[A-Z/0-9_]+[!?]?")
# 10.2026 is a figure where a heading or label might be a month.
_FIGURE = re.compile(r"\d+(?:\.\d*)?")
_WEEK_WORDS = re.compile(
    r"(?:w\s*[/.]?\s*[cbe]\b\.?|we?ek\s*(?:commencing|beginning|starting|ending|of)?|wk\s*[/.]?\s*[cbe]?\b)"
    r"\s*[:.\-]?\s*(?=\d|[a-z]{3})",
    re.IGNORECASE,
)
_TIME_OF_DAY = r"(?:T|,?\s+)\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$"
_MANY: Final = 2000
# Day numbers of a spreadsheet from 2000 to 2100, and dates written as 20260302.
_SERIALS: Final = (36526, 73415)
_DIGITS: Final = (20000101, 21001231)
_DAY_ZERO: Final = dt.date(1899, 12, 30)
_HOUR: Final = 3600


@dataclass(frozen=True, eq=False)
class Figures:
    """A column's numbers, NaN where there is none; whether each bore a percent sign."""

    values: NDArray[np.float64]
    percent: NDArray[np.bool_]
    wrong: Wrong


@dataclass(frozen=True, eq=False)
class Dates:
    """A column's days, NaT where there is none; whether any was written as a month alone."""

    days: NDArray[np.datetime64]
    wrong: Wrong
    months: bool = False


@dataclass(frozen=True)
class Day:
    """The day that a cell says, or what is wrong with it; whether it says a month alone."""

    date: dt.date | None = None
    wrong: str | None = None
    month: bool = False


def words_of(column: pd.Series) -> NDArray[np.object_]:
    """Return the text of each cell with single spaces, "" for none; a whole number without .0."""
    codes, distinct = _distinct(column)
    words: NDArray[np.object_] = _taken(codes, [_words(cell) for cell in distinct], "")
    return words


def figures_of(column: pd.Series) -> Figures:
    """Return a column's numbers: 1,234 and £1,234.50 and (3) and 12 % (0.12); n/a and - are none.

    A time such as 10:45 is a number of hours. An error of a spreadsheet is none.
    """
    rows = len(column)
    if pd.api.types.is_numeric_dtype(column.dtype):
        values = column.to_numpy(dtype=np.float64, na_value=np.nan)
        finite = np.where(np.isinf(values), np.nan, values)
        wrong = _nothing(rows)
        wrong[np.isinf(values)] = "infinity is no number"
        return Figures(finite, np.zeros(rows, dtype=bool), wrong)
    codes, distinct = _distinct(column)
    read = _read_figures(distinct)
    figures = Figures(
        _taken(codes, read.values, np.nan).astype(np.float64),
        _taken(codes, read.percent, False).astype(bool),
        _taken(codes, read.wrong, None),
    )
    if column.dtype == object:
        # True equals 1, so the two cannot be told apart once cells are made distinct.
        truths = np.fromiter((isinstance(cell, bool) for cell in column), bool, rows)
        figures.wrong[truths] = "TRUE or FALSE is no number"
    return figures


def dates_of(column: pd.Series) -> Dates:
    """Return a column's days: true dates, 02/03/2026 (2 March), 2 Mar 26, w/c 02/03/2026, Mar-26.

    Times of the day are dropped; a month alone is its first day.
    """
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        moments = column
        if moments.dt.tz is not None:
            moments = moments.dt.tz_convert("Europe/London").dt.tz_localize(None)
        days = moments.dt.normalize().to_numpy().astype("datetime64[ns]")
        return Dates(days, _nothing(len(column)))
    codes, distinct = _distinct(column)
    if len(distinct) > _MANY and all(isinstance(cell, str) for cell in distinct):
        # An export of moments: the days among them are few.
        cut = pd.Series(distinct, dtype=object).str.replace(_TIME_OF_DAY, "", regex=True)
        inner, distinct = _distinct(cut)
        codes = np.where(codes < 0, -1, inner[codes])
    read = [date_of(cell) for cell in distinct]
    days = np.array([day.date for day in read], dtype="datetime64[D]")
    return Dates(
        _taken(codes, days.astype("datetime64[ns]"), np.datetime64("NaT", "ns")),
        _taken(codes, [day.wrong for day in read], None),
        any(day.month for day in read),
    )


def date_of(cell: object) -> Day:
    """Return the day that one cell says."""
    if isinstance(cell, dt.datetime):
        return Day(cell.date())
    if isinstance(cell, dt.date):
        return Day(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _numbered_day(float(cell))
    if isinstance(cell, str):
        return _written_day(cell.strip())
    return Day(wrong=f"{cell!r} is no date")


def _written_day(text: str) -> Day:
    if not text or _ERROR_VALUE.fullmatch(text):
        return Day()
    if text.isdigit() and _SERIALS[0] <= int(text) <= _SERIALS[1]:
        return _numbered_day(float(text))
    bare = _WEEK_WORDS.sub("", text, count=1) if _WEEK_WORDS.match(text) else text
    try:
        return Day(parse_date(bare))
    except DataError as error:
        wrong = str(error)
    try:
        return Day(parse_month(bare), month=True)
    except DataError:
        return Day(wrong=wrong)


def is_day(cell: object) -> bool:
    """Whether a cell of a heading or label is a day or month, not a mere number."""
    if isinstance(cell, str) and _FIGURE.fullmatch(cell.strip()):
        return False
    return not isinstance(cell, int | float) and date_of(cell).date is not None


def _numbered_day(number: float) -> Day:
    if _SERIALS[0] <= number <= _SERIALS[1]:
        return Day(_DAY_ZERO + dt.timedelta(days=math.floor(number)))
    if _DIGITS[0] <= number <= _DIGITS[1] and number == int(number):
        return _written_day(str(int(number)))
    return Day(wrong=f"'{number:g}' is no date")


def _words(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def _read_figures(distinct: NDArray[np.object_]) -> Figures:
    plain = [cell if isinstance(cell, str | int | float) else None for cell in distinct]
    values = pd.to_numeric(pd.Series(plain, dtype=object), errors="coerce").to_numpy(np.float64)
    values = np.where(np.isfinite(values), values, np.nan) + 0.0
    percent = np.zeros(len(distinct), dtype=bool)
    wrong = _nothing(len(distinct))
    for spot in np.flatnonzero(np.isnan(values)):
        try:
            values[spot], percent[spot] = _figure(distinct[spot])
        except ValueError as error:
            wrong[spot] = str(error)
    return Figures(values, percent, wrong)


def _figure(cell: object) -> tuple[float, bool]:
    """The number of a cell that is no plain number, and whether it bears a percent sign."""
    if isinstance(cell, dt.timedelta):
        return cell.total_seconds() / _HOUR, False
    if isinstance(cell, dt.time):
        return cell.hour + cell.minute / 60 + cell.second / _HOUR, False
    if isinstance(cell, dt.date):
        raise ValueError(  # noqa: TRY004  (wrong in the source, not in the call)
            f"the date {cell:%Y-%m-%d} is no number"
        )
    if isinstance(cell, Decimal) and cell.is_finite():
        return float(cell), False
    text = str(cell)
    if _ERROR_VALUE.fullmatch(text.strip()):
        return math.nan, False
    number = read_number(text)
    if number is None:
        return math.nan, False
    return (number.value / 100 if number.percent else number.value), number.percent


def _distinct(column: pd.Series) -> tuple[NDArray[np.intp], NDArray[np.object_]]:
    """The distinct cells of a column, and which of them each row has; -1 for an empty one."""
    codes, distinct = pd.factorize(column)
    return codes, np.asarray(distinct, dtype=object)


def _taken(codes: NDArray[np.intp], of: Sequence[object] | NDArray[Any], nothing: object) -> Any:
    """What each row's distinct cell became; `nothing` for an empty cell."""
    if isinstance(of, np.ndarray) and of.dtype != object:
        made = np.append(of, np.asarray([nothing], dtype=of.dtype))
    else:
        made = np.empty(len(of) + 1, dtype=object)
        made[:-1] = of
        made[-1] = nothing
    # The code of an empty cell is -1: the last one.
    return made[codes]


def _nothing(rows: int) -> Wrong:
    return np.full(rows, None, dtype=object)


def blank(column: pd.Series) -> NDArray[np.bool_]:
    """Return which cells of a column hold nothing, not even a sign for nothing."""
    codes, distinct = _distinct(column)
    empty = np.array([isinstance(cell, str) and not cell.strip() for cell in distinct], dtype=bool)
    found: NDArray[np.bool_] = _taken(codes, empty, True)
    return found
