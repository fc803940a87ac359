"""Reads the ledger, the cost map, and what people chose on the Value sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from vmbox.errors import NotInWorkbook
from vmbox.measures import RECURRING, CostMapRow, LedgerRow, Recurring, ValueChoice
from vmbox.workbook.cells import address
from vmbox.workbook.dates import day_of
from vmbox.workbook.findings import Finding
from vmbox.workbook.headings import as_text
from vmbox.workbook.value_layout import name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from vmbox.workbook.port import BookView

_MONEY: Final = ("Amount", "Posted", "Outside")
_DATES: Final = ("From", "To", "First week", "Last week")


class Row(NamedTuple):
    """One row of a register: where it stands, and its values by heading."""

    sheet: str
    row: int
    columns: dict[str, int]
    values: dict[str, Any]


class ValueReader:
    """Reads what the Value sheet is made from, but for the data tabs."""

    def __init__(self, book: BookView, findings: list[Finding]) -> None:
        self.book = book
        self.findings = findings

    def ledger(self, rows: Iterator[Row]) -> Iterator[LedgerRow]:
        """Yield the ledger's rows; an amount that is no number is found wrong."""
        for row in rows:
            values = row.values
            number = values["Row"]
            money = {heading: self._number(row, heading) for heading in _MONEY}
            days = {heading: self._day(row, heading) for heading in _DATES}
            yield LedgerRow(
                as_text(values["Extract"]),
                int(number) if isinstance(number, float) else None,
                days["From"],
                days["To"],
                as_text(values["Cost centre"]),
                as_text(values["Account"]),
                as_text(values["Description"]),
                money["Amount"],
                as_text(values["Cost line"]),
                days["First week"],
                days["Last week"],
                money["Posted"],
                money["Outside"],
            )

    def cost_map(self, rows: Iterator[Row]) -> Iterator[CostMapRow]:
        """Yield the rows of the cost map."""
        for row in rows:
            yield CostMapRow(*(as_text(value) for value in row.values.values()))

    def choice(self) -> ValueChoice:
        """Return what people chose on Value; nothing, where there is no such sheet."""
        days = {
            key: self._chosen_day(key)
            for key in ("baseline_from", "baseline_to", "current_from", "current_to")
        }
        word = as_text(self._named("recurring")).strip().casefold()
        recurring: Recurring = word if word in RECURRING else "unknown"
        return ValueChoice(**days, recurring=recurring)

    def _named(self, key: str) -> object:
        try:
            sheet, row, column = self.book.locate(name(key))
        except NotInWorkbook:
            return None
        return sheet.cell(row, column).value

    def _chosen_day(self, key: str) -> dt.date | None:
        value = self._named(key)
        day = day_of(value, date1904=self.book.date1904)
        if day is None and value not in (None, ""):
            sheet, row, column = self.book.locate(name(key))
            self._wrong(sheet.name, address(row, column), value, "date")
        return day

    def _number(self, row: Row, heading: str) -> Any:
        value = row.values[heading]
        if isinstance(value, float):
            return value
        if value not in (None, ""):
            self._wrong(row.sheet, address(row.row, row.columns[heading]), value, "amount")
        return None

    def _day(self, row: Row, heading: str) -> dt.date | None:
        value = row.values[heading]
        day = day_of(value, date1904=self.book.date1904)
        if day is None and value not in (None, ""):
            self._wrong(row.sheet, address(row.row, row.columns[heading]), value, "date")
        return day

    def _wrong(self, sheet: str, cell: str, value: object, what: str) -> None:
        found = f"'{as_text(value)}' is no {what}."
        do = f"Type the {what} as a number that Excel knows, or clear the cell."
        if what == "date":
            do = "Type a date such as 2/3/2026, or clear the cell."
        self.findings.append(Finding("text-in-number", "error", sheet, cell, found, do))
