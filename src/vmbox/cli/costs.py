"""`vmbox costs`: a finance extract posted to one workbook or many."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from rich.table import Table
from rich.text import Text

from vmbox.bulk import expand
from vmbox.cli import many
from vmbox.cli.many import Row, in_number
from vmbox.cli.reconciled import FATES, parts_of, say_reconciliation
from vmbox.cli.terminal import terminal
from vmbox.errors import DataError
from vmbox.measures import spoken
from vmbox.tables.names import key_of
from vmbox.value import ExtractMap, pounds, read_cost_map, read_extract, read_extract_map
from vmbox.verbs.cost_centres import ByCentre, Centres, read_centres
from vmbox.verbs.costing import Costing, ToPost, costs_from

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from vmbox.value import Extract
    from vmbox.verbs.fill_plan import OnConflict

_MOST_NAMED: Final = 5
_MOST_SHOWN: Final = 200
_COLOURS: Final = {
    "new": "green",
    "corrected": "yellow",
    "cleared": "yellow",
    "replaced": "yellow",
    "conflict": "red",
    "kept": "yellow",
}


@dataclass(frozen=True)
class Request:
    """What somebody asked for, as typed."""

    ledger: Path
    map: Path | None
    read_as: Path | None
    centre_column: str
    centres: tuple[str, ...]
    teams: Path | None
    name: str
    on_conflict: OnConflict
    dry_run: bool
    backup: bool


@dataclass
class _Told:
    """What the rows come to."""

    request: Request
    as_json: bool
    centres: list[str] = field(default_factory=list)
    sums: Counter[str] = field(default_factory=Counter)
    cells: int = 0
    written: int = 0

    def row(self, costing: Costing) -> Row:
        """Return what to say of one workbook."""
        dry = self.request.dry_run
        self.centres += costing.centres
        if costing.written or (dry and not costing.stopped):
            self.cells += costing.changed
            self.written += bool(costing.changed or costing.written)
        self._count(costing)
        if dry and not self.as_json:
            _show(costing)
        findings = _findings(costing)
        for words in (*findings, *costing.remarks):
            many.remark(f"{costing.team}: {words[:1].lower()}{words[1:]}")
        return Row(_words(costing, dry=dry), _data(costing), 1 if findings else 0)

    def _count(self, costing: Costing) -> None:
        known = costing.reconciliation
        self.sums["extract"] += known.extract
        if costing.stopped:
            self.sums["not posted"] += known.extract
            return
        for name, pence in parts_of(known).items():
            self.sums[name] += pence
        self.sums["kept out by typed numbers"] += costing.kept_out


def run(paths: Sequence[str], request: Request, *, jobs: int, cluster: str, as_json: bool) -> None:
    """Read the extract once, post every team's own rows to its workbook, and reconcile the whole.

    Raises
    ------
    Exit
        1 where money was not posted or a typed number stands in the way; 2 where a workbook
        failed.
    """
    files = expand(paths)
    extract = read_extract(request.ledger, map=_how(request))
    if not as_json:
        _say_extract(extract)
    to_post = _to_post(request, extract, len(files))
    told = _Told(request, as_json)
    tally = many.run(
        partial(costs_from, to_post=to_post, dry_run=request.dry_run, backup=request.backup),
        files,
        told.row,
        doing="Posting",
        jobs=jobs,
        cluster=cluster,
        as_json=as_json,
    )
    for words in _twice(told.centres):
        many.remark(words)
        tally.exit_code = max(tally.exit_code, 1)
    others = sorted(to_post.rows.others(told.centres), key=lambda one: -abs(one[3]))
    if extract.problems or (others and tally.failed):
        tally.exit_code = max(tally.exit_code, 1)
    told.sums["other cost centres"] = sum(pence for *_, pence in others)
    if not as_json:
        if not tally.failed:
            _say_others(others)
        say_reconciliation(told.sums, extract, dry=request.dry_run, failed=bool(tally.failed))
    verb = "Would post to" if request.dry_run else "Posted to"
    words = f"{verb} {in_number(told.cells, 'cell')} in {in_number(told.written, 'workbook')}."
    many.finish(tally, words, _total(told, extract, others), as_json=as_json)


def _how(request: Request) -> ExtractMap:
    how = read_extract_map(request.read_as) if request.read_as else ExtractMap()
    if request.centre_column:
        how = replace(how, columns={**how.columns, "centre": request.centre_column})
    return how


def _to_post(request: Request, extract: Extract, workbooks: int) -> ToPost:
    rows = ByCentre(extract)
    if workbooks > 1 and rows.unnamed:
        raise DataError(
            f"{extract.origin}: no row names a cost centre, and there are {workbooks} workbooks. "
            "Give one workbook, or name the column with --centre-column."
        )
    if workbooks > 1 and request.centres:
        raise DataError(
            f"--centre is for one workbook, and there are {workbooks}. Give a list with --teams."
        )
    centres = read_centres(request.teams) if request.teams else Centres(only=request.centres)
    return ToPost(
        rows,
        read_cost_map(request.map) if request.map else None,
        centres,
        request.name,
        bool(request.name),
        request.on_conflict,
    )


# ------------------------------------------------------------------ what is said of the extract
def _say_extract(extract: Extract) -> None:
    console = terminal(stderr=True)
    for words in extract.guesses:
        console.print(Text(words, style="dim"), soft_wrap=True)
    for problem in extract.problems[:_MOST_NAMED]:
        many.remark(problem.words)
    for words in _more(len(extract.problems), "finding"):
        many.remark(words)


def _say_others(others: Sequence[tuple[str, int, int, int]]) -> None:
    for centre, rows, first, pence in others[:_MOST_NAMED]:
        whose = (
            f"no workbook here has the cost centre '{centre}'"
            if centre
            else "rows without a cost centre are nobody's"
        )
        many.remark(
            f"{whose}: {in_number(rows, 'row')}, the first being row {first}, {pounds(pence)}."
        )
    for words in _more(len(others), "cost centre"):
        many.remark(words)


def _twice(centres: Sequence[str]) -> list[str]:
    counts = Counter(key_of(centre) for centre in centres)
    return [
        f"the cost centre '{centre}' belongs to {count} of these workbooks: its money is counted "
        "as often. Give each cost centre one workbook."
        for centre, count in counts.items()
        if count > 1
    ]


# ------------------------------------------------------------------ what is said of a workbook
def _words(costing: Costing, *, dry: bool) -> str:
    counts = Counter(cell.outcome for cell in costing.cells)
    if costing.stopped:
        conflicts = len(costing.conflicts)
        return f"{in_number(conflicts, 'conflict')}: nothing written" if conflicts else (
            "nothing written"
        )  # fmt: skip
    verb = "would be " if dry else ""
    parts = [
        f"{pounds(costing.reconciliation.posted)} of {in_number(costing.rows, 'row')}",
        f"{in_number(counts['new'], 'cell')} {verb}filled" if counts["new"] else "",
        *(
            f"{counts[name]:,} {verb}{name}"
            for name in ("corrected", "cleared", "replaced")
            if counts[name]
        ),
        f"{counts['kept']:,} kept as typed" if counts["kept"] else "",
        f"{counts['same']:,} there already" if counts["same"] else "",
    ]
    return ", ".join(part for part in parts if part)


def _findings(costing: Costing) -> list[str]:
    """What somebody must do something about."""
    lines = [
        f"'{cell.line}' in the week of {spoken(cell.week)} is {_shown(cell.before)} in the "
        f"workbook and {_shown(cell.after)} in the ledger."
        for cell in costing.conflicts[:_MOST_NAMED]
    ]
    lines += _more(len(costing.conflicts), "conflict")
    if costing.conflicts:
        lines.append("say which side wins: --on-conflict keep, or --on-conflict replace.")
    elif costing.stopped:
        lines.append(costing.stopped)
    lines += [
        f"account {one.account or 'without a code'}"
        f"{f' ({one.description})' if one.description else ''}: {pounds(one.pence)} of "
        f"{in_number(one.rows, 'row')}, the first being row {one.first_row}, not posted: {one.why}."
        for one in costing.unplaced[:_MOST_NAMED]
    ]
    lines += _more(len(costing.unplaced), "account")
    if costing.unclear:
        pence = sum(amount for _, amount in costing.unclear)
        rows = ", ".join(
            f"{row} ({pounds(amount)})" for row, amount in costing.unclear[:_MOST_NAMED]
        )
        rest = len(costing.unclear) - _MOST_NAMED
        more = f" and {rest:,} more" if rest > 0 else ""
        lines.append(f"{pounds(pence)} of an unclear date or period, not posted: row {rows}{more}.")
    return [*lines, *costing.outside]


def _more(count: int, noun: str) -> tuple[str, ...]:
    rest = count - _MOST_NAMED
    return (f"... and {in_number(rest, noun)} more (--json lists all).",) if rest > 0 else ()


def _shown(amount: float | None) -> str:
    return "" if amount is None else pounds(round(amount * 100))


def _show(costing: Costing) -> None:
    """Print what would change in one workbook, as a table."""
    cells = [cell for cell in costing.cells if cell.outcome != "same"]
    if not cells:
        return
    table = Table(title=costing.team, title_justify="left", box=None, pad_edge=False)
    for name in ("Week", "Cost line", "Now", "Ledger", "", "Rows"):
        table.add_column(name, justify="right" if name in {"Now", "Ledger", "Rows"} else "left")
    for cell in cells[:_MOST_SHOWN]:
        table.add_row(
            spoken(cell.week),
            cell.line,
            _shown(cell.before),
            _shown(cell.after),
            Text(cell.outcome, style=_COLOURS.get(cell.outcome, "")),
            str(cell.rows or ""),
        )
    terminal().print(table)
    if len(cells) > _MOST_SHOWN:
        terminal().print(f"... and {len(cells) - _MOST_SHOWN:,} more cells (--json lists all).")


# ------------------------------------------------------------------ for a script
def _data(costing: Costing) -> dict[str, Any]:
    return {
        "team": costing.team,
        "centres": list(costing.centres),
        "extract": costing.extract,
        "rows": costing.rows,
        "written": costing.written,
        "stopped": costing.stopped,
        "cells": [
            {
                "line": cell.line,
                "week": cell.week.isoformat(),
                "before": cell.before,
                "after": cell.after,
                "outcome": cell.outcome,
                "rows": cell.rows,
            }
            for cell in costing.cells
            if cell.outcome != "same"
        ],
        "pence": {
            "extract": costing.reconciliation.extract,
            **parts_of(costing.reconciliation),
            "kept out by typed numbers": costing.kept_out,
        },
        "unplaced": [vars(one) for one in costing.unplaced],
        "unclear": [{"row": row, "pence": pence} for row, pence in costing.unclear],
        "outside": list(costing.outside),
        "remarks": list(costing.remarks),
    }


def _total(
    told: _Told, extract: Extract, others: Sequence[tuple[str, int, int, int]]
) -> dict[str, Any]:
    keys = ("centre", "rows", "first_row", "pence")
    return {
        "cells": told.cells,
        "workbooks": told.written,
        "pence": {"extract": extract.total, **{name: told.sums[name] for name in FATES}},
        "other_centres": [dict(zip(keys, one, strict=True)) for one in others],
        "read_as": list(extract.guesses),
        "problems": [problem.words for problem in extract.problems],
    }
