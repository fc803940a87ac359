"""What the front page says of a measure, in figures and in words."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from vmbox.measures import Better, BoxScore, Measure, NewMedian, Period
from vmbox.workbook.judging import Judged, judged, proposal_in_words

STEADY = [5, 7, 5, 7, 6, 5, 7, 5, 7, 6, 5, 7]


def of(
    values: list[float],
    better: Better = "down",
    unit: str = "count",
    period: Period = "week",
    accepted: tuple[int, ...] = (),
) -> Judged:
    measure = Measure("It", "Safety", unit, better)
    return Judged(measure, np.array(values, dtype=np.float64), accepted, period)


@pytest.mark.parametrize(
    ("values", "better", "words"),
    [
        ([], "down", ""),
        ([5, 7, 5, 7, 6, 5, 7, 5, 7], "down", "9 of 12 points"),
        (STEADY, "down", "No signal"),
        ([*STEADY, 4, 4, 4, 4, 4, 4], "down", "Better: 6 weeks below the median"),
        ([*STEADY, 4, 4, 4, 4, 4, 4], "up", "Worse: 6 weeks below the median"),
        ([*STEADY, 4, 4, 4, 4, 4, 4], "neutral", "Changed: 6 weeks below the median"),
        ([*STEADY, 4, 4, 4, 4, 4, 4, 6], "down", "Better: 6 weeks below the median"),
        ([*STEADY, 4, 4, 4, 4, 4, 4, 7], "down", "No signal"),
        ([*STEADY, 5, 6, 8, 9], "down", "Worse: 4 weeks rising"),
        (
            [*STEADY, 20, 19, 18, 17, 16, 15],
            "down",
            "Worse: 7 weeks above the median; Better: 6 weeks falling",
        ),
    ],
)
def test_the_signal_speaks_of_the_latest_points(
    values: list[float], better: Better, words: str
) -> None:
    if words == "Worse: 4 weeks rising":
        # Four points rising from a fifth: the starting point counts.
        words = "Worse: 5 weeks rising"
        values = [*STEADY[:-1], 4, 5, 6, 8, 9]
    assert of(values, better).signal == words


def test_a_monthly_workbook_speaks_of_months() -> None:
    assert of([*STEADY, 4, 4, 4, 4, 4, 4], period="month").signal == (
        "Better: 6 months below the median"
    )


def test_a_change_is_in_points_for_a_percentage_and_relative_for_all_else() -> None:
    before, after = [0.31] * 12, [0.15] * 12
    share = of([*before, *after], unit="%", accepted=(12,))
    assert share.change == pytest.approx(-16.0)
    count = of([10.0] * 12 + [12.0] * 12, accepted=(12,))
    assert count.change == pytest.approx(0.2)
    assert of([0.0] * 12 + [3.0] * 12, accepted=(12,)).change is None


def test_a_value_that_only_a_computer_tells_from_the_median_lies_on_it() -> None:
    values = [411.51, 685.85] * 6 + [548.68]
    one = of(values, unit="GBP")
    assert one.analysis.median[0] != 548.68  # 548.6800000000001
    assert one.compared[-1] == one.analysis.median[-1]


def test_a_proposal_gives_its_median_in_the_measures_own_unit() -> None:
    box = BoxScore.blank(
        "W", [Measure("It", "Safety", "%", "up")], start=dt.date(2026, 3, 2), weeks=30
    )
    values = np.array([0.32, 0.31, 0.3] * 4 + [0.4] * 12 + [np.nan] * 6)
    words = proposal_in_words(Judged(box.measures[0], values, ()), box.weeks)
    assert words == "12 weeks in a row above the median of 31.0% since 25 May 2026"


def test_accepted_medians_are_found_by_name_whatever_the_case() -> None:
    box = BoxScore.blank("W", [Measure("It", "Safety")], start=dt.date(2026, 3, 2), weeks=30)
    box = BoxScore("W", box.measures, box.weeks, medians=(NewMedian("IT", dt.date(2026, 3, 18)),))
    assert judged(box)[0].accepted == (3,)
