"""Addresses, and cells gathered into rectangles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vmbox.errors import NotInWorkbook
from vmbox.libreoffice.places import COLUMNS, ROWS, address_of, column_number, letters_of, place_of
from vmbox.libreoffice.values import rectangles


@given(st.integers(1, COLUMNS))
def test_a_column_has_one_name(number: int) -> None:
    assert column_number(letters_of(number)) == number


@given(st.integers(1, ROWS - 9), st.integers(1, COLUMNS - 9), st.integers(1, 9), st.integers(1, 9))
def test_an_address_leads_back_to_its_place(row: int, column: int, rows: int, columns: int) -> None:
    place = row, column, rows, columns
    assert place_of(address_of(place)) == place


def test_whole_rows_and_columns_have_addresses_too() -> None:
    assert place_of("B:C") == (1, 2, ROWS, 2)
    assert place_of("$3:$4") == (3, 1, 2, COLUMNS)
    assert address_of((1, 2, ROWS, 2)) == "$B:$C"
    assert address_of((3, 1, 2, COLUMNS)) == "$3:$4"


@pytest.mark.parametrize("words", ["", "bsTeam", "A1:B", "1", "A", "A1:B2:C3", "A1,B2"])
def test_other_words_are_no_address(words: str) -> None:
    assert place_of(words) is None


def test_a_cell_beyond_the_sheet_is_refused() -> None:
    with pytest.raises(NotInWorkbook, match="XFE1"):
        place_of("XFE1")


@given(st.sets(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=1))
def test_rectangles_hold_exactly_the_cells_that_were_given(places: set[tuple[int, int]]) -> None:
    covered = [
        (row, column)
        for top, left, bottom, right in rectangles(places)
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    ]
    assert sorted(covered) == sorted(places)


def test_a_block_is_one_rectangle() -> None:
    block = {(row, column) for row in range(50) for column in range(4)}
    assert rectangles(block) == [(0, 0, 49, 3)]
