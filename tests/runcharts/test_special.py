"""Making Data Count's words beyond the published answers."""

from __future__ import annotations

import numpy as np
import pytest

from vmbox.errors import SeriesError
from vmbox.runcharts import Assurance, SpecialCause, Variation, analyse, icons, special_causes

STEADY = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11]
HIGH = [*STEADY, 30]


@pytest.mark.parametrize(
    ("better", "variation"),
    [
        ("up", Variation.IMPROVEMENT),
        ("down", Variation.CONCERN),
        ("neutral", Variation.HIGH),
    ],
)
def test_the_direction_says_whether_a_high_point_is_good(better: str, variation: Variation) -> None:
    answer = analyse(HIGH, "mdc", baseline=12)
    assert special_causes(answer)[-1] is SpecialCause.ABOVE_LIMIT
    assert icons(answer, better).variation is variation


@pytest.mark.parametrize(
    ("target", "up", "down"),
    [
        (1, Assurance.PASS, Assurance.FAIL),
        (10, Assurance.INCONSISTENT, Assurance.INCONSISTENT),
        (99, Assurance.FAIL, Assurance.PASS),
    ],
)
def test_the_target_is_met_if_both_limits_are_on_its_good_side(
    target: float, up: Assurance, down: Assurance
) -> None:
    answer = analyse(STEADY, "mdc")
    assert icons(answer, "up", target).assurance is up
    assert icons(answer, "down", target).assurance is down
    assert icons(answer, "neutral", target).assurance is None
    assert icons(answer, "up").assurance is None


def test_the_top_of_a_rise_that_falls_at_once_belongs_to_the_fall() -> None:
    causes = special_causes(analyse([1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1], "mdc", limits=9))
    assert causes[:6] == (SpecialCause.RISING,) * 6
    assert causes[6:] == (SpecialCause.FALLING,) * 7


@pytest.mark.parametrize("values", [[], [np.nan], [4], [4, 4]])
def test_few_values_have_common_cause(values: list[float]) -> None:
    assert icons(analyse(values, "mdc"), "up", 3).variation is Variation.COMMON_CAUSE


def test_named_phases_have_limits_of_their_own() -> None:
    answer = analyse([*STEADY, *[y + 50 for y in STEADY]], "mdc", phases=[12])
    assert not answer.signal
    np.testing.assert_allclose(answer.upper[12:] - answer.upper[:12], 50)


def test_another_direction_is_refused() -> None:
    with pytest.raises(SeriesError, match="better must be 'up', 'down' or 'neutral', not 'more'"):
        icons(analyse(STEADY, "mdc"), "more")


def test_equal_values_lie_on_their_mean_and_not_a_rounding_error_beside_it() -> None:
    answer = analyse([0.1] * 30, "mdc", screened=False)
    assert answer.useful == 0
    assert not answer.signal
