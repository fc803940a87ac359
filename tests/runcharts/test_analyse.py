"""What `analyse` and `propose` promise beyond the published answers."""

from __future__ import annotations

import datetime as dt
from itertools import combinations, pairwise

import numpy as np
import pandas as pd
import pytest

from vmbox.errors import RulesError, SeriesError
from vmbox.runcharts import HIS, analyse, propose, run_limits

NAN = float("nan")
STEADY = [4, 6] * 6
WEEKS = [dt.date(2026, 1, 5) + dt.timedelta(weeks=i) for i in range(60)]


def test_a_missing_week_makes_and_breaks_nothing() -> None:
    values = [NAN, *STEADY, 9, 9, NAN, 9, None, 9, 9, pd.NA, 9, 9, 9, 9]
    answer = analyse(values)
    assert answer.points == 21
    assert [(p.start, p.stop, p.median, p.firm) for p in answer.phases] == [
        (1, 13, 5.0, True),
        (13, 25, 9.0, False),
    ]
    assert np.isnan(answer.median[0])
    assert answer.median[1:13].tolist() == [5.0] * 12
    assert answer.median[13:].tolist() == [9.0] * 12


def test_a_pandas_series_with_its_own_missing_value_is_read() -> None:
    assert analyse(pd.Series([1, None, 3], dtype="Int64")).points == 2


@pytest.mark.parametrize(
    ("points", "median", "firm"), [(9, NAN, False), (10, 5, False), (12, 5, True)]
)
def test_a_first_phase_needs_ten_points_for_a_median_and_twelve_for_a_firm_one(
    points: int, median: float, firm: bool
) -> None:
    (phase,) = analyse(STEADY[:points]).phases
    np.testing.assert_equal(phase.median, median)
    assert phase.firm is firm


def test_only_named_phases_are_made_when_a_person_names_them() -> None:
    values = [*STEADY, *[9] * 9, *STEADY]
    assert len(analyse(values).phases) == 3
    assert len(analyse(values, phases=()).phases) == 1
    named = analyse(values, phases=[14, 30])
    assert [(p.start, p.stop, p.median, p.firm) for p in named.phases] == [
        (0, 14, 5.0, True),
        (14, 30, 9.0, True),
        (30, 33, 6.0, False),
    ]


def test_a_named_phase_begins_at_its_first_point_and_an_empty_one_is_none() -> None:
    values = [*STEADY, NAN, NAN, NAN, 8, 8, NAN]
    answer = analyse(values, phases=[12, 14, 17, 40])
    assert [(p.start, p.stop, p.median) for p in answer.phases] == [(0, 15, 5.0), (15, 18, 8.0)]


def test_a_phase_named_from_the_first_point_is_the_first_and_has_its_median_at_once() -> None:
    (phase,) = analyse([NAN, 3, 5], phases=[0]).phases
    assert (phase.start, phase.median, phase.firm) == (1, 4.0, False)


def test_a_first_phase_that_is_cut_short_rests_on_its_own_points() -> None:
    first, second = analyse([1] * 10 + [9] * 12, phases=[10]).phases
    assert (first.median, first.firm) == (1.0, False)
    assert (second.median, second.firm) == (9.0, True)


def test_points_at_a_median_of_zero_or_at_the_ceiling_break_runs() -> None:
    zeros = [0] * 12 + [1, 1, 1, 0, 1, 1, 1]
    assert not analyse(zeros).shift.any()
    full = [100] * 12 + [99, 99, 99, 100, 99, 99, 99]
    assert analyse(full).shift.sum() == 6
    assert not analyse(full, ceiling=100).shift.any()


