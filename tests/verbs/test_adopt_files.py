"""Adopting real files: workbooks and text as people keep them."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest
from home_made import weeks

import vmbox
from vmbox.errors import DataError, FileError
from vmbox.measures import BoxScore, Measure
from vmbox.template import write_workbook
from vmbox.workbook import read

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "home-made"


def messy(path: Path) -> Path:
    """Two sheets, a year each: merged title, bands, totals, notes, doubtful cells."""
    book = openpyxl.Workbook()
    for sheet, start in (("2025", dt.datetime(2025, 11, 3)), ("2026", dt.datetime(2026, 1, 5))):  # noqa: DTZ001
        page = book.create_sheet(sheet)
        dates = weeks(9, start)
        page.append(["Rowan Ward – Weekly Box Score 2025/26"])
        page.merge_cells("A1:H1")
        page.append([])
        page.append(["Measure", "Target", *dates, "YTD"])
        page.append(["PATIENT SAFETY"])
        page.merge_cells("A4:L4")
        page.append(["Falls", "<4", *range(9), 36])
        page.append(["Hand hygiene", 0.95, *[0.9] * 8, 1, 8.2])
        page.append([])
        page.append(["Staff experience"])
        page.append(["Complaints", None, 1, "n/a", "<5", *[0] * 6, 1])
        page.append(["Total", None, *[1] * 9])
        page.append(["Notes", None, "Norovirus"])
    del book["Sheet"]
    book.save(path)
    return path


def test_a_messy_workbook_becomes_a_standard_one_that_reads_back(tmp_path: Path) -> None:
    found = vmbox.adopt(messy(tmp_path / "old.xlsx"))
    assert found.box.team == "Rowan Ward"
    assert [one.name for one in found.recognised] == [
        *("Falls", "Hand hygiene", "Complaints", "Notes")
    ]
    assert found.box.measure("Falls").goal == 4
    assert found.box.measure("Hand hygiene").goal == 0.95
    assert found.box.values.notna().sum().to_dict() == {
        "Falls": 18,
        "Hand hygiene": 18,
        "Complaints": 14,
    }
    assert [one.where for one in found.to_look_at] == ["2025!E9", "2026!E9"]
    new = write_workbook(found.box, tmp_path / "new.xlsx")
    assert read(new).entered.equals(found.box.entered)
    with pytest.raises(DataError, match="standard box score workbook already"):
        vmbox.adopt(new)


def test_a_standard_workbook_with_its_sheets_renamed_is_known(tmp_path: Path) -> None:
    start = dt.date(2026, 3, 2)
    box = BoxScore.blank("A", [Measure("Falls", "Safety")], start=start, weeks=4)
    write_workbook(box, tmp_path / "a.xlsx")
    renamed = tmp_path / "b.xlsx"
    with zipfile.ZipFile(tmp_path / "a.xlsx") as old, zipfile.ZipFile(renamed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            is_book = name == "xl/workbook.xml"
            new.writestr(name, data.replace(b'"Box score"', b'"Ours"') if is_book else data)
    with pytest.raises(DataError, match="standard box score workbook already"):
        vmbox.adopt(renamed)


def test_the_examples_are_adopted(tmp_path: Path) -> None:
    alder = vmbox.adopt(EXAMPLES / "alder_ward_across.csv")
    assert alder.box.team == "Alder Ward"
    assert {one.name for one in alder.box.measures if one.ratio} == {
        *("Falls per 1,000 bed days", "Staff feeling supported %")
    }
    assert [one.what for one in alder.to_look_at] == ["<5"]
    willow = vmbox.adopt(str(EXAMPLES / "willow_clinic_down.csv"))
    assert (willow.box.team, willow.box.period) == ("Willow Clinic", "month")
    assert [one.what for one in willow.to_look_at] == ["~10"]
    assert read(write_workbook(willow.box, tmp_path / "new.xlsx")).period == "month"


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no such file"):
        vmbox.adopt(tmp_path / "old.xlsx")
    with pytest.raises(FileError, match="no such file"):
        vmbox.adopt(messy(tmp_path / "b.xlsx"), tmp_path / "map.toml")
