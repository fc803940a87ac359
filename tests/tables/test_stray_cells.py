"""A cell far away from all others, which somebody typed into and forgot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.styles import Font

from vmbox.errors import FileError
from vmbox.tables import read_grids, read_source
from vmbox.xlsx import read_book

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def book() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.active.title = "Export"
    book.active.append(["Week", "Falls"])
    book.active.append(["2026-03-02", 3])
    return book


@pytest.mark.parametrize("cells", [("XFD1048576",), ("E1", "B1048576"), ("XFD3000",)])
def test_is_named_instead_of_filling_the_memory(
    cells: tuple[str, ...], book: openpyxl.Workbook, tmp_path: Path
) -> None:
    for cell in cells:
        book.active[cell] = "."
    book.save(path := tmp_path / "export.xlsx")
    with pytest.raises(FileError, match=r"export\.xlsx: Export reaches as far as [A-Z]+\d+"):
        read_source(path)


def test_formats_alone_far_away_are_no_cells(book: openpyxl.Workbook, tmp_path: Path) -> None:
    book.active["XFD1048576"].font = Font(bold=True)
    book.save(path := tmp_path / "export.xlsx")
    assert len(read_grids(path)[0].rows) == 2


def test_a_sheet_tells_how_far_its_filled_cells_reach(
    book: openpyxl.Workbook, tmp_path: Path
) -> None:
    book.active["XFD1048575"] = "=A1"
    book.active["XFD1048576"].font = Font(bold=True)
    book.save(path := tmp_path / "export.xlsx")
    sheet = read_book(path).sheets[0]
    assert sheet.spread == (5, 1048574, 16383)
    assert sheet.spread.filled == len(sheet.cells)
