"""Tables are read, written and grown by the names of their columns."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from xlsx_parts import MAIN, plain_parts, relationships

from vmbox.errors import EditRefused, NotInWorkbook
from vmbox.xlsx import edit, lint, read_book

if TYPE_CHECKING:
    from pathlib import Path

    from xlsx_parts import MakeZip

TABLE = (
    f'<table xmlns="{MAIN}" id="1" name="T" displayName="T" ref="A1:C3">'
    '<autoFilter ref="A1:C3"/><tableColumns count="3"><tableColumn id="1" name="Week"/>'
    '<tableColumn id="2" name="Falls"/><tableColumn id="3" name="Sum"/></tableColumns></table>'
)
HEAD = "".join(
    f'<c r="{column}1" t="inlineStr"><is><t>{name}</t></is></c>'
    for column, name in zip("ABC", ("Week", "Falls", "Sum"), strict=True)
)


def with_table(rows: str, after: str = "", table: str = TABLE) -> dict[str, str | bytes]:
    """A workbook whose sheet S has the table T in A1:C3, below it whatever `rows` holds."""
    parts = plain_parts(f'<sheetData><row r="1">{HEAD}</row>{rows}</sheetData>{after}')
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = relationships(
        ("rId1", "table", "../tables/table1.xml")
    )
    parts["xl/tables/table1.xml"] = table
    return parts


FILLED = (
    '<row r="2"><c r="A2" s="1"><v>1</v></c><c r="B2"><v>5</v></c>'
    '<c r="C2"><f t="shared" ref="C2:C3" si="0">A2+B2+$E$1</f><v>6</v></c></row>'
    '<row r="3"><c r="A3" s="1"><v>2</v></c><c r="B3" s="2"><v>6</v></c>'
    '<c r="C3" s="3"><f t="shared" si="0"/><v>8</v></c></row>'
)


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as file:
        return file.read(name).decode()


def test_a_table_is_read_with_what_was_written_already(make_zip: MakeZip) -> None:
    with edit(make_zip(with_table(FILLED))) as book:
        table = book.tables["T"]
        assert table.columns == ("Week", "Falls", "Sum")
        assert len(table) == 2
        table.write("Falls", 1, [60])
        assert table.read() == {"Week": [1, 2], "Falls": [5, 60], "Sum": [6, 8]}


def test_values_go_down_a_column_from_a_row(make_zip: MakeZip) -> None:
    path = make_zip(with_table(FILLED))
    with edit(path) as book:
        book.tables["t"].write("falls", 0, [50, None])
        with pytest.raises(NotInWorkbook, match="2 values from row 1 on do not fit"):
            book.tables["T"].write("Falls", 1, [1, 2])
        with pytest.raises(NotInWorkbook, match=r"no column 'Fals'\. Did you mean 'Falls'"):
            book.tables["T"].write("Fals", 0, [1])
        with pytest.raises(EditRefused, match="holds a formula"):
            book.tables["T"].write("Sum", 0, [1])
    sheet = read_book(path).sheets[0]
    assert [sheet.cell(row, 1).value for row in (1, 2)] == [50, None]


def test_a_grown_table_calculates_and_looks_like_its_last_row(make_zip: MakeZip) -> None:
    path = make_zip(with_table(FILLED))
    with edit(path) as book:
        table = book.tables["T"]
        assert table.append([{"Week": 3}]) == range(2, 3)
        assert table.append([[4, 8], []]) == range(3, 5)
        assert len(table) == 5
    text = part(path, "xl/worksheets/sheet1.xml")
    assert (
        '<row r="4"><c r="A4" s="1"><v>3</v></c><c r="B4" s="2"/>'
        '<c r="C4" s="3"><f>A4+B4+$E$1</f></c></row>'
        '<row r="5"><c r="A5" s="1"><v>4</v></c><c r="B5" s="2"><v>8</v></c>'
        '<c r="C5" s="3"><f>A5+B5+$E$1</f></c></row>'
        '<row r="6"><c r="A6" s="1"/><c r="B6" s="2"/><c r="C6" s="3"><f>A6+B6+$E$1</f></c></row>'
    ) in text
    assert part(path, "xl/tables/table1.xml").count('ref="A1:C6"') == 2
    assert lint(path) == []


def test_blank_rows_at_the_end_are_filled_first(make_zip: MakeZip) -> None:
    path = make_zip(with_table('<row r="3"><c r="C3"><f>A3+B3</f><v>0</v></c></row>'))
    with edit(path) as book:
        assert book.tables["T"].append([[1], [2], [3]]) == range(3)
    assert part(path, "xl/tables/table1.xml").count('ref="A1:C4"') == 2
    sheet = read_book(path).sheets[0]
    assert [sheet.cell(row, 0).value for row in (1, 2, 3)] == [1, 2, 3]
    assert sheet.cell(3, 2).formula == "A4+B4"


def test_a_columns_own_formula_serves_where_the_last_row_has_none(make_zip: MakeZip) -> None:
    own = "T[[#This Row],[Falls]]*2"
    table = TABLE.replace(
        'name="Sum"/>',
        f'name="Sum"><calculatedColumnFormula>{own}</calculatedColumnFormula></tableColumn>',
    )
    path = make_zip(with_table('<row r="3"><c r="A3"><v>1</v></c></row>', table=table))
    with edit(path) as book:
        book.tables["T"].append([[2]])
    assert read_book(path).sheets[0].cell(3, 2).formula == own


@pytest.mark.parametrize(
    ("rows", "after", "table", "words"),
    [
        (
            FILLED + '<row r="5"><c r="B5"><v>1</v></c></row>',
            "",
            TABLE,
            "the cell B5 below it is not empty",
        ),
        (
            FILLED,
            '<mergeCells><mergeCell ref="B5:D6"/></mergeCells>',
            TABLE,
            "merged cells in B5:D6 is in the way",
        ),
        (FILLED, '<sheetProtection sheet="1"/>', TABLE, "its sheet is protected"),
        (
            FILLED.replace('<f t="shared" si="0"/>', '<f t="array" ref="C3">A3</f>'),
            "",
            TABLE,
            "S!C3: an array formula cannot be continued",
        ),
    ],
)
def test_a_table_that_cannot_grow_says_why(
    make_zip: MakeZip, rows: str, after: str, table: str, words: str
) -> None:
    path = make_zip(with_table(rows, after, table))
    before = path.read_bytes()
    with edit(path) as book:
        with pytest.raises(EditRefused, match=words):
            book.tables["T"].append([[1], [2]])
        assert book.tables["T"].sheet.changes == {}
    assert path.read_bytes() == before


def test_rows_that_do_not_fit_the_table_are_refused(make_zip: MakeZip) -> None:
    with edit(make_zip(with_table(FILLED))) as book:
        with pytest.raises(NotInWorkbook, match="a row has 4 values, the table 3 columns"):
            book.tables["T"].append([[1, 2, 3, 4]])
        with pytest.raises(EditRefused, match="the column 'Sum' is calculated"):
            book.tables["T"].append([{"Sum": 1}])
        with pytest.raises(EditRefused, match="header of the table 'T'"):
            book.sheets[0].set("B1", "Other")


def test_a_header_of_two_lines_is_one_name(make_zip: MakeZip) -> None:
    table = TABLE.replace('name="Falls"', 'name="Falls_x000a_here"')
    rows = FILLED
    parts = with_table(rows, table=table)
    sheet = str(parts["xl/worksheets/sheet1.xml"])
    parts["xl/worksheets/sheet1.xml"] = sheet.replace("Falls", "Falls\nhere")
    path = make_zip(parts)
    with edit(path) as book:
        book.tables["T"].append([{"Falls\nhere": 9}])
    assert read_book(path).sheets[0].cell(3, 1).value == 9
    assert lint(path) == []


def test_what_only_touches_the_table_grows_as_far_as_it_should(make_zip: MakeZip) -> None:
    formats = "".join(
        f'<conditionalFormatting sqref="{areas}"/>'
        for areas in ("A2:A3", "B2:E3", "A3:C3", "A1:A9 C2:C3", "A1:A1048576", "E2:E3")
    )
    validations = (
        '<dataValidations><dataValidation sqref="A2:C3"><formula1>$B$2:$B$3</formula1>'
        "</dataValidation></dataValidations>"
    )
    path = make_zip(with_table(FILLED, formats + validations))
    with edit(path) as book:
        book.tables["T"].append([[9]])
    text = part(path, "xl/worksheets/sheet1.xml")
    assert re.findall('sqref="([^"]*)"', text) == [
        *("A2:A4", "B2:E3 B4:C4", "A3:C3", "A1:A9 C2:C4", "A1:A1048576", "E2:E3"),
        "A2:C4",
    ]
    assert "<formula1>$B$2:$B$4</formula1>" in text


def test_charts_keep_ranges_that_are_rows(tmp_path: Path) -> None:
    path = tmp_path / "charts.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("It's")
        sheet.add_table("A1:C3", {"name": "T", "data": [[1, 2, 3], [4, 5, 6]]})
        page = made.add_chartsheet()
        chart = made.add_chart({"type": "line"})
        for values in ("A2:A3", "A3:C3", "A2:D3", "B3:B3"):
            first, last = (re.sub(r"([A-Z])(\d)", r"$\1$\2", one) for one in values.split(":"))
            chart.add_series({"values": f"='It''s'!{first}:{last}"})
        page.set_chart(chart)
    with edit(path) as book:
        book.tables["T"].append([[7, 8, 9]])
    assert re.findall("<c:f>'It''s'!(.*?)</c:f>", part(path, "xl/charts/chart1.xml")) == [
        *("$A$2:$A$4", "$A$3:$C$3", "$A$2:$D$3", "$B$3:$B$4"),
    ]
