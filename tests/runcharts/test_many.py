"""What `analyse_many` promises beside giving the answers of `analyse`."""

from __future__ import annotations

import numpy as np
import pytest

from vmbox.errors import SeriesError
from vmbox.runcharts import PRESETS, analyse, analyse_many, propose
from vmbox.runcharts import _many as many

NAN = float("nan")


@pytest.mark.parametrize("rules", sorted(PRESETS))
def test_series_without_points_or_weeks_are_answers(rules: str) -> None:
    assert len(analyse_many(np.empty((0, 5)), rules)) == 0
    assert analyse_many(np.empty((3, 0)), rules).points.tolist() == [0, 0, 0]
    empty = analyse_many(np.full((2, 30), NAN), rules)
    assert empty.useful.tolist() == [0, 0]
    assert not empty.signal.any()
    assert empty[1].points == 0


@pytest.mark.parametrize("rules", sorted(PRESETS))
def test_blocks_make_no_difference(rules: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(9)
    values = rng.poisson(4, (40, 60)) + np.repeat(rng.integers(0, 5, (40, 3)), 20, axis=1)
    whole = analyse_many(values, rules)
    monkeypatch.setattr(many, "_BLOCK", 60 * 7)
    blocks = analyse_many(values, rules)
    np.testing.assert_array_equal(whole.median, blocks.median)
    np.testing.assert_array_equal(whole.signal, blocks.signal)
    assert [one.phases for one in whole] == [one.phases for one in blocks]


@pytest.mark.parametrize(
    ("values", "phases", "words"),
    [
        ([1, 2, 3], None, "must be a table of series x weeks"),
        ([[1, 2], [3, "x"]], None, r"values\[1, 1\] is 'x'"),
        ([[1, float("-inf")]], None, r"values\[0, 1\] is infinite"),
        ([[1, 2], [3, 4]], [[1]], "2 series came with 1 collections of phases"),
    ],
)
def test_what_is_no_table_is_refused(values: list, phases: list | None, words: str) -> None:
    with pytest.raises(SeriesError, match=words):
        analyse_many(values, phases=phases)


def test_values_left_out_are_as_missing() -> None:
    values = [3.0, 9, 4, 6, 2, 8, 7, 1, 5, 4, 4, 99]
    assert analyse(values, exclude=[11]).median[0] == analyse(values[:11]).median[0]


def test_the_run_that_runcharter_proposes_is_its_own_evidence() -> None:
    values = [4, 6] * 6 + [5] + [9] * 9
    proposal = propose(values, "runcharter")
    assert proposal is not None
    assert (proposal.start, proposal.run_length, proposal.median) == (13, 9, 9)
    assert propose(values, "runcharter", direction="below") is None
    assert propose(values, "anhoej") is None
