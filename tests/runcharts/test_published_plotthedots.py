"""Every answer of the R package NHSRplotthedots."""

from __future__ import annotations

import pytest
from published import all_series, grouped, number, rows, same

from vmbox.runcharts import (
    Analysis,
    Assurance,
    SpecialCause,
    Variation,
    analyse,
    icons,
    special_causes,
)

CONFIGS = {"screened": {}, "unscreened": {"screened": False}, "screened_fix12": {"baseline": 12}}
CAUSES = {
    "Above UCL": SpecialCause.ABOVE_LIMIT,
    "Below LCL": SpecialCause.BELOW_LIMIT,
    "7 Point Trend (Increasing)": SpecialCause.RISING,
    "7 Point Trend (Decreasing)": SpecialCause.FALLING,
    "2 in 3 Above CL": SpecialCause.CLOSE_ABOVE,
    "2 in 3 Below CL": SpecialCause.CLOSE_BELOW,
    "7 Points Above CL": SpecialCause.RUN_ABOVE,
    "7 Points Below CL": SpecialCause.RUN_BELOW,
}
VARIATIONS = {
    "common_cause": Variation.COMMON_CAUSE,
    "special_cause_improvement": Variation.IMPROVEMENT,
    "special_cause_concern": Variation.CONCERN,
}
ASSURANCES = {
    "consistent_pass": Assurance.PASS,
    "consistent_fail": Assurance.FAIL,
    "inconsistent": Assurance.INCONSISTENT,
}
SUMMARIES = rows("plotthedots_summary")
SPECIAL = grouped("plotthedots_special_points", "series_id", "config")


def _judge(row: dict[str, str]) -> Analysis:
    return analyse(all_series()[row["series_id"]], "mdc", **CONFIGS[row["config"]])


@pytest.mark.parametrize("row", SUMMARIES, ids=lambda row: f"{row['series_id']}-{row['config']}")
def test_limits_special_causes_and_icons_are_those_published(row: dict[str, str]) -> None:
    answer = _judge(row)
    assert same(answer.median[-1], row["mean"])
    assert same(answer.lower[-1], row["lpl"])
    assert same(answer.upper[-1], row["upl"])

    causes = special_causes(answer)
    published = SPECIAL.get((row["series_id"], row["config"]), [])
    found = {place: cause for place, cause in enumerate(causes) if cause is not None}
    assert found == {int(p["index"]) - 1: CAUSES[p["special_cause_type"]] for p in published}
    for point in published:
        is_good = point["point_type_increase"] == "special_cause_improvement"
        assert CAUSES[point["special_cause_type"]].is_high == is_good

    shown = icons(answer, "up", number(row["target"]))
    assert shown.variation == VARIATIONS[row["last_variation"]]
    assert shown.assurance == ASSURANCES[row["assurance"]]
    assert (answer.points < 13) == (row["short"] == "TRUE")
