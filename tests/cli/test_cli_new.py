"""`vmbox new`, `vmbox template` and `vmbox settings`: what they make and what they say."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from command_line import typed

from vmbox import read
from vmbox.measures import load_set, set_source, settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from command_line import Answer

    Command = Callable[..., Answer]

MONDAY = ("--start", "2026-03-02")


def test_a_workbook_for_one_team(vmbox: Command, tmp_path: Path) -> None:
    words = ("--team", "Còrnaig", "--board", "NHS Orkney", "--measures", "ours.toml", *MONDAY)
    answer = vmbox("new", *words, "--weeks", "20", "-o", "a.xlsx")
    assert answer.code == 0, answer.err
    assert answer.out == "Made a.xlsx: 2 measures, 20 weeks, 0 recorded.\n"
    box = read(tmp_path / "a.xlsx")
    assert (box.team, box.board, box.setting) == ("Còrnaig", "NHS Orkney", "Pharmacy")
    assert [f"{box.weeks[at]:%Y-%m-%d}" for at in (0, -1)] == ["2026-03-02", "2026-07-13"]
    (made,) = box.log
    assert "with the measures of Pharmacy" in made.what


def test_no_setting_means_the_general_one(vmbox: Command, tmp_path: Path) -> None:
    assert vmbox("new", "--team", "A", *MONDAY, "--weeks", "4", "-o", "a.xlsx").code == 0
    assert read(tmp_path / "a.xlsx").setting == "General"


def test_a_start_inside_a_week_is_its_monday_and_said(vmbox: Command, tmp_path: Path) -> None:
    answer = vmbox(
        *("new", "--team", "A", "--measures", "ours.toml", "--start", "4/3/2026"),
        *("--weeks", "4", "-o", "a.xlsx"),
    )
    assert "4 March 2026 is inside a week: starting 2 March 2026." in answer.out
    assert f"{read(tmp_path / 'a.xlsx').weeks[0]:%Y-%m-%d}" == "2026-03-02"


def test_a_workbook_is_filled_in_from_a_csv(vmbox: Command, tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text(
        "Week commencing;Measure;Value;Notes\n02/03/2026;Errors;3;new robot\n"
        "09/03/2026;answered in a day;87,5 %;\n".replace(",5", ".5"),
        encoding="cp1252",
    )
    answer = vmbox(
        *("new", "--team", "A", "--measures", "ours.toml", *MONDAY, "--weeks", "4"),
        *("--data", "data.csv", "-o", "a.xlsx"),
    )
    assert "2 recorded" in answer.out, answer.err
    box = read(tmp_path / "a.xlsx")
    assert box.values["Errors"].iloc[0] == 3
    assert box.values["Answered in a day"].iloc[1] == 0.875
    assert list(box.notes.values()) == ["new robot"]


def test_force_replaces_what_is_there(vmbox: Command, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"theirs")
    words = ("new", "--team", "A", "--measures", "ours.toml", *MONDAY, "--weeks", "4")
    assert vmbox(*words, "-o", "a.xlsx").code == 2
    assert (tmp_path / "a.xlsx").read_bytes() == b"theirs"
    assert vmbox(*words, "-o", "a.xlsx", "--force").code == 0
    assert read(tmp_path / "a.xlsx").team == "A"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "ours.toml"]


@pytest.mark.parametrize("title", settings().values())
def test_a_setting_that_was_printed_is_one_to_start_from(
    vmbox: Command, tmp_path: Path, title: str
) -> None:
    printed = vmbox("settings", title)
    assert printed.code == 0
    (tmp_path / "theirs.toml").write_text(printed.out, encoding="utf-8")
    answer = vmbox(
        *("new", "--team", "A", "--measures", "theirs.toml", *MONDAY),
        *("--weeks", "2", "-o", "a.xlsx"),
    )
    assert answer.code == 0, answer.err
    standard = load_set(title)
    box = read(tmp_path / "a.xlsx")
    assert box.setting == title
    assert {one.name for one in box.items} == {
        one.name for one in (*standard.measures, *standard.inputs)
    }


def test_a_setting_is_printed_in_utf_8_whatever_the_console_speaks() -> None:
    answer = typed("settings", "Catering", PYTHONIOENCODING="ascii")
    assert answer.code == 0
    assert answer.out == set_source("Catering")


def test_a_setting_is_written_to_a_file(vmbox: Command, tmp_path: Path) -> None:
    answer = vmbox("settings", "maternity", "-o", "m.toml")
    assert answer.out == "Made m.toml. Change it, then: vmbox new --measures m.toml ...\n"
    assert tomllib.loads((tmp_path / "m.toml").read_text("utf-8"))["setting"] == "Maternity"
    assert vmbox("settings", "general", "-o", "m.toml", "--force").code == 0
    assert (tmp_path / "m.toml").read_bytes() == set_source("general").encode()


def test_the_settings_are_listed(vmbox: Command) -> None:
    answer = vmbox("settings")
    for title in settings().values():
        assert title in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80


def test_the_template_is_the_same_every_time(vmbox: Command, tmp_path: Path) -> None:
    assert vmbox("template", "-o", "a.xlsx").code == 0
    assert vmbox("template", "-o", "b.xlsx").code == 0
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


class TestAListOfTeams:
    """`vmbox new --teams`."""

    def test_every_row_gets_its_workbook_and_its_goals(
        self, vmbox: Command, tmp_path: Path
    ) -> None:
        (tmp_path / "teams.csv").write_text(
            "Team,Board,Setting,Start,File,Errors\n"
            "Ward 1,NHS Orkney,ours.toml,02/03/2026,,4\n"
            "Ward 2,,ours.toml,02/03/2026,Second ward.xlsx,\n",
            encoding="utf-8",
        )
        answer = vmbox(
            *("new", "--teams", "teams.csv", "-o", "made/now", "--weeks", "3"),
            *("--board", "NHS Borders"),
        )
        assert answer.code == 0, answer.err
        assert answer.out == "Made 2 workbooks in made/now.\n"
        made = tmp_path / "made" / "now"
        assert sorted(path.name for path in made.iterdir()) == ["Second ward.xlsx", "Ward 1.xlsx"]
        first, second = read(made / "Ward 1.xlsx"), read(made / "Second ward.xlsx")
        assert (first.board, second.board) == ("NHS Orkney", "NHS Borders")
        assert first.measure("Errors").goal == 4
        assert second.measure("Errors").goal is None
        assert len(first.weeks) == 3

    def test_what_the_list_does_not_say_comes_from_the_command(
        self, vmbox: Command, tmp_path: Path
    ) -> None:
        (tmp_path / "teams.csv").write_text("team\nA\n", encoding="utf-8")
        answer = vmbox(
            *("new", "--teams", "teams.csv", "--setting", "ours.toml", *MONDAY),
            *("--weeks", "3", "-o", "made"),
        )
        assert answer.out == "Made 1 workbook in made.\n", answer.err

    def test_thirty_teams_are_made_by_several_processes_with_progress_on_stderr(
        self, vmbox: Command, tmp_path: Path
    ) -> None:
        rows = "".join(f"Ward {number},ours.toml,2026-03-02\n" for number in range(30))
        (tmp_path / "teams.csv").write_text(f"team,setting,start\n{rows}", encoding="utf-8")
        answer = vmbox("new", "--teams", "teams.csv", "-o", "made", "--weeks", "3", "--jobs", "2")
        assert answer.out == "Made 30 workbooks in made.\n"
        assert "Making workbooks" in answer.err
        assert "100%" in answer.err
        names = {path.name for path in (tmp_path / "made").iterdir()}
        assert names == {f"Ward {number}.xlsx" for number in range(30)}
        assert read(tmp_path / "made" / "Ward 29.xlsx").team == "Ward 29"
