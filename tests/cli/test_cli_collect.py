"""`vmbox collect`: a row a workbook, a table, the totals and the exit code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from command_line import typed
from openpyxl import load_workbook

from vmbox.template import plain_table
from vmbox.verbs.collect import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from command_line import Answer

    Command = Callable[..., Answer]


@pytest.fixture
def books(tmp_path: Path, small_workbook: bytes) -> Path:
    """A folder with one workbook."""
    (tmp_path / "books").mkdir()
    (tmp_path / "books" / "box.xlsx").write_bytes(small_workbook)
    return tmp_path / "books"


class TestOneWorkbook:
    def test_becomes_a_table_and_a_row_that_says_so(self, vmbox: Command, books: Path) -> None:
        answer = vmbox("collect", "books", "-o", "out.csv")
        assert (answer.code, answer.err) == (0, "")
        assert answer.out == (
            "books/box.xlsx  59 rows, 2 measures, 2026-03-02 to 2026-09-21\n"
            "Wrote out.csv: 59 rows of 1 team from 1 workbook.\n"
        )
        found = pd.read_csv(books.parent / "out.csv")
        assert tuple(found.columns) == COLUMNS
        assert len(found) == 59

    def test_becomes_an_excel_table_with_filters(self, vmbox: Command, books: Path) -> None:
        assert vmbox("collect", "books", "-o", "out.xlsx", "--table", "all scores").code == 0
        sheet = load_workbook(books.parent / "out.xlsx").active
        table = sheet.tables["all_scores"]
        assert table.ref == "A1:P60"
        assert table.autoFilter.ref == "A1:P60"
        assert tuple(cell.value for cell in sheet[1]) == COLUMNS
        assert sheet["H2"].is_date
        assert sheet.freeze_panes == "A2"
        assert sheet.column_dimensions["E"].width > len("Answered in a day")

    def test_is_told_to_a_script_as_json(self, vmbox: Command, books: Path) -> None:
        answer = vmbox("collect", "books", "-o", "out.csv", "--json")
        row, total = map(json.loads, answer.out.splitlines())
        assert row == {
            "path": "books/box.xlsx",
            "exit_code": 0,
            "team": "Còrnaig [pharmacy]",
            "rows": 59,
            "measures": 2,
            "first_week": "2026-03-02",
            "last_week": "2026-09-21",
        }
        assert total["total"] == {
            "files": 1, "failed": 0, "findings": 0, "output": "out.csv", "rows": 59, "teams": 1
        }  # fmt: skip


class TestABadWorkbook:
    def test_is_named_and_the_others_are_collected(self, vmbox: Command, books: Path) -> None:
        (books / "bad.xlsx").write_text("no workbook")
        answer = vmbox("collect", "books", "-o", "out.csv")
        assert answer.code == 2
        assert answer.err.startswith("vmbox: books/bad.xlsx: this is no Excel workbook")
        assert answer.out.splitlines()[0] == "books/bad.xlsx  failed"
        assert answer.out.endswith("from 1 workbook. 1 workbook failed.\n")
        assert len(pd.read_csv(books.parent / "out.csv")) == 59

    def test_is_told_to_a_script_too(self, vmbox: Command, books: Path) -> None:
        (books / "bad.xlsx").write_text("no workbook")
        answer = vmbox("collect", "books", "-o", "out.csv", "--json")
        bad, _, total = map(json.loads, answer.out.splitlines())
        assert answer.code == bad["exit_code"] == 2
        assert bad["error"].startswith("books/bad.xlsx: ")
        assert total["total"]["failed"] == 1

    def test_alone_leaves_no_table(self, vmbox: Command, books: Path) -> None:
        (books / "box.xlsx").write_text("no workbook")
        answer = vmbox("collect", "books", "-o", "out.csv")
        assert answer.code == 2
        assert answer.err.endswith("vmbox: No workbook could be read, so nothing was written.\n")
        assert sorted(path.name for path in books.parent.iterdir()) == ["books", "ours.toml"]


def test_two_workbooks_of_one_team_are_both_kept_and_told(
    vmbox: Command, books: Path, small_workbook: bytes
) -> None:
    (books / "copy.xlsx").write_bytes(small_workbook)
    answer = vmbox("collect", "books", "-o", "out.csv")
    assert answer.code == 0
    assert "Wrote out.csv: 118 rows of 1 team from 2 workbooks." in answer.out
    assert answer.err == (
        "vmbox: 2 workbooks are of a team named 'Còrnaig [pharmacy]': books/box.xlsx, "
        "books/copy.xlsx. All are in the table, and nothing there tells them apart. If they are "
        "different teams, rename them.\n"
    )


def test_the_table_may_stand_in_the_folder_that_is_collected(vmbox: Command, books: Path) -> None:
    for _ in range(2):
        answer = vmbox("collect", "books", "-o", "books/all.xlsx", "--force")
        assert (answer.code, answer.err) == (0, "")
        assert "from 1 workbook." in answer.out
    (books / "box.xlsx").unlink()
    answer = vmbox("collect", "books", "-o", "books/all.xlsx", "--force")
    assert "nothing to collect but books/all.xlsx" in answer.err


def test_a_table_that_is_there_is_not_overwritten(vmbox: Command, books: Path) -> None:
    (books.parent / "out.csv").write_text("mine")
    answer = vmbox("collect", "books", "-o", "out.csv")
    assert answer.code == 2
    assert "out.csv is there already" in answer.err
    assert (books.parent / "out.csv").read_text() == "mine"


def test_more_rows_than_excel_has_are_refused_in_words(
    vmbox: Command, books: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain_table, "MOST_ROWS", 58)
    answer = vmbox("collect", "books", "-o", "out.xlsx")
    assert answer.code == 2
    assert "An Excel sheet holds 58 rows" in answer.err
    assert ".parquet" in answer.err
    assert not (books.parent / "out.xlsx").exists()


def test_an_ending_that_nobody_knows_is_refused_before_anything_is_read(vmbox: Command) -> None:
    answer = vmbox("collect", "nowhere", "-o", "out.parq")
    assert answer.code == 2
    assert "Did you mean '.parquet'?" in answer.err


def test_processes_collect_the_same(books: Path, small_workbook: bytes) -> None:
    """As somebody types it, in a process of its own that starts two more."""
    (books / "copy.xlsx").write_bytes(small_workbook)
    tables = []
    for jobs in ("1", "2"):
        out = books.parent / f"{jobs}.csv"
        answer = typed("collect", str(books), "-o", str(out), "-j", jobs)
        assert answer.code == 0, answer.err
        tables.append(out.read_bytes())
    assert tables[0] == tables[1]
