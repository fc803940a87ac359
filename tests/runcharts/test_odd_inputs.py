"""Whatever people hand over is judged, or refused with words that say what to do."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from vmbox.errors import RulesError, SeriesError
from vmbox.runcharts import (
    PRESETS,
    Rules,
    advise,
    analyse,
    analyse_many,
    expected_signals,
    icons,
    pareto,
    propose,
)
from vmbox.runcharts.control import i_chart, p_chart, u_chart

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBERS = [float(n % 7) for n in range(20)]
READ_ONLY = np.array(NUMBERS)
READ_ONLY.flags.writeable = False
RISEN = [4, 6] * 6 + [9] * 9


@pytest.mark.parametrize(
    "values",
    [
        tuple(NUMBERS),
        [Decimal(int(n)) for n in NUMBERS],
        np.array(NUMBERS, dtype=np.int8),
        np.array(NUMBERS, dtype=np.float32),
        np.array(NUMBERS, dtype=np.longdouble),
        np.array(NUMBERS, dtype=object),
        np.repeat(NUMBERS, 2)[::2],
        READ_ONLY,
        pd.Series(NUMBERS, index=list("tsrqponmlkjihgfedcba")),
        pd.Series(NUMBERS, index=[3] * 20, dtype="Int64"),
        pd.Series(NUMBERS).astype("category"),
        pd.Index(NUMBERS),
        np.ma.array(NUMBERS, mask=False),
    ],
)
@pytest.mark.parametrize("rules", sorted(PRESETS))
def test_any_row_of_numbers_is_the_same_series(rules: str, values: object) -> None:
    expected, answer = analyse(NUMBERS, rules), analyse(values, rules)
    assert answer.values.dtype == np.float64
    np.testing.assert_array_equal(answer.median, expected.median)
    np.testing.assert_array_equal(answer.shift, expected.shift)
    assert answer.phases == expected.phases


@pytest.mark.parametrize(
    "missing", [None, float("nan"), pd.NA, pd.NaT, Decimal("NaN"), np.ma.masked]
)
def test_every_word_for_missing_is_understood(missing: object) -> None:
    assert analyse([1, missing, 3]).points == 2


def test_a_masked_value_is_missing_whatever_lies_below_the_mask() -> None:
    assert analyse(np.ma.array([1.0, np.inf, 3], mask=[False, True, False])).points == 2
    with pytest.raises(SeriesError, match=r"values\[1\] is 'b', which is no number"):
        analyse(np.ma.array(["a", "b"], mask=[True, False]))


def test_the_callers_own_array_is_neither_changed_nor_kept() -> None:
    table = np.array([NUMBERS, NUMBERS])
    answer = analyse_many(table)
    table[:] = 99
    np.testing.assert_array_equal(answer.values, [NUMBERS, NUMBERS])
    analyse_many(np.broadcast_to(READ_ONLY, (3, 20)))
    assert READ_ONLY.tolist() == NUMBERS


@pytest.mark.parametrize("layout", [np.asfortranarray, lambda t: t[::-1, ::2]])
@pytest.mark.parametrize("rules", sorted(PRESETS))
def test_how_a_table_lies_in_memory_makes_no_difference(rules: str, layout: Callable) -> None:
    rng = np.random.default_rng(5)
    table = rng.integers(0, 6, (9, 80)).astype(float)
    table[rng.random(table.shape) < 0.1] = np.nan
    table = layout(table)
    for row, answer in zip(table, analyse_many(table, rules), strict=True):
        assert answer.phases == analyse(row.tolist(), rules).phases


@pytest.mark.parametrize("rules", sorted(PRESETS))
@pytest.mark.parametrize("size", [5e-324, 1e-300, 1e90, 1e100])
def test_very_small_and_very_large_numbers_are_judged(rules: str, size: float) -> None:
    answer = analyse([size, -size] * 15, rules)
    assert np.isfinite(answer.median[-1])


@pytest.mark.parametrize(
    ("judged", "words"),
    [
        (lambda: analyse("123"), "0 dimensions"),
        (lambda: analyse({1, 2}), "0 dimensions"),
        (lambda: analyse([10**400]), r"values\[0\] is 1000"),
        (lambda: analyse(np.array([np.longdouble("1e4000")])), "too large|infinite"),
        (lambda: analyse([1 + 2j]), r"values\[0\] is \(1\+2j\), which is no number"),
        (lambda: analyse([dt.timedelta(1)]), "which is no number"),
        (lambda: analyse_many([[1, 2], [3]]), "two dimensions, padded with NaN"),
        (lambda: analyse_many([]), "two dimensions"),
        (lambda: analyse([1, 2], phases=3), r"phases must be a collection, .*not 3"),
        (lambda: analyse([1, 2], phases=[True]), "A phase begins at a position.*not|given True"),
        (lambda: propose([1, 2], phases=None), "phases must be a collection"),
        (lambda: analyse_many([[1, 2]], phases=3), "phases must be a collection"),
        (lambda: analyse_many([[1, 2]], phases=[3]), "phases must be a collection"),
        (lambda: i_chart([1, 2], parts=1), "phases must be a collection"),
        (lambda: analyse([1, 2], exclude=1), "exclude must be a collection"),
        (lambda: analyse([1, 2], exclude=[True, False]), "positions from 0 to 1, not True"),
        (lambda: analyse([], exclude=[0]), "exclude must name no position, not 0"),
        (
            lambda: analyse([1], ceiling="100"),
            "ceiling must be one finite number or None, not '100'",
        ),
        (lambda: analyse([1], ceiling=[100]), "ceiling must be one finite number"),
        (lambda: analyse([1], ceiling=float("inf")), "ceiling must be one finite number"),
        (lambda: icons(analyse([1], "mdc"), "up", "4"), "target must be one finite number"),
        (lambda: icons(analyse([1], "mdc"), ["up"]), "better must be 'up'"),
        (lambda: p_chart([1], [5e-324]), "too small to divide by|above its denominator"),
        (lambda: u_chart([1, 2], [3, 5e-324]), r"denominator\[1\] is 4.94066e-324: too small"),
        (lambda: pareto([["a"]]), "reasons must be single words"),
        (lambda: pareto(3), "reasons must be a collection"),
        (lambda: expected_signals(True, 5), "measures must be a whole number"),
        (lambda: expected_signals(1, 10**7), "weeks must be a whole number from 0 to 5,200"),
        (
            lambda: propose(RISEN).reason([pd.NaT] * 21),
            "weeks must be dates, but one of them is NaT",
        ),
        (lambda: propose(RISEN).reason(3), "weeks must be a collection"),
    ],
)
def test_what_cannot_be_judged_is_refused_in_words(judged: Callable, words: str) -> None:
    with pytest.raises(SeriesError, match=words):
        judged()


@pytest.mark.parametrize(
    ("judged", "words"),
    [
        (lambda: analyse([1], None), "rules must be Rules or the name of a preset"),
        (lambda: analyse([1], baseline=10**30), "from 1 to 1,000,000"),
        (lambda: analyse([1], rephase=10**30), "from 1 to 1,000,000"),
        (lambda: analyse([1], centre=np.zeros(3)), "centre must be 'median', 'mean' or a number"),
        (lambda: analyse([1], crossings=2), "crossings must be a number above 0 and below 1"),
        (lambda: Rules("mine", missing=["skip"]), "missing must be 'skip' or 'break'"),
    ],
)
def test_rules_that_cannot_work_are_refused_in_words(judged: Callable, words: str) -> None:
    with pytest.raises(RulesError, match=words):
        judged()


def test_numpys_own_whole_numbers_are_whole_numbers() -> None:
    assert analyse(NUMBERS, baseline=np.int64(12)).phases == analyse(NUMBERS).phases
    assert analyse(NUMBERS, phases=np.array([12])).phases == analyse(NUMBERS, phases=[12]).phases


def test_dates_with_an_index_of_their_own_say_the_week() -> None:
    weeks = pd.date_range("2026-01-05", periods=21, freq="7D")
    proposal = propose(RISEN)
    assert proposal is not None
    for dates in (weeks, pd.Series(weeks, index=range(100, 121)), list(weeks)):
        assert proposal.reason(dates).endswith("since 23 March 2026")


@pytest.mark.parametrize("values", [[], [None] * 3, [7], [5] * 40])
@pytest.mark.parametrize("rules", sorted(PRESETS))
def test_nothing_to_judge_is_an_answer_by_every_preset(rules: str, values: list) -> None:
    answer = analyse(values, rules, ceiling=5)
    assert (answer.useful, answer.signal) == (0, False)
    advise(values, rules, ceiling=5)
