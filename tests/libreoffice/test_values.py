"""Values go into cells and come back, whole blocks at once."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vmbox import libreoffice
from vmbox.errors import DataError

DAY = dt.datetime.fromisoformat("2026-01-05")
MOMENT = dt.datetime.fromisoformat("2026-01-05T08:30:15.123")
# Excel takes 1900 for a leap year: its dates before March that year mean nothing.
FIRST = dt.datetime.fromisoformat("1900-03-01")
LAST = dt.datetime.fromisoformat("9999-12-31")


def test_every_kind_of_value_comes_back_as_it_was(sheet) -> None:
    rows = [
        [1.0, -2.5, "Fälle “a”", None],
        [True, False, DAY, MOMENT],
        ["two\nlines", 1e-9, 123456789012345.0, "  spaced "],
    ]
    sheet["A1"].value = rows
    assert sheet["A1:D3"].value == rows


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Co", "Cn"]))
cells = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False),
    texts.map(lambda text: f"'{text}" if text else None),
    st.datetimes(FIRST, LAST).map(
        lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    ),
)


@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=12))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_block_comes_back_as_it_was(sheet, rows: list[tuple[object, ...]]) -> None:
    sheet["A1:C12"].clear()
    sheet["A1"].value = [list(row) for row in rows]
    there = sheet.range((1, 1), (len(rows), 3)).options(ndim=2).value
    assert there == [
        [value[1:] if isinstance(value, str) else value for value in row] for row in rows
    ]


def test_the_second_writing_of_a_cell_leaves_nothing_of_the_first(sheet) -> None:
    for value in (True, 5.0, DAY, "text", False, "=1+1", 0.5):
        sheet["A1"].value = value
        assert sheet["A1"].value == (2.0 if value == "=1+1" else value)
        sheet["A1"].clear()
    sheet["A1"].value = True
    sheet["A1"].value = 1
    assert sheet["A1"].value == 1.0
    assert sheet["A1"].value is not True


def test_text_is_taken_as_if_it_had_been_typed(sheet) -> None:
    sheet["A1"].value = [["12", "=1+1", "5%", "TRUE", "1/2/2026", "#N/A"]]
    there = sheet["A1:F1"].options(err_to_str=True).value
    assert there == [12, 2, 0.05, True, dt.datetime.fromisoformat("2026-02-01"), "#N/A"]


def test_an_apostrophe_or_the_format_of_text_keeps_text_as_it_is(sheet) -> None:
    sheet["A1"].value = [["'12", "'=1+1", "=2+2"]]
    sheet["A2:B2"].number_format = "@"
    sheet["A2"].value = [["012", 12]]
    assert sheet["A1:C2"].value == [["12", "=1+1", 4], ["012", "12", None]]
    assert sheet["A1:C2"].formula == (("12", "=1+1", "=2+2"), ("012", "12", ""))


def test_an_error_is_nothing_or_its_name(sheet) -> None:
    sheet["A1"].value = [["=NA()", "=1/0", '="a"+1', "=nosuch(1)"]]
    assert sheet["A1:D1"].value == [None] * 4
    names = ["#N/A", "#DIV/0!", "#VALUE!", "#NAME?"]
    assert sheet["A1:D1"].options(err_to_str=True).value == names


def test_pandas_and_numpy_go_in_and_out(sheet) -> None:
    table = pd.DataFrame(
        {"week": pd.date_range("2026-01-05", periods=3, freq="7D"), "n": [1, 2, 3]}
    )
    sheet["A1"].options(index=False).value = table
    back = sheet["A1"].options(pd.DataFrame, expand="table", index=False).value
    assert list(back["n"]) == [1, 2, 3]
    assert list(pd.to_datetime(back["week"])) == list(table["week"])
    sheet["E1"].value = np.array([[1.5, np.nan], [3, 4]])
    assert sheet["E1:F2"].value == [[1.5, None], [3, 4]]


def test_what_no_cell_can_hold_is_refused_and_nothing_is_written(sheet) -> None:
    sheet["A1"].value = [1, 2]
    with pytest.raises(DataError, match="A cell cannot hold dict"):
        sheet["A1"].value = [9, {"a": 1}]
    assert sheet["A1:B1"].value == [1, 2]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (float("inf"), "no number of Excel"),
        (10**400, "no number of Excel"),
        ("x" * 32_768, "32,768 characters"),
        (dt.date(1815, 6, 18), "begin in 1900"),
        (b"bytes", "cannot hold bytes"),
    ],
)
def test_what_excel_refuses_is_refused_here_too(sheet, value: object, why: str) -> None:
    with pytest.raises(DataError, match=why):
        sheet["A1"].value = value
    assert sheet["A1"].value is None


def test_rows_of_another_shape_than_the_cells_are_refused(sheet) -> None:
    with pytest.raises(DataError, match="do not fit"):
        sheet["A1:B2"].raw_value = [[1, 2, 3]]


def test_a_formula_for_many_cells_moves_along(sheet) -> None:
    sheet["A1:A3"].value = [[1], [2], [3]]
    sheet["B1:C3"].formula = "=A1*10"
    assert sheet["B1:C3"].value == [[10, 100], [20, 200], [30, 300]]


def test_a_block_is_read_by_one_call_and_written_by_one(sheet) -> None:
    rows = tuple((float(n), DAY, True, f"week {n}") for n in range(104))
    block = sheet["A1:D104"]
    with libreoffice.counted() as writing:
        block.raw_value = rows
    with libreoffice.counted() as reading:
        there = block.raw_value
    assert there == rows
    assert (writing.total, writing.writes) == (1, 1)
    assert (reading.total, reading.reads) == (1, 1)
    assert writing.uno["setDataArray"] == 1
    assert reading.uno["getDataArray"] == 1


def test_the_count_does_not_grow_with_the_weeks(sheet) -> None:
    def over_uno(weeks: int) -> int:
        block = sheet.range((1, 1), (weeks, 3))
        with libreoffice.counted() as calls:
            block.raw_value = [[n, DAY, "=1+1"] for n in range(weeks)]
            _ = block.raw_value
            _ = block.formula
        sheet.clear()
        return calls.uno.total()

    over_uno(2)  # the formats are looked up once
    assert over_uno(52) == over_uno(104) == over_uno(260)
