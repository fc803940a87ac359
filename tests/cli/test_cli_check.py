"""`vmbox check`: what people read, what scripts read, and how it leaves."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from vmbox.workbook.reading import find
from vmbox.xlsx import edit, read_book

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from command_line import Answer

    Type = Callable[..., Answer]


@pytest.fixture
def good(tmp_path: Path, small_workbook: bytes) -> Path:
    """A workbook with nothing worse than warnings and notes."""
    path = tmp_path / "good.xlsx"
    path.write_bytes(small_workbook)
    return path


@pytest.fixture
def bad(tmp_path: Path, small_workbook: bytes) -> Path:
    """A workbook with a text among its numbers."""
    path = tmp_path / "bad.xlsx"
    path.write_bytes(small_workbook)
    layout = find(read_book(path)).layout
    column = layout.columns["Errors"]
    with edit(path) as book:
        book.sheets["Safety"].set_many(
            {(layout.tab("Safety").week_rows[3], column.position): "many"}
        )
    return path


def test_errors_leave_with_one_and_say_place_fault_and_cure(vmbox: Type, bad: Path) -> None:
    answer = vmbox("check", bad.name, columns=120)
    assert answer.code == 1
    assert answer.err == ""
    for words in (
        "bad.xlsx",
        "error",
        "Safety!B",
        "'many'",
        "Type a number there",
        "Checked 1 workbook: 1 err",
    ):
        assert words in answer.out


def test_notes_and_warnings_leave_with_nothing(vmbox: Type, good: Path) -> None:
    answer = vmbox("check", good.name)
    assert answer.code == 0
    assert "definition-missing 3, goal-missing 2 (--notes shows them)" in " ".join(
        answer.out.split()
    )
    assert "'Errors' has no definition" not in answer.out


def test_notes_are_shown_where_asked_for(vmbox: Type, good: Path) -> None:
    answer = vmbox("check", good.name, "--notes", columns=140)
    assert "'Errors' has no definition" in answer.out
    assert "--notes" not in answer.out


def test_a_narrow_terminal_loses_no_word(vmbox: Type, bad: Path) -> None:
    answer = vmbox("check", bad.name, columns=40)
    _, *table, _ = answer.out.splitlines()
    assert all(len(line) <= 40 for line in table)
    assert "which is no number" in " ".join(answer.out.split())


def test_json_has_every_finding_of_every_file(vmbox: Type, good: Path, bad: Path) -> None:
    answer = vmbox("check", bad.name, good.name, "--json")
    assert answer.code == 1
    first, second, last = map(json.loads, answer.out.splitlines())
    assert (first["path"], second["path"]) == ("bad.xlsx", "good.xlsx")
    assert (first["exit_code"], second["exit_code"]) == (1, 0)
    assert first["findings"][0]["code"] == "text-in-number"
    assert set(first["findings"][0]) == {"code", "severity", "sheet", "cell", "found", "do"}
    assert {one["severity"] for one in second["findings"]} <= {"warning", "note"}
    assert last["total"]["files"] == 2
    assert last["total"]["findings"] == last["total"]["errors"] == 1


def test_a_file_that_cannot_be_opened_stops_no_other(
    vmbox: Type, bad: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.xlsx").write_text("no workbook at all")
    answer = vmbox("check", ".", columns=120)
    assert answer.code == 2
    assert "a.xlsx" in answer.err
    assert "'many'" in answer.out
    assert "1 workbook failed" in answer.out
    assert bad.exists()


def test_a_file_that_is_not_there_is_bad_input(vmbox: Type) -> None:
    answer = vmbox("check", "none.xlsx")
    assert answer.code == 2
    assert "none.xlsx" in answer.err


def test_json_says_of_a_file_why_it_was_not_opened(vmbox: Type, good: Path, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_text("no workbook at all")
    answer = vmbox("check", "a.xlsx", good.name, "--json")
    assert answer.code == 2
    first, second, _ = map(json.loads, answer.out.splitlines())
    assert "a.xlsx" in first["error"]
    assert first["exit_code"] == 2
    assert second["findings"]


def test_a_check_changes_no_byte(vmbox: Type, bad: Path) -> None:
    before = bad.read_bytes()
    vmbox("check", bad.name)
    assert bad.read_bytes() == before
