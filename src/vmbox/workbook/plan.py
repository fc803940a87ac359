"""The whole workbook planned: what every cell holds, before anything knows a file format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vmbox.workbook.calc import CalcPlan
from vmbox.workbook.cells import SheetPlan
from vmbox.workbook.front import FrontPlan
from vmbox.workbook.layout import Layout
from vmbox.workbook.registers import (
    REGISTERS,
    plan_register,
    plan_standing,
    standard_standing,
)
from vmbox.workbook.tabs import TabPlan
from vmbox.workbook.value_sheet import ValuePlan

if TYPE_CHECKING:
    from vmbox.measures import BoxScore


@dataclass(frozen=True)
class WorkbookPlan:
    """Every cell of a box score's workbook, by sheet."""

    box: BoxScore
    layout: Layout
    calc: CalcPlan
    front: FrontPlan
    sheets: dict[str, SheetPlan]

    @property
    def formulas(self) -> int:
        """How many formulas the workbook has."""
        return sum(
            cell.calculates for sheet in self.sheets.values() for cell in sheet.cells.values()
        )


def plan_workbook(
    box: BoxScore, layout: Layout | None = None, calc: CalcPlan | None = None
) -> WorkbookPlan:
    """Return the plan of a box score's workbook: of a fresh one, or of one laid out as given.

    Sheets are named as they are called there. Registers are planned for a fresh workbook only:
    they hold nothing but what people and tools wrote. `calc` may be given where its measures were
    judged already.
    """
    fresh = layout is None
    layout = layout or Layout.of(box)
    calc = calc or CalcPlan(box, layout)
    front = FrontPlan(box, layout, calc)
    sheets = [calc.plan(), front.plan()]
    sheets += [TabPlan(box, layout, tab, calc).plan() for tab in layout.tabs]
    if fresh:
        sheets += [plan_register(box, register) for register in REGISTERS]
    standing = layout.standing or standard_standing(len(layout.slots))
    medians = next((sheet for sheet in sheets if sheet.name == standing.sheet), None)
    if medians is None:
        medians = SheetPlan(standing.sheet)
        sheets.append(medians)
    plan_standing(medians, calc, standing)
    if fresh or layout.value:
        value = ValuePlan(box, layout)
        there = next((sheet for sheet in sheets if sheet.name == value.place.sheet), None)
        planned = value.plan(there)
        if there is None:
            sheets.append(planned)
    return WorkbookPlan(box, layout, calc, front, {sheet.name: sheet for sheet in sheets})
