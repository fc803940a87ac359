"""What a chart is made of: its series, its axes, its legend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from xlwings import base_classes

from vmbox.errors import DataError
from vmbox.libreoffice.appearance import POINT, colour_in
from vmbox.libreoffice.bridge import enum, struct
from vmbox.libreoffice.calls import logical

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmbox.libreoffice.drawings import Chart

# What xlwings gives for what nobody asked to change.
_UNSET: Final = base_classes._UNSET  # noqa: SLF001
_SERVICE: Final = "com.sun.star.chart"
# A kind of chart in xlwings' words: LibreOffice's service, and the symbols of its series.
_NO_SYMBOL, _AUTO_SYMBOL = -3, -2
# A line goes on over a point that is missing.
_GO_ON: Final = 2
KINDS: Final = {
    "line": ("LineDiagram", _NO_SYMBOL),
    "line_markers": ("LineDiagram", _AUTO_SYMBOL),
    "column_clustered": ("BarDiagram", None),
    "area": ("AreaDiagram", None),
    "pie": ("PieDiagram", None),
    "xy_scatter": ("XYDiagram", _AUTO_SYMBOL),
}
# LibreOffice numbers its own symbols; these look like Excel's of the name.
_SYMBOLS: Final = {
    "none": _NO_SYMBOL,
    "automatic": _AUTO_SYMBOL,
    "square": 0,
    "diamond": 1,
    "triangle": 3,
    "circle": 8,
    "star": 9,
    "x": 10,
    "plus": 11,
    "dash": 13,
}
_LEGEND: Final = {"left": "LEFT", "top": "TOP", "right": "RIGHT", "bottom": "BOTTOM"}


def kind_of(model: Any) -> str:
    """Return what kind of chart it is, in xlwings' words."""
    service = str(model.Diagram.DiagramType).rpartition(".")[2]
    if service == "LineDiagram":
        return "line" if model.Diagram.SymbolType == _NO_SYMBOL else "line_markers"
    return next((kind for kind, (name, _) in KINDS.items() if name == service), service)


def make_kind(model: Any, kind: str) -> None:
    """Make a chart another kind of chart.

    Raises
    ------
    DataError
        It is a kind that is not known here.
    """
    if kind not in KINDS:
        raise DataError(f"A chart in LibreOffice is one of {', '.join(KINDS)} here, not {kind}.")
    service, symbol = KINDS[kind]
    model.setDiagram(model.createInstance(f"{_SERVICE}.{service}"))
    if symbol is not None:
        model.Diagram.SymbolType = symbol
    # As Excel makes one: white behind it, and no point where #N/A stands.
    model.Diagram.Wall.FillStyle = enum("drawing.FillStyle", "NONE")
    if service != "PieDiagram":
        model.Diagram.MissingValueTreatment = _GO_ON


@logical
class ChartSeries(base_classes.ChartSeries):
    """One series of a chart."""

    def __init__(self, chart: Chart, number: int) -> None:
        self._chart = chart
        self._number = number

    @property
    def _remote(self) -> Any:
        return _series(self._chart.remote.Model)[self._number]

    @property
    def api(self) -> Any:
        """The UNO object."""
        return self._remote.raw

    def set(self, **wanted: Any) -> None:
        """Change what is given: name, marker_style, marker_size, colours of line and markers."""
        series = self._remote
        given = {name: value for name, value in wanted.items() if value is not _UNSET}
        if "name" in given:
            self._rename(given["name"])
        # A series has one colour here, for its line and its markers.
        for name in ("line_color", "marker_background_color"):
            if name in given:
                series.Color = colour_in(given[name])
        symbol = series.Symbol
        if "marker_style" in given:
            number = _SYMBOLS.get(given["marker_style"], _AUTO_SYMBOL)
            style = {_NO_SYMBOL: "NONE", _AUTO_SYMBOL: "AUTO"}.get(number, "STANDARD")
            symbol.Style = enum("chart2.SymbolStyle", style)
            symbol.StandardSymbol = max(number, 0)
        if "marker_size" in given:
            size = round(given["marker_size"] * POINT)
            symbol.Size = struct("awt.Size", Width=size, Height=size)
        series.Symbol = symbol

    def _rename(self, name: str) -> None:
        provider = self._chart.remote.Model.getDataProvider()
        words = '"{}"'.format(name.replace('"', '""'))
        label = provider.createDataSequenceByRangeRepresentation(words)
        for sequence in self._remote.getDataSequences():
            if sequence.getValues().Role == "values-y":
                sequence.setLabel(label)

    @property
    def name(self) -> str:
        """What the legend calls it."""
        return next(
            str(sequence.getLabel().getTextualData()[0])
            for sequence in self._remote.getDataSequences()
            if sequence.getValues().Role == "values-y"
        )

    @name.setter
    def name(self, name: str) -> None:
        self._rename(name)


