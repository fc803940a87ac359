"""What a cell makes of text, as Excel does."""

from __future__ import annotations

import datetime as dt

import pytest

from vmbox.libreoffice.typed import Formula, Shown, read


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("-1.5", -1.5), ("1,234.5", 1234.5), (".5", 0.5), (" 7 ", 7), ("£1,000", 1000)],
)
def test_text_that_looks_like_a_number_becomes_one(text: str, number: float) -> None:
    assert read(text) == Shown(number, "")


@pytest.mark.parametrize(
    "text", ["12 beds", "1,23", "--1", "1.2.3", "", " ", "31/2/2026", "25:00", "1e400"]
)
def test_other_text_stays_text(text: str) -> None:
    assert read(text) == text


def test_an_apostrophe_keeps_text_as_it_is() -> None:
    assert read("'12") == "12"
    assert read("'=A1") == "=A1"


def test_percentages_dates_and_times_bring_their_format() -> None:
    assert read("12.5%") == Shown(0.125, "0.00%")
    assert read("1/2/2026") == Shown(dt.datetime.fromisoformat("2026-02-01"), "yyyy-mm-dd")
    assert read("2026-02-01") == Shown(dt.datetime.fromisoformat("2026-02-01"), "yyyy-mm-dd")
    assert read("06:00") == Shown(0.25, "hh:mm")


def test_formulas_errors_and_truth_values_are_themselves() -> None:
    assert read("=A1") == Formula("=A1")
    assert read("#n/a") == Formula("=#N/A")
    assert read("true") is True


def test_a_lone_equals_sign_is_text() -> None:
    assert read("=") == "="


def test_nought_is_a_number() -> None:
    assert read("0") == Shown(0, "")
