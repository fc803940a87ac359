"""Laws that hold for any series, tried on thousands of them."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain import plain_anhoej, plain_his

from vmbox.runcharts import PRESETS, Analysis, analyse, analyse_many, analyse_together, propose

ALL = sorted(PRESETS)
SKIP_MISSING = [name for name in ALL if PRESETS[name].missing == "skip"]
# Few different values: ties, points on the median and long runs come about by themselves.
VALUES = st.integers(0, 6).map(float)
RUNNY = st.lists(st.tuples(st.integers(0, 6), st.integers(1, 7)), min_size=1, max_size=16).map(
    lambda runs: [float(value) for value, times in runs for _ in range(times)]
)
SERIES = st.one_of(
    st.lists(VALUES, max_size=70),
    RUNNY,
    st.builds(
        lambda base, noise: [b + n for b, n in zip(base, noise, strict=False)],
        RUNNY,
        st.lists(VALUES, min_size=40, max_size=90),
    ),
)
GAPPY = st.builds(
    lambda series, gaps: [np.nan if gap else y for y, gap in zip(series, gaps, strict=False)],
    SERIES,
    st.lists(st.integers(0, 5).map(lambda n: n == 0), min_size=90, max_size=90),
)
LAW = settings(max_examples=40, deadline=None)
FLAGS = ("shift", "trend", "close", "beyond")


def _assert_same(one: Analysis, other: Analysis) -> None:
    for field in fields(Analysis):
        a, b = getattr(one, field.name), getattr(other, field.name)
        if isinstance(a, np.ndarray):
            np.testing.assert_array_equal(a, b, err_msg=field.name)
        else:
            assert repr(a) == repr(b), field.name


@pytest.mark.parametrize("rules", ALL)
@LAW
@given(table=st.lists(GAPPY, min_size=1, max_size=6))
def test_many_series_are_judged_as_each_alone(rules: str, table: list[list[float]]) -> None:
    weeks = max(map(len, table))
    padded = np.full((len(table), weeks), np.nan)
    for row, series in zip(padded, table, strict=True):
        row[: len(series)] = series
    together = analyse_many(padded, rules, ceiling=6)
    for row, answer in zip(padded, together, strict=True):
        alone = analyse(row, rules, ceiling=6)
        _assert_same(answer, alone)
        assert together.signal.tolist() == [one.signal for one in together]


@LAW
@given(table=st.lists(GAPPY, min_size=1, max_size=5), data=st.data())
def test_named_phases_of_many_series_are_those_of_each_alone(
    table: list[list[float]], data: st.DataObject
) -> None:
    weeks = max(map(len, table))
    padded = np.full((len(table), weeks), np.nan)
    for row, series in zip(padded, table, strict=True):
        row[: len(series)] = series
    named = [data.draw(st.lists(st.integers(0, 90), max_size=4)) for _ in table]
    for rules in ALL:
        for row, answer, phases in zip(
            padded, analyse_many(padded, rules, phases=named), named, strict=True
        ):
            _assert_same(answer, analyse(row, rules, phases=phases))


@LAW
@given(points=SERIES, percentage=st.booleans())
def test_his_is_what_its_rules_say_in_plain_words(points: list[float], percentage: bool) -> None:
    if len(points) < 12:
        return
    ceiling = 6.0 if percentage else None
    phases, shift, trend = plain_his(points, ceiling)
    answer = analyse(points, ceiling=ceiling)
    assert [(p.start, p.median, p.firm) for p in answer.phases] == phases
    assert set(np.flatnonzero(answer.shift)) == shift
    assert set(np.flatnonzero(answer.trend)) == trend


@LAW
@given(points=SERIES)
def test_anhoej_is_what_its_rules_say_in_plain_words(points: list[float]) -> None:
    if not points:
        return
    answer = analyse(points, "anhoej")
    (phase,) = answer.phases
    assert phase.runs is not None
    found = phase.runs
    assert plain_anhoej(points) == (
        phase.median,
        found.useful,
        found.longest_run,
        found.crossings,
        found.signal,
    )


@pytest.mark.parametrize("rules", ALL)
@LAW
@given(
    table=st.lists(
        st.tuples(GAPPY, st.lists(st.integers(0, 30), max_size=3)), min_size=1, max_size=6
    )
)
def test_series_with_accepted_medians_are_judged_together_as_each_alone(
    rules: str, table: list[tuple[list[float], list[int]]]
) -> None:
    weeks = max(1, *(len(series) for series, _ in table))
    padded = np.full((len(table), weeks), np.nan)
    for row, (series, _) in zip(padded, table, strict=True):
        row[: len(series)] = series
    accepted = [sorted({start for start in starts if start < weeks}) for _, starts in table]
    together = analyse_together(list(padded), rules, phases=accepted, ceiling=6)
    for row, starts, answer in zip(padded, accepted, together, strict=True):
        _assert_same(answer.analysis, analyse(row, rules, phases=starts, ceiling=6))
        assert answer.proposal == propose(row, rules, phases=starts, ceiling=6)


@pytest.mark.parametrize("rules", ALL)
@LAW
@given(series=GAPPY, by=st.integers(7, 40), times=st.sampled_from([0.25, 0.5, 2.0, 8.0]))
def test_moving_and_scaling_the_values_changes_no_flag(
    rules: str, series: list[float], by: int, times: float
) -> None:
    # Above zero, so that neither series can have its median at that extreme.
    moved = np.array(series) * 1024 + 1024
    before, after = analyse(moved, rules), analyse((moved + 1024 * by) * times, rules)
    for flag in ("shift", "trend"):
        np.testing.assert_array_equal(getattr(before, flag), getattr(after, flag))
    assert [p.start for p in before.phases] == [p.start for p in after.phases]


@pytest.mark.parametrize("rules", ALL)
@LAW
@given(series=GAPPY)
def test_turning_the_values_over_mirrors_the_chart(rules: str, series: list[float]) -> None:
    values = np.array(series) * 1024 + 1024
    up, down = analyse(values, rules), analyse(-values, rules)
    np.testing.assert_array_equal(up.median, -down.median)
    for flag in FLAGS:
        np.testing.assert_array_equal(getattr(up, flag), getattr(down, flag))
    assert (up.runs, up.longest_run) == (down.runs, down.longest_run)


@pytest.mark.parametrize("rules", ["his"])
@LAW
@given(points=SERIES, data=st.data())
def test_missing_weeks_change_nothing_where_rules_count_points(
    rules: str, points: list[float], data: st.DataObject
) -> None:
    gaps = data.draw(st.lists(st.integers(0, 2), min_size=len(points), max_size=len(points)))
    spread: list[float] = []
    for point, gap in zip(points, gaps, strict=True):
        spread += [np.nan] * gap + [point]
    where = np.flatnonzero(~np.isnan(np.array(spread, dtype=float)))
    dense, sparse = analyse(points, rules), analyse(spread, rules)
    for name in ("median", "shift", "trend"):
        np.testing.assert_array_equal(getattr(dense, name), getattr(sparse, name)[where])
    assert [where[p.start] for p in dense.phases] == [p.start for p in sparse.phases]
    assert (dense.runs, dense.run_limits) == (sparse.runs, sparse.run_limits)


@LAW
@given(points=SERIES, data=st.data())
def test_missing_weeks_change_no_run_of_the_whole_series(
    points: list[float], data: st.DataObject
) -> None:
    gaps = data.draw(st.lists(st.integers(0, 2), min_size=len(points), max_size=len(points)))
    spread: list[float] = []
    for point, gap in zip(points, gaps, strict=True):
        spread += [np.nan] * gap + [point]
    dense, sparse = analyse(points, "anhoej"), analyse(spread, "anhoej")
    assert [p.runs for p in dense.phases] == [p.runs for p in sparse.phases]


@LAW
@given(points=SERIES, further=st.lists(VALUES, max_size=30))
def test_further_points_never_rewrite_a_firm_phase(
    points: list[float], further: list[float]
) -> None:
    before, after = analyse(points), analyse([*points, *further])
    kept = [(p.start, p.median) for p in before.phases if p.firm]
    # The run that a phase rests on may be longer with further points, but it begins no later.
    assert [(p.start, p.median) for p in after.phases][: len(kept)] == kept


@LAW
@given(points=SERIES)
def test_medians_are_in_force_to_the_last_week(points: list[float]) -> None:
    answer = analyse([*points, np.nan])
    if len(points) >= 12:
        assert answer.median[-1] == answer.phases[-1].median


@LAW
@given(points=SERIES, further=st.lists(VALUES, max_size=30), data=st.data())
def test_further_points_leave_what_a_person_accepted(
    points: list[float], further: list[float], data: st.DataObject
) -> None:
    named = data.draw(st.lists(st.integers(0, max(len(points) - 12, 0)), max_size=3))
    for rules in ("his", "runcharter"):
        before = analyse(points, rules, phases=named)
        after = analyse([*points, *further], rules, phases=named)
        kept = [(p.start, p.median) for p in before.phases if p.firm]
        assert set(kept) <= {(p.start, p.median) for p in after.phases}


@LAW
@given(points=SERIES, further=st.lists(VALUES, max_size=30))
def test_further_weeks_never_rewrite_a_firm_phase_of_runcharter(
    points: list[float], further: list[float]
) -> None:
    before, after = analyse(points, "runcharter"), analyse([*points, *further], "runcharter")
    kept = [(p.start, p.median, p.settled) for p in before.phases if p.firm]
    assert [(p.start, p.median, p.settled) for p in after.phases][: len(kept)] == kept


@LAW
@given(points=SERIES, further=st.lists(st.just(float("nan")), max_size=20))
def test_weeks_not_yet_recorded_say_nothing(points: list[float], further: list[float]) -> None:
    for rules in ALL:
        before, after = analyse(points, rules), analyse([*points, *further], rules)
        for flag in FLAGS:
            np.testing.assert_array_equal(
                getattr(after, flag)[: len(points)], getattr(before, flag)
            )
            assert not getattr(after, flag)[len(points) :].any()
