"""`vmbox report`: a row a workbook, its page, and the exit code."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import vmbox as library
from vmbox.template import write_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from command_line import Answer

    from vmbox.measures import BoxScore

    Command = Callable[..., Answer]


@pytest.fixture(scope="module")
def blank_workbook(small_box: BoxScore, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A workbook in which nothing is recorded."""
    blank = replace(small_box, entered=small_box.entered * float("nan"), team="Ward 9")
    return write_workbook(blank, tmp_path_factory.mktemp("blank") / "box.xlsx").read_bytes()


@pytest.fixture
def books(tmp_path: Path, small_workbook: bytes) -> Path:
    """Two boards' folders, each with a workbook of the same name."""
    for board in ("orkney", "shetland"):
        (tmp_path / "books" / board).mkdir(parents=True)
        (tmp_path / "books" / board / "box.xlsx").write_bytes(small_workbook)
    return tmp_path / "books"


def test_one_workbook_becomes_the_file_that_was_named(vmbox: Command, books: Path) -> None:
    answer = vmbox("report", "books/orkney/box.xlsx", "-o", "ours.html", "--day", "1 Nov 2026")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == ("books/orkney/box.xlsx  1 better\nWrote 1 report to ours.html.\n")
    page = (books.parent / "ours.html").read_text(encoding="utf-8")
    assert "<h1>Còrnaig [pharmacy]</h1>" in page
    assert "Report of 1 November 2026." in page


def test_many_become_a_folder_that_keeps_the_boards_apart(vmbox: Command, books: Path) -> None:
    answer = vmbox("report", "books", "-o", "reports", "--jobs", "1")
    assert answer.code == 0
    assert answer.out.splitlines()[-1] == "Wrote 2 reports to reports."
    found = sorted((books.parent / "reports").rglob("*.*"))
    assert [file.relative_to(books.parent / "reports").as_posix() for file in found] == [
        "orkney/box.html",
        "shetland/box.html",
    ]


def test_one_file_for_many_is_refused_with_the_folder_to_name(vmbox: Command, books: Path) -> None:
    answer = vmbox("report", "books", "-o", "all.html")
    assert answer.code == 2
    assert "all.html is one file, and there are 2 workbooks. Name a folder: all" in answer.err
    assert sorted(file.name for file in books.parent.iterdir()) == ["books", "ours.toml"]


def test_no_report_is_replaced_without_being_told_to(vmbox: Command, books: Path) -> None:
    page = books.parent / "ours.html"
    page.write_text("mine", encoding="utf-8")
    words = ("report", "books/orkney/box.xlsx", "-o", "ours.html")
    answer = vmbox(*words)
    assert answer.code == 2
    assert "ours.html is there already" in answer.err
    assert page.read_text(encoding="utf-8") == "mine"
    assert vmbox(*words, "--force").code == 0
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_two_workbooks_of_one_name_in_a_folder_are_refused(
    vmbox: Command, books: Path, small_workbook: bytes
) -> None:
    (books / "orkney" / "box.xlsm").write_bytes(small_workbook)
    answer = vmbox("report", "books/orkney", "-o", "reports")
    assert answer.code == 2
    assert "would both be" in answer.err
    assert not (books.parent / "reports").exists()


def test_a_workbook_without_figures_is_a_finding_and_a_broken_one_a_failure(
    vmbox: Command, books: Path, blank_workbook: bytes
) -> None:
    (books / "orkney" / "blank.xlsx").write_bytes(blank_workbook)
    answer = vmbox("report", "books", "-o", "first")
    assert answer.code == 1
    assert "nothing recorded yet" in answer.out
    (books / "orkney" / "broken.xlsx").write_bytes(b"PK nothing")
    answer = vmbox("report", "books", "-o", "second", "--json", "--jobs", "1")
    assert answer.code == 2
    *rows, total = map(json.loads, answer.out.splitlines())
    assert [row["exit_code"] for row in rows] == [1, 0, 2, 0]
    assert rows[0] == {
        "path": "books/orkney/blank.xlsx",
        "exit_code": 1,
        "team": "Ward 9",
        "output": "second/orkney/blank.html",
        "measures": 3,
        "recorded": 0,
        "worse": 0,
        "better": 0,
        "changed": 0,
    }
    assert total["total"]["reports"] == 3
    assert not (books.parent / "second" / "orkney" / "broken.html").exists()


def test_the_function_writes_what_the_command_does(
    vmbox: Command, books: Path, small_box: BoxScore
) -> None:
    vmbox("report", "books/orkney/box.xlsx", "-o", "ours.html", "--day", "2026-11-01")
    reported = library.report(small_box, books / "same.html", today=dt.date(2026, 11, 1))
    assert (reported.better, reported.recorded, reported.measures) == (1, 2, 3)
    assert (books / "same.html").read_bytes() == (books.parent / "ours.html").read_bytes()
