"""What can be wrong with an open workbook: it is said clearly, and nothing is half written."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from random_box_scores import random_box_score
from vmbox.errors import EditRefused, VmboxError, WorkbookError
from vmbox.live import LiveView, open_live, read_live
from vmbox.measures import LogEntry
from vmbox.template import write_workbook
from vmbox.workbook.reading import find

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import xlwings

    from vmbox.verbs.opened import OpenBoxScore

NOW = dt.datetime(2026, 3, 2, 9, 30, 15)  # noqa: DTZ001  (a workbook has no time zones)
BOX = random_box_score(14)
NAME = BOX.measures[0].name
SHEET = BOX.measures[0].domain


@pytest.fixture
def book(app: xlwings.App, tmp_path: Path) -> xlwings.Book:
    """A small box score, open."""
    return app.books.open(write_workbook(BOX, tmp_path / "small.xlsx"))


@pytest.fixture
def numbers(book: xlwings.Book) -> xlwings.Range:
    """The numbers of its one measure, week after week."""
    return book.sheets[SHEET][f"bs{SHEET}[{NAME}]"]


def _enter(opened: OpenBoxScore, then: Callable[[], object] = lambda: None) -> None:
    opened.enter({(NAME, 0): 41.0, (NAME, 3): 41.0})
    opened.save("Typed by hand", now=NOW)
    then()


def _written(book: xlwings.Book) -> object:
    view = LiveView(book)
    return dict(view.sheet(SHEET).cells), dict(view.sheet("Log").cells)


def test_a_workbook_that_is_no_box_score_and_was_never_saved(app: xlwings.App) -> None:
    fresh = app.books.add()
    with pytest.raises(WorkbookError, match=rf"^{fresh.name} is no standard box score"):
        find(read_live(fresh))


def test_whatever_is_in_the_way_all_stays_as_it_was(
    book: xlwings.Book, numbers: xlwings.Range
) -> None:
    before = _written(book)
    with pytest.raises(ZeroDivisionError), open_live(book) as opened:
        _enter(opened, then=lambda: 1 / 0)
    for name in (SHEET, "Log"):
        sheet = book.sheets[name].api
        sheet.protect("")
        words = rf"'{name}' is protected.*Review, Unprotect Sheet"
        with pytest.raises(EditRefused, match=words), open_live(book) as opened:
            _enter(opened)
        sheet.unprotect("")
    numbers[2:4].merge()
    words = "the cell is hidden in the merged cells"
    with pytest.raises(EditRefused, match=words), open_live(book) as opened:
        _enter(opened)
    numbers[2:4].unmerge()
    assert _written(book) == before


def test_formulas_headings_and_what_no_cell_holds_are_refused(book: xlwings.Book) -> None:
    with open_live(book) as opened:
        tab = opened.found.layout.tab(SHEET)
        sheet = opened.port.sheets[tab.sheet]
        heading = (tab.header_row, tab.week_column)
        for place, value, words in (
            (tab.title, "Mine", "holds a formula"),
            (heading, "Mine", "is a header of the table"),
            ((tab.week_rows[0], 30), float("nan"), "is no number"),
        ):
            with pytest.raises(EditRefused, match=words):
                sheet.set_many({place: value})
    assert opened.port.changes == ()


def test_several_are_open_and_rows_are_hidden_and_the_right_cells_are_written(
    app: xlwings.App, book: xlwings.Book, numbers: xlwings.Range, tmp_path: Path
) -> None:
    other = app.books.open(write_workbook(BOX, tmp_path / "other.xlsx"))
    numbers[1:4].rows.hidden = True
    book.sheets[SHEET].visible = False
    with open_live(book) as opened:
        _enter(opened)
    assert (numbers[0].value, numbers[3].value) == (41.0, 41.0)
    there = other.sheets[SHEET][numbers.address].value
    assert there[:4] == BOX.entered[NAME].iloc[:4].tolist()
    assert LiveView(book).sheet(SHEET).hidden


def test_an_emptied_formula_comes_back_with_the_next_change(
    app: xlwings.App, tmp_path: Path
) -> None:
    box = random_box_score(12)
    book = app.books.open(write_workbook(box, tmp_path / "calculated.xlsx"))
    ratio = next(one for one in box.measures if one.calculated)
    cell = book.sheets[ratio.domain][f"bs{ratio.domain}[{ratio.name}]"][2]
    formula = cell.formula
    cell.clear_contents()
    with open_live(book, who="coach") as opened:
        opened.enter({(box.inputs[0].name, 0): 3.0})
        opened.save("Typed by hand", now=NOW)
    assert cell.formula == formula
    assert opened.box.log[-1] == LogEntry(
        NOW, "Typed by hand; 1 emptied formulas put back", "coach", 2
    )


def test_texts_stay_texts_whatever_they_begin_with(book: xlwings.Book) -> None:
    texts = ["=1+1", "+44 131", "-none", "@work", "3/4"]
    with open_live(book) as opened:
        opened.note({(SHEET, week): text for week, text in enumerate(texts)})
        opened.save("Noted", now=NOW)
    assert book.sheets[SHEET][f"bs{SHEET}[Notes]"].value == texts


def test_dates_count_from_1904_where_the_workbook_does(book: xlwings.Book) -> None:
    assert not LiveView(book).date1904
    document = book.api
    day = document.NullDate
    day.Year, day.Month, day.Day = 1904, 1, 1
    document.NullDate = day
    reopened = book.app.books[book.name]
    assert LiveView(reopened).date1904
    shift = dt.datetime(1904, 1, 1) - dt.datetime(1899, 12, 30)  # noqa: DTZ001
    assert find(LiveView(reopened)).whole_box().weeks[0] == BOX.weeks[0] + shift


def test_a_sheet_in_use_to_its_end_is_not_read(book: xlwings.Book) -> None:
    book.sheets["Guide"]["XFD1048576"].value = 1
    with pytest.raises(VmboxError, match="Guide is in use to its far end"):
        _ = LiveView(book).sheet("Guide").cells
