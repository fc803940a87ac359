"""The board report: a box score on paper, for a health board or the weekly huddle."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from vmbox.reports.contents import contents_of
from vmbox.reports.pages import rendered
from vmbox.reports.run_chart import HEIGHT, WIDTH

if TYPE_CHECKING:
    from vmbox.measures import BoxScore

_PAGE = "board.html.jinja"


def board_report(box: BoxScore, *, today: dt.date | None = None) -> str:
    """Return the board report of a box score, as one HTML page that needs nothing else.

    It says what is special and how much of that chance alone would give, shows every measure with
    its run chart, what a patient cost before and now, and what the team is doing about it. It has
    no script and loads nothing, prints on A4, and the same box score and day give the same page to
    the byte.

    Parameters
    ----------
    box
        The box score, read from a closed file or from the workbook that is open.
    today
        The day that it is of: what is overdue and which huddle is the next hang on it.

    Raises
    ------
    FileError
        jinja2 is not installed; says how to.
    """
    day = today or dt.date.today()  # noqa: DTZ011  (the day on the wall)
    return rendered(_PAGE, report=contents_of(box, day), width=WIDTH, height=HEIGHT)
