"""Rows are put into a sheet, and everything that points below them follows."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from decorated import decorate
from xlsx_parts import MAIN, plain_parts

from vmbox.errors import EditRefused
from vmbox.xlsx import Formula, edit, lint, read_book

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bridge import Office
    from xlsx_parts import MakeSheet, MakeZip

SHEET = "xl/worksheets/sheet1.xml"


def part(path: Path, name: str = SHEET) -> str:
    with zipfile.ZipFile(path) as file:
        return file.read(name).decode()


def insert(path: Path, before: int, count: int = 1, sheet: str | int = 0) -> None:
    with edit(path) as book:
        book.sheets[sheet].insert_rows(before, count)


@pytest.fixture
def decorated(tmp_path: Path) -> Path:
    return decorate(tmp_path / "decorated.xlsm")


@pytest.fixture
def furnished(tmp_path: Path) -> Path:
    """Two sheets: cells, formulas, and all that has a place, above and below row 6."""
    path = tmp_path / "furnished.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, other = book.add_worksheet("Data"), book.add_worksheet("It's here")
        bold = book.add_format({"bold": True, "border": 1})
        for row in range(12):
            sheet.write_number(row, 0, row + 1, bold)
            sheet.write_formula(row, 1, f"=A{row + 1}*2+$A$1+$A$9", None, (row + 1) * 2 + 10)
            other.write_formula(row, 0, f"=Data!A{row + 1}+A1", None)
        sheet.write_formula("D1", "=SUM(A1:A12)", None, 78)
        sheet.write_formula("D12", '=SUM(A7:A9)&"A9"', None, "24A9")
        sheet.write_array_formula("F9:F10", "{=A9:A10*2}", None, 18)
        other.write_formula("C1", "=SUM(Data!$A$7:$A$9,Data!A:A)", None, 102)
        other.write_formula("C2", "=Taken+COUNT(Data!7:8)", None, 24)
        sheet.merge_range("H8:I9", "merged")
        sheet.conditional_format("A2:A10", {"type": "formula", "criteria": "=$A2>$A$9"})
        sheet.data_validation("A7:A12", {"validate": "custom", "value": "=A7>$A$9"})
        sheet.write_url("J9", "internal:Data!A1", string="up")
        sheet.write_comment("A9", "a comment")
        sheet.set_h_pagebreaks([3, 8])
        sheet.autofilter("A1:B12")
        sheet.set_row(6, 40)
        sheet.print_area("A1:I12")
        sheet.repeat_rows(0, 1)
        sheet.insert_textbox("L2", "moves and stretches", {"object_position": 1})
        sheet.insert_textbox("L8", "moves", {"object_position": 2})
        sheet.insert_textbox("O8", "stays", {"object_position": 3})
        chart = book.add_chart({"type": "line"})
        chart.add_series({"name": "=Data!$A$9", "values": "=Data!$A$2:$A$12"})
        other.insert_chart("E2", chart)
        other.add_sparkline("D1", {"range": "Data!A7:A12"})
        book.define_name("Taken", "=Data!$A$7")
    return path


def test_cells_and_their_formulas_move(furnished: Path) -> None:
    before = read_book(furnished)
    insert(furnished, 5, 2)
    after = read_book(furnished)
    sheet, other = after.sheets
    assert [sheet.cell(row, 0).value for row in range(14)] == [
        *(1, 2, 3, 4, 5, None, None),
        *range(6, 13),
    ]
    assert sheet.cell(4, 1).formula == "A5*2+$A$1+$A$11"
    assert sheet.cell(7, 1).formula == "A8*2+$A$1+$A$11"
    assert sheet.cell(0, 3).formula == "SUM(A1:A14)"
    assert sheet.cell(13, 3).formula == 'SUM(A9:A11)&"A9"'
    assert other.cell(6, 0).formula == "Data!A9+A1"
    assert other.cell(0, 2).formula == "SUM(Data!$A$9:$A$11,Data!A:A)"
    assert other.cell(1, 2).formula == "Taken+COUNT(Data!9:10)"
    assert len(sheet.cells) == len(before.sheets[0].cells)


def test_all_that_has_a_place_moves(furnished: Path) -> None:
    insert(furnished, 5, 2)
    xml = part(furnished)
    assert '<f t="array" ref="F11:F12">A11:A12*2</f>' in xml
    assert '<mergeCell ref="H10:I11"/>' in xml
    assert 'conditionalFormatting sqref="A2:A12"' in xml
    assert "<formula>$A2&gt;$A$11</formula>" in xml
    assert 'sqref="A9:A14"' in xml
    assert "<formula1>A9&gt;$A$11</formula1>" in xml
    assert '<hyperlink ref="J11"' in xml
    assert re.findall(r'<brk id="(\d+)"', xml) == ["3", "10"]
    assert '<autoFilter ref="A1:B14"/>' in xml
    assert 'ht="39.75"' in xml.split('<row r="9" ')[1].split(">")[0]
    names = part(furnished, "xl/workbook.xml")
    assert "Data!$A$1:$I$14" in names
    assert "Data!$1:$2" in names
    assert ">Data!$A$9<" in names
    assert "Data!$A$1:$B$14" in names
    chart = part(furnished, "xl/charts/chart1.xml")
    assert "<c:f>Data!$A$2:$A$14</c:f>" in chart
    assert "<c:f>Data!$A$11</c:f>" in chart
    assert "<xm:f>Data!A9:A14</xm:f><xm:sqref>D1</xm:sqref>" in part(
        furnished, "xl/worksheets/sheet2.xml"
    )
    assert '<comment ref="A11"' in part(furnished, "xl/comments1.xml")
    assert "<x:Row>10</x:Row>" in part(furnished, "xl/drawings/vmlDrawing1.vml")
    assert lint(furnished) == []


def test_drawings_move_as_they_want_to(furnished: Path) -> None:
    def rows() -> list[list[str]]:
        anchors = part(furnished, "xl/drawings/drawing1.xml").split("<xdr:twoCellAnchor")[1:]
        return [re.findall(r"<xdr:row>(\d+)<", one) for one in anchors]

    assert rows() == [["1", "6"], ["7", "13"], ["7", "13"]]
    insert(furnished, 5, 2)
    assert rows() == [["1", "8"], ["9", "15"], ["7", "13"]]


def test_new_rows_look_like_the_row_above(furnished: Path) -> None:
    insert(furnished, 7, 2)
    with edit(furnished) as book:
        xml = book.sheets[0].xml
        assert xml.style_of(7, 0) == xml.style_of(6, 0) != 0
        assert xml.rows[8].tag.get("ht") == "39.75"


def test_nothing_else_is_other_bytes(furnished: Path) -> None:
    with zipfile.ZipFile(furnished) as file:
        before = {name: file.read(name) for name in file.namelist()}
    insert(furnished, 11, 1, sheet=1)
    with zipfile.ZipFile(furnished) as file:
        changed = {name for name in before if file.read(name) != before[name]}
    assert changed == {"xl/worksheets/sheet2.xml", "xl/drawings/drawing2.xml"}


def test_rows_below_everything_change_nothing(furnished: Path) -> None:
    before = furnished.read_bytes()
    insert(furnished, 500, 3)
    assert furnished.read_bytes() == before


def test_what_waits_to_be_written_moves_too(furnished: Path) -> None:
    with edit(furnished) as book:
        data, other = book.sheets["Data"], book.sheets["It's here"]
        data.set("A9", 99)
        data.set("K9", Formula("A9*2", 198))
        other.set("G1", Formula("Data!A9", 99))
        data.insert_rows(5, 2)
        data.set("A6", 5.5)
        assert data.get("A11") == 99
    sheet, other_sheet = read_book(furnished).sheets
    assert sheet.cell(10, 0).value == 99
    assert sheet.cell(5, 0).value == 5.5
    assert sheet.cell(10, 10) == (198, "A11*2")
    assert other_sheet.cell(0, 6) == (99, "Data!A11")


@pytest.mark.parametrize("before", [0, 3, 5, 8, 11, 12, 30])
def test_libreoffice_moves_the_same(
    furnished: Path, office: Office, tmp_path: Path, before: int
) -> None:
    ours = tmp_path / "ours.xlsx"
    ours.write_bytes(furnished.read_bytes())
    insert(ours, before, 3)
    theirs, again = tmp_path / "theirs.xlsx", tmp_path / "again.xlsx"
    office.open(furnished)
    office.insert_rows("Data", before, 3)
    office.save(theirs)
    expected = office.results()
    office.open(ours)
    office.save(again)
    found = office.results()
    office.close()
    assert found == expected
    for one, other in zip(read_book(again).sheets, read_book(theirs).sheets, strict=True):
        assert formulas(one.cells) == formulas(other.cells)
    # It leaves the formulas of validations as they are; Excel does not.
    for what in ("definedName", "mergeCell", "brk", "hyperlink", "formula", "c:f"):
        assert found_in(again, what) == found_in(theirs, what), what


def formulas(cells: object) -> dict[tuple[int, int], str]:
    return {at: one.formula for at, one in cells.items() if one.formula is not None}  # type: ignore[attr-defined]


def found_in(path: Path, what: str) -> list[str]:
    with zipfile.ZipFile(path) as file:
        xml = "".join(file.read(name).decode() for name in file.namelist() if _has_places(name))
    # LibreOffice writes one cell of a chart as a range.
    xml = re.sub(r"(\$[A-Z]+\$\d+):\1(?=<)", r"\1", xml)
    return sorted(re.findall(f"<{what}[ >][^<]*(?:</{what}>|(?=<))", xml))


def _has_places(name: str) -> bool:
    return bool(re.search(r"/(workbook|sheet\d|charts/chart\d+)\.xml$", name))


def test_a_decorated_workbook_keeps_everything(
    decorated: Path, validate: Callable[[Path], list[str]]
) -> None:
    insert(decorated, 2, 4)
    assert lint(decorated) == []
    assert validate(decorated) == []
    assert part(decorated, "xl/tables/table1.xml").count("B7:D12") == 2
    assert "<xm:sqref>B8:B12</xm:sqref>" in part(decorated)


def test_comments_and_form_controls_move(decorated: Path) -> None:
    insert(decorated, 0, 3)
    assert '<comment ref="A4"' in part(decorated, "xl/comments1.xml")
    assert 'ref="A4"' in part(decorated, "xl/threadedComments/threadedComment1.xml")
    assert 'fmlaLink="$C$8"' in part(decorated, "xl/ctrlProps/ctrlProp1.xml")
    xml = part(decorated)
    assert 'linkedCell="$C$8"' in xml
    assert re.findall(r"<xdr:row>(\d+)<", xml) == ["22", "25"]


def test_rows_inside_a_table_belong_to_it(decorated: Path) -> None:
    with edit(decorated) as book:
        book.sheets["Data"].insert_rows(5, 2)
        table = book.tables["tblFalls"]
        assert len(table) == 7
        table.write("Falls & slips", 2, [7])
    sheet = read_book(decorated).sheets[0]
    assert sheet.cell(5, 2).value == 7
    assert sheet.cell(6, 3).formula == "tblFalls[[#This Row],[Falls & slips]]*2"
    assert part(decorated, "xl/tables/table1.xml").count("B3:D10") == 2
    assert lint(decorated) == []


def test_a_table_grows_although_something_lies_below(decorated: Path) -> None:
    with edit(decorated) as book:
        book.sheets["Data"].set("B10", "a remark")
        with pytest.raises(EditRefused, match="B10 below it is not empty"):
            book.tables["tblFalls"].append([[45400, 1], [45407, 2], [45414, 3]])
        book.tables["tblFalls"].append([[45400, 1], [45407, 2], [45414, 3]], insert=True)
    sheet = read_book(decorated).sheets[0]
    assert [sheet.cell(row, 2).value for row in range(8, 11)] == [1, 2, 3]
    assert sheet.cell(12, 1).value == "a remark"
    assert part(decorated, "xl/tables/table1.xml").count("B3:D11") == 2
    assert "Data!$C$4:$C$11" in part(decorated, "xl/charts/chart1.xml")
    assert lint(decorated) == []


def test_a_failed_append_leaves_no_rows_behind(decorated: Path) -> None:
    before = decorated.read_bytes()
    with edit(decorated) as book:
        sheet = book.sheets["Data"]
        sheet.set("B10", "a remark")
        with pytest.raises(EditRefused):
            book.tables["tblFalls"].append([[1, 2, "not calculated"]] * 3, insert=True)
        assert sheet.get("B10") == "a remark"
        assert len(book.tables["tblFalls"]) == 5
        sheet.set("B10", None)
    assert decorated.read_bytes() == before


@pytest.fixture
def totalled(tmp_path: Path) -> Path:
    path = tmp_path / "totals.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        columns = [
            {"header": "Week", "total_string": "All"},
            {"header": "Falls", "total_function": "sum", "total_value": 6},
            {"header": "Twice", "formula": "=T[[#This Row],[Falls]]*2"},
        ]
        data = [["a", 1, 2], ["b", 2, 4], ["c", 3, 6]]
        options = {"name": "T", "data": data, "columns": columns, "total_row": True}
        sheet.add_table("A1:C5", options)
        sheet.write("A7", "below")
        sheet.conditional_format("B2:B4", {"type": "data_bar", "data_bar_2010": True})
        book.define_name("Falls", "=Data!$B$2:$B$4")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Data!$B$2:$B$4"})
        sheet.insert_chart("F9", chart)
    return path


def test_a_table_with_totals_grows_above_them(
    totalled: Path, office: Office, validate: Callable[[Path], list[str]]
) -> None:
    with edit(totalled) as book:
        assert book.tables["T"].append([["d", 10], {"Week": "e", "Falls": 20}]) == range(3, 5)
        book.tables["T"].append([["f", 30]])
    sheet = read_book(totalled).sheets[0]
    assert [sheet.cell(row, 0).value for row in range(10)] == [
        *("Week", "a", "b", "c", "d", "e", "f", "All"),
        *(None, "below"),
    ]
    table = part(totalled, "xl/tables/table1.xml")
    assert 'ref="A1:C8" totalsRowCount="1"' in table
    assert '<autoFilter ref="A1:C7"/>' in table
    assert 'conditionalFormatting sqref="B2:B7"' in part(totalled)
    assert "<xm:sqref>B2:B7</xm:sqref>" in part(totalled)
    assert "Data!$B$2:$B$7" in part(totalled, "xl/workbook.xml")
    assert "Data!$B$2:$B$7" in part(totalled, "xl/charts/chart1.xml")
    assert lint(totalled) == []
    assert validate(totalled) == []
    office.open(totalled)
    assert office.get("Data", 6, 2) == 60
    office.close()


SHARED = """<row r="1"><c r="A1"><v>1</v></c></row>
<row r="2"><c r="A2"><v>2</v></c><c r="B2"><f t="shared" ref="B2:B5" si="0">A1+$A$1</f></c></row>
<row r="3"><c r="A3"><v>3</v></c><c r="B3"><f t="shared" si="0"/></c></row>
<row r="4"><c r="A4"><v>4</v></c><c r="B4"><f t="shared" si="0"/></c></row>
<row r="5"><c r="A5"><v>5</v></c><c r="B5"><f t="shared" si="0"/></c></row>"""


def sheet_of(rows: str, after: str = "") -> str:
    return f"<sheetData>{rows}</sheetData>{after}"


def test_a_shared_formula_stays_shared_where_its_cells_stay_alike(make_sheet: MakeSheet) -> None:
    path = make_sheet(sheet_of(SHARED))
    insert(path, 0, 3)
    assert '<f t="shared" ref="B5:B8" si="0">A4+$A$4</f>' in part(path)
    assert part(path).count('<f t="shared" si="0"/>') == 3


def test_a_shared_formula_is_written_out_where_its_cells_come_to_differ(
    make_sheet: MakeSheet,
) -> None:
    path = make_sheet(sheet_of(SHARED))
    insert(path, 3, 1)
    sheet = read_book(path).sheets[0]
    found = [sheet.cell(row, 1).formula for row in (1, 2, 4, 5)]
    assert found == ["A1+$A$1", "A2+$A$1", "A3+$A$1", "A5+$A$1"]


def test_rows_without_numbers_get_theirs(make_sheet: MakeSheet) -> None:
    rows = "<row><c><v>1</v></c></row><row><c><v>2</v></c></row><row><c><v>3</v></c></row>"
    path = make_sheet(sheet_of(rows))
    insert(path, 1, 2)
    sheet = read_book(path).sheets[0]
    assert {at: one.value for at, one in sheet.cells.items()} == {(0, 0): 1, (3, 0): 2, (4, 0): 3}


def test_oddly_written_rows_move_as_any_others(make_sheet: MakeSheet) -> None:
    path = make_sheet(
        "<sheetData><!-- odd --><row spans='1:1' r='2'><c s='0' r='A2'><f>A2</f><v>1</v></c></row>"
        "</sheetData>"
    )
    insert(path, 0)
    assert read_book(path).sheets[0].cell(2, 0) == (1, "A3")


@pytest.mark.parametrize(
    ("rows", "after", "before", "words"),
    [
        (
            '<row r="1"><c r="A1"><f t="array" ref="A1:A3">B1:B3</f><v>1</v></c></row>',
            "",
            1,
            "S!A1: the cells A1:A3 are one array formula or data table",
        ),
        (
            '<row r="1"><c r="A1"><f>SUM(S:S!A1)</f><v>1</v></c></row>',
            "",
            0,
            r"S!A1: the formula 'SUM\(S:S!A1\)' adds up several sheets",
        ),
        ('<row r="1048576"><c r="A1048576"/></row>', "", 5, "would fall off the sheet"),
        ("<row/>", '<sheetProtection sheet="1"/>', 0, "the sheet is protected"),
        ("<row/>", "", -1, "cannot be put in above row 0"),
        ("<row/>", "", 1048576, "cannot be put in"),
    ],
)
def test_what_cannot_be_moved_is_named(
    make_sheet: MakeSheet, rows: str, after: str, before: int, words: str
) -> None:
    path = make_sheet(sheet_of(rows, after))
    old = path.read_bytes()
    with edit(path) as book, pytest.raises(EditRefused, match=words):
        book.sheets[0].insert_rows(before, 1)
    assert path.read_bytes() == old


def test_the_calculation_chain_goes(make_zip: MakeZip) -> None:
    parts = plain_parts(sheet_of('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>'))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    types = str(parts["[Content_Types].xml"])
    override = f'<Override PartName="/xl/calcChain.xml" ContentType="{kind}"/></Types>'
    parts["[Content_Types].xml"] = types.replace("</Types>", override)
    rels = "xl/_rels/workbook.xml.rels"
    arrow = (
        '<Relationship Id="rIdC" Target="calcChain.xml" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/calcChain"/></Relationships>'
    )
    parts[rels] = str(parts[rels]).replace("</Relationships>", arrow)
    parts["xl/calcChain.xml"] = f'<calcChain xmlns="{MAIN}"><c r="A1" i="1"/></calcChain>'
    path = make_zip(parts)
    insert(path, 0)
    with zipfile.ZipFile(path) as file:
        assert "xl/calcChain.xml" not in file.namelist()
    assert lint(path) == []
