"""A large sheet is changed without being copied as a whole."""

from __future__ import annotations

import random
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from vmbox.xlsx import edit, read_book

if TYPE_CHECKING:
    from pathlib import Path

    from xlsx_parts import MakeSheet

ROWS = 12_000
COLUMNS = "ABCDEFGHIJKLMNOPQRST"


@pytest.fixture
def large(make_sheet: MakeSheet) -> tuple[Path, int]:
    """A workbook whose sheet is some 9 MB of XML, and how many bytes that is."""
    chance = random.Random(1)
    rows = "".join(
        f'<row r="{row}">'
        + "".join(f'<c r="{one}{row}"><v>{chance.random()}</v></c>' for one in COLUMNS)
        + "</row>"
        for row in range(1, ROWS + 1)
    )
    return make_sheet(f"<sheetData>{rows}</sheetData>"), len(rows)


@pytest.mark.parametrize("place", ["B9000", "Z9000"])
def test_no_second_copy_of_a_large_sheet_is_made(large: tuple[Path, int], place: str) -> None:
    path, size = large
    packed = path.stat().st_size
    tracemalloc.start()
    try:
        with edit(path) as book:
            book.sheets[0].set(place, 0.5)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    # The file as it was and as it will be, and what is being packed.
    assert most < size * 1.25 + packed * 3
    assert read_book(path).sheets[0].cell(8999, 1 if place == "B9000" else 25).value == 0.5
