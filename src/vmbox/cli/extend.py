"""`vmbox extend` and `vmbox log`: more weeks laid out; what tools changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rich.table import Table

from vmbox.bulk import expand
from vmbox.cli import many
from vmbox.cli.many import Row, in_number
from vmbox.cli.terminal import terminal
from vmbox.measures import BoxScore, spoken
from vmbox.verbs.extending import extend
from vmbox.workbook import read

if TYPE_CHECKING:
    from collections.abc import Sequence


def run(
    paths: Sequence[str], weeks: int, *, backup: bool, jobs: int, cluster: str, as_json: bool
) -> None:
    """Lay out more weeks in every workbook, and say until when."""
    tally = many.run(
        partial(extend, weeks=weeks, backup=backup),
        expand(paths),
        _extended,
        doing="Laying out",
        jobs=jobs,
        cluster=cluster,
        as_json=as_json,
    )
    done = tally.files - tally.failed
    words = f"Laid out {weeks} more in {in_number(done, 'workbook')}."
    many.finish(tally, words, {"weeks": weeks}, as_json=as_json)


def _extended(box: BoxScore) -> Row:
    last = box.weeks[-1].date()
    words = f"{in_number(len(box.weeks), box.period)} now, to {spoken(last)}"
    return Row(words, {"team": box.team, "weeks": len(box.weeks), "last_week": last.isoformat()})


def log(paths: Sequence[str], *, as_json: bool) -> None:
    """Print what tools changed in each workbook, the latest last."""
    tally = many.run(
        read, expand(paths), partial(_logged, as_json=as_json), doing="Reading", as_json=as_json
    )
    many.finish(tally, f"{in_number(tally.files, 'workbook')}.", {}, as_json=as_json)


def _logged(box: BoxScore, *, as_json: bool) -> Row:
    if not as_json and box.log:
        table = Table(title=box.team, title_justify="left", box=None, pad_edge=False)
        table.add_column("When", no_wrap=True)
        table.add_column("By whom", no_wrap=True)
        table.add_column("Cells", justify="right")
        table.add_column("What", overflow="fold")
        for entry in box.log:
            table.add_row(f"{entry.when:%Y-%m-%d %H:%M}", entry.who, str(entry.cells), entry.what)
        terminal().print(table)
    entries = [
        {"when": one.when.isoformat(), "what": one.what, "who": one.who, "cells": one.cells}
        for one in box.log
    ]
    words = f"{len(entries)} changes" if len(entries) != 1 else "1 change"
    return Row(f"{box.team}: {words}", {"team": box.team, "log": entries})
