"""What Calc counts week by week says the same as the engine, whatever the data."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vmbox.measures import Measure
from vmbox.workbook.figures import NEVER, proposal_steps
from vmbox.workbook.judging import REPHASE, SHIFT, TREND_MOVES, Judged

# Few different values, so that ties, zeros and extremes abound.
POINTS = st.lists(st.none() | st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.0, 8.0]), max_size=60)
SHARES = st.lists(st.none() | st.sampled_from([0.0, 0.5, 0.9, 1.0]), max_size=60)
ACCEPTED = st.lists(st.integers(0, 59), max_size=4).map(lambda weeks: tuple(sorted(weeks)))


def judgement(
    values: list[float | None], accepted: tuple[int, ...], unit: str, baseline: int
) -> Judged:
    inside = tuple(week for week in accepted if week < len(values))
    measure = Measure("It", "Safety", unit, "down", baseline=baseline)
    return Judged(measure, np.array(values, dtype=np.float64), inside)


def judgements() -> st.SearchStrategy[Judged]:
    return st.one_of(
        st.builds(judgement, POINTS, ACCEPTED, st.just("count"), st.sampled_from([12, 9, 5])),
        st.builds(judgement, SHARES, ACCEPTED, st.just("%"), st.just(12)),
    )


@given(judgements())
def test_useful_points_of_long_runs_are_the_engines_shifts(judged: Judged) -> None:
    chains = judged.chains
    flagged = [
        value is not None and median is not None and value != median and abs(total) >= SHIFT
        for value, median, total in zip(chains.value, chains.median, chains.run_total, strict=True)
    ]
    assert flagged == list(judged.analysis.shift)


@given(judgements())
def test_long_moves_are_the_engines_trends(judged: Judged) -> None:
    chains = judged.chains
    following = [*chains.moves_total, 0][1:]
    before = [0, *chains.moves][:-1]
    flagged = [
        value is not None
        and (abs(after) >= TREND_MOVES or (moves != earlier and abs(total) >= TREND_MOVES))
        for value, after, moves, earlier, total in zip(
            chains.value, following, chains.moves, before, chains.moves_total, strict=True
        )
    ]
    assert flagged == list(judged.analysis.trend)


@given(judgements())
def test_the_steps_of_a_proposal_lead_to_the_engines(judged: Judged) -> None:
    """The row that Calc's own steps find is the week that the engine proposes."""
    steps, chains = proposal_steps(judged, judged.chains), judged.chains
    if not steps.reach_row:
        assert judged.proposal is None
        return
    start = judged.analysis.phases[-1].start
    earlier = chains.count[start] - 1
    first_after = chains.count.index(earlier + judged.measure.baseline + 1) + 1
    found = [
        week + 1
        for week, (value, total) in enumerate(zip(chains.value, chains.run_total, strict=True))
        if value is not None
        and week + 1 >= max(steps.run_row, first_after)
        and abs(total) >= REPHASE
    ]
    assert steps.row == min(found, default=NEVER)


@given(judgements(), st.integers(0, 60))
def test_a_missing_week_changes_no_signal(judged: Judged, where: int) -> None:
    if judged.accepted:
        return
    values = np.insert(judged.values, min(where, len(judged.values)), np.nan)
    assert Judged(judged.measure, values, ()).signal == judged.signal
