"""Costs: post a finance extract to the weeks and cost lines of box scores."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  (dataclasses are read by others at run time)
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from vmbox.errors import DataError
from vmbox.measures import spoken
from vmbox.tables.names import key_of
from vmbox.value import CostMap, MapEntry, Reconciliation, WeekGrid, pounds
from vmbox.value.doubled import doubled_rows
from vmbox.verbs.cost_centres import ByCentre, Centres
from vmbox.verbs.cost_plan import WRITTEN, CostPlan, PostedCell, Unplaced, is_of
from vmbox.verbs.ledger_rows import write_ledger
from vmbox.verbs.opened import OpenBoxScore, open_box_score

if TYPE_CHECKING:
    import os

    import pandas as pd

    from vmbox.measures import BoxScore, LedgerRow
    from vmbox.value import Extract
    from vmbox.verbs.fill_plan import OnConflict

_MOST_NAMED: Final = 3


@dataclass(frozen=True)
class Costing:
    """What posting an extract did to one box score, or would do.

    Attributes
    ----------
    team, centres
        Its name, and the cost centres whose rows it was given.
    extract
        The name that the Ledger keeps the rows under.
    rows
        How many rows there were.
    cells
        Every cell of Cost that the extract has money for, or had.
    reconciliation
        Where the rows' money went, in pence. What is left is what typed numbers kept out.
    unplaced
        Accounts that were not posted, and why.
    stopped
        Why nothing is written, in words; "" where nothing stands in the way.
    outside
        What lies before the first week or after the last, in words.
    remarks
        What else a person must know: doubled rows, weeks in part.
    unclear
        Rows whose date or period nobody can read: (row, pence).
    written
        Whether the workbook was changed.
    """

    team: str
    centres: tuple[str, ...]
    extract: str
    rows: int
    cells: tuple[PostedCell, ...]
    reconciliation: Reconciliation
    unplaced: tuple[Unplaced, ...] = ()
    stopped: str = ""
    outside: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    unclear: tuple[tuple[int, int], ...] = ()
    written: bool = False

    @property
    def conflicts(self) -> tuple[PostedCell, ...]:
        """The cells that hold a typed number, and were not written."""
        return tuple(cell for cell in self.cells if cell.outcome == "conflict")

    @property
    def changed(self) -> int:
        """How many cells get another value."""
        return sum(cell.outcome in WRITTEN for cell in self.cells)

    @property
    def kept_out(self) -> int:
        """The pence that are not posted, as a typed number was kept in their place."""
        return self.reconciliation.difference


@dataclass(frozen=True)
class ToPost:
    """How an extract is to be posted.

    Attributes
    ----------
    rows
        The extract's rows.
    cost_map
        Accounts to cost lines; None for each workbook's own Cost map.
    centres
        Which cost centres are a team's.
    name
        The name that the Ledger keeps the rows under; rows that it has under that name are
        replaced.
    named
        Whether somebody chose that name, and so means it.
    on_conflict
        Which side wins where a person typed another number.
    """

    rows: ByCentre
    cost_map: CostMap | None = None
    centres: Centres = field(default_factory=Centres)
    name: str = ""
    named: bool = False
    on_conflict: OnConflict = "stop"

    @property
    def extract(self) -> str:
        """The name that the Ledger keeps the rows under."""
        return self.name or Path(self.rows.origin).name


def costs(
    path: str | os.PathLike[str],
    extract: Extract,
    cost_map: CostMap | None = None,
    *,
    centres: Centres | None = None,
    name: str = "",
    on_conflict: OnConflict = "stop",
    dry_run: bool = False,
    backup: bool = False,
) -> Costing:
    """Return what posting a finance extract to a workbook did, or with `dry_run` would do.

    The rows of the team's cost centres go to the Ledger, their money to the weeks and cost lines
    of Cost. The same extract twice changes nothing the second time; a corrected one under the same
    name replaces its own rows, and nothing else. Nothing is posted by guess: what the Cost map
    does not name, what lies outside the weeks and what has no clear time is returned.

    Parameters
    ----------
    path
        The workbook.
    extract
        What `vmbox.value.read_extract` makes of a file.
    cost_map
        Accounts to cost lines; None for the workbook's own Cost map.
    centres
        Which cost centres are the team's; None for the one that bears its name.
    name
        What the Ledger calls the extract; "" for the name of its file.
    on_conflict
        Which side wins where a person typed another number into a cell.

    Raises
    ------
    DataError
        There is no Cost map, or it contradicts itself.
    VmboxError
        As of `vmbox.read`; or the file cannot be written.
    """
    to_post = ToPost(
        ByCentre(extract), cost_map, centres or Centres(), name, bool(name), on_conflict
    )
    return costs_from(path, to_post, dry_run=dry_run, backup=backup)


def costs_from(
    path: str | os.PathLike[str],
    to_post: ToPost,
    *,
    dry_run: bool = False,
    backup: bool = False,
) -> Costing:
    """Return what posting to one of many workbooks did; see `costs`."""
    with open_box_score(path, backup=backup) as opened:
        return costs_opened(opened, to_post, dry_run=dry_run)


def costs_opened(opened: OpenBoxScore, to_post: ToPost, *, dry_run: bool = False) -> Costing:
    """Return what posting to a box score did that has just been opened; see `costs`."""
    box = opened.box
    centres = to_post.centres.of(box.team)
    rows = to_post.rows.of(centres)
    had = any(is_of(row, to_post.extract) for row in box.ledger)
    if rows.empty and not had:
        words = to_post.rows.none_of(centres)
        nothing = Reconciliation(0, 0, 0, 0)
        return Costing(box.team, (), to_post.extract, 0, (), nothing, stopped=words)
    cost_map = to_post.cost_map or own_cost_map(opened)
    plan = CostPlan(box, rows, cost_map, to_post.extract, to_post.on_conflict)
    costing = _costing(box, plan, to_post, rows)
    if dry_run or costing.stopped:
        return costing
    written = [cell for cell in plan.cells if cell.outcome in WRITTEN]
    opened.enter({(cell.line, plan.position(cell.week)): cell.after for cell in written})
    write_ledger(opened, to_post.extract, plan.ledger)
    counted = f"{len(plan.ledger):,} row{'' if len(plan.ledger) == 1 else 's'}"
    changed = opened.save(f"Posted {counted} of {to_post.extract} to {len(written)} cells of Cost")
    return replace(costing, written=changed)


def own_cost_map(opened: OpenBoxScore) -> CostMap:
    """Return the Cost map that stands in a workbook.

    Raises
    ------
    DataError
        It has no row that names a cost line, or two cost lines for one code.
    """
    file = Path(opened.found.book.path)
    found = CostMap(
        MapEntry(row.account, row.cost_line, "", f"{file.name}: Cost map, row {at} of the table")
        for at, row in enumerate(opened.box.cost_map, start=1)
    )
    if not found.entries:
        raise DataError(
            f"{file}: the sheet Cost map is empty. Fill it in, or give one with --map; "
            "`vmbox costmap suggest` makes a first one."
        )
    return found


def _costing(box: BoxScore, plan: CostPlan, to_post: ToPost, rows: pd.DataFrame) -> Costing:
    return Costing(
        box.team,
        tuple(dict.fromkeys(str(centre) for centre in rows["centre"])),
        to_post.extract,
        len(rows),
        plan.cells,
        plan.reconciliation,
        plan.unplaced,
        _stopped(plan, to_post, rows),
        plan.outside(),
        (*_doubled(rows), *_in_part(box, plan, to_post.rows)),
        plan.unclear,
    )


def _stopped(plan: CostPlan, to_post: ToPost, rows: pd.DataFrame) -> str:
    """Why nothing may be written, in words."""
    if any(cell.outcome == "conflict" for cell in plan.cells):
        return "a typed number stands where the ledger has another."
    if not to_post.named and (words := _left_out(plan, to_post, rows)):
        return words
    other, count = plan.elsewhere()
    # Half of the rows: another copy of an extract, not two like payments.
    if to_post.named or plan.before or 2 * count < len(plan.ledger) or not count:
        return ""
    return (
        f"{count:,} of the {len(plan.ledger):,} rows of {to_post.extract} are posted already, from "
        f'{other}. If it corrects {other}, add --as "{other}"; if both are to count, '
        f'add --as "{to_post.extract}".'
    )


def _left_out(plan: CostPlan, to_post: ToPost, rows: pd.DataFrame) -> str:
    """What was posted under this name and would be taken out, though nobody said so, in words."""
    meant = f'If they are to go, add --as "{to_post.extract}".'
    cleared = sum(cell.outcome == "cleared" for cell in plan.cells)
    if rows.empty:
        return (
            f"{to_post.rows.none_of(to_post.centres.of(plan.box.team))} {to_post.extract} was "
            f"posted here before: {len(plan.before):,} rows, and {cleared:,} cells that would be "
            f"cleared. {meant}"
        )
    asked = {key_of(str(centre)) for centre in rows["centre"]}
    forgotten = dict.fromkeys(
        row.cost_centre
        for row in plan.before
        if (key := key_of(row.cost_centre)) in to_post.rows.names and key not in asked
    )
    if not forgotten:
        return ""
    named = ", ".join(f"'{centre}'" for centre in forgotten)
    return (
        f"rows of the cost centre {named} were posted here from {to_post.extract}, which still has "
        f"them. Name it with the others, by --centre or --teams. {meant}"
    )


def _doubled(rows: pd.DataFrame) -> tuple[str, ...]:
    found = doubled_rows(rows, np.ones(len(rows), dtype=bool))
    named = ", ".join(
        f"row {again} as row {first} ({pounds(int(pence))})"
        for again, first, pence in found[["row", "same_as", "pence"]].head(_MOST_NAMED).to_numpy()
    )
    more = f" and {len(found) - _MOST_NAMED:,} more" if len(found) > _MOST_NAMED else ""
    if found.empty:
        return ()
    return (f"The same stands twice: {named}{more}. Both are posted; ask whether both are meant.",)


def _in_part(box: BoxScore, plan: CostPlan, rows: ByCentre) -> tuple[str, ...]:
    """The weeks of which the ledger has some days only."""
    spans = [(rows.first, rows.last), *_spans(plan.beside)]
    grid = WeekGrid.of(box.weeks, monthly=box.period == "month")
    borders = grid.begins(np.arange(len(grid) + 1))
    days = np.arange(borders[0], borders[-1])
    covered = np.zeros(len(days), dtype=bool)
    for first, last in spans:
        if first is not None and last is not None:
            covered |= (days >= np.datetime64(first)) & (days <= np.datetime64(last))
    starts = (borders[:-1] - borders[0]).astype(np.int64)
    has = np.add.reduceat(covered.astype(np.int64), starts)
    lengths = np.diff(borders).astype(np.int64)
    touched = {plan.position(cell.week) for cell in plan.cells if cell.after is not None}
    return tuple(
        f"The {box.period} of {spoken(box.weeks[at].date())} has {has[at]} of its "
        f"{lengths[at]} days in the ledger: its costs may not be whole yet."
        for at in sorted(touched)
        if 0 < has[at] < lengths[at]
    )


def _spans(rows: list[LedgerRow]) -> list[tuple[dt.date | None, dt.date | None]]:
    """The first and last day of each extract that was posted before."""
    found: dict[str, tuple[dt.date, dt.date]] = {}
    for row in rows:
        if row.start is not None and row.end is not None:
            first, last = found.get(row.extract.casefold(), (row.start, row.end))
            found[row.extract.casefold()] = min(first, row.start), max(last, row.end)
    return list(found.values())
