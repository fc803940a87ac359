"""Amounts as ledgers print them come out as whole pence, exactly, or not at all."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vmbox.value.amounts import pence_of_text, read_amounts
from vmbox.value.money import percent, pounds, rounded, shared_out

PENCE = st.integers(-(10**12), 10**12)


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("1234.56", 123456),
        ("1,234.56", 123456),
        ("£1,234.56", 123456),
        ("GBP 1,234.56", 123456),
        ("(1,234.56)", -123456),
        ("(£1,234.56)", -123456),
        ("£(1,234.56)", -123456),
        ("-£1,234.56", -123456),
        ("£-1,234.56", -123456),
        ("1,234.56-", -123456),
        ("−1,234.56", -123456),
        ("1,234.56 CR", -123456),
        ("1,234.56CR", -123456),
        ("1,234.56 DR", 123456),
        ("1\N{NO-BREAK SPACE}234.56", 123456),
        (" +5 ", 500),
        (".5", 50),
        ("5.", 500),
        ("0.005", 1),
        ("-0.005", -1),
        ("1e-12", 0),
        ("1.23456789E7", 1234567890),
        ("-", 0),
        ("", None),
    ],
)
def test_amounts_in_every_dress(text: str, pence: int | None) -> None:
    assert pence_of_text(text)[0] == pence
    read = read_amounts(pd.Series([text, "x"]))
    assert (read.pence[0], read.known[0]) == (pence or 0, pence is not None)


@pytest.mark.parametrize(
    "text",
    [
        *("TBC", "12,34", "1.234,56", "1,2345", "(5.00", "(-5.00)", "-5.00-", "-5 CR", "1.2E+05"),
        *("12%", "1 2", "£", "1,234,56.00", "12.34.56", "٣", "inf", "nan%", "#REF!"),
        "9" * 20,
    ],
)
def test_what_is_no_amount_is_never_guessed(text: str) -> None:
    with pytest.raises(ValueError, match=r"amount|pence"):
        pence_of_text(text)
    read = read_amounts(pd.Series([text]))
    assert not read.known[0]
    assert text in read.wrong[0]


@given(st.lists(PENCE, min_size=1, max_size=30), st.sampled_from(["{}", "£{}", "{} DR"]))
def test_text_and_numbers_come_back_to_the_penny(pence: list[int], dress: str) -> None:
    plain = pd.Series([one / 100 for one in pence])
    texts = [
        dress.format(f"{'-' if one < 0 else ''}{abs(one) // 100:,}.{abs(one) % 100:02d}")
        for one in pence
    ]
    assert read_amounts(plain).pence.tolist() == pence
    assert read_amounts(pd.Series(texts)).pence.tolist() == pence


@given(PENCE, st.lists(st.integers(0, 40), min_size=1, max_size=60).filter(any))
def test_parts_add_up_and_none_is_a_penny_from_its_due(amount: int, weights: list[int]) -> None:
    parts = shared_out(amount, weights)
    assert sum(parts) == amount
    assert shared_out(-amount, weights) == [-part for part in parts]
    total = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * total - amount * weight) < total


def test_what_is_left_goes_to_the_largest_remainders_and_then_to_the_first() -> None:
    assert shared_out(100, [1, 1, 1]) == [34, 33, 33]
    assert shared_out(10, [3, 6, 2]) == [3, 5, 2]
    assert shared_out(-1, [5, 7, 7]) == [0, -1, 0]


def test_money_is_shown_as_people_write_it() -> None:
    assert [pounds(pence) for pence in (123456, -50, 0, 10**9)] == [
        "£1,234.56", "-£0.50", "£0.00", "£10,000,000.00",
    ]  # fmt: skip


@given(st.fractions(-1000, 1000))
def test_halves_are_rounded_away_from_zero(amount) -> None:
    whole = rounded(amount)
    assert abs(whole - amount) * 2 <= 1
    assert rounded(-amount) == -whole
    assert percent(amount / 1000).endswith(" %")
