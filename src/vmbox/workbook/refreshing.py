"""Fresh values for the formulas that vmbox owns, in a workbook that does not calculate by itself.

A closed file shows what its cached values say: in a phone's preview, in SharePoint, in pandas. So
whoever changes a number in it writes what every formula makes of it, too. A workbook that is open
in a spreadsheet needs none of this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vmbox.errors import EditRefused
from vmbox.workbook import layout as at
from vmbox.workbook.calc import CalcPlan, judge_both
from vmbox.workbook.plan import plan_workbook
from vmbox.xlsx import Cell, Formula, WholeCell

if TYPE_CHECKING:
    from vmbox.measures import BoxScore
    from vmbox.workbook.cells import Cell as PlannedCell
    from vmbox.workbook.cells import SheetPlan, Value
    from vmbox.workbook.layout import Layout
    from vmbox.workbook.port import OpenWorkbookPort, Place, SheetView
    from vmbox.workbook.reading import Found

_EMPTY: Final = Cell()
# Figures of a data tab by which a file shows that its cached values are those of its numbers.
_TELLING: Final = {
    at.RECORDED: "Points",
    at.CURRENT_MEDIAN: "Current median",
    at.LATEST: "Latest",
    at.SIGNAL: "Signal",
}


def refresh(
    port: OpenWorkbookPort, found: Found, box: BoxScore, layout: Layout | None = None
) -> int:
    """Give every formula the value that it has under `box`; return how many were put back.

    A calculated cell that somebody emptied gets its formula again. One that somebody typed over
    keeps what was typed. Where the program calculates, that is all that is done. With another
    `layout` than was found, the sheet of formulas has been written anew already.

    Raises
    ------
    WorkbookError
        The formulas cannot be found any more.
    """
    if port.calculates and not any(tab.cleared for tab in found.tabs.values()):
        return 0
    grown = layout is not None
    layout = layout or found.layout
    calc, put_back = CalcPlan(box, layout, formulas_only=True), 0
    stays = grown or port.calculates
    if not stays:
        before = CalcPlan(found.whole_box(), layout, formulas_only=True)
        judge_both(before, calc)
        before.plan()
    for name, sheet in plan_workbook(box, layout, calc).sheets.items():
        if name != layout.calc:
            put_back += _refresh_sheet(port, found.book.sheet(name), sheet, grown=grown)
        elif not stays:
            _refresh_calc(port, found, before, sheet)
    return put_back


def _refresh_calc(port: OpenWorkbookPort, found: Found, before: CalcPlan, sheet: SheetPlan) -> None:
    """Refresh the tens of thousands of formulas of Calc, reading as few of them as possible."""
    values = _differing(before.sheet, sheet) if _is_fresh(found, before) else _all(sheet)
    calc = port.sheets[sheet.name]
    try:
        calc.cache_many(values)
    except EditRefused:
        # Somebody typed over a formula of Calc: `check` reports it, the others are refreshed.
        known = found.book.sheet(sheet.name).cells
        calc.cache_many(
            {
                place: value
                for place, value in values.items()
                if place in known and known[place].formula is not None
            }
        )


def _is_fresh(found: Found, calc: CalcPlan) -> bool:
    """Whether the file's cached values are those of the numbers that it holds.

    They are after any spreadsheet saved it. A program that wrote numbers and no values leaves
    figures that are blank or old.
    """
    for tab in found.layout.tabs:
        view = found.book.sheet(tab.sheet)
        for column in tab.charted:
            block = calc.blocks[column.slot or 0]
            for label, figure in _TELLING.items():
                row = tab.label_row(label)
                expected = cached(calc.sheet.single[block.place(figure)].value)
                if row >= 0 and view.cell(row, column.position).value != expected:
                    return False
    return True


def _differing(before: SheetPlan, after: SheetPlan) -> dict[Place, Value]:
    """The formulas whose values are not what they were."""
    values = {
        place: cell.value
        for place, cell in after.single.items()
        if cell.value != before.single[place].value and cell.calculates
    }
    for old, new in zip(before.fills, after.fills, strict=True):
        if old.values != new.values:
            column = new.column
            pairs = zip(new.values, old.values, strict=True)
            values |= {
                (row, column): value
                for row, (value, was) in enumerate(pairs, new.row)
                if value != was
            }
    return values


def _all(sheet: SheetPlan) -> dict[Place, Value]:
    values = {place: cell.value for place, cell in sheet.single.items() if cell.calculates}
    for fill in sheet.fills:
        rows = enumerate(fill.values, fill.row)
        values.update(((row, fill.column), value) for row, value in rows)
    return values


def _refresh_sheet(
    port: OpenWorkbookPort, view: SheetView, sheet: SheetPlan, *, grown: bool
) -> int:
    opened, known = port.sheets[view.name], view.cells
    fresh: dict[Place, object] = {}
    emptied: dict[Place, object] = {}
    # Taken apart at once: thousands of cells are looked at.
    for place, (value, written, style, *_) in sheet.single.items():
        if written is None:
            continue
        # A grown Table has formulas that the file had not; asking the file is quicker.
        shown, formula = opened.cell(place) if grown else known.get(place, _EMPTY)
        if formula is not None:
            if shown != value or type(shown) is not type(value):
                fresh[place] = cached(value)
        elif shown is None and style.startswith("calculated"):
            emptied[place] = Formula(sheet.single[place].formula or "", cached(value))
    if emptied:
        opened.set_many(emptied)
    opened.cache_many(fresh)
    return len(emptied)


def write_calc(port: OpenWorkbookPort, sheet: SheetPlan) -> None:
    """Write the whole sheet of formulas anew, as planned."""
    port.sheets[sheet.name].rewrite(
        {
            place: _whole(cell)
            for place, cell in sheet.cells.items()
            if cell.calculates or cell.value is not None
        }
    )


def _whole(cell: PlannedCell) -> WholeCell:
    formula = cell.formula
    text = None if formula is None else formula.removeprefix("=")
    return WholeCell(cached(cell.value), text, cell.array, cell.filled)


def cached(value: Value) -> Value:
    """Return a planned value as a cell keeps it."""
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value
