"""Files of any kind become grids whose rows and columns are the addresses that people see."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from vmbox.errors import DataError, FileError, NotAWorkbook
from vmbox.tables import read_grids

ROWS = (("Week", "Falls"), ("02/03/2026", "3"), ("09/03/2026", None))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_text_file_is_read_whatever_its_encoding_and_delimiter(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    path = tmp_path / "falls.csv"
    lines = [delimiter.join(cell or "" for cell in row) for row in (("Cost £", "x"), *ROWS)]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    (grid,) = read_grids(path)
    assert grid.rows == (("Cost £", "x"), *ROWS)
    assert grid.sheet == ""


def test_a_comma_inside_a_date_or_number_does_not_hide_the_semicolons(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('Week;Cost\n"Mon, 2 March 2026";1,234\n"Mon, 9 March 2026";2,345\n')
    assert read_grids(path)[0].rows[1] == ("Mon, 2 March 2026", "1,234")


def test_a_line_that_names_the_delimiter_is_believed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=;\na,b;c,d\n1,2;3,4\n")
    assert read_grids(path)[0].rows[1:] == (("a,b", "c,d"), ("1,2", "3,4"))


def test_rows_keep_the_numbers_of_their_lines_below_a_cell_of_several_lines(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.csv"
    path.write_text('Note,Falls\n"one\ntwo",3\nlast,4\n')
    (grid,) = read_grids(path)
    assert grid.rows[3] == ("last", "4")
    assert grid.where(3) == f"{path}, line 4"


def test_a_sheet_that_begins_further_down_keeps_its_addresses(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["C3"] = "Falls"
    sheet["D4"] = 5
    book.save(path)
    (grid,) = read_grids(path)
    assert grid.rows[2] == (None, None, "Falls", None)
    assert grid.rows[3] == (None, None, None, 5.0)
    assert grid.where(2, 2) == f"{path}: Sheet!C3"


def test_a_workbook_is_read_with_hidden_sheets_merged_areas_and_true_dates(
    tmp_path: Path,
) -> None:
    path = tmp_path / "book.xlsm"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([dt.date(2026, 3, 2), dt.time(10, 45), dt.timedelta(hours=30), True, 7, "", "=1"])
    sheet["G1"].data_type = "s"
    sheet.merge_cells("A3:C4")
    hidden = book.create_sheet("Hidden")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "here"
    book.create_sheet("Empty")
    book.create_chartsheet("Chart")
    book.save(path)
    first, second, empty = read_grids(path)
    assert first.rows[0] == (
        dt.datetime(2026, 3, 2),  # noqa: DTZ001
        dt.time(10, 45),
        dt.timedelta(hours=30),
        True,
        7.0,
        None,
        "=1",
    )
    assert first.merged == ((2, 0, 3, 2),)
    assert second.sheet == "Hidden"
    assert second.rows == (("here",),)
    assert empty.rows == ()


def test_an_export_of_text_under_a_workbooks_name_is_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "export.xls"
    path.write_bytes("Week\tFalls\r\n02/03/2026\t3\r\n".encode("utf-16"))
    assert read_grids(path)[0].rows[1] == ("02/03/2026", "3")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.xlsx", b"", "the file is empty"),
        ("a.xlsx", b"PK\x03\x04 and no more", "damaged or cut short"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "damaged or cut short"),
        ("a.xlsb", b"PK\x03\x04" + bytes(100), "damaged or cut short"),
        ("a.xlsb", b"\x01\x00\x02\x00" * 100, "damaged or cut short"),
        ("a.xls", b"<html><table><tr><td>3</td></tr></table></html>", "a web page"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
        ),
    ],
)
def test_what_is_no_workbook_is_refused_in_words(
    tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(NotAWorkbook, match=said) as caught:
        read_grids(path)
    assert str(path) in str(caught.value)


def test_every_cut_of_a_workbook_is_a_clear_error(tmp_path: Path) -> None:
    whole = tmp_path / "whole.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["Week", "Falls"])
    book.save(whole)
    data = whole.read_bytes()
    cut = tmp_path / "cut.xlsx"
    for length in range(4, len(data) - 22, 400):
        cut.write_bytes(data[:length])
        with pytest.raises(NotAWorkbook):
            read_grids(cut)


def test_a_missing_file_a_folder_and_a_strange_kind_are_named(tmp_path: Path) -> None:
    (tmp_path / "report.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "folder.xlsx").mkdir()
    for name, said in [
        ("none.csv", "there is no such file"),
        ("folder.xlsx", "this is a folder"),
        ("report.docx", "a file of this kind is not read here"),
    ]:
        with pytest.raises(FileError, match=said):
            read_grids(tmp_path / name)


def test_a_quotation_mark_without_partner_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('a,b\n1,"2\n3,4\n')
    with pytest.raises(DataError, match="line 2"):
        read_grids(path)
