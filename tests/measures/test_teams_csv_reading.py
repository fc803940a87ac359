"""The teams to make workbooks for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from vmbox.errors import DataError, FileError
from vmbox.measures import TeamRow, file_name, read_teams, set_source

if TYPE_CHECKING:
    from pathlib import Path

MONDAY = dt.date(2026, 3, 2)


def reading(folder: Path, text: str, **defaults: object) -> tuple[TeamRow, ...]:
    path = folder / "teams.csv"
    path.write_text(text, encoding="utf-8")
    return read_teams(path, **defaults)  # type: ignore[arg-type]


def refused(folder: Path, text: str) -> str:
    with pytest.raises(DataError) as caught:
        reading(folder, text)
    return str(caught.value)


def test_each_row_is_a_team(tmp_path: Path) -> None:
    rows = reading(
        tmp_path,
        "Team,Board,Setting,Start,File\n"
        "Ward 9,NHS Highland,acute ward,02/03/2026,\n"
        "Kitchen,NHS Highland,Catering,2026-03-02,Raigmore kitchen.xlsx\n",
    )
    assert [row.file for row in rows] == ["Ward 9.xlsx", "Raigmore kitchen.xlsx"]
    assert [row.start for row in rows] == [MONDAY, MONDAY]
    assert rows[0].measure_set.setting == "Acute ward"
    assert (rows[1].board, rows[1].line) == ("NHS Highland", 3)


def test_a_column_named_after_a_measure_overrides_its_goal(tmp_path: Path) -> None:
    rows = reading(
        tmp_path,
        "team,setting,start,Staff who feel supported,Discharged before noon\n"
        "A,Acute ward,2026-03-02,95 %,\nB,General,2026-03-02,0.8,\n",
    )
    goals = [{m.name: m.goal for m in row.measure_set.measures} for row in rows]
    assert goals[0]["Staff who feel supported"] == 0.95
    assert goals[0]["Discharged before noon"] == 0.4
    assert goals[1]["Staff who feel supported"] == 0.8
    assert dict(rows[0].goals) == {"Staff who feel supported": 0.95}


def test_what_a_row_does_not_say_comes_from_the_caller(tmp_path: Path) -> None:
    (row,) = reading(tmp_path, "team\nWard 9\n", setting="General", start=MONDAY)
    assert (row.measure_set.setting, row.start) == ("General", MONDAY)


def test_a_row_may_name_a_set_of_its_own_beside_the_csv(tmp_path: Path) -> None:
    own = set_source("general").replace('setting = "General"', 'setting = "Pharmacy"')
    (tmp_path / "own.toml").write_text(own, encoding="utf-8")
    (row,) = reading(tmp_path, "team,setting,start\nA,own.toml,2026-03-02\n")
    assert row.measure_set.setting == "Pharmacy"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("team,setting,start\n,General,2026-03-02\n", "line 2: the team is blank"),
        ("team,setting,start\nA,Acute wrd,2026-03-02\n", "line 2: There is no setting 'Acute wrd'"),
        ("team,setting,start\nA,General,soon\n", "line 2: 'soon' is no date"),
        ("team,setting,start\nA,General,\n", "line 2: the start is blank"),
        ("team,setting,start\nA,,2026-03-02\n", "line 2: the setting is blank"),
        ("team,setting,start\nA/B?,General,2026-03-02\n", "line 2: 'A/B?' contains / ?"),
        (
            "team,setting,start\nA,General,2026-03-02\na,General,2026-03-02\n",
            "line 3: 'a.xlsx' would be written by line 2 too",
        ),
        (
            "team,setting,start,file\nA,General,2026-03-02,x.xlsm\n",
            "'x.xlsm' is no .xlsx file. Write x.xlsx",
        ),
        (
            "team,setting,start,Complants\nA,General,2026-03-02,3\n",
            "line 1: no measure is named 'Complants'. Did you mean 'Complaints'?",
        ),
        (
            "team,setting,start,Complaints\nA,General,2026-03-02,ten\n",
            "line 2: 'Complaints': 'ten' is no number",
        ),
        (
            "team,setting,start,Staff who feel supported\nA,General,2026-03-02,900\n",
            "Write 90 % as 0.9",
        ),
        (
            "team,setting,start,Meals wasted\nA,General,2026-03-02,5%\nK,Catering,2026-03-02,5%\n",
            "line 2: General has no measure 'Meals wasted'",
        ),
        ("team,setting,start\n", "line 1: no team stands below"),
        ("name,setting\nA,General\n", "line 1: no heading with a column for team"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    assert said in refused(tmp_path, text)


def test_all_problems_are_told_together(tmp_path: Path) -> None:
    said = refused(tmp_path, "team,setting,start\nA,Nowhere,soon\nB?,General,never\n")
    assert "has 4 problems" in said


def test_a_team_gives_its_file_its_name() -> None:
    assert file_name("Ward 9, Raigmore") == "Ward 9, Raigmore.xlsx"
    assert file_name("Còrnaig") == "Còrnaig.xlsx"


@pytest.mark.parametrize(
    ("team", "said"),
    [
        ("A/B:C", "contains / :"),
        ("Ward [9]", r"contains \[ \]"),
        ("a\tb", "contains character 9"),
        ("St.", "ends with a full stop"),
        ("CON", "reserved by Windows"),
        ("com1.old", "reserved by Windows"),
        ("x" * 121, "has 121 characters"),
        ("", "is blank"),
        (" A", "space at an end"),
    ],
)
def test_a_name_that_no_file_can_have_is_refused(team: str, said: str) -> None:
    with pytest.raises(FileError, match=said):
        file_name(team)
