"""Every answer of Healthcare Improvement Scotland's own code, as it is in use."""

from __future__ import annotations

import numpy as np
import pytest
from published import all_series, as_printed, number, positions, rows

from vmbox.runcharts import analyse

IN_USE = "none"


def _cases(name: str) -> list[tuple[str, str]]:
    found = {(r["series_id"], r["percentage"]) for r in rows(name) if r["shiftsens"] == IN_USE}
    return sorted(found)


def _judge(name: str, percentage: str):
    return analyse(all_series()[name], "his", ceiling=100 if percentage == "TRUE" else None)


@pytest.mark.parametrize(("name", "percentage"), _cases("his_dcrs_phases"))
def test_phases_are_those_published(name: str, percentage: str) -> None:
    series = all_series()[name]
    answer = _judge(name, percentage)
    key = {"series_id": name, "shiftsens": IN_USE, "percentage": percentage}
    published = [r for r in rows("his_dcrs_phases") if key.items() <= r.items()]

    medians = [as_printed(phase.median) for phase in answer.phases]
    assert medians == [number(row["median"]) for row in published]
    for phase, row in zip(answer.phases, published, strict=True):
        in_phase = phase.start + np.flatnonzero(~np.isnan(series[phase.start : phase.stop]))
        assert phase.start == int(row["start_index"]) - 1
        assert in_phase[-1] == int(row["end_index"]) - 1
        assert phase.firm == row["label"].startswith("Median")
        assert (answer.median[phase.start : phase.stop] == phase.median).all()
        if phase.firm:
            assert int(row["solid_to"]) - 1 == in_phase[11]


@pytest.mark.parametrize(("name", "percentage"), _cases("his_dcrs_flags"))
def test_flags_are_those_published(name: str, percentage: str) -> None:
    answer = _judge(name, percentage)
    key = {"series_id": name, "shiftsens": IN_USE, "percentage": percentage}
    (published,) = (r for r in rows("his_dcrs_flags") if key.items() <= r.items())

    assert np.flatnonzero(answer.shift).tolist() == positions(published["shift_index"])
    assert np.flatnonzero(answer.trend).tolist() == positions(published["trend_index"])
