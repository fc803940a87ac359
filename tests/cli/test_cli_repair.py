"""`vmbox repair`: what people read, what scripts read, and how it leaves."""

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

# A valid number of nobody's.
NHS_NUMBER = "943 476 5919"


@pytest.fixture
def good(tmp_path: Path, small_workbook: bytes) -> Path:
    path = tmp_path / "good.xlsx"
    path.write_bytes(small_workbook)
    return path


@pytest.fixture
def bad(tmp_path: Path, small_workbook: bytes) -> Path:
    """A workbook whose front page was typed over."""
    path = tmp_path / "bad.xlsx"
    path.write_bytes(small_workbook)
    front = find(read_book(path)).layout.front
    assert front
    with edit(path) as book:
        cells = {(front.rows[0], front.columns[3]): f"see {NHS_NUMBER}"}
        book.sheets[front.sheet].set_many(cells, over_formula=True)
    return path


@pytest.fixture
def worse(bad: Path, tmp_path: Path) -> Path:
    """One with a text among its numbers as well."""
    path = tmp_path / "worse.xlsx"
    path.write_bytes(bad.read_bytes())
    layout = find(read_book(path)).layout
    with edit(path) as book:
        place = (layout.tab("Safety").week_rows[3], layout.columns["Errors"].position)
        book.sheets["Safety"].set_many({place: "many"})
    return path


def test_what_was_put_back_is_shown_with_what_stood_there(vmbox: Type, bad: Path) -> None:
    answer = vmbox("repair", bad.name, columns=120)
    assert (answer.code, answer.err) == (0, "")
    for words in (
        "Box score!D",
        "formula",
        "see",
        "put back 1 formula",
        "Repaired 1 workbook of 1",
    ):
        assert words in answer.out
    assert NHS_NUMBER not in answer.out
    assert "nothing to repair" in vmbox("repair", bad.name).out


def test_a_dry_run_writes_nothing(vmbox: Type, bad: Path) -> None:
    before = bad.read_bytes()
    answer = vmbox("repair", bad.name, "--dry-run")
    assert answer.code == 0
    assert "would put back 1 formula" in answer.out
    assert "Would repair 1 workbook of 1" in answer.out
    assert bad.read_bytes() == before


def test_what_is_left_is_a_finding_and_says_what_to_do(vmbox: Type, worse: Path) -> None:
    answer = vmbox("repair", worse.name, columns=200)
    assert answer.code == 1
    assert "Type a number there" in answer.err
    assert "1 fault left" in answer.out


def test_one_bad_file_does_not_stop_the_others(
    vmbox: Type, good: Path, bad: Path, tmp_path: Path
) -> None:
    (tmp_path / "junk.xlsx").write_text("no workbook")
    answer = vmbox("repair", "junk.xlsx", bad.name, good.name, "--backup")
    assert answer.code == 2
    assert "junk.xlsx: this is no Excel workbook" in answer.err
    assert "Repaired 1 workbook of 2. 1 workbook failed." in answer.out
    assert (tmp_path / "bad.xlsx.1.bak").exists()
    assert not (tmp_path / "good.xlsx.1.bak").exists()


def test_a_script_reads_json(vmbox: Type, worse: Path) -> None:
    answer = vmbox("repair", worse.name, "--json")
    one, total = map(json.loads, answer.out.splitlines())
    assert one["written"]
    assert [(mend["what"], mend["cells"]) for mend in one["put_back"]] == [("formula", 1)]
    assert one["put_back"][0]["before"].startswith("see ")
    assert NHS_NUMBER not in answer.out
    assert [finding["code"] for finding in one["left"]] == ["text-in-number"]
    assert total["total"]["repaired"] == 1
