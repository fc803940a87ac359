"""Cells that are to be written, gathered into rectangles."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vmbox.live.blocks import rectangles

PLACES = st.sets(st.tuples(st.integers(0, 7), st.integers(0, 5)), max_size=30)


@given(wanted=PLACES, kept=PLACES)
def test_every_cell_is_in_one_rectangle_and_no_cell_that_must_be_left_alone(wanted, kept) -> None:
    found = rectangles(wanted, lambda place: place not in kept)
    held = [
        (row, column)
        for block in found
        for row in range(block.first_row, block.last_row + 1)
        for column in range(block.first_column, block.last_column + 1)
    ]
    assert len(held) == len(set(held))
    assert wanted <= set(held)
    assert not (set(held) - wanted) & kept


def test_a_whole_sheet_is_one_rectangle() -> None:
    places = [(row, column) for row in range(200) for column in range(300)]
    (block,) = rectangles(places, lambda _: False)
    assert (block.last_row, block.last_column) == (199, 299)
