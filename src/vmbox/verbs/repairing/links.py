"""The names that the front page's links go to, and the list of measures that Medians offers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from vmbox.verbs.repairing.marks import located
from vmbox.workbook import layout as at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vmbox.verbs.repairing.mended import Mended
    from vmbox.workbook.layout import Column, Layout, StandingPlace, Tab
    from vmbox.workbook.port import Place

_COLUMN, _CHART = "bsColumn", "bsChart"
# Run charts stand beside the Table, two across; how far apart is told by those that are known.
_ACROSS: Final = 2
_GAP: Final = 2
_PITCH: Final = 17
_WIDTH: Final = 5


def mend_links(mended: Mended, layout: Layout) -> None:
    """Put back the names of columns, charts and measures."""
    if layout.standing is not None:
        _mend_measures(mended, layout.standing)
    for tab in layout.tabs:
        numbers = _numbers(mended, tab)
        _mend_columns(mended, tab, numbers)
        _mend_charts(mended, tab, numbers)


def _mend_measures(mended: Mended, standing: StandingPlace) -> None:
    there = next(
        (
            where
            for name, where in mended.names.items()
            if name.casefold() == at.NAME_MEASURES.casefold()
        ),
        "#REF!",
    )
    rows, column = standing.rows.values(), standing.columns[0]
    if "#REF!" in there and rows and column >= 0:
        first, last = (min(rows), column), (max(rows), column)
        mended.define(at.NAME_MEASURES, standing.sheet, first, last)


def _numbers(mended: Mended, tab: Tab) -> dict[int, int]:
    """The number that each charted column has in its links, by its slot.

    It is the column's place when the workbook was made. Where the name is gone, columns beside it
    tell how far they were moved since.
    """
    known: dict[int, int] = {}
    for column in tab.charted:
        for name in mended.names:
            parts = name.casefold().split("_")
            if parts[:2] != [_COLUMN.casefold(), tab.domain.casefold()] or not parts[-1].isdigit():
                continue
            if located(mended, name) == (tab.sheet, tab.header_row, column.position):
                known[column.slot or 0] = int(parts[-1])
    positions = {column.slot or 0: column.position for column in tab.charted}
    used = set(known.values())
    for slot, position in positions.items():
        if slot in known:
            continue
        near = min(known, key=lambda one: abs(one - slot), default=None)
        moved = tab.week_column if near is None else positions[near] - known[near]
        number = position - moved
        if number > 0 and number not in used:
            known[slot] = number
            used.add(number)
    return known


def _mend_columns(mended: Mended, tab: Tab, numbers: dict[int, int]) -> None:
    for column in tab.charted:
        number = numbers.get(column.slot or 0)
        name = f"{_COLUMN}_{tab.domain}_{number}"
        if number is not None and located(mended, name) is None:
            mended.define(name, tab.sheet, (tab.header_row, column.position))


def _mend_charts(mended: Mended, tab: Tab, numbers: dict[int, int]) -> None:
    known: dict[int, Place] = {}
    lost: dict[int, str] = {}
    for order, column in enumerate(_in_order(tab.charted)):
        number = numbers.get(column.slot or 0)
        if number is None:
            continue
        name = f"{_CHART}_{tab.domain}_{number}"
        spot = located(mended, name)
        if spot is None:
            lost[order] = name
        elif spot[0] == tab.sheet:
            known[order] = spot[1:]
    for order, name in lost.items():
        mended.define(name, tab.sheet, _chart_place(order, known, tab))


def _in_order(columns: Sequence[Column]) -> list[Column]:
    return sorted(columns, key=lambda column: column.slot or 0)


def _chart_place(order: int, known: dict[int, Place], tab: Tab) -> Place:
    """The cell under a run chart, by those of other charts."""
    lefts: dict[int, Counter[int]] = {0: Counter(), 1: Counter()}
    tops: Counter[int] = Counter()
    for other, (row, left) in known.items():
        lefts[other % _ACROSS][left] += 1
        tops[row + (order // _ACROSS - other // _ACROSS) * _PITCH] += 1
    here, beside = lefts[order % _ACROSS], lefts[(order + 1) % _ACROSS]
    if here:
        left = here.most_common(1)[0][0]
    elif beside:
        left = beside.most_common(1)[0][0] + (_WIDTH if order % _ACROSS else -_WIDTH)
    else:
        left = tab.notes_position + _GAP + _WIDTH * (order % _ACROSS)
    top = tops.most_common(1)[0][0] if tops else tab.week_rows[0] + order // _ACROSS * _PITCH
    return max(top, 0), max(left, 0)