def _series(model: Any) -> list[Any]:
    """The series of a chart in order."""
    system = model.getFirstDiagram().getCoordinateSystems()[0]
    return [series for kind in system.getChartTypes() for series in kind.getDataSeries()]


def series_cells(model: Any) -> list[str]:
    """Return the cells of each series' values, as LibreOffice writes them: "$Calc.$D$28:$D$79"."""
    return [
        str(sequence.getValues().getSourceRangeRepresentation())
        for series in _series(model)
        for sequence in series.getDataSequences()
        if sequence.getValues().Role == "values-y"
    ]


@logical
class SeriesOfChart(base_classes.ChartSeriesCollection):
    """All series of a chart, by number from 1."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart

    @property
    def api(self) -> Any:
        """The UNO object of the chart."""
        return self._chart.remote.Model.raw

    def __len__(self) -> int:
        return len(_series(self._chart.remote.Model))

    def __iter__(self) -> Iterator[ChartSeries]:
        return (ChartSeries(self._chart, number) for number in range(len(self)))

    def __call__(self, key: int) -> ChartSeries:
        """Return one of them."""
        if not 1 <= key <= len(self):
            raise KeyError(key)
        return ChartSeries(self._chart, key - 1)


@logical
class ChartAxis(base_classes.ChartAxis):
    """An axis of a chart."""

    def __init__(self, chart: Chart, name: str) -> None:
        self._chart = chart
        self._name = name

    @property
    def api(self) -> Any:
        """The UNO object."""
        return getattr(self._chart.remote.Model.Diagram, self._name).raw

    @property
    def number_format(self) -> str:
        """The format of its numbers."""
        axis = getattr(self._chart.remote.Model.Diagram, self._name)
        return str(self._chart.remote.Model.NumberFormats.getByKey(axis.NumberFormat).FormatString)

    @number_format.setter
    def number_format(self, code: str) -> None:
        self.set(number_format=code)

    def set(self, **wanted: Any) -> None:
        """Change the format of its numbers."""
        code = wanted.get("number_format", _UNSET)
        if code is _UNSET:
            return
        model = self._chart.remote.Model
        axis = getattr(model.Diagram, self._name)
        english = struct("lang.Locale", Language="en", Country="GB")
        formats = model.NumberFormats
        key = formats.queryKey(code, english, False)
        axis.LinkNumberFormatToSource = False
        axis.NumberFormat = formats.addNew(code, english) if key < 0 else key


@logical
class ChartLegend(base_classes.ChartLegend):
    """The legend of a chart."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart

    @property
    def api(self) -> Any:
        """The UNO object."""
        return self._chart.remote.Model.Legend.raw

    @property
    def visible(self) -> bool:
        """Whether it is shown."""
        return bool(self._chart.remote.Model.HasLegend)

    @visible.setter
    def visible(self, visible: bool) -> None:
        self._chart.remote.Model.HasLegend = visible

    @property
    def position(self) -> str | None:
        """Where it is; None if it is hidden."""
        if not self.visible:
            return None
        there = self._chart.remote.Model.Legend.Alignment.value
        return next((word for word, name in _LEGEND.items() if name == there), None)

    @position.setter
    def position(self, position: str) -> None:
        self.visible = True
        legend = self._chart.remote.Model.Legend
        legend.Alignment = enum("chart.ChartLegendPosition", _LEGEND[position])
        legend.FillStyle = enum("drawing.FillStyle", "NONE")
        legend.LineStyle = enum("drawing.LineStyle", "NONE")
