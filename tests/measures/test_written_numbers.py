"""Numbers as ward systems write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vmbox.measures.goals import share
from vmbox.measures.numbers import is_missing, read_number


def value(text: str) -> float:
    number = read_number(text)
    assert number is not None
    return number.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", 12.0),
        (" 12.50 ", 12.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1,234", 1234.0),
        ("1,234,567.89", 1234567.89),
        ("12 345", 12345.0),
        ("12\N{NO-BREAK SPACE}345", 12345.0),
        ("£1,234.50", 1234.5),
        ("GBP 67,900", 67900.0),
        ("-£3.20", -3.2),
        ("£-3.20", -3.2),
        ("(12.50)", -12.5),
        ("(£1,012.50)", -1012.5),
        ("12.50-", -12.5),
        ("−4", -4.0),
        ("+4", 4.0),
        ("31%", 31.0),
        ("31.5 %", 31.5),
        ("1.2e3", 1200.0),
        ("0", 0.0),
        ("-0", 0.0),
    ],
)
def test_a_number_is_read_as_it_is_meant(text: str, expected: float) -> None:
    assert value(text) == expected
    assert str(value(text)) == str(expected)


@pytest.mark.parametrize(
    ("text", "hours"),
    [("10:45", 10.75), ("9:30", 9.5), ("10:45:36", 10.76), ("2:30 pm", 14.5), ("12:15am", 0.25)],
)
def test_a_clock_time_is_read_in_hours(text: str, hours: float) -> None:
    number = read_number(text)
    assert number is not None
    assert number.clock
    assert number.value == pytest.approx(hours)


@pytest.mark.parametrize(
    "text", ["", " ", "-", "–", "n/a", "N/A", "NULL", "nan", "None", "#N/A", "*", "not recorded"]
)
def test_a_blank_by_any_name_is_no_value(text: str) -> None:
    assert is_missing(text)
    assert read_number(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("ten", "1,2", "12,34", "1.2.3", "3 of 20", "12%%", "(-3)", "--3", "()", "£", "%"),
        *("13:00 pm", "10:45m", "10:99", "1e999", "1,234,56", "0x10", "1_000", "3/20", "<5"),
    ],
)
def test_what_is_no_number_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"is (no|too)"):
        read_number(text)


@given(st.decimals(-(10**9), 10**9, places=2))
def test_money_comes_back_however_it_is_written(amount: object) -> None:
    size = f"{abs(amount):,.2f}"  # type: ignore[arg-type]
    expected = float(str(amount)) + 0.0
    if expected < 0:
        assert value(f"(£{size})") == value(f"-£{size}") == value(f"{size}-") == expected
    else:
        assert value(f"£{size}") == value(size.replace(",", " ")) == expected


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_every_float_comes_back_to_the_last_bit(number: float) -> None:
    assert value(repr(number)) == number


@given(st.integers(0, 10_000))
def test_a_percentage_is_the_float_nearest_to_its_share(hundredths: int) -> None:
    assert share(value(f"{hundredths / 100:.2f} %")) == float(f"{hundredths}e-4")


@given(st.text(max_size=12))
def test_any_text_is_a_number_or_none_or_refused(text: str) -> None:
    try:
        number = read_number(text)
    except ValueError:
        return
    assert (number is None) == is_missing(text)
