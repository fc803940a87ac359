"""The button Shifts: what is special, in words, and its weeks marked on the data tabs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from vmbox.addin.desk import Done
from vmbox.addin.marking import MEDIAN, mark
from vmbox.addin.page import Entry, Page, show
from vmbox.addin.places import link_to
from vmbox.runcharts import expected_signals
from vmbox.verbs.special import LAST, Special, special
from vmbox.workbook.reading import find

if TYPE_CHECKING:
    from vmbox.addin.desk import Desk
    from vmbox.workbook.reading import Found

NAME: Final = "Shifts"
MEASURE, FIRST, END = "Measure", "From", "To"
HEADINGS: Final = (MEASURE, "What it says", "Now", FIRST, END, "Where", MEDIAN)
_WIDTHS: Final = (40.0, 52.0, 8.0, 14.0, 14.0, 24.0, 24.0)
_LEGEND: Final = (
    "On the data tabs the weeks of each are yellow; the marks go when you delete this sheet or "
    "press Undo last. Points on the median, which do not count, are not marked."
)


def list_shifts(desk: Desk) -> Done:
    """Write what is special on the sheet Shifts, and mark its weeks."""
    view = desk.look()
    found = find(view, charts_alone=True)
    page = page_of(found, special(found.whole_box()))
    known = {sheet.name for sheet in view.sheets}
    sheet = show(view, page)
    mark(found, sheet, page, marked=sheet in known)
    words = f"{_counted(page)}, on the sheet {sheet}."
    desk.keep_marks(view.name, f"Marked special weeks: {words}")
    return Done(words, show=sheet)


def page_of(found: Found, specials: tuple[Special, ...]) -> Page:
    """Return the sheet of shifts and trends."""
    box = found.whole_box()
    weeks = min(LAST, len(box.weeks))
    recorded = int(box.values.notna().any(axis=1).sum())
    lines = [
        f"Shifts and trends that reach into the last {weeks} {box.period}s; those that go on now "
        "come first."
        if specials
        else f"No shift and no trend in the last {weeks} {box.period}s.",
        expected_signals(len(box.measures), recorded).in_words(),
        *([_LEGEND] if specials else []),
    ]
    return Page(
        NAME,
        f"{NAME}: {box.team}",
        tuple(lines),
        HEADINGS,
        _WIDTHS,
        tuple(_row(found, one) for one in specials),
        dates=((FIRST, END),),
        links=("Where",),
        numbers=(MEDIAN,),
    )


def _row(found: Found, one: Special) -> tuple[Entry, ...]:
    weeks = found.whole_box().weeks
    return (
        one.measure,
        one.words,
        "now" if one.now else "",
        weeks[one.first].date(),
        weeks[one.last].date(),
        link_to(found, one.measure, one.first, one.last),
        one.median,
    )


def _counted(page: Page) -> str:
    now = Counter(bool(row[2]) for row in page.rows)
    return f"{now[True]} going on now, {now[False]} before" if page.rows else "nothing special"
