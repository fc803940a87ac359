"""What is inside a chart's frame: the series that it draws, its axes, legend and title."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from excel_recorder.dispatch import Collection, Model, Setting
from excel_recorder.grid import Area

if TYPE_CHECKING:
    from excel_recorder.drawings import Shape
    from excel_recorder.ranges import Range

PRIMARY: Final = 1


class _Words(Model):
    """A title."""

    Text = Setting("")


class _Colour(Model):
    RGB = Setting(0)


class _Pen(Model):
    Visible = Setting(-1)

    def __init__(self) -> None:
        self.colour = _Colour()

    @property
    def ForeColor(self) -> _Colour:
        return self.colour


class _Strokes(Model):
    def __init__(self) -> None:
        self.pen = _Pen()

    @property
    def Line(self) -> _Pen:
        return self.pen


class Series(Model):
    """One series; `cells` and `below` say what it draws, and what stands below the axis."""

    MarkerStyle = Setting(-4105)
    MarkerSize = Setting(5)
    MarkerForegroundColor = Setting(0)
    MarkerBackgroundColor = Setting(0)
    Name = Setting("")

    def __init__(self, cells: str, name: str) -> None:
        self.cells, self.below = cells, ""
        self.Name = name
        self.strokes = _Strokes()

    @property
    def Format(self) -> _Strokes:
        return self.strokes

    @property
    def XValues(self) -> str:
        return self.below

    @XValues.setter
    def XValues(self, cells: Range) -> None:
        self.below = _spelt(cells, cells.area)


class AllSeries(Collection):
    """The series of a chart in order."""

    def __init__(self) -> None:
        self.series: list[Series] = []

    def things(self) -> list[Series]:
        return self.series


class _Labels(Model):
    NumberFormat = Setting("General")


class Axis(Model):
    """One axis."""

    def __init__(self) -> None:
        self.labels = _Labels()

    @property
    def TickLabels(self) -> _Labels:
        return self.labels


class Legend(Model):
    Position = Setting(-4152)


class Chart(Model):
    """What is drawn in a chart's frame."""

    ChartType = Setting(65)
    HasTitle = Setting(True)
    HasLegend = Setting(True)
    ChartStyle = Setting(2)

    def __init__(self, frame: Shape) -> None:
        self.frame = frame
        self.title, self.legend = _Words(), Legend()
        self.all = AllSeries()
        self.axes = {1: Axis(), 2: Axis()}

    @property
    def Parent(self) -> Shape:
        return self.frame

    @property
    def Name(self) -> str:
        return f"{self.frame.sheet.Name} {self.frame.Name}"

    @property
    def ChartTitle(self) -> _Words:
        return self.title

    @property
    def Legend(self) -> Legend:
        return self.legend

    def SetSourceData(self, Source: Range, PlotBy: int = 2) -> None:
        """Draw cells: a series a column, its name in the first row."""
        del PlotBy
        area = Source.area
        columns = range(area.column, area.column + area.columns)
        self.all.series = [
            Series(
                _spelt(Source, Area(area.row + 1, column, area.rows - 1, 1)),
                str(Source.grid.cell((area.row, column)).value),
            )
            for column in columns
        ]

    def SeriesCollection(self) -> AllSeries:
        return self.all

    def HasAxis(self, kind: int, group: int = PRIMARY) -> bool:
        return group == PRIMARY and kind in self.axes

    def Axes(self, kind: int, group: int = PRIMARY) -> Axis:
        assert group == PRIMARY
        return self.axes[kind]

    def Refresh(self) -> None:
        """Draw it again."""


def _spelt(cells: Range, area: Area) -> str:
    return f"{cells.sheet.Name}!{area.address()}"
