"""Where the arrow keys lead, and cells that come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vmbox.errors import DataError
from vmbox.libreoffice.bridge import enum, struct
from vmbox.libreoffice.places import COLUMNS, ROWS, Place

if TYPE_CHECKING:
    from vmbox.libreoffice.ranges import Range

# Rows and columns that each direction goes.
_STEPS = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}
_SHORT = {"d": "down", "u": "up", "r": "right", "l": "left"}


def place(address: Any) -> Place:
    """Return the place of a UNO address."""
    return (
        address.StartRow + 1,
        address.StartColumn + 1,
        address.EndRow - address.StartRow + 1,
        address.EndColumn - address.StartColumn + 1,
    )


def end(start: Range, direction: str) -> Place:
    """Return the place of the cell that Ctrl and an arrow key lead to."""
    way = _SHORT.get(direction, direction)
    if way not in _STEPS:
        raise DataError(f"No direction '{direction}': down, up, right or left.")
    down, across = _STEPS[way]
    row, column = start.row, start.column
    limit = {"down": ROWS - row, "up": row - 1, "right": COLUMNS - column, "left": column - 1}[way]
    steps = _steps(_empties(start, down, across, limit), limit)
    return row + down * steps, column + across * steps, 1, 1


def _empties(start: Range, down: int, across: int, limit: int) -> list[tuple[int, int]]:
    """The stretches of empty cells on the way, each by its first and last distance."""
    row, column = start.row, start.column
    far_row, far_column = row + down * limit, column + across * limit
    line = start.sheet.range(
        (
            min(row, far_row),
            min(column, far_column),
            abs(far_row - row) + 1,
            abs(far_column - column) + 1,
        )
    )
    stretches = []
    for address in line.cells.queryEmptyCells().RangeAddresses:
        first = abs((address.StartRow + 1 - row) or (address.StartColumn + 1 - column))
        last = abs((address.EndRow + 1 - row) or (address.EndColumn + 1 - column))
        stretches.append((min(first, last), max(first, last)))
    return sorted(stretches)


def _steps(empties: list[tuple[int, int]], limit: int) -> int:
    """How far the key leads: to the end of what is filled, or over a gap to what follows."""
    if not empties:
        return limit
    first, last = empties[0]
    return first - 1 if first > 1 else min(last + 1, limit)


def hidden(line: Range, *, across: bool = False) -> bool | None:
    """Return whether all cells of a row or column are hidden; None if only some are."""
    areas = line.cells.queryVisibleCells().RangeAddresses
    shown = sum(
        one.EndColumn - one.StartColumn + 1 if across else one.EndRow - one.StartRow + 1
        for one in areas
    )
    return None if 0 < shown < len(line) else not shown


def insert(cells: Range, shift: str | None) -> None:
    """Insert cells; whole rows and columns where the range is of these."""
    rows, columns = cells.shape
    if columns == COLUMNS:
        mode = "ROWS"
    elif rows == ROWS:
        mode = "COLUMNS"
    else:
        down = shift == "down" or (shift is None and columns >= rows)
        mode = "DOWN" if down else "RIGHT"
    address = cells.cells.RangeAddress
    cells.sheet.remote.insertCells(address, enum("sheet.CellInsertMode", mode))


def delete(cells: Range, shift: str | None) -> None:
    """Delete cells; whole rows and columns where the range is of these."""
    rows, columns = cells.shape
    if columns == COLUMNS:
        mode = "ROWS"
    elif rows == ROWS:
        mode = "COLUMNS"
    else:
        up = shift == "up" or (shift is None and columns > rows)
        mode = "UP" if up else "LEFT"
    address = cells.cells.RangeAddress
    cells.sheet.remote.removeRange(address, enum("sheet.CellDeleteMode", mode))


def copy(cells: Range, there: Range) -> None:
    """Copy cells; as often as they fit into a larger place, as Excel does."""
    rows, columns = cells.shape
    times_down, times_across = (
        large // small if large % small == 0 else 1
        for large, small in zip(there.shape, cells.shape, strict=True)
    )
    number = there.sheet.index - 1
    address = cells.cells.RangeAddress
    for down in range(times_down):
        for across in range(times_across):
            target = struct(
                "table.CellAddress",
                Sheet=number,
                Row=there.row - 1 + down * rows,
                Column=there.column - 1 + across * columns,
            )
            cells.sheet.remote.copyRange(target, address)
