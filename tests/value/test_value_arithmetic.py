"""What a patient costs, where a change came from, and what may be said of it."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vmbox.errors import DataError
from vmbox.value import (
    AVAILABLE,
    Change,
    PeriodCost,
    WeeklyCosts,
    capacity,
    implied_spend,
    in_words,
    percent,
    pounds,
    rounded,
    whole_pence,
)

WEEKS = pd.date_range("2025-03-31", periods=4, freq="7D")
DAY = dt.date(2025, 3, 31)


def period(*weeks: tuple[float | str, float], name: str = "Patients cared for") -> PeriodCost:
    """A period of weeks, each of pounds and patients."""
    costs = tuple(whole_pence(str(cost)) for cost, _ in weeks)
    patients = tuple(Fraction(str(count)) for _, count in weeks)
    return PeriodCost(DAY, DAY, len(weeks), costs, patients, name)


def weekly(costs: list[float], patients: list[float]) -> WeeklyCosts:
    return WeeklyCosts.of(
        pd.Series(costs, index=WEEKS), pd.Series(patients, index=WEEKS), denominator="Patients"
    )


nan = float("nan")


def test_a_week_without_cost_or_patients_is_blank_and_never_zero() -> None:
    costs = weekly([1000.0, nan, 900.0, 500.0], [10, 10, 0, nan])
    per_patient = costs.per_patient
    assert per_patient.iloc[0] == 100.0
    assert per_patient.iloc[1:].isna().all()


def test_the_period_is_sum_by_sum_and_the_median_another_figure() -> None:
    whole = weekly([1000.0, 300.0, nan, 100.0], [10, 1, 7, 1]).between()
    assert whole.per_patient == Fraction(140_000, 12)
    assert whole.median_of_weeks == 10_000
    assert (whole.counted, whole.weeks) == (3, 4)


def test_ten_pence_thirty_times_are_three_pounds() -> None:
    lines = pd.DataFrame({name: [0.1] * 4 for name in "abc"}, index=WEEKS)
    costs = WeeklyCosts.of(lines, pd.Series([1.0] * 4, index=WEEKS))
    assert costs.pence.tolist() == [30] * 4


def test_the_last_weeks_are_those_that_have_both() -> None:
    costs = weekly([100.0, 200.0, 300.0, nan], [1, 2, 3, 4])
    assert costs.last(2).costs == (20_000, 30_000)
    assert costs.first(1).costs == (10_000,)
    chosen = costs.between(dt.date(2025, 4, 7), dt.date(2025, 4, 14))
    assert (chosen.first, chosen.last, chosen.counted) == (
        dt.date(2025, 4, 7), dt.date(2025, 4, 14), 2,
    )  # fmt: skip


def test_weeks_that_differ_and_patients_below_zero_are_refused() -> None:
    with pytest.raises(DataError, match="same weeks"):
        WeeklyCosts.of(pd.Series([1.0]), pd.Series([1.0, 2.0]))
    with pytest.raises(DataError, match="no number of patients"):
        weekly([1, 1, 1, 1], [1, -1, 1, 1])


# ------------------------------------------------------------------ the published checks
def test_unit_cost_from_807_70_to_631_50_is_a_fall_of_21_8_per_cent() -> None:
    change = Change(period(("80770.00", 100)), period(("81400.35", Fraction("128.9"))))
    assert pounds(change.baseline.per_patient) == "£807.70"
    assert pounds(change.current.per_patient) == "£631.50"
    assert percent(change.unit_cost_share) == "-21.8 %"
    assert percent(change.volume_share) == "+28.9 %"
    assert round(float(implied_spend(change.unit_cost_share, change.volume_share)), 3) == 1.008
    assert change.cash_releasing < 0
    assert "no cash was released" in in_words(change)


def test_fifteen_per_cent_of_67_900_is_10_185() -> None:
    change = Change(period((67_900, 70)), period((57_715, 70)))
    assert pounds(change.cash_releasing) == "£10,185.00"
    assert percent(change.spend_share) == "-15.0 %"
    assert change.productivity == 0


# ------------------------------------------------------------------ laws
PERIOD = st.lists(
    st.tuples(
        st.integers(-(10**8), 10**9).map(lambda pence: Fraction(pence, 100)),
        st.integers(1, 400).map(lambda quarters: Fraction(quarters, 4)),
    ),
    min_size=1,
    max_size=6,
).map(
    lambda weeks: PeriodCost(
        DAY, DAY, len(weeks), tuple(int(c * 100) for c, _ in weeks), tuple(v for _, v in weeks)
    )
)


@given(PERIOD, PERIOD)
def test_the_effects_add_up_to_the_change_exactly(
    baseline: PeriodCost, current: PeriodCost
) -> None:
    change = Change(baseline, current)
    assert change.unit_cost == change.spend_effect + change.volume_effect
    assert change.unit_cost == current.per_patient - baseline.per_patient
    assert change.cash_over_period == change.cash_releasing * len(current.costs)
    back = Change(current, baseline)
    assert back.spend_effect == -change.spend_effect
    assert back.volume_effect == -change.volume_effect


@given(PERIOD, PERIOD, st.sampled_from([True, False, None]))
def test_the_sentence_never_calls_released_what_was_not(
    baseline: PeriodCost, current: PeriodCost, recurring: bool | None
) -> None:
    change = Change(baseline, current, recurring)
    words = in_words(change)
    assert "sav" not in words.casefold()
    assert ("of cash was released" in words) == (rounded(change.cash_releasing) > 0)
    assert ("more was spent" in words) == (rounded(change.cash_releasing) < 0)
    assert "Patients" in words


# ------------------------------------------------------------------ the sentence
def test_cash_that_was_released_is_said_with_what_is_known_of_it() -> None:
    change = Change(period((2000, 10), (2000, 10)), period((1500, 10), (1500, 10)), recurring=True)
    assert in_words(change) == (
        "Cost per patient (Patients cared for) fell from £200.00 to £150.00 (-25.0 %). "
        "Spending fell from £2,000.00 to £1,500.00 a week (-25.0 %): £500.00 of cash was released "
        "each week, £1,000.00 over 2 weeks (recurring). Patients cared for stayed the same a week."
    )


def test_more_patients_for_more_money_is_productivity_and_no_cash() -> None:
    change = Change(period((2000, 10)), period((2100, 15)))
    assert in_words(change) == (
        "Cost per patient (Patients cared for) fell from £200.00 to £140.00 (-30.0 %). "
        "Spending rose from £2,000.00 to £2,100.00 a week (+5.0 %): no cash was released, and "
        "£100.00 over 1 week more was spent. Patients cared for rose by 50.0 % a week: at the "
        "baseline's cost those would have taken £1,000.00 more each week. That is productivity, "
        "and no cash."
    )


def test_a_period_without_figures_is_said_and_nothing_is_worked_out() -> None:
    empty = weekly([nan] * 4, [1, 1, 1, 1]).between()
    change = Change(empty, period((1, 1)))
    assert not change.comparable
    assert change.unit_cost is change.productivity is change.cash_over_period is None
    assert in_words(change) == (
        "No comparison: the baseline has no week with both a cost and patients."
    )


def test_weeks_that_do_not_count_are_told() -> None:
    some = weekly([1000.0, nan, 900.0, 500.0], [10, 10, 0, 5])
    words = in_words(Change(some.between(), some.between()))
    assert "Not counted are 2 of the 4 weeks of the baseline and 2 of the 4 weeks" in words


# ------------------------------------------------------------------ capacity
HOURS = st.lists(st.floats(0, 500).map(lambda hours: round(hours, 2)), min_size=4, max_size=4)


@given(HOURS, st.lists(HOURS, min_size=2, max_size=5))
def test_shares_add_up_to_the_whole(contracted: list[float], hours: list[list[float]]) -> None:
    named = {f"Category {at}": row for at, row in enumerate(hours)}
    found = capacity(pd.Series(contracted, index=WEEKS), pd.DataFrame(named, index=WEEKS))
    assume(found.contracted > 0)
    assert sum(found.shares.values()) == 1
    assert found.available + sum(found.hours.values()) == found.contracted
    if found.available >= 0:
        assert round(sum(found.percentages().values()), 6) == 100.0


def test_sampled_weeks_count_and_gaps_are_no_error() -> None:
    contracted = pd.Series([100.0, 100.0, nan, 100.0], index=WEEKS)
    hours = pd.DataFrame(
        {"Direct care": [60.0, nan, 50.0, 40.0], "Admin": [10.0, nan, 5.0, nan]}, index=WEEKS
    )
    found = capacity(contracted, hours, role="Nurses")
    assert (found.weeks, found.contracted, found.role) == (2, 200, "Nurses")
    assert found.percentages() == {"Direct care": 50.0, "Admin": 5.0, AVAILABLE: 45.0}
    assert (found.first, found.last) == (WEEKS[0].date(), WEEKS[3].date())


def test_more_hours_than_contracted_are_a_finding() -> None:
    contracted = pd.Series([10.0, 10.0], index=WEEKS[:2])
    hours = pd.DataFrame({"Direct care": [8.0, 12.0]}, index=WEEKS[:2])
    found = capacity(contracted, hours)
    assert found.over == (WEEKS[1].date(),)
    assert found.available == 0


def test_hours_that_cannot_be_are_refused_and_none_are_empty() -> None:
    contracted = pd.Series([10.0], index=WEEKS[:1])
    with pytest.raises(DataError, match="Admin of 2025-03-31: -1 cannot be hours"):
        capacity(contracted, pd.DataFrame({"Admin": [-1.0]}, index=WEEKS[:1]))
    empty = capacity(contracted, pd.DataFrame({"Admin": [np.nan]}, index=WEEKS[:1]))
    assert (empty.weeks, empty.shares, empty.percentages()) == (0, {}, {})
