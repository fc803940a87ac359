"""Which measure and week Accept median takes for meant, and what it asks."""

from __future__ import annotations

import datetime as dt

import pytest

from vmbox.addin.accepting import wanted_median
from vmbox.addin.asking import Cancelled, Scripted
from vmbox.addin.places import Selected, measure_at, weeks_at
from vmbox.errors import DataError
from vmbox.verbs.medians import proposals
from vmbox.workbook.reading import find
from vmbox.xlsx import read_book

FALLS = "Stürze > 65"
PROPOSED = dt.date(2025, 12, 22)


@pytest.fixture
def found(ward_file):
    """The ward as it is read."""
    return find(read_book(ward_file))


def _wanted(found, selected, *replies):
    ask = Scripted(list(replies))
    known = {one.measure: one for one in proposals(found.whole_box())}
    wanted = wanted_median(ask, found, selected, known)
    assert ask.replies == []
    return wanted, ask.said


def _row_of(found, sheet, words):
    cells = found.book.sheet(sheet).cells
    return next(row for (row, _), cell in cells.items() if cell.value == words)


def test_without_a_selection_everything_is_asked_and_the_proposal_suggested(found) -> None:
    wanted, said = _wanted(found, None, True, True, True)
    assert (wanted.measure, wanted.week) == (FALLS, PROPOSED)
    assert wanted.reason.startswith("9 weeks in a row below the median of 5.5")
    assert said[0].splitlines()[2] == f"1  {FALLS}"
    assert "Total cost" in said[0]


def test_on_the_front_page_the_row_tells_the_measure(found) -> None:
    selected = Selected("Box score", _row_of(found, "Box score", FALLS), 6)
    assert measure_at(found, selected) == FALLS
    wanted, said = _wanted(found, selected, "1 December 2025", "new lamps")
    assert wanted.week == dt.date(2025, 12, 1)
    assert wanted.reason == "new lamps"
    assert len(said) == 2


def test_on_a_data_tab_the_column_tells_the_measure_and_the_rows_the_weeks(found) -> None:
    falls = Selected("Safety", 30, 1, rows=3)
    assert measure_at(found, falls) == FALLS
    assert weeks_at(found, falls) == tuple(PROPOSED + dt.timedelta(weeks=n) for n in range(3))
    heading = Selected("Safety", 17, 1)
    assert (measure_at(found, heading), weeks_at(found, heading)) == (FALLS, ())


@pytest.mark.parametrize(
    "selected", [Selected("Cost", 20, 1), Selected("Safety", 20, 0), Selected("Guide", 3, 1)]
)
def test_an_input_a_week_and_plain_words_are_no_measure(found, selected) -> None:
    assert measure_at(found, selected) == ""


def test_a_day_that_is_none_is_named(found) -> None:
    with pytest.raises(DataError, match="soon"):
        _wanted(found, None, FALLS, "soon", "why")


def test_without_a_reason_nothing_is_accepted(found) -> None:
    with pytest.raises(Cancelled):
        _wanted(found, None, FALLS, True, None)
