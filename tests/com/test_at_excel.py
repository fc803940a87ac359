"""A person at Excel on Windows: questions in its own boxes, dates that stay on their day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from vmbox.addin.asking import ByExcel
from vmbox.addin.buttons import button
from vmbox.addin.folders import FOLDER
from vmbox.addin.frame import Outcome, run

if TYPE_CHECKING:
    from pathlib import Path

    import xlwings
    from excel_recorder import Excel

# A Monday in summer, when Britain is an hour ahead of the time in which pywin32 hands dates over.
MONDAY = dt.datetime(2025, 7, 7, tzinfo=dt.UTC)
ANSWERS = ["1", "7/7/2025", "-20 beds, '=more' of 0412"]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder for the log file and what is undone, instead of the person's."""
    monkeypatch.setenv(FOLDER, str(tmp_path / "own"))


def press(name: str, book: xlwings.Book) -> Outcome:
    return run(button(name), book, ByExcel(book.app))


def accepted(book: xlwings.Book) -> list[tuple[object, ...]]:
    """The rows of the register of new medians."""
    rows = book.sheets["Medians"].tables["bsMedians"].data_body_range.raw_value
    return [row[:3] for row in rows if row[0]]


def test_a_median_is_accepted_on_its_day_with_the_reason_as_it_was_typed(
    excel: Excel, rowan: xlwings.Book
) -> None:
    before = accepted(rowan)
    excel.application.typed = list(ANSWERS)
    outcome = press("accept_median", rowan)
    assert not outcome.failed, outcome.words
    (row,) = [row for row in accepted(rowan) if row not in before]
    assert row[1:] == (MONDAY, ANSWERS[2])
    # What a person is asked before it is put back, in Excel's own box.
    press("undo_last", rowan)
    assert accepted(rowan) == before
    assert excel.said[-1][0].startswith("Put back what Accept median did on ")
    assert excel.application.StatusBar.startswith("Undo last: ")


def test_a_protected_sheet_leaves_excel_and_the_workbook_as_they_were(
    excel: Excel, rowan: xlwings.Book
) -> None:
    before = accepted(rowan)
    excel.held(rowan).sheet("Medians").protected = True
    excel.application.typed = list(ANSWERS)
    excel.app.calculation = "semiautomatic"
    outcome = press("accept_median", rowan)
    assert outcome.failed
    assert "the sheet is protected" in excel.said[-1][0]
    assert accepted(rowan) == before
    assert excel.app.calculation == "semiautomatic"
    assert excel.app.screen_updating
