"""Redraw charts, pressed in a LibreOffice: once in a fresh workbook, once in one that was upset."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from vmbox import libreoffice
from vmbox.addin import frame
from vmbox.addin.asking import Scripted
from vmbox.addin.buttons import button
from vmbox.addin.charts import tops_of
from vmbox.libreoffice.chart_parts import series_cells

REDRAW = button("redraw_charts")
IN_PLACE = "Redraw charts: every run chart is where it belongs."
DELETED, LOST = "bsChart_Safety_7", "bsChart_Safety_5"


@dataclass
class Pressed:
    """A workbook before and after the button was pressed.

    Attributes
    ----------
    fresh, before, after
        The charts of Safety in a fresh workbook, and as they lay before and after.
    drawn
        The cells that the chart to be deleted drew.
    words, said
        What the status bar says, and the messages.
    """

    book: object
    fresh: list
    before: list
    after: list
    drawn: list
    words: str
    said: list

    @property
    def log(self):
        """What the Log says was done."""
        return [what for what in self.book.sheets["Log"].range("B5:B20").value if what]


def _lying(sheet):
    """Left, top, width and height of each chart of a sheet by its name."""
    return {c.name: (c.left, c.top, c.width, c.height) for c in sheet.charts}


def _near(lengths):
    return tuple(pytest.approx(length, abs=0.1) for length in lengths)


def _press(book):
    ask = Scripted()
    outcome = frame.run(REDRAW, book, ask)
    assert not outcome.failed, outcome.words
    return outcome.words, ask.said


def _cells(sheet, name):
    return series_cells(sheet.charts[name].impl.remote.Model)


@pytest.fixture(scope="module")
def ward(calc, rowan_file):
    """The demo's ward, open for all tests of the module."""
    calc.impl.answers = libreoffice.Cautious()
    book = calc.books.open(rowan_file)
    yield book
    book.close()


@pytest.fixture(scope="module")
def fresh(ward):
    """The workbook as it was made."""
    sheet = ward.sheets["Safety"]
    before, drawn = _lying(sheet), _cells(sheet, DELETED)
    words, said = _press(ward)
    return Pressed(ward, before, before, _lying(sheet), drawn, words, said)


@pytest.fixture(scope="module")
def upset(ward, fresh):
    """The same with charts moved, shrunk, renamed and deleted, and one of the team's own."""
    sheet = ward.sheets["Safety"]
    sheet.charts["bsChart_Safety_3"].left = 10
    sheet.charts["bsChart_Safety_3"].width = 100
    sheet.charts["bsChart_Safety_10"].top = 900
    sheet.charts["bsChart_Safety_10"].name = "Chart 99"
    sheet.charts[DELETED].delete()
    sheet.charts[LOST].top = 700
    ward.names[LOST].delete()
    ward.sheets["Capacity"].charts["bsChart_Capacity"].top += 400
    sheet.charts.add(5, 5, 200, 150, name="Ours")
    before = _lying(sheet)
    words, said = _press(ward)
    return Pressed(ward, fresh.before, before, _lying(sheet), fresh.drawn, words, said)


def test_a_fresh_workbook_stays_as_it_is(fresh):
    assert (fresh.words, fresh.said) == (IN_PLACE, [])
    assert fresh.after == fresh.before
    assert fresh.log == []


def test_charts_that_were_moved_shrunk_or_renamed_go_back(upset):
    assert "put 3 run charts back in place" in upset.words
    for name in ("bsChart_Safety_3", "bsChart_Safety_10"):
        assert upset.after[name] == _near(upset.fresh[name])
    hours = upset.book.sheets["Capacity"].charts["bsChart_Capacity"]
    assert hours.top == pytest.approx(265.5, abs=0.1)


def test_a_chart_that_was_deleted_is_made_again_and_draws_the_same_cells(upset):
    assert "made 1 run chart again" in upset.words
    sheet = upset.book.sheets["Safety"]
    assert upset.after[DELETED] == _near(upset.fresh[DELETED])
    assert _cells(sheet, DELETED) == upset.drawn
    made = sheet.charts[DELETED]
    assert (made.title, made.chart_type) == ("Self-harm per 1,000 bed days", "line_markers")
    assert made.legend.position == "bottom"
    assert [series.name for series in made.series] == ["Value", "Median", "Goal", "Shift", "Trend"]
    assert made.value_axis.number_format == "0.0"


def test_what_a_button_cannot_make_as_it_was_is_said(upset):
    (said,) = upset.said
    assert said.startswith("Made again: Self-harm per 1,000 bed days.")
    assert "the median is a line instead of dashes" in said


def test_a_chart_whose_cell_lost_its_name_stays_and_that_is_said(upset):
    assert upset.after[LOST] == upset.before[LOST]
    (said,) = upset.said
    assert "Nobody knows where these belong any more: Restraint per 1,000 bed days." in said


def test_a_chart_of_the_teams_own_stays(upset):
    assert upset.after["Ours"] == _near((5, 5, 200, 150))


def test_the_log_tells_of_it(upset):
    assert upset.log == [
        "Redrew run charts: put 3 run charts back in place and made 1 run chart again."
    ]


def test_rows_that_a_filter_hides_push_no_chart_over_another():
    heights = {19: 265.5, 36: 270.0, 53: 275.0}
    sheet = SimpleNamespace(range=lambda cell: SimpleNamespace(top=heights[cell[0]]))
    assert tops_of(sheet, [18, 35, 52]) == {18: 265.5, 35: 520.5, 52: 775.5}
