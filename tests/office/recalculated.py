"""What must hold after a hard recalculation: every formula cell equals its cached value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vmbox.workbook.plan import WorkbookPlan, plan_workbook
from vmbox.workbook.reading import find
from vmbox.xlsx import ErrorValue, read_book

if TYPE_CHECKING:
    from pathlib import Path

    from bridge import Office

    from vmbox.workbook.cells import Cell

_NOT_AVAILABLE = {"error": 7}
_CLOSE = 1e-9


def planned(path: Path) -> WorkbookPlan:
    """What every formula of a workbook must say and show, where it stands now."""
    found = find(read_book(path))
    return plan_workbook(found.whole_box(), found.layout)


def stale(path: Path) -> list[str]:
    """The formulas whose cached value is not what it must be."""
    book = read_book(path)
    return [
        f"{name}!{place}: {there!r}, not {cell.value!r}"
        for name, sheet in planned(path).sheets.items()
        for place, cell in sheet.cells.items()
        if cell.formula is not None
        and (there := book.sheet(name).cell(*place).value) != cell.value
        and not (isinstance(there, ErrorValue) and there == cell.value)
    ]


def differences(office: Office, path: Path, plan: WorkbookPlan) -> list[str]:
    """Every formula cell whose recalculated result is not its cached value, in words."""
    office.open(path)
    results = office.results()
    found = [
        f"{name}!{row},{column}: cached {cell.value!r}, recalculated {there!r}: {cell.formula}"
        for name, sheet in plan.sheets.items()
        for (row, column), cell in sheet.cells.items()
        if cell.formula is not None and not same(cell, there := results[name][row][column])
    ]
    count = office.formula_count()
    if count != plan.formulas:
        found.append(f"{count} formulas in LibreOffice, {plan.formulas} planned")
    return found


def same(cell: Cell, result: Any) -> bool:
    value = cell.value
    if value == "#N/A":
        return bool(result == _NOT_AVAILABLE)
    if isinstance(value, (int, float)):
        return isinstance(result, float) and abs(result - value) <= _CLOSE * max(1.0, abs(value))
    return bool(result == value)
