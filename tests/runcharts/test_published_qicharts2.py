"""Every answer of the R package qicharts2 that a preset or a control chart covers.

Left aside: its methods "bestbox" and "cutbox", other limits for the same two rules.
"""

from __future__ import annotations

import numpy as np
import pytest
from published import all_series, attribute_series, grouped, number, positions, rows, same

from vmbox.runcharts import PhaseRuns, analyse, crossings_limit, longest_run_limit
from vmbox.runcharts.control import (
    ControlChart,
    c_chart,
    g_chart,
    i_chart,
    i_prime_chart,
    mr_chart,
    p_chart,
    t_chart,
    u_chart,
)

CASES = grouped("qicharts2_summary", "series_id", "config")
RUN_CHARTS = {
    "run_anhoej": {},
    "run_freeze12": {"baseline": 12},
    "run_exclude3_7": {"exclude": [2, 6]},
    "run_cl50": {"centre": 50},
    "run_part_mid": {},
}
INDIVIDUALS = {
    "i_screened": {},
    "i_unscreened": {"screened": False},
    "i_screened_freeze12": {"freeze": 12},
    "i_screened_part_mid": {},
}
OURS = {*RUN_CHARTS, *INDIVIDUALS, "mr"}


def _cases(*configs: str) -> list[tuple[str, str]]:
    return [case for case in CASES if case[1] in configs]


def _parts(published: list[dict[str, str]]) -> list[int]:
    return [int(row["first"]) - 1 for row in published[1:]]


def _assert_runs(runs: PhaseRuns, row: dict[str, str]) -> None:
    assert runs.useful == int(row["n_useful"])
    assert runs.signal == (row["runs_signal"] == "TRUE")
    if runs.useful:
        assert runs.longest_run == int(row["longest_run"])
        assert runs.crossings == int(row["n_crossings"])
        if "longest_run_max" in row:
            assert runs.longest_run_limit == int(row["longest_run_max"])
            assert runs.crossings_limit == int(row["n_crossings_min"])


def test_limits_for_any_number_of_points_are_those_published() -> None:
    for row in rows("qicharts2_thresholds_n1_200"):
        useful = int(row["n"])
        assert longest_run_limit(useful) == int(row["longest_run_max"])
        assert crossings_limit(useful) == int(row["n_crossings_min"])


@pytest.mark.parametrize(("name", "config"), _cases(*RUN_CHARTS))
def test_run_charts_are_those_published(name: str, config: str) -> None:
    published = CASES[name, config]
    answer = analyse(all_series()[name], "anhoej", phases=_parts(published), **RUN_CHARTS[config])
    for phase, row in zip(answer.phases, published, strict=True):
        assert phase.start + 1 == int(row["first"])
        assert same(phase.median, row["cl"])
        assert phase.runs is not None
        _assert_runs(phase.runs, row)


@pytest.mark.parametrize(("name", "config"), _cases(*INDIVIDUALS, "mr"))
def test_individuals_and_their_moving_ranges_are_those_published(name: str, config: str) -> None:
    published = CASES[name, config]
    if config == "mr":
        chart = mr_chart(all_series()[name])
    else:
        chart = i_chart(all_series()[name], parts=_parts(published), **INDIVIDUALS[config])
    for start, runs, row in zip(chart.parts, chart.runs, published, strict=True):
        _assert_limits(chart, start, row)
        _assert_runs(runs, row)
        part = slice(start, int(row["last"]))
        assert chart.beyond[part].sum() == int(row["sigma_signals"])


def _assert_limits(chart: ControlChart, start: int, row: dict[str, str]) -> None:
    centre, lower, upper = (line[start] for line in (chart.centre, chart.lower, chart.upper))
    assert same(centre, row["cl"])
    assert same(lower, row["lcl"])
    assert same(upper, row["ucl"])


@pytest.mark.parametrize("config", ["i_screened", "i_unscreened"])
def test_points_beyond_the_limits_are_those_published(config: str) -> None:
    signals = grouped("qicharts2_sigma_points", "series_id", "config")
    for name, series in all_series().items():
        chart = i_chart(series, **INDIVIDUALS[config])
        published = signals.get((name, config), [])
        found = np.flatnonzero(chart.beyond).tolist()
        assert found == [place for row in published for place in positions(row["index"])]


def _attribute_chart(
    kind: str, top: np.ndarray, bottom: np.ndarray, freeze: int | None, screened: bool
) -> ControlChart:
    if kind == "c":
        return c_chart(top, freeze=freeze)
    if kind == "g":
        return g_chart(top, freeze=freeze)
    if kind == "t":
        return t_chart(top, freeze=freeze, screened=screened)
    if kind == "ip":
        return i_prime_chart(top, bottom, freeze=freeze, screened=screened)
    chart = p_chart if kind[0] == "p" else u_chart
    return chart(
        top, bottom, prime=kind.endswith("p") and kind != "p", freeze=freeze, screened=screened
    )


ATTRIBUTES = grouped("qicharts2_attribute_points", "series_id", "chart", "screened_mr", "freeze")


@pytest.mark.parametrize("case", ATTRIBUTES, ids="-".join)
def test_attribute_charts_are_those_published(case: tuple[str, str, str, str]) -> None:
    name, kind, screened, freeze = case
    published = ATTRIBUTES[case]
    top, bottom = attribute_series()[name]
    chart = _attribute_chart(kind, top, bottom, int(freeze) if freeze else None, screened == "TRUE")
    for line, column in (
        (chart.values, "y"),
        (chart.centre, "cl"),
        (chart.lower, "lcl"),
        (chart.upper, "ucl"),
    ):
        expected = [number(row[column]) for row in published]
        np.testing.assert_allclose(line, expected, rtol=1e-9, atol=1e-9)
    assert chart.beyond.tolist() == [row["sigma_signal"] == "TRUE" for row in published]
    _assert_runs(chart.runs[0], published[0])


def test_every_answer_but_the_other_methods_is_tested() -> None:
    assert {config for _, config in CASES} - OURS == {"run_bestbox", "run_cutbox"}
