"""Excel's Range: cells of a sheet, read and written in blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from excel_recorder import variants
from excel_recorder.dispatch import Model
from excel_recorder.dress import Dressed
from excel_recorder.grid import COLUMNS, ROWS, Area, Place
from excel_recorder.pywin32 import refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from excel_recorder.sheets import Worksheet

_DOWN, _RIGHT, _UP, _LEFT = -4121, -4161, -4162, -4159
_LONGEST_ARRAY: Final = 255
_STEPS: Final = {_DOWN: (1, 0), _RIGHT: (0, 1), _UP: (-1, 0), _LEFT: (0, -1)}


class Range(Dressed):
    """Cells of a sheet."""

    # ------------------------------------------------------------------ where it is
    @property
    def Application(self) -> Model:
        return self.sheet.Application

    @property
    def Worksheet(self) -> Worksheet:
        return self.sheet

    @property
    def Parent(self) -> Worksheet:
        return self.sheet

    @property
    def Row(self) -> int:
        return self.area.row

    @property
    def Column(self) -> int:
        return self.area.column

    @property
    def Rows(self) -> Range:
        return self._on(self.area, "rows")

    @property
    def Columns(self) -> Range:
        return self._on(self.area, "columns")

    @property
    def Cells(self) -> Range:
        return Range(self.sheet, *self.areas)

    @property
    def Count(self) -> int:
        if self.by != "cells":
            return self.area.rows if self.by == "rows" else self.area.columns
        return sum(area.rows * area.columns for area in self.areas)

    @property
    def CountLarge(self) -> int:
        return self.Count

    @property
    def Areas(self) -> Areas:
        return Areas(self)

    @property
    def Address(self) -> str:
        return ",".join(area.address() for area in self.areas)

    def GetAddress(
        self,
        row_absolute: bool = True,
        column_absolute: bool = True,
        style: int = 1,
        external: bool = False,
    ) -> str:
        text = ",".join(area.address(row_absolute, column_absolute) for area in self.areas)
        return f"'[{self.sheet.book.Name}]{self.sheet.Name}'!{text}" if external else text

    @property
    def EntireRow(self) -> Range:
        return self._on(Area(self.area.row, 1, self.area.rows, COLUMNS), "rows")

    @property
    def EntireColumn(self) -> Range:
        return self._on(Area(1, self.area.column, ROWS, self.area.columns), "columns")

    def GetResize(self, rows: int | None = None, columns: int | None = None) -> Range:
        return self._on(
            self.area._replace(rows=rows or self.area.rows, columns=columns or self.area.columns)
        )

    def GetOffset(self, rows: int = 0, columns: int = 0) -> Range:
        area = self.area
        return self._on(area._replace(row=area.row + rows, column=area.column + columns))

    def Item(self, row: int, column: int | None = None) -> Range:
        first, left, rows, columns = self.area
        if self.by == "rows" and column is None:
            return self._on(Area(first + int(row) - 1, left, 1, columns))
        if self.by == "columns" and column is None:
            return self._on(Area(first, left + int(row) - 1, rows, 1))
        if column is None:
            row, column = divmod(int(row) - 1, columns)
            row, column = row + 1, column + 1
        place = first + int(row) - 1, left + int(column) - 1
        if min(place) < 1:
            raise refused("Application-defined or object-defined error")
        return self._on(Area(*place))

    def __iter__(self) -> Iterator[Range]:
        return (self.Item(number) for number in range(1, self.Count + 1))

    def End(self, direction: int) -> Range:
        down, across = _STEPS[direction]
        row, column = self.area.row, self.area.column
        filled = self.grid.cells.keys()
        inside = (row, column) in filled and (row + down, column + across) in filled
        used = self.grid.used()
        while used.holds((row + down, column + across)):
            if inside and (row + down, column + across) not in filled:
                break
            row, column = row + down, column + across
            if not inside and (row, column) in filled:
                break
        return self._on(Area(row, column))

    # ------------------------------------------------------------------ what it holds
    @property
    def Value(self) -> Any:
        grid = self.grid
        return self._read(lambda at: variants.value(grid.cell(at), grid.look(at).number_format))

    @Value.setter
    def Value(self, data: Any) -> None:
        self._write(data, self._enter)

    @property
    def Value2(self) -> Any:
        return self._read(lambda at: variants.value2(self.grid.cell(at)))

    @Value2.setter
    def Value2(self, data: Any) -> None:
        self._write(data, self._enter)

    @property
    def Formula(self) -> Any:
        return self._read(lambda at: variants.formula(self.grid.cell(at), self._table(at)))

    @Formula.setter
    def Formula(self, data: Any) -> None:
        self._write(data, self._enter_formula)

    @property
    def Formula2(self) -> Any:
        return self.Formula

    @Formula2.setter
    def Formula2(self, data: Any) -> None:
        self.Formula = data

    @property
    def FormulaArray(self) -> Any:
        return variants.formula(self.grid.cell(self.area[:2]))

    @FormulaArray.setter
    def FormulaArray(self, formula: str) -> None:
        if len(formula) > _LONGEST_ARRAY:
            raise refused("Unable to set the FormulaArray property of the Range class")
        self._write(formula, self._enter)

    @property
    def HasArray(self) -> bool:
        return False

    @property
    def HasFormula(self) -> bool | None:
        found = {self.grid.cell(place).formula is not None for place in self.area.places()}
        return found.pop() if len(found) == 1 else None

    @property
    def Text(self) -> Any:
        raise AttributeError("Range.Text: the recorder draws nothing")

    def ClearContents(self) -> None:
        self._write(None, self._enter)

    def Clear(self) -> None:
        self.ClearContents()
        self.ClearFormats()

    # ------------------------------------------------------------------ what is done with it
    def Select(self) -> bool:
        application = self.sheet.book.application
        if application.ActiveSheet is not self.sheet:
            raise refused("Select method of Range class failed")
        self.sheet.selected = self
        return True

    def Activate(self) -> bool:
        return self.Select()

    def Insert(self, Shift: int | None = None, CopyOrigin: int = 0) -> bool:
        self.sheet.insert(self.area)
        return True

    def Delete(self, Shift: int | None = None) -> bool:
        self.sheet.delete(self.area)
        return True

    def Copy(self, Destination: Range | None = None) -> bool:
        if Destination is None:
            self.sheet.book.application.clipboard = self
        else:
            Destination.take_over(self, contents=True, looks=True)
        return True

    def PasteSpecial(
        self, Paste: int = -4104, Operation: int = -4142, SkipBlanks: bool = False,
        Transpose: bool = False,
    ) -> bool:  # fmt: skip
        source = self.sheet.book.application.clipboard
        if source is None or Transpose or SkipBlanks:
            raise refused("PasteSpecial method of Range class failed")
        kinds = {-4104: (True, True), -4122: (False, True), -4123: (True, False)}
        contents, looks = kinds[Paste]
        self.take_over(source, contents=contents, looks=looks)
        return True

    def AutoFill(self, Destination: Range, Type: int = 0) -> bool:
        Destination.take_over(self, contents=True, looks=True)
        return True

    # ------------------------------------------------------------------ what stands there
    @property
    def ListObject(self) -> Model | None:
        return next((table for table in self.sheet.tables if table.area.holds(self.area[:2])), None)

    def _table(self, place: Place) -> str:
        """The name of the Table that a cell is in, if any."""
        return next((one.name for one in self.sheet.tables if one.area.holds(place)), "")

    @property
    def MergeCells(self) -> bool | None:
        found = [area for area in self.sheet.merged if area.shared(self.area)]
        if not found:
            return False
        return True if found[0].shared(self.area) == self.area else None

    @property
    def MergeArea(self) -> Range:
        for area in self.sheet.merged:
            if area.holds(self.area[:2]):
                return self._on(area)
        return self._on(self.area)

    def Merge(self, Across: bool = False) -> None:
        self.sheet.merged.append(self.area)

    def UnMerge(self) -> None:
        self.sheet.merged = [one for one in self.sheet.merged if not one.shared(self.area)]

    @property
    def Hyperlinks(self) -> Model:
        return self.sheet.links.of(self)


class Areas(Model):
    """The rectangles of a range."""

    def __init__(self, cells: Range) -> None:
        self.cells = cells

    @property
    def Count(self) -> int:
        return len(self.cells.areas)

    def Item(self, number: int) -> Range:
        return Range(self.cells.sheet, self.cells.areas[number - 1])

    def __iter__(self) -> Iterator[Range]:
        return (self.Item(number) for number in range(1, self.Count + 1))
