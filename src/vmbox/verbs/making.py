"""A fresh box score: a team's measures and weeks with nothing recorded, and its Log's first row."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from vmbox._version import __version__
from vmbox.measures import BoxScore, LogEntry
from vmbox.verbs.opened import user_name

if TYPE_CHECKING:
    from vmbox.measures import MeasureSet


def fresh(team: str, board: str, chosen: MeasureSet, start: dt.date, weeks: int) -> BoxScore:
    """Return a team's box score with nothing recorded."""
    return BoxScore.blank(
        team,
        chosen.measures,
        chosen.inputs,
        start=start,
        weeks=weeks,
        period=chosen.period,
        board=board,
        setting=chosen.setting,
    )


def first_day(day: dt.date, chosen: MeasureSet) -> dt.date:
    """Return the Monday of a day's week; for a monthly set, the first of its month."""
    if chosen.period == "month":
        return day.replace(day=1)
    return day - dt.timedelta(days=day.weekday())


def logged(box: BoxScore) -> BoxScore:
    """Return a box score whose Log says that its workbook is made now."""
    what = f"Made this workbook with the measures of {box.setting} (vmbox {__version__})"
    now = dt.datetime.now().replace(microsecond=0)  # noqa: DTZ005  (the clock on the wall)
    return replace(box, log=(*box.log, LogEntry(now, what, user_name(), 0)))
