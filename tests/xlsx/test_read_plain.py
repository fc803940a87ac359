"""The quick way to read a sheet finds what expat finds, or leaves the sheet to expat."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vmbox.errors import NotAWorkbook
from vmbox.xlsx._read_any import read_cells
from vmbox.xlsx._read_plain import read_plain_cells

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRINGS = ("zero", "one")

texts = st.sampled_from(
    ["1", "-2.5", "", "a&amp;b", "&#10;", "&#x1F600;", "x\r\ny", " 1 ", "_x0041_"]
)
kinds = st.sampled_from(["", ' t="n"', ' t="s"', ' t="str"', ' t="b"', ' t="e"', ' t="inlineStr"'])
formulas = st.sampled_from(["", "<f>A1</f>", '<f t="shared" si="0"/>', "<f/>", "<f></f>"])
values = st.builds(
    str.format,
    st.sampled_from(["<v>{}</v>", "<is><t>{}</t></is>", "<v/>", "", "<is><r><t>{}</t></r></is>"]),
    texts,
)
oddities = st.sampled_from(["", "", "", "", "<!-- c -->", "<other/>", " ", "text"])


@st.composite
def sheets(draw: st.DrawFn) -> bytes:
    rows = []
    for row in range(1, draw(st.integers(1, 3)) + 1):
        cells = "".join(
            f'<c r="{column}{row}" s="1"{draw(kinds)}>{draw(formulas)}{draw(values)}</c>'
            f"{draw(oddities)}"
            for column in ("A", "Z", "AB")
        )
        rows.append(f'<row r="{row}" spans="1:3">{cells}</row>')
    head = draw(st.sampled_from(["", '<?xml version="1.0" encoding="UTF-8"?>\r\n', "\ufeff"]))
    xml = f'{head}<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'
    return xml.encode()


@given(sheets())
def test_both_ways_agree(data: bytes) -> None:
    quick = read_plain_cells(data, lambda: STRINGS, date1904=False)
    if quick is None:
        return
    try:
        slow = read_cells(data, "here", lambda: STRINGS, date1904=False)
    except NotAWorkbook:
        slow = None
    assert quick == slow


def test_a_sheet_as_excel_writes_it_takes_the_quick_way() -> None:
    data = (
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1" spans="1:2" x14ac:dyDescent="0.25">'
        '<c r="A1" s="1" t="s"><v>1</v></c><c r="B1"><f t="shared" ref="B1:B2" si="0">A1&amp;2</f>'
        "<v>2</v></c></row></sheetData></worksheet>"
    )
    assert read_plain_cells(data.encode(), lambda: STRINGS, date1904=False) == {
        (0, 0): ("one", None),
        (0, 1): (2.0, "A1&2"),
    }
