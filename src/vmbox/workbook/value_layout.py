"""Where the cells of the Value sheet are: each by a name of its own, its Tables by theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vmbox.errors import NotInWorkbook
from vmbox.workbook import layout as at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vmbox.workbook.port import BookView

BASELINE, CURRENT = SIDES = ("baseline", "current")
PREFIX: Final = "bsValue_"
# Columns of a fresh sheet.
LABEL, FIRST, SECOND, CHANGE, PERCENT, WORDS = range(6)
BRIDGE_COLUMN: Final = 7
# Rows of a fresh sheet.
TITLE_ROW, HINT_ROW, REMARK_ROW, SENTENCE_ROW = range(4)
PERIODS_ROW: Final = 5
FROM_ROW, TO_ROW, USED_FROM_ROW, USED_TO_ROW, SPAN_ROW, WEEKS_ROW = range(6, 12)
COST_ROW: Final = 13
TOTAL_ROW, COUNTED_ROW, SPEND_ROW, VOLUME_ROW, UNIT_ROW, MEDIAN_ROW = range(14, 20)
EFFECTS_ROW: Final = 21
VOLUME_EFFECT_ROW, SPEND_EFFECT_ROW, TOGETHER_ROW = range(22, 25)
WORTH_ROW: Final = 26
CASH_ROW, PRODUCTIVITY_ROW, RECURRING_ROW = range(27, 30)
LEDGER_ROW: Final = 31
RECONCILIATION_ROW: Final = 32
# Extracts that are reconciled one by one; all later ones together. A year's months and some.
EXTRACTS: Final = 14
OTHER_ROW: Final = RECONCILIATION_ROW + EXTRACTS + 1
ALL_ROW: Final = OTHER_ROW + 1
BRIDGE_ROW: Final = 25

RECONCILIATION: Final = ("Extract", "Total", "Posted", "Unmapped", "Outside the weeks", "Check")
BRIDGE: Final = ("Step", "Below", "Level", "Fall", "Rise")
STEPS: Final = ("Baseline", "Patients changed", "Spend changed", "Current")
# What the columns of the reconciliation are called in the names of the rows below it.
MONEY: Final = ("total", "posted", "unmapped", "outside", "check")


@dataclass(frozen=True)
class TablePlace:
    """Where a Table of formulas is: its rows, and its columns by heading."""

    rows: Sequence[int]
    columns: Mapping[str, int]


@dataclass(frozen=True)
class ValuePlace:
    """Where the cells of the Value sheet are.

    Attributes
    ----------
    sheet
        Its name.
    cells
        The named cells by what they hold: ``baseline_from`` is the one that is named
        bsValue_baseline_from. One that somebody took out is missing.
    reconciliation, bridge
        Its Tables; None for one that somebody took out, or moved to another sheet.
    """

    sheet: str
    cells: Mapping[str, tuple[int, int]]
    reconciliation: TablePlace | None = None
    bridge: TablePlace | None = None


def name(key: str) -> str:
    """Return the defined name of a cell of the Value sheet."""
    return PREFIX + key


def standard_place() -> ValuePlace:
    """Return where a fresh workbook has them."""
    reconciled = range(RECONCILIATION_ROW + 1, RECONCILIATION_ROW + 1 + EXTRACTS)
    bridge = range(BRIDGE_ROW + 1, BRIDGE_ROW + 1 + len(STEPS))
    return ValuePlace(
        at.VALUE_SHEET,
        _standard_cells(),
        TablePlace(reconciled, {heading: at_ for at_, heading in enumerate(RECONCILIATION)}),
        TablePlace(bridge, {heading: BRIDGE_COLUMN + at_ for at_, heading in enumerate(BRIDGE)}),
    )


def _standard_cells() -> dict[str, tuple[int, int]]:
    cells = {
        "title": (TITLE_ROW, LABEL),
        "remark": (REMARK_ROW, LABEL),
        "sentence": (SENTENCE_ROW, LABEL),
        "weeks_recorded": (WEEKS_ROW, CHANGE),
        "counted": (COUNTED_ROW, LABEL),
        "counted_definition": (COUNTED_ROW, WORDS),
        "counted_week": (VOLUME_ROW, LABEL),
        "measure": (UNIT_ROW, LABEL),
        "volume_effect": (VOLUME_EFFECT_ROW, FIRST),
        "spend_effect": (SPEND_EFFECT_ROW, FIRST),
        "effects": (TOGETHER_ROW, FIRST),
        "effects_check": (TOGETHER_ROW, SECOND),
        "recurring": (RECURRING_ROW, FIRST),
    }
    for column, side in ((FIRST, BASELINE), (SECOND, CURRENT)):
        for row, what in (
            (FROM_ROW, "from"),
            (TO_ROW, "to"),
            (USED_FROM_ROW, "used_from"),
            (USED_TO_ROW, "used_to"),
            (SPAN_ROW, "span"),
            (WEEKS_ROW, "weeks"),
            (TOTAL_ROW, "cost"),
            (COUNTED_ROW, "patients"),
            (SPEND_ROW, "spend"),
            (VOLUME_ROW, "volume"),
            (UNIT_ROW, "unit"),
            (MEDIAN_ROW, "median"),
        ):
            cells[f"{side}_{what}"] = (row, column)
    for row, what in COMPARED.items():
        cells[f"{what}_change"] = (row, CHANGE)
        cells[f"{what}_percent"] = (row, PERCENT)
    for row, what in ((CASH_ROW, "cash"), (PRODUCTIVITY_ROW, "productivity")):
        cells[f"{what}_week"] = (row, FIRST)
        cells[f"{what}_period"] = (row, SECOND)
    for column, what in enumerate(MONEY, start=1):
        cells[f"ledger_{what}"] = (ALL_ROW, column)
        cells[f"other_{what}"] = (OTHER_ROW, column)
    return cells


# The figures that are compared: totals of periods of unlike length are not.
COMPARED: Final = {
    SPEND_ROW: "spend",
    VOLUME_ROW: "volume",
    UNIT_ROW: "unit",
    MEDIAN_ROW: "median",
}


def find_place(book: BookView) -> ValuePlace | None:
    """Return where the cells of a workbook's Value sheet are; None if it has none."""
    found: dict[str, tuple[int, int]] = {}
    sheet = ""
    for key in _standard_cells():
        try:
            view, row, column = book.locate(name(key))
        except NotInWorkbook:
            continue
        sheet = sheet or view.name
        if view.name == sheet:
            found[key] = (row, column)
    if not found:
        return None
    return ValuePlace(
        sheet,
        found,
        _find_table(book, sheet, at.RECONCILIATION_TABLE, RECONCILIATION),
        _find_table(book, sheet, at.BRIDGE_TABLE, BRIDGE),
    )


def _find_table(
    book: BookView, sheet: str, table: str, headings: tuple[str, ...]
) -> TablePlace | None:
    there = next(
        (one for one in book.tables.values() if one.name.casefold() == table.casefold()), None
    )
    if there is None or there.sheet.name != sheet:
        return None
    columns = {
        heading: there.first_column + place
        for place, heading in enumerate(there.columns)
        if heading in headings
    }
    if len(columns) < len(headings):
        return None
    return TablePlace(range(there.first_row + 1, there.last_row + 1), columns)
