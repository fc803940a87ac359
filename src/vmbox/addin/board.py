"""The button Board report."""

from __future__ import annotations

import datetime as dt
import webbrowser
from typing import TYPE_CHECKING

from vmbox.addin.desk import Done
from vmbox.addin.saving import asked_place, stem_of
from vmbox.live import read_live
from vmbox.reports import report
from vmbox.workbook.reading import find

if TYPE_CHECKING:
    from vmbox.addin.desk import Desk


def board_report(desk: Desk) -> Done:
    """Write the board report of the workbook as it is now, saved or not, and show it."""
    box = find(read_live(desk.book)).whole_box()
    today = dt.date.today()  # noqa: DTZ011  (the day where the person is)
    place = asked_place(
        desk.ask,
        "Where shall the report be saved?",
        f"{stem_of(box.team, 'Box score')} board report {today}.html",
        replaceable=True,
    )
    report(box, place, force=True, today=today)
    shown = webbrowser.open(place.as_uri())
    words = f"it is at {place}"
    return Done(f"{words}." if shown else f"{words}. Open it in a browser.")
