"""How values read in their unit."""

from __future__ import annotations

import pytest

from vmbox.workbook.units import change_in_words, in_words, number_format


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (None, "count", ""),
        (0.305, "%", "30.5%"),
        (0.0005, "%", "0.1%"),
        (1204.5, "GBP", "£1,204.50"),
        (-3, "GBP", "-£3.00"),
        (12, "count", "12"),
        (12.345, "per 1,000", "12.35"),
        (7.25, "days", "7.3"),
        (10.75 / 24, "time of day", "10:45"),
        (1234567.0, "litres", "1,234,567"),
    ],
)
def test_a_value_reads_as_people_write_it(value: float | None, unit: str, words: str) -> None:
    assert in_words(value, unit) == words


def test_a_change_bears_its_sign() -> None:
    assert change_in_words(-16.0, "%") == "-16.0 pts"
    assert change_in_words(0.12, "count") == "+12%"
    assert change_in_words(None, "GBP") == ""


def test_a_unit_of_the_teams_own_is_shown_as_it_is() -> None:
    assert number_format("litres") == "General"
