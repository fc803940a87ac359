"""The front page, the list beside the Medians table, and the titles of the data tabs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from vmbox.measures import DOMAINS
from vmbox.verbs.repairing.marks import NOTHING_YET, header_row, located
from vmbox.verbs.repairing.order import places_of_missing
from vmbox.verbs.repairing.slots import figure_formula
from vmbox.workbook import front, registers
from vmbox.workbook import layout as at
from vmbox.workbook.block import FIGURE_ROWS
from vmbox.workbook.headings import as_text
from vmbox.xlsx import Cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vmbox.measures import Period
    from vmbox.verbs.repairing.mended import Mended, MendedSheet
    from vmbox.verbs.repairing.slots import Slots
    from vmbox.workbook.places import Pointer
    from vmbox.workbook.port import Place
    from vmbox.workbook.tab_reading import TabReader

Pointers = dict[str, dict["Place", "Pointer"]]
# What tells a column of the front page, and of the list beside Medians, by the formulas in it.
_FRONT_FIGURES: Final = {
    "Name": front.MEASURE,
    "Unit": front.UNIT,
    "Goal": front.GOAL,
    "Current median": front.CURRENT,
    "Change": front.CHANGE,
    "Signal": front.SIGNAL,
}
_FRONT_WORDS: Final = {
    '&" points"': front.BASELINE,
    '"from "&': front.PROPOSAL,
    '"chart"': front.CHART,
}
_STANDING_FIGURES: Final = {"Name": 0, "Unit": 1, "Current median": 2, "Evidence": 5}
_STANDING_WORDS: Final = {'&" of "&': 3, '"from "&': 4}
_HINT: Final = "One row a "


def mend_front(
    mended: Mended, sheet: MendedSheet, there: Pointers, slots: Slots, period: Period
) -> None:
    """Put back headings of the front page, and find the rows of measures that are not told."""
    pointers = there.get(sheet.name, {})
    row, words = header_row(mended, sheet, pointers)
    wanted = [word.format(period=period) for word in front.COLUMNS]
    told = _told_columns(sheet, pointers, _FRONT_FIGURES, _FRONT_WORDS)
    if row is not None:
        _mend_words(mended, sheet, row, wanted, words, told)
    bands = {
        as_text(cell.value): place[0]
        for place, cell in sorted(sheet.cells.items(), reverse=True)
        if cell.formula is None and as_text(cell.value) in DOMAINS
    }
    _mend_rows(mended, sheet, pointers, slots, told.get(front.MEASURE), row, bands)
    _mend_sentence(mended, sheet)


def mend_standing(mended: Mended, there: Pointers, slots: Slots) -> None:
    """Put back headings beside the Medians table, and find the rows that are not told."""
    table = mended.table(at.MEDIANS_TABLE)
    if table is None:
        return
    right = table.first_column + len(table.columns)
    pointers = {
        place: one for place, one in there.get(table.sheet.name, {}).items() if place[1] >= right
    }
    if not pointers:
        return
    told = _told_columns(table.sheet, pointers, _STANDING_FIGURES, _STANDING_WORDS, right)
    row = min(row for row, _ in pointers) - 1
    wanted = registers.STANDING
    for above in range(row, -1, -1):
        words = {
            as_text(table.sheet.cell(above, column).value).strip().casefold(): column
            for column in told.values()
        }
        if {word.casefold() for word in wanted} & set(words):
            row = above
            break
    words = {
        as_text(cell.value).strip().casefold(): place[1]
        for place, cell in table.sheet.cells.items()
        if place[0] == row and place[1] >= right
    }
    _mend_words(mended, table.sheet, row, wanted, words, told)
    _mend_rows(mended, table.sheet, pointers, slots, told.get(0), row)


def _told_columns(
    sheet: MendedSheet,
    pointers: Mapping[Place, Pointer],
    figures: Mapping[str, int],
    words: Mapping[str, int],
    right: int = 0,
) -> dict[int, int]:
    """The columns that their formulas tell, by their place in the standard workbook."""
    by_row = {FIGURE_ROWS[figure]: which for figure, which in figures.items()}
    votes: Counter[tuple[int, int]] = Counter()
    rows = {row for row, _ in pointers}
    for place, there in pointers.items():
        if there.row in by_row:
            votes[by_row[there.row], place[1]] += 1
    for place, cell in sheet.cells.items():
        if place[0] in rows and place[1] >= right and cell.formula:
            for word, which in words.items():
                if word in cell.formula:
                    votes[which, place[1]] += 1
                    break
    told: dict[int, int] = {}
    for (which, column), count in votes.most_common():
        if count > 1 and column not in told.values():
            told.setdefault(which, column)
    return told


def _mend_words(
    mended: Mended,
    sheet: MendedSheet,
    row: int,
    wanted: Sequence[str],
    there: Mapping[str, int],
    told: Mapping[int, int],
) -> None:
    """Put back the headings over columns that their formulas tell."""
    for which, column in told.items():
        word = wanted[which]
        if there.get(word.casefold(), column) == column and (
            as_text(sheet.cell(row, column).value).strip().casefold() != word.casefold()
        ):
            mended.put(sheet.name, (row, column), word, "word")


def _mend_rows(
    mended: Mended,
    sheet: MendedSheet,
    pointers: Mapping[Place, Pointer],
    slots: Slots,
    names: int | None,
    header: int | None,
    bands: Mapping[str, int] | None = None,
) -> None:
    """Read every row as if it named its measure, where its place among the others tells which."""
    votes: Counter[tuple[int, int]] = Counter()
    for (row, _), there in pointers.items():
        votes[row, (there.column - at.SHARED) // at.BLOCK] += 1
    known: dict[int | str, int] = {}
    for (row, slot), count in votes.most_common():
        if row not in known.values() and (count > 1 or slot not in known):
            known.setdefault(slot, row)
    order: list[int | str] = sorted(slots.columns)
    if bands is not None:
        order = _with_bands(slots)
        known.update(bands.items())
    used = {*known.values(), *(() if header is None else (header,))}
    first, last = min(used, default=0), max(used, default=0)
    # Below the last one a row counts only where something is left of it.
    below = {row for row, _ in sheet.cells if row > last}
    free = {*range(first, last), *below} - used
    known.update(places_of_missing(order, known, free, start=header))
    if names is not None:
        _name_rows(mended, sheet, pointers, slots, names, known)


def _name_rows(
    mended: Mended,
    sheet: MendedSheet,
    pointers: Mapping[Place, Pointer],
    slots: Slots,
    names: int,
    rows: Mapping[int | str, int],
) -> None:
    """Read every row as if its first cell named its measure; write the band of a domain."""
    for slot, row in rows.items():
        named = pointers.get((row, names))
        if isinstance(slot, str):
            if sheet.cell(row, names) == Cell():
                mended.put(sheet.name, (row, names), slot, "word")
        elif slot in slots.columns and (
            named is None or named.column != at.SHARED + at.BLOCK * slot
        ):
            formula = figure_formula(slots.calc, slot, "Name")
            mended.suppose(sheet.name, (row, names), formula)


def _with_bands(slots: Slots) -> list[int | str]:
    """The rows of the front page in their order: each domain's band, and its measures."""
    order: list[int | str] = []
    for domain, own in slots.by_domain():
        order += [domain, *own]
    return order


