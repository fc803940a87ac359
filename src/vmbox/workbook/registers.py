"""The registers: medians, huddles, actions, ledger, cost map and log; each one Excel Table."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vmbox.workbook import layout as at
from vmbox.workbook.cells import SheetPlan, Value, Written
from vmbox.workbook.layout import StandingPlace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from vmbox.measures import BoxScore
    from vmbox.workbook.calc import CalcPlan

TITLE_ROW, HINT_ROW, HEADER_ROW = 0, 1, 3
FIRST_ROW: Final = HEADER_ROW + 1
# Beside the Medians table: where each measure stands.
STANDING_COLUMN: Final = len(at.MEDIANS_COLUMNS) + 1
STANDING: Final = ("Measure", "Unit", "Median now", "Points", "New median?", "Because")
_EPOCH: Final = dt.datetime(1899, 12, 30)  # noqa: DTZ001  (a spreadsheet has no time zones)


@dataclass(frozen=True)
class Register:
    """One register: its sheet, table, columns, waiting rows and words for people."""

    sheet: str
    table: str
    columns: tuple[str, ...]
    styles: tuple[str, ...]
    rows: int
    hint: str


MEDIANS: Final = Register(
    at.MEDIANS,
    at.MEDIANS_TABLE,
    at.MEDIANS_COLUMNS,
    ("input|", "input|date", "note", "note", "input|date"),
    at.MEDIANS_ROWS,
    "Accept a new median by a row here: the measure, the week it begins, why, who and when. "
    "The median line moves at once; take the row out and it moves back.",
)
HUDDLES: Final = Register(
    at.HUDDLES,
    at.HUDDLES_TABLE,
    at.HUDDLES_COLUMNS,
    ("input|date", "note", "note", "note", "note"),
    at.HUDDLES_ROWS,
    "One row a huddle: what was talked about at the board and what was decided.",
)
ACTIONS: Final = Register(
    at.ACTIONS,
    at.ACTIONS_TABLE,
    at.ACTIONS_COLUMNS,
    ("note", "note", "note", "input|", "note", "input|date", "input|"),
    at.ACTIONS_ROWS,
    "Improvement work: the measure that it should move, the change idea, and where it is in "
    "Plan-Do-Study-Act.",
)
LEDGER: Final = Register(
    at.LEDGER,
    at.LEDGER_TABLE,
    at.LEDGER_COLUMNS,
    (
        *("note", "log number|count", "cell|date", "cell|date", "code", "code", "note"),
        *("cell number|GBP", "note", "cell|date", "cell|date"),
        *("cell number|GBP", "cell number|GBP"),
    ),
    at.LEDGER_ROWS,
    "Finance's rows as they came, which cost line each belongs to, and what of it went to which "
    "weeks of Cost. Value shows whether it all adds up.",
)
COST_MAP: Final = Register(
    at.COST_MAP,
    at.COST_MAP_TABLE,
    at.COST_MAP_COLUMNS,
    ("code", "note", "note"),
    at.COST_MAP_ROWS,
    "Which account code belongs to which cost line. 4101 is that code alone; 41* is every code "
    "that begins with 41. A code alone goes before a longer beginning, that before a shorter one.",
)
LOG: Final = Register(
    at.LOG,
    at.LOG_TABLE,
    at.LOG_COLUMNS,
    ("log|time", "log|", "log|", "log number|count"),
    at.LOG_ROWS,
    "What a tool changed in this workbook. Tools write here; there is nothing to type.",
)
REGISTERS: Final = (MEDIANS, HUDDLES, ACTIONS, LEDGER, COST_MAP, LOG)


def register_rows(box: BoxScore, register: Register) -> list[tuple[Value, ...]]:
    """Return the rows of a register, in the order of its columns; dates as serial numbers."""
    rows = _ROWS[register.table](box)
    return [tuple(None if value == "" else value for value in row) for row in rows]


def _medians(box: BoxScore) -> _Rows:
    return [
        (row.measure, day_number(row.week), row.reason, row.who, day_number(row.when))
        for row in box.medians
    ]


def _huddles(box: BoxScore) -> _Rows:
    return [
        (day_number(row.date), row.led_by, row.professions, row.topics, row.decisions)
        for row in box.huddles
    ]


def _actions(box: BoxScore) -> _Rows:
    return [
        (
            *(row.aim, row.measure, row.change_idea, row.pdsa_step, row.owner),
            *(day_number(row.due), row.status),
        )
        for row in box.actions
    ]


def _ledger(box: BoxScore) -> _Rows:
    return [
        (
            *(row.extract, row.row, day_number(row.start), day_number(row.end)),
            *(row.cost_centre, row.account, row.description, _money(row.amount)),
            *(row.cost_line, day_number(row.first_week), day_number(row.last_week)),
            *(_money(row.posted), _money(row.outside)),
        )
        for row in box.ledger
    ]


def _cost_map(box: BoxScore) -> _Rows:
    return [(row.account, row.cost_line, row.note) for row in box.cost_map]


def _log(box: BoxScore) -> _Rows:
    return [(_moment(row.when), row.what, row.who, row.cells) for row in box.log]


_Rows = list[tuple[Value, ...]]
_ROWS: Final[dict[str, Callable[[BoxScore], _Rows]]] = {
    at.MEDIANS_TABLE: _medians,
    at.HUDDLES_TABLE: _huddles,
    at.ACTIONS_TABLE: _actions,
    at.LEDGER_TABLE: _ledger,
    at.COST_MAP_TABLE: _cost_map,
    at.LOG_TABLE: _log,
}


def laid_rows(register: Register, rows: Sequence[tuple[Value, ...]]) -> int:
    """Return how many rows the register's Table has: those filled, and some that wait."""
    return max(register.rows, len(rows) + register.rows // 4)


def plan_register(box: BoxScore, register: Register) -> SheetPlan:
    """Return the planned sheet of a register."""
    sheet = SheetPlan(register.sheet)
    sheet.put(TITLE_ROW, 0, register.sheet, "title")
    sheet.put(HINT_ROW, 0, register.hint, "hint")
    for column, header in enumerate(register.columns):
        sheet.put(HEADER_ROW, column, header, "header")
    rows = register_rows(box, register)
    for at_row in range(laid_rows(register, rows)):
        values = rows[at_row] if at_row < len(rows) else (None,) * len(register.columns)
        for column, value in enumerate(values):
            sheet.put(FIRST_ROW + at_row, column, value, register.styles[column])
    return sheet


def standard_standing(slots: int) -> StandingPlace:
    """Return where a fresh workbook says, beside its Medians table, where each measure stands."""
    columns = range(STANDING_COLUMN, STANDING_COLUMN + len(STANDING))
    rows = {slot: FIRST_ROW + slot for slot in range(slots)}
    return StandingPlace(at.MEDIANS, HEADER_ROW, tuple(columns), rows)


def plan_standing(sheet: SheetPlan, calc: CalcPlan, place: StandingPlace) -> None:
    """Plan, beside the Medians table, where each measure stands and what is proposed."""
    for column, header in zip(place.columns, STANDING, strict=True):
        sheet.put(place.header_row, column, header, "header")
    for slot, row in place.rows.items():
        unit = calc.blocks[slot].column.unit
        for which, figure, style in (
            (0, "Name", "words"),
            (1, "Unit", "words"),
            (2, "Current median", f"figure|{unit}"),
            (5, "Evidence", "words"),
        ):
            sheet.formula(row, place.columns[which], *calc.figure(slot, figure), style)
        sheet.formula(row, place.columns[3], *_progress(calc, slot), "words")
        sheet.formula(row, place.columns[4], *calc.proposal_shown(slot), "words")


def _progress(calc: CalcPlan, slot: int) -> tuple[Written, Value]:
    """How far the median in force is, while it is not firm: formula and value."""
    block, judgement = calc.blocks[slot], calc.judged[slot]

    def formula() -> str:
        points, baseline = (
            f"{calc.prefix}{block.figure(name)}" for name in ("Current points", "Baseline")
        )
        return f'=IF({points}=0,"",IF({points}>={baseline},"firm",{points}&" of "&{baseline}))'

    words = f"{judgement.current_points} of {judgement.measure.baseline}"
    if judgement.firm or judgement.current_points >= judgement.measure.baseline:
        words = "firm"
    return formula, words if judgement.points else ""


def day_number(day: dt.date | None) -> int | None:
    """Return the spreadsheet's number for a day."""
    return None if day is None else (day - _EPOCH.date()).days


def _money(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)


def _moment(moment: dt.datetime) -> float:
    return (moment - _EPOCH) / dt.timedelta(days=1)
