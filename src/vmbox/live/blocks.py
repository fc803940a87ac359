"""Cells to be written gathered into few rectangles, each of which is written at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmbox.xlsx import Area

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from vmbox.workbook.port import Place


def rectangles(places: Iterable[Place], may_lie_between: Callable[[Place], bool]) -> list[Area]:
    """Return rectangles that hold all the places, as few as may be.

    Parameters
    ----------
    may_lie_between
        Whether a cell that is none of them may be written again as it is, so that what lies on
        both sides of it is one rectangle.
    """
    wanted = set(places)
    columns: dict[int, list[int]] = {}
    for row, column in sorted(wanted):
        columns.setdefault(column, []).append(row)

    def free(found: Area) -> bool:
        return all(
            (row, column) in wanted or may_lie_between((row, column))
            for row in range(found.first_row, found.last_row + 1)
            for column in range(found.first_column, found.last_column + 1)
        )

    blocks: list[Area] = []
    for column, rows in sorted(columns.items()):
        for block in _down(column, rows, free):
            _add(blocks, block, free)
    return blocks


def _down(column: int, rows: list[int], free: Callable[[Area], bool]) -> list[Area]:
    """The stretches of one column."""
    found: list[Area] = []
    for row in rows:
        gap = Area(found[-1].last_row + 1, column, row - 1, column) if found else None
        if gap is not None and free(gap):
            found[-1] = Area(found[-1].first_row, column, row, column)
        else:
            found.append(Area(row, column, row, column))
    return found


def _add(blocks: list[Area], block: Area, free: Callable[[Area], bool]) -> None:
    """Add a stretch of a column, widening the block beside it where that may be."""
    for place, beside in enumerate(blocks):
        if beside.last_column + 1 != block.first_column:
            continue
        wide = Area(
            min(beside.first_row, block.first_row),
            beside.first_column,
            max(beside.last_row, block.last_row),
            block.last_column,
        )
        others = (other for other in blocks if other is not beside)
        # What is in either of the two was found to be free before.
        new = (*_beyond(beside, wide), *_beyond(block, wide))
        if all(map(free, new)) and not any(wide.meets(other) for other in others):
            blocks[place] = wide
            return
    blocks.append(block)


def _beyond(part: Area, wide: Area) -> Iterator[Area]:
    """Yield what a wide area has above and below a part of it, in the part's columns."""
    if wide.first_row < part.first_row:
        yield Area(wide.first_row, part.first_column, part.first_row - 1, part.last_column)
    if part.last_row < wide.last_row:
        yield Area(part.last_row + 1, part.first_column, wide.last_row, part.last_column)
