"""Reasons in order of how often they were given."""

from __future__ import annotations

import numpy as np
import pytest

from vmbox.errors import SeriesError
from vmbox.runcharts import pareto


def test_reasons_come_in_order_with_their_cumulative_share() -> None:
    answer = pareto(["Staffing", "Beds", "Tests", "Beds"], [5, 30, 10, 5])
    assert answer.reasons == ("Beds", "Tests", "Staffing")
    assert answer.counts.tolist() == [35, 10, 5]
    np.testing.assert_allclose(answer.cumulative, [0.7, 0.9, 1.0])
    assert answer.vital_few() == ("Beds", "Tests")
    assert answer.total == 50


def test_of_equal_counts_the_first_stays_first() -> None:
    assert pareto(["b", "a", "c"]).reasons == ("b", "a", "c")


def test_nothing_counted_has_no_share() -> None:
    assert pareto([]).vital_few() == ()
    answer = pareto(["a"], [0])
    assert answer.cumulative.tolist() == [0]
    assert answer.vital_few() == ()


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ([1, -2], r"counts\[1\], of 'b', is -2"),
        ([1, None], r"counts\[1\], of 'b', is nan"),
        ([1], r"2 reasons but 1 counts"),
        ([1, "x"], r"counts\[1\] is 'x', which is no number"),
    ],
)
def test_counts_that_cannot_be_are_refused(counts: list, words: str) -> None:
    with pytest.raises(SeriesError, match=words):
        pareto(["a", "b"], counts)
