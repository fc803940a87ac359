"""What references become when rows are put into a sheet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vmbox.xlsx._address import address, area
from vmbox.xlsx._insertion import Insertion, RangeOfSheetsError

AT = Insertion("Data", 4, 2, ("Jan", "Data", "Mar", "O'Neil"))
LAST = 30


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("A4+A5", "A4+A7"),
        ("$B$5:$C9", "$B$7:$C11"),
        ("A1:A4", "A1:A4"),
        ("A1:A5", "A1:A7"),
        ("SUM(A:A,5:7,$1:$9)", "SUM(A:A,7:9,$1:$11)"),
        ("A1:A1048576+A2:A1048576+1:1048576", "A1:A1048576+A2:A1048576+1:1048576"),
        ("A1048576", "#REF!"),
        ("data!a9+'Data'!A9", "data!a11+'Data'!A11"),
        ("Mar!A9+Mar!A9:B12+'O''Neil'!A9", "Mar!A9+Mar!A9:B12+'O''Neil'!A9"),
        ("Data!A1:Data!B9", "Data!A1:Data!B11"),
        ("[1]Data!A9+'[1]Data'!A9+'C:\\[x.xlsx]Data'!A9", None),
        ('"A9"&"say ""A9"""', None),
        ("Tbl[A9]+Tbl[[#This Row],[B9]]", None),
        ("LOG10(100)+Total_A9+A9_x+R9C9+XFE9+A9.b", None),
        ("OFFSET(A9,1,1):B9", "OFFSET(A11,1,1):B11"),
        ("@A9+A9#+-A9%", "@A11+A11#+-A11%"),
        ("1E5+1.5E+5+A9", "1E5+1.5E+5+A11"),
        ("IF(#REF!=#N/A,A9)", "IF(#REF!=#N/A,A11)"),
        ("Mar:'O''Neil'!A9", None),
        ("Mar:Mar!A9+A9", "Mar:Mar!A9+A11"),
    ],
)
def test_references_follow_the_rows(formula: str, expected: str | None) -> None:
    assert AT.formula(formula, "Data") == (formula if expected is None else expected)


def test_only_the_sheet_itself_is_meant() -> None:
    assert AT.formula("A9+Data!A9+Jan!A9", "Mar") == "A9+Data!A11+Jan!A9"


def test_a_names_relative_rows_stay() -> None:
    assert AT.formula("Data!$A9+Data!$A$9:B9", "", absolute=True) == "Data!$A9+Data!$A$11:B9"


@pytest.mark.parametrize("formula", ["SUM(Jan:Mar!A1)", "SUM('Jan:Mar'!A9)", "Q1:Q4!A1"])
def test_a_range_of_sheets_is_refused(formula: str) -> None:
    with pytest.raises(RangeOfSheetsError):
        AT.formula(formula, "Mar")


def cells_of(reference: str) -> set[tuple[int, int]]:
    place = area(reference)
    assert place is not None
    rows = range(place.first_row, place.last_row + 1)
    columns = range(place.first_column, place.last_column + 1)
    return {(row, column) for row in rows for column in columns}


rows = st.integers(0, LAST)


@st.composite
def references(draw: st.DrawFn) -> str:
    first, last = sorted((draw(rows), draw(rows)))
    left, right = sorted((draw(st.integers(0, 3)), draw(st.integers(0, 3))))
    dollar = draw(st.sampled_from(["", "$"]))
    written = address(first, left), address(last, right)
    return ":".join(one[0] + dollar + one[1:] for one in written)


@given(references(), rows, st.integers(1, 5))
def test_a_range_has_its_cells_and_the_new_ones_between_them(
    reference: str, before: int, count: int
) -> None:
    insertion = Insertion("S", before, count, ("S",))
    old = cells_of(reference)
    new = cells_of(insertion.formula(reference, "S"))
    assert {(insertion.moved(row), column) for row, column in old} <= new
    added = new - {(insertion.moved(row), column) for row, column in old}
    assert all(before <= row < before + count for row, _ in added)
    spans = min(old)[0] < before <= max(old)[0]
    assert bool(added) == spans


@given(references(), rows, st.integers(1, 4), st.integers(1, 4))
def test_rows_put_in_twice_are_rows_put_in_once(
    reference: str, before: int, first: int, second: int
) -> None:
    once = Insertion("S", before, first + second, ("S",)).formula(reference, "S")
    twice = Insertion("S", before, first, ("S",)).formula(reference, "S")
    assert Insertion("S", before, second, ("S",)).formula(twice, "S") == once
