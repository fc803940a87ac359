"""A sheet's imprint tells whether its formulas are those of another, and what they show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vmbox.xlsx._imprint import imprint
from vmbox.xlsx._read_any import read_cells

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRINGS = ("zero", "one")

results = st.sampled_from(
    [
        ("", "1"),
        ("", "-2.5E-3"),
        (' t="str"', ""),
        (' t="str"', "12"),
        (' t="str"', "12 of 20 points"),
        (' t="str"', "nan"),
        (' t="str"', "a&amp;b"),
        (' t="e"', "#N/A"),
        (' t="b"', "1"),
    ]
)


def sheet(*cells: str) -> bytes:
    row = "".join(f'<row r="{at + 1}">{cell}</row>' for at, cell in enumerate(cells))
    return f'<worksheet xmlns="{MAIN}"><sheetData>{row}</sheetData></worksheet>'.encode()


def formula(row: int, kind: str, value: str, text: str = "A9+1") -> str:
    return f'<c r="B{row}" s="3"{kind}><f>{text}</f><v>{value}</v></c>'


LABEL = '<c r="A1" t="s"><v>1</v></c>'


@given(st.lists(results, min_size=1, max_size=4))
def test_it_shows_what_reading_finds(shown: list[tuple[str, str]]) -> None:
    data = sheet(LABEL, *(formula(at + 2, *one) for at, one in enumerate(shown)))
    found = imprint(data, lambda: STRINGS)
    assert found is not None
    cells = read_cells(data, "here", lambda: STRINGS, date1904=False)
    values = {place: cell.value for place, cell in cells.items()}
    assert found.places == list(values)
    assert found.shared == [0]
    assert found.words(found.shared) == ["one"]
    assert found.shown[1:] == list(values.values())[1:]


@given(st.lists(st.tuples(results, results), min_size=1, max_size=4))
def test_what_formulas_come_to_changes_nothing(
    pairs: list[tuple[tuple[str, str], tuple[str, str]]],
) -> None:
    one, other = (
        imprint(
            sheet(LABEL, *(formula(at + 2, *pair[which]) for at, pair in enumerate(pairs))),
            lambda: STRINGS,
        )
        for which in (0, 1)
    )
    assert one is not None
    assert other is not None
    truths = [(first[0] == ' t="b"') != (second[0] == ' t="b"') for first, second in pairs]
    assert (one.digest == other.digest) is not any(truths)


@pytest.mark.parametrize(
    "changed",
    [
        formula(2, "", "1", "A9+2"),
        formula(3, "", "1"),
        '<c r="B2" s="4"><f>A9+1</f><v>1</v></c>',
        '<c r="B2" s="3"><v>1</v></c>',
    ],
)
def test_another_formula_place_or_style_has_another_digest(changed: str) -> None:
    last = formula(9, "", "1")
    first = imprint(sheet(formula(2, "", "1"), last), lambda: STRINGS)
    other = imprint(sheet(changed, last), lambda: STRINGS)
    assert first is not None
    assert other is not None
    assert first.digest != other.digest


@pytest.mark.parametrize(
    "odd",
    [
        '<c r="B2"><f>A9+1</f><v></v></c>',
        '<c r="B2"><f>A9+1</f><v>many</v></c>',
        '<c r="B2" t="str"><v>typed</v></c>',
        "<!-- <v>1</v> -->",
        "<x:c/>",
    ],
)
def test_what_only_reading_tells_apart_has_none(odd: str) -> None:
    data = sheet(formula(1, "", "1"), odd)
    if odd == "<x:c/>":
        data = data.replace(b"<sheetData>", b"<x:sheetData>")
    assert imprint(data, lambda: STRINGS) is None
