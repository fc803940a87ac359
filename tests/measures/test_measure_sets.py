"""Measure sets: those that come with vmbox, and a team's own TOML."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from vmbox.errors import FileError, MeasureError
from vmbox.measures import BoxScore, MeasureSet, load_set, parse_set, set_source, settings

if TYPE_CHECKING:
    from pathlib import Path

EXPECTED = {
    "Acute ward",
    "Mental health ward",
    "Community mental health",
    "Day medicine unit",
    "Catering",
    "Spinal rehabilitation",
    "Primary care",
    "Maternity",
    "General",
}

SMALL = """\
setting = "Ward 9"

[[measure]]
name = "Falls"
domain = "Safety"
better = "down"
"""


def blank(measures: MeasureSet) -> BoxScore:
    return BoxScore.blank(
        "Ward 9", measures.measures, measures.inputs, start=dt.date(2026, 3, 2), weeks=4
    )


def test_every_setting_of_the_standard_has_a_set() -> None:
    assert set(settings().values()) == EXPECTED
    assert list(settings())[-1] == "general"


@pytest.mark.parametrize("key", list(settings()))
def test_a_set_makes_a_box_score_within_the_workbooks_budget(key: str) -> None:
    loaded = load_set(key)
    box = blank(loaded)
    assert loaded.setting == settings()[key]
    assert len(loaded.measures) <= 22
    assert max(len(item.name) for item in box.items) <= 45
    assert all(item.definition for item in box.items)
    assert all(measure.definition != "" for measure in loaded.measures)


@pytest.mark.parametrize("key", list(settings()))
def test_a_set_covers_every_domain_and_names_its_sources(key: str) -> None:
    by_domain: dict[str, int] = {}
    for measure in load_set(key).measures:
        by_domain[measure.domain] = by_domain.get(measure.domain, 0) + 1
        if measure.domain in ("Quality", "Safety", "Experience"):
            assert measure.source
    assert 3 <= by_domain["Quality"] <= 5
    assert 3 <= by_domain["Safety"] <= 5
    assert 2 <= by_domain["Experience"] <= 4
    assert by_domain["Cost"] >= 2
    assert by_domain["Capacity"] >= 5


@pytest.mark.parametrize("key", list(settings()))
def test_what_is_worked_out_needs_only_its_own_tab(key: str) -> None:
    box = blank(load_set(key))
    for item in box.items:
        assert {box.item(name).domain for name in item.needs} <= {item.domain}


@pytest.mark.parametrize("key", list(settings()))
def test_the_printed_source_loads_unchanged(key: str, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(set_source(key), encoding="utf-8")
    again, shipped = load_set(own), load_set(key)
    assert again.measures == shipped.measures
    assert again.inputs == shipped.inputs
    assert "#" in set_source(key)


@pytest.mark.parametrize("name", ["Acute ward", "acute-ward", "ACUTE WARD", "acute_ward"])
def test_a_setting_is_found_however_it_is_written(name: str) -> None:
    assert load_set(name).setting == "Acute ward"


def test_an_unknown_setting_names_the_nearest_and_lists_all() -> None:
    with pytest.raises(MeasureError, match=r"'Acute wrd'\. Did you mean 'Acute ward'\?.*Maternity"):
        load_set("Acute wrd")


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no such file"):
        load_set(tmp_path / "missing.toml")


def test_a_file_in_another_encoding_is_said_so_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(SMALL.replace("Falls", "Cost in £").encode("cp1252"))
    with pytest.raises(MeasureError, match="line 4: a character that is not UTF-8"):
        load_set(path)


def test_a_byte_order_mark_is_no_matter(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(SMALL.encode("utf-8-sig"))
    assert load_set(path).setting == "Ward 9"


def test_cost_makes_total_and_unit_cost() -> None:
    text = SMALL + (
        "[cost]\n"
        'patients = {name = "Meals served", definition = "patients\' meals."}\n'
        'per_patient = "Cost per meal"\n'
        'lines = [{name = "Milk"}, {name = "Other food", definition = "why"}]\n'
    )
    box = blank(parse_set(text))
    names = [item.name for item in box.items if item.domain == "Cost"]
    assert names == ["Milk", "Other food", "Total cost", "Meals served", "Cost per meal"]
    total, each = box.measure("Total cost"), box.measure("Cost per meal")
    assert (total.unit, total.better, total.adds) == ("GBP", "neutral", ("Milk", "Other food"))
    assert (each.numerator, each.denominator, each.better) == ("Total cost", "Meals served", "down")
    assert each.definition == "Total cost / Meals served (patients' meals)."


def test_without_cost_and_capacity_there_are_no_such_columns() -> None:
    assert {item.domain for item in blank(parse_set(SMALL)).items} == {"Safety"}


def test_the_shares_of_contracted_hours_add_up_to_100_percent() -> None:
    box = blank(load_set("acute-ward"))
    hours = [i.name for i in box.inputs if i.unit == "hours" and not i.calculated]
    typed = pd.DataFrame(
        {name: [1000.0 if name == "Contracted hours" else 123.45] for name in hours},
        index=box.weeks[:1],
    )
    worked = box.recording(typed).worked_out()
    shares = [m.name for m in box.measures if m.domain == "Capacity"]
    assert worked["Available hours"].iloc[0] == pytest.approx(1000 - 6 * 123.45)
    assert np.isclose(worked[shares].iloc[0].sum(), 1.0, atol=1e-12)


@pytest.mark.parametrize(
    ("unit", "written", "goal"),
    [
        ("%", "0.9", 0.9),
        ("%", '"90 %"', 0.9),
        ("%", '"7%"', 0.07),
        ("time of day", '"10:00"', 10 / 24),
        ("time of day", "10:00:00", 10 / 24),
        ("GBP", '"£1,200.50"', 1200.5),
        ("count", "3", 3.0),
    ],
)
def test_a_goal_is_held_in_its_own_unit(unit: str, written: str, goal: float) -> None:
    loaded = parse_set(SMALL + f'unit = "{unit}"\ngoal = {written}\n')
    assert loaded.measures[0].goal == float(f"{goal:.15g}")  # as a cell holds it


@pytest.mark.parametrize(
    ("unit", "written", "message"),
    [
        ("%", "900", "line 8: 'Falls': the goal 900 is no share.*0.9 or as \"90 %\""),
        ("count", '"90 %"', "line 8: 'Falls': the goal '90 %' is a percentage"),
        ("time of day", "10", "line 8.*no time of day"),
        ("count", '"ten"', "line 8: 'Falls': 'ten' is no number"),
        ("count", "nan", "line 8.*is no number"),
    ],
)
def test_a_goal_that_cannot_be_is_refused(unit: str, written: str, message: str) -> None:
    with pytest.raises(MeasureError, match=message):
        parse_set(SMALL + f'unit = "{unit}"\ngoal = {written}\n', "own.toml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('setting = "Ward 9\n', r"own.toml, line 1, column \d+: .*Close the quotes"),
        ("setting = Ward\n", r"own.toml, line 1, column 11: Invalid value\. Text stands in quotes"),
        (SMALL + 'name = "Falls"\n', r"own.toml, line 7, .*stands twice in one table"),
        (SMALL + "better\n", r"own.toml, line 7, .*A line is: key = value"),
        ("[[measure]]\nname = 'Falls'\ndomain = 'Safety'\n", "'setting' is missing"),
        ('setting = "Ward 9"\n', "there is no measure"),
        (SMALL.replace("better", "beter"), "line 6: unknown key 'beter' of 'Falls'.*'better'"),
        (SMALL + "goals = 3\n", "line 7: unknown key 'goals'.*Did you mean 'goal'"),
        (SMALL + "baseline = 12.5\n", "line 7: baseline of 'Falls' is 12.5; .* a whole number"),
        (SMALL + "baseline = true\n", "line 7: baseline of 'Falls' is True; .* a whole number"),
        (SMALL.replace('"Safety"', '"Saftey"'), "line 3: .*domain is 'Saftey'.*'Safety'"),
        (SMALL.replace('domain = "Safety"\n', ""), "line 3: 'domain' of 'Falls' is missing"),
        (SMALL.replace("[[measure]]", "[measure]"), r"line 3: .*\[\[measure\]\], with two"),
        (SMALL + 'numerator = "Falls"\n', "line 3: 'Falls' has half a ratio"),
        (SMALL + "per = 1000\n", "line 7: 'Falls' has 'per' but is no ratio"),
        (SMALL + 'adds = ["A", 3]\n', "line 7: adds must list names in quotes"),
        ('period = "day"\n' + SMALL, "line 1: period is 'day'"),
        (SMALL + "[cost]\nlines = []\npatients = 'P'\n", r"line 8: \[cost\] has no lines"),
        (SMALL + "[cost]\nlines = [{}]\npatients = 'P'\n", "line 8: 'name' is missing"),
        (
            SMALL + "[cost]\npatients = 'P'\nlines = [\n  {name = 'Milk'},\n  {nam = 'X'},\n]\n",
            "line 11: unknown key 'nam'",
        ),
    ],
)
def test_what_is_wrong_in_a_file_is_named_with_its_line(text: str, message: str) -> None:
    with pytest.raises(MeasureError, match=message):
        parse_set(text, "own.toml")


def test_two_measures_of_one_name_are_named_with_both_lines() -> None:
    twice = SMALL + '\n[[measure]]\ndomain = "Quality"\nname = "FALLS"\n'
    with pytest.raises(MeasureError, match="two columns are named 'FALLS', on lines 3 and 8"):
        parse_set(twice, "own.toml")


def test_a_ratio_of_something_that_is_not_there_names_the_nearest() -> None:
    text = (
        SMALL
        + 'numerator = "Fals"\ndenominator = "Bed days"\n'
        + '[[input]]\nname = "Bed days"\ndomain = "Safety"\n'
    )
    with pytest.raises(MeasureError, match=r"line 3: 'Falls' needs 'Fals', which is not there"):
        parse_set(text, "own.toml")


def test_a_ratio_per_1000_needs_no_word_on_per() -> None:
    text = (
        SMALL
        + 'unit = "per 1,000"\nnumerator = "All falls"\ndenominator = "Bed days"\n'
        + '[[input]]\nname = "Bed days"\ndomain = "Safety"\n'
        + '[[input]]\nname = "All falls"\ndomain = "Safety"\n'
    )
    assert parse_set(text).measures[0].per == 1000


def test_lines_are_right_behind_strings_and_remarks_that_look_like_tables() -> None:
    text = (
        'setting = "Ward 9"\n# [[measure]]\n'
        '[[measure]]\nname = "A"\ndomain = "Safety"\n'
        'definition = """\n[[measure]]\n# no remark "\n"""\n'
        "[[measure]]\nname = 'B'\ndomain = 'Safety'\nbaseline = 'x'\n"
    )
    with pytest.raises(MeasureError, match="line 13: baseline of 'B'"):
        parse_set(text, "own.toml")


def test_sampled_capacity_asks_how_many_shifts_were_sampled() -> None:
    box = blank(load_set("Spinal rehabilitation"))
    (sample,) = (item for item in box.items if item.name == "Shifts sampled")
    assert (sample.domain, sample.unit, sample.calculated) == ("Capacity", "count", False)
    assert "Shifts sampled" not in [item.name for item in blank(load_set("general")).items]


def test_every_cost_line_says_why_it_matters() -> None:
    for setting in settings():
        for one in load_set(setting).inputs:
            assert len(one.definition) > 40 or not one.cost_line, f"{setting}: {one.name}"
