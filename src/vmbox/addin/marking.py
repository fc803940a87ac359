"""Marks for special weeks: one conditional format a data tab, which looks at the sheet Shifts.

So marking costs the same few calls however many weeks are special, never touches a colour that a
person gave to a cell, and what the sheet Shifts says is what is marked. The formula names no cell
relative to another one: Excel would count from the cell that is selected.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from vmbox.live.border import border
from vmbox.workbook.cells import address, column_letters, sheet_prefix

if TYPE_CHECKING:
    import xlwings
    from xlwings.main import ConditionalFormat

    from vmbox.addin.page import Page
    from vmbox.live.view import LiveSheet
    from vmbox.workbook.port import TableView
    from vmbox.workbook.reading import Found
    from vmbox.workbook.tab_reading import TabReader

# The heading of the medians, which the marks compare with.
MEDIAN: Final = "Median as a number"
YELLOW: Final = (255, 220, 80)


def mark(found: Found, sheet: str, page: Page, *, marked: bool) -> None:
    """Make the data tabs mark what a page on a sheet lists.

    Parameters
    ----------
    marked
        Whether the sheet was there before, and so the marks should be: then one tab is asked.
    """
    tabs = list(found.tabs.values())
    if marked and tabs:
        there = _ours(found, tabs[0])
        if there is not None and there.formula == rule(tabs[0], sheet, page):
            return
        unmark(found)
    for tab in tabs:
        with border(found.book.path.name, tab.sheet.name):
            _body(tab).conditional_formats.add_custom(rule(tab, sheet, page), fill_color=YELLOW)


def unmark(found: Found) -> None:
    """Take the marks away."""
    for tab in found.tabs.values():
        with border(found.book.path.name, tab.sheet.name):
            there = _ours(found, tab)
            if there is not None:
                there.delete()


def _ours(found: Found, tab: TabReader) -> ConditionalFormat | None:
    """The rule that marks a data tab, if its first one does: a new rule is always the first."""
    with border(found.book.path.name, tab.sheet.name):
        first = next(iter(_body(tab).conditional_formats), None)
        if first is None or first.type != "custom" or not _is_ours(first.formula or ""):
            return None
        return first


def rule(tab: TabReader, sheet: str, page: Page) -> str:
    """Return the formula that is true for a special week's cell of a data tab.

    Excel takes a rule of 255 letters from a program: so whole rows and columns are named.
    """
    table, weeks = tab.table, column_letters(tab.week_column)
    headings = table.first_row + 1
    last = column_letters(table.first_column + len(table.columns) - 1)
    # Of the cell that is looked at, which has no name.
    value = f"INDEX($A:${last},ROW(),COLUMN())"
    heading = f"INDEX(${headings}:${headings},COLUMN())"
    week = f"INDEX(${weeks}:${weeks},ROW())"
    listed = {name: _list(sheet, page, name) for name in ("Measure", "From", "To", MEDIAN)}
    return (
        f'=AND({value}<>"",COUNTIFS({listed["Measure"]},"="&{heading},'
        f'{listed["From"]},"<="&{week},{listed["To"]},">="&{week},'
        f'{listed[MEDIAN]},"<>"&{value})>0)'
    )


def _body(tab: TabReader) -> xlwings.Range:
    """The cells of a data tab's Table below its headings."""
    table: TableView = tab.table
    last = address(table.last_row, table.first_column + len(table.columns) - 1)
    live = cast("LiveSheet", tab.sheet)
    return live.remote.range(f"{address(table.first_row + 1, table.first_column)}:{last}")


def _list(sheet: str, page: Page, heading: str) -> str:
    """The column of the page's table, with the sentences above it, which name no measure."""
    letters = column_letters(page.column(heading))
    return f"{sheet_prefix(sheet)}${letters}:${letters}"


def _is_ours(formula: str) -> bool:
    """Whether a rule is one of these, of a sheet that is there or of one that was deleted."""
    return formula.startswith("=AND(INDEX(") and "COUNTIFS(" in formula
