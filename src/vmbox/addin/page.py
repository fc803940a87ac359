"""A sheet that a button writes its answer on: replaced each time, and nothing else is touched."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from vmbox.addin.asking import TITLE
from vmbox.live.border import border
from vmbox.measures import spoken
from vmbox.workbook.cells import address, column_letters
from vmbox.xlsx import serial

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xlwings

    from vmbox.live import LiveView

# What says that a sheet of such a name is ours to replace; it stands in the second row.
_OURS: Final = f"{TITLE}: written by a button"
_NAVY, _BLUE, _WHITE = (0, 48, 135), (0, 94, 184), (255, 255, 255)
_TITLE_SIZE: Final = 18
# Dates stand at the right of their cells: away from the words of the next one.
_DATE: Final = 'd mmm yyyy"   "'
# A share, a count or a sum of money: as many places as tell any of them.
_NUMBER: Final = "#,##0.00##"
_LONGEST_NAME: Final = 31


@dataclass(frozen=True)
class Link:
    """A link to a cell of the workbook, or to a rectangle of them.

    Attributes
    ----------
    sheet, cells
        Where it leads.
    words
        What is shown.
    """

    sheet: str
    cells: str
    words: str

    @property
    def formula(self) -> str:
        """The formula that a cell has."""
        sheet = self.sheet.replace("'", "''")
        target, words = (
            text.replace('"', '""') for text in (f"#'{sheet}'!{self.cells}", self.words)
        )
        return f'=HYPERLINK("{target}","{words}")'


Entry = str | float | dt.date | Link | None


@dataclass(frozen=True)
class Page:
    """What a sheet shows.

    Attributes
    ----------
    name
        The sheet's name; another one where somebody has a sheet of that name.
    title
        What stands above.
    lines
        Sentences below it.
    headings, widths
        The table's headings, and how many signs fit into each column.
    rows
        The table.
    dates
        The first and the last of columns side by side that hold dates, by their headings.
    links
        The columns that hold links.
    numbers
        The columns that hold numbers of any kind.
    """

    name: str
    title: str
    lines: tuple[str, ...]
    headings: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[Entry, ...], ...]
    dates: tuple[tuple[str, str], ...] = ()
    links: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    @property
    def header_row(self) -> int:
        """The row of the headings, from 0."""
        return len(self.lines) + 3

    def column(self, heading: str) -> int:
        """Return the column of a heading, from 0."""
        return self.headings.index(heading)

    def block(self, today: dt.date, *, date1904: bool) -> list[list[object]]:
        """Return what the cells are given, row by row."""
        rows: list[Sequence[Entry]] = [
            (self.title,),
            (f"{_OURS} on {spoken(today)}. It is replaced each time; delete it when you like.",),
            *((line,) for line in self.lines),
            (),
            self.headings,
            *self.rows,
        ]
        width = len(self.headings)
        return [
            [_given(entry, date1904) for entry in row] + [None] * (width - len(row)) for row in rows
        ]


def show(view: LiveView, page: Page) -> str:
    """Return the name of the sheet that a page was written on.

    It takes a fixed number of calls, however many rows the page has.
    """
    with border(view.name, page.name):
        sheet, name = _cleared(view, page)
        today = dt.date.today()  # noqa: DTZ011  (the day where the person is)
        block = page.block(today, date1904=view.date1904)
        last = address(len(block) - 1, len(page.headings) - 1)
        sheet.range(f"A1:{last}").raw_value = block
        _dress(sheet, page, len(block))
    return name


def is_page(sheet: xlwings.Sheet) -> bool:
    """Return whether a sheet is one that a button wrote."""
    said = sheet.range("A2").raw_value
    return isinstance(said, str) and said.startswith(_OURS)


def _cleared(view: LiveView, page: Page) -> tuple[xlwings.Sheet, str]:
    """The page's own sheet, empty, and its name; a new one before the last if there is none."""
    there = {sheet.name.casefold(): sheet for sheet in view.sheets}
    name, number = page.name, 1
    while name.casefold() in there:
        remote = there[name.casefold()].remote
        if is_page(remote):
            remote.clear()
            return remote, name
        number += 1
        name = f"{page.name} {number}"[:_LONGEST_NAME]
    # Named afterwards: xlwings looks at every sheet's name before it gives one.
    made = view.remote_sheets.add(before=view.sheets[-1].remote)
    made.name = name
    return made, name


def _dress(sheet: xlwings.Sheet, page: Page, rows: int) -> None:
    """Make a page look like the standard workbook's."""
    width = len(page.headings) - 1
    title = sheet.range("A1").font
    title.bold, title.size, title.color = True, _TITLE_SIZE, _NAVY
    header = sheet.range(f"A{page.header_row + 1}:{address(page.header_row, width)}")
    words = header.font
    header.color, words.color, words.bold = _NAVY, _WHITE, True
    for wide, alike in groupby(range(width + 1), key=lambda column: page.widths[column]):
        letters = [column_letters(column) for column in alike]
        sheet.range(f"{letters[0]}:{letters[-1]}").column_width = wide
    body = sheet.range(f"A{page.header_row + 1}:{address(max(rows - 1, page.header_row), width)}")
    body.wrap_text = True
    body.vertical_alignment = "top"
    if page.rows:
        for first, last in page.dates:
            _columns(sheet, page, rows, first, last).number_format = _DATE
        for heading in page.numbers:
            _columns(sheet, page, rows, heading, heading).number_format = _NUMBER
        for heading in page.links:
            _columns(sheet, page, rows, heading, heading).font.color = _BLUE
        body.rows.autofit()


def _columns(sheet: xlwings.Sheet, page: Page, rows: int, first: str, last: str) -> xlwings.Range:
    """The cells of the table from one column to another."""
    corner = address(page.header_row + 1, page.column(first))
    return sheet.range(f"{corner}:{address(rows - 1, page.column(last))}")


def _given(entry: Entry, date1904: bool) -> object:
    """What a cell is given so that it holds the entry: text must not be taken for anything else.

    A date is given as its number: as a date, each system would take it for an hour of its own.
    """
    if isinstance(entry, Link):
        return entry.formula
    if isinstance(entry, str):
        return f"'{entry}" if entry else None
    if isinstance(entry, dt.date):
        return serial(dt.datetime(entry.year, entry.month, entry.day), date1904)  # noqa: DTZ001
    return entry
