"""The Tables: their headings, the labels of the rows above them, the dates of their weeks."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vmbox.measures import DOMAINS
from vmbox.verbs.repairing.order import places_of_missing
from vmbox.workbook import layout as at
from vmbox.workbook.block import FIGURE_ROWS
from vmbox.workbook.headings import as_text
from vmbox.workbook.places import pointer
from vmbox.workbook.registers import REGISTERS
from vmbox.workbook.value_layout import BRIDGE, RECONCILIATION
from vmbox.xlsx import Cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vmbox.measures import Domain, Period
    from vmbox.verbs.repairing.mended import Mended, MendedTable

# Days from one week or month to the next.
_STEPS: Final[Mapping[Period, frozenset[int]]] = {
    "week": frozenset({7}),
    "month": frozenset({28, 29, 30, 31}),
}
_FIRST_DAY, _LAST_DAY = 20_000.0, 80_000.0
_KINDS: Final = frozenset(
    (at.KIND_MEASURE, at.KIND_INPUT, at.KIND_COST_LINE, at.KIND_CALCULATED, at.KIND_SPARE)
)
# The Tables that always have the same columns, in this order.
_COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    **{register.table: register.columns for register in REGISTERS},
    at.RECONCILIATION_TABLE: RECONCILIATION,
    at.BRIDGE_TABLE: BRIDGE,
}
_LONGEST_LABEL: Final = 40
_BETTER: Final = frozenset(("up", "down", "neutral"))
# The rows above a Table that are known by the figure of Calc that they repeat.
_REPEATING: Final = {
    FIGURE_ROWS["Points"]: at.RECORDED,
    FIGURE_ROWS["Current median"]: at.CURRENT_MEDIAN,
    FIGURE_ROWS["Latest"]: at.LATEST,
    FIGURE_ROWS["Signal"]: at.SIGNAL,
}


def data_tables(mended: Mended) -> dict[Domain, MendedTable]:
    """Return the Tables of the data tabs that are there."""
    found = ((domain, mended.table(at.TABLES[domain])) for domain in DOMAINS)
    return {domain: table for domain, table in found if table is not None}


# ------------------------------------------------------------------ weeks
@dataclass(frozen=True)
class Weeks:
    """The column of a Table that has the dates, and how many steps make it weekly or monthly."""

    column: int
    steps: Mapping[Period, int]


def weeks_of(table: MendedTable) -> Weeks | None:
    """Return the column of a Table whose dates go on evenly; None if there is none."""
    best: Weeks | None = None
    for offset in range(len(table.columns)):
        days = list(_days(table, table.first_column + offset).values())
        gaps = Counter(int(after - before) for before, after in itertools.pairwise(days))
        steps: dict[Period, int] = {
            period: sum(gaps[gap] for gap in wanted) for period, wanted in _STEPS.items()
        }
        if max(steps.values()) > max([1, *best.steps.values()] if best else [1]):
            best = Weeks(table.first_column + offset, steps)
    return best


def _days(table: MendedTable, column: int) -> dict[int, float]:
    """The whole numbers of a column that may be dates, by row."""
    cells = ((row, table.sheet.cell(row, column)) for row in _rows(table))
    return {
        row: cell.value
        for row, cell in cells
        if type(cell.value) is float
        and cell.formula is None
        and cell.value.is_integer()
        and _FIRST_DAY < cell.value < _LAST_DAY
    }


def _rows(table: MendedTable) -> range:
    return range(table.first_row + 1, table.last_row + 1)


def period_of(weeks: Mapping[Domain, Weeks]) -> Period | None:
    """Return whether the rows are weeks or months, if their dates say so."""
    steps = {period: sum(one.steps[period] for one in weeks.values()) for period in _STEPS}
    if not any(steps.values()):
        return None
    return "month" if steps["month"] > steps["week"] else "week"


def mend_dates(mended: Mended, table: MendedTable, column: int) -> None:
    """Put back a week's date that was cleared or typed over, between two that are there."""
    days, rows = _days(table, column), _rows(table)
    for row in rows:
        low = next((one for one in range(row - 1, table.first_row, -1) if one in days), None)
        high = next((one for one in range(row + 1, table.last_row + 1) if one in days), None)
        if row in days or low is None or high is None:
            continue
        # As many weeks as rows: there is only one date that it can be.
        if days[high] - days[low] == 7 * (high - low):
            mended.put(table.sheet.name, (row, column), days[low] + 7 * (row - low), "date")


# ------------------------------------------------------------------ headings
def doubled(mended: Mended) -> list[MendedTable]:
    """Return the Tables that have a heading twice: their cells were moved without them."""
    return [
        table
        for table in mended.tables.values()
        if len({header.casefold() for header in table.columns}) < len(table.columns)
    ]


