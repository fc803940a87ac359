"""Names of periods: what is clear has its days, what is not is never guessed."""

from __future__ import annotations

import datetime as dt

import pytest

from vmbox.errors import DataError
from vmbox.value.periods import PeriodRules, Span, day_or_period, period

MONTHS = PeriodRules()
FOUR_WEEKLY = PeriodRules("four-weekly", starts={"2025/26": dt.date(2025, 3, 31)})
OCTOBER = Span(dt.date(2025, 10, 1), dt.date(2025, 10, 31))


@pytest.mark.parametrize(
    "text",
    [
        *("2025/26 P07", "2025-26 Period 7", "P07 2025/26", "P7 25/26", "2025/26-07", "2025/26 07"),
        *("2025/2026 p.7", "FY25/26 M07", "Month 7 2025/26", "P07-2025/26", "P07 Oct-25", "Oct-25"),
        *("October 2025", "Oct 2025", "OCT-2025", "2025-10", "01/10/2025", "31/10/2025"),
        *("2025-10-01 00:00:00", "2025–26 P07", "Oct-25 (P07)"),
    ],
)
def test_names_of_october(text: str) -> None:
    assert period(text, MONTHS) == OCTOBER


@pytest.mark.parametrize("text", ["P07", "7", "07", "Period 7", "October", "Oct"])
def test_names_without_a_year_take_the_one_given(text: str) -> None:
    assert period(text, MONTHS, "2025/26") == OCTOBER
    assert period(text, PeriodRules(year="2025/26")) == OCTOBER
    with pytest.raises(DataError, match="unclear"):
        period(text, MONTHS)


def test_the_year_of_the_nhs_begins_in_april() -> None:
    assert period("2025/26 P01", MONTHS).start == dt.date(2025, 4, 1)
    assert period("2025/26 P12", MONTHS).end == dt.date(2026, 3, 31)
    assert period("Mar", MONTHS, "2025/26").start == dt.date(2026, 3, 1)
    assert period("2027/28 P11", MONTHS).end == dt.date(2028, 2, 29)


@pytest.mark.parametrize(
    "text",
    [
        *("202510", "2025/10", "10/2025", "2025/27 P07", "P13 2025/26", "P00 2025/26", "FY26 P07"),
        *("2025/26", "15/10/2025", "Q3 2025/26", "P08 Oct-25", "Week 23", "P07 2025", "tbc", "Oct"),
        *("2025/26 P07 P08", "11/12/07", "20251"),
    ],
)
def test_what_could_be_two_things_is_unclear(text: str) -> None:
    with pytest.raises(DataError, match=r"the period '.*' is unclear: "):
        period(text, MONTHS)


def test_the_rules_settle_what_is_unclear() -> None:
    assert period("202510", PeriodRules(six_digits="calendar")) == OCTOBER
    assert period("202507", PeriodRules(six_digits="financial")) == OCTOBER
    assert period("FY26 P07", PeriodRules(single_year="end")) == OCTOBER
    assert period("2025 P07", PeriodRules(single_year="start")) == OCTOBER
    named = PeriodRules(named={"Wk 40": Span(dt.date(2025, 9, 29), dt.date(2025, 10, 5))})
    assert period("wk40", named).days == 7


def test_a_year_has_thirteen_periods_of_four_weeks() -> None:
    first = period("2025/26 P01", FOUR_WEEKLY)
    last = period("P13 25/26", FOUR_WEEKLY)
    assert (first.start, first.days) == (dt.date(2025, 3, 31), 28)
    assert last.end == first.start + dt.timedelta(days=13 * 28 - 1)
    for text in ("2025/26 P14", "2026/27 P01"):
        with pytest.raises(DataError, match="unclear"):
            period(text, FOUR_WEEKLY)


def test_a_column_of_dates_may_hold_a_month_but_no_american_date() -> None:
    day = dt.date(2025, 10, 3)
    assert day_or_period("03/10/2025", MONTHS) == Span(day, day)
    assert day_or_period("Oct-25", MONTHS) == OCTOBER
    with pytest.raises(DataError, match="the day comes first"):
        day_or_period("10/13/2025", MONTHS)
    with pytest.raises(DataError, match="no date"):
        day_or_period("soon", MONTHS)
