"""The demo tells the published results, exactly."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np
import pytest

from vmbox.demo import REMARK, demo_box_scores
from vmbox.demo.shapes import Dice, level, spread_pence
from vmbox.runcharts import analyse, propose

if TYPE_CHECKING:
    from vmbox.measures import BoxScore

BOXES = demo_box_scores()
COMMUNITY, WARD, KITCHEN = BOXES


def series(box: BoxScore, name: str) -> np.ndarray:
    return box.values[name].to_numpy()


def test_referrals_returned_fall_from_a_median_of_31_to_one_of_15_percent() -> None:
    name = "Referrals returned to GPs"
    chart = analyse(series(COMMUNITY, name), phases=COMMUNITY.phases(name), ceiling=1.0)
    assert chart.median[0] == 0.31
    assert chart.median[73] == 0.15
    assert all(phase.firm for phase in chart.phases)


def test_the_medians_of_all_weeks_before_and_after_say_the_same() -> None:
    name = "Referrals returned to GPs"
    (change,) = COMMUNITY.phases(name)
    values = series(COMMUNITY, name)
    assert np.nanmedian(values[:change]) == 0.31
    assert np.nanmedian(values[change:]) == 0.15


def test_the_accepted_median_is_the_one_that_the_rules_propose() -> None:
    name = "Referrals returned to GPs"
    proposal = propose(series(COMMUNITY, name), phases=(), ceiling=1.0)
    assert proposal is not None
    assert (proposal.start,) == COMMUNITY.phases(name)
    assert proposal.median == 0.15


def test_over_90_percent_of_responding_staff_feel_supported() -> None:
    name = "Staff who feel supported"
    (change,) = WARD.phases(name)
    chart = analyse(series(WARD, name), phases=(change,), ceiling=1.0)
    assert chart.median[0] < 0.7
    assert chart.median[-1] > 0.9
    worked = WARD.worked_out().iloc[change:]
    assert worked["Staff feeling supported"].sum() / worked["Staff responding"].sum() > 0.9


def test_milk_costs_15_percent_or_10_185_pounds_less_to_the_penny() -> None:
    pence = [Decimal(str(cost)) for cost in KITCHEN.entered["Milk"].dropna()]
    assert len(pence) == 80
    assert all(cost == cost.quantize(Decimal("0.01")) for cost in pence)
    before, after = sum(pence[:40]), sum(pence[40:])
    assert before == Decimal("67900.00")
    assert before - after == Decimal("10185.00")
    assert (before - after) / before == Decimal("0.15")


@pytest.mark.parametrize("box", BOXES, ids=lambda box: box.setting)
def test_every_team_is_labelled_and_has_more_than_60_weeks(box: BoxScore) -> None:
    assert box.remark == REMARK
    assert REMARK.startswith("Illustrative data: made-up")
    assert (~box.values.isna().all(axis=1)).sum() >= 60
    assert box.values.iloc[-20:].isna().all().all()  # room to type the next weeks


@pytest.mark.parametrize("box", BOXES, ids=lambda box: box.setting)
def test_every_measure_is_alive_and_plausible(box: BoxScore) -> None:
    recorded = box.values.notna().sum()
    assert recorded.min() >= 30
    for measure in box.measures:
        values = box.values[measure.name].dropna()
        assert values.min() >= 0
        assert values.max() <= (measure.ceiling or np.inf)
        assert values.nunique() > 2
    assert box.values.iloc[:60].isna().any().any()


@pytest.mark.parametrize("box", BOXES, ids=lambda box: box.setting)
def test_shares_of_contracted_hours_add_up(box: BoxScore) -> None:
    shares = [measure.name for measure in box.measures if measure.domain == "Capacity"]
    weeks = box.values[shares].dropna()
    assert len(weeks) >= 60
    assert np.allclose(weeks.sum(axis=1), 1.0, atol=1e-12)


@pytest.mark.parametrize("box", BOXES, ids=lambda box: box.setting)
def test_registers_are_filled_and_name_what_is_there(box: BoxScore) -> None:
    assert 4 <= len(box.huddles) <= 8
    assert 4 <= len(box.actions) <= 6
    assert box.medians
    for name in [row.measure for row in (*box.medians, *box.actions)]:
        assert box.measure(name)
    for row in box.medians:
        assert row.reason
        assert row.who
        assert row.when is not None
        assert dt.timedelta(weeks=9) <= row.when - row.week
        assert box.weeks[0].date() < row.week < box.weeks[-1].date()


@pytest.mark.parametrize(
    ("name", "encoding"), [("rowan_ward.csv", "cp1252"), ("referrals.csv", "utf-8-sig")]
)
def test_the_exports_are_as_messy_as_they_claim(name: str, encoding: str) -> None:
    data = (resources.files("vmbox.demo") / name).read_bytes()
    text = data.decode(encoding)
    assert "n/a" in text
    if encoding == "cp1252":
        with pytest.raises(UnicodeDecodeError):
            data.decode("utf-8")
        assert all(mess in text for mess in ("£", "%", "NULL", "(£212.40)", " 00:00", "Birch Ward"))
    else:
        assert data.startswith(b"\xef\xbb\xbf")


def test_the_demo_is_the_same_every_time() -> None:
    assert demo_box_scores() == BOXES


def test_pence_are_spread_without_losing_one() -> None:
    spread = spread_pence(100, np.array([1.0, 1.0, 1.0]))
    assert sorted(spread) == [0.33, 0.33, 0.34]


def test_dice_of_one_name_fall_alike() -> None:
    levels = level(5, (0, 2.0), (4, 6.0))
    assert list(levels) == [2.0, 3.0, 4.0, 5.0, 6.0]
    assert list(Dice("a").counts(levels)) == list(Dice("a").counts(levels))
    assert all(Dice("a").shares(np.ones(5), np.full(5, 7.0)) == 7)
