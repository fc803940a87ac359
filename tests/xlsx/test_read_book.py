"""A closed workbook is read as Excel shows it, whoever wrote it and however."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.table import Table as OpenpyxlTable
from xlsx_parts import MAIN, plain_parts, relationships

from vmbox.errors import NotInWorkbook
from vmbox.xlsx import Cell, ErrorValue, read_book

if TYPE_CHECKING:
    from pathlib import Path

    from xlsx_parts import MakeSheet, MakeZip

STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELS = "http://purl.oclc.org/ooxml/officeDocument/relationships"


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "written.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Guide & more")
        sheet.write("A1", 'Tom & Jerry\'s <"text">')
        sheet.write("B4", 0.1 + 0.2)
        sheet.write("C1", True)
        sheet.write_formula("D1", "=B4*2", None, 0.6)
        sheet.write_formula("E1", '=IF(A1="",NA(),"a<b")', None, "a<b")
        sheet.write_formula("F1", "=NA()", None, "#N/A")
        sheet.write_rich_string("G1", "plain ", book.add_format({"bold": True}), "bold")
        sheet.write("H1", " spaces  and\nlines ")
        hidden = book.add_worksheet("Calc")
        hidden.hide()
        hidden.add_table(
            "B2:C5",
            {"name": "bsCalc", "columns": [{"header": "Week"}, {"header": "Falls"}]},
        )
        book.define_name("bsSchema", "='Guide & more'!$B$4")
        book.define_name("Area", "=Calc!$B$2:$C$5")
        book.define_name("Calc!local", "=Calc!$B$2")
    return path


def test_values_and_formulas_are_what_excel_shows(written: Path) -> None:
    sheet = read_book(written).sheets[0]
    assert sheet.cell(0, 0) == Cell('Tom & Jerry\'s <"text">', None)
    assert sheet.cell(3, 1).value == 0.3
    assert sheet.cell(0, 2).value is True
    assert sheet.cell(0, 3) == Cell(0.6, "B4*2")
    assert sheet.cell(0, 4) == Cell("a<b", 'IF(A1="",NA(),"a<b")')
    assert sheet.cell(0, 6).value == "plain bold"
    assert sheet.cell(0, 7).value == " spaces  and\nlines "
    assert sheet.cell(99, 99) == Cell(None, None)


def test_an_error_is_a_value_of_its_own(written: Path) -> None:
    value = read_book(written).sheets[0].cell(0, 5).value
    assert value == "#N/A"
    assert isinstance(value, ErrorValue)


def test_sheets_tables_and_names_are_found(written: Path) -> None:
    book = read_book(written)
    assert [(sheet.name, sheet.hidden) for sheet in book.sheets] == [
        ("Guide & more", False),
        ("Calc", True),
    ]
    table = book.tables["bsCalc"]
    assert table.sheet is book.sheets[1]
    place = (table.first_row, table.first_column, table.last_row, table.last_column)
    assert place == (1, 1, 4, 2)
    assert table.columns == ("Week", "Falls")
    assert book.names == {"Area": "Calc!$B$2:$C$5", "bsSchema": "'Guide & more'!$B$4"}
    assert book.named_cell("bsSchema").value == pytest.approx(0.3)
    assert book.locate("BSSCHEMA") == (book.sheets[0], 3, 1)


def test_a_name_that_is_no_cell_says_where_it_points(written: Path) -> None:
    book = read_book(written)
    with pytest.raises(NotInWorkbook, match=r"'Area' does not point to one cell but to 'Calc!"):
        book.locate("Area")
    with pytest.raises(NotInWorkbook, match=r"no defined name 'bsShema'. Did you mean 'bsSchema'"):
        book.named_cell("bsShema")
    with pytest.raises(NotInWorkbook, match=r"no sheet 'Calk'. Did you mean 'Calc'"):
        book.sheet("Calk")


def test_a_sheet_nobody_asks_for_is_not_read(make_zip: MakeZip) -> None:
    parts = plain_parts("<sheetData><row><c><v>no number</v></c></row></sheetData>")
    assert len(read_book(make_zip(parts)).sheets) == 1


def test_rows_and_cells_without_an_address_follow_each_other(make_sheet: MakeSheet) -> None:
    path = make_sheet(
        "<sheetData><row><c><v>1</v></c><c><v>2</v></c></row>"
        '<row r="5"><c r="C5"><v>3</v></c><c><v>4</v></c></row><row><c><v>5</v></c></row>'
        "</sheetData>"
    )
    values = {place: cell.value for place, cell in read_book(path).sheets[0].cells.items()}
    assert values == {(0, 0): 1, (0, 1): 2, (4, 2): 3, (4, 3): 4, (5, 0): 5}


def test_every_type_of_cell_is_read(make_sheet: MakeSheet) -> None:
    path = make_sheet(
        '<sheetData><row r="1">'
        '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
        '<c r="C1" t="inlineStr"><is><t>in</t></is></c>'
        '<c r="D1" t="inlineStr"><is><r><t>rich</t></r>'
        '<r><t xml:space="preserve"> in</t></r></is></c>'
        '<c r="E1" t="str"><f>A1</f><v>a_x000a_b</v></c>'
        '<c r="F1" t="b"><v>0</v></c><c r="G1" t="e"><v>#REF!</v></c>'
        '<c r="H1" t="d"><v>2024-03-01T12:00:00</v></c><c r="I1" t="d"><v>1900-02-28</v></c>'
        '<c r="J1" t="n"><v>1e-3</v></c><c r="J2"><v>0.30000000000000004</v></c>'
        '<c r="K1" s="3"/><c r="L1"><v/></c>'
        "</row></sheetData>",
        "<si><t>one</t><rPh sb='0' eb='1'><t>phonetic</t></rPh></si>"
        "<si><r><t>t</t></r><r><rPr><b/></rPr><t>wo</t></r></si>",
    )
    cells = read_book(path).sheets[0].cells
    assert [cell.value for cell in cells.values()] == [
        *("one", "two", "in", "rich in", "a\nb", False, "#REF!"),
        *(45352.5, 59, 0.001, 0.1 + 0.2),
    ]


def test_a_shared_formula_has_its_text_at_its_master_only(make_sheet: MakeSheet) -> None:
    path = make_sheet(
        '<sheetData><row r="1"><c r="A1"><f t="shared" ref="A1:B1" si="0">C1*2</f><v>2</v></c>'
        '<c r="B1"><f t="shared" si="0"/><v>4</v></c></row></sheetData>'
    )
    sheet = read_book(path).sheets[0]
    assert (sheet.cell(0, 0).formula, sheet.cell(0, 1).formula) == ("C1*2", "")


def test_a_table_shows_its_header_cells_and_leaves_out_its_totals(make_zip: MakeZip) -> None:
    parts = plain_parts(
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Renamed</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>two\nlines</t></is></c></row></sheetData>'
    )
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = relationships(
        ("rId1", "table", "../tables/table1.xml")
    )
    parts["xl/tables/table1.xml"] = (
        f'<table xmlns="{MAIN}" id="1" name="T" displayName="T" ref="A1:C9" totalsRowCount="1">'
        '<tableColumns count="3"><tableColumn id="1" name="Old"/>'
        '<tableColumn id="2" name="two_x000a_lines"/><tableColumn id="3" name="a_x000a_b"/>'
        "</tableColumns></table>"
    )
    table = read_book(make_zip(parts)).tables["T"]
    assert table.columns == ("Renamed", "two\nlines", "a\nb")
    assert table.last_row == 7


def test_a_strict_workbook_with_prefixes_and_a_1904_calendar_is_read(make_zip: MakeZip) -> None:
    parts = plain_parts("")
    parts["_rels/.rels"] = relationships(
        ("x", "extended-properties", "docProps/app.xml"),
        ("y", "officeDocument", "/XL/Workbook.xml"),
        kinds=STRICT_RELS,
    )
    parts["xl/workbook.xml"] = (
        f'<s:workbook xmlns:s="{STRICT_MAIN}" xmlns:q="{STRICT_RELS}">'
        '<s:workbookPr date1904="1"/><s:sheets>'
        '<s:sheet name="S" sheetId="1" q:id="rId1"/></s:sheets></s:workbook>'
    )
    parts["xl/_rels/workbook.xml.rels"] = relationships(
        ("rId1", "worksheet", "/xl/Worksheets/../worksheets/Sheet1.xml"), kinds=STRICT_RELS
    )
    parts["xl/worksheets/sheet1.xml"] = (
        f'<?xml version="1.0" encoding="UTF-16"?><s:worksheet xmlns:s="{STRICT_MAIN}"><s:sheetData>'
        '<s:row r="1"><s:c r="A1" t="d"><s:v>1904-01-03</s:v></s:c></s:row>'
        "</s:sheetData></s:worksheet>"
    ).encode("utf-16")
    book = read_book(make_zip(parts))
    assert book.date1904
    assert book.sheets[0].cell(0, 0).value == 2


def test_a_byte_order_mark_a_comment_and_a_cdata_section_do_not_matter(
    make_zip: MakeZip,
) -> None:
    parts = plain_parts("")
    parts["xl/worksheets/sheet1.xml"] = (
        f'\ufeff<worksheet xmlns="{MAIN}"><!-- <sheetData> --><sheetData><row r="1">'
        '<!-- no --><c r="A1" t="str"><v><![CDATA[a<b]]></v></c></row></sheetData></worksheet>'
    ).encode()
    assert read_book(make_zip(parts)).sheets[0].cell(0, 0).value == "a<b"


def test_what_openpyxl_writes_is_read(tmp_path: Path) -> None:
    path = tmp_path / "openpyxl.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["Week", "n"], [1, "=1+1"], ["x", None]):
        sheet.append(row)
    sheet.add_table(OpenpyxlTable(displayName="T", ref="A1:B3"))
    book.save(path)
    read = read_book(path)
    assert read.sheets[0].cell(1, 1) == Cell(None, "1+1")
    assert read.tables["T"].columns == ("Week", "n")


@pytest.mark.office
def test_what_libreoffice_writes_is_read(written: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(tmp_path / "o"),
    ]
    subprocess.run([*command, str(written)], check=True, capture_output=True, timeout=120)
    mine, theirs = read_book(written), read_book(tmp_path / "o" / written.name)
    assert {place: cell.value for place, cell in theirs.sheets[0].cells.items()} == {
        place: pytest.approx(cell.value) if isinstance(cell.value, float) else cell.value
        for place, cell in mine.sheets[0].cells.items()
    }
    assert theirs.tables["bsCalc"].columns == ("Week", "Falls")
    assert theirs.named_cell("bsSchema").value == pytest.approx(0.3)
