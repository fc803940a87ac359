"""`vmbox repair`: what was put back in one workbook or many, and what stood there before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from rich.table import Table
from rich.text import Text

from vmbox.bulk import expand
from vmbox.cli import many
from vmbox.cli.many import Row, in_number
from vmbox.cli.terminal import terminal
from vmbox.verbs.checking.identifiers import masked
from vmbox.verbs.repairing import repair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vmbox.verbs.repairing import Mend, Repair
    from vmbox.workbook.findings import Finding

_MOST_SHOWN: Final = 40
_LONGEST: Final = 70


@dataclass(frozen=True)
class Request:
    """What somebody asked for, as typed."""

    typed_over: bool
    dry_run: bool
    backup: bool


@dataclass
class _Told:
    """What the rows come to."""

    request: Request
    as_json: bool
    repaired: int = 0
    mends: int = 0

    def row(self, one: Repair) -> Row:
        """Show what was put back in a workbook, and return what to say of it."""
        self.repaired += one.needed
        self.mends += one.count
        if not self.as_json:
            _show(one)
        for finding in one.left:
            many.remark(masked(f"{one.path}: {finding}"))
        return Row(_words(one, dry=self.request.dry_run), _data(one), 1 if one.left else 0)


def run(paths: Sequence[str], request: Request, *, jobs: int, cluster: str, as_json: bool) -> None:
    """Repair the workbooks and say what was done.

    Raises
    ------
    Exit
        1 where something cannot be repaired; 2 where a workbook failed.
    """
    told = _Told(request, as_json)
    tally = many.run(
        partial(
            repair,
            typed_over=request.typed_over,
            backup=request.backup,
            dry_run=request.dry_run,
        ),
        expand(paths),
        told.row,
        doing="Repairing",
        jobs=jobs,
        cluster=cluster,
        as_json=as_json,
    )
    verb = "Would repair" if request.dry_run else "Repaired"
    words = f"{verb} {in_number(told.repaired, 'workbook')} of {tally.files - tally.failed}."
    data = {"repaired": told.repaired, "put_back": told.mends}
    many.finish(tally, words, data, as_json=as_json)


def _words(one: Repair, *, dry: bool) -> str:
    counts = Counter[str]()
    for mend in one.mends:
        counts[mend.what] += mend.count
    back = ", ".join(in_number(count, what) for what, count in counts.items())
    parts = [
        f"{'would put' if dry else 'put'} back {back}" if back else "",
        f"{in_number(one.refreshed, 'old value')} made fresh" if one.refreshed else "",
        f"{in_number(len(one.kept), 'column')} typed over, kept" if one.kept else "",
        f"{in_number(len(one.left), 'fault')} left" if one.left else "",
    ]
    return "; ".join(part for part in parts if part) or "nothing to repair"


# ------------------------------------------------------------------ for people
def _show(one: Repair) -> None:
    """Print what was put back, and what stood there."""
    console = terminal()
    if one.mends:
        console.print(_table(one))
    rest = len(one.mends) - _MOST_SHOWN
    if rest > 0:
        console.print(f"... and {rest:,} more (the Log and --json have all).")
    for finding in one.kept:
        words = masked(f"{one.path}: {finding}")
        console.print(Text(f"Kept: {words}", style="dim"), soft_wrap=True)


def _table(one: Repair) -> Table:
    table = Table(
        title=str(one.path), title_justify="left", title_style="bold", box=None, pad_edge=False
    )
    for name in ("Where", "What", "Stood there"):
        table.add_column(name, overflow="fold")
    for mend in one.mends[:_MOST_SHOWN]:
        what = mend.what if mend.cell or mend.what == "name" else mend.after
        table.add_row(mend.where, what, Text(_short(mend), style="" if mend.before else "dim"))
    return table


def _short(mend: Mend) -> str:
    words = " ".join(masked(mend.before).split())
    if not words:
        return "nothing" if mend.cell or mend.what == "name" else ""
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}..."


# ------------------------------------------------------------------ for scripts
def _data(one: Repair) -> dict[str, Any]:
    return {
        "written": one.written,
        "put_back": [
            {
                "what": mend.what,
                "sheet": mend.sheet,
                "cell": mend.cell,
                "cells": mend.count,
                "before": masked(mend.before),
                "after": masked(mend.after),
            }
            for mend in one.mends
        ],
        "old_values": one.refreshed,
        "kept": [_described(finding) for finding in one.kept],
        "left": [_described(finding) for finding in one.left],
    }


def _described(finding: Finding) -> dict[str, str]:
    return {
        "code": finding.code,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "found": masked(finding.found),
        "do": masked(finding.do),
    }
