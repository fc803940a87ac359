"""The same work through both doors: in the closed file, and in the workbook that is open.

What comes of it is compared cell for cell, after LibreOffice has recalculated.
"""

from __future__ import annotations

import datetime as dt
import math
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from vmbox.live import LiveView, open_live
from vmbox.live.contents import cell_of
from vmbox.verbs.opened import OpenBoxScore, open_box_score
from vmbox.workbook.reading import find
from vmbox.xlsx import Cell, ErrorValue, read_book

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import xlwings

    from vmbox.workbook.port import BookView, SheetView

NOW = dt.datetime(2026, 3, 2, 9, 30, 15)  # noqa: DTZ001  (a workbook has no time zones)
_NOTHING = Cell()


class Doors:
    """A workbook that is worked on through both doors."""

    def __init__(self, app: xlwings.App, path: Path) -> None:
        self.app = app
        self.closed_file = path
        self.open_file = path.with_name(f"open {path.name}")
        shutil.copy(path, self.open_file)
        self.book: xlwings.Book = app.books.open(self.open_file)
        self.changes: tuple[Any, ...] = ()

    def do(self, verb: Callable[[OpenBoxScore], Any]) -> Any:
        """Return what a verb returns, the same through both doors."""
        with open_box_score(self.closed_file) as opened:
            opened.who = "coach"
            closed = verb(opened)
        with open_live(self.book, who="coach") as opened:
            live = verb(opened)
        self.changes = opened.port.changes
        assert str(live) == str(closed)
        return live

    def must_be_alike(self, *, with_calc: bool = False) -> None:
        """Compare everything that the two workbooks hold and show."""
        closed, live = read_book(self.closed_file), LiveView(self.book)
        box, other = find(closed).whole_box(), find(live).whole_box()
        assert other.entered.equals(box.entered)
        assert (other.log, other.medians, other.ledger, other.notes) == (
            *(box.log, box.medians),
            *(box.ledger, box.notes),
        )
        assert _places(live) == _places(closed)
        assert unlike(closed, live) == []
        if with_calc:
            self._must_show_the_same(closed.sheet("Calc"))

    def _must_show_the_same(self, sheet: SheetView) -> None:
        """Compare the values of tens of thousands of formulas."""
        used = self.book.sheets[sheet.name].used_range
        rows, top, left = used.raw_value, used.row - 1, used.column - 1
        for (row, column), cell in sheet.cells.items():
            shown = cell_of(rows[row - top][column - left], "=1", date1904=False)
            assert shown is not None
            assert _alike(cell._replace(formula="1"), shown), (row, column)


def _places(book: BookView) -> dict[str, tuple[Any, ...]]:
    return {
        name: (table.sheet.name, table.first_row, table.last_row, table.columns)
        for name, table in book.tables.items()
    }


def unlike(closed: BookView, live: BookView) -> list[str]:
    """Return the cells that are not alike, in words; without those of Calc."""
    found = []
    for sheet in closed.sheets:
        if sheet.name == "Calc":
            continue
        there = live.sheet(sheet.name).cells
        for place in sorted({*sheet.cells, *there}):
            one, other = sheet.cells.get(place, _NOTHING), there.get(place, _NOTHING)
            if not _alike(one, other):
                found.append(f"{sheet.name} {place}: {one} closed, {other} open")
    return found


def _alike(one: Cell, other: Cell) -> bool:
    if (one.formula is None) != (other.formula is None):
        return False
    blank = {None, ""}
    if one.value in blank and other.value in blank:
        return True
    if isinstance(one.value, float) and isinstance(other.value, float):
        return math.isclose(one.value, other.value, rel_tol=1e-9, abs_tol=1e-9)
    return one.value == other.value and isinstance(one.value, ErrorValue) == isinstance(
        other.value, ErrorValue
    )


@pytest.fixture
def doors(app: xlwings.App, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Doors]:
    """Opens a workbook at both doors; the Log is always written at the same moment."""
    save = OpenBoxScore.save
    monkeypatch.setattr(OpenBoxScore, "save", lambda self, what: save(self, what, now=NOW))
    return lambda path: Doors(app, path)
