"""The linter finds what makes Excel repair a file, and nothing in a good one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from xlsx_parts import MAIN, plain_parts, relationships

from vmbox.xlsx import lint

if TYPE_CHECKING:
    from xlsx_parts import MakeZip

HEADS = (
    '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Week</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>n</t></is></c></row></sheetData>'
)


def table(name: str, ref: str, columns: str = "Week n", number: int = 1) -> str:
    listed = "".join(
        f'<tableColumn id="{index}" name="{one}"/>' for index, one in enumerate(columns.split(), 1)
    )
    return (
        f'<table xmlns="{MAIN}" id="{number}" name="{name}" displayName="{name}" ref="{ref}">'
        f'<autoFilter ref="{ref}"/><tableColumns>{listed}</tableColumns></table>'
    )


def codes(make_zip: MakeZip, parts: dict[str, str | bytes]) -> list[str]:
    return [fault.code for fault in lint(make_zip(parts))]


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        ('<row r="1"><c r="A1"/><c r="A1"/></row>', "cell-twice"),
        ('<row r="1"><c r="B1"/><c r="A1"/></row>', "cells-out-of-order"),
        ('<row r="1"><c r="B2"/></row>', "cell-misplaced"),
        ('<row r="2"/><row r="1"/>', "rows-out-of-order"),
        ('<row r="2"/><row r="2"/>', "row-twice"),
        ('<row r="1"><c r="A1"><f>SUM((1)</f></c></row>', "unbalanced-formula"),
        (
            f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"x" * 32768}</t></is></c></row>',
            "text-too-long",
        ),
    ],
)
def test_faults_of_a_sheet(make_zip: MakeZip, sheet: str, code: str) -> None:
    assert codes(make_zip, plain_parts(f"<sheetData>{sheet}</sheetData>")) == [code]


def test_merges_that_overlap(make_zip: MakeZip) -> None:
    merges = "".join(f'<mergeCell ref="{ref}"/>' for ref in ("D1:E9", "A1:B2", "B2:C3", "A4:C4"))
    parts = plain_parts(f"<sheetData/><mergeCells>{merges}</mergeCells>")
    assert codes(make_zip, parts) == ["merges-overlap"]


def test_a_list_that_is_too_long(make_zip: MakeZip) -> None:
    formula = '"' + ",".join(["word"] * 60) + '"'
    parts = plain_parts(
        '<sheetData/><dataValidations><dataValidation sqref="A1" type="list">'
        f"<formula1>{formula}</formula1></dataValidation></dataValidations>"
    )
    assert codes(make_zip, parts) == ["list-too-long"]


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ('<definedName name="A1">S!$A$1</definedName>', "bad-name"),
        ('<definedName name="R1C1">S!$A$1</definedName>', "bad-name"),
        ('<definedName name="two words">S!$A$1</definedName>', "bad-name"),
        (
            '<definedName name="One">1</definedName><definedName name="ONE">2</definedName>',
            "name-twice",
        ),
    ],
)
def test_faults_of_names(make_zip: MakeZip, names: str, code: str) -> None:
    parts = plain_parts("<sheetData/>")
    parts["xl/workbook.xml"] = str(parts["xl/workbook.xml"]).replace(
        "</workbook>", f"<definedNames>{names}</definedNames></workbook>"
    )
    assert codes(make_zip, parts) == [code]


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        ([table("T", "A1:B3")], []),
        ([table("T", "A1:B3", "Week m")], ["header-differs"]),
        ([table("T", "A1:B3", "Week n extra")], ["header-differs"] * 2),
        ([table("T", "A1:B3"), table("U", "A1:B2", number=2)], ["tables-overlap"]),
        ([table("T", "A1:B3"), table("t", "A1:B3")], ["table-twice"] * 2 + ["tables-overlap"]),
        (
            [table("T", "A1:B3").replace('Filter ref="A1:B3"', 'Filter ref="A1:B9"')],
            ["filter-differs"],
        ),
    ],
)
def test_faults_of_tables(make_zip: MakeZip, tables: list[str], expected: list[str]) -> None:
    parts = plain_parts(HEADS)
    arrows = []
    for number, one in enumerate(tables, 1):
        parts[f"xl/tables/table{number}.xml"] = one
        arrows.append((f"rId{number}", "table", f"../tables/table{number}.xml"))
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = relationships(*arrows)
    assert codes(make_zip, parts) == expected


def test_faults_of_the_package(make_zip: MakeZip) -> None:
    parts = plain_parts("<sheetData/>")
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = relationships(
        ("rId1", "drawing", "../drawings/gone.xml"), ("rId1", "drawing", "../drawings/drawing1.xml")
    )
    parts["xl/drawings/drawing1.xml"] = (
        '<d:wsDr xmlns:d="x"><d:cNvPr id="1"/><d:cNvPr id="1"/>'
        '<mc:Fallback xmlns:mc="y"><d:cNvPr id="2"/></mc:Fallback><d:cNvPr id="2"/></d:wsDr>'
    )
    parts["xl/media/picture.tif"] = b"picture"
    assert sorted(codes(make_zip, parts)) == [
        "dangling-relationship",
        "drawing-id-twice",
        "no-content-type",
        "relationship-twice",
    ]


def test_a_stale_calculation_chain(make_zip: MakeZip) -> None:
    parts = plain_parts(
        '<sheetData><row r="1"><c r="A1"><f t="array" ref="A1:A2">X</f><v>1</v></c></row>'
        "</sheetData>"
    )
    parts["xl/_rels/workbook.xml.rels"] = relationships(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId3", "calcChain", "calcChain.xml")
    )
    parts["xl/calcChain.xml"] = (
        f'<calcChain xmlns="{MAIN}"><c r="A1" i="1"/><c r="A2"/><c r="B1"/></calcChain>'
    )
    faults = lint(make_zip(parts))
    assert [str(fault) for fault in faults] == [
        "xl/calcChain.xml S!B1: the calculation chain names a cell without a formula "
        "(stale-calc-chain)"
    ]
