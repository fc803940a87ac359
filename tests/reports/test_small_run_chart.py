"""The small run charts of a report: what is drawn, and where."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmbox.measures import UNITS, BoxScore, Measure, NewMedian
from vmbox.reports.run_chart import BOTTOM, SHOWN, TOP, WIDTH, RunChart, run_charts
from vmbox.reports.scale import scale_of
from vmbox.workbook import judged

START = dt.date(2025, 1, 6)
ANY = st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: float(f"{value:.6g}"))


def chart_of(
    values: list[float],
    *,
    unit: str = "count",
    goal: float | None = None,
    median_from: int | None = None,
) -> RunChart:
    """The run chart of one measure's values, one a week."""
    measure = Measure("Falls", "Safety", unit, "down", goal)
    medians = ()
    if median_from is not None:
        medians = (NewMedian("Falls", START + dt.timedelta(weeks=median_from)),)
    box = BoxScore(
        "Ward 7",
        (measure,),
        pd.date_range(START, periods=len(values), freq="7D", name="week").as_unit("ns"),
        entered=pd.DataFrame(
            {"Falls": values}, index=pd.date_range(START, periods=len(values), freq="7D")
        ),
        medians=medians,
    )
    (chart,) = run_charts(box, judged(box))
    return chart


def points(path: str) -> list[tuple[float, float]]:
    """The places that a path of moves and lines goes to."""
    return [(float(x), float(y)) for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path)]


def steps(path: str) -> list[tuple[float, float, float]]:
    """The level lines of a path: from, to, height."""
    return [
        (float(left), float(right), float(height))
        for left, height, right in re.findall(r"M([\d.]+) ([\d.]+)H([\d.]+)", path)
    ]


def test_a_missing_week_is_no_point_and_the_line_goes_on_over_it() -> None:
    chart = chart_of([1.0, 2.0, np.nan, 4.0])
    line = points(chart.line)
    assert len(line) == len(points(chart.dots)) == 3
    assert chart.line.count("M") == 1
    (one, _), (two, _), (four, _) = line
    assert four - two == pytest.approx(2 * (two - one), abs=0.2)


def test_higher_values_stand_higher_in_proportion() -> None:
    heights = [y for _, y in points(chart_of([0.0, 5.0, 10.0]).line)]
    assert heights[0] - heights[1] == pytest.approx(heights[1] - heights[2], abs=0.2)
    assert heights[0] > heights[2]


def test_each_phase_has_its_own_median_and_nothing_is_drawn_between_them() -> None:
    values = [4.0, 6.0] * 6 + [1.0, 3.0] * 6
    chart = chart_of(values, median_from=12, goal=2.0)
    first, second = steps(chart.medians)
    assert first[1] < second[0]
    heights = {value: y for value, (_, y) in zip(values, points(chart.line), strict=True)}
    assert first[2] == pytest.approx((heights[4.0] + heights[6.0]) / 2, abs=0.2)
    assert second[2] == pytest.approx(chart.goal or 0, abs=0.1)
    assert chart.alt == (
        "Run chart of Falls: 24 weeks recorded from 6 January 2025 to 16 June 2025; latest 3; "
        "median 5; median 2 from 31 March 2025; goal 2. No signal."
    )


def test_points_in_a_shift_and_in_a_trend_have_shapes_of_their_own() -> None:
    chart = chart_of([4.0, 6.0] * 6 + [2.0, 1.0, 1.2, 1.4, 1.6, 1.8, 1.9])
    marked = {round(x) for x, _ in points(chart.shifts)}
    assert len(marked) == chart.shifts.count("z") == 7
    assert chart.trends.count("z") == 6
    assert chart.shifts.count("l") == 7
    four_sides, three_sides = chart.shifts.split("z")[0], chart.trends.split("z")[0]
    assert len(re.findall(r"-?\d+\.?\d*", four_sides)) == 8
    assert len(re.findall(r"-?\d+\.?\d*", three_sides)) == 6
    assert "7 points in a shift; 6 points in a trend" in chart.alt


