"""How a range looks: its number format, fill, font and size."""

from __future__ import annotations

from typing import Any, Final

from excel_recorder.block import Block
from excel_recorder.conditions import FormatConditions
from excel_recorder.dispatch import Model
from excel_recorder.grid import COLUMNS
from excel_recorder.looks import Look

_NO_COLOUR: Final = -4142
_COLUMN_WIDTH, _ROW_HEIGHT = 48.0, 15.0


class Part(Model):
    """A side of how cells look, such as their font."""

    def __init__(self, cells: Block) -> None:
        self.cells = cells


def _look(name: str) -> property:
    """A property that is a part of a look; None where cells differ."""

    def read(owner: Any) -> Any:
        return owner.cells.looking(name)

    def write(owner: Any, value: Any) -> None:
        owner.cells.paint(**{name: value})

    return property(read, write)


class Interior(Part):
    @property
    def Color(self) -> Any:
        fill = self.cells.looking("fill")
        return 0xFFFFFF if fill is None else float(fill)

    @Color.setter
    def Color(self, value: int) -> None:
        self.cells.paint(fill=int(value))

    @property
    def ColorIndex(self) -> Any:
        return _NO_COLOUR if self.cells.looking("fill") is None else 1

    @ColorIndex.setter
    def ColorIndex(self, value: int) -> None:
        if value != _NO_COLOUR:
            raise AttributeError("Interior.ColorIndex: the recorder knows no palette")
        self.cells.paint(fill=None)


class Font(Part):
    Bold = _look("bold")
    Italic = _look("italic")
    Size = _look("size")
    Name = _look("font")

    @property
    def Color(self) -> Any:
        return float(self.cells.looking("ink") or 0)

    @Color.setter
    def Color(self, value: int) -> None:
        self.cells.paint(ink=int(value))


class Dressed(Block):
    """A block with the members of Range that are about looks."""

    NumberFormat = _look("number_format")
    WrapText = _look("wrap")
    HorizontalAlignment = _look("horizontal")
    VerticalAlignment = _look("vertical")
    Locked = _look("locked")

    @property
    def Interior(self) -> Interior:
        return Interior(self)

    @property
    def Font(self) -> Font:
        return Font(self)

    @property
    def FormatConditions(self) -> FormatConditions:
        return FormatConditions(self)

    @property
    def Left(self) -> float:
        return (self.area.column - 1) * _COLUMN_WIDTH

    @property
    def Top(self) -> float:
        return (self.area.row - 1) * _ROW_HEIGHT

    @property
    def Width(self) -> float:
        return self.area.columns * _COLUMN_WIDTH

    @property
    def Height(self) -> float:
        return self.area.rows * _ROW_HEIGHT

    @property
    def ColumnWidth(self) -> float | None:
        widths = {self.sheet.widths.get(self.area.column + at, 8.43) for at in range(self._wide)}
        return widths.pop() if len(widths) == 1 else None

    @ColumnWidth.setter
    def ColumnWidth(self, value: float) -> None:
        for at in range(self._wide):
            self.sheet.widths[self.area.column + at] = value

    @property
    def RowHeight(self) -> float | None:
        heights = {self.sheet.heights.get(self.area.row + at, 15.0) for at in range(self._high)}
        return heights.pop() if len(heights) == 1 else None

    @RowHeight.setter
    def RowHeight(self, value: float) -> None:
        for at in range(self._high):
            self.sheet.heights[self.area.row + at] = value

    @property
    def _wide(self) -> int:
        return self.grid.within(self.area).columns

    @property
    def _high(self) -> int:
        return self.grid.within(self.area).rows

    def ClearFormats(self) -> None:
        self.paint(**vars(Look()))

    def AutoFit(self) -> bool:
        return True

    @property
    def Hidden(self) -> bool | None:
        held, numbers = self._lines()
        found = {number in held for number in numbers}
        return found.pop() if len(found) == 1 else None

    @Hidden.setter
    def Hidden(self, value: bool) -> None:
        held, numbers = self._lines()
        (held.update if value else held.difference_update)(numbers)

    def _lines(self) -> tuple[set[int], range]:
        """The hidden rows of the sheet and the rows that are meant, or columns and columns."""
        row, column, rows, columns = self.area
        if columns == COLUMNS:
            return self.sheet.hidden_rows, range(row, row + rows)
        return self.sheet.hidden_columns, range(column, column + columns)
