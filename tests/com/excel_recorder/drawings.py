"""What lies above the cells: charts and shapes, by their names and places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from excel_recorder.charting import Chart
from excel_recorder.dispatch import Collection, Model, Setting

if TYPE_CHECKING:
    from excel_recorder.sheets import Worksheet

CHART: Final = 3


class Shape(Model):
    """A shape, or the frame of a chart, which Excel shows as a ChartObject too."""

    Left = Setting(0.0)
    Top = Setting(0.0)
    Width = Setting(360.0)
    Height = Setting(216.0)
    Name = Setting("")
    Visible = Setting(-1)
    Placement = Setting(1)

    def __init__(self, sheet: Worksheet, name: str, kind: int = CHART) -> None:
        self.sheet, self.kind = sheet, kind
        self.Name = name
        self.chart = Chart(self)

    @property
    def Parent(self) -> Worksheet:
        return self.sheet

    @property
    def Type(self) -> int:
        return self.kind

    @property
    def Chart(self) -> Chart:
        return self.chart

    @property
    def Index(self) -> int:
        return self.sheet.shapes.index(self) + 1

    def Delete(self) -> None:
        self.sheet.shapes.remove(self)


class Shapes(Collection):
    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet

    def things(self) -> list[Shape]:
        return self.sheet.shapes

    @property
    def Parent(self) -> Worksheet:
        return self.sheet


class ChartObjects(Shapes):
    def things(self) -> list[Shape]:
        return [shape for shape in self.sheet.shapes if shape.kind == CHART]

    def Add(self, Left: float, Top: float, Width: float, Height: float) -> Shape:
        """Make a chart that draws nothing yet."""
        made = Shape(self.sheet, f"Chart {len(self.sheet.shapes) + 1}")
        made.Left, made.Top, made.Width, made.Height = Left, Top, Width, Height
        self.sheet.shapes.append(made)
        return made
