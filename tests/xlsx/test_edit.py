"""A closed workbook is changed where it was asked to be, and nowhere else."""

from __future__ import annotations

import datetime as dt
import zipfile
from typing import TYPE_CHECKING

import numpy as np
import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from xlsx_parts import MAIN, plain_parts, relationships

from vmbox.errors import EditRefused, NotInWorkbook
from vmbox.xlsx import Cell, ErrorValue, Formula, edit, lint, read_book

if TYPE_CHECKING:
    from pathlib import Path

    from xlsx_parts import MakeSheet, MakeZip

ROWS = (
    '<dimension ref="A1:C3"/><cols><col min="5" max="6" width="9" style="2"/></cols><sheetData>'
    '<row r="1" spans="1:3"><c r="A1" s="1"><v>1</v></c><c r="C1"><v>3</v></c></row>'
    '<row r="3" s="4" customFormat="1"><c r="B3"><f>A1*2</f><v>2</v></c></row></sheetData>'
)


def part(path: Path, name: str = "xl/worksheets/sheet1.xml") -> str:
    with zipfile.ZipFile(path) as file:
        return file.read(name).decode()


def set_in(path: Path, place: str, value: object) -> str:
    """Set one cell of the first sheet, and return the sheet's XML."""
    with edit(path) as book:
        book.sheets[0].set(place, value)
    return part(path)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (97.5, 97.5),
        (0.1 + 0.2, 0.1 + 0.2),
        (-3, -3),
        (1e300, 1e300),
        (True, True),
        ("text", "text"),
        ("=SUM(A1)", "=SUM(A1)"),
        (" <&>\"' \n\t", " <&>\"' \n\t"),
        ("_x0041_ \x07 \r\n \ufffe", "_x0041_ \x07 \r\n \ufffe"),
        (ErrorValue("#N/A"), ErrorValue("#N/A")),
        (dt.date(2026, 3, 2), 46083),
        (dt.datetime.fromisoformat("2026-03-02T12:00"), 46083.5),
        (pd.Timestamp("2026-03-02"), 46083),
        (dt.time(6), 0.25),
        (dt.timedelta(hours=36), 1.5),
        (np.float32(0.5), 0.5),
        (np.int64(7), 7),
        (np.bool_(True), True),
    ],
)
def test_every_kind_of_value_is_written_and_read_back(
    make_sheet: MakeSheet, value: object, written: object
) -> None:
    path = make_sheet(ROWS)
    with edit(path) as book:
        book.sheets["S"].set("B2", value)
        assert book.sheets["S"].get("B2") == written
    found = read_book(path).sheets[0].cell(1, 1).value
    assert found == written
    assert type(found) is type(written) or isinstance(written, int)
    assert lint(path) == []


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (float("nan"), "nan is no number"),
        (float("inf"), "inf is no number"),
        (pd.NaT, "NaT is no date"),
        ("x" * 32_768, "longer than the 32,767 characters"),
        (dt.datetime(2026, 3, 2, tzinfo=dt.UTC), "has a time zone"),
        (dt.date(1899, 1, 1), "before the first day"),
        ([1], "cannot hold a list"),
        (ErrorValue("#OOPS"), "no error '#OOPS'"),
        (Formula("SUM((A1)"), "brackets"),
    ],
)
def test_what_no_cell_can_hold_is_refused(make_sheet: MakeSheet, value: object, words: str) -> None:
    path = make_sheet(ROWS)
    before = path.read_bytes()
    with pytest.raises(EditRefused, match=words) as caught:
        set_in(path, "A1", value)
    assert f"{path}: S!A1" in str(caught.value)
    assert path.read_bytes() == before


def test_only_the_cell_itself_is_other_bytes(make_sheet: MakeSheet) -> None:
    path = make_sheet(ROWS)
    before = part(path)
    after = set_in(path, "C1", 4)
    assert after == before.replace('<c r="C1"><v>3</v></c>', '<c r="C1"><v>4</v></c>')


