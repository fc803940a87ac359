"""Every answer of the R package runcharter, for all its settings."""

from __future__ import annotations

import pytest
from published import all_series, as_printed, grouped, number

from vmbox.runcharts import analyse

SETTINGS = ("med_rows", "runlength", "direction")
CASES = grouped("runcharter_phases", "series_id", *SETTINGS)
TOO_SHORT = grouped("runcharter_too_short", "series_id", *SETTINGS)


def _judge(name: str, med_rows: str, runlength: str, direction: str):
    return analyse(
        all_series()[name],
        "runcharter",
        baseline=int(med_rows),
        rephase=int(runlength),
        direction=direction,
    )


@pytest.mark.parametrize("setting", sorted({case[1:] for case in CASES}), ids="-".join)
def test_phases_are_those_published(setting: tuple[str, ...]) -> None:
    for case, published in CASES.items():
        if case[1:] != setting:
            continue
        phases = _judge(*case).phases
        found = [(as_printed(p.median), p.start + 1, p.settled) for p in phases]
        assert found == [
            (number(row["median"]), int(row["start_index"]), int(row["end_index"]))
            for row in published
        ], case


def test_a_series_shorter_than_baseline_and_run_has_no_new_median() -> None:
    for case in TOO_SHORT:
        answer = _judge(*case)
        assert len(answer.phases) == 1, case
        assert answer.phases[0].firm == (case in CASES), case
