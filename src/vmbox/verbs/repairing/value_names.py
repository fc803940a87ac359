"""The names of the Value sheet's cells, by those that are there and by its Tables."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vmbox.verbs.repairing.marks import located
from vmbox.workbook import layout as at
from vmbox.workbook.value_layout import (
    BRIDGE_COLUMN,
    BRIDGE_ROW,
    RECONCILIATION_ROW,
    name,
    standard_place,
)

if TYPE_CHECKING:
    from vmbox.verbs.repairing.mended import Mended
    from vmbox.workbook.port import Place

_TABLES = {
    at.RECONCILIATION_TABLE: (RECONCILIATION_ROW, 0),
    at.BRIDGE_TABLE: (BRIDGE_ROW, BRIDGE_COLUMN),
}


def mend_value_names(mended: Mended) -> None:
    """Put back names of the Value sheet, each as far from the nearest known as it always is.

    A workbook that has neither its names nor its Tables has no such sheet, and gets none.
    """
    standard = standard_place().cells
    spots = {key: spot for key in standard if (spot := located(mended, name(key)))}
    tables = {
        place: table for one, place in _TABLES.items() if (table := mended.table(one)) is not None
    }
    sheets = Counter(spot[0] for spot in spots.values())
    sheets.update(table.sheet.name for table in tables.values())
    missing = [key for key in standard if key not in spots]
    if not sheets or not missing:
        return
    sheet = sheets.most_common(1)[0][0]
    anchors = {standard[key]: spot[1:] for key, spot in spots.items() if spot[0] == sheet}
    for place, table in tables.items():
        if table.sheet.name == sheet:
            anchors.setdefault(place, (table.first_row, table.first_column))
    taken = {spot[1:] for spot in spots.values()}
    for key in missing:
        place = _moved(standard[key], anchors)
        if min(place) >= 0 and place not in taken:
            mended.define(name(key), sheet, place)
            taken.add(place)


def _moved(place: Place, anchors: dict[Place, Place]) -> Place:
    """Where a cell of a fresh sheet is now, by the nearest one that is known."""

    def distance(other: Place) -> tuple[int, int]:
        return abs(other[0] - place[0]) + abs(other[1] - place[1]), abs(other[0] - place[0])

    nearest = min(anchors, key=distance)
    now = anchors[nearest]
    return place[0] + now[0] - nearest[0], place[1] + now[1] - nearest[1]
