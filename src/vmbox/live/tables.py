"""The Tables of an open workbook."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from vmbox.live.asking import areas_of
from vmbox.live.border import border
from vmbox.workbook import layout as at
from vmbox.xlsx import Area, area

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import xlwings

    from vmbox.live.view import LiveSheet

# The Tables of each sheet, as vmbox calls the sheet.
TABLES_ON: Final[Mapping[str, tuple[str, ...]]] = {
    **{domain: (table,) for domain, table in at.TABLES.items()},
    at.VALUE_SHEET: (at.RECONCILIATION_TABLE, at.BRIDGE_TABLE),
    at.MEDIANS: (at.MEDIANS_TABLE,),
    at.HUDDLES: (at.HUDDLES_TABLE,),
    at.ACTIONS: (at.ACTIONS_TABLE,),
    at.LEDGER: (at.LEDGER_TABLE,),
    at.COST_MAP: (at.COST_MAP_TABLE,),
    at.LOG: (at.LOG_TABLE,),
}
# Early workbooks have no ledger, and a workbook need not have the others.
MUST_BE_THERE: Final = frozenset(
    (*at.TABLES.values(), at.MEDIANS_TABLE, at.HUDDLES_TABLE, at.ACTIONS_TABLE, at.LOG_TABLE)
)


@dataclass(frozen=True, eq=False)
class LiveTable:
    """An Excel Table; rows and columns count from 0.

    Attributes
    ----------
    whole
        All its cells, headings and totals too.
    totals
        Whether its last row is one of totals.
    """

    name: str
    sheet: LiveSheet
    whole: Area
    totals: bool

    @property
    def remote(self) -> xlwings.main.Table:
        """The Table as xlwings has it."""
        with border(self.sheet.book.name, self.sheet.name):
            return self.sheet.remote.tables(self.name)

    @property
    def first_row(self) -> int:
        """The row of the headings."""
        return self.whole.first_row

    @property
    def first_column(self) -> int:
        """The first column."""
        return self.whole.first_column

    @property
    def last_row(self) -> int:
        """The last row of data."""
        return self.whole.last_row - self.totals

    @property
    def last_column(self) -> int:
        """The last column."""
        return self.whole.last_column

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The headings."""
        columns = range(self.first_column, self.last_column + 1)
        shown = [self.sheet.cell(self.first_row, column).value for column in columns]
        return tuple(
            word if isinstance(word, str) and word else f"Column{place}"
            for place, word in enumerate(shown, start=1)
        )


def likely_tables(sheets: Sequence[LiveSheet]) -> dict[str, LiveTable]:
    """Return the Tables by name: vmbox's where it puts them, and all where one is elsewhere."""
    found: dict[str, LiveTable] = {}
    left = []
    for sheet in sheets:
        names = TABLES_ON.get(sheet.name)
        if names is None:
            left.append(sheet)
        else:
            found |= {table.name: table for table in _tables_of(sheet, names)}
    if not found.keys() >= MUST_BE_THERE:
        found |= {table.name: table for sheet in left for table in _all_tables_of(sheet)}
    return found


def _tables_of(sheet: LiveSheet, names: Iterable[str]) -> Iterator[LiveTable]:
    """Yield the Tables of a sheet that has these, and no others, if nobody has changed it."""
    wanted = {name: (f"{name}[#All]", f"{name}[#Data]") for name in names}
    places = areas_of(sheet, [word for words in wanted.values() for word in words])
    if len(places) < 2 * len(wanted):
        yield from _all_tables_of(sheet)
        return
    for name, (whole, data) in wanted.items():
        totals = places[data].last_row < places[whole].last_row
        yield LiveTable(name, sheet, places[whole], totals)


def _all_tables_of(sheet: LiveSheet) -> Iterator[LiveTable]:
    """Yield every Table of a sheet."""
    with border(sheet.book.name, sheet.name):
        for table in sheet.remote.tables:
            there = area(table.range.address)
            if there is not None:
                yield LiveTable(table.name, sheet, there, bool(table.show_totals))
