"""The button Redraw charts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, cast

from vmbox.addin.charts import known_by, make_again, places_on
from vmbox.addin.desk import Done
from vmbox.live import LiveView, open_live
from vmbox.live.border import border

if TYPE_CHECKING:
    from vmbox.addin.desk import Desk
    from vmbox.verbs.opened import OpenBoxScore
    from vmbox.workbook.layout import Tab

_MOST_NAMED: Final = 12


@dataclass
class _Redrawn:
    """The headings of charts that were put back, made again, or have lost their place."""

    moved: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """What was done, in a sentence."""
        parts = []
        if self.moved:
            parts.append(f"put {_charts(self.moved)} back in place")
        if self.made:
            parts.append(f"made {_charts(self.made)} again")
        return f"{' and '.join(parts)}." if parts else "every run chart is where it belongs."


def redraw_charts(desk: Desk) -> Done:
    """Put every run chart back in its place and size, and make those again that are gone."""
    redrawn = _Redrawn()
    with open_live(desk.book) as opened:
        for tab in opened.found.layout.tabs:
            _redraw(opened, tab, redrawn)
        if redrawn.moved or redrawn.made:
            # The Log tells of it, though charts are no cells.
            opened.changed = True
            opened.save(f"Redrew run charts: {redrawn.words}")
    if told := _remarks(redrawn):
        desk.ask.tell(told)
    return Done(redrawn.words)


def _redraw(opened: OpenBoxScore, tab: Tab, redrawn: _Redrawn) -> None:
    view = cast("LiveView", opened.found.book)
    with border(view.name, tab.sheet):
        places = places_on(view, tab)
        charts = known_by(view.sheet(tab.sheet).remote.charts, places)
        for place in places:
            if place.name in charts:
                if place.moved(charts[place.name]):
                    redrawn.moved.append(place.title)
            elif place.column is not None:
                make_again(view, opened.found.layout, tab, place, opened.box.period)
                redrawn.made.append(place.title)
    there = {place.column.position for place in places if place.column is not None}
    redrawn.lost += [column.name for column in tab.charted if column.position not in there]


def _remarks(redrawn: _Redrawn) -> str:
    """What a person must know besides; "" for nothing."""
    remarks = []
    if redrawn.made:
        remarks.append(
            f"Made again: {_named(redrawn.made)}.\n\nThey draw the same figures, and follow them. "
            "What a button cannot make as it was: the median is a line instead of dashes, marks of "
            "a shift or trend may be joined by a line, a title no longer follows its heading, and "
            "the text for those who do not see the chart is missing."
        )
    if redrawn.lost:
        remarks.append(
            f"Nobody knows where these belong any more: {_named(redrawn.lost)}. The name of the "
            "cell below the chart is gone. Ask whoever looks after vmbox to run vmbox repair."
        )
    return "\n\n".join(remarks)


def _charts(titles: list[str]) -> str:
    return "1 run chart" if len(titles) == 1 else f"{len(titles)} run charts"


def _named(titles: list[str]) -> str:
    more = len(titles) - _MOST_NAMED
    return ", ".join(titles[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
