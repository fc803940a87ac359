"""The whole workbook planned: what every cell holds, before anything knows a file format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vmbox.workbook import layout as at
from vmbox.workbook.calc import CalcPlan
from vmbox.workbook.front import FrontPlan
from vmbox.workbook.layout import Layout
from vmbox.workbook.registers import MEDIANS, REGISTERS, plan_register, plan_standing
from vmbox.workbook.tabs import TabPlan

if TYPE_CHECKING:
    from vmbox.measures import BoxScore
    from vmbox.workbook.cells import SheetPlan


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
            cell.formula is not None
            for sheet in self.sheets.values()
            for cell in sheet.cells.values()
        )


def plan_workbook(box: BoxScore) -> WorkbookPlan:
    """Return the plan of a box score's standard workbook."""
    layout = Layout.of(box)
    calc = CalcPlan(box, layout)
    sheets = {at.CALC: calc.plan()}
    front = FrontPlan(box, layout, calc)
    sheets[at.FRONT] = front.plan()
    for tab in layout.tabs:
        sheets[tab.domain] = TabPlan(box, layout, tab, calc).plan()
    for register in REGISTERS:
        sheets[register.sheet] = plan_register(box, register)
    plan_standing(sheets[MEDIANS.sheet], calc)
    return WorkbookPlan(box, layout, calc, front, sheets)
