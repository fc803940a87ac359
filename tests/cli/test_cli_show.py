"""`vmbox show`: the front page, a run chart and JSON."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from typing import TYPE_CHECKING

import pytest
from command_line import typed
from rich.cells import cell_len

from vmbox.measures import BoxScore, load_set
from vmbox.template import write_workbook
from vmbox.workbook import judged

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from command_line import Answer

    Command = Callable[..., Answer]

FIELDS = {
    *("name", "domain", "unit", "better", "goal", "points", "baseline_median", "current_median"),
    *("firm", "latest", "latest_week", "signal", "shifts", "trends", "proposal"),
}
WIDTHS = (60, 80, 100, 120, 140)
COLOUR = re.compile(r"\x1b\[[0-9;]*(?:3[0-9]|9[0-7])[;m]")


@pytest.fixture
def box(vmbox: Command, tmp_path: Path, small_workbook: bytes) -> Command:
    """`vmbox show box.xlsx` with further words."""
    (tmp_path / "box.xlsx").write_bytes(small_workbook)
    return lambda *words, **options: vmbox("show", "box.xlsx", *words, **options)


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ward's workbook with nothing in it, as wide as they come."""
    standard = load_set("Acute ward")
    ward = BoxScore.blank(
        "Ward 7", standard.measures, standard.inputs, start=dt.date(2026, 3, 2), weeks=3
    )
    return write_workbook(ward, tmp_path_factory.mktemp("ward") / "ward.xlsx")


def widest(answer: Answer) -> int:
    return max(map(cell_len, answer.out.splitlines()))


class TestTheFrontPage:
    def test_tells_the_team_its_weeks_and_every_measure(self, box: Command) -> None:
        said = box(columns=140).out
        assert "Còrnaig [pharmacy]\nNHS Orkney, Pharmacy\n" in said
        assert "30 of 40 weeks recorded, last 2026-09-21" in said
        assert re.search(r"↓ Errors +9 +9\* +\+0% +4 +Better: 15 weeks below +\S{13}\n", said)
        assert re.search(r"↑ Answered in a day +90\.0% ", said)
        assert re.search(r"· Never recorded", said)

    @pytest.mark.parametrize("columns", WIDTHS)
    def test_is_no_wider_than_the_terminal(
        self, vmbox: Command, box: Command, ward: Path, columns: int
    ) -> None:
        assert widest(box(columns=columns)) <= columns
        assert widest(vmbox("show", str(ward), columns=columns)) <= columns

    def test_leaves_out_columns_where_there_is_no_room(self, box: Command) -> None:
        headings = {
            columns: next(line for line in box(columns=columns).out.splitlines() if "Sig" in line)
            for columns in WIDTHS
        }
        assert headings[60].split() == ["Measure", "Now", "Latest", "Signal"]
        assert headings[140].split() == [
            *("Measure", "Goal", "Baseline", "Now", "Change", "Latest", "Signal", "Last", "weeks"),
        ]
        assert len(headings[60].split()) < len(headings[80].split())

    def test_marks_a_proposal_and_says_what_the_mark_means(self, box: Command) -> None:
        said = box(columns=140).out
        assert re.search(r"↓ Errors .* 9\* ", said)
        assert "* new median proposed (see --measure)" in said

    def test_has_no_colour_where_nobody_wants_it(
        self, tmp_path: Path, small_workbook: bytes
    ) -> None:
        path = tmp_path / "box.xlsx"
        path.write_bytes(small_workbook)
        coloured = typed("show", str(path), FORCE_COLOR="1", TERM="xterm-256color")
        assert COLOUR.search(coloured.out)
        plain = typed("show", str(path), FORCE_COLOR="1", TERM="xterm-256color", NO_COLOR="1")
        assert not COLOUR.search(plain.out)

    def test_is_drawn_with_other_marks_where_a_file_cannot_take_them(
        self, tmp_path: Path, small_workbook: bytes
    ) -> None:
        path = tmp_path / "box.xlsx"
        path.write_bytes(small_workbook)
        for further in (("--measure", "Errors"), ("--json",)):
            answer = typed("show", str(path), *further, PYTHONIOENCODING="ascii")
            assert answer.code == 0, answer.err
            assert answer.out.isascii()
            assert "\x1b" not in answer.out


