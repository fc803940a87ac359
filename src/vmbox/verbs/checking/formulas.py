"""Whether two formulas are the same, whichever program wrote them.

Excel, LibreOffice and openpyxl write one formula in several ways: other capitals, spaces, quotes
around a sheet's name, a prefix before newer functions, a Table's column as its cells.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vmbox.workbook.cells import address, sheet_prefix
from vmbox.xlsx import after_brackets

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from vmbox.workbook.port import BookView, TableView

_TOKEN: Final = re.compile(
    r"""(?P<string>"(?:[^"]|"")*")
    | '(?P<sheet>(?:[^']|'')+)'(?=!)
    | (?P<space>[ \t\r\n\xa0]+)
    | (?P<prefix>_xl(?:fn|ws|udf|pm)\.)
    | \b(?P<truth>TRUE|FALSE)\([ ]*\)
    | (?<![\w.$:'])(?P<number>[0-9]*\.[0-9]+(?:E[+-]?[0-9]{1,2})?|[0-9]+E[+-]?[0-9]{1,2})
      (?![\w.(!:])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TABLE: Final = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')+\'!|(?P<name>[^\W\d][\w.\\]*)(?=\[)')
_ITEM: Final = re.compile(r"\[((?:[^\[\]']|'.)*)\]")
_LITERAL: Final = re.compile("'(.)")
_THIS_ROW: Final = "#this row"
_OWN_CELL: Final = re.compile(r'"(?:[^"]|"")*"|\$')
_SAME_CELL: Final = re.compile(r"(?<!\w)([A-Z]{1,3}[0-9]+):\1(?![\w(])")
# A cell whose row moves when its formula is filled down.
_MOVING: Final = re.compile(
    r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'|(?<![\w.$])\$?[A-Z]{1,3}(?P<row>[0-9]+)(?![\w(.])'
)


class FilledDown:
    """The formulas of a column that was filled down, made as they are asked for."""

    def __init__(self, formula: str, first: int) -> None:
        self._first = first
        self._pieces: list[str] = []
        self._rows: list[int] = []
        at = 0
        for found in _MOVING.finditer(formula):
            if found["row"] is not None:
                self._pieces.append(formula[at : found.start("row")])
                self._rows.append(int(found["row"]) - first)
                at = found.end()
        self._end = formula[at:]

    def __call__(self, row: int) -> str:
        """Return the formula in a row."""
        if not self._rows:
            return self._end
        moved = [str(row + shift) for shift in self._rows]
        pairs = zip(self._pieces, moved, strict=True)
        return "".join(piece + number for piece, number in pairs) + self._end


class Spelling:
    """Compares formulas of one workbook."""

    def __init__(self, book: BookView) -> None:
        self._tables = {name.casefold(): table for name, table in book.tables.items()}

    @property
    def key(self) -> Hashable:
        """All that comparing depends on, beside the formulas themselves."""
        return tuple(
            (name, one.sheet.name, one.first_row, one.first_column, one.last_row, one.columns)
            for name, one in self._tables.items()
        )

    def same(self, one: str, other: str, sheet: str, row: int) -> bool:
        """Return whether two formulas of a cell say the same."""
        if one == other or plain(one) == plain(other):
            return True
        if "[" not in one and "[" not in other:
            return False
        return self._as_cells(one, sheet, row) == self._as_cells(other, sheet, row)

    def _as_cells(self, formula: str, sheet: str, row: int) -> str:
        """The formula with its Tables' columns written as cells; fixed or not is one to a cell."""
        cells = plain(_without_tables(formula, self._tables, sheet, row))
        cells = cells.replace(sheet_prefix(sheet).upper(), "")
        cells = _OWN_CELL.sub(lambda found: "" if found[0] == "$" else found[0], cells)
        return _SAME_CELL.sub(r"\1", cells)


def plain(formula: str) -> str:
    """Return a formula as every program would have it: capitals, no spaces, no needless quotes."""
    formula = formula.removeprefix("=")
    pieces: list[str] = []
    at = 0
    for found in _TOKEN.finditer(formula):
        pieces.append(formula[at : found.start()].upper())
        at = found.end()
        if found["string"]:
            pieces.append(found["string"])
        elif found["sheet"]:
            pieces.append(sheet_prefix(found["sheet"].replace("''", "'")).removesuffix("!").upper())
        elif found["truth"]:
            pieces.append(found["truth"].upper())
        elif found["number"]:
            pieces.append(f"{float(found['number']):.15g}")
    pieces.append(formula[at:].upper())
    return "".join(pieces)


def _without_tables(formula: str, tables: Mapping[str, TableView], sheet: str, row: int) -> str:
    pieces: list[str] = []
    at = 0
    while found := _TABLE.search(formula, at):
        pieces.append(formula[at : found.start()])
        at = found.end()
        table = tables.get(found["name"].casefold()) if found["name"] else None
        if table is None:
            pieces.append(found[0])
            continue
        end = after_brackets(formula, at)
        cells = _cells_of(table, formula[at + 1 : end - 1], sheet, row)
        pieces.append(cells if cells is not None else found[0] + formula[at:end])
        at = end
    pieces.append(formula[at:])
    return "".join(pieces)


def _cells_of(table: TableView, inside: str, sheet: str, row: int) -> str | None:
    """The cells that a structured reference means; None where that is no column of the Table."""
    items = _ITEM.findall(inside) or [inside.strip().removeprefix("@")]
    words = [_LITERAL.sub(r"\1", item).strip().casefold() for item in items]
    this_row = _THIS_ROW in words or inside.lstrip().startswith("@")
    columns = {name.strip().casefold(): place for place, name in enumerate(table.columns)}
    named = [columns.get(word) for word in words if not word.startswith("#")]
    places = [place for place in named if place is not None]
    others = {word for word in words if word.startswith("#")} - {_THIS_ROW, "#data"}
    if not places or len(places) != len(named) or others:
        return None
    first, last = (row, row) if this_row else (table.first_row + 1, table.last_row)
    left, right = table.first_column + places[0], table.first_column + places[-1]
    prefix = "" if table.sheet.name == sheet else sheet_prefix(table.sheet.name)
    return f"{prefix}{address(first, left)}:{address(last, right)}"
