"""`vmbox medians`: where each measure stands, and new medians accepted or taken back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd
from rich.table import Table

from vmbox.bulk import expand
from vmbox.cli import many
from vmbox.cli.many import Row, in_number
from vmbox.cli.terminal import terminal
from vmbox.measures import spoken
from vmbox.verbs.medians import Acceptance, accept, accept_proposed, medians, undo
from vmbox.workbook.units import in_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from vmbox.measures import NewMedian


@dataclass(frozen=True)
class Request:
    """What somebody asked for, as typed."""

    propose: bool
    accepted: tuple[str, ...]
    accept_all: bool
    reason: str
    undo: bool
    backup: bool


def run(paths: Sequence[str], request: Request, *, jobs: int, cluster: str, as_json: bool) -> None:
    """Show where each measure stands, or accept new medians, or take the last one back."""
    function, doing = _work(request)
    console = terminal()

    def tell(result: Any) -> Row:
        if isinstance(result, tuple):
            return _accepted(result)
        if not hasattr(result, "itertuples"):
            words = f"took back: {result.measure} from {spoken(result.week)}"
            return Row(words, {"taken_back": _described(result)})
        shown = result[result["proposed"].notna()] if request.propose else result
        if not as_json:
            console.print(_table(shown, proposals=request.propose))
        proposed = int(result["proposed"].notna().sum())
        words = f"{in_number(len(result), 'measure')}, {in_number(proposed, 'proposal')}"
        return Row(words, {"measures": _records(shown)})

    tally = many.run(
        function, expand(paths), tell, doing=doing, jobs=jobs, cluster=cluster, as_json=as_json
    )
    many.finish(tally, f"{in_number(tally.files, 'workbook')}.", {}, as_json=as_json)


def _work(request: Request) -> tuple[Any, str]:
    if request.undo:
        return partial(undo, backup=request.backup), "Taking back"
    if request.accept_all:
        return partial(accept_proposed, backup=request.backup), "Accepting"
    if request.accepted:
        wanted = tuple(Acceptance.parse(text, request.reason) for text in request.accepted)
        return partial(accept, acceptances=wanted, backup=request.backup), "Accepting"
    return medians, "Reading"


def _records(shown: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(name): None if pd.isna(value) else _plain(value) for name, value in row.items()}
        for row in shown.to_dict("records")
    ]


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def _accepted(rows: tuple[NewMedian, ...]) -> Row:
    words = "; ".join(f"{row.measure} from {spoken(row.week)}" for row in rows)
    return Row(
        f"accepted: {words}" if rows else "nothing new to accept",
        {"accepted": [_described(row) for row in rows]},
    )


def _described(row: NewMedian) -> dict[str, Any]:
    return {"measure": row.measure, "week": row.week.isoformat(), "reason": row.reason}


def _table(shown: pd.DataFrame, *, proposals: bool) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("Measure", overflow="fold")
    table.add_column("Median now", justify="right", no_wrap=True)
    table.add_column("Since", no_wrap=True)
    if not proposals:
        table.add_column("Points", no_wrap=True)
    table.add_column("New median?", no_wrap=True)
    if proposals:
        table.add_column("Because", overflow="fold", ratio=1)
    rows: list[dict[str, Any]] = shown.to_dict("records")  # type: ignore[assignment]
    for row in rows:
        has = pd.notna(row["current_median"])
        median = in_words(row["current_median"], row["unit"]) if has else ""
        proposed = f"from {_day(row['proposed'])}" if pd.notna(row["proposed"]) else ""
        points = "firm" if row["firm"] else f"{row['points']} of {row['baseline']}"
        cells = [row["measure"], median, _day(row["since"]) if has else ""]
        cells += [proposed, row["because"]] if proposals else [points, proposed]
        table.add_row(*cells)
    return table


def _day(day: dt.date) -> str:
    """The day as the workbook's front page writes it, short enough for a column."""
    return f"{day.day} {day:%b %Y}"
