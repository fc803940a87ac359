"""Cells as people and systems write them."""

from pathlib import Path

import openpyxl
import pytest

from vmbox.errors import DataError
from vmbox.tables import SourceMap, parse_map, read_source
from vmbox.tables.raw import fast_frame


def one_value(tmp_path: Path, value: str, week: str = "02/03/2026") -> Path:
    path = tmp_path / "a.csv"
    path.write_text(f"Measure;Week;Value\nFalls;{week};{value}\nCalls;{week};1\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("3", 3),
        (" 3.50 ", 3.5),
        ("1,234", 1234),
        ("£1,234.50", 1234.5),
        ("(3)", -3),
        ("3-", -3),
        ("−3", -3),
        ("12%", 0.12),
        ("12.5 %", 0.125),
        ("10:45", 10.75),
        ("1e3", 1000),
        ("007", 7),
    ],
)
def test_a_number_is_read_however_it_is_written(tmp_path: Path, written: str, value: float) -> None:
    values = read_source(one_value(tmp_path, written)).values
    assert values["value"][0] == value
    assert bool(values["percent"][0]) == ("%" in written)


@pytest.mark.parametrize(
    "written", ["", "n/a", "N/A", "-", "–", "#N/A", "#REF!", "#DIV/0!", "#NAME?", "NULL", "no data"]
)
def test_a_sign_for_nothing_is_no_value(tmp_path: Path, written: str) -> None:
    assert read_source(one_value(tmp_path, written)).values["measure"].tolist() == ["Calls"]


@pytest.mark.parametrize(
    "written", ["3 or 4", "1,2", "=1+1", "+SUM(A1)", "inf", "1e999", "True", "O"]
)
def test_a_doubtful_number_stops_everything_and_is_shown_with_its_place(
    tmp_path: Path, written: str
) -> None:
    path = one_value(tmp_path, written)
    with pytest.raises(DataError) as caught:
        read_source(path)
    assert f"{path}, line 2" in str(caught.value)
    assert "(under 'Value')" in str(caught.value)


@pytest.mark.parametrize(
    "written",
    [
        *("02/03/2026", "2/3/26", "2026-03-02", "2 Mar 2026", "2-Mar-26", "Mon 2 March 2026"),
        *("w/c 02/03/2026", "W/C: 2 Mar 2026", "week commencing 2 March 2026", "wc 02/03/26"),
        *("2026-03-02T09:30:00Z", "02/03/2026 23:59", "20260302", "46083", "w/b 02.03.2026"),
    ],
)
def test_a_date_is_read_however_it_is_written(tmp_path: Path, written: str) -> None:
    values = read_source(one_value(tmp_path, "3", written)).values
    assert {f"{week:%Y-%m-%d}" for week in values["week"]} == {"2026-03-02"}


def test_the_day_comes_first(tmp_path: Path) -> None:
    values = read_source(one_value(tmp_path, "3", "03/04/26")).values
    assert f"{values['week'][0]:%d %B}" == "03 April"


@pytest.mark.parametrize("written", ["13/25/2026", "31/02/2026", "02/03", "week 9", "12"])
def test_an_unclear_date_stops_everything_and_is_shown_with_its_place(
    tmp_path: Path, written: str
) -> None:
    path = one_value(tmp_path, "3", written)
    with pytest.raises(DataError) as caught:
        read_source(path)
    assert f"{path}, line 2" in str(caught.value)
    assert "no date" in str(caught.value)


def test_ten_doubtful_cells_are_shown_and_the_others_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "Measure,Week,Value\n" + "".join(f"M{spot},02/03/2026,x{spot}\n" for spot in range(30))
    )
    with pytest.raises(DataError) as caught:
        read_source(path)
    message = str(caught.value)
    assert "has 30 cells that cannot be read" in message
    assert message.count("is no number") == 10
    assert "... and 20 more." in message


def test_a_map_may_let_doubtful_cells_be_left_out(tmp_path: Path) -> None:
    source = read_source(one_value(tmp_path, "closed"), map=parse_map('unreadable = "leave out"'))
    assert source.values["measure"].tolist() == ["Calls"]
    assert "'closed' is no number" in source.left_out[0]


def test_cells_of_a_workbook_that_are_no_number_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["Measure", "Week", "Value"])
    book.active.append(["Falls", "02/03/2026", True])
    book.active.append(["Calls", "02/03/2026", 1])
    book.save(path)
    with pytest.raises(DataError, match=r"Sheet!C2: TRUE or FALSE is no number"):
        read_source(path)


def test_equal_rows_are_one_and_differing_rows_name_both_places(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = "Measure,Week,Value,Note\nFalls,02/03/2026,3,one\nfiller,02/03/2026,1,\n"
    path.write_text(rows + "Falls,2 Mar 2026,3.0,two\n")
    values = read_source(path).values
    assert values["value"].tolist() == [3.0, 1.0]
    assert values["note"].tolist() == ["one; two", ""]
    path.write_text(rows + "Falls,2 Mar 2026,4,\n")
    with pytest.raises(DataError) as caught:
        read_source(path)
    assert (
        f"{path}, line 4: 'Falls' in the week of 2 March 2026 is 4 here and 3 in {path}, line 2"
        in (str(caught.value))
    )


def test_a_large_text_is_read_as_a_small_one_is(tmp_path: Path) -> None:
    rows = ["Title", "", 'Team,Measure,Week,Value,"Note, long"']
    rows += [
        f'"Ward {spot % 50}",Falls,{1 + spot // 50:02d}/03/2026,"1,{spot % 1000:03d}",ok'
        for spot in range(1500)
    ]
    text = "\r\n".join(rows) + "\r\n"
    small, large = tmp_path / "small.csv", tmp_path / "large.csv"
    small.write_text(text, newline="")
    large.write_text(text + "\r\n" * 200_000, newline="")
    assert fast_frame(large.read_text()) is not None
    one, other = read_source(small).values, read_source(large).values
    assert len(one) == 1500
    assert one.drop(columns="where").equals(other.drop(columns="where"))
    assert other["where"][0] == f"{large}, line 4"


@pytest.mark.parametrize("text", ['a,b\n"x\ny",1\n', 'a,b\n"x,1\n'])
def test_a_text_whose_rows_are_not_its_lines_is_left_to_the_careful_reader(text: str) -> None:
    assert fast_frame(text) is None


def test_a_patients_story_is_not_read_unless_a_map_asks_for_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Date,Ward,Comments\n02/03/2026,Rowan,Mrs Smith fell\n")
    how = SourceMap(layout="events", measure="Falls")
    assert read_source(path, map=how).values["note"].tolist() == [""]
    asked = SourceMap(layout="events", measure="Falls", columns={"note": "Comments"})
    assert read_source(path, map=asked).values["note"].tolist() == ["Mrs Smith fell"]


@pytest.mark.parametrize(
    "text",
    ["Measure,Week,Value\nFalls,02/03/2026,1,234\n", "Week,Falls\n02/03/2026,1,234\n"],
)
def test_a_thousand_without_its_quotation_marks_is_no_one(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text)
    with pytest.raises(DataError, match="line 2: more cells than headings"):
        read_source(path)
