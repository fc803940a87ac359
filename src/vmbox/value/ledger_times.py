"""The days of every row of an extract: each distinct date and period is read once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from vmbox.errors import DataError
from vmbox.value.columns import cell, one_word, tidy, together, words_of
from vmbox.value.periods import Span, day_or_period, period

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from vmbox.value.extract_map import ExtractMap
    from vmbox.value.periods import PeriodRules

# From so many distinct texts on they are moments, of which the time of day is cut off first.
_MANY: Final = 3000
_SHORT: Final = re.compile(r"(?P<first>\d{1,2})[/.\-](?P<second>\d{1,2})[/.\-]\d{2,4}(?:[T ].*)?")
_MONTHS: Final = 12
_MONTH_FIRST: Final = (
    "this file writes the month first, as in America, so that no date of it is sure. "
    "Export it with the day first, or as 2026-03-02"
)
_TIME: Final = re.compile(r"[T ]\d{1,2}:\d{2}.*$")


@dataclass(frozen=True, eq=False)
class LedgerTimes:
    """When each row is of.

    Attributes
    ----------
    codes
        Which of the distinct times each row has.
    start, end, wrong, periods
        By distinct time: the days, NaT where they are unclear; why, in words; and whether it is a
        period, not a day.
    words
        The time as it is written, by row.
    both
        Whether there is a column of dates beside one of periods.
    """

    codes: NDArray[np.int64]
    start: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    wrong: NDArray[np.object_]
    words: pd.Categorical
    both: bool

    @property
    def unclear(self) -> NDArray[np.bool_]:
        """Which of the distinct times are unclear."""
        return np.isnat(self.start)

    def told(self, how: ExtractMap) -> list[str]:
        """Return what was guessed of the times, in words."""
        told = []
        if self.both and not {"date", "period"} & set(how.columns):
            told.append("A row's date says its week; its period only where it bears no date.")
        if (self.start < self.end).any() and how.periods == type(how.periods)():
            told.append("Periods are months, and P01 is April.")
        return told


def ledger_times(text: Mapping[str, pd.Categorical], rules: PeriodRules) -> LedgerTimes:
    """Return the times of rows, from columns of dates, periods and financial years."""
    rows = len(next(iter(text.values())))
    blank = one_word("", rows)
    date = _without_times(text.get("date", blank))
    name, year = text.get("period", blank), text.get("year", blank)
    codes, first = together((date, name, year))
    american = _american(words_of(date))
    starts: list[object] = []
    ends: list[object] = []
    wrong: list[str | None] = []
    words = []
    for at in first.tolist():
        cells = cell(date, at), cell(name, at), cell(year, at)
        span, why = _read(*cells, rules)
        if american and _SHORT.fullmatch(cells[0]):
            span, why = None, f"'{cells[0]}': {_MONTH_FIRST}"
        starts.append(span.start if span else None)
        ends.append(span.end if span else None)
        wrong.append(why)
        words.append(cells[0] or " ".join(filter(None, (cells[2], cells[1]))))
    said, distinct = pd.factorize(np.array(words, dtype=object))
    return LedgerTimes(
        codes,
        np.array(starts, dtype="datetime64[D]").astype("datetime64[s]"),
        np.array(ends, dtype="datetime64[D]").astype("datetime64[s]"),
        np.array(wrong, dtype=object),
        pd.Categorical.from_codes(
            said[codes] if words else codes, pd.Index(distinct, dtype=object)
        ),
        "date" in text and "period" in text,
    )


def _read(date: str, name: str, year: str, rules: PeriodRules) -> tuple[Span | None, str | None]:
    """The span of one distinct time, or why there is none."""
    try:
        if date:
            return day_or_period(date, rules, year), None
        if name:
            return period(name, rules, year), None
    except DataError as error:
        return None, str(error)
    return None, "the date or period is blank"


def _american(dates: list[str]) -> bool:
    """Whether dates are of the American order: some must be, and none can be of the other."""
    found = [match for match in map(_SHORT.fullmatch, dates) if match]
    pairs = [(int(match["first"]), int(match["second"])) for match in found]
    return any(second > _MONTHS for _, second in pairs) and all(
        first <= _MONTHS for first, _ in pairs
    )


def _without_times(column: pd.Categorical) -> pd.Categorical:
    if len(column.categories) < _MANY:
        return column
    cut = pd.Series([_TIME.sub("", word) for word in words_of(column)], dtype=object)
    return tidy(cut.iloc[column.codes])