def test_one_point_stands_in_the_middle_without_a_median() -> None:
    chart = chart_of([np.nan, 3.0])
    ((x, _),) = points(chart.line)
    assert x == pytest.approx((chart.left + chart.right) / 2, abs=0.1)
    assert chart.medians == ""
    assert [label.text for label in chart.dates] == ["13 Jan 25"]


def test_of_many_weeks_the_last_two_years_are_shown() -> None:
    chart = chart_of([1.0, 2.0] * 130)
    assert len(points(chart.line)) == SHOWN
    assert chart.alt.startswith("Run chart of Falls: 104 weeks recorded from 3 January 2028")


def test_labels_of_a_median_on_its_goal_do_not_cover_each_other() -> None:
    chart = chart_of([0.9] * 12, unit="%", goal=0.9)
    assert [label.text for label in chart.marks] == ["goal 90.0%", "med. 90.0%"]
    upper, lower = (label.y for label in chart.marks)
    assert lower - upper >= 9


@settings(max_examples=40)
@given(
    values=st.lists(st.one_of(ANY, st.just(float("nan"))), min_size=1, max_size=30).filter(
        lambda some: not np.isnan(some).all()
    ),
    unit=st.sampled_from([unit for unit in UNITS if unit != "%"]),
    goal=st.one_of(st.none(), ANY),
)
def test_whatever_the_values_all_is_drawn_inside(
    values: list[float], unit: str, goal: float | None
) -> None:
    chart = chart_of(values, unit=unit, goal=goal)
    for x, y in points(chart.line):
        assert chart.left - 0.1 <= x <= chart.right + 0.1
        assert TOP - 0.1 <= y <= BOTTOM + 0.1
    assert 0 < chart.left < chart.right < WIDTH


class TestTheScale:
    def test_a_count_of_next_to_nothing_has_a_scale_of_one(self) -> None:
        assert scale_of([0.0, 6e-12], "count").ticks == ((0.0, "0"), (1.0, "1"))

    @settings(max_examples=100)
    @given(values=st.lists(ANY, min_size=1, max_size=8), unit=st.sampled_from(UNITS))
    def test_holds_every_value_between_ticks_that_rise(
        self, values: list[float], unit: str
    ) -> None:
        scale = scale_of(values, unit)
        assert all(-1e-9 <= scale.share(value) <= 1 + 1e-9 for value in values)
        heights = [tick for tick, _ in scale.ticks]
        assert len(heights) >= 2
        assert all(low < high for low, high in pairwise(heights))

    @pytest.mark.parametrize(
        ("values", "unit", "shown"),
        [
            ([0.62, 0.97], "%", ["60%", "70%", "80%", "90%", "100%"]),
            ([0.031, 0.052], "%", ["3.0%", "3.5%", "4.0%", "4.5%", "5.0%", "5.5%"]),
            ([3.0, 9.0], "count", ["0", "2", "4", "6", "8", "10"]),
            ([0.0, 1.0], "count", ["0", "1"]),
            ([0.27, 0.35], "GBP", ["£0.26", "£0.28", "£0.30", "£0.32", "£0.34", "£0.36"]),
            ([61_000, 64_000], "GBP", ["£61,000", "£62,000", "£63,000", "£64,000"]),
            ([12.5 / 24, 13.1 / 24], "time of day", ["12:30", "12:40", "12:50", "13:00", "13:10"]),
            ([-3.0, 1.0], "score", ["-3", "-2", "-1", "0", "1"]),
            ([5.0], "days", ["3.5", "4.0", "4.5", "5.0", "5.5", "6.0", "6.5"]),
        ],
    )  # fmt: skip
    def test_counts_as_people_count(self, values: list[float], unit: str, shown: list[str]) -> None:
        assert [
            words for _, words in scale_of(values, unit, ceiling=1.0 if unit == "%" else None).ticks
        ] == shown
