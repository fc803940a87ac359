"""The recorder: it counts as pywin32 would call, and answers in the types that Windows has."""

from __future__ import annotations

import ctypes
import datetime as dt
import subprocess
import sys
from decimal import Decimal

import numpy as np
import pytest
import xlwings
from excel_recorder import com_error, counted, excel_running

NUMBERS = [[1.0, 2.0], [3.0, 4.0]]


# ------------------------------------------------------------------ what is counted
def test_a_block_is_written_in_two_calls_raw_and_in_106_with_xlwings_conversion(sheet) -> None:
    with counted() as raw:
        sheet["A1:B2"].raw_value = NUMBERS
    with counted() as converted:
        sheet["A1:B2"].value = NUMBERS
    assert dict(raw.kinds) == {"Worksheet.Range()": 1, "Range.Value=": 1}
    assert converted.total == 106


def test_a_block_is_read_in_two_calls_raw_and_in_twelve_with_xlwings_conversion(sheet) -> None:
    with counted() as raw:
        _ = sheet["A1:B2"].raw_value
    with counted() as converted:
        _ = sheet["A1:B2"].value
    assert (raw.total, converted.total) == (2, 12)


def test_to_expand_an_empty_cell_takes_46_calls(sheet) -> None:
    with counted() as calls:
        sheet["A1"].expand()
    assert calls.total == 46


def test_the_size_of_a_block_does_not_matter(sheet) -> None:
    with counted() as calls:
        sheet["A1:Z500"].raw_value = [[1.0] * 26] * 500
    assert calls.total == 2


def test_a_loop_counts_its_beginning_and_each_thing_that_it_fetches(rowan) -> None:
    with counted() as calls:
        names = [sheet.name for sheet in rowan.sheets]
    assert dict(calls.kinds) == {
        "Workbook.Worksheets": 1,
        "Sheets._NewEnum": 1,
        "Sheets.Next": len(names),
        "Worksheet.Name": len(names),
    }
    assert str(calls).startswith(f"{calls.total} COM calls\n")


def test_counts_stand_inside_each_other_and_to_look_behind_is_free(excel, rowan) -> None:
    with counted() as outer:
        _ = rowan.name
        with counted() as inner:
            _ = rowan.name
            assert excel.held(rowan).sheet("Safety").grid.used().rows > 100
    assert (outer.kinds["Workbook.Name"], inner.kinds["Workbook.Name"]) == (3, 2)


# ------------------------------------------------------------------ what Windows returns
def test_a_date_comes_as_a_moment_in_utc_and_a_number_as_a_float(rowan) -> None:
    table = rowan.sheets["Safety"].tables["bsSafety"]
    week, count = table.data_body_range.raw_value[0][:2]
    assert week == dt.datetime(2024, 12, 9, tzinfo=dt.UTC)
    assert type(week).__name__ == "TimeType"
    assert type(count) is float
    assert table.data_body_range.api.Value2[0][0] == 45635.0


def test_money_comes_as_a_decimal_of_four_places_and_loses_the_rest(sheet) -> None:
    sheet["A1:A2"].number_format = "[$£-809]#,##0.00"
    sheet["A1:A2"].raw_value = [[123.456789], [-5.0]]
    assert sheet["A1:A2"].raw_value == ((Decimal("123.4568"),), (Decimal("-5.0000"),))
    assert sheet["A1"].api.Value2 == 123.456789


def test_an_error_comes_as_a_number_and_an_empty_cell_as_none(sheet) -> None:
    sheet["A1:C1"].raw_value = [["#N/A", None, "#DIV/0!"]]
    assert sheet["A1:C1"].raw_value == ((-2146826246, None, -2146826281),)
    assert sheet["A1:C1"].options(err_to_str=True).value == ["#N/A", None, "#DIV/0!"]


def test_one_cell_is_no_block(sheet) -> None:
    sheet["A1"].raw_value = 4
    assert sheet["A1"].raw_value == 4.0
    assert sheet["A1:A2"].raw_value == ((4.0,), (None,))


def test_a_formula_is_text_also_where_there_is_a_number_or_nothing(sheet) -> None:
    sheet["A1:A4"].formula = [["=B1*2"], ["7"], [True], [None]]
    assert sheet["A1:A4"].formula == (("=B1*2",), ("7",), ("TRUE",), ("",))
    sheet["C1:C3"].formula = "=A1+1"
    assert sheet["C3"].formula == "=A3+1"


def test_a_formula_names_the_columns_of_its_own_row_as_people_see_them(rowan) -> None:
    table = rowan.sheets["Safety"].tables["bsSafety"]
    rate = table.data_body_range(1, 4)
    assert "[@[Occupied bed days]]>0" in rate.formula
    assert "bsSafety" not in rate.formula


