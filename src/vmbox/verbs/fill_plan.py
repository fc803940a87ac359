"""What the values of a source mean for one box score: which cells they belong to."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  (dataclasses are read by others at run time)
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pandas as pd

from vmbox.errors import DataError, did_you_mean
from vmbox.measures import Measure, spoken
from vmbox.measures.goals import share
from vmbox.measures.measure import as_cells_hold
from vmbox.measures.units import impossible
from vmbox.tables.names import key_of
from vmbox.verbs.source_rows import Rows, rows_by_measure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from vmbox.measures import BoxScore, Domain, Item

OnConflict = Literal["stop", "keep", "replace"]
Outcome = Literal["new", "replaced", "kept", "conflict", "same"]
_MOST_NAMED: Final = 3


@dataclass(frozen=True)
class Change:
    """One cell that the source has a value for.

    Attributes
    ----------
    measure, week
        The column and the week; a note bears its domain's name.
    before, after
        What the workbook holds, and what the source says; None for nothing.
    outcome
        "new", "replaced", "kept" (the workbook's side won), "conflict" (nobody said which side
        wins) or "same".
    where
        The place in the source.
    unit
        The measure's unit; "" for a note.
    """

    measure: str
    week: dt.date
    before: float | str | None
    after: float | str
    outcome: Outcome
    where: str
    unit: str = ""


def of_team(values: pd.DataFrame, team: str) -> pd.DataFrame:
    """Return the rows of a source that belong to a team: those that name it, or name nobody."""
    if "team" not in values:
        return values
    wanted = key_of(team)
    teams = values["team"].fillna("").astype(str)
    mine = {name for name in teams.unique() if key_of(name) in {wanted, ""}}
    return values[teams.isin(mine)]


def unmatched_teams(values: pd.DataFrame, teams: Sequence[str]) -> tuple[str, ...]:
    """Return, in words, the teams of a source that are none of the workbooks'."""
    if "team" not in values:
        return ()
    known = {key_of(team) for team in teams}
    there = values["team"].fillna("").astype(str).unique()
    return tuple(
        f"No workbook is of the team '{name}'.{did_you_mean(name, teams)}"
        for name in sorted(there)
        if key_of(name) and key_of(name) not in known
    )


