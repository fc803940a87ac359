"""What the rows of a ledger mean for one box score: which cells of Cost, and what each came to."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  (dataclasses are read by others at run time)
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pandas as pd

from vmbox.errors import did_you_mean
from vmbox.measures import Input, LedgerRow
from vmbox.tables.names import key_of
from vmbox.value import Reconciliation, WeekGrid, pounds, shared_out, whole_pence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vmbox.measures import BoxScore
    from vmbox.value import CostMap
    from vmbox.verbs.fill_plan import OnConflict

CellOutcome = Literal["new", "corrected", "cleared", "same", "conflict", "kept", "replaced"]
WRITTEN: Final = frozenset({"new", "corrected", "cleared", "replaced"})
_LONGEST: Final = 500
# Cells hold no older dates in every workbook; what is dated so is a slip.
_OLDEST: Final = 1905
# A cell of Cost: the cost line, and the position of the week.
Cell = tuple[str, int]


@dataclass(frozen=True)
class PostedCell:
    """One cell of Cost that the extract has money for, or had.

    Attributes
    ----------
    line, week
        The cost line and the week.
    before, after
        Pounds: what the cell holds, and what the ledger comes to; None for nothing.
    outcome
        "new"; "corrected" or "cleared", where the ledger had posted what the cell holds; "same";
        and where a person typed another number: "conflict" (nobody said which side wins), "kept"
        or "replaced".
    rows
        How many rows of the ledger it is made of.
    """

    line: str
    week: dt.date
    before: float | None
    after: float | None
    outcome: CellOutcome
    rows: int = 0


@dataclass
class _Row:
    """One row of the extract on its way."""

    ledger: LedgerRow
    pence: int
    fate: Literal["posted", "unmapped", "unclear"]
    shares: dict[int, int] = field(default_factory=dict)
    outside: int = 0


@dataclass(frozen=True)
class Unplaced:
    """Money that was not posted: the account and what is amiss, with its first row and amount."""

    account: str
    description: str
    rows: int
    first_row: int
    pence: int
    why: str


class CostPlan:
    """What an extract's rows of one team mean for its box score.

    Attributes
    ----------
    cells
        Every cell of Cost that the extract has money for, or had when it was posted before.
    ledger
        The rows as the Ledger keeps them, with what became of each.
    unplaced
        Accounts that were not posted, the largest amount first.
    """

    def __init__(
        self,
        box: BoxScore,
        rows: pd.DataFrame,
        cost_map: CostMap,
        name: str,
        on_conflict: OnConflict,
    ) -> None:
        self.box = box
        self.name = name
        self.on_conflict = on_conflict
        self.grid = WeekGrid.of(box.weeks, monthly=box.period == "month")
        self.lines = {
            key_of(one.name): one.name
            for one in box.items
            if isinstance(one, Input) and one.cost_line
        }
        self.map = cost_map
        self.before = [row for row in box.ledger if is_of(row, name)]
        self.beside = [row for row in box.ledger if not is_of(row, name)]
        self._why: dict[str, str] = {}
        self._rows = [self._row(row) for row in rows.itertuples(index=False)]
        self.cells = tuple(self._cells())
        self.ledger = self._ledger()
        self.unplaced = self._unplaced()

    # ------------------------------------------------------------ rows
    def _row(self, row: Any) -> _Row:
        pence = int(row.pence)
        line = self._line(str(row.account), str(row.centre))
        start = None if pd.isna(row.start) or row.start.year < _OLDEST else row.start.date()
        ledger = LedgerRow(
            self.name,
            int(row.row),
            start,
            None if start is None else row.end.date(),
            _text(row.centre),
            _text(row.account),
            _text(row.description),
            pounds_of(pence),
            line,
        )
        if start is None:
            # No week can be told: it lies in none of the workbook's.
            return _Row(replace(ledger, outside=pounds_of(pence)), pence, "unclear")
        if not line:
            return _Row(ledger, pence, "unmapped")
        shares = dict(self._spread(ledger, 0, len(self.grid) - 1))
        return _Row(ledger, pence, "posted", shares, pence - sum(shares.values()))

    def _line(self, account: str, centre: str) -> str:
        """The workbook's cost line of an account; "" for none, and why."""
        line = self.map.line(account, centre)
        if line is None:
            near = self.map.near(account)
            self._why[account] = "no row of the Cost map names it" + (
                f"; perhaps it is {near}, and Excel has dropped its zeros" if near else ""
            )
            return ""
        own = self.lines.get(key_of(line), "")
        if not own:
            self._why[account] = (
                f"it goes to '{line}', and Cost has no such cost line."
                f"{did_you_mean(line, list(self.lines.values()))}"
            )
        return own

    def _spread(self, row: LedgerRow, low: int, high: int) -> Iterator[tuple[int, int]]:
        """The pence of a row by week, from one week to another."""
        if row.start is None or row.end is None or row.amount is None or row.end < row.start:
            return
        first, days = self.grid.days_of(row.start, row.end)
        for week, pence in enumerate(shared_out(whole_pence(row.amount), days), start=first):
            if low <= week <= high:
                yield week, pence

    def _posted_before(self, rows: Iterable[LedgerRow]) -> dict[Cell, int]:
        """The pence that rows of the Ledger have in each cell."""
        cells: dict[Cell, int] = defaultdict(int)
        for row in rows:
            line = self.lines.get(key_of(row.cost_line))
            if not line or row.first_week is None or row.last_week is None:
                continue
            ends = np.array([row.first_week, row.last_week], dtype="datetime64[D]")
            low, high = (int(at) for at in self.grid.position(ends))
            for week, pence in self._spread(row, max(low, 0), min(high, len(self.grid) - 1)):
                cells[line, week] += pence
        return cells

    # ------------------------------------------------------------ cells
    def _cells(self) -> Iterator[PostedCell]:
        beside, before = self._posted_before(self.beside), self._posted_before(self.before)
        mine: dict[Cell, int] = defaultdict(int)
        counts: Counter[Cell] = Counter()
        for row in self._rows:
            for week, pence in row.shares.items():
                mine[row.ledger.cost_line, week] += pence
                counts[row.ledger.cost_line, week] += 1
        order = {line: at for at, line in enumerate(self.lines.values())}
        numbers = {line: self.box.entered[line].to_numpy() for line in order}
        for line, week in sorted(mine.keys() | before.keys(), key=lambda at: (order[at[0]], at[1])):
            cell = (line, week)
            was = _sum(beside.get(cell), before.get(cell))
            will = _sum(beside.get(cell), mine.get(cell))
            typed = numbers[line][week]
            now = None if np.isnan(typed) else float(typed)
            outcome = self._outcome(now, _in_pounds(was), _in_pounds(will))
            if outcome is not None:
                day = self.box.weeks[week].date()
                yield PostedCell(line, day, now, _in_pounds(will), outcome, counts[cell])

    def _outcome(
        self, now: float | None, was: float | None, will: float | None
    ) -> CellOutcome | None:
        """What becomes of a cell; None where there is nothing to do or to say."""
        if will is None:
            # The ledger has no money here any more: its own is cleared, a typed number stays.
            return "cleared" if now is not None and now == was else None
        if now is None:
            return "new"
        if now == will:
            return "same"
        if now == was:
            return "corrected"
        sides: dict[OnConflict, CellOutcome] = {
            "stop": "conflict",
            "keep": "kept",
            "replace": "replaced",
        }
        return sides[self.on_conflict]

    def position(self, week: dt.date) -> int:
        """Return the week's position in the box score."""
        return int(self.box.weeks.searchsorted(pd.Timestamp(week)))

    # ------------------------------------------------------------ what became of the rows
    def _ledger(self) -> tuple[LedgerRow, ...]:
        kept = {(one.line, self.position(one.week)) for one in self.cells if one.outcome == "kept"}
        rows = []
        for row in self._rows:
            if row.fate != "posted":
                rows.append(row.ledger)
                continue
            for week in [week for week in row.shares if (row.ledger.cost_line, week) in kept]:
                row.shares[week] = 0
            weeks = [self.box.weeks[week].date() for week in row.shares]
            rows.append(
                replace(
                    row.ledger,
                    first_week=weeks[0] if weeks else None,
                    last_week=weeks[-1] if weeks else None,
                    posted=pounds_of(sum(row.shares.values())),
                    outside=pounds_of(row.outside),
                )
            )
        return tuple(rows)

    @property
    def reconciliation(self) -> Reconciliation:
        """Where the money of the team's rows went; the difference is what typed numbers kept out.

        Without ``on_conflict="keep"`` the difference is 0.
        """
        unmapped, unclear = (
            sum(row.pence for row in self._rows if row.fate == fate)
            for fate in ("unmapped", "unclear")
        )
        return Reconciliation(
            sum(row.pence for row in self._rows),
            sum(sum(row.shares.values()) for row in self._rows),
            sum(row.outside for row in self._rows),
            unmapped,
            unclear,
        )

    @property
    def unclear(self) -> tuple[tuple[int, int], ...]:
        """The rows whose date or period nobody can read: (row, pence)."""
        return tuple(
            (row.ledger.row or 0, row.pence) for row in self._rows if row.fate == "unclear"
        )

    def _unplaced(self) -> tuple[Unplaced, ...]:
        groups: dict[tuple[str, str], list[_Row]] = defaultdict(list)
        for row in self._rows:
            if row.fate == "unmapped":
                groups[row.ledger.account, self._why.get(row.ledger.account, "")].append(row)
        listed = [
            Unplaced(
                account,
                next((row.ledger.description for row in rows if row.ledger.description), ""),
                len(rows),
                rows[0].ledger.row or 0,
                sum(row.pence for row in rows),
                why,
            )
            for (account, why), rows in groups.items()
        ]
        return tuple(sorted(listed, key=lambda one: (-abs(one.pence), one.first_row)))

    def elsewhere(self) -> tuple[str, int]:
        """Return the other extract that most of these rows stand in already, and how many do."""
        said = Counter(_saying(row.ledger) for row in self._rows)
        shared: Counter[str] = Counter()
        for other in {row.extract.casefold(): row.extract for row in self.beside}.values():
            theirs = Counter(_saying(row) for row in self.beside if is_of(row, other))
            shared[other] = (said & theirs).total()
        name, count = next(iter(shared.most_common(1)), ("", 0))
        return (name, count) if count else ("", 0)

    def outside(self) -> tuple[str, ...]:
        """Return, in words, the rows' money before the first week and after the last."""
        weeks = self.box.weeks
        found: dict[str, list[_Row]] = defaultdict(list)
        for row in self._rows:
            if row.fate == "posted" and row.outside and row.ledger.start is not None:
                side = "before" if row.ledger.start < weeks[0].date() else "after"
                found[side].append(row)
        return tuple(
            f"{pounds(sum(row.outside for row in rows))} of {len(rows):,} "
            f"row{'' if len(rows) == 1 else 's'}, the first being row {rows[0].ledger.row}, "
            f"{'is' if len(rows) == 1 else 'are'} {side} the workbook's {self.box.period}s."
            + (" Lay out more with `vmbox extend`." if side == "after" else "")
            for side, rows in found.items()
        )


def is_of(row: LedgerRow, name: str) -> bool:
    """Return whether a row of the Ledger is of the extract of a name."""
    return row.extract.casefold() == name.casefold()


def pounds_of(pence: int) -> Decimal:
    """Return pence as pounds, exactly."""
    return Decimal(pence).scaleb(-2)


def _saying(row: LedgerRow) -> tuple[object, ...]:
    return (row.start, row.end, row.cost_centre, row.account, row.description, row.amount)


def _sum(*amounts: int | None) -> int | None:
    there = [amount for amount in amounts if amount is not None]
    return sum(there) if there else None


def _in_pounds(pence: int | None) -> float | None:
    return None if pence is None else pence / 100


def _text(word: object) -> str:
    """A text as a cell can hold it and gives it back."""
    clean = "".join(one if one.isprintable() else " " for one in str(word))
    return " ".join(clean.split())[:_LONGEST].rstrip()
