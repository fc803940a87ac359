"""Shifts and trends, each with its weeks, in words: the same as the charts and the front page."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from random_box_scores import random_box_score
from vmbox.demo import demo_box_scores
from vmbox.measures import BoxScore, Measure
from vmbox.verbs.special import special
from vmbox.workbook import judged


def _box(values, **what):
    weeks = pd.date_range("2026-03-02", periods=len(values), freq="7D", name="week")
    entered = pd.DataFrame({"Falls": np.array(values, dtype=float)}, index=weeks)
    measure = Measure("Falls", "Safety", unit="count", better="down", **what)
    return BoxScore("Ward 7", measures=(measure,), weeks=weeks, entered=entered)


BASELINE = [5, 6, 5, 6, 5, 6, 5, 6, 5, 6, 5, 6]  # a median of 5.5


def test_a_shift_is_told_with_its_first_and_last_week() -> None:
    (found,) = special(_box([*BASELINE, 3, 2, 3, 2, 3, 2, 7]))
    assert (found.kind, found.first, found.last, found.now) == ("shift", 12, 17, False)
    assert found.words == "Better: 6 weeks below the median of 5.5"


def test_a_point_on_the_median_and_a_missing_week_are_in_the_stretch_and_do_not_count() -> None:
    (found,) = special(_box([*BASELINE, 3, 2, 5.5, np.nan, 3, 2, 3, 2]))
    assert (found.first, found.last) == (12, 19)
    assert found.words.startswith("Better: 6 weeks below")


def test_a_trend_is_told_from_its_starting_point() -> None:
    (found,) = special(_box([*BASELINE, 4, 4.5, 5, 5, 6, 6.5]))
    assert (found.kind, found.first, found.last) == ("trend", 12, 17)
    assert found.words == "Worse: 5 weeks rising"
    assert found.median is None


def test_what_goes_on_now_comes_first_then_the_latest() -> None:
    values = [*BASELINE, 3, 2, 3, 2, 3, 2, 7, 5, 8, 4, 8, 9, 7, 9, 7, 9, 7]
    kinds = [(one.now, one.words) for one in special(_box(values))]
    assert kinds == [
        (True, "Worse: 7 weeks above the median of 5.5"),
        (False, "Better: 6 weeks below the median of 5.5"),
    ]


def test_what_is_further_back_than_the_charts_show_is_left_out() -> None:
    box = _box([*BASELINE, 3, 2, 3, 2, 3, 2, *[6, 5] * 26])
    assert special(box) == ()
    assert special(box, last=104) != ()


def test_nothing_recorded_has_nothing_special() -> None:
    assert special(_box([np.nan] * 20)) == ()


def _boxes() -> list[BoxScore]:
    return [*demo_box_scores(), *map(random_box_score, range(6))]


@pytest.fixture(scope="module", params=_boxes(), ids=lambda box: box.team)
def looked_at(request):
    """A box score's measures as they were judged, each with all that is special of it."""
    found = special(request.param, last=10_000)
    return [
        (one, [of for of in found if of.measure == one.measure.name])
        for one in judged(request.param)
    ]


def test_what_goes_on_now_is_the_signal_of_the_front_page(looked_at) -> None:
    for judgement, found in looked_at:
        now = sorted((one for one in found if one.now), key=lambda one: one.kind)
        words = "; ".join(one.words.partition(" of ")[0] for one in now)
        said = judgement.signal
        assert words == (said if ": " in said else "")


def test_its_weeks_are_those_that_the_run_chart_flags(looked_at) -> None:
    for judgement, found in looked_at:
        for kind in ("shift", "trend"):
            flagged = set(np.flatnonzero(getattr(judgement.analysis, kind)))
            ours = [one for one in found if one.kind == kind]
            weeks = {week for one in ours for week in range(one.first, one.last + 1)}
            assert flagged <= weeks
            assert {week for one in ours for week in (one.first, one.last)} <= flagged
