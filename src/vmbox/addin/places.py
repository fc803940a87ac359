"""Where measures and weeks are in an open workbook: links that lead there, and what is selected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vmbox.addin.page import Link
from vmbox.workbook.cells import address

if TYPE_CHECKING:
    import datetime as dt

    import xlwings

    from vmbox.workbook.reading import Found
    from vmbox.workbook.tab_reading import TabReader


def column_of(found: Found, name: str) -> tuple[TabReader, int]:
    """Return the data tab of a measure and its column there, from 0."""
    for tab in found.tabs.values():
        for heading in tab.headings:
            if heading.name == name:
                return tab, heading.column
    raise KeyError(name)


def link_to(found: Found, measure: str, first: int | None = None, last: int = 0) -> Link:
    """Return a link to a measure's heading, or to its cells from one week to another."""
    tab, column = column_of(found, measure)
    if first is None:
        return Link(tab.sheet.name, address(tab.table.first_row, column), measure)
    weeks = found.whole_box().weeks
    rows = [tab.rows[weeks[position].date()] for position in (first, last)]
    cells = f"{address(rows[0], column)}:{address(rows[1], column)}"
    return Link(tab.sheet.name, cells, f"{tab.sheet.name}!{cells}")


@dataclass(frozen=True)
class Selected:
    """The cells that a person selected, by sheet; rows and columns count from 0."""

    sheet: str
    row: int
    column: int
    rows: int = 1

    @classmethod
    def now(cls, book: xlwings.Book) -> Selected | None:
        """Return what is selected in a workbook; None for no cells, or those of another one."""
        chosen = book.app.selection
        if chosen is None or chosen.sheet.book.name != book.name:
            return None
        return cls(chosen.sheet.name, chosen.row - 1, chosen.column - 1, chosen.shape[0])


def measure_at(found: Found, selected: Selected) -> str:
    """Return the measure that a selected cell belongs to; "" where it tells none.

    On a data tab that of its column; on every other sheet the one that its row names.
    """
    box = found.whole_box()
    known = {measure.name.casefold(): measure.name for measure in box.measures}
    for tab in found.tabs.values():
        if tab.sheet.name == selected.sheet:
            named = [one.name for one in tab.headings if one.column == selected.column]
            return next((name for name in named if name.casefold() in known), "")
    sheet = next(one for one in found.book.sheets if one.name == selected.sheet)
    row = sorted(
        (place[1], cell.value)
        for place, cell in sheet.cells.items()
        if place[0] == selected.row and isinstance(cell.value, str)
    )
    return next((known[words.casefold()] for _, words in row if words.casefold() in known), "")


def weeks_at(found: Found, selected: Selected) -> tuple[dt.date, ...]:
    """Return the weeks of the selected rows of a data tab; none on any other sheet."""
    for tab in found.tabs.values():
        if tab.sheet.name == selected.sheet:
            rows = range(selected.row, selected.row + selected.rows)
            return tuple(day for day, row in tab.rows.items() if row in rows)
    return ()
