"""A standard workbook, open in LibreOffice: what a button will do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from pandas.testing import assert_frame_equal

import vmbox
from vmbox import libreoffice
from vmbox.libreoffice.bridge import enum, struct

if TYPE_CHECKING:
    from pathlib import Path

    import xlwings


def _column(book: xlwings.Book, table: str, heading: str) -> xlwings.Range:
    sheet = next(one for one in book.sheets if table in one.tables)
    return sheet[f"{table}[{heading}]"]


def test_its_tables_are_found_by_name_wherever_they_are(rowan) -> None:
    found = {table.name for sheet in rowan.sheets for table in sheet.tables}
    assert found >= {"bsQuality", "bsSafety", "bsCost", "bsMedians", "bsLog"}
    table = rowan.sheets["Safety"].tables["bsSafety"]
    assert table.header_row_range.value[0] == "Week"
    assert table.data_body_range.shape[0] == 104
    assert table.range.row == table.header_row_range.row


def test_its_names_lead_to_their_cells(rowan) -> None:
    assert rowan.names["bsTeam"].refers_to_range.value == "Rowan Ward"
    assert "BSTEAM" in rowan.names


def test_a_column_is_read_by_one_call_and_written_by_one(rowan, rowan_box) -> None:
    name = "Violent incidents"
    column = _column(rowan, "bsSafety", name)
    with libreoffice.counted() as calls:
        read = column.raw_value
        column.raw_value = read
    assert dict(calls.kinds) == {"Range.raw_value": 1, "Range.raw_value=": 1}
    there = [np.nan if value[0] in {None, ""} else value[0] for value in read]
    np.testing.assert_array_equal(there, rowan_box.entered[name].to_numpy())


def test_a_new_number_changes_the_front_page(rowan, rowan_box) -> None:
    name = "Violent incidents"
    front = rowan.sheets["Box score"]
    before = front.used_range.value
    column = _column(rowan, "bsSafety", name)
    last = rowan_box.entered[name].notna().to_numpy().nonzero()[0][-1]
    column[int(last), 0].value = 400
    assert front.used_range.value != before


def test_with_calculation_by_hand_nothing_moves_until_it_is_asked_for(rowan) -> None:
    front = rowan.sheets["Box score"]
    before = front.used_range.value
    with rowan.app.properties(calculation="manual"):
        _column(rowan, "bsSafety", "Violent incidents")[0, 0].value = 400
        rowan.sheets["Safety"]["A1"].formula = "=1+1"
        _column(rowan, "bsSafety", "Violent incidents").value = [[300]] * 104
        assert front.used_range.value == before
        rowan.app.calculate()
        assert front.used_range.value != before


def test_what_is_saved_is_read_back_as_the_same_box_score(rowan, rowan_box, tmp_path) -> None:
    column = _column(rowan, "bsSafety", "Violent incidents")
    column[0, 0].value = 17
    rowan.save(tmp_path / "saved.xlsx")
    box = vmbox.read(tmp_path / "saved.xlsx")
    expected = rowan_box.entered.copy()
    expected.loc[expected.index[0], "Violent incidents"] = 17
    assert_frame_equal(box.entered, expected, check_freq=False)
    assert box.measures == rowan_box.measures
    assert box.team == rowan_box.team


def test_rows_that_a_filter_hides_are_read_and_written_like_the_others(rowan) -> None:
    sheet = rowan.sheets["Safety"]
    table = sheet.tables["bsSafety"]
    filtered = table.api.getFilterDescriptor()
    above_three = struct(
        "sheet.TableFilterField",
        Field=table.header_row_range.value.index("Violent incidents"),
        Operator=enum("sheet.FilterOperator", "GREATER"),
        IsNumeric=True,
        NumericValue=3.0,
    )
    filtered.setFilterFields((above_three,))
    table.api.refresh()
    assert table.data_body_range.rows.hidden is None
    column = _column(rowan, "bsSafety", "Violent incidents")
    numbers = tuple((float(n),) for n in range(104))
    column.raw_value = numbers
    assert column.raw_value == numbers
    assert column.end("down").row == table.range.last_cell.row
    assert table.data_body_range.rows.hidden is None


def test_a_hidden_sheet_is_worked_in_and_stays_hidden(rowan) -> None:
    calc = rowan.sheets["Calc"]
    assert calc.visible is False
    assert calc["A1"].value
    calc["A1"].value = calc["A1"].value
    assert calc.visible is False


@pytest.mark.parametrize(
    "change",
    [
        lambda sheet: setattr(sheet["A19:A20"], "value", [[1], [2]]),
        lambda sheet: setattr(sheet["A19"], "formula", "=1"),
        lambda sheet: setattr(sheet["A19"], "color", (255, 0, 0)),
        lambda sheet: setattr(sheet["A19"].font, "bold", True),
        lambda sheet: setattr(sheet["A19"], "number_format", "0.0"),
        lambda sheet: setattr(sheet["A19"], "column_width", 5),
        lambda sheet: sheet["A19"].clear_contents(),
        lambda sheet: sheet["A19"].clear(),
        lambda sheet: sheet["19:20"].insert("down"),
        lambda sheet: sheet["19:20"].delete(),
        lambda sheet: sheet["A19"].add_hyperlink("#Cost!A1", "costs"),
        lambda sheet: sheet.charts[0].delete(),
        lambda sheet: sheet.tables["bsSafety"].resize(sheet["A18:B20"]),
    ],
)
def test_a_protected_sheet_is_left_as_it_is_and_the_message_names_it(rowan, change) -> None:
    sheet = rowan.sheets["Safety"]
    before = sheet.used_range.formula
    sheet.api.protect("")
    with pytest.raises(vmbox.VmboxError, match="The sheet 'Safety' is protected"):
        change(sheet)
    assert sheet.used_range.formula == before


def test_cells_that_are_not_locked_take_values_on_a_protected_sheet(rowan) -> None:
    sheet = rowan.sheets["Safety"]
    cells = sheet["B19:C19"]
    protection = cells.api.CellProtection
    protection.IsLocked = False
    cells.api.CellProtection = protection
    sheet.api.protect("")
    cells.value = [1, 2]
    assert cells.value == [1, 2]
    cells.clear_contents()
    assert cells.value == [None, None]


def test_its_charts_are_there_with_their_titles(rowan) -> None:
    charts = rowan.sheets["Safety"].charts
    assert len(charts) == 6
    assert charts[0].title == "Violence per 1,000 bed days"
    charts[0].delete()
    assert len(charts) == 5


def test_an_opened_file_is_not_changed_and_has_no_lock_beside_it(
    app, rowan_file: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(rowan_file.read_bytes())
    book = app.books.open(copy)
    book.sheets["Cost"]["A19"].value = 1
    assert [one.name for one in tmp_path.iterdir()] == ["copy.xlsx"]
    book.close()
    assert copy.read_bytes() == rowan_file.read_bytes()
