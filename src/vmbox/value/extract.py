"""A ledger extract read: rows with their days, centre, account and amount in whole pence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from vmbox.tables.extract import open_extract
from vmbox.value.columns import cell, filled_down, one_word, tidy, where, words_of
from vmbox.value.extract_map import ExtractMap, read_extract_map
from vmbox.value.headings import Columns, check, columns_under, lacking
from vmbox.value.ledger_amounts import LedgerAmounts, ledger_amounts
from vmbox.value.ledger_times import LedgerTimes, ledger_times
from vmbox.value.money import pounds
from vmbox.value.problems import NAMED, Problem
from vmbox.value.totals import Total, adding_up, check_totals, is_bare_label, is_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from vmbox.tables.extract import RawExtract

    Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Extract:
    """What a finance extract says.

    Attributes
    ----------
    origin
        The file.
    rows
        A DataFrame, one row a ledger row: ``row`` (its number in the file, from 1 on), ``start``
        and ``end`` (the days that it is of, one and the same for a dated row; NaT where that is
        unclear), ``when`` (as it is written), ``centre``, ``account``, ``description`` (text, ""
        for none) and ``pence``.
    guesses
        What was recognised and not told, in words.
    problems
        Findings: rows whose amount nobody can read, which are not among ``rows``; rows whose time
        is unclear, which are; totals that do not add up.
    totals
        The total rows, which are not among ``rows``.
    """

    origin: str
    rows: pd.DataFrame
    guesses: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    totals: tuple[Total, ...] = ()

    @property
    def total(self) -> int:
        """The sum of the rows, in pence."""
        return int(self.rows["pence"].sum())

    @property
    def unread(self) -> tuple[Problem, ...]:
        """The findings about rows whose money nobody knows: no figure here has them."""
        return tuple(one for one in self.problems if one.kind in {"amount", "width"})

    def of(self, centres: Iterable[str]) -> Extract:
        """Return the rows of some cost centres alone."""
        wanted = {centre.strip().casefold() for centre in centres}
        chosen = where(self.rows["centre"].array, lambda word: word.casefold() in wanted)
        return replace(self, rows=self.rows[chosen])


def read_extract(
    path: str | Path,
    *,
    map: ExtractMap | str | Path | None = None,  # noqa: A002  (what everybody calls it)
) -> Extract:
    """Return the rows of a finance extract, CSV or Excel, and all that was guessed or is wrong.

    Parameters
    ----------
    path
        The file.
    map
        What cannot be guessed: a map, or the path of its TOML file.

    Raises
    ------
    FileError
        A file cannot be read.
    DataError
        The heading cannot be found, or leaves doubt about a column that money hangs on; or the
        map is wrong.
    """
    how = map if isinstance(map, ExtractMap) else read_extract_map(Path(map)) if map else None
    how = how or ExtractMap()
    raw = open_extract(
        Path(path),
        lambda cells: lacking(cells, how.columns),
        lambda cells: _wanted(cells, how),
        sheet=how.sheet,
        header=how.header,
    )
    columns = columns_under(raw.heading.cells, how.columns)
    check(columns, how.columns, raw.origin + (f": {raw.sheet}" if raw.sheet else ""))
    return _Reading(raw, columns, how).extract()


def _wanted(cells: Sequence[str], how: ExtractMap) -> tuple[set[int], set[int]]:
    columns = columns_under(cells, how.columns)
    money = {columns.at[role] for role in columns.money}
    return money, set(columns.at.values()) - money


class _Reading:
    """One extract on its way from text to rows."""

    def __init__(self, raw: RawExtract, columns: Columns, how: ExtractMap) -> None:
        self.raw = raw
        self.columns = columns
        self.how = how
        self.lines = raw.frame.index.to_numpy()
        self.problems: list[Problem] = []
        self.text = {role: self._text(role) for role in columns.at if role not in columns.money}
        self.amounts: LedgerAmounts = ledger_amounts(raw, columns, how, self.text.get("side"))
        # Every column that is not money can say "Total".
        self.others = sorted(set(range(raw.frame.shape[1])) - set(columns.at.values()))

    def extract(self) -> Extract:
        amounts = self.amounts
        strays = np.isin(self.lines, [row.line for row in self.raw.strays])
        known = amounts.known & ~strays
        totals, labels = self._totals(known)
        unsided = amounts.unsided & ~totals
        for at in np.flatnonzero(unsided):
            amounts.wrong[int(at)] = "no side: it is marked neither as debit nor as credit"
        ledger = known & ~totals & ~unsided
        times = ledger_times(self.text, self.how.periods)
        checked = check_totals(
            amounts.pence * (ledger | totals),
            totals,
            self.lines,
            labels,
            int((amounts.rounded & ledger).sum()),
        )
        self._tell_strays()
        self._tell_amounts(~strays)
        self._tell_times(times, ledger)
        self._tell_totals(checked)
        self.problems.sort(key=lambda one: one.row)
        return Extract(
            self.raw.origin,
            self._rows(times, ledger),
            self._guesses(times, checked, ledger),
            tuple(self.problems),
            checked,
        )

    # -------------------------------------------------------------- text
    def _text(self, role: str) -> pd.Categorical:
        column = tidy(self.raw.frame[self.columns.at[role]])
        return filled_down(column) if role in self.how.fill_down else column

    def _blank(self, role: str) -> Mask:
        if role not in self.text:
            return np.ones(len(self.lines), dtype=bool)
        return where(self.text[role], lambda word: not word)

    # -------------------------------------------------------------- totals
    def _totals(self, known: Mask) -> tuple[Mask, dict[int, str]]:
        """Which rows are totals, and what they are called."""
        no_time = self._blank("date") & self._blank("period")
        no_account = self._blank("account")
        in_key = np.zeros(len(known), dtype=bool)
        named = in_key.copy()
        bare = in_key.copy()
        for role, column in self.text.items():
            if any(map(is_label, words_of(column))):
                found = where(column, is_label)
                named |= found
                in_key |= found & (role in _KEYS)
                bare |= where(column, is_bare_label)
        lacking = np.flatnonzero(known & (no_time | no_account) & ~named)
        for place in self.others if len(lacking) else ():
            named[lacking] |= where(tidy(self.raw.frame[place].iloc[lacking]), is_label)
        sure = known & named & (in_key | no_time | no_account)
        perhaps = known & ~sure & (bare | (no_time & no_account))
        totals = sure | adding_up(self.amounts.pence * known, sure, perhaps)
        return totals, {int(at): self._label(int(at)) for at in np.flatnonzero(totals)}

    def _label(self, at: int) -> str:
        words = [cell(column, at) for column in self.text.values()]
        words += [str(self.raw.frame[place].iloc[at]) for place in self.others]
        return next((word for word in words if is_label(word)), "a row without a name")

    # -------------------------------------------------------------- what comes out
    def _rows(self, times: LedgerTimes, ledger: Mask) -> pd.DataFrame:
        rows = len(ledger)
        chosen = slice(None) if ledger.all() else np.flatnonzero(ledger)
        blank = one_word("", rows)
        centre = one_word(self.how.centre, rows) if self.how.centre else self.text.get("centre")
        return pd.DataFrame(
            {
                "row": self.lines[chosen],
                "start": times.start[times.codes][chosen],
                "end": times.end[times.codes][chosen],
                "when": times.words[chosen],
                "centre": (blank if centre is None else centre)[chosen],
                "account": self.text.get("account", blank)[chosen],
                "description": self.text.get("description", blank)[chosen],
                "pence": self.amounts.pence[chosen],
            },
            copy=False,
        )

    def _guesses(
        self, times: LedgerTimes, totals: tuple[Total, ...], ledger: Mask
    ) -> tuple[str, ...]:
        told = list(self.raw.told)
        if not self.how.header:
            told.append(f"The headings are in row {self.raw.heading.line}.")
        told += [
            f"'{self.columns.name(role)}' is read as the {_CALLED.get(role, role)}."
            for role in self.columns.at
            if role not in self.how.columns
        ]
        told += self.amounts.told
        told += times.told(self.how)
        if not self.how.centre and "centre" not in self.text:
            told.append("No column names a cost centre: all rows are taken for one team's.")
        if totals:
            told.append(_counted(len(totals), "total row is", "total rows are") + " left out.")
        empty = ~self.amounts.known & ~self._blank("account")
        empty[list(self.amounts.wrong)] = False
        if empty.any():
            first = ", ".join(str(line) for line in self.lines[empty][:_MOST_TOLD])
            more = ", ..." if empty.sum() > _MOST_TOLD else ""
            words = _counted(int(empty.sum()), "row has", "rows have")
            told.append(f"{words} no amount at all: row {first}{more}.")
        return tuple(told)

    # -------------------------------------------------------------- findings
    def _tell_strays(self) -> None:
        for row in self.raw.strays[:NAMED]:
            cells = [word for word in row.cells if word]
            if len(row.cells) <= len(self.columns.heading):
                what = f"a quotation mark has no partner, and rows stand in one cell: {cells[0]}..."
                self._add("width", row.line, ", ".join(cells), None, f"{what} It is not posted.")
                continue
            self._add(
                "width",
                row.line,
                ", ".join(cells),
                None,
                f"more cells than the heading has ({', '.join(cells)[:80]}): an amount or text "
                "with the delimiter in it must stand in quotation marks. It is not posted.",
            )

    def _tell_amounts(self, whole: Mask) -> None:
        amounts = self.amounts
        wrong = [at for at in sorted(amounts.wrong) if whole[at]]
        for at in wrong[:NAMED]:
            self._add(
                "amount", at, amounts.shown(at), None, f"{amounts.wrong[at]}. It is not posted."
            )
        if rest := wrong[NAMED:]:
            words = f"and {len(rest):,} more rows whose amount nobody can read. None is posted."
            self._add("amount", rest[0], amounts.shown(rest[0]), None, words)
        finer = np.flatnonzero(amounts.rounded & amounts.known & whole)
        if len(finer):
            pence = int(amounts.pence[finer].sum())
            self._add(
                "rounded",
                finer[0],
                amounts.shown(finer[0]),
                pence,
                f"{_counted(len(finer), 'amount is', 'amounts are')} finer than a penny, the first "
                f"here: each is rounded to the penny, together {pounds(pence)}.",
            )

    def _tell_times(self, times: LedgerTimes, ledger: Mask) -> None:
        unclear = ledger & times.unclear[times.codes]
        places = np.flatnonzero(unclear)
        for at in places[:NAMED]:
            pence = int(self.amounts.pence[at])
            why = times.wrong[times.codes[at]]
            self._add("period", at, pounds(pence), pence, f"{why} ({pounds(pence)}, not posted).")
        if len(rest := places[NAMED:]):
            pence = int(self.amounts.pence[rest].sum())
            self._add(
                "period",
                rest[0],
                pounds(pence),
                pence,
                f"and {len(rest):,} more rows of an unclear time, together {pounds(pence)}.",
            )

    def _tell_totals(self, totals: tuple[Total, ...]) -> None:
        unread = [one.row for one in self.problems if one.kind in {"amount", "width"}]
        for total in totals:
            if total.adds_up:
                continue
            apart = pounds(abs(total.stated - total.summed))
            above = [row for row in unread if row < total.row]
            why = f" Row {above[0]} above it has no amount that could be read." if above else ""
            self._add(
                "total",
                total.row,
                pounds(total.stated),
                total.stated,
                f"'{total.label}' says {pounds(total.stated)}, and the rows that it stands under "
                f"add up to {pounds(total.summed)}: {apart} apart.{why}",
                is_line=True,
            )

    def _add(
        self, kind: str, at: int, text: str, pence: int | None, words: str, *, is_line: bool = False
    ) -> None:
        line = at if is_line or kind == "width" else int(self.lines[at])
        self.problems.append(
            Problem(kind, int(line), text, pence, f"{self.raw.where(int(line))}: {words}")  # type: ignore[arg-type]
        )


# Columns in which the name of a total stands in the place of a code or time.
_KEYS = frozenset({"centre", "account", "date", "period"})
_MOST_TOLD = 5
_CALLED: Mapping[str, str] = {
    "centre": "cost centre",
    "account": "account code",
    "side": "side, debit or credit",
    "year": "financial year",
}


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
