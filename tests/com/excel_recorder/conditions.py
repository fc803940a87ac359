"""Conditional formats: those of the file, and those that are added to ranges."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from excel_recorder.dispatch import Collection, Model, Setting
from excel_recorder.looks import in_words
from excel_recorder.pywin32 import refused

if TYPE_CHECKING:
    from excel_recorder.block import Block
    from excel_recorder.grid import Area
    from excel_recorder.sheets import Worksheet
    from vmbox.xlsx import Sheet

# In a file it may be longer.
_LONGEST_FORMULA: Final = 255
_TYPES: Final = {
    "cellIs": 1,
    "expression": 2,
    "colorScale": 3,
    "dataBar": 4,
    "iconSet": 6,
}
_BLOCK: Final = re.compile(
    r'<conditionalFormatting\b[^>]*?sqref="([^"]*)".*?</conditionalFormatting>', re.DOTALL
)
_RULE: Final = re.compile(
    r'<cfRule\b[^>]*?type="(\w+)".*?(?:<formula>(.*?)</formula>|</cfRule>)', re.DOTALL
)


class Interior(Model):
    """The fill of a rule."""

    Color = Setting()

    @property
    def ColorIndex(self) -> int:
        return -4142 if self.Color is None else 1


class Font(Model):
    """The font of a rule."""

    Bold = Setting()
    Italic = Setting()
    Color = Setting()

    @property
    def ColorIndex(self) -> int:
        return -4142 if self.Color is None else 1


class FormatCondition(Model):
    """One rule, and the cells that it is for."""

    StopIfTrue = Setting(False)
    Operator = Setting(3)

    def __init__(self, sheet: Worksheet, areas: tuple[Area, ...], kind: int, formula: str) -> None:
        self.sheet, self.areas, self.kind, self.formula = sheet, areas, kind, formula
        self.interior, self.font = Interior(), Font()

    @property
    def Type(self) -> int:
        return self.kind

    @property
    def Formula1(self) -> str:
        return self.formula

    @property
    def Interior(self) -> Interior:
        return self.interior

    @property
    def Font(self) -> Font:
        return self.font

    def SetFirstPriority(self) -> None:
        self.sheet.rules.remove(self)
        self.sheet.rules.insert(0, self)

    def Delete(self) -> None:
        self.sheet.rules.remove(self)


class FormatConditions(Collection):
    """The rules that hold for cells of a range."""

    def __init__(self, cells: Block) -> None:
        self.cells = cells

    def things(self) -> list[FormatCondition]:
        return [rule for rule in self.cells.sheet.rules if self._is_about(rule)]

    def _is_about(self, rule: FormatCondition) -> bool:
        return any(area.shared(there) for area in rule.areas for there in self.cells.areas)

    def Add(self, Type: int, Operator: Any = None, Formula1: str = "", **_: Any) -> FormatCondition:
        sheet = self.cells.sheet
        sheet.refuse_if_protected(self.cells.areas)
        if len(Formula1) > _LONGEST_FORMULA:
            raise refused("Application-defined or object-defined error")
        rule = FormatCondition(sheet, self.cells.areas, Type, Formula1)
        sheet.rules.append(rule)
        sheet.book.changed()
        return rule

    def Delete(self) -> None:
        for rule in self.things():
            inside = all(
                any(area.shared(there) == area for there in self.cells.areas) for area in rule.areas
            )
            if not inside:
                raise AttributeError("FormatConditions.Delete: the recorder cuts no rule in two")
            rule.Delete()


def read_conditions(sheet: Worksheet, closed: Sheet) -> list[FormatCondition]:
    """Return the rules of a sheet of a file."""
    rules = []
    for block in _BLOCK.finditer(closed.source.read(closed.part).decode("utf-8")):
        areas = [sheet.area_of(text) for text in block[1].split()]
        there = tuple(area for area in areas if area is not None)
        for kind, formula in _RULE.findall(block[0]):
            text = f"={in_words(formula)}"
            rules.append(FormatCondition(sheet, there, _TYPES.get(kind, 0), text))
    return rules