def _mend_sentence(mended: Mended, sheet: MendedSheet) -> None:
    """Read the cell below the board as if it named the last week, where none does."""
    if any(cell.formula and NOTHING_YET in cell.formula for cell in sheet.cells.values()):
        return
    board, remark = located(mended, at.NAME_BOARD), located(mended, at.NAME_REMARK)
    if board and remark and board[0] == remark[0] == sheet.name and remark[1] - board[1] > 1:
        mended.suppose(sheet.name, (board[1] + 1, board[2]), f'="{NOTHING_YET}"')


def mend_titles(mended: Mended, tab: TabReader) -> None:
    """Read the title and the remark of a data tab as if their formulas were there."""
    above = {
        place: cell for place, cell in tab.sheet.cells.items() if place[0] < tab.table.first_row
    }
    hints = [
        place
        for place, cell in above.items()
        if isinstance(cell.value, str) and cell.value.startswith(_HINT)
    ]
    first = min(tab.labels.values(), default=0)
    row, column = (hints[0][0] - 1, hints[0][1]) if hints else (first - 2, tab.label_column)
    if row < 0:
        return
    for name, place in ((at.NAME_TEAM, column), (at.NAME_REMARK, tab.notes_column)):
        told = any(cell.formula and name in cell.formula for cell in above.values())
        if not told and place >= 0:
            mended.suppose(tab.sheet.name, (row, place), f"={name}")
