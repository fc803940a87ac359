"""`vmbox fill`: the figures of an export put into one workbook or many."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rich.table import Table
from rich.text import Text

from vmbox.bulk import expand
from vmbox.cli import many
from vmbox.cli.many import Row, in_number
from vmbox.cli.terminal import terminal
from vmbox.measures import spoken
from vmbox.tables import read_source
from vmbox.verbs.fill_plan import unmatched_teams
from vmbox.verbs.filling import ByTeam, Filling, fill_from
from vmbox.workbook.units import in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vmbox.tables import Source
    from vmbox.verbs.fill_plan import Change, OnConflict

_MOST_NAMED: Final = 5
_MOST_SHOWN: Final = 200
_COLOURS: Final = {"new": "green", "replaced": "yellow", "conflict": "red", "kept": "yellow"}


@dataclass(frozen=True)
class Request:
    """What somebody asked for, as typed."""

    source: str
    map: Path | None
    query: str | None
    sheet: str | None
    on_conflict: OnConflict
    dry_run: bool
    backup: bool


@dataclass
class _Told:
    """What the rows come to."""

    request: Request
    as_json: bool
    teams: list[str] = field(default_factory=list)
    cells: int = 0
    written: int = 0

    def row(self, filling: Filling) -> Row:
        """Return what to say of one workbook."""
        self.teams.append(filling.team)
        dry = self.request.dry_run
        if filling.written or (dry and filling.new and not filling.conflicts):
            self.cells += filling.new
            self.written += 1
        if dry and not self.as_json:
            _show(filling)
        remarks = _remarks(filling)
        for words in remarks:
            many.remark(words)
        return Row(_words(filling, dry=dry), _data(filling), 1 if remarks else 0)


def run(paths: Sequence[str], request: Request, *, jobs: int, cluster: str, as_json: bool) -> None:
    """Read the source once, fill every workbook with its own team's values, and say what was done.

    Raises
    ------
    Exit
        1 where a value has no cell or contradicts a workbook; 2 where a workbook failed.
    """
    files = expand(paths)
    source = read_source(request.source, map=request.map, query=request.query, sheet=request.sheet)
    if not as_json:
        _say_source(source)
    told = _Told(request, as_json)
    tally = many.run(
        partial(
            fill_from,
            values=ByTeam(source.values),
            on_conflict=request.on_conflict,
            dry_run=request.dry_run,
            backup=request.backup,
            source=Path(source.origin).name,
        ),
        files,
        told.row,
        doing="Filling",
        jobs=jobs,
        cluster=cluster,
        as_json=as_json,
    )
    unmatched = unmatched_teams(source.values, told.teams) if not tally.failed else ()
    for words in (*unmatched[:_MOST_NAMED], *_more(len(unmatched), "team")):
        many.remark(words)
    if unmatched or source.left_out:
        tally.exit_code = max(tally.exit_code, 1)
    verb = "Would fill" if request.dry_run else "Filled"
    words = f"{verb} {in_number(told.cells, 'cell')} in {in_number(told.written, 'workbook')}."
    data = {
        "cells": told.cells,
        "workbooks": told.written,
        "unmatched_teams": list(unmatched),
        "left_out": list(source.left_out),
    }
    many.finish(tally, words, data, as_json=as_json)


def _say_source(source: Source) -> None:
    console = terminal(stderr=True)
    for words in source.read_as:
        console.print(Text(words, style="dim"), soft_wrap=True)
    for words in (*source.left_out[:_MOST_NAMED], *_more(len(source.left_out), "remark")):
        many.remark(words)


def _more(count: int, noun: str) -> tuple[str, ...]:
    rest = count - _MOST_NAMED
    return (f"... and {in_number(rest, noun)} more (--json lists all).",) if rest > 0 else ()


def _words(filling: Filling, *, dry: bool) -> str:
    counts = {
        outcome: sum(change.outcome == outcome for change in filling.changes)
        for outcome in ("new", "replaced", "kept", "same", "conflict")
    }
    stopped = bool(filling.conflicts)
    verb = "would be " if dry or stopped else ""
    parts = [
        f"{in_number(counts['new'], 'cell')} {verb}filled" if counts["new"] else "",
        f"{counts['replaced']:,} {verb}replaced" if counts["replaced"] else "",
        f"{counts['kept']:,} kept as they are" if counts["kept"] else "",
        f"{counts['same']:,} there already" if counts["same"] else "",
        f"{in_number(counts['conflict'], 'conflict')}: nothing written" if stopped else "",
        f"{len(filling.left_out):,} left out" if filling.left_out else "",
    ]
    return ", ".join(part for part in parts if part) or "nothing for this team"


def _remarks(filling: Filling) -> list[str]:
    """What the person must know: values that contradict the workbook's, or have no cell."""
    lines = [
        f"{filling.team}: '{change.measure}' in the week of {spoken(change.week)} is "
        f"{_shown(change.before, change)} in the workbook and {_shown(change.after, change)} "
        f"in {change.where}."
        for change in filling.conflicts[:_MOST_NAMED]
    ]
    lines += _more(len(filling.conflicts), "conflict")
    if filling.conflicts:
        lines.append("say which side wins: --on-conflict keep, or --on-conflict replace.")
    return [*lines, *filling.left_out[:_MOST_NAMED], *_more(len(filling.left_out), "remark")]


def _shown(value: float | str | None, change: Change) -> str:
    if value is None:
        return ""
    return in_words(value, change.unit) if isinstance(value, float) else value


def _show(filling: Filling) -> None:
    """Print what would change in one workbook, as a table."""
    changes = [change for change in filling.changes if change.outcome != "same"]
    if not changes:
        return
    table = Table(title=filling.team, title_justify="left", box=None, pad_edge=False)
    for name in ("Week", "Measure", "Now", "Source", "", "Where"):
        table.add_column(name, justify="right" if name in {"Now", "Source"} else "left")
    for change in changes[:_MOST_SHOWN]:
        table.add_row(
            spoken(change.week),
            change.measure,
            _shown(change.before, change),
            _shown(change.after, change),
            Text(change.outcome, style=_COLOURS.get(change.outcome, "")),
            change.where,
        )
    terminal().print(table)
    for words in _more_rows(len(changes)):
        terminal().print(words)


def _more_rows(count: int) -> tuple[str, ...]:
    rest = count - _MOST_SHOWN
    return (f"... and {rest:,} more cells (--json lists all).",) if rest > 0 else ()


def _data(filling: Filling) -> dict[str, Any]:
    return {
        "team": filling.team,
        "written": filling.written,
        "changes": [
            {
                "measure": change.measure,
                "week": change.week.isoformat(),
                "before": change.before,
                "after": change.after,
                "outcome": change.outcome,
                "where": change.where,
            }
            for change in filling.changes
            if change.outcome != "same"
        ],
        "left_out": list(filling.left_out),
    }
