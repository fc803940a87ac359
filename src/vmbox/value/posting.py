"""Ledger rows posted to the weeks and cost lines of many teams at once, to the penny."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from vmbox.value.calendar import WeekGrid
from vmbox.value.columns import words_of
from vmbox.value.cost_map import CostMap, key_of
from vmbox.value.doubled import doubled_rows
from vmbox.value.spreading import Spreading, posted_sums, sums

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from vmbox.value.extract import Extract

    Whole = NDArray[np.int64]

# What becomes of a row's money; the mapped ones are posted or outside the weeks.
_MAPPED: Final = 0
_UNMAPPED: Final = 1
_UNCLEAR: Final = 2
_OTHER: Final = 3


@dataclass(frozen=True)
class Reconciliation:
    """Where the money of an extract went, in pence.

    Attributes
    ----------
    extract
        All rows that could be read.
    posted
        What stands in the weeks and cost lines.
    outside
        What has a cost line, and days before the first week or after the last.
    unmapped
        What has an account that the Cost map does not name.
    unclear
        What has a date or period that nobody can read.
    other
        What has a cost centre that no team has.
    """

    extract: int
    posted: int
    outside: int
    unmapped: int
    unclear: int = 0
    other: int = 0

    @property
    def difference(self) -> int:
        """What is not accounted for: 0, always."""
        known = self.posted + self.outside + self.unmapped + self.unclear + self.other
        return self.extract - known


@dataclass(frozen=True, eq=False)
class Posting:
    """Weekly cost lines, and all that was not posted.

    Attributes
    ----------
    lines
        Pence: a row for each cost centre and week, in order, a column a cost line.
    days
        By week, how many of its days lie between the first and the last day of the extract. A
        week with fewer days than others holds a part of its costs only; one with none is not the
        extract's, and its noughts mean nothing.
    by_centre
        A row a cost centre: pence by what became of them (extract, posted, outside, unmapped,
        unclear).
    unmapped
        A row an account that the Cost map does not name, the largest amount first: account,
        description, rows, first_row, pence, and the code of the map that it may mean.
    others
        A row a cost centre that no team has: centre, rows, first_row, pence.
    outside
        A row a date or period of which days lie outside the weeks: when, start, end, rows,
        first_row, pence.
    doubled
        Rows that say the same as an earlier one, with that one's number; they are posted.
    reconciliation
        The whole extract's.
    """

    lines: pd.DataFrame
    days: pd.Series
    by_centre: pd.DataFrame
    unmapped: pd.DataFrame
    others: pd.DataFrame
    outside: pd.DataFrame
    doubled: pd.DataFrame
    reconciliation: Reconciliation

    def of(self, centre: str) -> pd.DataFrame:
        """Return the weekly cost lines of one cost centre, in pence.

        Raises
        ------
        KeyError
            The posting has no such centre.
        """
        own = self.lines.index.get_level_values("centre") == _spelled(centre, self.by_centre.index)
        if not own.any():
            raise KeyError(centre)
        return self.lines[own].droplevel("centre")


def post(
    extract: Extract,
    cost_map: CostMap,
    weeks: pd.DatetimeIndex,
    *,
    centres: Iterable[str] | None = None,
    monthly: bool | None = None,
) -> Posting:
    """Return the weekly cost lines of an extract, by cost centre.

    Parameters
    ----------
    extract
        The ledger's rows.
    cost_map
        Accounts to cost lines.
    weeks
        First days of the workbooks' weeks, or months, without a gap.
    centres
        The teams' cost centres. Rows of others are listed and not posted. None for all that the
        extract has.
    monthly
        Whether `weeks` are months; None where their length says so.

    Raises
    ------
    DataError
        The weeks have gaps, or amounts add up to more than 90 trillion pounds.
    """
    return _Post(extract, cost_map, WeekGrid.of(weeks, monthly=monthly), centres).posting()


class _Post:
    """One posting on its way."""

    def __init__(
        self,
        extract: Extract,
        cost_map: CostMap,
        grid: WeekGrid,
        centres: Iterable[str] | None,
    ) -> None:
        self.rows = extract.rows
        self.map = cost_map
        self.grid = grid
        self.pence: Whole = self.rows["pence"].to_numpy()
        self.centre_words = words_of(self.rows["centre"].array)
        self.account_words = words_of(self.rows["account"].array)
        present = self._present() if centres is None else centres
        self.centres = _once(present)
        places = {key_of(name): at for at, name in enumerate(self.centres)}
        owner = np.array([places.get(key_of(word), -1) for word in self.centre_words], np.int64)
        self.owner: Whole = owner[self.rows["centre"].array.codes]
        self.line, self.pair_line = self._lines()
        self.spreading = Spreading.of(self.rows, grid)
        self.fate = self._fates()

    def posting(self) -> Posting:
        mapped = np.flatnonzero(self.fate == _MAPPED)
        keys = self.owner[mapped] * max(len(self.map.lines), 1) + self.line[mapped]
        cells = len(self.centres) * len(self.map.lines)
        sheets, outside = posted_sums(self.spreading, keys, mapped, self.pence, cells)
        table = sheets.reshape(len(self.centres), len(self.map.lines), len(self.grid))
        lines = pd.DataFrame(
            table.transpose(0, 2, 1).reshape(table.shape[0] * table.shape[2], table.shape[1]),
            index=pd.MultiIndex.from_product(
                [self.centres, self.grid.weeks], names=["centre", "week"]
            ),
            columns=pd.Index(self.map.lines, name="line", dtype=object),
        )
        by_centre = self._by_centre(table, outside)
        return Posting(
            lines,
            self.spreading.covered(),
            by_centre,
            self._unmapped(),
            self._others(),
            self.spreading.outside_rows(self.rows, mapped, self.pence),
            doubled_rows(self.rows, self.owner >= 0),
            self._reconciliation(by_centre),
        )

    def _present(self) -> list[str]:
        used = np.unique(self.rows["centre"].array.codes)
        return sorted((self.centre_words[at] for at in used), key=key_of)

    def _lines(self) -> tuple[Whole, Whole]:
        """The cost line of each row, -1 for none; every distinct account is asked once."""
        accounts = self.rows["account"].array.codes.astype(np.int64)
        by_centre = any(entry.centre.strip() for entry in self.map.entries)
        places = {line: at for at, line in enumerate(self.map.lines)}
        if not by_centre:
            found = [places.get(self.map.line(word) or "", -1) for word in self.account_words]
            of_account = np.array(found, dtype=np.int64)
            return of_account[accounts], of_account
        width = max(len(self.account_words), 1)
        pairs = self.rows["centre"].array.codes.astype(np.int64) * width + accounts
        codes, distinct = pd.factorize(pairs)
        found = [
            places.get(
                self.map.line(self.account_words[pair % width], self.centre_words[pair // width])
                or "",
                -1,
            )
            for pair in distinct
        ]
        of_pair = np.array(found, dtype=np.int64)
        return of_pair[codes], of_pair

    def _fates(self) -> NDArray[np.int8]:
        fate = np.full(len(self.pence), _MAPPED, dtype=np.int8)
        fate[self.line < 0] = _UNMAPPED
        fate[self.spreading.unclear] = _UNCLEAR
        fate[self.owner < 0] = _OTHER
        return fate

    def _by_centre(self, table: Whole, outside: Whole) -> pd.DataFrame:
        def total(fate: int) -> Whole:
            chosen = self.fate == fate
            return sums(self.owner[chosen], self.pence[chosen], len(self.centres))

        ours = self.owner >= 0
        return pd.DataFrame(
            {
                "extract": sums(self.owner[ours], self.pence[ours], len(self.centres)),
                "posted": table.sum(axis=(1, 2)),
                "outside": outside.reshape(len(self.centres), len(self.map.lines)).sum(axis=1),
                "unmapped": total(_UNMAPPED),
                "unclear": total(_UNCLEAR),
            },
            index=pd.Index(self.centres, name="centre", dtype=object),
        )

    def _reconciliation(self, by_centre: pd.DataFrame) -> Reconciliation:
        ours = {name: int(by_centre[name].sum()) for name in by_centre.columns}
        return Reconciliation(
            int(self.pence.sum()),
            ours["posted"],
            ours["outside"],
            ours["unmapped"],
            ours["unclear"],
            int(self.pence[self.fate == _OTHER].sum()),
        )

    def _unmapped(self) -> pd.DataFrame:
        listed, first = self._listed("account", _UNMAPPED)
        said = self.rows["description"].array
        words = np.array([said[int(at)] for at in first], dtype=object)
        listed.insert(1, "description", words)
        listed["perhaps"] = np.array([self.map.near(word) for word in listed["account"]], object)
        return listed

    def _others(self) -> pd.DataFrame:
        return self._listed("centre", _OTHER)[0]

    def _listed(self, column: str, fate: int) -> tuple[pd.DataFrame, Whole]:
        """The distinct words of a column among the rows of one fate, and where each is first."""
        chosen = np.flatnonzero(self.fate == fate)
        words = self.rows[column].array
        codes, distinct = pd.factorize(words.codes[chosen])
        first = np.full(len(distinct), len(self.pence), dtype=np.int64)
        first[codes[::-1]] = chosen[::-1]
        listed = pd.DataFrame(
            {
                column: np.array([words.categories[code] for code in distinct], dtype=object),
                "rows": np.bincount(codes, minlength=len(distinct)).astype(np.int64),
                "first_row": self.rows["row"].to_numpy()[first],
                "pence": sums(codes, self.pence[chosen], len(distinct)),
            }
        )
        order = np.argsort(-np.abs(listed["pence"].to_numpy()), kind="stable")
        return listed.iloc[order].reset_index(drop=True), first[order]


def _once(centres: Iterable[str]) -> list[str]:
    """The centres in their order, each in its first spelling."""
    known: dict[str, str] = {}
    for name in centres:
        known.setdefault(key_of(name), " ".join(name.split()))
    return list(known.values())


def _spelled(centre: str, known: pd.Index) -> str:
    wanted = key_of(centre)
    return next((name for name in known if key_of(name) == wanted), centre)
