"""What is parsed of a changed sheet tells whether all of it is well-formed."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsx_parts import MAIN

from vmbox.xlsx._splice import Part

ROWS = [
    f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}" t="str"><f>A{row}</f><v>{"x" * 90}'
    "</v></c></row>"
    for row in range(1, 60)
]
SHEET = (
    f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(ROWS)}</sheetData><pageMargins/></worksheet>'
)
GOOD = ["", "<c/>", "<c><v>1</v></c>", "text", "&amp;"]
BAD = ["<c>", "</c>", "</row>", "<row>", "&", "<c r='1' r='2'/>", "<", "</sheetData>"]


def is_well_formed(data: bytes) -> bool:
    try:
        ET.fromstring(data)
    except ET.ParseError:
        return False
    return True


@st.composite
def changes(draw: st.DrawFn) -> list[tuple[int, int, bytes]]:
    """Some cells replaced by good pieces or bad ones, from left to right."""
    rows = draw(st.lists(st.integers(1, 59), min_size=1, max_size=6, unique=True))
    made = []
    for row in sorted(rows):
        start = SHEET.index(f'<c r="A{row}">')
        new = draw(st.sampled_from(GOOD + BAD))
        made.append((start, SHEET.index("</c>", start) + len("</c>"), new.encode()))
    return made


@given(changes())
def test_the_outline_is_well_formed_when_the_whole_is(
    made: list[tuple[int, int, bytes]],
) -> None:
    part = Part("sheet", SHEET.encode(), "a sheet")
    for change in made:
        part.replace(*change)
    whole, outline = part.result(), part.made().outline()
    assert is_well_formed(whole) == is_well_formed(outline)


def test_the_outline_leaves_out_the_rows_between_the_changes() -> None:
    part = Part("sheet", SHEET.encode(), "a sheet")
    start = SHEET.index("<v>30</v>")
    part.replace(start, start + len("<v>30</v>"), b"<v>31</v>")
    whole, outline = part.result(), part.made().outline()
    assert len(outline) < len(whole) / 8
    assert outline.endswith(b"</sheetData><pageMargins/></worksheet>")


@pytest.mark.parametrize("odd", ["<!-- </row><row -->", "<![CDATA[</row><row ]]>"])
def test_a_sheet_with_comments_is_parsed_whole(odd: str) -> None:
    part = Part("sheet", SHEET.replace("<v>1</v>", f"<v>1{odd}</v>").encode(), "a sheet")
    start = part.data.index(b"<v>30</v>")
    part.replace(start, start + len(b"<v>30</v>"), b"<v>31</v>")
    whole, outline = part.result(), part.made().outline()
    assert whole == outline
