"""The button Cost refresh: a finance extract, shown first and then posted."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from vmbox.addin.asking import Cancelled
from vmbox.addin.desk import Done
from vmbox.measures import spoken
from vmbox.tables.names import key_of
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
        to_post, costing = agreed(desk.ask, opened, ToPost(ByCentre(extract)))
        if costing.stopped:
            desk.ask.tell(f"Nothing was posted: {costing.stopped}")
            raise Cancelled
        if not costing.changed and not costing.unplaced:
            return Done(f"all of {costing.extract} is posted already; nothing was changed.")
        if not desk.ask.confirm("\n".join([*in_words(costing), "", "Post it?"])):
            raise Cancelled
        posted = costs_opened(opened, to_post)
    return Done(summary(posted))


def agreed(ask: Asker, opened: OpenBoxScore, to_post: ToPost) -> tuple[ToPost, Costing]:
    """Return how the extract is to be posted, and what that would do, after what must be asked."""
    costing = costs_opened(opened, to_post, dry_run=True)
    if not costing.rows and not to_post.rows.unnamed and to_post.rows.names:
        centres = _centres_before(opened, to_post) or (_centre(ask, to_post, costing),)
        to_post = replace(to_post, centres=Centres(only=centres))
        costing = costs_opened(opened, to_post, dry_run=True)
    if costing.conflicts:
        wins = ask.choice("\n".join(_conflicts(costing)), [_KEEP, _REPLACE], _KEEP)
        to_post = replace(to_post, on_conflict="keep" if wins == _KEEP else "replace")
        costing = costs_opened(opened, to_post, dry_run=True)
    if costing.stopped and costing.rows:
        name = _meant(ask, opened, costing)
        to_post = replace(to_post, name=name, named=True)
        costing = costs_opened(opened, to_post, dry_run=True)
    return to_post, costing


def _centres_before(opened: OpenBoxScore, to_post: ToPost) -> tuple[str, ...]:
    """The team's cost centres, as the Ledger knows them from extracts that were posted before."""
    known = dict.fromkeys(key_of(row.cost_centre) for row in opened.box.ledger)
    return tuple(to_post.rows.names[key] for key in known if key and key in to_post.rows.names)


def _centre(ask: Asker, to_post: ToPost, costing: Costing) -> str:
    return ask.choice(
        f"No row of {costing.extract} has the cost centre '{costing.team}'. Which one is it?",
        sorted(name for key, name in to_post.rows.names.items() if key),
    )


def _meant(ask: Asker, opened: OpenBoxScore, costing: Costing) -> str:
    """The name that the Ledger is to keep the rows under, where the file's own is in doubt."""
    known = dict.fromkeys(row.extract for row in opened.box.ledger)
    if costing.extract.casefold() in {name.casefold() for name in known}:
        if ask.confirm(
            f"{costing.extract} was posted before with rows of other cost centres than "
            f"{', '.join(costing.centres)}. Take those rows and their money out?"
        ):
            return costing.extract
        raise Cancelled
    corrected = {f"A correction of {name}": name for name in known}
    another = f"Another extract, {costing.extract}: post it besides"
    chosen = ask.choice(
        f"Most rows of {costing.extract} are posted already. What is it?", [*corrected, another]
    )
    return corrected.get(chosen, costing.extract)


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
        f"{costing.extract}: {rows}{_of_centres(costing)}, "
        f"{pounds(costing.reconciliation.extract)}.",
        f"{pounds(costing.reconciliation.posted)} would be posted to the weeks of Cost: "
        f"{', '.join(parts) or 'no cell'}.",
    ]
    return [*lines, *not_posted(costing), *costing.remarks]


def _of_centres(costing: Costing) -> str:
    named = ", ".join(filter(None, costing.centres))
    return f" of the cost centre {named}" if named else ""


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
