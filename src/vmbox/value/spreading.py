"""Rows spread over weeks by days: whole pence, the parts of each row adding up to the row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from vmbox.errors import DataError
from vmbox.value.money import MOST_PENCE, shared_out

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vmbox.value.calendar import WeekGrid

    Whole = NDArray[np.int64]

_DAY: Final = 86_400
_NOT_A_TIME: Final = np.iinfo(np.int64).min


def sums(keys: Whole, amounts: Whole, count: int) -> Whole:
    """Return the sums of whole amounts by key, exactly.

    Raises
    ------
    DataError
        The amounts could add up to more than floats hold to the penny.
    """
    if float(np.abs(amounts).sum(dtype=np.float64)) >= MOST_PENCE:
        raise DataError("The amounts add up to 90 trillion pounds or more: that is a mistake.")
    return np.bincount(keys, weights=amounts, minlength=count).astype(np.int64)


@dataclass(frozen=True, eq=False)
class Spreading:
    """The rows of an extract on a grid of weeks.

    Attributes
    ----------
    grid
        The weeks.
    codes
        Which of the distinct spans each row has.
    start, end
        The distinct spans, NaT for an unclear one.
    first, last
        The positions of their first and last week.
    unclear
        The rows whose span is unclear.
    """

    grid: WeekGrid
    codes: Whole
    start: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    first: Whole
    last: Whole
    unclear: NDArray[np.bool_]

    @classmethod
    def of(cls, rows: pd.DataFrame, grid: WeekGrid) -> Spreading:
        """Return how the rows lie on the grid."""
        start, end = (
            rows[name].to_numpy().astype("datetime64[s]", copy=False) for name in ("start", "end")
        )
        codes, distinct = pd.factorize(_span_keys(start.view(np.int64), end.view(np.int64)))
        at = np.full(len(distinct), 0, dtype=np.int64)
        at[codes] = np.arange(len(codes))
        starts, ends = (days[at].astype("datetime64[D]") for days in (start, end))
        known = ~np.isnat(starts)
        first = np.full(len(at), -1, dtype=np.int64)
        last = first.copy()
        first[known], last[known] = grid.position(starts[known]), grid.position(ends[known])
        unclear: NDArray[np.bool_] = ~known[codes]
        return cls(grid, np.asarray(codes, np.int64), starts, ends, first, last, unclear)

    def covered(self) -> pd.Series:
        """Return how many days of each week lie between the first and the last day of all rows."""
        borders = self.grid.begins(np.arange(len(self.grid) + 1)).astype(np.int64)
        known = ~np.isnat(self.start)
        days = np.zeros(len(self.grid), dtype=np.int64)
        if known.any():
            low = int(self.start[known].min().astype(np.int64))
            high = int(self.end[known].max().astype(np.int64)) + 1
            days = np.clip(np.minimum(borders[1:], high) - np.maximum(borders[:-1], low), 0, None)
        return pd.Series(days, index=self.grid.weeks, name="days")

    def parts(self, span: int) -> tuple[int, list[int]]:
        """Return a span's first week and its days by week."""
        return self.grid.days_of(self.start[span].item(), self.end[span].item())

    def outside_rows(self, rows: pd.DataFrame, chosen: Whole, pence: Whole) -> pd.DataFrame:
        """Return the dates and periods among the chosen rows that reach beyond the weeks."""
        beyond = (self.first < 0) | (self.last >= len(self.grid))
        found = chosen[beyond[self.codes[chosen]]]
        codes, distinct = pd.factorize(self.codes[found])
        at = np.zeros(len(distinct), dtype=np.int64)
        at[codes[::-1]] = found[::-1]
        listed = pd.DataFrame(
            {
                "when": rows["when"].array[at].astype(object),
                "start": self.start[distinct].astype("datetime64[s]"),
                "end": self.end[distinct].astype("datetime64[s]"),
                "rows": np.bincount(codes, minlength=len(distinct)).astype(np.int64),
                "first_row": rows["row"].to_numpy()[at],
                "pence": self._outside_pence(codes, found, distinct, pence),
            }
        )
        return listed.sort_values(["start", "end"], kind="stable").reset_index(drop=True)

    def _outside_pence(self, codes: Whole, found: Whole, distinct: Whole, pence: Whole) -> Whole:
        total = sums(codes, pence[found], len(distinct))
        for place, span in enumerate(distinct):
            if self.first[span] < 0 <= self.last[span] or (
                self.first[span] < len(self.grid) <= self.last[span]
            ):
                own = found[codes == place]
                inside, _ = _shares(self, int(span), pence[own], np.zeros(len(own), np.int64), 1)
                total[place] -= int(inside.sum())
        return total


def _span_keys(start: Whole, end: Whole) -> Whole:
    """A number for each row, the same for rows of the same days; from seconds since 1970."""
    if np.array_equal(start, end):
        return start
    low, high = start // _DAY, end // _DAY
    keys = low * 100_000 + (high - low)
    keys[start == _NOT_A_TIME] = _NOT_A_TIME
    return keys


def posted_sums(
    spreading: Spreading, keys: Whole, chosen: Whole, pence: Whole, count: int
) -> tuple[Whole, Whole]:
    """Return the pence of the chosen rows by key and week, and by key what is outside the weeks.

    Parameters
    ----------
    spreading
        How the rows lie on the weeks.
    keys
        Of each chosen row, from 0 to `count`.
    chosen
        Positions of the rows.
    pence
        The amounts of all rows.
    """
    width = len(spreading.grid)
    spans = spreading.codes[chosen]
    amounts = pence[chosen]
    beyond = (spreading.last < 0) | (spreading.first >= width)
    in_one = (spreading.first == spreading.last) & ~beyond
    if in_one.all():
        # A ledger of dated rows, none outside: no row need be looked at by itself.
        posted = sums(keys * width + spreading.first[spans], amounts, count * width)
        return posted.reshape(count, width), np.zeros(count, dtype=np.int64)
    out, whole = beyond[spans], in_one[spans]
    outside = sums(keys[out], amounts[out], count)
    week = spreading.first[spans[whole]]
    posted = sums(keys[whole] * width + week, amounts[whole], count * width)
    posted = posted.reshape(count, width)
    for span in np.flatnonzero(~in_one & ~beyond):
        own = np.flatnonzero(spans == span)
        if len(own):
            inside, rest = _shares(spreading, int(span), amounts[own], keys[own], count)
            low = max(int(spreading.first[span]), 0)
            posted[:, low : low + inside.shape[1]] += inside
            outside += rest
    return posted, outside


def _shares(
    spreading: Spreading, span: int, amounts: Whole, keys: Whole, count: int
) -> tuple[Whole, Whole]:
    """The amounts of one span by key and week, for its weeks inside the grid; and the rest by key.

    Every row falls apart by itself, as :func:`shared_out` has it, so that a ledger in two files
    gives the same as in one. An amount of q whole pence a day and r pence more is shared out as q
    times the days, and r pence; of the latter there are as many cases as days.
    """
    first, days = spreading.parts(span)
    total = sum(days)
    quotient, rest = np.divmod(np.abs(amounts), total)
    sign = np.sign(amounts)
    a_day = sums(keys, quotient * sign, count)
    cases = sums(keys * total + rest, sign, count * total).reshape(count, total)
    of_rest = np.array([shared_out(pence, days) for pence in range(total)], dtype=np.int64)
    shares = a_day[:, None] * np.array(days, dtype=np.int64) + cases @ of_rest
    low, high = max(-first, 0), min(len(spreading.grid) - first, len(days))
    inside = shares[:, low:high]
    return inside, shares.sum(axis=1) - inside.sum(axis=1)
