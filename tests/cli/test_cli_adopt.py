"""`vmbox adopt`: what it shows, what it writes, and how it leaves."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from vmbox import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest
    from command_line import Answer

    Command = Callable[..., Answer]

CLEAN = """\
Fir Team box score,,,,
Measure,Target,w/c 2 Mar 26,w/c 9 Mar 26,w/c 16 Mar 26
Falls,3,1,2,3
Compliments,,4,5,6
Total,,5,7,9
"""
DOUBTFUL = CLEAN.replace("Falls,3,1,", "Falls,3,<5,")


def test_it_shows_what_is_recognised_and_left_out_and_writes_nothing(
    vmbox: Command, tmp_path: Path
) -> None:
    (tmp_path / "old.csv").write_text(CLEAN, encoding="utf-8")
    answer = vmbox("adopt", "old.csv", columns=100)
    assert answer.code == 0, answer.err
    assert "Fir Team\n3 weeks with figures, 2 March 2026 to 16 March 2026" in answer.out
    assert "the same  Safety       count   ↓?" in answer.out
    assert "  A total or average: it is worked out anew:\n    line 5   Total" in answer.out
    assert (
        "10 cells of the file hold a number: 6 taken as values, 1 used as goals, notes or dates, "
        "3 left out." in answer.out
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old.csv", "ours.toml"]


def test_it_makes_the_workbook_and_logs_where_it_came_from(vmbox: Command, tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text(CLEAN, encoding="utf-8")
    answer = vmbox("adopt", "old.csv", "-o", "new.xlsx", "--team", "Pine Team")
    assert answer.code == 0, answer.err
    assert "Made new.xlsx: 2 measures, 104 weeks, 6 figures." in answer.out
    box = read(tmp_path / "new.xlsx")
    assert box.team == "Pine Team"
    assert box.values["Falls"].dropna().tolist() == [1, 2, 3]
    assert "Adopted from old.csv: 6 of 10 cells with a number" in box.log[0].what
    assert (tmp_path / "old.csv").read_text(encoding="utf-8") == CLEAN


def test_it_leaves_with_1_where_a_figure_may_be_missed(vmbox: Command, tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text(DOUBTFUL, encoding="utf-8")
    answer = vmbox("adopt", "old.csv", "-o", "new.xlsx")
    assert answer.code == 1
    assert "perhaps wanted: look at these\n  Is no plain number:\n    line 3, column C   <5" in (
        answer.out
    )
    assert (tmp_path / "new.xlsx").exists()


def test_a_map_is_written_corrected_and_used(vmbox: Command, tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text(CLEAN, encoding="utf-8")
    answer = vmbox("adopt", "old.csv", "--map-out", "map.toml")
    assert "Made map.toml" in answer.out
    chart = tmp_path / "map.toml"
    text = chart.read_text(encoding="utf-8").replace('name = "Falls"', 'name = "Slips"')
    chart.write_text(text, encoding="utf-8")
    answer = vmbox("adopt", "old.csv", "--map", "map.toml", "-o", "new.xlsx")
    assert answer.code == 0, answer.err
    assert [one.name for one in read(tmp_path / "new.xlsx").measures] == ["Slips", "Compliments"]


def test_a_dry_run_writes_nothing(vmbox: Command, tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text(CLEAN, encoding="utf-8")
    answer = vmbox("adopt", "old.csv", "-o", "new.xlsx", "--map-out", "m.toml", "--dry-run")
    assert answer.code == 0
    assert "Nothing was written." in answer.out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old.csv", "ours.toml"]


def test_json_for_a_script(vmbox: Command, tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text(DOUBTFUL, encoding="utf-8")
    answer = vmbox("adopt", "old.csv", "--json", "-o", "new.xlsx")
    found = json.loads(answer.out)
    assert answer.code == 1
    assert [one["name"] for one in found["recognised"]] == ["Falls", "Compliments"]
    assert found["recognised"][0]["first"] == "2026-03-09"
    assert [one["what"] for one in found["left_out"] if one["matters"]] == ["<5"]
    assert found["figures"]["values"] == 5
    assert "Made new.xlsx" in answer.err


def test_nothing_that_is_there_is_overwritten(vmbox: Command, tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text(CLEAN, encoding="utf-8")
    (tmp_path / "new.xlsx").write_bytes(b"theirs")
    assert "there already" in vmbox("adopt", "old.csv", "-o", "new.xlsx").err
    assert (tmp_path / "new.xlsx").read_bytes() == b"theirs"
    (tmp_path / "old.xlsx").write_bytes(b"x")
    answer = vmbox("adopt", "old.xlsx", "-o", "old.xlsx", "--force")
    assert answer.code == 2
    assert "is what is read" in answer.err
    assert "no name for a workbook" in vmbox("adopt", "old.csv", "-o", "new.csv").err


def test_what_cannot_be_adopted_is_explained(
    vmbox: Command, tmp_path: Path, small_workbook: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (tmp_path / "standard.xlsx").write_bytes(small_workbook)
    nothing = vmbox("adopt", "list.csv", "-o", "new.xlsx")
    assert (nothing.code, (tmp_path / "new.xlsx").exists()) == (2, False)
    assert "no box score is recognised" in nothing.err
    assert "standard box score workbook already" in vmbox("adopt", "standard.xlsx").err
    assert "no such file" in vmbox("adopt", "absent.csv").err
