"""The rows of a source by measure, as columns that are quickly gone through.

A DataFrame for each measure of each of many workbooks would take longer than the workbooks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from vmbox.tables.names import key_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vmbox.measures import BoxScore


@dataclass(frozen=True, eq=False)
class Rows:
    """Some rows of a source.

    Attributes
    ----------
    measures
        The measures' names as the source writes them.
    days, weeks
        The days, and the positions of the box score's weeks in which they lie; -1 for none.
    values, signed
        The numbers, NaN for none, and whether they had a % sign.
    notes, places
        The notes, "" for none, and the places in the source.
    placed
        Whether the source itself says the places, so that people know them.
    """

    measures: list[str]
    days: NDArray[np.datetime64]
    weeks: NDArray[np.int64]
    values: NDArray[np.float64]
    signed: NDArray[np.bool_]
    notes: list[str]
    places: list[str]
    placed: bool

    def __len__(self) -> int:
        return len(self.measures)

    def at(self, rows: NDArray[np.int64]) -> Rows:
        """Return those at some positions."""
        if len(rows) == len(self):
            return self
        every = rows.tolist()
        return Rows(
            [self.measures[row] for row in every],
            self.days[rows],
            self.weeks[rows],
            self.values[rows],
            self.signed[rows],
            [self.notes[row] for row in every],
            [self.places[row] for row in every],
            self.placed,
        )

    def having_values(self) -> Rows:
        """Return those that have a number."""
        return self.at(np.flatnonzero(~np.isnan(self.values)))

    def having_notes(self) -> Rows:
        """Return those that have a note."""
        return self.at(np.array([row for row, note in enumerate(self.notes) if note.strip()], int))

    @property
    def first_place(self) -> str:
        """The place of the first, to stand before a message."""
        return f"{self.places[0]}: " if self.placed else ""


def rows_by_measure(values: pd.DataFrame, box: BoxScore) -> dict[str, Rows]:
    """Return the rows of a source by measure, in the source's order; see `key_of`."""
    every = _columns(values, box)
    found: dict[str, list[int]] = {}
    for row, name in enumerate(every.measures):
        found.setdefault(key_of(name), []).append(row)
    return {key: every.at(np.array(rows, int)) for key, rows in found.items()}


def _columns(values: pd.DataFrame, box: BoxScore) -> Rows:
    days = pd.DatetimeIndex(values["week"]).as_unit("ns")
    count = len(values)
    return Rows(
        _words(values, "measure"),
        days.to_numpy(),
        _positions(days, box),
        values["value"].to_numpy(dtype=np.float64, na_value=np.nan),
        values["percent"].fillna(value=False).to_numpy(dtype=bool)
        if "percent" in values
        else np.zeros(count, dtype=bool),
        _words(values, "note") if "note" in values else [""] * count,
        [str(where) for where in values["where"]]
        if "where" in values
        else [f"row {place}" for place in values.index],
        "where" in values,
    )


def _words(values: pd.DataFrame, column: str) -> list[str]:
    words: list[str] = values[column].fillna("").astype(str).tolist()
    return words


def _positions(days: pd.DatetimeIndex, box: BoxScore) -> NDArray[np.int64]:
    """The week's position of each day; -1 where the box score has no such week."""
    weeks = box.weeks
    positions = weeks.searchsorted(days, side="right") - 1
    last = weeks[-1]
    ends = last + (pd.Timedelta(days=7) if box.period == "week" else pd.offsets.MonthBegin(1))
    return np.where(np.asarray(days >= ends) | (positions < 0), -1, positions)
