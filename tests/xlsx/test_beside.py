"""What stands in no cell: text boxes, headers and footers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from vmbox.xlsx import Beside, read_book

if TYPE_CHECKING:
    from pathlib import Path

    from vmbox.xlsx import Sheet


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    path = tmp_path / "beside.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Ward")
        sheet.write("A1", "in a cell")
        sheet.insert_textbox("C4", "first line\nsecond & last")
        sheet.insert_button("F2", {"caption": "Press & hold", "macro": "press"})
        sheet.set_header('&L&"Arial,Bold"&14 Ward 7&CPage &P of &N')
        sheet.set_footer("&R94 && 95&K00-020 grey")
        workbook.add_worksheet("Bare")
    return read_book(path).sheet("Ward")


def test_a_text_box_has_its_words_and_its_corner(sheet: Sheet) -> None:
    assert sheet.text_boxes == (
        Beside("text box", (3, 2), "first line\nsecond & last"),
        Beside("text box", None, "Press & hold"),
    )


@pytest.mark.parametrize("cells_first", [True, False])
def test_headers_and_footers_are_told_without_their_codes(
    sheet: Sheet, *, cells_first: bool
) -> None:
    if cells_first:
        assert sheet.cells
    assert [one.where for one in sheet.margins] == ["header or footer"] * 2
    assert [" ".join(one.text.split()) for one in sheet.margins] == [
        "Ward 7 Page of",
        "94 95 grey",
    ]


def test_a_sheet_without_any_has_none(sheet: Sheet) -> None:
    bare = read_book(sheet.source.package.path).sheet("Bare")
    assert bare.beside == ()
