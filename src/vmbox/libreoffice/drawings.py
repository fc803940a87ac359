"""What lies on a sheet: charts, pictures and other shapes, as far as buttons need them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from vmbox.errors import DataError, did_you_mean
from vmbox.libreoffice.appearance import PIXEL, POINT, points
from vmbox.libreoffice.bridge import struct
from vmbox.libreoffice.calls import logical
from vmbox.libreoffice.chart_parts import (
    ChartAxis,
    ChartLegend,
    SeriesOfChart,
    kind_of,
    make_kind,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmbox.libreoffice.sheets import Sheet

_CHART = "com.sun.star.drawing.OLE2Shape"
_PICTURE = "com.sun.star.drawing.GraphicObjectShape"


def _point(part: str) -> property:
    """Return a shape's place or size in points."""
    names = {"left": ("Position", "X"), "top": ("Position", "Y")}
    what, which = names.get(part, ("Size", part.title()))

    def get(shape: Drawing) -> float:
        return points(getattr(getattr(shape.remote, what), which))

    def put(shape: Drawing, length: float) -> None:
        shape.parent.must_be_free("what lies on it")
        changed = getattr(shape.remote, what)
        setattr(changed, which, round(length * POINT))
        getattr(shape.remote, f"set{what}")(changed)

    return property(get, put, doc="In points.")


@logical
class Drawing:
    """Something that lies on a sheet."""

    def __init__(self, sheet: Sheet, remote: Any, number: int) -> None:
        self._sheet = sheet
        self.remote = remote
        self._number = number

    @property
    def api(self) -> Any:
        """The UNO object."""
        return self.remote.raw

    @property
    def parent(self) -> Sheet:
        """The sheet."""
        return self._sheet

    @property
    def name(self) -> str:
        """The name."""
        return str(self.remote.Name) or f"{type(self).__name__} {self._number}"

    @name.setter
    def name(self, name: str) -> None:
        self.remote.setName(name)

    left = _point("left")
    top = _point("top")
    width = _point("width")
    height = _point("height")

    def delete(self) -> None:
        """Take it away."""
        self._sheet.must_be_free("what lies on it")
        self._sheet.remote.DrawPage.remove(self.remote)


@logical
class Shape(Drawing, base_classes.Shape):
    """Any shape."""

    @property
    def index(self) -> int:
        """Its number, from 1."""
        return self._number

    @property
    def type(self) -> str:
        """What it is, in xlwings' words."""
        return {_CHART: "chart", _PICTURE: "picture"}.get(self.remote.ShapeType, "auto_shape")

    @property
    def text(self) -> str | None:
        """What is written on it."""
        return str(self.remote.String) if hasattr(self.remote.raw, "String") else None

    @text.setter
    def text(self, text: str) -> None:
        self.remote.setString(text)


@logical
class Picture(Drawing, base_classes.Picture):
    """A picture."""

    lock_aspect_ratio = False


@logical
class Chart(Drawing, base_classes.Chart):
    """A chart."""

    @property
    def _table(self) -> Any:
        return self._sheet.remote.Charts.getByName(self.remote.PersistName)

    @property
    def api(self) -> Any:
        """The UNO objects: the shape, and the chart in it."""
        return self.remote.raw, self.remote.Model.raw

    def set_source_data(self, rng: Any, plot_by: str | None = None) -> None:
        """Draw other cells: headings first, a series a column."""
        if plot_by == "rows":
            raise DataError("A chart in LibreOffice draws columns here: give columns.")
        self._sheet.must_be_free("what lies on it")
        self._table.setRanges((rng.cells.RangeAddress,))

    def set_x_axis_values(self, rng: Any) -> None:
        """Write other cells below the axis, of the same rows as the series."""
        self._sheet.must_be_free("what lies on it")
        along = rng.cells.RangeAddress
        (values,) = self._table.getRanges()[-1:]
        # The cell beside the series' headings belongs to it here.
        along.StartRow = values.StartRow
        self._table.setRanges((along, values))
        self._table.HasRowHeaders = True

    @property
    def chart_type(self) -> str:
        """What kind of chart it is."""
        return kind_of(self.remote.Model)

    @chart_type.setter
    def chart_type(self, kind: str) -> None:
        self._sheet.must_be_free("what lies on it")
        make_kind(self.remote.Model, kind)

    @property
    def series(self) -> SeriesOfChart:
        """Its series."""
        return SeriesOfChart(self)

    @property
    def category_axis(self) -> ChartAxis:
        """The axis along which its points stand."""
        return ChartAxis(self, "XAxis")

    @property
    def value_axis(self) -> ChartAxis:
        """The axis of its values."""
        return ChartAxis(self, "YAxis")

    @property
    def legend(self) -> ChartLegend:
        """Its legend."""
        return ChartLegend(self)

    @property
    def title(self) -> str | None:
        """The title; None without one."""
        model = self.remote.Model
        return str(model.Title.String) if model.HasMainTitle else None

    @title.setter
    def title(self, title: str | None) -> None:
        model = self.remote.Model
        model.HasMainTitle = title is not None
        if title is not None:
            model.Title.String = title


