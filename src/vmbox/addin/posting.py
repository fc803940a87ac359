"""The button Cost refresh: a finance extract, shown first and then posted."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from vmbox.addin.asking import Cancelled
from vmbox.addin.desk import Done
from vmbox.measures import spoken
from vmbox.value import pounds, read_extract
from vmbox.verbs.cost_centres import ByCentre, Centres
from vmbox.verbs.costing import Costing, ToPost, costs_opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vmbox.addin.asking import Asker
    from vmbox.addin.desk import Desk
    from vmbox.verbs.opened import OpenBoxScore

_KINDS: Final = (
    ("Excel and CSV", "*.xlsx;*.xlsm;*.xls;*.csv;*.txt"),
    ("All files", "*.*"),
)
_MOST_NAMED: Final = 4
_KEEP, _REPLACE = "Keep what was typed", "Take the ledger's numbers"


def refresh_costs(desk: Desk) -> Done:
    """Post a finance extract to the weeks and cost lines, once the person has seen what it does."""
    path = desk.ask.file("Which finance extract?", _KINDS)
    extract = read_extract(path)
    with desk.open() as opened:
        to_post, costing = _agreed(desk.ask, opened, ToPost(ByCentre(extract)))
        if costing.stopped:
            desk.ask.tell(f"Nothing was posted: {costing.stopped}")
            raise Cancelled
        if not costing.changed and not costing.unplaced:
            return Done(f"all of {costing.extract} is posted already; nothing was changed.")
        if not desk.ask.confirm("\n".join([*in_words(costing), "", "Post it?"])):
            raise Cancelled
        posted = costs_opened(opened, to_post)
    return Done(summary(posted))


def _agreed(ask: Asker, opened: OpenBoxScore, to_post: ToPost) -> tuple[ToPost, Costing]:
    """How the extract is to be posted, and what that would do, after what has to be asked."""
    costing = costs_opened(opened, to_post, dry_run=True)
    if not costing.rows and not to_post.rows.unnamed and to_post.rows.names:
        named = sorted(to_post.rows.names.values())
        centre = ask.choice(
            f"No row of {costing.extract} has the cost centre '{costing.team}'. Which one is it?",
            named,
        )
        to_post = replace(to_post, centres=Centres(only=(centre,)))
        costing = costs_opened(opened, to_post, dry_run=True)
    if costing.conflicts:
        wins = ask.choice("\n".join(_conflicts(costing)), [_KEEP, _REPLACE], _KEEP)
        to_post = replace(to_post, on_conflict="keep" if wins == _KEEP else "replace")
        costing = costs_opened(opened, to_post, dry_run=True)
    return to_post, costing


def in_words(costing: Costing) -> list[str]:
    """Return what posting would do, line by line: what is posted, and what is not and why."""
    counts: Counter[str] = Counter(cell.outcome for cell in costing.cells)
    parts = [
        f"{counts[outcome]:,} {words}"
        for outcome, words in (
            ("new", "filled"),
            ("corrected", "corrected"),
            ("cleared", "cleared"),
            ("replaced", "replaced, where somebody typed another number"),
            ("kept", "kept as typed"),
            ("same", "there already"),
        )
        if counts[outcome]
    ]
    rows = counted(costing.rows, "row")
    lines = [
        f"{costing.extract}: {rows}, {pounds(costing.reconciliation.extract)}.",
        f"{pounds(costing.reconciliation.posted)} would be posted to the weeks of Cost: "
        f"{', '.join(parts) or 'no cell'}.",
    ]
    return [*lines, *not_posted(costing), *costing.remarks]


def not_posted(costing: Costing) -> Iterator[str]:
    """Yield what was not posted, and why."""
    known = costing.reconciliation
    if known.unmapped:
        codes = [one.account or "no code" for one in costing.unplaced]
        yield (
            f"{pounds(known.unmapped)} is not posted, of accounts {_named(codes)}: put "
            "them into the Cost map and press the button again."
        )
    yield from (f"{words[:1].upper()}{words[1:]}" for words in costing.outside)
    if costing.unclear:
        rows = _named([str(row) for row, _ in costing.unclear])
        yield f"{pounds(known.unclear)} has an unclear date or period, not posted: row {rows}."
    if costing.kept_out:
        yield f"{pounds(costing.kept_out)} is kept out by numbers that were typed."


def summary(costing: Costing) -> str:
    """Return in a line what was posted, and what was not."""
    known = costing.reconciliation
    parts = [f"{pounds(known.posted)} posted to {counted(costing.changed, 'cell')} of Cost"]
    for words, pence in (
        ("unmapped", known.unmapped),
        ("outside the weeks", known.outside),
        ("of an unclear time", known.unclear),
        ("kept out by typed numbers", costing.kept_out),
    ):
        if pence:
            parts.append(f"{pounds(pence)} {words}")
    return f"{', '.join(parts)}."


def _conflicts(costing: Costing) -> list[str]:
    found = costing.conflicts
    lines = [
        f"{len(found):,} cell{' holds' if len(found) == 1 else 's hold'} another number than the "
        "ledger. Which side wins?",
        *(
            f"{one.line}, {spoken(one.week)}: {_shown(one.before)} typed, "
            f"{_shown(one.after)} in the ledger"
            for one in found[:_MOST_NAMED]
        ),
    ]
    if len(found) > _MOST_NAMED:
        lines.append(f"... and {len(found) - _MOST_NAMED:,} more")
    return lines


def counted(number: int, noun: str) -> str:
    """Return a number of things: "1 cell", "12 cells"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _named(words: Sequence[str]) -> str:
    shown = ", ".join(words[:_MOST_NAMED])
    rest = len(words) - _MOST_NAMED
    return f"{shown} and {rest:,} more" if rest > 0 else shown


def _shown(amount: float | None) -> str:
    return "nothing" if amount is None else pounds(round(amount * 100))