@pytest.mark.parametrize("values", [[], [NAN, NAN], [7], [5] * 40])
def test_nothing_to_judge_is_an_answer(values: list[float]) -> None:
    answer = analyse(values)
    assert (answer.useful, answer.runs, answer.longest_run, answer.run_limits) == (0, 0, 0, None)
    assert not answer.shift.any()
    assert not answer.trend.any()
    assert propose(values) is None


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([1, 2, "abc"], r"values\[2\] is 'abc', which is no number"),
        (["1", 2], r"values\[0\] is '1'"),
        ([1, float("inf")], r"values\[1\] is infinite"),
        ([1, -1e200], r"values\[1\] is -1e\+200, too large to judge"),
        ([[1, 2], [3, 4]], r"2 dimensions.*analyse_many"),
        (3, r"0 dimensions"),
        ([dt.date(2026, 1, 5)], r"values\[0\] is datetime.date"),
        ([[1], [2, 3]], r"values\[0\] is \[1\]"),
    ],
)
def test_values_that_are_no_series_are_refused_with_their_position(
    values: object, words: str
) -> None:
    with pytest.raises(SeriesError, match=words):
        analyse(values)


def test_rules_that_cannot_be_are_refused() -> None:
    with pytest.raises(RulesError, match=r"No rules named 'hiss'.*Did you mean 'his'"):
        analyse([1], "hiss")
    with pytest.raises(RulesError, match="Did you mean 'baseline'"):
        analyse([1], basline=3)
    with pytest.raises(
        RulesError, match="baseline must be a whole number from 1 to 1,000,000, not 0"
    ):
        analyse([1], baseline=0)
    with pytest.raises(SeriesError, match="A phase begins at a position"):
        analyse([1], phases=[-1])


def test_rules_of_ones_own_are_a_keyword_away() -> None:
    answer = analyse([1, 3, 1, 3, 9, 9, 9], baseline=4, shift=3)
    assert answer.rules == HIS.__class__(**{**_as_dict(HIS), "baseline": 4, "shift": 3})
    assert np.flatnonzero(answer.shift).tolist() == [3, 4, 5, 6]


def _as_dict(rules: object) -> dict[str, object]:
    return {name: getattr(rules, name) for name in rules.__dataclass_fields__}  # type: ignore[attr-defined]


def test_a_proposal_says_its_evidence_in_words() -> None:
    values = [*STEADY, NAN, *[3] * 9]
    proposal = propose(values)
    assert proposal is not None
    assert (proposal.start, proposal.median, proposal.firm) == (13, 3.0, False)
    assert (proposal.run_length, proposal.run_start, proposal.above) == (9, 13, False)
    assert proposal.reason(WEEKS) == "9 weeks in a row below the median of 5 since 6 April 2026"
    assert proposal.reason(np.array(WEEKS, dtype="datetime64[D]"), period="month").startswith(
        "9 months in a row"
    )
    assert propose(values, phases=[proposal.start]) is None


def test_accepting_every_proposal_gives_the_phases_the_rules_make_by_themselves() -> None:
    rng = np.random.default_rng(20260302)
    for _ in range(50):
        values = rng.poisson(5, 90) + np.repeat(rng.integers(0, 4, 3), 30)
        accepted: list[int] = []
        while (proposal := propose(values, phases=accepted)) is not None:
            accepted.append(proposal.start)
        assert analyse(values, phases=accepted).phases == analyse(values).phases


@pytest.mark.parametrize("useful", range(2, 13))
def test_run_limits_leave_at_most_a_fortieth_in_each_tail(useful: int) -> None:
    smaller = useful // 2
    counts = [_runs_of(above, useful) for above in combinations(range(useful), smaller)]
    low, high = run_limits(useful)
    rare = len(counts) / 40
    assert sum(count < low for count in counts) <= rare < sum(count <= low for count in counts)
    assert sum(count > high for count in counts) <= rare < sum(count >= high for count in counts)


def _runs_of(above: tuple[int, ...], useful: int) -> int:
    sides = [point in above for point in range(useful)]
    return 1 + sum(a != b for a, b in pairwise(sides))


def test_run_limits_of_no_point_and_of_one() -> None:
    assert run_limits(0) is None
    assert run_limits(1) == (1, 1)


def test_run_limits_stand_only_where_the_median_is_that_of_those_points() -> None:
    assert analyse(STEADY).run_limits == run_limits(12)
    assert analyse([*STEADY, 4]).run_limits is None
