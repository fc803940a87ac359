"""The run charts of an open workbook: where each belongs, which one it is, and one made again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from vmbox.errors import NotInWorkbook
from vmbox.template.capacity import NAME as HOURS_NAME
from vmbox.template.capacity import TITLE as HOURS_TITLE
from vmbox.template.charts import COLOURS, axis_format, date_format
from vmbox.workbook.block import DATE, WINDOW_TREND, WINDOW_VALUE, Block

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import xlwings

    from vmbox.live import LiveView
    from vmbox.measures import Period
    from vmbox.workbook.layout import Column, Layout, Tab

# In points, as a fresh workbook has them: a chart's height, from one to the next below it, and
# what it takes of the last of its columns.
HEIGHT: Final = 240.0
_PITCH: Final = 255.0
_OF_LAST_COLUMN: Final = 81.75
_COLUMNS: Final = 5
# Spreadsheets round lengths, each in its own way.
_NEAR: Final = 3.0
# What can be said of each series' look, in the order of its cells.
_LOOKS: Final[tuple[dict[str, Any], ...]] = (
    {"name": "Value", "marker_style": "circle", "marker_size": 5},
    {"name": "Median", "marker_style": "none"},
    {"name": "Goal", "marker_style": "none"},
    {"name": "Shift", "marker_style": "diamond", "marker_size": 10},
    {"name": "Trend", "marker_style": "triangle", "marker_size": 8},
)


@dataclass(frozen=True)
class Place:
    """Where a chart belongs, and which one it is.

    Attributes
    ----------
    name
        The chart's name: that of the cell below it, which the front page links to.
    title
        What stands above it: the measure's heading.
    left, top, width
        In points.
    column
        The measure's column; None for the chart of all hours, which is no run chart.
    """

    name: str
    title: str
    left: float
    top: float
    width: float
    column: Column | None

    def moved(self, chart: xlwings.Chart) -> bool:
        """Put a chart here where it is not; return whether it was moved."""
        wanted = {"left": self.left, "top": self.top, "width": self.width, "height": HEIGHT}
        off = {
            what: length
            for what, length in wanted.items()
            if abs(getattr(chart, what) - length) > _NEAR
        }
        for what, length in off.items():
            setattr(chart, what, length)
        return bool(off)


def places_on(view: LiveView, tab: Tab) -> tuple[Place, ...]:
    """Return where the charts of a data tab belong, but for those whose cell is lost.

    The cell below a chart has a name, and moves with the rows and columns around it.
    """
    cells = _cells_below(view, tab)
    if not cells:
        return ()
    sheet = view.sheet(tab.sheet).remote
    tops = tops_of(sheet, sorted({row for _, row, _ in cells.values()}))
    lefts = sorted({left for _, _, left in cells.values()})
    spans = {left: _span(sheet, left, _COLUMNS) for left in lefts}
    found = []
    for column in tab.charted:
        if column.position in cells:
            name, row, cell = cells[column.position]
            left, width = spans[cell]
            found.append(Place(name, column.name, left, tops[row], width, column))
    if tab.domain == "Capacity":
        left, width = _span(sheet, lefts[0], _COLUMNS * len(lefts))
        top = min(tops.values()) - _PITCH
        found.append(Place(HOURS_NAME, HOURS_TITLE, left, top, width, None))
    return tuple(found)


def known_by(charts: Iterable[xlwings.Chart], places: Sequence[Place]) -> dict[str, xlwings.Chart]:
    """Return the chart of each place, by the place's name, which it bears from now on.

    One that somebody renamed is known by the heading that stands above it. Whatever else lies on
    the sheet is the team's.
    """
    by_name = {chart.name.casefold(): chart for chart in charts}
    found = {}
    for place in places:
        if place.name.casefold() in by_name:
            found[place.name] = by_name.pop(place.name.casefold())
    missing = [place for place in places if place.name not in found]
    if missing:
        by_title = {" ".join((chart.title or "").split()): chart for chart in by_name.values()}
        for place in missing:
            if place.title in by_title:
                found[place.name] = by_title.pop(place.title)
                found[place.name].name = place.name
    return found


def make_again(view: LiveView, layout: Layout, tab: Tab, place: Place, period: Period) -> None:
    """Make the run chart of a measure's column again, as like the first one as xlwings can.

    The same figures of Calc, the same colours and marks, title, legend and formats. What cannot be
    had so: the median as dashes, the goal as a broken line, marks without a line between them, the
    title's link to its heading, the alternative text.
    """
    column = place.column
    if column is None:
        return
    first, left, last, _ = Block(column, tab, layout.weeks).shown(WINDOW_VALUE)
    calc = view.sheet(layout.calc).remote
    # With the row of headings above: they name the series.
    figures = calc.range((first, left + 1), (last + 1, left + 1 + WINDOW_TREND))
    chart = view.sheet(tab.sheet).remote.charts.add(
        place.left,
        place.top,
        place.width,
        HEIGHT,
        chart_type="line_markers",
        source=figures,
        plot_by="columns",
        name=place.name,
        style=None,
    )
    chart.set_x_axis_values(calc.range((first + 1, DATE + 1), (last + 1, DATE + 1)))
    chart.title = place.title
    chart.legend.position = "bottom"
    for series, colour, look in zip(chart.series, COLOURS, _LOOKS, strict=False):
        series.set(
            line_color=colour,
            marker_foreground_color=colour,
            marker_background_color=colour,
            **look,
        )
    chart.category_axis.set(number_format=date_format(period))
    chart.value_axis.set(number_format=axis_format(column.unit))


# ------------------------------------------------------------------ where
def _cells_below(view: LiveView, tab: Tab) -> dict[int, tuple[str, int, int]]:
    """The name of each charted column's chart, and row and column of the cell below it.

    By the column's position. The number in both names is where the column was in the beginning.
    """
    numbers = {}
    column_name = f"bsColumn_{tab.domain}_".casefold()
    for name in view.names:
        if name.casefold().startswith(column_name):
            there = _located(view, name, tab)
            if there is not None and there[0] == tab.header_row:
                numbers[there[1]] = name[len(column_name) :]
    cells = {}
    for position, number in numbers.items():
        name = f"bsChart_{tab.domain}_{number}"
        there = _located(view, name, tab)
        if there is not None:
            cells[position] = (name, *there)
    return cells


def _located(view: LiveView, name: str, tab: Tab) -> tuple[int, int] | None:
    """Row and column of a name's cell on a tab; None if it has none there."""
    try:
        sheet, row, column = view.locate(name)
    except NotInWorkbook:
        return None
    return (row, column) if sheet.name == tab.sheet else None


def tops_of(sheet: xlwings.Sheet, rows: Sequence[int]) -> dict[int, float]:
    """Return how far down each row of charts is, the rows in order and counted from 0.

    What a filter hides must not push one chart over another.
    """
    tops: dict[int, float] = {}
    least = 0.0
    for row in rows:
        tops[row] = max(sheet.range((row + 1, 1)).top, least)
        least = tops[row] + _PITCH
    return tops


def _span(sheet: xlwings.Sheet, column: int, columns: int) -> tuple[float, float]:
    """Left edge and width of a chart that begins in a column and takes so many."""
    cells = sheet.range((1, column + 1), (1, column + columns - 1))
    return cells.left, cells.width + _OF_LAST_COLUMN
