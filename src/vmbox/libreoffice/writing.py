"""Putting a block of values into a range: one call for the values, a few for new formats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vmbox.errors import DataError
from vmbox.libreoffice import failures, forms, values
from vmbox.libreoffice.bridge import enum, struct
from vmbox.libreoffice.places import address_of

if TYPE_CHECKING:
    from vmbox.libreoffice.ranges import Range

Kinds = dict[tuple[int, int], int]


def write(target: Range, data: Any) -> None:
    """Put a value into every cell, or rows of values each into its own.

    What a text becomes `typed` says. A truth value or a date brings its number format to a cell
    that has none; a number that follows a truth value takes that format away again.
    """
    if isinstance(data, str) and data.startswith("=") and len(target) > 1:
        write(target(1, 1), data)
        _fill(target)
        return
    book = target.sheet.book
    keys = _keys(target)
    literal = frozenset(place for place, key in keys.items() if book.forms.kind(key) == forms.TEXT)
    block = values.block_of(_rows(target, data), literal, book.day_zero)
    try:
        values.put(target.cells, block)
    except failures.Refused as refusal:
        what = address_of((target.row, target.column, *target.shape))
        blame = failures.protected if target.sheet.protected else failures.torn
        raise blame(target.sheet.name, what) from refusal
    _format(target, block, keys)


def _rows(target: Range, data: Any) -> list[list[Any]]:
    """The values by row and column, as many as there are cells."""
    rows, columns = target.shape
    if not isinstance(data, (list, tuple)):
        return [[data] * columns for _ in range(rows)]
    if not data or not isinstance(data[0], (list, tuple)):
        data = [data]
    if len(data) != rows or any(len(row) != columns for row in data):
        raise DataError(
            f"{len(data)} rows of {len(data[0])} values do not fit into {target.address}, which "
            f"has {rows} rows and {columns} columns."
        )
    return [list(row) for row in data]


def _keys(target: Range) -> Kinds:
    """The number format of each cell, by row and column in the range."""
    keys: Kinds = {}
    row, column = target.row - 1, target.column - 1
    for key, (top, left, bottom, right) in target.sheet.book.forms.areas(target.cells):
        for down in range(top - row, bottom - row + 1):
            for across in range(left - column, right - column + 1):
                keys[down, across] = key
    return keys


def _format(target: Range, block: values.Block, keys: Kinds) -> None:
    """Give formats to what needs one, and take the truth values' from what is none."""
    book_forms = target.sheet.book.forms
    wanted: dict[str, list[tuple[int, int]]] = {}
    for place, key in keys.items():
        form = block.shown.get(place)
        was_truth = book_forms.kind(key) == forms.TRUTH
        if form == forms.BOOLEAN:
            needed = not was_truth
        elif form is None:
            form, needed = forms.GENERAL, was_truth
        else:
            needed = was_truth or book_forms.general(key)
        if needed:
            wanted.setdefault(form, []).append(place)
    for form, places in wanted.items():
        _apply(target, book_forms.key(form), places)


def _apply(target: Range, key: int, places: list[tuple[int, int]]) -> None:
    row, column = target.row - 1, target.column - 1
    number = target.sheet.index - 1
    cells = target.sheet.book.document.createInstance("com.sun.star.sheet.SheetCellRanges")
    addresses = tuple(
        struct(
            "table.CellRangeAddress",
            Sheet=number,
            StartRow=top + row,
            EndRow=bottom + row,
            StartColumn=left + column,
            EndColumn=right + column,
        )
        for top, left, bottom, right in values.rectangles(places)
    )
    cells.addRangeAddresses(addresses, False)
    cells.NumberFormat = key


def _fill(target: Range) -> None:
    """Take the first cell's formula over to the others, its references moving along."""
    simple, whole = enum("sheet.FillMode", "SIMPLE"), enum("sheet.FillDateMode", "FILL_DATE_DAY")
    first = target.sheet.range((target.row, target.column, 1, target.shape[1]))
    if target.shape[1] > 1:
        first.cells.fillSeries(enum("sheet.FillDirection", "TO_RIGHT"), simple, whole, 1.0, 1e307)
    if target.shape[0] > 1:
        down = enum("sheet.FillDirection", "TO_BOTTOM")
        target.cells.fillSeries(down, simple, whole, 1.0, 1e307)
