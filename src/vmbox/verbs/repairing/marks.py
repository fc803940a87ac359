"""The names by which a workbook is known for a box score, and those of its first page."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from vmbox.errors import NotInWorkbook
from vmbox.measures import PERIODS
from vmbox.workbook import layout as at
from vmbox.workbook.block import FIGURE_ROWS
from vmbox.workbook.front import (
    COLUMNS,
    HEADER_ROW,
    PLACE_ROW,
    REMARK_ROW,
    SIGNAL,
    TEAM_ROW,
    WEEKS_ROW,
)
from vmbox.workbook.headings import as_text
from vmbox.workbook.places import pointer

if TYPE_CHECKING:
    from vmbox.measures import Period
    from vmbox.verbs.repairing.mended import Mended, MendedSheet
    from vmbox.workbook.places import Pointer
    from vmbox.workbook.port import Place

# The words left of the two named cells of the Guide.
_WORDS: Final = {
    at.NAME_SCHEMA: "Standard box score, version",
    at.NAME_PERIOD: "One row is a",
}
# The rows of the front page's named cells, and of what else tells where they are.
_FRONT_ROWS: Final = {
    at.NAME_TEAM: TEAM_ROW,
    at.NAME_BOARD: PLACE_ROW,
    at.NAME_SETTING: PLACE_ROW,
    at.NAME_REMARK: REMARK_ROW,
}
NOTHING_YET: Final = "Nothing recorded yet"
Spot = tuple[str, int, int]


def located(mended: Mended, name: str) -> Spot | None:
    """Return sheet, row and column of a name's cell; None if it has none."""
    try:
        sheet, row, column = mended.locate(name)
    except NotInWorkbook:
        return None
    return sheet.name, row, column


# ------------------------------------------------------------------ the Guide
def mend_marks(mended: Mended, period: Period | None) -> Period:
    """Put back the names of version and period, and their values; return the period."""
    _mend_mark(mended, at.NAME_SCHEMA, at.SCHEMA)
    spot = located(mended, at.NAME_PERIOD) or _beside(mended, _WORDS[at.NAME_PERIOD])
    word = as_text(mended.sheet(spot[0]).cell(*spot[1:]).value) if spot else ""
    known: Period | None = next((one for one in PERIODS if one == word), None)
    right: Period = period or known or "week"
    _mend_mark(mended, at.NAME_PERIOD, right)
    return right


def _mend_mark(mended: Mended, name: str, value: float | str) -> None:
    spot = located(mended, name)
    if spot is None:
        spot = _beside(mended, _WORDS[name]) or _new_home(mended, _WORDS[name])
        if spot is None:
            return
        mended.define(name, spot[0], spot[1:])
    there = mended.sheet(spot[0]).cell(*spot[1:]).value
    newer = isinstance(there, float) and isinstance(value, int) and there > value
    if there != value and not newer:
        mended.put(spot[0], spot[1:], float(value) if isinstance(value, int) else value, "word")


def _beside(mended: Mended, words: str) -> Spot | None:
    """The cell to the right of some words."""
    for sheet in mended.sheets:
        for (row, column), cell in sheet.cells.items():
            if isinstance(cell.value, str) and cell.value.strip() == words:
                return sheet.name, row, column + 1
    return None


def _new_home(mended: Mended, words: str) -> Spot | None:
    """A free place above the Log and to its right, where the Guide was deleted."""
    table = mended.table(at.LOG_TABLE)
    if table is None:
        return None
    column = table.first_column + len(table.columns) + 1
    for row in range(table.first_row):
        cells = [table.sheet.cell(row, column + shift) for shift in (0, 1)]
        if all(cell.value is None and cell.formula is None for cell in cells):
            mended.put(table.sheet.name, (row, column), words, "word")
            return table.sheet.name, row, column + 1
    return None


