"""A workbook that people have decorated keeps everything, whatever is written into it."""

from __future__ import annotations

import datetime as dt
import zipfile
from typing import TYPE_CHECKING

import pytest
from decorated import decorate

from vmbox.xlsx import edit, lint, read_book

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bridge import Office


SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def decorated(tmp_path: Path) -> Path:
    return decorate(tmp_path / "decorated.xlsm")


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def changed(before: dict[str, bytes], path: Path) -> set[str]:
    after = members(path)
    assert list(after) == list(before)
    return {name for name in before if before[name] != after[name]}


def test_setting_cells_changes_their_sheet_alone(decorated: Path) -> None:
    before = members(decorated)
    with edit(decorated) as book:
        book.sheets["Data"].set("C5", 97.5)
        book.sheets["Data"].set("M40", "=not a formula")
    assert changed(before, decorated) == {SHEET}
    sheet = read_book(decorated).sheets[0]
    assert sheet.cell(4, 2).value == 97.5
    assert sheet.cell(39, 12).value == "=not a formula"
    assert lint(decorated) == []


def test_appending_takes_along_what_belongs_to_the_table(decorated: Path) -> None:
    before = members(decorated)
    with edit(decorated) as book:
        rows = book.tables["tblFalls"].append(
            [{"Week": dt.date(2024, 4, 8), "Falls & slips": 12}, [dt.date(2024, 4, 15), 13]]
        )
    assert rows == range(5, 7)
    after = members(decorated)
    assert changed(before, decorated) == {
        SHEET,
        "xl/worksheets/sheet2.xml",
        "xl/tables/table1.xml",
        "xl/charts/chart1.xml",
        "xl/workbook.xml",
    }
    assert after["xl/tables/table1.xml"].count(b"B3:D10") == 2
    assert b"Data!$C$4:$C$10" in after["xl/charts/chart1.xml"]
    assert b"<xm:f>Data!C4:C10</xm:f><xm:sqref>A1</xm:sqref>" in after["xl/worksheets/sheet2.xml"]
    assert b"Data!$A$1:$D$10" in after["xl/workbook.xml"]
    assert b">Data!$C$4:$C$10<" in after["xl/workbook.xml"]
    assert b"Data!$A$1:$Z$99" in after["xl/workbook.xml"]
    sheet = after[SHEET]
    assert sheet.count(b'sqref="C4:C10"') == 2
    assert b"<xm:sqref>C4:C10</xm:sqref>" in sheet
    assert b"<xm:sqref>B4:B10</xm:sqref>" in sheet
    assert lint(decorated) == []


def test_appended_rows_are_calculated_and_look_like_the_row_above(decorated: Path) -> None:
    with edit(decorated) as book:
        book.tables["tblFalls"].append([[dt.date(2024, 4, 8), 12]])
        book.sheets["Data"].cache_many({"D9": 24})
    read = read_book(decorated)
    assert read.sheets[0].cell(8, 3) == (24, "tblFalls[[#This Row],[Falls & slips]]*2")
    assert read.sheets[0].cell(8, 1).value == 45390
    with edit(decorated) as book:
        xml = book.sheets["Data"].xml
        assert xml.style_of(8, 1) == xml.style_of(7, 1) != 0


def test_its_form_control_stays(decorated: Path) -> None:
    control = members(decorated)["xl/ctrlProps/ctrlProp1.xml"]
    with edit(decorated) as book:
        book.sheets["Data"].set("C5", 97.5)
        book.tables["tblFalls"].append([[45390, 12]])
    after = members(decorated)
    assert after["xl/ctrlProps/ctrlProp1.xml"] == control
    assert b'<control shapeId="1026" r:id="rId' in after[SHEET]
    assert b'linkedCell="$C$5"' in after[SHEET]


@pytest.mark.parametrize("what", ["cells", "rows"])
def test_microsofts_validator_finds_nothing_new(
    decorated: Path, validate: Callable[[Path], list[str]], what: str
) -> None:
    assert validate(decorated) == []
    with edit(decorated) as book:
        if what == "cells":
            book.sheets["Data"].set_many({"C5": 1, "Z1": "x", "A2": None, "K3": dt.time(9, 30)})
        else:
            book.tables["tblFalls"].append([[45390, 12], [45397, 13]])
    assert validate(decorated) == []


def test_libreoffice_opens_it_and_sees_the_change(decorated: Path, office: Office) -> None:
    with edit(decorated) as book:
        book.sheets["Data"].set("M40", "=not a formula")
        book.tables["tblFalls"].append([[45390, 12]])
    office.open(decorated)
    try:
        assert office.sheets() == ["Data", "Board & more"]
        assert office.shown("Data", 39, 12) == "=not a formula"
        assert office.shown("Data", 8, 1) == "08/04/2024"
        assert office.get("Data", 8, 2) == 12
        assert office.get("Data", 8, 3) == 24
    finally:
        office.close()