class TestARunChart:
    @pytest.mark.parametrize("columns", [50, 80, 120])
    @pytest.mark.parametrize("measure", ["Errors", "answered in a day"])
    def test_fits_the_terminal(self, box: Command, columns: int, measure: str) -> None:
        answer = box("--measure", measure, columns=columns)
        assert answer.code == 0
        assert widest(answer) <= columns
        assert len([line for line in answer.out.splitlines() if "│" in line]) == 15

    def test_has_every_recorded_week_its_median_and_its_signal(self, box: Command) -> None:
        said = box("--measure", "Errors", columns=120).out
        drawn = "".join(line for line in said.splitlines() if "│" in line)
        assert sum(drawn.count(mark) for mark in "●◆▲") == 30
        assert drawn.count("◆") == 15
        assert "─" in drawn
        assert "● value  ─ median  ◆ shift\n" in said
        assert "Better: 15 weeks below the median\n" in said
        assert re.search(r"A new median of \d+(\.\d)? is proposed from \d+ June 2026: ", said)
        assert "2026-03-02" in said
        assert "2026-09-21" in said

    def test_shows_the_goal(self, box: Command) -> None:
        said = box("--measure", "Answered in a day").out
        assert "┄" in said
        assert "┄ goal" in said
        assert "90.0%" in said

    def test_of_a_measure_that_has_no_value_says_so(self, box: Command) -> None:
        assert box("--measure", "Never recorded").out.endswith("Nothing recorded yet.\n")


class TestJson:
    def test_has_exactly_the_promised_fields(self, box: Command, small_box: BoxScore) -> None:
        told = json.loads(box("--json").out)
        assert set(told) == {"team", "board", "setting", "weeks", "measures"}
        assert told["weeks"] == {"first": "2026-03-02", "last": "2026-11-30", "recorded": 30}
        assert [set(measure) for measure in told["measures"]] == [FIELDS] * 3
        errors = told["measures"][1]
        (judgement,) = (one for one in judged(small_box) if one.measure.name == "Errors")
        assert errors["name"] == "Errors"
        assert errors["current_median"] == judgement.current_median
        assert errors["signal"] == "Better: 15 weeks below the median"
        assert (errors["latest"], errors["latest_week"]) == (4.0, "2026-09-21")
        assert len(errors["shifts"]) == 15
        assert errors["firm"] is True
        assert set(errors["proposal"]) == {"week", "median", "firm", "reason"}

    def test_of_one_measure_has_that_one(self, box: Command) -> None:
        (measure,) = json.loads(box("--json", "--measure", "errors").out)["measures"]
        assert measure["name"] == "Errors"

    def test_of_an_empty_workbook_is_valid(self, vmbox: Command, ward: Path) -> None:
        def refuse(word: str) -> float:
            pytest.fail(f"{word} is no JSON")
            return math.nan

        told = json.loads(vmbox("show", str(ward), "--json").out, parse_constant=refuse)
        assert told["weeks"]["recorded"] == 0
        for measure in told["measures"]:
            empty = {"baseline_median", "current_median", "latest", "latest_week", "proposal"}
            assert {measure[field] for field in empty} == {None}
            assert (measure["points"], measure["signal"], measure["shifts"]) == (0, "", [])

    def test_of_an_empty_workbook_has_a_front_page_too(self, vmbox: Command, ward: Path) -> None:
        answer = vmbox("show", str(ward))
        assert answer.code == 0
        assert "0 of 3 weeks recorded, nothing yet" in answer.out