def test_the_same_value_again_changes_no_byte(make_sheet: MakeSheet) -> None:
    path = make_sheet(ROWS)
    set_in(path, "C2", "text")
    before, time = path.read_bytes(), path.stat().st_mtime_ns
    set_in(path, "C2", "text")
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, time)


def test_one_is_not_true(make_sheet: MakeSheet) -> None:
    assert '<c r="A1" s="1" t="b"><v>1</v></c>' in set_in(make_sheet(ROWS), "A1", True)


def test_none_clears_the_value_and_keeps_the_style(make_sheet: MakeSheet) -> None:
    path = make_sheet(ROWS)
    assert '<c r="A1" s="1"/>' in set_in(path, "A1", None)
    before = path.read_bytes()
    set_in(path, "H9", None)
    assert path.read_bytes() == before


def test_new_cells_and_rows_stand_in_their_order(make_sheet: MakeSheet) -> None:
    path = make_sheet(ROWS)
    with edit(path) as book:
        book.sheets[0].set_many({"D1": 4, "B1": 2, "A2": 5, "C3": 6, "A9": 7, (0, 4): 8})
    text = part(path)
    assert (
        '<row r="1" spans="1:5"><c r="A1" s="1"><v>1</v></c><c r="B1"><v>2</v></c>'
        '<c r="C1"><v>3</v></c><c r="D1"><v>4</v></c><c r="E1" s="2"><v>8</v></c></row>'
        '<row r="2"><c r="A2"><v>5</v></c></row><row r="3"'
    ) in text
    assert '<c r="C3" s="4"><v>6</v></c></row><row r="9"><c r="A9"><v>7</v></c></row>' in text
    assert '<dimension ref="A1:E9"/>' in text
    assert lint(path) == []


def test_an_empty_sheet_and_an_empty_row_are_filled(make_sheet: MakeSheet) -> None:
    path = make_sheet("<sheetData/>")
    assert '<sheetData><row r="2"><c r="B2"><v>1</v></c></row></sheetData>' in set_in(path, "B2", 1)
    path = make_sheet('<sheetData><row r="2" ht="20" /></sheetData>')
    assert '<row r="2" ht="20" ><c r="B2"><v>1</v></c></row>' in set_in(path, "B2", 1)


def test_cells_without_an_address_stay_where_they_are(make_sheet: MakeSheet) -> None:
    path = make_sheet(
        '<sheetData><row><c><v>1</v></c></row><row r="4"><c r="B4"><v>2</v></c><c><v>3</v></c>'
        "</row><row><c><v>4</v></c></row></sheetData>"
    )
    with edit(path) as book:
        book.sheets[0].set_many({"A4": "new", "A3": "row", "C4": 33})
    values = {place: cell.value for place, cell in read_book(path).sheets[0].cells.items()}
    assert values == {
        (0, 0): 1,
        (2, 0): "row",
        (3, 0): "new",
        (3, 1): 2,
        (3, 2): 33,
        (4, 0): 4,
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "latin-1"])
def test_odd_xml_is_changed_as_any_other(make_zip: MakeZip, encoding: str) -> None:
    parts = plain_parts("")
    declared = encoding.removesuffix("-sig").removesuffix("-be")
    text = (
        f'<?xml version="1.0" encoding="{declared}"?><x:worksheet xmlns:x="{MAIN}" '
        "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' "
        "mc:Ignorable=''><!-- <x:row r='1'> --><x:sheetData><x:row r='1'>"
        "<!-- <x:c r='A1'/> --><x:c r='A1' t='str'><x:v><![CDATA[<x:c r='B1'>é]]></x:v></x:c>"
        "<x:c r='B1' t='n' ><x:v >2</x:v ></x:c ></x:row ></x:sheetData></x:worksheet>"
    )
    parts["xl/worksheets/sheet1.xml"] = text.encode(encoding)
    path = make_zip(parts)
    with edit(path) as book:
        book.sheets[0].set_many({"B1": "zwei", "C1": 3, "A2": True})
    sheet = read_book(path).sheets[0]
    assert {place: cell.value for place, cell in sheet.cells.items()} == {
        (0, 0): "<x:c r='B1'>é",
        (0, 1): "zwei",
        (0, 2): 3,
        (1, 0): True,
    }
    assert "<!-- <x:c r='A1'/> -->" in part(path)


