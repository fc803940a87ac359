"""Fresh values of formulas: nothing but the value changes, and a cell written oddly is no worse."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vmbox.errors import EditRefused
from vmbox.xlsx import Cell, ErrorValue, edit, read_book
from vmbox.xlsx._fresh import FreshValues

if TYPE_CHECKING:
    from pathlib import Path

    from xlsx_parts import MakeSheet

SHEET = "xl/worksheets/sheet1.xml"
ERRORS = ("#N/A", "#DIV/0!")
VALUES = (
    st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([0.0, 1.0, -1.0, 0.1, 1e300])
    | st.booleans()
    | st.sampled_from(ERRORS).map(ErrorValue)
    | st.sampled_from(["", "#N/A", "1", "a & b <c>", " _x0041_ ", "line\nline"])
)
TYPES = {float: "", bool: ' t="b"', str: ' t="str"', ErrorValue: ' t="e"'}


def written(value: object) -> str:
    words = str(int(value)) if isinstance(value, bool) else str(value)
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(" _x0041_ ", " _x005F_x0041_ ")


def formula_cell(place: str, value: object) -> str:
    kind = TYPES[type(value)]
    return f'<c r="{place}" s="1"{kind}><f>A1&amp;{place}</f><v>{written(value)}</v></c>'


def column(values: list[object]) -> str:
    rows = (
        f'<row r="{row}">{formula_cell(f"B{row}", value)}<c r="C{row}"><v>7</v></c></row>'
        for row, value in enumerate(values, 1)
    )
    return f"<sheetData>{''.join(rows)}</sheetData>"


def xml_of(path: Path) -> str:
    with zipfile.ZipFile(path) as file:
        return file.read(SHEET).decode()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=5))
def test_every_value_is_shown_and_nothing_else_changes(
    make_sheet: MakeSheet, pairs: list[tuple[object, object]]
) -> None:
    before, after = [one for one, _ in pairs], [other for _, other in pairs]
    path = make_sheet(column(before))
    was = xml_of(path)
    with edit(path) as book:
        sheet = book.sheets[0]
        sheet.cache_many({(row, 1): value for row, value in enumerate(after)})
        assert not sheet.changes
        assert [sheet.get((row, 1)) for row in range(len(after))] == after
    shown = read_book(path).sheets[0].cells
    for row, value in enumerate(after):
        assert shown[row, 1] == Cell(value, f"A1&B{row + 1}")
        assert type(shown[row, 1].value) is type(value)
    plain = re.compile(r'(<c r="B[0-9]+" s="1")[^>]*(><f>[^<]*</f><v>)[^<]*')
    assert plain.sub(r"\1\2", xml_of(path)) == plain.sub(r"\1\2", was)


def test_the_same_values_in_another_spelling_change_no_byte(make_sheet: MakeSheet) -> None:
    path = make_sheet(
        '<sheetData><row r="1"><c r="A1"><f>X</f><v>28.0</v></c>'
        '<c r="B1" t="str"><f>Y</f><v>a&#38;b</v></c><c r="C1" t="n"><f>Z</f><v>1E2</v></c></row>'
        "</sheetData>"
    )
    before = path.read_bytes()
    with edit(path) as book:
        book.sheets[0].cache_many({"A1": 28, "B1": "a&b", "C1": 100.0})
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "odd",
    [
        '<c r="B2"><f>X</f></c>',
        '<c r="B2"><f>X</f><v/></c>',
        '<c r="B2" t="e" vm="1"><f>X</f><v>#VALUE!</v></c>',
        "<c r='B2'><f>X</f><v>1</v></c>",
        "<c r='B2'><f ca='1'>X<!-- twice --></f><v>1</v></c>",
    ],
)
def test_a_cell_written_oddly_gets_its_value_too(make_sheet: MakeSheet, odd: str) -> None:
    path = make_sheet(
        f'<sheetData><row r="1">{formula_cell("B1", 1.0)}</row><row r="2">{odd}</row>'
        f'<row r="3">{formula_cell("B3", 1.0)}</row></sheetData>'
    )
    with edit(path) as book:
        book.sheets[0].cache_many({"B1": 2, "B2": 3, "B3": "four"})
    cells = read_book(path).sheets[0].cells
    assert [cells[row, 1].value for row in range(3)] == [2, 3, "four"]
    assert cells[1, 1].formula == "X"


def test_a_cell_without_a_formula_is_refused_and_the_others_can_be_tried_again(
    make_sheet: MakeSheet,
) -> None:
    path = make_sheet(column([1.0, 2.0]))
    with edit(path) as book:
        sheet = book.sheets[0]
        with pytest.raises(EditRefused, match="S!C1: the cell holds no formula"):
            sheet.cache_many({"B1": 5, "C1": 6, "B2": 7})
        sheet.cache_many({"B1": 5, "B2": 7})
        sheet.cache_many({"B2": 8})
    cells = read_book(path).sheets[0].cells
    assert [cells[row, 1].value for row in range(2)] == [5, 8]
    assert cells[0, 2].value == 7


def test_what_is_set_afterwards_counts(make_sheet: MakeSheet) -> None:
    path = make_sheet(column([1.0, 2.0]))
    with edit(path) as book:
        book.sheets[0].cache_many({"B1": 5, "B2": 6})
        book.sheets[0].set("B1", "mine", over_formula=True)
    cells = read_book(path).sheets[0].cells
    assert cells[0, 1] == Cell("mine")
    assert cells[1, 1] == Cell(6.0, "A1&B2")


def test_rows_put_in_move_them_along(make_sheet: MakeSheet) -> None:
    path = make_sheet(column([1.0, 2.0]))
    with edit(path) as book:
        book.sheets[0].cache_many({"B1": 5, "B2": 6})
        book.sheets[0].insert_rows(1, 2)
    cells = read_book(path).sheets[0].cells
    assert (cells[0, 1].value, cells[3, 1].value) == (5, 6)


def test_what_is_put_back_has_none_that_came_later(make_sheet: MakeSheet) -> None:
    path = make_sheet(column([1.0, 2.0]))
    with edit(path) as book:
        book.sheets[0].cache_many({"B1": 5})
        put_back = book.snapshot()
        book.sheets[0].cache_many({"B2": 6})
        put_back()
    cells = read_book(path).sheets[0].cells
    assert [cells[row, 1].value for row in range(2)] == [5, 2]


def test_a_value_that_no_cell_can_hold_is_refused_by_name(make_sheet: MakeSheet) -> None:
    path = make_sheet(column([1.0]))
    with edit(path) as book, pytest.raises(EditRefused, match="S!B1: nan is no number"):
        book.sheets[0].cache_many({"B1": float("nan")})


def test_a_value_that_is_not_read_back_as_it_should_be_stops_the_saving(
    make_sheet: MakeSheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_sheet(column([1.0, 2.0]))
    before = path.read_bytes()
    splice = FreshValues.splice

    def wrongly(self: FreshValues, *given: object) -> object:
        rest = splice(self, *given)  # type: ignore[arg-type]
        start, end, _ = self.edits[-1]
        self.edits[-1] = (start, end, b"9")
        return rest

    monkeypatch.setattr(FreshValues, "splice", wrongly)
    with pytest.raises(EditRefused, match="S!B2: the cell could not be read back"), edit(path) as b:
        b.sheets[0].cache_many({"B1": 5, "B2": 6})
    assert path.read_bytes() == before
