"""Where a run chart is the wrong chart."""

from __future__ import annotations

import pytest

from vmbox.runcharts import Concern, advise

SPREAD = [4, 6, 5, 7, 3, 5, 8, 6, 4, 5, 7, 6, 5, 4]


@pytest.mark.parametrize(
    ("values", "ceiling", "concerns"),
    [
        (SPREAD, None, []),
        (SPREAD[:9], None, [Concern.FEW_POINTS]),
        ([], None, [Concern.FEW_POINTS]),
        ([0] * 8 + [3] * 4, None, [Concern.MOSTLY_ZERO]),
        ([0] * 6 + [0.3, 0.5, 1.5, 2, 4, 5], None, []),
        ([100] * 8 + [93] * 4, None, []),
        ([100] * 8 + [93] * 4, 100, [Concern.MOSTLY_CEILING]),
        ([0] * 7 + [2.5] * 20, None, []),
        ([0] * 7 + [2.5] * 5 + [2.5, 0] * 4 + [2.5, 2.5], None, [Concern.EXTREME_MEDIAN]),
        ([1] * 9 + [0] * 6, None, [Concern.RARE_EVENTS]),
    ],
)
def test_each_concern_is_named(
    values: list[float], ceiling: float | None, concerns: list[Concern]
) -> None:
    assert [advice.concern for advice in advise(values, ceiling=ceiling)] == concerns


def test_advice_says_what_to_do() -> None:
    (advice,) = advise([100] * 8 + [93] * 4, ceiling=100)
    assert "8 of 12 points are 100" in advice.words
    assert "between failures" in advice.words