def test_cell_and_value_metadata_go_when_the_value_does(make_sheet: MakeSheet) -> None:
    path = make_sheet(
        '<sheetData><row r="1"><c r="A1" s="1" t="e" vm="1"><v>#VALUE!</v></c></row></sheetData>'
    )
    assert '<c r="A1" s="1"><v>2</v></c>' in set_in(path, "A1", 2)


def test_a_formula_is_overwritten_only_when_asked(make_sheet: MakeSheet) -> None:
    path = make_sheet(ROWS)
    with pytest.raises(EditRefused, match=r"S!B3: the cell holds a formula"):
        set_in(path, "B3", 5)
    with edit(path) as book:
        book.sheets[0].set("B3", 5, over_formula=True)
    assert read_book(path).sheets[0].cell(2, 1) == Cell(5, None)


def test_a_formula_is_written_with_its_value(make_sheet: MakeSheet) -> None:
    path = make_sheet(ROWS)
    with edit(path) as book:
        book.sheets[0].set("B3", Formula('=IF(A1<2,"a&b",A1)', "a&b"))
        book.sheets[0].set("D3", Formula("A1/0", ErrorValue("#DIV/0!")))
        book.sheets[0].cache_many({"B3": "c"})
    sheet = read_book(path).sheets[0]
    assert sheet.cell(2, 1) == ("c", 'IF(A1<2,"a&b",A1)')
    assert sheet.cell(2, 3) == ("#DIV/0!", "A1/0")


def test_a_cached_value_is_made_fresh_and_the_formula_stays(make_sheet: MakeSheet) -> None:
    path = make_sheet(
        '<sheetData><row r="1"><c r="A1" s="1" cm="1"><f t="array" ref="A1">X</f><v>1</v></c>'
        '<c r="B1"><f t="shared" si="0" ref="B1:C1">A1</f></c><c r="C1"><f t="shared" si="0"/>'
        "<v>1</v></c><c r=\"D1\" t='str'><f>A1</f><v>old</v></c></row></sheetData>"
    )
    with edit(path) as book:
        book.sheets[0].cache_many({"A1": 2, "B1": "text", "C1": None, "D1": 0.5})
        with pytest.raises(EditRefused, match="S!Z9: the cell holds no formula"):
            book.sheets[0].cache_many({"Z9": 1})
    text = part(path)
    assert '<c r="A1" s="1" cm="1"><f t="array" ref="A1">X</f><v>2</v></c>' in text
    assert (
        '<c r="B1" t="str"><f t="shared" si="0" ref="B1:C1">A1</f><v>text</v></c>'
        '<c r="C1"><f t="shared" si="0"/></c><c r="D1"><f>A1</f><v>0.5</v></c>'
    ) in text


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        (
            '<sheetData/><mergeCells count="1"><mergeCell ref="A1:C3"/></mergeCells>',
            r"S!B2: the cell is hidden in the merged cells A1:C3. Write into A1",
        ),
        (
            '<sheetData><row r="1"><c r="A1"><f t="array" ref="A1:B9">X</f></c></row></sheetData>',
            r"S!B2: .* array formula or data table in A1:B9",
        ),
        (
            "<sheetData><row r='1'><c r='A1'><f t='dataTable' ref='A1:C9'/></c></row></sheetData>",
            r"S!B2: .* array formula or data table in A1:C9",
        ),
        (
            '<sheetData/><sheetProtection sheet="1" objects="1"/>',
            r"S!B2: the cell is locked and its sheet is protected",
        ),
        (
            '<sheetData><row r="2"><c r="B2"><f t="shared" ref="B2:B9" si="0">A2</f></c></row>'
            "</sheetData>",
            r"S!B2: the formula of the cells B2:B9 is written in this cell alone",
        ),
        (
            '<sheetData><row r="2"><c r="C2"/><c r="A2"/></row></sheetData>',
            r"cell A2 is out of place in row 2",
        ),
        (
            '<sheetData><row r="2"/><row r="2"/></sheetData>',
            r"row 2 is out of order or there twice",
        ),
    ],
)
def test_cells_that_nobody_may_overwrite_are_named(
    make_sheet: MakeSheet, xml: str, words: str
) -> None:
    path = make_sheet(xml)
    before = path.read_bytes()
    with pytest.raises(EditRefused, match=words), edit(path) as book:
        book.sheets[0].set("B2", 1, over_formula=True)
    assert path.read_bytes() == before


