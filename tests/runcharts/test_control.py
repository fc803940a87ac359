"""What control charts promise beyond the published answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from vmbox.errors import SeriesError
from vmbox.runcharts.control import (
    c_chart,
    g_chart,
    i_chart,
    i_prime_chart,
    mr_chart,
    p_chart,
    t_chart,
    u_chart,
)

if TYPE_CHECKING:
    from collections.abc import Callable

NAN = float("nan")
SINGLE = [i_chart, mr_chart, c_chart, t_chart, g_chart]
RATIO = [p_chart, u_chart, i_prime_chart]


@pytest.mark.parametrize("chart", SINGLE)
@pytest.mark.parametrize("values", [[], [NAN, NAN], [7], [5] * 20, [0.1] * 20])
def test_nothing_to_judge_is_a_chart_without_signal(chart: Callable, values: list) -> None:
    answer = chart(values)
    assert len(answer.centre) == len(answer.upper) == len(values)
    assert not answer.signal
    if len(values) == 20:
        np.testing.assert_array_equal(answer.centre, 0 if chart is mr_chart else values[0])


@pytest.mark.parametrize("chart", RATIO)
@pytest.mark.parametrize("prime", [False, True])
@pytest.mark.parametrize(
    ("top", "bottom"),
    [([], []), ([NAN], [NAN]), ([3], [7]), ([0] * 9, [4] * 9), ([4] * 9, [4] * 9)],
)
def test_ratios_that_say_nothing_are_no_signal(
    chart: Callable, prime: bool, top: list, bottom: list
) -> None:
    options = {} if chart is i_prime_chart else {"prime": prime}
    assert not chart(top, bottom, **options).signal


@pytest.mark.parametrize(
    ("chart", "words"),
    [
        (lambda: c_chart([3, -1]), r"counts\[1\] is -1: a count cannot be negative"),
        (lambda: p_chart([3, 9], [8, 8]), r"numerator\[1\] is 9: that is above its denominator"),
        (lambda: p_chart([3, 1], [8, 0]), r"denominator\[1\] is 0: .*must be above zero"),
        (lambda: u_chart([-2], [8]), r"numerator\[0\] is -2"),
        (lambda: u_chart([2, 3], [8]), r"2 numerators but 1 denominators"),
        (lambda: u_chart([2], ["8"]), r"denominator\[0\] is '8', which is no number"),
        (lambda: t_chart([2, 0]), r"times\[1\] is 0: .*must be above zero"),
        (lambda: g_chart([2, NAN, -1]), r"cases\[2\] is -1"),
        (lambda: i_chart([[1], [2]]), r"2 dimensions"),
        (lambda: i_chart([1, float("inf")]), r"values\[1\] is infinite"),
        (lambda: i_chart([1, 2], freeze=0), r"freeze must be a number of weeks from 1, not 0"),
        (lambda: i_chart([1, 2], parts=[-3]), r"A phase begins at a position"),
        (lambda: i_chart([1, 2], exclude=[2]), r"exclude must name positions from 0 to 1, not 2"),
    ],
)
def test_what_no_chart_can_be_drawn_of_is_refused_with_its_position(
    chart: Callable, words: str
) -> None:
    with pytest.raises(SeriesError, match=words):
        chart()


def test_each_part_has_limits_of_its_own() -> None:
    rng = np.random.default_rng(1)
    first, second = rng.normal(10, 1, 20), rng.normal(30, 1, 20)
    both = i_chart([*first, *second], parts=[20])
    assert both.parts == (0, 20)
    np.testing.assert_array_equal(both.upper[:20], i_chart(first).upper)
    np.testing.assert_array_equal(both.upper[20:], i_chart(second).upper)
    assert np.isnan(mr_chart([*first, *second], parts=[20]).values[20])


def test_a_missing_ratio_is_no_part_of_the_centre() -> None:
    chart = p_chart([1, NAN, 2], [10, 10, NAN])
    np.testing.assert_allclose(chart.centre, 0.1)
    assert np.isnan(chart.values[1:]).all()


def test_a_value_left_out_moves_no_limit() -> None:
    steady = [10, 11, 9, 10, 11, 10, 9, 10]
    assert i_chart([*steady, 90], exclude=[8]).upper[0] == i_chart(steady).upper[0]
    assert i_chart([*steady, 90], freeze=8).beyond.tolist() == [False] * 8 + [True]
