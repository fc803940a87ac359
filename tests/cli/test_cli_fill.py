"""`vmbox fill`, `medians`, `extend` and `log`, as people type them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import vmbox as library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from command_line import Answer

    Command = Callable[..., Answer]

WEEKLY = "Measure,Week,Value\nErrors,2026-03-02,4\nErrors,2026-03-09,2\n"


@pytest.fixture
def folder(tmp_path: Path, small_workbook: bytes) -> Path:
    (tmp_path / "books").mkdir()
    (tmp_path / "books" / "one.xlsx").write_bytes(small_workbook)
    (tmp_path / "weekly.csv").write_text(weekly(tmp_path))
    return tmp_path


def weekly(folder: Path, *values: float) -> str:
    """An export of the workbook's first weeks after those that are recorded."""
    box = library.read(folder / "books" / "one.xlsx")
    free = [week for week in box.weeks if box.values.loc[week].isna().all()]
    name = next(one.name for one in box.measures if not one.calculated and one.unit == "count")
    rows = [
        f"{name},{week:%Y-%m-%d},{value}"
        for week, value in zip(free, values or (4, 2), strict=False)
    ]
    return "\n".join(["Measure,Week,Value", *rows, ""])


def test_filling_says_what_it_did_and_the_second_time_that_there_is_nothing_to_do(
    vmbox: Command, folder: Path
) -> None:
    path = folder / "books" / "one.xlsx"
    first = vmbox("fill", "books", "--from", "weekly.csv")
    assert (first.code, first.out.splitlines()[-1]) == (0, "Filled 2 cells in 1 workbook.")
    once = path.read_bytes()
    second = vmbox("fill", "books", "--from", "weekly.csv")
    assert "2 there already" in second.out
    assert path.read_bytes() == once
    assert list((folder / "books").iterdir()) == [path]


def test_a_dry_run_shows_a_table_and_writes_nothing(vmbox: Command, folder: Path) -> None:
    path = folder / "books" / "one.xlsx"
    before = path.read_bytes()
    answer = vmbox("fill", "books", "--from", "weekly.csv", "--dry-run")
    assert "new" in answer.out
    assert "weekly.csv, line 2" in answer.out
    assert "Would fill 2 cells in 1 workbook." in answer.out
    assert path.read_bytes() == before


def test_a_conflict_names_both_sides_and_what_to_do(vmbox: Command, folder: Path) -> None:
    vmbox("fill", "books", "--from", "weekly.csv")
    (folder / "weekly.csv").write_text((folder / "weekly.csv").read_text().replace(",4\n", ",5\n"))
    before = (folder / "books" / "one.xlsx").read_bytes()
    answer = vmbox("fill", "books", "--from", "weekly.csv")
    assert answer.code == 1
    assert "is 4 in the workbook and 5 in weekly.csv, line 2" in answer.err
    assert "--on-conflict keep, or --on-conflict replace" in answer.err
    assert (folder / "books" / "one.xlsx").read_bytes() == before
    winning = ("--on-conflict", "replace", "--backup")
    replaced = vmbox("fill", "books", "--from", "weekly.csv", *winning)
    assert replaced.code == 0
    assert (folder / "books" / "one.xlsx.1.bak").read_bytes() == before


def test_a_script_gets_a_line_of_json_a_workbook_and_a_total(vmbox: Command, folder: Path) -> None:
    answer = vmbox("fill", "books", "--from", "weekly.csv", "--json")
    one, total = (json.loads(line) for line in answer.out.splitlines())
    assert [change["outcome"] for change in one["changes"]] == ["new", "new"]
    assert total["total"]["cells"] == 2


def test_one_bad_file_does_not_stop_the_others(vmbox: Command, folder: Path) -> None:
    (folder / "books" / "bad.xlsx").write_text("no workbook")
    answer = vmbox("fill", "books", "--from", "weekly.csv")
    assert answer.code == 2
    assert "bad.xlsx" in answer.err
    assert "Filled 2 cells in 1 workbook. 1 workbook failed." in answer.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--from", "none.csv"), "none.csv"),
        (("--from", "weekly.csv", "--on-conflict", "maybe"), "give stop, keep or replace"),
        (("--from", "weekly.csv", "--map", "none.toml"), "none.toml"),
        ((), "--from"),
    ],
)
def test_misuse_is_one_message_and_writes_nothing(
    vmbox: Command, folder: Path, words: tuple[str, ...], said: str
) -> None:
    before = (folder / "books" / "one.xlsx").read_bytes()
    answer = vmbox("fill", "books", *words)
    assert answer.code == 2
    assert said in answer.err
    assert (folder / "books" / "one.xlsx").read_bytes() == before


def test_more_weeks_are_laid_out_and_logged(vmbox: Command, folder: Path) -> None:
    before = len(library.read(folder / "books" / "one.xlsx").weeks)
    assert vmbox("extend", "books", "--weeks", "4").code == 0
    box = library.read(folder / "books" / "one.xlsx")
    assert len(box.weeks) == before + 4
    answer = vmbox("log", "books")
    assert "Laid out 4 more weeks" in answer.out
    told = json.loads(vmbox("log", "books", "--json").out.splitlines()[0])
    assert told["log"][-1]["what"] == box.log[-1].what


class TestMedians:
    """Accepted from the command line, and taken back."""

    def test_accepting_needs_a_reason(self, vmbox: Command, folder: Path) -> None:
        answer = vmbox("medians", "books", "--accept", "Errors=2026-03-02")
        assert answer.code == 2
        assert "--accept needs --reason" in answer.err

    def test_accepting_and_taking_back(self, vmbox: Command, folder: Path) -> None:
        path = folder / "books" / "one.xlsx"
        box = library.read(path)
        name = next(one.name for one in box.measures if box.values[one.name].notna().sum() > 2)
        week = box.values[name].first_valid_index()
        wanted = f"{name}={week:%Y-%m-%d}"
        accepted = vmbox("medians", "books", "--accept", wanted, "--reason", "new lighting")
        assert (accepted.code, "accepted: " in accepted.out) == (0, True)
        assert library.read(path).medians[-1].reason == "new lighting"
        assert "nothing new" in vmbox("medians", "books", "--accept", wanted, "--reason", "x").out
        assert "took back" in vmbox("medians", "books", "--undo").out
        assert library.read(path).medians == box.medians

    def test_a_measure_that_is_not_there_is_named_with_the_nearest(
        self, vmbox: Command, folder: Path
    ) -> None:
        box = library.read(folder / "books" / "one.xlsx")
        wrong = box.measures[0].name[:-1]
        answer = vmbox("medians", "books", "--accept", f"{wrong}=2026-03-02", "--reason", "x")
        assert answer.code == 2
        assert f"Did you mean '{box.measures[0].name}'?" in answer.err

    def test_where_each_measure_stands_as_json(self, vmbox: Command, folder: Path) -> None:
        told = json.loads(vmbox("medians", "books", "--json").out.splitlines()[0])
        box = library.read(folder / "books" / "one.xlsx")
        assert [one["measure"] for one in told["measures"]] == [one.name for one in box.measures]