class FillPlan:
    """What the values of one team mean for one box score."""

    def __init__(self, box: BoxScore, values: pd.DataFrame, on_conflict: OnConflict) -> None:
        self.box = box
        self.on_conflict = on_conflict
        self.items = {key_of(item.name): item for item in box.items}
        self.values = self._with_parts(of_team(values, box.team))
        self.left_out: list[str] = []

    def position(self, week: dt.date) -> int:
        """The week's position in the box score."""
        return int(self.box.weeks.searchsorted(pd.Timestamp(week)))

    def changes(self) -> tuple[Change, ...]:
        """Return every cell that the source has a value for, in the order of the tabs."""
        found: list[Change] = []
        parts = rows_by_measure(self.values, self.box)
        for name, part in parts.items():
            if name not in self.items and name:
                known = [item.name for item in self.box.items]
                words = part.measures[0]
                self.left_out.append(
                    f"{part.first_place}{self.box.team} has no measure '{words}'"
                    f" ({_counted(len(part))}).{did_you_mean(words, known)}"
                )
        for key, item in self.items.items():
            if key in parts:
                found += self._of_item(item, parts[key].having_values())
        return (*found, *self._notes(parts))

    def _with_parts(self, values: pd.DataFrame) -> pd.DataFrame:
        """The values, with a ratio's numerators and denominators as values of their own columns."""
        if not {"numerator", "denominator"} <= set(values.columns):
            return values
        given = values["numerator"].notna() & values["denominator"].notna()
        parts = [values]
        for key, item in self.items.items():
            if not (isinstance(item, Measure) and item.numerator and item.denominator):
                continue
            rows = values[given & (values["measure"].fillna("").astype(str).map(key_of) == key)]
            if rows.empty:
                continue
            # What the workbook works out itself needs no value; its notes stay.
            parts[0] = parts[0].assign(
                value=parts[0]["value"].mask(parts[0].index.isin(rows.index))
            )
            for name, part in ((item.numerator, "numerator"), (item.denominator, "denominator")):
                parts.append(rows.assign(measure=name, value=rows[part], percent=False, note=""))
        return pd.concat(parts) if len(parts) > 1 else values

    # ------------------------------------------------------------ numbers
    def _of_item(self, item: Item, rows: Rows) -> Iterator[Change]:
        if not len(rows):
            return
        if item.calculated:
            made = " and ".join(f"'{name}'" for name in item.needs)
            self.left_out.append(
                f"{rows.first_place}'{item.name}' is worked out from {made}: give those "
                f"({_counted(len(rows))} left out)."
            )
            return
        numbers = self._in_unit(item, rows)
        self._name_outside(item.name, rows)
        entered = self.box.typed(item.name)
        done: dict[int, tuple[float, str]] = {}
        for week, value, where in zip(rows.weeks.tolist(), numbers, rows.places, strict=True):
            if week < 0 or np.isnan(value):
                continue
            day = self.box.weeks[week].date()
            if week in done:
                self._refuse_contradiction(item.name, day, done[week], (value, where))
                continue
            done[week] = (value, where)
            before = None if np.isnan(entered[week]) else float(entered[week])
            outcome = self._outcome(before, value)
            yield Change(item.name, day, before, value, outcome, where, item.unit)

    @staticmethod
    def _refuse_contradiction(
        name: str, day: dt.date, first: tuple[float, str], second: tuple[float, str]
    ) -> None:
        if first[0] != second[0]:
            raise DataError(
                f"{second[1]}: '{name}' in the week of {spoken(day)} is {second[0]:g} here and "
                f"{first[0]:g} in {first[1]}. Keep one of the two, or say in a map how they are "
                "put together (sum, mean, count, last)."
            )

    def _outcome(self, before: float | None, after: float) -> Outcome:
        if before is None:
            return "new"
        if before == after:
            return "same"
        outcomes: dict[OnConflict, Outcome] = {
            "stop": "conflict",
            "keep": "kept",
            "replace": "replaced",
        }
        return outcomes[self.on_conflict]

    def _in_unit(self, item: Item, rows: Rows) -> list[float]:
        """The values in the item's unit; NaN for those that cannot be, which are named."""
        values = self._shares(item, rows) if item.unit == "%" else rows.values
        numbers = []
        for value, where in zip(values.tolist(), rows.places, strict=True):
            why = impossible(item.unit, value)
            if why:
                self.left_out.append(f"{where}: '{item.name}' is {value:g}: {why}.")
            numbers.append(np.nan if why else as_cells_hold(value) + 0.0)
        return numbers

    @staticmethod
    def _shares(item: Item, rows: Rows) -> NDArray[np.float64]:
        """Shares: figures without a sign are percent points where one of them is above 1."""
        values, signed = rows.values, rows.signed
        plain = values[~signed]
        above, below = plain > 1, (plain > 0) & (plain < 1)
        if not above.any():
            return values
        if below.sum() > above.sum():
            raise DataError(
                f"{rows.first_place}'{item.name}' mixes shares ({plain[below][0]:g}) and percent "
                f"points ({plain[above][0]:g}). Write every one with its % sign."
            )
        return np.array(
            [
                value if has else share(float(value))
                for value, has in zip(values, signed, strict=True)
            ]
        )

    # ------------------------------------------------------------ weeks
    def _name_outside(self, name: str, rows: Rows) -> None:
        """Name the rows whose week the box score does not have."""
        missing = rows.at(np.flatnonzero(rows.weeks < 0))
        if not len(missing):
            return
        weeks = self.box.weeks
        days = ", ".join(spoken(pd.Timestamp(day).date()) for day in missing.days[:_MOST_NAMED])
        more = len(missing) - _MOST_NAMED
        self.left_out.append(
            f"{missing.first_place}'{name}' has values for {days}"
            f"{f' and {more} more' if more > 0 else ''}: the workbook's {self.box.period}s "
            f"begin from {spoken(weeks[0].date())} to {spoken(weeks[-1].date())}. "
            "Lay out more with `vmbox extend`."
        )

    # ------------------------------------------------------------ notes
    def _notes(self, parts: dict[str, Rows]) -> Iterator[Change]:
        texts: dict[tuple[Domain, int], list[tuple[str, str]]] = {}
        for key, part in parts.items():
            item, noted = self.items.get(key), part.having_notes()
            if item is None or not len(noted):
                continue
            self._name_outside(item.name, noted)
            rows = zip(noted.weeks.tolist(), noted.notes, noted.places, strict=True)
            for week, note, where in rows:
                if week >= 0:
                    texts.setdefault((item.domain, week), []).append((note, where))
        for (domain, week), notes in texts.items():
            day = self.box.weeks[week].date()
            text = "; ".join(dict.fromkeys(" ".join(note.split()) for note, _ in notes))
            before = self.box.notes.get((domain, day)) or None
            # A note never contradicts another: it is added to what people wrote.
            if before and text in before:
                yield Change(domain, day, before, before, "same", notes[0][1])
            else:
                after = f"{before}; {text}" if before else text
                yield Change(domain, day, before, after, "new", notes[0][1])


def _counted(values: int) -> str:
    return "1 value" if values == 1 else f"{values} values"