def test_a_pivot_table_and_its_filters_are_refused(make_zip: MakeZip) -> None:
    parts = plain_parts("<sheetData/>")
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = relationships(
        ("rId1", "pivotTable", "../pivotTables/pivotTable1.xml")
    )
    parts["xl/pivotTables/pivotTable1.xml"] = (
        f'<pivotTableDefinition xmlns="{MAIN}"><location ref="B5:D9" rowPageCount="2" '
        'colPageCount="1"/></pivotTableDefinition>'
    )
    with edit(make_zip(parts)) as book:
        for place in ("B5", "D9", "B2", "C3"):
            with pytest.raises(EditRefused, match="pivot table in"):
                book.sheets[0].set(place, 1)
        book.sheets[0].set("B4", 1)


def test_protection_is_respected_unless_told_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "protected.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.protect("secret")
        sheet.write("A1", 1, made.add_format({"locked": False}))
        sheet.write("A2", 2)
    with edit(path) as book:
        book.sheets[0].set("A1", 10)
        with pytest.raises(EditRefused, match="locked"):
            book.sheets[0].set("A2", 20)
    with edit(path, respect_protection=False) as book:
        book.sheets[0].set("A2", 20)
    assert [cell.value for cell in read_book(path).sheets[0].cells.values()] == [10, 20]


def test_many_cells_are_set_together_or_not_at_all(make_sheet: MakeSheet) -> None:
    path = make_sheet(ROWS)
    with edit(path) as book:
        with pytest.raises(EditRefused):
            book.sheets[0].set_many({"A1": 100, "B3": 5})
        assert book.sheets[0].get("A1") == 1


def test_an_error_inside_the_block_leaves_the_file_alone(make_sheet: MakeSheet) -> None:
    path = make_sheet(ROWS)
    before = path.read_bytes()

    def fail() -> None:
        with edit(path) as book:
            book.sheets[0].set("A1", 5)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert path.read_bytes() == before


def test_sheets_tables_and_names_are_found_or_guessed(make_sheet: MakeSheet) -> None:
    with edit(make_sheet(ROWS)) as book:
        assert book.sheets["s"] is book.sheets[0]
        assert list(book.sheets) == ["S"]
        with pytest.raises(NotInWorkbook, match="no sheet '3'"):
            book.sheets[3]
        with pytest.raises(NotInWorkbook, match="no table 'T'"):
            book.tables["T"]
        with pytest.raises(NotInWorkbook, match="'ABCD1' is no cell"):
            book.sheets[0].get("ABCD1")


def test_dates_look_like_dates(tmp_path: Path) -> None:
    path = tmp_path / "dates.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.write_blank("A1", None, made.add_format({"num_format": "d mmm yyyy"}))
        sheet.write_blank("A2", None, made.add_format({"bold": True}))
        sheet.write_number("A3", 1, made.add_format({"num_format": '0.0 "days"'}))
    before = part(path, "xl/styles.xml")
    day = dt.datetime.fromisoformat("2026-03-02T09:30")
    with edit(path) as book:
        book.sheets[0].set("A1", day)
    assert part(path, "xl/styles.xml") == before
    with edit(path) as book:
        book.sheets[0].set_many({"A2": day, "A3": day.date(), "B9": day, "B10": day.time()})
    sheet = openpyxl.load_workbook(path).active
    assert [sheet[place].value for place in ("A1", "A2", "B9")] == [day] * 3
    assert sheet["A3"].value == dt.datetime.fromisoformat("2026-03-02")
    assert sheet["B10"].value == dt.time(9, 30)
    assert sheet["A2"].font.bold
    before = part(path, "xl/styles.xml")
    with edit(path) as book:
        book.sheets[0].set("C9", day)
    assert part(path, "xl/styles.xml") == before


