"""Every answer of Public Health Scotland's dashboard code."""

from __future__ import annotations

import numpy as np
import pytest
from published import all_series, as_printed, number, positions, rows

from vmbox.runcharts import analyse

BASELINE = {"all": None, "first12": 12}


@pytest.mark.parametrize(
    "row", rows("phs_dashboard_flags"), ids=lambda row: f"{row['series_id']}-{row['baseline']}"
)
def test_median_and_flags_are_those_published(row: dict[str, str]) -> None:
    answer = analyse(all_series()[row["series_id"]], "phs", baseline=BASELINE[row["baseline"]])
    (phase,) = answer.phases
    assert as_printed(phase.median) == number(row["median"])
    assert np.flatnonzero(answer.shift).tolist() == positions(row["shift_index"])
    assert np.flatnonzero(answer.trend).tolist() == positions(row["trend_index"])
