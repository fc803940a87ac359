"""Where ranges lead, how they look, and rows and columns that come and go."""

from __future__ import annotations

import pytest

from vmbox.errors import EditRefused, NotInWorkbook


@pytest.mark.parametrize(
    ("start", "way", "end"),
    [
        ("B2", "down", "B4"),
        ("B4", "down", "B7"),
        ("B7", "down", "B1048576"),
        ("B9", "up", "B7"),
        ("B1", "down", "B2"),
        ("B4", "up", "B2"),
        ("B2", "right", "D2"),
        ("D2", "left", "B2"),
        ("F2", "left", "D2"),
        ("A2", "right", "B2"),
        ("D2", "right", "XFD2"),
    ],
)
def test_ctrl_and_an_arrow_lead_where_they_lead_in_excel(sheet, start, way, end) -> None:
    sheet["B2"].value = [[1, 2, 3], [4, 5, 6], [7, 8, '=""']]
    sheet["B7"].value = 9
    assert sheet[start].end(way).get_address(False, False) == end


def test_ranges_grow_over_what_is_filled(sheet) -> None:
    sheet["B2"].value = [[1, 2, 3], [4, 5, 6]]
    assert sheet["B2"].expand().address == "$B$2:$D$3"
    assert sheet["B2"].expand("right").address == "$B$2:$D$2"
    assert sheet["C3"].current_region.address == "$B$2:$D$3"
    assert sheet.used_range.address == "$B$2:$D$3"


def test_a_range_is_named_by_its_corners_its_address_or_its_place(sheet) -> None:
    assert sheet.range((2, 3)).address == "$C$2"
    assert sheet.range("A1", "C2").address == "$A$1:$C$2"
    assert sheet[1:3, 0:2].address == "$A$2:$B$3"
    assert sheet["A1:C3"](2, 2).address == "$B$2"
    assert sheet["A1:C3"][4].address == "$B$2"
    assert sheet["A1"].offset(1, 1).resize(2, 2).address == "$B$2:$C$3"
    with pytest.raises(NotInWorkbook, match="has no range 'nonsense'"):
        _ = sheet["nonsense"]
    with pytest.raises(IndexError):
        sheet.range((0, 1))


def test_rows_and_columns_come_and_go_and_formulas_follow(sheet) -> None:
    sheet["A1"].value = [[1], [2], ["=A1+A2"]]
    sheet["2:3"].insert("down")
    assert sheet["A5"].formula == "=A1+A4"
    sheet["2:3"].delete()
    sheet["A:A"].insert("right")
    assert sheet["B3"].formula == "=B1+B2"
    sheet["B1"].delete("left")
    assert sheet["B1:B3"].options(err_to_str=True).value == [None, 2, "#REF!"]


def test_contents_and_formats_are_cleared_apart(sheet) -> None:
    cells = sheet["A1:B1"]
    cells.value, cells.number_format, cells.color = [1, 2], "0.00", (255, 0, 0)
    cells.clear_contents()
    assert (cells.value, cells.number_format) == ([None, None], "0.00")
    cells.value = [1, 2]
    cells.clear_formats()
    assert (cells.value, cells.number_format, cells.color) == ([1, 2], "General", None)


@pytest.mark.parametrize(
    "code", ["0.0%", "#,##0.00", "d mmm yyyy", "yyyy-mm-dd hh:mm:ss", "[h]:mm", "@", '0 "beds"']
)
def test_a_number_format_is_told_as_it_was_given(sheet, code: str) -> None:
    sheet["A1:B2"].number_format = code
    assert sheet["A1:B2"].number_format == code
    assert sheet["A1:C2"].number_format is None


def test_looks_are_told_as_they_were_given(sheet) -> None:
    cells = sheet["A1:B2"]
    cells.color = "#ffc800"
    cells.font.bold, cells.font.italic, cells.font.size = True, True, 14
    cells.font.color, cells.font.name = (1, 2, 3), "Liberation Serif"
    cells.column_width, cells.row_height = 20, 30
    assert cells.color == (255, 200, 0)
    assert (cells.font.bold, cells.font.italic, cells.font.size) == (True, True, 14)
    assert (cells.font.color, cells.font.name) == ((1, 2, 3), "Liberation Serif")
    assert (cells.column_width, cells.row_height) == (20, 30)
    assert sheet["A1:C1"].font.bold is None
    assert sheet["A1:C1"].column_width is None
    assert sheet["C3"].left == cells.width
    assert sheet["C3"].top == cells.height == 60


def test_columns_are_as_wide_as_what_they_hold(sheet) -> None:
    before = sheet["A1"].column_width
    sheet["A1"].value = "a rather long text that needs its room"
    sheet["A1"].columns.autofit()
    assert sheet["A1"].column_width > 2 * before


def test_an_array_formula_is_whole_or_not_at_all(sheet) -> None:
    sheet["A1:A3"].value = [[1], [2], [3]]
    sheet["B1:B3"].formula_array = "=A1:A3*2"
    assert sheet["B1:B3"].value == [2, 4, 6]
    assert sheet["B1"].has_array
    assert sheet["B2"].formula_array == "=A1:A3*2"
    with pytest.raises(EditRefused, match="array formula"):
        sheet["B2"].value = 1
    assert sheet["B1:B3"].value == [2, 4, 6]


def test_merged_cells_know_each_other(sheet) -> None:
    sheet["A1:B2"].merge()
    assert sheet["B2"].merge_area.address == "$A$1:$B$2"
    sheet["A1:B2"].unmerge()
    assert not sheet["A1"].merge_cells


def test_cells_are_copied_with_their_formulas(sheet) -> None:
    sheet["A1"].value = [[1, "=A1*2"]]
    sheet["A1:B1"].copy(sheet["A3"])
    assert sheet["B3"].formula == "=A3*2"


def test_several_addresses_names_and_tables_are_one_range(sheet) -> None:
    sheet["B2"].value = [["Week", "a, b"], [1, 2], [3, 4]]
    sheet.tables.add(sheet["B2:C4"], name="weekly")
    sheet["F9"].name = "total"
    found = sheet["A1:A3,total,weekly[#All],weekly[#Data],weekly[a, b]"]
    assert found.address == "$A$1:$A$3,$F$9,$B$2:$C$4,$B$3:$C$4,$C$3:$C$4"
    with pytest.raises(NotInWorkbook):
        _ = sheet["total,gone"]


def test_a_larger_place_is_filled_with_as_many_copies_as_it_holds(sheet) -> None:
    sheet["A1:B1"].value = [1, "=A1+1"]
    sheet["A1:B1"].copy(sheet["A2:B4"])
    assert sheet["A1:B4"].value == [[1, 2]] * 4
    assert sheet["B4"].formula == "=A4+1"


def test_merged_cells_are_told_from_those_that_are_not(sheet) -> None:
    sheet["B2:C3"].merge()
    asked = ("A1:A9", "B2:C3", "A1:C3", "C3")
    assert [sheet[words].merge_cells for words in asked] == [False, True, None, True]


def test_the_area_that_is_printed_is_set_and_taken_away(sheet) -> None:
    assert sheet.page_setup.print_area is None
    sheet.page_setup.print_area = "A1:C9,E1:F2"
    assert sheet.page_setup.print_area == "$A$1:$C$9,$E$1:$F$2"
    sheet.page_setup.print_area = None
    assert sheet.page_setup.print_area is None
