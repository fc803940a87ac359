"""The rows of one extract in a workbook's Ledger: written, replaced, taken out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from vmbox.errors import WorkbookError
from vmbox.verbs.cost_plan import is_of
from vmbox.workbook import layout as at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vmbox.measures import LedgerRow
    from vmbox.verbs.opened import OpenBoxScore
    from vmbox.workbook.port import Place, TableView

# The fields of a row in the order of the Ledger's columns.
_FIELDS: Final = (
    *("extract", "row", "start", "end", "cost_centre", "account", "description", "amount"),
    *("cost_line", "first_week", "last_week", "posted", "outside"),
)


def write_ledger(opened: OpenBoxScore, name: str, rows: Sequence[LedgerRow]) -> None:
    """Write the rows of an extract in the place of those that stand there under its name.

    Rows that are the same stay as they are; the rows of other extracts are not touched.
    """
    table = _table(opened)
    places = {
        heading.casefold(): table.first_column + column
        for column, heading in enumerate(table.columns)
    }
    standing = list(zip(_filled(table, places), opened.box.ledger, strict=True))
    mine = [number for number, (_, row) in enumerate(standing) if is_of(row, name)]
    after: list[LedgerRow | None] = [row for _, row in standing]
    cells: dict[Place, object] = {}
    for number, new in zip(mine, rows, strict=False):
        after[number] = new
        cells |= _differing(standing[number][0], places, standing[number][1], new)
    for number in mine[len(rows) :]:
        after[number] = None
        opened.clear_row(at.LEDGER_TABLE, standing[number][0])
    if cells:
        opened.write({table.sheet.name: cells})
    further = rows[len(mine) :]
    if further:
        opened.append(
            at.LEDGER_TABLE,
            [dict(zip(at.LEDGER_COLUMNS, _values(row), strict=True)) for row in further],
        )
    kept = (row for row in after if row is not None)
    opened.box = replace(opened.box, ledger=(*kept, *further))


def _table(opened: OpenBoxScore) -> TableView:
    for name, table in opened.found.book.tables.items():
        if name.casefold() == at.LEDGER_TABLE.casefold():
            return table
    raise WorkbookError(
        f"{opened.found.book.path}: it has no Ledger, as workbooks of earlier versions. Make a "
        "fresh one with `vmbox new`, or run `vmbox repair`."
    )


def _filled(table: TableView, places: dict[str, int]) -> list[int]:
    """The sheet rows that hold anything, as `vmbox.read` counts them."""
    columns = [places[heading.casefold()] for heading in at.LEDGER_COLUMNS]
    return [
        row
        for row in range(table.first_row + 1, table.last_row + 1)
        if any(table.sheet.cell(row, column).value not in (None, "") for column in columns)
    ]


def _differing(
    place: int, places: dict[str, int], before: LedgerRow, after: LedgerRow
) -> dict[Place, object]:
    return {
        (place, places[heading.casefold()]): new
        for heading, old, new in zip(
            at.LEDGER_COLUMNS, _values(before), _values(after), strict=True
        )
        if old != new
    }


def _values(row: LedgerRow) -> list[object]:
    return [None if (value := getattr(row, name)) == "" else value for name in _FIELDS]
