"""The button Undo last: what the last button changed is put back, and the Log says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmbox.addin.asking import Cancelled
from vmbox.addin.buttons import button
from vmbox.addin.desk import Done
from vmbox.addin.keeping import Kept, forget_last, last_kept
from vmbox.addin.marking import unmark
from vmbox.errors import EditRefused
from vmbox.live import put_back
from vmbox.measures import spoken
from vmbox.workbook import layout as at
from vmbox.workbook.reading import find

if TYPE_CHECKING:
    from vmbox.addin.desk import Desk


def undo_last(desk: Desk) -> Done:
    """Put back what the last button changed in the workbook, if nobody changed it since."""
    kept = last_kept(desk.book.name)
    if kept is None:
        return Done("there is nothing to undo: no button has changed this workbook lately.")
    label = button(kept.button).label
    moment = f"{spoken(kept.when.date())} at {kept.when:%H:%M}"
    if not desk.ask.confirm(f"Put back what {label} did on {moment}? {kept.what}"):
        raise Cancelled
    if kept.marked:
        unmark(find(desk.look(), charts_alone=True))
    if kept.changes:
        _put_back(desk, kept, label)
    forget_last(desk.book.name)
    return Done(f"what {label} did on {moment} is put back.")


def _put_back(desk: Desk, kept: Kept, label: str) -> None:
    """Put the cells back but for the Log, which tells of both."""
    view = desk.look()
    found = find(view)
    box = found.whole_box()
    if not any((row.when, row.what) == (kept.when, kept.what) for row in box.log):
        raise EditRefused(
            f"The Log has no row of what {label} did ('{kept.what}'): this is another workbook of "
            "the same name, or the row was deleted. So nothing was put back."
        )
    log = next(
        table.sheet.name
        for name, table in view.tables.items()
        if name.casefold() == at.LOG_TABLE.casefold()
    )
    put_back(desk.book, [one for one in kept.changes if one.sheet != log])
    with desk.open(keep_for_undo=False) as opened:
        opened.changed = True
        opened.save(f"Undid: {kept.what}")