@logical
class _Drawings:
    """The drawings of one kind on a sheet, by name or by number from 1."""

    made_of: type[Drawing] = Shape
    only: str | None = None

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def api(self) -> Any:
        """The UNO object: all that lies on the sheet."""
        return self._sheet.remote.DrawPage.raw

    @property
    def parent(self) -> Sheet:
        """The sheet."""
        return self._sheet

    def _all(self) -> list[Drawing]:
        page = self._sheet.remote.DrawPage
        found = [page.getByIndex(number) for number in range(page.Count)]
        kept = [one for one in found if self.only in {None, one.ShapeType}]
        return [self.made_of(self._sheet, one, number) for number, one in enumerate(kept, 1)]

    def __iter__(self) -> Iterator[Drawing]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __contains__(self, key: object) -> bool:
        return any(one.name == key for one in self._all())

    def __call__(self, key: str | int) -> Drawing:
        """Return one of them."""
        known = self._all()
        if isinstance(key, int) and 1 <= key <= len(known):
            return known[key - 1]
        for one in known:
            if one.name == key:
                return one
        hint = did_you_mean(str(key), [one.name for one in known])
        kind = self.made_of.__name__.lower()
        raise KeyError(f"The sheet '{self._sheet.name}' has no {kind} '{key}'.{hint}")


@logical
class Shapes(_Drawings, base_classes.Collection):
    """All shapes of a sheet."""


@logical
class Charts(_Drawings, base_classes.Charts):
    """The charts of a sheet."""

    made_of = Chart
    only = _CHART

    def add(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        chart_type: str | None = None,
        source: Any = None,
        plot_by: str | None = None,
        name: str | None = None,
        anchor: Any = None,
        style: int | None = None,
    ) -> Drawing:
        """Add a chart of columns with headings."""
        del plot_by, style
        self._sheet.must_be_free("what lies on it")
        if anchor is not None:
            left, top = anchor.left, anchor.top
        edges = [round(edge * POINT) for edge in (left, top, width, height)]
        where = struct("awt.Rectangle", X=edges[0], Y=edges[1], Width=edges[2], Height=edges[3])
        charts = self._sheet.remote.Charts
        taken = set(charts.ElementNames)
        inner = next(
            free for n in range(1, 10**6) if (free := name or f"Chart {n}") not in taken or name
        )
        cells = (source.cells.RangeAddress,) if source is not None else ()
        charts.addNewByName(inner, where, cells, True, False)
        made = self._all()[-1]
        made.name = inner
        if chart_type is not None:
            make_kind(made.remote.Model, chart_type)
        return made


@logical
class Pictures(_Drawings, base_classes.Pictures):
    """The pictures of a sheet."""

    made_of = Picture
    only = _PICTURE

    def add(
        self,
        filename: str,
        link_to_file: bool | None = None,
        save_with_document: bool | None = None,
        left: float | None = None,
        top: float | None = None,
        width: float | None = None,
        height: float | None = None,
        anchor: Any = None,
    ) -> Drawing:
        """Add a picture from a file."""
        del link_to_file, save_with_document
        self._sheet.must_be_free("what lies on it")
        shape = self._sheet.book.document.createInstance(_PICTURE)
        self._sheet.remote.DrawPage.add(shape)
        picture = self._sheet.book.app.graphic(filename)
        shape.Graphic = picture
        size, pixels = picture.Size100thMM, picture.SizePixel
        if not size.Width:  # a picture that does not say how large it is meant
            size.Width, size.Height = round(pixels.Width * PIXEL), round(pixels.Height * PIXEL)
        shape.setSize(size)
        made = self._all()[-1]
        for part, length in (("width", width), ("height", height)):
            if length and length > 0:
                setattr(made, part, length)
        edges = (left, top) if anchor is None else (anchor.left, anchor.top)
        for part, length in zip(("left", "top"), edges, strict=True):
            if length:
                setattr(made, part, length)
        return made
