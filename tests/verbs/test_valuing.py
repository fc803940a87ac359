"""The figures of `vmbox value`: those of the Value sheet, for the same weeks."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import vmbox
from random_box_scores import random_box_score, random_value_box
from vmbox.errors import DataError, WorkbookError
from vmbox.measures import BoxScore, Input, Measure
from vmbox.template import write_workbook
from vmbox.verbs.valuing import Weeks, parse_weeks, together, value, value_of
from vmbox.workbook import layout as at
from vmbox.workbook.plan import plan_workbook
from vmbox.workbook.value_figures import unit_cost, weekly_costs
from vmbox.workbook.value_layout import standard_place
from vmbox.xlsx import read_book

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path

    from vmbox.value import Change

START = dt.date(2025, 9, 29)
WEEKS = st.one_of(
    st.none(),
    st.builds(
        Weeks,
        st.dates(dt.date(2024, 1, 1), dt.date(2025, 1, 1)),
        st.dates(dt.date(2025, 1, 2), dt.date(2026, 12, 31)),
    ),
    st.builds(Weeks, end=st.sampled_from(["first", "last"]), count=st.integers(1, 30)),
)


def team(name: str, costs: list[float], patients: list[float], **more: Any) -> BoxScore:
    box = BoxScore.blank(
        name,
        [
            Measure("Total cost", "Cost", "GBP", "down", adds=("Staff",)),
            Measure(
                *("Cost per patient", "Cost", "GBP", "down"),
                numerator="Total cost",
                denominator="Patients",
            ),
        ],
        [Input("Staff", "Cost", "GBP", cost_line=True), Input("Patients", "Cost")],
        start=START,
        weeks=40,
        **more,
    )
    typed = {"Staff": costs, "Patients": patients}
    return box.recording(pd.DataFrame(typed, index=box.weeks[: len(costs)], dtype="float64"))


def shown(pence: Fraction | None) -> float | str:
    return "" if pence is None else float(pence / 100)


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.booleans(), WEEKS, WEEKS)
def test_the_figures_are_the_value_sheets(
    seed: int, plain: bool, baseline: Weeks | None, current: Weeks | None
) -> None:
    box = (random_value_box if plain else random_box_score)(seed)
    found = value_of(box, baseline, current)
    sheet = plan_workbook(_with(box, baseline, current)).sheets[at.VALUE_SHEET]
    cells = standard_place().cells
    assert sheet.cells[cells["sentence"]].value == found.words
    if found.change is None:
        return
    for key, figure in figures_of(found.change).items():
        assert sheet.cells[cells[key]].value == shown(figure), key


def figures_of(change: Change) -> dict[str, Fraction | None]:
    return {
        "baseline_unit": change.baseline.per_patient,
        "current_unit": change.current.per_patient,
        "baseline_median": change.baseline.median_of_weeks,
        "current_median": change.current.median_of_weeks,
        "current_spend": change.current.spend,
        "volume_effect": change.volume_effect,
        "spend_effect": change.spend_effect,
        "cash_week": change.cash_releasing,
        "cash_period": change.cash_over_period,
        "productivity_week": change.productivity,
        "productivity_period": change.productivity_over_period,
    }


def _with(box: BoxScore, baseline: Weeks | None, current: Weeks | None) -> BoxScore:
    """The box score as a person would leave it who typed these weeks into the Value sheet."""
    measure = unit_cost(box)
    if measure is None:
        return box
    costs = weekly_costs(box, measure)
    choice = box.value_choice
    for name, weeks in (("baseline", baseline), ("current", current)):
        if weeks is not None and (days := weeks.days(costs)):
            choice = replace(choice, **{f"{name}_from": days[0], f"{name}_to": days[1]})
    return replace(box, value_choice=choice)


def test_saved_weeks_are_those_that_the_sheet_shows_and_twice_changes_no_byte(
    tmp_path: Path,
) -> None:
    box = team("Ward 7", [1000.0] * 10 + [900.0] * 10, [10.0] * 20)
    path = write_workbook(box, tmp_path / "ward7.xlsx")
    weeks = (parse_weeks("29/09/2025:12/10/2025"), parse_weeks("last-4"))
    saved = value(path, *weeks, save=True)
    assert saved.written
    assert saved.change is not None
    assert saved.change.baseline.counted == 2
    book = read_book(path)
    sheet, row, column = book.locate("bsValue_cash_period")
    assert sheet.cell(row, column).value == shown(saved.change.cash_over_period) == 400.0
    assert vmbox.read(path).log[-1].what.startswith("Chose the weeks of Value: 29 September 2025")
    assert value(path).change == saved.change
    before = path.read_bytes()
    assert not value(path, *weeks, save=True).written
    assert path.read_bytes() == before


def test_showing_changes_nothing(tmp_path: Path) -> None:
    path = write_workbook(team("Ward 7", [1000.0] * 20, [10.0] * 20), tmp_path / "ward7.xlsx")
    before = path.read_bytes()
    value(path, current=parse_weeks("last-3"))
    assert path.read_bytes() == before


def test_a_workbook_without_a_value_sheet_has_figures_and_no_place_to_save_weeks(
    tmp_path: Path,
) -> None:
    box = team("Ward 7", [1000.0] * 20, [10.0] * 20)
    whole = write_workbook(box, tmp_path / "whole.xlsx")
    path = tmp_path / "ward7.xlsx"
    with ZipFile(whole) as old, ZipFile(path, "w") as new:
        for name in old.namelist():
            text = old.read(name).replace(b'name="bsValue_current_to"', b'name="took_it_out"')
            new.writestr(name, text)
    assert value(path).change is not None
    with pytest.raises(WorkbookError, match="no Value sheet to write the weeks to"):
        value(path, current=parse_weeks("last-3"), save=True)


def test_weeks_in_both_periods_are_told() -> None:
    box = team("Ward 7", [1000.0] * 20, [10.0] * 20)
    found = value_of(box, parse_weeks("first-12"), parse_weeks("last-12"))
    assert "share the weeks from 24 November 2025 to 15 December 2025" in found.remarks[0]
    assert value_of(box, parse_weeks("first-6"), parse_weeks("last-6")).remarks == ()


def test_a_box_score_without_a_cost_per_patient_has_nothing_to_compare() -> None:
    box = BoxScore.blank("Ward 7", [Measure("Falls", "Safety")], start=START, weeks=4)
    found = value_of(box, parse_weeks("first-2"))
    assert found.change is None
    assert "no cost per patient" in found.words


def test_teams_together_never_add_productivity_to_cash() -> None:
    saving = value_of(team("A", [1000.0] * 12 + [900.0] * 12, [10.0] * 24))
    busier = value_of(team("B", [1000.0] * 24, [10.0] * 12 + [15.0] * 12))
    empty = value_of(team("C", [np.nan], [np.nan]))
    total = together([saving, busier, empty])
    assert total is not None
    assert (total.teams, total.cash, total.productivity) == (2, 10000, 50000)
    assert (total.before, total.after) == (200000, 190000)
    assert total.cash_over_period == 120000
    assert together([empty]) is None


def test_weeks_and_months_are_not_added_up_but_for_the_periods() -> None:
    weekly = value_of(team("A", [1000.0] * 12 + [900.0] * 12, [10.0] * 24))
    box = BoxScore.blank(
        "M",
        team("x", [1.0], [1.0]).measures,
        team("x", [1.0], [1.0]).inputs,
        start=dt.date(2024, 1, 1),
        weeks=24,
        period="month",
    )
    typed = {"Staff": [1000.0] * 12 + [800.0] * 12, "Patients": [10.0] * 24}
    monthly = value_of(box.recording(pd.DataFrame(typed, index=box.weeks)))
    total = together([weekly, monthly])
    assert total is not None
    assert (total.period, total.cash, total.cash_over_period) == ("", None, 360000)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("october", "'october' is no period. Write the first and the last day"),
        ("last-0", "has no weeks"),
        ("2025-10-06:soon", "is no period"),
        ("2025-10-06:2025-09-29", "ends before it begins"),
        (":", "is no period"),
    ],
)
def test_a_period_that_nobody_can_read_is_refused(text: str, said: str) -> None:
    with pytest.raises(DataError, match=said):
        parse_weeks(text)
