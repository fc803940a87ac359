"""How cells look: what a range's properties of formats, sizes and fonts are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes, utils

from vmbox.libreoffice.bridge import enum
from vmbox.libreoffice.calls import logical
from vmbox.libreoffice.formulas import to_calc, to_excel

if TYPE_CHECKING:
    from vmbox.libreoffice.ranges import Range

POINT = 2540 / 72  # hundredths of a millimetre
PIXEL = POINT * 0.75
# Excel counts a column in digits of the usual font: 7 pixels each, and 5 for the margins.
_DIGIT, _MARGIN = 7, 5
_BOLD, _NORMAL = 150.0, 100.0
_AMBIGUOUS = "AMBIGUOUS_VALUE"
# com.sun.star.table.CellVertJustify2; 0 is the usual, at the bottom.
_HEIGHTS = {1: "top", 2: "center", 3: "bottom", 4: "justify"}
Colour = tuple[int, int, int]


def colour_in(colour: Any) -> int:
    """Return LibreOffice's number of a colour; -1 for none."""
    if colour is None:
        return -1
    if isinstance(colour, str):
        colour = utils.hex_to_rgb(colour)  # type: ignore[no-untyped-call]
    elif isinstance(colour, int):
        colour = utils.int_to_rgb(colour)  # type: ignore[no-untyped-call]
    red, green, blue = colour
    return int(red) << 16 | int(green) << 8 | int(blue)


def colour_out(number: int) -> Colour | None:
    """Return a colour as red, green and blue; None for none."""
    return None if number < 0 else (number >> 16 & 255, number >> 8 & 255, number & 255)


def uniform(cells: Any, name: str) -> Any:
    """Return a property that all the cells share; None where they differ."""
    if cells.getPropertyState(name).value == _AMBIGUOUS:
        return None
    return getattr(cells, name)


def shared(name: str) -> property:
    """Return a property of a range that is one of its cells'."""

    def get(cells: Range) -> Any:
        return uniform(cells.cells, name) if len(cells) else None

    def put(cells: Range, value: Any) -> None:
        _changing(cells)
        setattr(cells.cells, name, value)

    return property(get, put)


def fill() -> property:
    """Return the property of the cells' background: red, green and blue, or None."""

    def get(cells: Range) -> Colour | None:
        number = uniform(cells.cells, "CellBackColor")
        return None if number is None else colour_out(number)

    def put(cells: Range, colour: Any) -> None:
        _changing(cells)
        cells.cells.CellBackColor = colour_in(colour)

    return property(get, put, doc="The background: red, green and blue; None for none.")


def vertical() -> property:
    """Return the property of where the text stands in the height of its cells."""

    def get(cells: Range) -> str | None:
        number = uniform(cells.cells, "VertJustify")
        return None if number is None else _HEIGHTS.get(number, "bottom")

    def put(cells: Range, where: str) -> None:
        _changing(cells)
        known = {word: number for number, word in _HEIGHTS.items()}
        cells.cells.VertJustify = known[where]

    return property(get, put, doc="Where the text stands: top, center, bottom, justify.")


def number_format() -> property:
    """Return the property of the cells' number format, as Excel writes it."""

    def get(cells: Range) -> str | None:
        forms = cells.sheet.book.forms
        key = forms.only_key(cells.cells)
        return None if key is None else forms.code(key)

    def put(cells: Range, code: str) -> None:
        _changing(cells)
        cells.cells.NumberFormat = cells.sheet.book.forms.key(code)

    return property(get, put, doc="The number format; None where the cells differ.")


def column_width() -> property:
    """Return the property of the columns' width, in digits as Excel counts."""

    def get(cells: Range) -> float | None:
        width = cells(1, 1).cells.Columns.Width
        if _differs(cells.cells.Size.Width, width, cells.shape[1]):
            return None
        return round(float(max(width / PIXEL - _MARGIN, 0)) / _DIGIT, 2)

    def put(cells: Range, width: float) -> None:
        _changing(cells)
        cells.cells.Columns.Width = round((width * _DIGIT + _MARGIN) * PIXEL)

    return property(get, put, doc="The width of the columns, in digits; None where they differ.")


def row_height() -> property:
    """Return the property of the rows' height, in points."""

    def get(cells: Range) -> float | None:
        height = cells(1, 1).cells.Rows.Height
        different = _differs(cells.cells.Size.Height, height, cells.shape[0])
        return None if different else points(height)

    def put(cells: Range, height: float) -> None:
        _changing(cells)
        cells.cells.Rows.Height = round(height * POINT)

    return property(get, put, doc="The height of the rows, in points; None where they differ.")


def measured(what: str, part: str) -> property:
    """Return the property of a range's size or position, in points."""

    def get(cells: Range) -> float:
        return points(getattr(getattr(cells.cells, what), part))

    return property(get, doc="In points.")


def points(hundredths: int) -> float:
    """Return a length in points, to the quarter: LibreOffice rounds a little on its own."""
    return round(hundredths / POINT * 4) / 4


def _differs(total: int, one: int, count: int) -> bool:
    """Whether rows or columns are not all as large as the first one."""
    return abs(total - one * count) > count + 2


def _changing(cells: Range) -> None:
    cells.sheet.must_be_free("the look of its cells")


@logical
class Font(base_classes.Font):
    """The font of a range's cells."""

    def __init__(self, cells: Range) -> None:
        self._range = cells

    @property
    def api(self) -> Any:
        """The UNO object of the cells."""
        return self._range.api

    @property
    def bold(self) -> bool | None:
        """Whether it is bold."""
        weight = uniform(self._range.cells, "CharWeight")
        return None if weight is None else weight > _NORMAL

    @bold.setter
    def bold(self, bold: bool) -> None:
        _changing(self._range)
        self._range.cells.CharWeight = _BOLD if bold else _NORMAL

    @property
    def italic(self) -> bool | None:
        """Whether it is italic."""
        posture = uniform(self._range.cells, "CharPosture")
        return None if posture is None else posture.value == "ITALIC"

    @italic.setter
    def italic(self, italic: bool) -> None:
        _changing(self._range)
        self._range.cells.CharPosture = enum("awt.FontSlant", "ITALIC" if italic else "NONE")

    @property
    def color(self) -> Colour | None:
        """Its colour."""
        number = uniform(self._range.cells, "CharColor")
        # The automatic colour is black on paper.
        return None if number is None else colour_out(number) or (0, 0, 0)

    @color.setter
    def color(self, colour: Any) -> None:
        _changing(self._range)
        self._range.cells.CharColor = colour_in(colour)

    @property
    def size(self) -> float | None:
        """Its size in points."""
        height = uniform(self._range.cells, "CharHeight")
        return None if height is None else float(height)

    @size.setter
    def size(self, size: float) -> None:
        _changing(self._range)
        self._range.cells.CharHeight = float(size)

    @property
    def name(self) -> str | None:
        """Its name."""
        found: str | None = uniform(self._range.cells, "CharFontName")
        return found

    @name.setter
    def name(self, name: str) -> None:
        _changing(self._range)
        self._range.cells.CharFontName = name


def link_in(address: str) -> str:
    """Return a link as LibreOffice has it: one into the workbook names sheet and cell its way."""
    return f"#{to_calc('=' + address[1:])[1:].lstrip('$')}" if address.startswith("#") else address


def link_out(address: str) -> str:
    """Return a link as Excel has it."""
    if not address.startswith("#"):
        return address
    return f"#{to_excel('=$' + address[1:].lstrip('$'))[1:]}"
