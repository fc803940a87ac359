"""How much is asked of the spreadsheet: little, and no more for more weeks."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from vmbox import libreoffice
from vmbox.live import open_live
from vmbox.measures import BoxScore, Measure
from vmbox.template import write_workbook
from vmbox.verbs.medians import Acceptance, accept_opened

if TYPE_CHECKING:
    from pathlib import Path

    import xlwings

MOST = 150
START = dt.date(2021, 1, 4)


def _accepting(app: xlwings.App, folder: Path, weeks: int) -> libreoffice.Calls:
    measures = [Measure("Falls", "Safety"), Measure("Seen", "Quality")]
    box = BoxScore.blank("Ward 7", measures, start=START, weeks=weeks)
    values = pd.DataFrame({"Falls": np.arange(1.0, weeks + 1)}, index=box.weeks)
    path = write_workbook(box.recording(values), folder / f"{weeks}.xlsx")
    book = app.books.open(path)
    with libreoffice.counted() as calls, open_live(book) as opened:
        accept_opened(opened, [Acceptance("Falls", START + dt.timedelta(weeks=20), "New ward")])
    assert len(opened.port.changes) == 2
    return calls


def test_a_button_asks_as_much_for_five_years_as_for_one(app: xlwings.App, tmp_path: Path) -> None:
    one, five = (_accepting(app, tmp_path, weeks) for weeks in (52, 260))
    assert one.kinds == five.kinds
    assert one.total < MOST, one
    assert one.writes == 2
