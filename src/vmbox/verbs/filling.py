"""Fill: put the figures of an export into a box score, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from vmbox.bulk import no_cycles_sought
from vmbox.measures import DOMAINS
from vmbox.tables.names import key_of
from vmbox.verbs.fill_plan import Change, FillPlan, OnConflict
from vmbox.verbs.opened import OpenBoxScore, open_box_score

if TYPE_CHECKING:
    import os


@dataclass(frozen=True)
class Filling:
    """What a fill did to one box score, or would do.

    Attributes
    ----------
    team
        Its name.
    changes
        Every value of the source that belongs to the team and has a cell.
    left_out
        What has no cell, in words: a measure that the box score does not have, a week that it does
        not have, a value that cannot be.
    written
        Whether the workbook was changed.
    """

    team: str
    changes: tuple[Change, ...]
    left_out: tuple[str, ...]
    written: bool = False

    @property
    def conflicts(self) -> tuple[Change, ...]:
        """The values that contradict the workbook's and were not written."""
        return tuple(change for change in self.changes if change.outcome == "conflict")

    @property
    def new(self) -> int:
        """How many cells get a value that they did not have."""
        return sum(change.outcome in {"new", "replaced"} for change in self.changes)

    @property
    def table(self) -> pd.DataFrame:
        """One row a change: measure, week, before, after, outcome, where."""
        columns = ["measure", "week", "before", "after", "outcome", "where"]
        rows = [tuple(getattr(change, name) for name in columns) for change in self.changes]
        return pd.DataFrame(rows, columns=columns)


def fill(
    path: str | os.PathLike[str],
    values: pd.DataFrame,
    *,
    on_conflict: OnConflict = "stop",
    dry_run: bool = False,
    backup: bool = False,
    source: str = "",
) -> Filling:
    """Return what filling a workbook from a table of values did, or with `dry_run` would do.

    Only the cells that differ are written, the formulas' values refreshed and one row added to the
    Log; the same fill twice changes nothing the second time. With ``on_conflict="stop"`` a value
    that contradicts what the workbook holds stops the fill of this workbook: nothing is written.

    Parameters
    ----------
    path
        The workbook.
    values
        One row a value: columns measure, week and value; team where the source has several,
        numerator and denominator where it has a ratio's parts, note where it has notes, percent
        (the source wrote a % sign), where (the place, for messages).
        `vmbox.tables.read_source` makes one of nearly any file or query.
    on_conflict
        Which side wins where the workbook holds another value.
    source
        What the Log calls the source.

    Raises
    ------
    DataError
        Two rows of the source contradict each other.
    VmboxError
        As of `vmbox.read`; or the file cannot be written.
    """
    with no_cycles_sought(), open_box_score(path, backup=backup) as opened:
        return fill_opened(opened, values, on_conflict=on_conflict, dry_run=dry_run, source=source)


def fill_opened(
    opened: OpenBoxScore,
    values: pd.DataFrame,
    *,
    on_conflict: OnConflict = "stop",
    dry_run: bool = False,
    source: str = "",
) -> Filling:
    """Return what filling a box score did that is open already; see `fill`."""
    plan = FillPlan(opened.box, values, on_conflict)
    changes, left_out = plan.changes(), tuple(plan.left_out)
    filling = Filling(opened.box.team, changes, left_out)
    if dry_run or filling.conflicts or not filling.new:
        return filling
    written = [change for change in changes if change.outcome in {"new", "replaced"}]
    numbers = {
        (change.measure, plan.position(change.week)): change.after
        for change in written
        if isinstance(change.after, float)
    }
    opened.enter(numbers)
    opened.note(
        {
            (domain, plan.position(change.week)): change.after
            for change in written
            for domain in DOMAINS
            if isinstance(change.after, str) and change.measure == domain
        }
    )
    opened.save(f"Filled {len(written)} cells from {source or 'a table'}")
    return Filling(opened.box.team, changes, left_out, written=True)


class ByTeam:
    """The values of a source, ready for many workbooks: each is given its own team's alone."""

    def __init__(self, values: pd.DataFrame) -> None:
        if "team" in values:
            keys = values["team"].fillna("").astype(str).map(key_of)
            self._parts = {str(name): part for name, part in values.groupby(keys, sort=False)}
        else:
            self._parts = {"": values}
        self._nothing = values.iloc[:0]

    def of(self, team: str) -> pd.DataFrame:
        """Return the rows that name a team, or nobody."""
        parts = [
            self._parts[name] for name in dict.fromkeys((key_of(team), "")) if name in self._parts
        ]
        return pd.concat(parts) if parts else self._nothing


def fill_from(
    path: str | os.PathLike[str],
    values: ByTeam,
    *,
    on_conflict: OnConflict = "stop",
    dry_run: bool = False,
    backup: bool = False,
    source: str = "",
) -> Filling:
    """Return what filling one of many workbooks did; see `fill`."""
    with no_cycles_sought(), open_box_score(path, backup=backup) as opened:
        return fill_opened(
            opened,
            values.of(opened.box.team),
            on_conflict=on_conflict,
            dry_run=dry_run,
            source=source,
        )
