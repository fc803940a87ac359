"""A restyled blank workbook is the mould for many teams' workbooks."""

from __future__ import annotations

import datetime as dt
import warnings
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.styles import PatternFill

import vmbox
from vmbox.demo import demo_box_scores
from vmbox.errors import MeasureError, OutputExists, WorkbookError
from vmbox.measures import BoxScore
from vmbox.template import write_workbook
from vmbox.verbs.moulding import pour, read_mould
from vmbox.workbook.plan import plan_workbook
from vmbox.workbook.reading import find
from vmbox.xlsx import edit, lint, read_book

if TYPE_CHECKING:
    from pathlib import Path

ROWAN = next(box for box in demo_box_scores() if box.team == "Rowan Ward")


def blank(box: BoxScore, team: str, start: dt.date) -> BoxScore:
    return BoxScore.blank(
        team,
        box.measures,
        box.inputs,
        start=start,
        weeks=len(box.weeks),
        board="NHS Somewhere",
        setting="Acute ward",
    )


@pytest.fixture
def mould(tmp_path: Path) -> Path:
    """A blank workbook with a sheet and a colour of the coach's own."""
    path = write_workbook(blank(ROWAN, "A & B", dt.date(2026, 1, 5)), tmp_path / "mould.xlsx")
    with edit(path) as book:
        book.sheets["Guide"].set("H2", "Ask Morag")
    return path


def stale(path: Path) -> list[str]:
    book = read_book(path)
    found = find(book)
    plan = plan_workbook(found.whole_box(), found.layout)
    return [
        f"{name}!{place}"
        for name, sheet in plan.sheets.items()
        for place, cell in sheet.cells.items()
        if cell.formula is not None and book.sheet(name).cell(*place).value != cell.value
    ]


def test_a_team_gets_its_own_workbook_in_the_moulds_look(mould: Path, tmp_path: Path) -> None:
    box = blank(ROWAN, "Ward <7>", dt.date(2026, 3, 2))
    box = replace(
        box,
        measures=tuple(replace(one, goal=0.5) if one.unit == "%" else one for one in box.measures),
    )
    before = mould.read_bytes()
    path = pour(mould, box, tmp_path / "ward7.xlsx")
    again = vmbox.read(path)
    assert replace(again, log=()) == box
    assert again.log[-1].what == "Made this workbook from mould.xlsx"
    assert read_book(path).sheet("Guide").cell(1, 7).value == "Ask Morag"
    assert mould.read_bytes() == before
    assert stale(path) == []
    assert lint(path) == []


def test_the_feet_of_the_pages_and_the_files_title_bear_the_teams_name(
    mould: Path, tmp_path: Path
) -> None:
    path = pour(mould, blank(ROWAN, "C & D", dt.date(2026, 3, 2)), tmp_path / "c.xlsx")
    with zipfile.ZipFile(path) as parts:
        texts = [parts.read(name).decode() for name in parts.namelist() if "sheet" in name]
        core = parts.read("docProps/core.xml").decode()
    feet = [text for text in texts if "<oddFooter>" in text]
    assert feet
    assert all(
        "Regular&quot;C &amp;&amp; D&amp;C" in foot
        for foot in (f.replace('"', "&quot;") for f in feet)
    )
    assert "<dc:title>Box score: C &amp; D</dc:title>" in core


def test_a_teams_own_figures_are_written_with_it(mould: Path, tmp_path: Path) -> None:
    box = replace(
        blank(ROWAN, "Rowan Ward", ROWAN.weeks[0].date()), entered=ROWAN.entered, notes=ROWAN.notes
    )
    path = pour(mould, box, tmp_path / "r.xlsx")
    assert replace(vmbox.read(path), log=()) == box
    assert stale(path) == []


def test_a_mould_restyled_by_another_program_keeps_its_look(mould: Path, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Sparkline Group extension")
        book = openpyxl.load_workbook(mould)
    book["Box score"]["A1"].fill = PatternFill("solid", fgColor="FFAA00")
    book.save(mould)
    path = pour(mould, blank(ROWAN, "Ward 7", dt.date(2026, 3, 2)), tmp_path / "w.xlsx")
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Sparkline Group extension")
        again = openpyxl.load_workbook(path)
    assert again["Box score"]["A1"].fill.fgColor.rgb == "00FFAA00"
    assert stale(path) == []


class TestWhatIsNoMould:
    """Said, and no workbook is made."""

    def test_a_workbook_with_figures(self, tmp_path: Path) -> None:
        path = write_workbook(ROWAN, tmp_path / "a.xlsx")
        with pytest.raises(WorkbookError, match="figures and notes and accepted medians"):
            read_mould(path)

    def test_other_measures(self, mould: Path, tmp_path: Path) -> None:
        one = next(measure for measure in ROWAN.measures if not measure.calculated)
        box = BoxScore.blank("X", [one], start=dt.date(2026, 3, 2))
        with pytest.raises(MeasureError, match="are not those of the template"):
            pour(mould, box, tmp_path / "x.xlsx")
        assert not (tmp_path / "x.xlsx").exists()

    def test_another_number_of_weeks(self, mould: Path, tmp_path: Path) -> None:
        box = BoxScore.blank("X", ROWAN.measures, ROWAN.inputs, start=dt.date(2026, 3, 2), weeks=52)
        with pytest.raises(MeasureError, match="104 weeks and the team 52"):
            pour(mould, box, tmp_path / "x.xlsx")

    def test_a_file_that_is_there_already(self, mould: Path, tmp_path: Path) -> None:
        (tmp_path / "x.xlsx").write_text("mine")
        with pytest.raises(OutputExists):
            pour(mould, blank(ROWAN, "X", dt.date(2026, 3, 2)), tmp_path / "x.xlsx")
        assert (tmp_path / "x.xlsx").read_text() == "mine"
