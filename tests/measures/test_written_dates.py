"""Dates as they are written in Scotland."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vmbox.errors import DataError
from vmbox.measures import parse_date
from vmbox.measures.dates import parse_month, spoken

SECOND_OF_MARCH = dt.date(2026, 3, 2)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-03-02", "2026-03-02T10:15:00", "2026-03-02 10:15", "2026-03-02T10:15:00Z"),
        *("2026/03/02", "20260302", "02/03/2026", "2/3/2026", "02/03/26", "02.03.2026"),
        *("02-03-2026", "2-Mar-26", "2-MAR-2026", "2 March 2026", "2nd March 2026", "02 Mar 26"),
        *("02/03/2026 00:00", "02/03/2026 00:00:00", "02/03/2026 9:05 AM", "2Mar2026"),
        *("Mon 2 March 2026", "Monday, 2 March 2026", " 02/03/2026 ", "2 Mar. 2026"),
        "2026-03-02 10:15:00.000+00:00",
    ],
)
def test_every_usual_way_to_write_a_date_is_read(text: str) -> None:
    assert parse_date(text) == SECOND_OF_MARCH


@pytest.mark.parametrize(
    "text", ["", "soon", "32/01/2026", "30/02/2026", "2026-13-01", "March 2026", "2 Foo 2026",
             "46083", "2/3", "02/03-2026", "2 Ma 2026", "2 Ju 26", "0/1/2026"]
)  # fmt: skip
def test_what_is_no_date_is_refused_and_told_what_to_write(text: str) -> None:
    with pytest.raises(DataError, match="is no date: write 2026-03-02"):
        parse_date(text)


def test_the_american_order_is_never_read() -> None:
    with pytest.raises(DataError, match="the day comes first"):
        parse_date("03/25/2026")
    assert parse_date("03/02/2026") == dt.date(2026, 2, 3)


@pytest.mark.parametrize("text", ["Mar-26", "March 2026", "2026-03", "03/2026", "17/03/2026"])
def test_a_month_is_its_first_day(text: str) -> None:
    assert parse_month(text) == dt.date(2026, 3, 1)


WAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d-%b-%Y", "%a %d %b %Y", "%Y%m%d")


@given(st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)), st.sampled_from(WAYS))
def test_a_date_comes_back_from_every_way_of_writing(date: dt.date, way: str) -> None:
    assert parse_date(date.strftime(way)) == date
    assert parse_date(spoken(date)) == date


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
def test_two_digits_are_a_year_of_this_century(date: dt.date) -> None:
    assert parse_date(date.strftime("%d/%m/%y")) == date


@given(st.text(max_size=14))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    with contextlib.suppress(DataError):
        assert isinstance(parse_date(text), dt.date)
