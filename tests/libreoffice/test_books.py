"""Workbooks, sheets, names and Tables through xlwings."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
import xlwings

from vmbox import libreoffice
from vmbox.errors import DataError, EditRefused, FileError, NotAWorkbook, NotInWorkbook

if TYPE_CHECKING:
    from pathlib import Path


def test_two_books_are_open_at_once_and_do_not_mix(app) -> None:
    one, two = app.books.add(), app.books.add()
    one.sheets[0]["A1"].value, two.sheets[0]["A1"].value = "one", "two"
    assert (one.sheets[0]["A1"].value, two.sheets[0]["A1"].value) == ("one", "two")
    assert app.books.active == two
    one.activate()
    assert xlwings.books.active == one
    one.close()
    assert [book.name for book in app.books] == [two.name]
    assert app.books.active == two


def test_a_book_is_saved_closed_and_opened_again(app, tmp_path: Path) -> None:
    book = app.books.add()
    assert book.name == book.fullname == "Book1"
    path = tmp_path / "Wärd & co.xlsx"
    book.sheets[0]["A1"].value = 42
    book.save(path)
    assert (book.name, book.fullname) == (path.name, str(path))
    book.sheets[0]["A1"].value = 43
    book.save()
    book.close()
    assert app.books.open(path).sheets[0]["A1"].value == 43


def test_a_book_that_is_open_is_found_and_not_opened_twice(app, tmp_path: Path) -> None:
    book = app.books.add()
    book.save(tmp_path / "once.xlsx")
    assert xlwings.Book(tmp_path / "once.xlsx") == book
    assert len(app.books) == 1


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04 cut short"])
def test_a_file_that_is_no_workbook_is_refused(app, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(content)
    with pytest.raises(NotAWorkbook, match=r"broken\.xlsx is not opened"):
        app.books.open(path)
    assert len(app.books) == 0


def test_a_folder_that_is_not_there_is_not_made(app, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="there is no folder"):
        app.books.add().save(tmp_path / "nowhere" / "book.xlsx")
    assert not (tmp_path / "nowhere").exists()


def test_without_a_book_the_error_says_so(app) -> None:
    with pytest.raises(FileError, match="No workbook is open"):
        _ = app.books.active
    assert app.selection is None


def test_the_caller_is_the_mock_or_the_workbook_that_the_command_line_names(
    app, monkeypatch, tmp_path: Path
) -> None:
    one, two = app.books.add(), app.books.add()
    two.save(tmp_path / "two.xlsx")
    monkeypatch.delattr(xlwings.Book, "_mock_caller", raising=False)
    monkeypatch.setattr(sys, "argv", ["python", "--from_xl=1", "--wb=two.xlsx"])
    assert xlwings.Book.caller() == two
    monkeypatch.setattr(xlwings.Book, "_mock_caller", None, raising=False)
    one.set_mock_caller()
    assert xlwings.Book.caller() == one


def test_sheets_come_go_move_and_change_their_names(app) -> None:
    book = app.books.add()
    book.sheets.add("Checks", after=book.sheets[0])
    book.sheets.add("First", before=book.sheets[0])
    assert book.sheet_names == ["First", "Sheet1", "Checks"]
    assert book.sheets.active.name == "First"
    book.sheets["checks"].name = "Prüfung"
    book.sheets["First"].copy(after=book.sheets["Prüfung"], name="Last")
    book.sheets["First"].delete()
    assert [(one.index, one.name) for one in book.sheets] == [
        (1, "Sheet1"),
        (2, "Prüfung"),
        (3, "Last"),
    ]
    with pytest.raises(DataError, match="has a sheet 'LAST' already"):
        book.sheets[0].name = "LAST"
    with pytest.raises(NotInWorkbook, match="Did you mean 'Prüfung'"):
        book.sheets("Prufung")


def test_one_sheet_stays_and_stays_shown(app) -> None:
    book = app.books.add()
    hidden = book.sheets.add("Hidden")
    hidden.visible = False
    assert [one.visible for one in book.sheets] == [False, True]
    for change in (
        lambda: setattr(book.sheets["Sheet1"], "visible", False),
        book.sheets["Sheet1"].delete,
    ):
        with pytest.raises(DataError, match="must keep one sheet"):
            change()


def test_a_workbook_whose_structure_is_protected_keeps_its_sheets(app) -> None:
    book = app.books.add()
    book.api.protect("")
    for change in (
        lambda: book.sheets.add("New"),
        lambda: setattr(book.sheets[0], "name", "New"),
    ):
        with pytest.raises(EditRefused, match="Book1 is protected"):
            change()
    book.api.unprotect("")


def test_names_are_added_changed_and_taken_away(sheet) -> None:
    names = sheet.book.names
    names.add("limit", "=5*2")
    sheet["B2:C3"].name = "block"
    sheet["A1"].formula = "=limit+COUNTA(block)"
    assert sheet["A1"].value == 10
    assert names["Block"].refers_to == "=Sheet1!$B$2:$C$3"
    assert sheet["block"].address == "$B$2:$C$3"
    names["limit"].refers_to = "=Sheet1!$C$9"
    assert names["limit"].refers_to_range.address == "$C$9"
    names["limit"].delete()
    assert "limit" not in names
    assert [name.name for name in names] == ["block"]


@pytest.mark.parametrize("name", ["A1", "two words", "1st", ""])
def test_what_cannot_be_a_name_is_refused(sheet, name: str) -> None:
    with pytest.raises(DataError, match="cannot be a name"):
        sheet.book.names.add(name, "=1")


def test_a_name_that_is_no_range_says_what_it_is(sheet) -> None:
    sheet.book.names.add("limit", "=5")
    with pytest.raises(NotInWorkbook, match="stands for =5"):
        _ = sheet.book.names["limit"].refers_to_range


def test_a_table_is_made_grown_saved_and_found_again(app, sheet, tmp_path: Path) -> None:
    sheet["B2"].value = [["Week", "Falls", None], [1, 2, 3], [4, 5, 6]]
    table = sheet.tables.add(sheet["B2:D4"], name="bsTest")
    assert table.header_row_range.value == ["Week", "Falls", "Column3"]
    sheet["B5"].value = [7, 8, 9]
    table.resize(sheet["B2:D5"])
    sheet["A1"].formula = "=SUM(bsTest[Falls])"
    assert sheet["A1"].value == 15
    assert sheet["bsTest[falls]"].value == [2, 5, 8]
    assert sheet["C3"].table == table
    assert sheet["A1"].table is None
    sheet.book.save(tmp_path / "table.xlsx")
    sheet.book.close()
    again = app.books.open(tmp_path / "table.xlsx").sheets[0]
    assert again.tables["bsTest"].range.address == "$B$2:$D$5"
    assert again["A1"].formula == "=SUM(bsTest[Falls])"


def test_a_table_keeps_its_first_cell_and_its_ground(sheet) -> None:
    sheet["A1"].value = [["Week"], [1]]
    table = sheet.tables.add(sheet["A1:A2"], name="one")
    with pytest.raises(DataError, match="keeps its first cell"):
        table.resize(sheet["B1:B2"])
    with pytest.raises(DataError, match="overlaps the Table 'one'"):
        sheet.tables.add(sheet["A2:B4"])
    with pytest.raises(DataError, match="a Table 'ONE' already"):
        sheet.tables.add(sheet["C1:C2"], name="ONE")


@pytest.mark.parametrize("name", ["two words", "A1", "1st", ""])
def test_what_cannot_name_a_table_is_refused(sheet, name: str) -> None:
    with pytest.raises(DataError, match="cannot be the name of a Table"):
        sheet.tables.add(sheet["A1:A2"], name=name)
    assert len(sheet.tables) == 0


@pytest.mark.parametrize("name", ["a" * 32, "a:b", "x[y]", "a/b", "'quoted'"])
def test_what_cannot_name_a_sheet_is_refused(app, name: str) -> None:
    book = app.books.add()
    with pytest.raises(DataError, match="cannot be the name of a sheet"):
        book.sheets.add(name)
    assert book.sheet_names == ["Sheet1"]


def test_a_link_leads_to_a_cell_also_after_saving(app, sheet, tmp_path: Path) -> None:
    sheet.book.sheets.add("Box score", after=sheet)
    sheet["A1"].add_hyperlink("#'Box score'!B2", "there")
    sheet["A2"].add_hyperlink("https://example.org/?a=b", "web")
    sheet.book.save(tmp_path / "links.xlsx")
    sheet.book.close()
    again = app.books.open(tmp_path / "links.xlsx").sheets["Sheet1"]
    assert again["A1:A2"].value == ["there", "web"]
    assert again["A1"].hyperlink == "#'Box score'!B2"
    assert again["A2"].hyperlink == "https://example.org/?a=b"


def test_nobody_there_answers_with_what_changes_nothing(app) -> None:
    assert app.alert("Overwrite?", buttons="yes_no") == "no"
    assert app.alert("Done.") == "ok"
    assert app.impl.answers.said == ["Overwrite?", "Done."]


def test_a_script_answers_question_after_question(app) -> None:
    app.impl.answers = libreoffice.Scripted(replies=["yes", "a name", None])
    assert app.alert("Done.") == "ok"
    assert app.alert("Overwrite?", buttons="yes_no_cancel") == "yes"
    assert app.impl.answers.ask("Who?", "Sign", "") == "a name"
    assert app.impl.answers.ask("Sure?", "Sign", "") is None
    assert app.alert("Again?", buttons="yes_no") == "no"


def test_status_bar_screen_and_selection_are_as_they_were_set(app) -> None:
    book = app.books.add()
    app.status_bar = "Checking"
    assert app.status_bar == "Checking"
    app.status_bar = False
    assert app.status_bar is False
    with app.properties(screen_updating=False, calculation="manual"):
        assert (app.screen_updating, app.calculation) == (False, "manual")
        book.sheets[0]["B2:C3"].select()
    assert (app.screen_updating, app.calculation) == (True, "automatic")
    assert book.selection.address == "$B$2:$C$3"
