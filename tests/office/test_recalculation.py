"""The workbook's formulas, recalculated by a real LibreOffice, against the engine's answers."""

from __future__ import annotations

import datetime as dt
import zipfile
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from recalculated import differences

from random_box_scores import random_box_score
from vmbox.demo import demo_box_scores
from vmbox.measures import BoxScore, Measure, NewMedian
from vmbox.template import write_workbook
from vmbox.workbook.plan import plan_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from bridge import Office

RANDOM = 200
TEAMS = {box.team: box for box in demo_box_scores()}


@pytest.mark.parametrize("seed", range(RANDOM))
def test_every_formula_of_a_random_box_score_comes_out_as_cached(
    office: Office, tmp_path: Path, seed: int
) -> None:
    box = random_box_score(seed)
    path = write_workbook(box, tmp_path / "random.xlsx")
    assert differences(office, path, plan_workbook(box)) == []


@pytest.mark.parametrize("team", TEAMS)
def test_every_formula_of_a_full_workbook_comes_out_as_cached(
    office: Office, tmp_path: Path, team: str
) -> None:
    path = write_workbook(TEAMS[team], tmp_path / "full.xlsx")
    assert differences(office, path, plan_workbook(TEAMS[team])) == []


@pytest.mark.parametrize(
    ("what", "values", "accepted", "unit"),
    [
        ("gaps", [3, None, 4, None, None, 9, 9, 9, None, 9, 9, 9, 9, 2, 3, 4, 5, 6], (), "count"),
        ("ties with the median", [5, 5, 5, 7, 7, 5, 7, 7, 5, 7, 7, 7, 5, 8, 8, 8], (), "count"),
        ("a median of zero", [0] * 8 + [1, 0, 2, 0] + [1, 1, 0, 1, 1, 1, 1, 0] * 3, (), "count"),
        ("a median of 100 %", [1.0] * 10 + [0.9, 0.8] + [0.9, 0.9, 1.0, 0.8] * 6, (), "%"),
        ("9 points", [1, 2, 3, 4, 5, 6, 7, 8, 9], (), "count"),
        ("10 points", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], (), "count"),
        ("12 points", [4, 6] * 6, (), "count"),
        ("several phases", [4, 6] * 8 + [9, 11] * 8 + [20, 21] * 3, (16, 32), "count"),
        ("phases of one median", [4, 6] * 8 + [6, 4] * 8 + [1] * 9, (16,), "count"),
        ("a phase in a missing week", [4, 6] * 8 + [None, None] + [9, 11] * 8, (16,), "count"),
        ("one point after another phase", [4, 6] * 10 + [9], (20,), "count"),
        ("a median with dust", [411.51, 685.85] * 6 + [548.68, 700.0] * 8, (), "GBP"),
        ("nothing but one point", [None, None, 4], (), "count"),
    ],
)
def test_the_awkward_cases_agree(
    office: Office,
    tmp_path: Path,
    what: str,
    values: list[float | None],
    accepted: tuple[int, ...],
    unit: str,
) -> None:
    box = BoxScore.blank(
        what, [Measure("It", "Safety", unit, "down")], start=dt.date(2026, 3, 2), weeks=60
    )
    typed = pd.DataFrame({"It": values}, index=box.weeks[: len(values)], dtype="float64")
    medians = tuple(NewMedian("it", box.weeks[week].date()) for week in accepted)
    box = BoxScore(
        box.team, box.measures, box.weeks, entered=typed, medians=medians, period=box.period
    )
    path = write_workbook(box, tmp_path / "awkward.xlsx")
    assert differences(office, path, plan_workbook(box)) == []


def test_the_recalculation_is_real_and_not_the_cached_values_again(
    office: Office, tmp_path: Path
) -> None:
    box = TEAMS["Strathview kitchen"]
    path = write_workbook(box, tmp_path / "true.xlsx")
    wrong = tmp_path / "wrong.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(wrong, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/worksheets/sheet15.xml":
                part = part.replace(b"<v>No signal</v>", b"<v>All is well</v>")
                assert b"All is well" in part
            target.writestr(name, part)
    assert differences(office, wrong, plan_workbook(box)) == []