# ------------------------------------------------------------------ the front page
def calc_pointers(mended: Mended) -> dict[str, dict[Place, Pointer]]:
    """Return, by sheet, the cells that repeat a figure of the sheet of formulas."""
    found: dict[str, dict[Place, Pointer]] = {}
    votes: Counter[str] = Counter()
    for sheet in mended.sheets:
        for place, cell in sheet.cells.items():
            there = pointer(cell.formula)
            if there is None or (there.column - at.SHARED) % at.BLOCK:
                continue
            if there.row in FIGURE_ROWS.values() and there.column >= at.SHARED:
                found.setdefault(sheet.name, {})[place] = there
                votes[there.sheet] += 1
    calc = votes.most_common(1)[0][0] if votes else ""
    return {
        name: {place: there for place, there in cells.items() if there.sheet == calc}
        for name, cells in found.items()
    }


def front_sheet(mended: Mended, pointers: dict[str, dict[Place, Pointer]]) -> MendedSheet | None:
    """Return the front page: where its names point, or else what shows most measures."""
    spots = [spot for name in _FRONT_ROWS if (spot := located(mended, name))]
    if spots:
        return mended.sheet(Counter(sheet for sheet, _, _ in spots).most_common(1)[0][0])
    with_table = {table.sheet.name for table in mended.tables.values()}
    best = max(
        (name for name in pointers if name not in with_table),
        key=lambda name: len(pointers[name]),
        default=None,
    )
    return None if best is None else mended.sheet(best)


def mend_front_names(mended: Mended, sheet: MendedSheet, pointers: dict[Place, Pointer]) -> None:
    """Put back the names of team, board, setting and remark, by what stands around them."""
    known = {name: spot for name in _FRONT_ROWS if (spot := located(mended, name))}
    if len(known) == len(_FRONT_ROWS):
        return
    anchors = {_FRONT_ROWS[name]: spot[1] for name, spot in known.items()}
    columns = [spot[2] for name, spot in known.items() if name != at.NAME_SETTING]
    for place, cell in sheet.cells.items():
        if cell.formula and NOTHING_YET in cell.formula:
            anchors.setdefault(WEEKS_ROW, place[0])
            columns.append(place[1])
    header, words = header_row(mended, sheet, pointers)
    if header is not None:
        anchors[HEADER_ROW] = header
    if not anchors:
        return
    names = [place[1] for place, there in pointers.items() if there.row == FIGURE_ROWS["Name"]]
    left = columns[0] if columns else min(names, default=0)
    signal = words.get(COLUMNS[SIGNAL].casefold(), left + SIGNAL)
    for name, row in _FRONT_ROWS.items():
        nearest = min(anchors, key=lambda rank: (abs(rank - row), rank))
        place = (anchors[nearest] + row - nearest, signal if name == at.NAME_SETTING else left)
        if name not in known and place[0] >= 0 and sheet.cell(*place).formula is None:
            mended.define(name, sheet.name, place)


def header_row(
    mended: Mended, sheet: MendedSheet, pointers: dict[Place, Pointer]
) -> tuple[int | None, dict[str, int]]:
    """Return the row of the front page's headings, and the columns of those that are there."""
    period = located(mended, at.NAME_PERIOD)
    word = as_text(mended.sheet(period[0]).cell(*period[1:]).value) if period else ""
    wanted = {words.format(period=word).casefold() for words in COLUMNS}
    rows: dict[int, dict[str, int]] = {}
    for (row, column), cell in sheet.cells.items():
        words = as_text(cell.value).strip().casefold()
        if words in wanted:
            rows.setdefault(row, {})[words] = column
    if rows:
        best = max(rows, key=lambda row: len(rows[row]))
        if len(rows[best]) > 1:
            return best, rows[best]
    named = [place[0] for place, there in pointers.items() if there.row == FIGURE_ROWS["Name"]]
    # The first measure stands below the band of its domain.
    return (min(named) - 2, {}) if named and min(named) > 1 else (None, {})
