"""A sheet that a program owns alone is written anew, and nothing else changes."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from vmbox.errors import EditRefused
from vmbox.xlsx import ErrorValue, WholeCell, edit, lint, read_book

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Own"
    for row in range(1, 6):
        sheet.cell(row, 1, row).number_format = "0.00"
    sheet["B1"] = "=A1*2"
    sheet.row_dimensions[2].height = 40
    book.create_sheet("Other")["A1"] = "theirs"
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


CELLS = {
    (0, 0): WholeCell(1.5),
    (0, 1): WholeCell("a < b & c"),
    (1, 0): WholeCell(3.0, "A1*2"),
    (2, 0): WholeCell(ErrorValue("#N/A"), "NA()"),
    (3, 0): WholeCell(True, "A1>1"),
    (4, 0): WholeCell(3.0, "SUM(A1:A2*1)", array=True),
    (6, 2): WholeCell(2.0, "A1+$A$1", filled=(6, 8)),
    (7, 2): WholeCell(4.0, "A1+$A$1", filled=(6, 8)),
    (8, 2): WholeCell("", "A1+$A$1", filled=(6, 8)),
}


def test_it_holds_the_cells_given_and_no_others(path: Path) -> None:
    with edit(path) as book:
        book.sheets["Own"].rewrite(CELLS)
    cells = read_book(path).sheet("Own").cells
    assert {place: cell.value for place, cell in cells.items()} == {
        place: cell.value for place, cell in CELLS.items()
    }
    assert cells[6, 2].formula == "A1+$A$1"
    assert cells[7, 2].formula == ""
    assert lint(path) == []


def test_a_formula_filled_down_moves_along_as_others_read_it(path: Path) -> None:
    with edit(path) as book:
        book.sheets["Own"].rewrite(CELLS)
    sheet = openpyxl.load_workbook(path)["Own"]
    assert [sheet.cell(row, 3).value for row in (7, 8, 9)] == ["=A1+$A$1", "=A2+$A$1", "=A3+$A$1"]
    assert sheet["A5"].value.text == "=SUM(A1:A2*1)"
    assert sheet["A1"].number_format == "0.00"
    assert sheet.row_dimensions[2].height == 40


def test_every_other_sheet_stays_the_same_to_the_byte(path: Path, tmp_path: Path) -> None:
    old = {name: zipfile.ZipFile(path).read(name) for name in zipfile.ZipFile(path).namelist()}
    with edit(path, tmp_path / "b.xlsx") as book:
        book.sheets["Own"].rewrite(CELLS)
    new = zipfile.ZipFile(tmp_path / "b.xlsx")
    assert {name for name in old if new.read(name) != old[name]} <= {
        "xl/worksheets/sheet1.xml",
        "xl/workbook.xml",
    }


def test_a_sheet_with_merged_cells_or_other_changes_is_refused(path: Path) -> None:
    with edit(path) as book:
        book.sheets["Own"].set("A1", 5)
        with pytest.raises(EditRefused, match="other changes"):
            book.sheets["Own"].rewrite(CELLS)
    merged = openpyxl.load_workbook(path)
    merged["Own"].merge_cells("A1:B1")
    merged.save(path)
    with pytest.raises(EditRefused, match="merged cells"), edit(path) as book:
        book.sheets["Own"].rewrite(CELLS)


def test_brackets_that_do_not_pair_are_refused_and_nothing_is_written(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(EditRefused, match="do not pair"), edit(path) as book:
        book.sheets["Own"].rewrite({(0, 0): WholeCell(1.0, "SUM(A2")})
    assert path.read_bytes() == before
