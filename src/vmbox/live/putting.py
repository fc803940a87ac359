"""One block of cells written at once, and read again to see that it holds what was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmbox.live.border import border
from vmbox.live.contents import Entry, typed
from vmbox.live.view import Block, block_of
from vmbox.workbook.cells import address

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vmbox.live.view import LiveSheet
    from vmbox.workbook.port import Place
    from vmbox.xlsx import Area


def enter(
    sheet: LiveSheet, there: Area, entries: Sequence[Sequence[Entry]], arrays: Iterable[Place] = ()
) -> None:
    """Give entries to a block of cells; formats stay.

    Array formulas are entered one by one, as a spreadsheet wants it.
    """
    with border(sheet.book.name, sheet.name):
        sheet.remote.range(str(there)).raw_value = [list(map(typed, row)) for row in entries]
        for row, column in arrays:
            entry = entries[row - there.first_row][column - there.first_column]
            if isinstance(entry, str) and entry.startswith("="):
                sheet.remote.range(address(row, column)).formula_array = entry


def tell(sheet: LiveSheet, there: Area, entries: Sequence[Sequence[Entry]]) -> Block:
    """Return what a block of cells holds that was given these entries.

    Whether an apostrophe keeps a text a text, or becomes a part of it, lies in the cell's format.
    """
    with border(sheet.book.name, sheet.name):
        cells = sheet.remote.range(str(there))
        told = block_of(cells, there)
        if _apostrophes(told, entries):
            cells.raw_value = _bare(told, entries)
            told = block_of(cells, there)
    return told


def _apostrophes(told: Block, entries: Sequence[Sequence[Entry]]) -> bool:
    """Whether a cell formatted as text took the apostrophe for a part of its text."""
    return any(
        value == entry
        for values, row in zip(told.values, entries, strict=True)
        for value, entry in zip(values, row, strict=True)
        if isinstance(entry, str) and entry.startswith("'")
    )


def _bare(told: Block, entries: Sequence[Sequence[Entry]]) -> list[list[object]]:
    """The entries again, those texts without the apostrophe."""
    return [
        [
            entry[1:]
            if isinstance(entry, str) and entry.startswith("'") and value == entry
            else typed(entry)
            for value, entry in zip(values, row, strict=True)
        ]
        for values, row in zip(told.values, entries, strict=True)
    ]
