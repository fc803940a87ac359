"""What a cell holds, from what Excel on Windows, Excel on a Mac and LibreOffice tell of it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from vmbox.live.contents import cell_of, counts_from_1904, entry_of, typed
from vmbox.live.structured import as_people_write, written_out
from vmbox.workbook.port import ToFourPlaces
from vmbox.xlsx import Cell, ErrorValue

UTC = dt.UTC


@pytest.mark.parametrize(
    ("value", "formula", "held"),
    [
        (None, "", None),
        ("", "", None),
        ("", '=""', Cell("", '""')),
        (3.0, "3", Cell(3.0)),
        (True, "TRUE", Cell(True)),
        ("three", "three", Cell("three")),
        ("=A1", "=A1", Cell("=A1")),
        (7.0, "=A1", Cell(7.0, "A1")),
        (dt.datetime(2026, 3, 2, tzinfo=UTC), "46083", Cell(46083.0)),
        (dt.datetime(2026, 3, 9, tzinfo=UTC), "=A1+7", Cell(46090.0, "A1+7")),
        # A time of day is one on the day before the first.
        (dt.datetime(1899, 12, 30, 10, 30, tzinfo=UTC), "0.4375", Cell(0.4375)),
        (dt.datetime(1899, 12, 30, 10, 30, tzinfo=UTC), "=B1", Cell(0.4375, "B1")),
        (Decimal("1234.5679"), "1234.56789", Cell(1234.56789)),
        (-2146826246, "=NA()", Cell(ErrorValue("#N/A"), "NA()")),
        (-2146826243, "=A1:A9", Cell(ErrorValue("#SPILL!"), "A1:A9")),
        ("#N/A", "=NA()", Cell(ErrorValue("#N/A"), "NA()")),
        ("#N/A", "#N/A", Cell("#N/A")),
    ],
)
def test_a_cell_holds_what_the_file_would(value: object, formula: str, held: Cell | None) -> None:
    found = cell_of(value, formula, date1904=False)
    assert found == held
    if found is not None and held is not None:
        assert type(found.value) is type(held.value)


def test_money_that_a_formula_makes_is_known_to_four_places() -> None:
    found = cell_of(Decimal("2.3333"), "=7/3", date1904=False)
    assert found is not None
    assert type(found.value) is ToFourPlaces


def test_a_typed_date_says_which_day_dates_count_from() -> None:
    moment = dt.datetime(2026, 3, 2, tzinfo=UTC)
    assert counts_from_1904(moment, "46083") is False
    assert counts_from_1904(moment, "44621") is True
    assert counts_from_1904(moment, "=A1") is None
    assert counts_from_1904(46083.0, "46083") is None
    assert cell_of(moment, "=A1", date1904=True) == Cell(44621.0, "A1")


@pytest.mark.parametrize(
    ("text", "given"),
    [
        *(
            (text, f"'{text}")
            for text in ("=A1", "+44", "-1", "@b", "12", "3/4", "5%", "'x", "#N/A")
        ),
        *((text, f"'{text}") for text in ("TRUE", "May 2026", "1e5", "(3)", "£4")),
        *((text, text) for text in ("Falls", "Moved to another ward", "Délais d'attente")),
        ("A long sentence of the year 2026 that nobody takes for a date", None),
    ],
)
def test_a_text_that_might_be_taken_for_something_has_an_apostrophe(
    text: str, given: str | None
) -> None:
    assert typed(entry_of(Cell(text))) == (given or text)


def test_numbers_formulas_and_nothing_are_given_as_they_are() -> None:
    cells = (Cell(2.5), Cell(True), Cell(None), Cell(9.0, "A1+1"), Cell(ErrorValue("#N/A")))
    assert [typed(entry_of(cell)) for cell in cells] == [2.5, True, "", "=A1+1", "#N/A"]


@pytest.mark.parametrize(
    ("shown", "in_a_file"),
    [
        ("[@Falls]/2", "bsSafety[[#This Row],[Falls]]/2"),
        ("[@[Bed days]]", "bsSafety[[#This Row],[Bed days]]"),
        ("SUM(bsCost[@[Pay]:[Drugs]])", "SUM(bsCost[[#This Row],[Pay]:[Drugs]])"),
        ("[@[It's '[new']]]", "bsSafety[[#This Row],[It's '[new']]]"),
        ("SUM([Falls])", "SUM(bsSafety[Falls])"),
        ("[Other.xlsx]Sheet1!A1+[@A]", "[Other.xlsx]Sheet1!A1+bsSafety[[#This Row],[A]]"),
        ('"[@Falls]"&A1', '"[@Falls]"&A1'),
        ("SUM(bsCost[Pay])", "SUM(bsCost[Pay])"),
    ],
)
def test_a_column_is_spelt_as_in_a_file(shown: str, in_a_file: str) -> None:
    assert written_out(shown, "bsSafety") == in_a_file
    assert written_out(in_a_file, "bsSafety") == in_a_file


def test_newer_functions_are_written_as_people_write_them() -> None:
    assert as_people_write('_xlfn.STDEV.S(A1:A9)&"_xlfn.X"') == 'STDEV.S(A1:A9)&"_xlfn.X"'
