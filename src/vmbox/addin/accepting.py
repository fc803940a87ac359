"""The button Accept median: a new median for the selected measure and week, with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmbox.addin.desk import Done
from vmbox.addin.places import Selected, measure_at, weeks_at
from vmbox.measures import parse_date, spoken
from vmbox.verbs.medians import Acceptance, accept_opened, proposals

if TYPE_CHECKING:
    from vmbox.addin.asking import Asker
    from vmbox.addin.desk import Desk
    from vmbox.workbook.reading import Found


def accept_median(desk: Desk) -> Done:
    """Accept a new median: what the selection does not tell is asked."""
    selected = Selected.now(desk.book)
    with desk.open() as opened:
        proposed = {one.measure: one for one in proposals(opened.box)}
        wanted = wanted_median(desk.ask, opened.found, selected, proposed)
        rows = accept_opened(opened, [wanted])
    named = f"{wanted.measure} from {spoken(wanted.week)}"
    if not rows:
        return Done(f"{named} was accepted before; nothing was changed.")
    return Done(f"{named}, as you wrote into Medians. Undo last takes it back.")


def wanted_median(
    ask: Asker, found: Found, selected: Selected | None, proposed: dict[str, Acceptance]
) -> Acceptance:
    """Return the new median that a person wants, out of the selection and their answers."""
    box = found.whole_box()
    measure = measure_at(found, selected) if selected else ""
    if not measure:
        others = [one.name for one in box.measures if one.name not in proposed]
        measure = ask.choice(
            "Which measure has a new median? Those with a proposal come first.",
            [*proposed, *others],
            next(iter(proposed), ""),
        )
    proposal = proposed.get(measure)
    weeks = weeks_at(found, selected) if selected else ()
    if weeks:
        week = weeks[0]
    else:
        suggested = spoken(proposal.week) if proposal else ""
        typed = ask.text(
            f"From which {box.period} on has {measure} a new median? Type the first day, such as "
            f"{spoken(box.weeks[-1].date())}.",
            suggested,
        )
        week = parse_date(typed)
    why = proposal.reason if proposal and proposal.week == week else ""
    reason = ask.text(
        f"{measure}: a new median from {spoken(week)}. Why? People will ask; it is kept in the "
        "Medians register.",
        why,
    )
    return Acceptance(measure, week, reason)
