"""The button Cost per patient: what it was, what it is, and what that released."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmbox.addin.desk import Done
from vmbox.addin.places import Selected, weeks_at
from vmbox.measures import spoken
from vmbox.value import percent, pounds
from vmbox.verbs.valuing import Valuing, Weeks, value_of, value_opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from vmbox.addin.desk import Desk
    from vmbox.value import Change


def compare_costs(desk: Desk) -> Done:
    """Say what a patient cost in the baseline and in the current weeks.

    Two or more weeks that are selected on a data tab may be the current ones: the person is asked,
    since they are written on the Value sheet.
    """
    selected = Selected.now(desk.book)
    with desk.open() as opened:
        weeks = weeks_at(opened.found, selected) if selected and selected.rows > 1 else ()
        chosen = None
        if len(weeks) > 1 and desk.ask.confirm(
            f"You selected the {opened.box.period}s from {spoken(weeks[0])} to "
            f"{spoken(weeks[-1])}. Compare them with the baseline, and write them on the Value "
            "sheet as the current ones? No compares those of the Value sheet."
        ):
            chosen = Weeks(weeks[0], weeks[-1])
        valuing = value_opened(opened, None, chosen) if chosen else value_of(opened.box)
    desk.ask.tell(in_full(valuing))
    return Done(in_short(valuing))


def in_full(valuing: Valuing) -> str:
    """Return the figures in sentences: the words of the Value sheet, and what readers must know."""
    lines = [" - ".join(filter(None, (valuing.team, valuing.remark))), "", valuing.words]
    change = valuing.change
    if change is not None:
        lines += ["", *_spans(change)]
    lines += [f"{words[:1].upper()}{words[1:]}" for words in valuing.remarks]
    return "\n".join(lines)


def _spans(change: Change) -> Iterator[str]:
    for name, period in (("Baseline", change.baseline), ("Current", change.current)):
        if period.first is not None and period.last is not None:
            yield f"{name}: {spoken(period.first)} to {spoken(period.last)}."


def in_short(valuing: Valuing) -> str:
    """Return the figures in a line."""
    change = valuing.change
    if change is None or not change.comparable:
        return "there is nothing to compare yet."
    before, after = change.baseline.per_patient, change.current.per_patient
    share = "" if change.unit_cost_share is None else f" ({percent(change.unit_cost_share)})"
    return f"{_money(before)} before, {_money(after)} now{share}."


def _money(pence: Fraction | None) -> str:
    return "nothing" if pence is None else pounds(pence)
