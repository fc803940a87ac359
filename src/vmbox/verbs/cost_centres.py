"""Which cost centres are whose: by a list of teams, by what somebody typed, or by the name."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from vmbox.errors import DataError, did_you_mean
from vmbox.measures.csv_table import columns_of
from vmbox.tables import read_grids
from vmbox.tables.names import key_of
from vmbox.value.headings import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vmbox.tables import GridValue
    from vmbox.value import Extract

_HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "team": ("team", "teamname", "ward", "workbook"),
    "centre": HEADINGS["centre"],
}
_HEADING_WITHIN: Final = 30
_MOST_NAMED: Final = 5


@dataclass(frozen=True)
class Centres:
    """The cost centres of teams.

    Attributes
    ----------
    listed
        By a team's name: those that a list gives it.
    only
        Those of every team, whatever its name: for a single workbook.
    """

    listed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    only: tuple[str, ...] = ()

    def of(self, team: str) -> tuple[str, ...]:
        """Return a team's cost centres: its own name, where nobody said another."""
        return self.only or self.listed.get(key_of(team), (team,))


def read_centres(path: str | Path) -> Centres:
    """Return the cost centres of a CSV or Excel file with the columns team and cost centre.

    A team may have several rows. Rows without a cost centre are passed over.

    Raises
    ------
    FileError
        The file cannot be read.
    DataError
        It has no such columns, or one cost centre for two teams.
    """
    for grid in read_grids(Path(path)):
        for at, cells in enumerate(grid.rows[:_HEADING_WITHIN]):
            columns = columns_of([_text(cell) for cell in cells], _HEADINGS)
            if set(columns) == set(_HEADINGS):
                rows = (
                    (_text(row[columns["team"]]), _text(row[columns["centre"]]), grid.where(below))
                    for below, row in enumerate(grid.rows[at + 1 :], start=at + 1)
                )
                return Centres(_by_team(rows))
    raise DataError(f"{path}: a list of cost centres has a column 'Team' and one 'Cost centre'.")


def _by_team(rows: Iterable[tuple[str, str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    owners: dict[str, tuple[str, str]] = {}
    for team, centre, where in rows:
        if not centre or not team:
            continue
        owner = owners.setdefault(key_of(centre), (team, where))
        if key_of(owner[0]) != key_of(team):
            raise DataError(
                f"{where}: the cost centre '{centre}' is the team '{team}' here and "
                f"'{owner[0]}' in {owner[1]}. Keep one."
            )
        found.setdefault(key_of(team), []).append(centre)
    return {team: tuple(dict.fromkeys(centres)) for team, centres in found.items()}


def _text(cell: GridValue) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


class ByCentre:
    """The rows of an extract, ready for many workbooks: each is given its own centres' alone.

    Attributes
    ----------
    first, last
        The first and last day of all rows; None where no row has one.
    unnamed
        Whether no row names a cost centre: then all rows are one team's.
    names
        The cost centres, as they are first spelled.
    """

    def __init__(self, extract: Extract) -> None:
        rows = extract.rows
        self.origin = extract.origin
        start, end = rows["start"].min(), rows["end"].max()
        self.first = None if pd.isna(start) else start.date()
        self.last = None if pd.isna(end) else end.date()
        words = {word: key_of(word) for word in rows["centre"].array.categories}
        self._parts: dict[str, pd.DataFrame] = {}
        for word, part in rows.groupby("centre", sort=False, observed=True):
            key = words[word]
            known = self._parts.get(key)
            self._parts[key] = part if known is None else pd.concat([known, part]).sort_index()
        self.names = {key: str(part["centre"].iloc[0]) for key, part in self._parts.items()}
        self.unnamed = set(self._parts) <= {""}
        self._nothing = rows.iloc[:0]

    def of(self, centres: Iterable[str]) -> pd.DataFrame:
        """Return the rows of some cost centres, in the order of the extract."""
        if self.unnamed:
            return self._parts.get("", self._nothing)
        keys = dict.fromkeys(key_of(centre) for centre in centres if key_of(centre))
        parts = [self._parts[key] for key in keys if key in self._parts]
        return pd.concat(parts).sort_index() if parts else self._nothing

    def others(self, taken: Iterable[str]) -> Iterator[tuple[str, int, int, int]]:
        """Yield (centre, rows, first row, pence) of the centres that nobody has taken."""
        known = {key_of(centre) for centre in taken}
        for key, part in self._parts.items():
            if key not in known and not (self.unnamed and known):
                first, pence = int(part["row"].iloc[0]), int(part["pence"].sum())
                yield self.names[key], len(part), first, pence

    def none_of(self, centres: Iterable[str]) -> str:
        """Return, in words, that no row is of these centres, and which there are."""
        wanted = ", ".join(f"'{centre}'" for centre in centres)
        named = [name for key, name in self.names.items() if key]
        if not named:
            return f"{Path(self.origin).name} has no row of the ledger that could be read."
        there = ", ".join(f"'{name}'" for name in sorted(named)[:_MOST_NAMED])
        more = f" and {len(named) - _MOST_NAMED:,} more" if len(named) > _MOST_NAMED else ""
        hint = next((did_you_mean(centre, named) for centre in centres), "")
        return (
            f"No row of {Path(self.origin).name} has the cost centre {wanted}. It has {there}"
            f"{more}.{hint} Say whose they are with --centre, --centre-column or --teams."
        )