def calculated(make_zip: MakeZip, chain: str, calc: str = "") -> Path:
    parts = plain_parts(
        '<sheetData><row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>A1</f><v>2</v></c>'
        '<c r="C1"><f>B1</f><v>2</v></c></row></sheetData>'
    )
    parts["xl/workbook.xml"] = str(parts["xl/workbook.xml"]).replace(
        "</workbook>", f"<definedNames/>{calc}<oleSize ref='A1'/></workbook>"
    )
    parts["xl/_rels/workbook.xml.rels"] = relationships(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId3", "calcChain", "calcChain.xml")
    )
    parts["xl/calcChain.xml"] = f'<calcChain xmlns="{MAIN}">{chain}</calcChain>'
    parts["[Content_Types].xml"] = str(parts["[Content_Types].xml"]).replace(
        "</Types>", '<Override PartName="/xl/calcChain.xml" ContentType="x"/></Types>'
    )
    return make_zip(parts)


def test_an_overwritten_formula_leaves_the_calculation_chain(make_zip: MakeZip) -> None:
    path = calculated(make_zip, '<c r="A1" i="1" l="1"/><c r="B1"/><c r="C1" i="1"/>')
    with edit(path) as book:
        book.sheets[0].set("A1", 5, over_formula=True)
    assert '<c r="B1" i="1"/><c r="C1" i="1"/></calcChain>' in part(path, "xl/calcChain.xml")
    assert lint(path) == []
    with edit(path) as book:
        book.sheets[0].set_many({"B1": 5, "C1": 6}, over_formula=True)
    with zipfile.ZipFile(path) as file:
        assert "xl/calcChain.xml" not in file.namelist()
    assert "calcChain" not in part(path, "xl/_rels/workbook.xml.rels")
    assert "calcChain" not in part(path, "[Content_Types].xml")
    assert lint(path) == []


@pytest.mark.parametrize(
    ("calc", "expected"),
    [
        ("", '<definedNames/><calcPr fullCalcOnLoad="1"/><oleSize'),
        ('<calcPr calcId="1"/>', '<calcPr calcId="1" fullCalcOnLoad="1"/>'),
        ('<calcPr fullCalcOnLoad="0"/>', '<calcPr fullCalcOnLoad="1"/>'),
    ],
)
def test_excel_is_asked_to_calculate(make_zip: MakeZip, calc: str, expected: str) -> None:
    path = calculated(make_zip, '<c r="A1" i="1"/>', calc)
    set_in(path, "E5", 1)
    assert expected in part(path, "xl/workbook.xml")


def test_a_workbook_without_formulas_is_not_asked_to_calculate(make_sheet: MakeSheet) -> None:
    path = make_sheet("<sheetData/>")
    before = part(path, "xl/workbook.xml")
    set_in(path, "A1", 1)
    assert part(path, "xl/workbook.xml") == before


def test_a_signed_workbook_and_one_with_two_parts_of_a_name_are_refused(
    make_zip: MakeZip,
) -> None:
    parts = plain_parts("<sheetData/>")
    arrow = (
        '<Relationship Id="s" Target="_xmlsignatures/origin.sigs" Type="http://schemas.openxml'
        'formats.org/package/2006/relationships/digital-signature/origin"/></Relationships>'
    )
    signed = parts | {
        "_rels/.rels": str(parts["_rels/.rels"]).replace("</Relationships>", arrow),
        "_xmlsignatures/origin.sigs": "",
    }
    with pytest.raises(EditRefused, match="digitally signed"), edit(make_zip(signed)):
        pass
    double = parts | {"XL/Workbook.xml": parts["xl/workbook.xml"]}
    with pytest.raises(EditRefused, match="twice"), edit(make_zip(double)):
        pass
