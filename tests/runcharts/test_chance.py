"""The signals that chance alone would give."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from vmbox.errors import RulesError, SeriesError
from vmbox.runcharts import analyse_many, expected_signals


def test_trends_are_counted_exactly() -> None:
    every = np.array(list(permutations(range(8))), dtype=float)
    counted = analyse_many(every, "his", phases=[()] * len(every), trend=4).trends.mean()
    assert expected_signals(1, 8, trend=4).trends == pytest.approx(counted)


def test_six_on_one_side_of_a_frozen_median_come_often() -> None:
    # 26 weeks after a baseline of 12: about every second steady chart shows a shift.
    expected = expected_signals(100, 38)
    assert 45 < expected.shifts < 75
    assert expected.shifts < expected_signals(100, 104).shifts
    assert 0 < expected.margin < 5


def test_stricter_rules_give_fewer_signals() -> None:
    assert expected_signals(10, 52, shift=9).shifts < expected_signals(10, 52).shifts
    assert expected_signals(10, 52, "anhoej").measures_with_signal < 1
    assert expected_signals(10, 52, "phs").new_medians == 0


def test_the_sentence_says_what_was_asked_and_assumed() -> None:
    words = expected_signals(40, 52).in_words()
    assert words.startswith("By chance alone, 40 measures over 52 weeks would show about ")
    assert "steady and independent values" in words
    assert " shifts and " in words
    assert " new medians proposed" in words


def test_the_sentence_speaks_only_of_what_the_rules_look_for() -> None:
    assert "trend" not in expected_signals(40, 52, "anhoej").in_words()
    assert "new median" not in expected_signals(40, 52, "mdc").in_words()
    only = expected_signals(40, 52, "runcharter").in_words()
    assert only.startswith("By chance alone, 40 measures over 52 weeks would have about 8.")


def test_nothing_gives_no_signal() -> None:
    assert expected_signals(0, 52).shifts == 0
    assert expected_signals(5, 0).shifts == expected_signals(5, 0).trends == 0


def test_numbers_that_cannot_be_are_refused() -> None:
    with pytest.raises(SeriesError, match="weeks must be a whole number from 0 to 5,200, not -1"):
        expected_signals(1, -1)
    with pytest.raises(RulesError, match="No rules named"):
        expected_signals(1, 1, "mine")