# ------------------------------------------------------------------ what Excel makes of writing
@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("0412", 412.0),
        ("12%", 0.12),
        ("1,200.5", 1200.5),
        ("true", True),
        ("3/4/2025", dt.datetime(2025, 4, 3, tzinfo=dt.UTC)),
        ("'0412", "0412"),
        ("Falls", "Falls"),
        ("", None),
    ],
)
def test_a_text_is_read_as_if_it_were_typed(sheet, written, becomes) -> None:
    sheet["A1"].raw_value = written
    assert sheet["A1"].raw_value == becomes


def test_a_text_that_begins_like_a_formula_becomes_one_unless_the_cell_is_for_text(sheet) -> None:
    sheet["A1"].raw_value = "-none"
    assert sheet["A1"].formula == "=-none"
    sheet["A2"].number_format = "@"
    sheet["A2"].raw_value = "-none"
    assert sheet["A2"].raw_value == "-none"


def test_what_pywin32_cannot_hand_over_is_refused(sheet) -> None:
    for thing in (np.int64(3), dt.date(2025, 1, 6), float("nan"), 2**40):
        with pytest.raises(TypeError):
            sheet["A1"].raw_value = thing
    with pytest.raises(TypeError, match="another hour or day"):
        sheet["A1"].raw_value = dt.datetime(2025, 7, 7)  # noqa: DTZ001  (that is the point)


def test_a_protected_sheet_refuses(excel, sheet) -> None:
    excel.held(sheet.book).sheet(sheet.name).protected = True
    with pytest.raises(com_error, match="protected sheet"):
        sheet["A1"].raw_value = 1


# ------------------------------------------------------------------ sheets, Tables, names
def test_tables_names_charts_and_colours_are_those_of_the_file(rowan) -> None:
    safety = rowan.sheets["Safety"]
    table = safety.tables["bsSafety"]
    assert table.header_row_range.raw_value[0][:2] == ("Week", "Violent incidents")
    assert rowan.names["bsTeam"].refers_to == "='Box score'!$A$1"
    assert rowan.names["bsTeam"].refers_to_range.raw_value == "Rowan Ward"
    assert len(safety.charts) >= 3
    assert table.header_row_range(1, 1).color == (0, 48, 135)
    assert rowan.sheets["Box score"]["bsTeam"].address == "$A$1"
    with pytest.raises(com_error):
        _ = safety["bsTeam"].address
    assert "nonsense" not in rowan.names


def test_a_table_takes_another_size_from_the_same_heading(rowan) -> None:
    table = rowan.sheets["Log"].tables["bsLog"]
    place = table.range
    table.resize(place.resize(place.shape[0] + 2))
    assert table.range.shape == (place.shape[0] + 2, place.shape[1])


def test_a_rule_of_format_comes_before_those_of_the_file(rowan) -> None:
    week = rowan.sheets["Safety"].tables["bsSafety"].data_body_range(1, 1)
    rules = week.conditional_formats
    before = len(rules)
    rules.add_custom("=TRUE", fill_color="#ffcc00")
    assert len(rules) == before + 1
    assert (rules[0].formula, rules[0].fill_color) == ("=TRUE", (255, 204, 0))
    rules[0].delete()
    assert len(rules) == before


def test_rows_that_are_put_in_move_what_points_below_them(rowan) -> None:
    before = rowan.names["bsColumn_Safety_3"].refers_to
    rowan.sheets["Safety"].range("2:3").insert("down")
    assert before == "=Safety!$D$18"
    assert rowan.names["bsColumn_Safety_3"].refers_to == "=Safety!$D$20"
    assert rowan.sheets["Safety"].tables["bsSafety"].range.row == 20


# ------------------------------------------------------------------ honest, and gone afterwards
def test_a_member_that_nobody_wrote_names_itself(sheet) -> None:
    with pytest.raises(AttributeError, match=r"Range\.Speak"):
        _ = sheet["A1"].api.Speak
    with pytest.raises(AttributeError, match=r"Range\.Row cannot be set"):
        sheet["A1"].api.Row = 4
    with pytest.raises(AttributeError, match=r"Worksheet\.Colour"):
        sheet.api.Colour = 4


def test_xlwings_and_python_are_left_as_they_were_found() -> None:
    def state() -> tuple[object, ...]:
        engines = xlwings.engines
        windows = [hasattr(ctypes, name) for name in ("windll", "oledll")]
        return (
            list(engines),
            dict(engines.engines_by_name),
            engines.active,
            windows,
            ctypes.PyDLL,
            hasattr(xlwings, "_xlwindows"),
            {name for name in sys.modules if "win32" in name or name.startswith("pyw")},
            "pythoncom" in sys.modules,
        )

    before = state()
    with excel_running() as excel:
        assert xlwings.engines.active.name == "excel"
        assert xlwings.apps.active == excel.app
    with pytest.raises(RuntimeError), excel_running():
        raise RuntimeError
    assert state() == before


def test_a_process_that_used_the_recorder_ends_in_silence() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from excel_recorder import excel_running\n"
        "with excel_running() as excel: excel.app.books.add()\n"
    )
    words = [sys.executable, "-c", code, str(sys.modules["excel_recorder"].__path__[0]) + "/.."]
    answer = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
