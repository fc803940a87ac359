"""How far the filled cells of a sheet spread, told without reading them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from vmbox.xlsx._address import column_number
from vmbox.xlsx._read_plain import sheet_data

if TYPE_CHECKING:
    from collections.abc import Iterable

_FILLED: Final = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]*(?<!/)><(?:f|v|is)[ />]', re.DOTALL
)
_ANY, _PLAIN, _END = b"<c ", b'<c r="', b"</row>"
_AT_ONCE: Final = 1 << 20


class Spread(NamedTuple):
    """How many cells of a sheet are filled, and how far they reach.

    Parameters
    ----------
    filled
        How many cells hold anything.
    last_row, last_column
        The last row and column that do, from 0; -1 where none does.
    """

    filled: int
    last_row: int
    last_column: int

    @property
    def area(self) -> int:
        """The cells of the rectangle from A1 on that has all of them."""
        return (self.last_row + 1) * (self.last_column + 1)


def spread_of(data: bytes) -> Spread | None:
    """Return the spread of a sheet; None where it is written in a way that only reading tells."""
    there = sheet_data(data)
    if there is None or data.count(_ANY, *there) != data.count(_PLAIN, *there):
        return None
    filled, last_row, letters = 0, -1, set[bytes]()
    start, end = there
    while start < end:
        # Whole rows, some at a time.
        stop = data.find(_END, min(start + _AT_ONCE, end), end)
        stop = stop if stop >= 0 else end
        found = _FILLED.findall(data, start, stop)
        if found:
            columns, rows = map(set, zip(*found, strict=True))
            filled, letters = filled + len(found), letters | columns
            last_row = max(last_row, max(map(int, rows)) - 1)
        start = stop + 1
    last_column = max((column_number(one.decode()) for one in letters), default=-1)
    return Spread(filled, last_row, last_column)


def spread_of_cells(places: Iterable[tuple[int, int]]) -> Spread:
    """Return the spread of cells that were read."""
    filled, last_row, last_column = 0, -1, -1
    for row, column in places:
        filled, last_row, last_column = filled + 1, max(last_row, row), max(last_column, column)
    return Spread(filled, last_row, last_column)
