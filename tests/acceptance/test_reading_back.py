"""A workbook gives its box score back exactly, whoever saved it and however it was rearranged."""

from __future__ import annotations

import datetime as dt
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest

import vmbox
from random_box_scores import random_box_score
from vmbox.demo import demo_box_scores
from vmbox.errors import WorkbookError
from vmbox.measures import BoxScore, Input, Measure
from vmbox.template import write_workbook
from vmbox.workbook import layout as at
from vmbox.workbook.layout import Layout

if TYPE_CHECKING:
    from pathlib import Path

    from bridge import Office


TEAMS = {box.team: box for box in demo_box_scores()}
ROWAN = TEAMS["Rowan Ward"]
SMALL = BoxScore.blank(
    "Small",
    [
        Measure(
            "Falls per 1,000 days",
            "Safety",
            "per 1,000",
            "down",
            numerator="Falls",
            denominator="Days",
            per=1000,
        )
    ],
    [Input("Falls", "Safety"), Input("Days", "Safety")],
    start=dt.date(2026, 3, 2),
    weeks=12,
)


def saved_by_openpyxl(path: Path, to: Path) -> Path:
    with warnings.catch_warnings():
        # It says that it drops native sparklines, and it does.
        warnings.filterwarnings("ignore", message="Sparkline Group extension")
        book = openpyxl.load_workbook(path)
    book.save(to)
    return to


def differences(one: BoxScore, other: BoxScore) -> list[str]:
    names = ("team", "board", "setting", "period", "remark", "measures", "inputs", "notes")
    names += ("medians", "huddles", "actions", "log")
    found = [name for name in names if getattr(one, name) != getattr(other, name)]
    return found if one.entered.equals(other.entered) else [*found, "entered"]


@pytest.mark.parametrize("team", TEAMS)
def test_from_a_workbook_saved_by_vmbox(tmp_path: Path, team: str) -> None:
    path = write_workbook(TEAMS[team], tmp_path / "a.xlsx")
    assert differences(vmbox.read(path), TEAMS[team]) == []


@pytest.mark.parametrize("seed", range(200, 260))
def test_random_box_scores_come_back(tmp_path: Path, seed: int) -> None:
    box = random_box_score(seed)
    path = write_workbook(box, tmp_path / "a.xlsx")
    assert differences(vmbox.read(path), box) == []
    again = write_workbook(vmbox.read(path), tmp_path / "b.xlsx")
    assert vmbox.read(again) == box


def test_from_a_workbook_saved_by_openpyxl(tmp_path: Path) -> None:
    path = write_workbook(ROWAN, tmp_path / "a.xlsx")
    assert differences(vmbox.read(saved_by_openpyxl(path, tmp_path / "b.xlsx")), ROWAN) == []


@pytest.mark.parametrize("seed", range(260, 270))
def test_random_box_scores_come_back_from_openpyxl(tmp_path: Path, seed: int) -> None:
    box = random_box_score(seed)
    path = write_workbook(box, tmp_path / "a.xlsx")
    assert differences(vmbox.read(saved_by_openpyxl(path, tmp_path / "b.xlsx")), box) == []


@pytest.mark.parametrize("seed", range(270, 280))
def test_random_box_scores_come_back_from_libreoffice(
    office: Office, tmp_path: Path, seed: int
) -> None:
    box = random_box_score(seed)
    office.open(write_workbook(box, tmp_path / "a.xlsx"))
    office.save(tmp_path / "b.xlsx")
    assert differences(vmbox.read(tmp_path / "b.xlsx"), box) == []


@pytest.mark.parametrize("team", TEAMS)
def test_from_a_workbook_saved_by_libreoffice(office: Office, tmp_path: Path, team: str) -> None:
    path = write_workbook(TEAMS[team], tmp_path / "a.xlsx")
    office.open(path)
    office.save(tmp_path / "b.xlsx")
    assert differences(vmbox.read(tmp_path / "b.xlsx"), TEAMS[team]) == []


def test_with_sheets_renamed_and_moved_and_rows_and_columns_inserted(
    office: Office, tmp_path: Path
) -> None:
    office.open(write_workbook(ROWAN, tmp_path / "a.xlsx"))
    office.insert_columns("Safety", 0, 2)
    office.insert_columns("Safety", 5, 1)
    office.insert_rows("Safety", 3, 2)
    office.insert_rows("Medians", 0, 1)
    office.rename("Safety", "Keeping safe")
    office.rename("Box score", "Week by week")
    office.move("Keeping safe", 0)
    office.save(tmp_path / "b.xlsx")
    assert differences(vmbox.read(tmp_path / "b.xlsx"), ROWAN) == []