def mend_declared(mended: Mended) -> None:
    """Let every heading of our Tables be a word, and the one that formulas know it by."""
    ours = {name.casefold() for name in (*at.TABLES.values(), *_COLUMNS)}
    for table in mended.tables.values():
        if table.name.casefold() not in ours:
            continue
        for offset, (header, declared) in enumerate(
            zip(table.columns, table.declared, strict=False)
        ):
            there = table.sheet.cell(table.first_row, table.first_column + offset)
            if there.formula is not None or there.value != declared:
                mended.rename(table, header, header)


def mend_week_heading(mended: Mended, table: MendedTable, weeks: Weeks, period: Period) -> None:
    """Call the column of the dates what formulas call it."""
    wanted = at.MONTH if period == "month" else at.WEEK
    if not _has(table, wanted):
        mended.rename(table, table.columns[weeks.column - table.first_column], wanted)


def mend_notes_heading(mended: Mended, table: MendedTable, labels: Mapping[str, int]) -> None:
    """Call the column of the notes Notes: the last one that is described by nothing above it."""
    if _has(table, at.NOTES) or at.KIND not in labels or at.UNIT not in labels:
        return
    for offset in reversed(range(1, len(table.columns))):
        column = table.first_column + offset
        above = [table.sheet.cell(row, column) for row in labels.values()]
        numbers = any(type(table.sheet.cell(row, column).value) is float for row in _rows(table))
        if all(cell == Cell() for cell in above) and not numbers:
            mended.rename(table, table.columns[offset], at.NOTES)
            return


def _has(table: MendedTable, wanted: str) -> bool:
    return any(header.strip().casefold() == wanted.casefold() for header in table.columns)


def mend_registers(mended: Mended) -> None:
    """Give the columns of registers, and of the Tables on Value, their headings back in order."""
    for name, columns in _COLUMNS.items():
        table = mended.table(name)
        if table is None:
            continue
        headers = [header.casefold() for header in table.columns]
        known = {
            wanted: headers.index(wanted.casefold())
            for wanted in columns
            if wanted.casefold() in headers
        }
        free = set(range(len(headers))) - set(known.values())
        for wanted, offset in places_of_missing(
            columns, known, free, end=None if known else len(headers)
        ).items():
            mended.rename(table, table.columns[offset], wanted)


# ------------------------------------------------------------------ labels
def mend_labels(mended: Mended, table: MendedTable, week_column: int, period: Period) -> None:
    """Put back the labels of the rows above a Table, by those that are there and by their cells."""
    column, known = _labels(table, week_column)
    by_content = {label: row for label, row in _told(table) if label not in known}
    known.update({label: row for label, row in by_content.items() if row not in known.values()})
    above = [
        row
        for row in range(table.first_row)
        if row not in known.values() and _may_be_label(table.sheet.cell(row, column))
    ]
    worded = [row for row in above if shown_word(table, row, column)]
    found = {label: row for label, row in by_content.items() if known.get(label) == row}
    for free in (above, worded):
        more = places_of_missing(at.LABELS, known, free, end=table.first_row)
        known.update(more)
        found.update(more)
    for label, row in found.items():
        monthly = label == at.RECORDED and period == "month"
        word = at.MONTHS_RECORDED if monthly else label
        mended.put(table.sheet.name, (row, column), word, "label")


def _may_be_label(cell: Cell) -> bool:
    """Whether a label may have stood in a cell: the title is a formula, the hint is long."""
    return cell.formula is None and len(as_text(cell.value)) <= _LONGEST_LABEL


def shown_word(table: MendedTable, row: int, column: int) -> str:
    """Return the words in a cell of a label's column."""
    return as_text(table.sheet.cell(row, column).value).strip()


def _labels(table: MendedTable, week_column: int) -> tuple[int, dict[str, int]]:
    """The column that has most of the labels, and their rows."""
    wanted = {label.casefold(): label for label in at.LABELS}
    wanted[at.MONTHS_RECORDED.casefold()] = at.RECORDED
    best: tuple[int, dict[str, int]] = (week_column, {})
    for column in range(week_column, -1, -1):
        found: dict[str, int] = {}
        for row in range(table.first_row):
            label = wanted.get(shown_word(table, row, column).casefold())
            if label is not None:
                found.setdefault(label, row)
        if len(found) > len(best[1]):
            best = column, found
    return best


def _told(table: MendedTable) -> Iterator[tuple[str, int]]:
    """The rows that their cells tell: figures of Calc, kinds, directions."""
    columns = range(table.first_column, table.first_column + len(table.columns))
    for row in range(table.first_row):
        votes: Counter[str] = Counter()
        for column in columns:
            cell = table.sheet.cell(row, column)
            there = pointer(cell.formula)
            word = as_text(cell.value).strip().casefold()
            if there is not None and there.row in _REPEATING:
                votes[_REPEATING[there.row]] += 1
            elif cell.formula and '&" points"' in cell.formula:
                votes[at.BASELINE_MEDIAN] += 1
            elif word in _KINDS:
                votes[at.KIND] += 1
            elif word in _BETTER:
                votes[at.BETTER] += 1
        for label, count in votes.most_common(1):
            if count > 1:
                yield label, row
