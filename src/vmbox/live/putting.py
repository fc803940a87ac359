"""One block of cells written at once, and read again to see that it holds what was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmbox.live.border import border
from vmbox.live.contents import Entry, typed
from vmbox.live.view import Block, block_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vmbox.live.view import LiveSheet
    from vmbox.xlsx import Area


def put(sheet: LiveSheet, there: Area, entries: Sequence[Sequence[Entry]]) -> Block:
    """Return what a block of cells holds after it was given these entries; formats stay."""
    with border(sheet.book.name, sheet.name):
        cells = sheet.remote.range(str(there))
        cells.raw_value = [[typed(entry) for entry in row] for row in entries]
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