def test_with_measures_reordered(office: Office, tmp_path: Path) -> None:
    """Two measures of a tab change places, cut and inserted as a person would."""
    layout = Layout.of(ROWAN)
    tab = layout.tab("Safety")
    rows = (0, tab.last_week_row)
    first, last = tab.columns[0].position, tab.charted[2].position
    office.open(write_workbook(ROWAN, tmp_path / "a.xlsx"))
    free = tab.notes_position + 30
    office.move_column("Safety", first, rows, free)
    office.move_column("Safety", last, rows, first)
    office.move_column("Safety", free, rows, last)
    office.save(tmp_path / "b.xlsx")
    box = vmbox.read(tmp_path / "b.xlsx")
    assert {measure.name: measure for measure in box.measures} == {
        measure.name: measure for measure in ROWAN.measures
    }
    assert box.entered[list(ROWAN.entered.columns)].equals(ROWAN.entered)


def test_a_heading_renamed_in_libreoffice_keeps_its_ratio(office: Office, tmp_path: Path) -> None:
    ratio = next(m for m in ROWAN.measures if m.ratio and m.domain == "Safety")
    column = Layout.of(ROWAN).columns[str(ratio.numerator)]
    office.open(write_workbook(ROWAN, tmp_path / "a.xlsx"))
    office.type("Safety", at.HEADER_ROW, column.position, "Counted by us")
    office.save(tmp_path / "b.xlsx")
    box = vmbox.read(tmp_path / "b.xlsx")
    assert box.measure(ratio.name).numerator == "Counted by us"
    assert box.values[ratio.name].equals(ROWAN.values[ratio.name])


def test_a_ratio_that_somebody_typed_over_keeps_what_was_typed(tmp_path: Path) -> None:
    ratio = SMALL.measure("Falls per 1,000 days")
    entered = SMALL.entered.copy()
    entered.loc[SMALL.weeks[5], ratio.name] = 0.25
    box = replace(SMALL, entered=entered)
    path = write_workbook(box, tmp_path / "a.xlsx")
    again = vmbox.read(saved_by_openpyxl(path, tmp_path / "b.xlsx"))
    assert again.values[ratio.name].iloc[5] == 0.25
    assert again == box


class TestWhatCannotBeRead:
    """A clear error that names the file and the cell, and what to do."""

    def changed(self, tmp_path: Path, sheet: str, row: int, column: int, value: object) -> Path:
        path = write_workbook(SMALL, tmp_path / "a.xlsx")
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Sparkline Group extension")
            book = openpyxl.load_workbook(path)
        book[sheet].cell(row + 1, column + 1, value)
        book.save(path)
        return path

    def test_text_in_a_number(self, tmp_path: Path) -> None:
        column = Layout.of(SMALL).columns["Falls"].position
        path = self.changed(tmp_path, "Safety", at.FIRST_WEEK_ROW, column, "lots")
        with pytest.raises(WorkbookError, match=r"a\.xlsx: Safety!B19: .*'lots'.*clear the cell"):
            vmbox.read(path)

    def test_a_week_that_stands_twice(self, tmp_path: Path) -> None:
        second = (SMALL.weeks[0] - pd.Timestamp("1899-12-30")).days
        path = self.changed(tmp_path, "Cost", at.FIRST_WEEK_ROW + 1, 0, second)
        with pytest.raises(WorkbookError, match=r"Cost!A20: .*the week .* again, after A19"):
            vmbox.read(path)

    def test_a_newer_version(self, tmp_path: Path) -> None:
        path = write_workbook(SMALL, tmp_path / "a.xlsx")
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Sparkline Group extension")
            book = openpyxl.load_workbook(path)
        sheet, cell = next(iter(book.defined_names[at.NAME_SCHEMA].destinations))
        book[sheet][cell] = at.SCHEMA + 1
        book.save(path)
        with pytest.raises(WorkbookError, match=r"newer than this vmbox.*[Uu]pdate"):
            vmbox.read(path)

    def test_a_workbook_that_is_no_box_score(self, tmp_path: Path) -> None:
        path = tmp_path / "other.xlsx"
        openpyxl.Workbook().save(path)
        with pytest.raises(WorkbookError, match=r"other\.xlsx is no standard box score"):
            vmbox.read(path)
