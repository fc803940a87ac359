"""Reads a standard workbook back as the box score that people see in it.

By Table name, column heading and defined name: sheets may be renamed and moved, rows and columns
inserted, measures reordered, and the file saved by any program. What formulas make is worked out
anew from what people typed, so a file without cached values reads the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from vmbox.errors import MeasureError, NotInWorkbook, WorkbookError
from vmbox.measures import (
    DOMAINS,
    Action,
    BoxScore,
    Domain,
    Huddle,
    Input,
    LogEntry,
    Measure,
    NewMedian,
    Period,
)
from vmbox.workbook import layout as at
from vmbox.workbook.dates import day_of, moment_of
from vmbox.workbook.findings import Finding
from vmbox.workbook.headings import as_text
from vmbox.workbook.places import find_layout
from vmbox.workbook.tab_reading import TabReader
from vmbox.workbook.value_reading import Row, ValueReader
from vmbox.xlsx import read_book

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from vmbox.workbook.layout import Layout
    from vmbox.workbook.port import BookView, TableView

_REGISTERS: Final = {
    at.MEDIANS_TABLE: at.MEDIANS_COLUMNS,
    at.HUDDLES_TABLE: at.HUDDLES_COLUMNS,
    at.ACTIONS_TABLE: at.ACTIONS_COLUMNS,
    at.LEDGER_TABLE: at.LEDGER_COLUMNS,
    at.COST_MAP_TABLE: at.COST_MAP_COLUMNS,
    at.LOG_TABLE: at.LOG_COLUMNS,
}
# A team without finance's figures may do without these sheets, as early workbooks did.
_OPTIONAL: Final = (at.LEDGER_TABLE, at.COST_MAP_TABLE)


def read(path: str | os.PathLike[str]) -> BoxScore:
    """Return the box score that a standard workbook holds.

    Raises
    ------
    NotAWorkbook, FileError
        The file is not there, or no .xlsx workbook that can be opened.
    WorkbookError
        The workbook is no box score, one of a newer version, or one with cells that cannot be
        read; the message names file, sheet and cell.
    """
    return find(read_book(Path(path))).whole_box()


@dataclass(frozen=True, eq=False)
class Found:
    """What was found in a workbook.

    Attributes
    ----------
    book
        The workbook.
    box
        The box score that it holds, without what could not be read; None where too little could.
    findings
        What could not be read, and why.
    tabs
        The data tabs that are there.
    """

    book: BookView
    box: BoxScore | None
    findings: tuple[Finding, ...]
    tabs: dict[Domain, TabReader]

    def whole_box(self) -> BoxScore:
        """Return the box score if all of it could be read.

        Raises
        ------
        WorkbookError
            Something could not; names the first, and how many more.
        """
        if self.box is None or self.findings:
            first = self.findings[0]
            rest = len(self.findings) - 1
            more = f" (and {rest} more: `vmbox check` lists them)" if rest else ""
            raise WorkbookError(f"{self.book.path}: {first}{more}")
        return self.box

    @cached_property
    def layout(self) -> Layout:
        """Where everything is in this workbook.

        Raises
        ------
        WorkbookError
            Formulas cannot be found any more: the message says which and what to do.
        """
        return find_layout(self.book, self.whole_box(), self.tabs)


def find(book: BookView, *, charts_alone: bool = False) -> Found:
    """Return what a standard workbook holds, as far as it can be read.

    Parameters
    ----------
    charts_alone
        Whether to read only what run charts are made of: measures, weeks, values and new medians.
        A spreadsheet that has the workbook open is then asked for half as many sheets; the box
        score has no huddles, actions, Log or ledger, so nothing can be written with it.

    Raises
    ------
    WorkbookError
        It is no box score, or one of a newer version.
    """
    return _Reader(book, charts_alone).found()


class _Reader:
    """Reads one workbook."""

    def __init__(self, book: BookView, charts_alone: bool) -> None:
        self.book = book
        self.charts_alone = charts_alone
        self.path = book.path
        self.findings: list[Finding] = []
        self.tables = {name.casefold(): table for name, table in book.tables.items()}
        self._check_schema()
        self.period: Period = "month" if self._named(at.NAME_PERIOD) == "month" else "week"

    # ------------------------------------------------------------ the whole
    def found(self) -> Found:
        """Return what is there; see `find`."""
        tabs: dict[Domain, TabReader] = {}
        for domain in DOMAINS:
            table = self._table(at.TABLES[domain])
            if table is not None:
                tabs[domain] = TabReader(self.book, table, domain, self.period, self.findings)
        box = self._box(tabs) if tabs else None
        return Found(self.book, box, tuple(self.findings), tabs)

    def _box(self, tabs: dict[Domain, TabReader]) -> BoxScore | None:
        items = [item for tab in tabs.values() for item in tab.items()]
        days = next(iter(tabs.values())).weeks
        weeks = pd.DatetimeIndex(days, name="week").as_unit("ns")
        columns: dict[str, Any] = {}
        for tab in tabs.values():
            columns.update(tab.entered(days))
        names = [item.name for item in items]
        known = [name for name in names if name in columns]
        values = np.array([columns[name] for name in known]).T if known else None
        try:
            return BoxScore(
                team=self._named(at.NAME_TEAM),
                measures=tuple(item for item in items if isinstance(item, Measure)),
                inputs=tuple(item for item in items if isinstance(item, Input)),
                weeks=weeks,
                entered=pd.DataFrame(values, columns=known, index=weeks),
                board=self._named(at.NAME_BOARD),
                setting=self._named(at.NAME_SETTING),
                period=self.period,
                remark=self._named(at.NAME_REMARK),
                notes={key: note for tab in tabs.values() for key, note in tab.notes().items()},
                medians=tuple(self._medians()),
                **({} if self.charts_alone else self._others()),
            )
        except MeasureError as problem:
            self._find("measures-unclear", "", str(problem), "Correct the headings.")
            return None

    def _others(self) -> dict[str, Any]:
        """What no run chart shows, by the box score's words for it."""
        value = ValueReader(self.book, self.findings)
        return {
            "huddles": tuple(self._huddles()),
            "actions": tuple(self._actions()),
            "log": tuple(self._log()),
            "ledger": tuple(value.ledger(self._placed_rows(at.LEDGER_TABLE))),
            "cost_map": tuple(value.cost_map(self._placed_rows(at.COST_MAP_TABLE))),
            "value_choice": value.choice(),
        }

    def _find(self, code: str, sheet: str, found: str, do: str) -> None:
        self.findings.append(Finding(code, "error", sheet, "", found, do))

    def _check_schema(self) -> None:
        try:
            sheet, row, column = self.book.locate(at.NAME_SCHEMA)
            schema = sheet.cell(row, column).value
        except NotInWorkbook:
            schema = None
        if not isinstance(schema, float):
            raise WorkbookError(
                f"{self.path} is no standard box score: it has no name {at.NAME_SCHEMA}. "
                "Make one with `vmbox new`, or take an old one over with `vmbox adopt`."
            )
        if schema > at.SCHEMA:
            raise WorkbookError(
                f"{self.path} is a box score of version {schema:g}, newer than this vmbox, which "
                f"knows version {at.SCHEMA}. Update vmbox: pip install --upgrade vmbox."
            )

    def _named(self, name: str) -> str:
        try:
            sheet, row, column = self.book.locate(name)
        except NotInWorkbook:
            self._find(
                "name-missing",
                "",
                f"The name {name} is missing, or points to no cell.",
                "Run `vmbox repair`.",
            )
            return ""
        return as_text(sheet.cell(row, column).value)

    def _table(self, name: str) -> TableView | None:
        table = self.tables.get(name.casefold())
        if table is None:
            self._find(
                "table-missing",
                "",
                f"The Table {name} is missing: its sheet was deleted, or it was turned into a "
                "plain range or renamed.",
                "Run `vmbox repair`, or take the sheet from an earlier copy.",
            )
        return table

    # ------------------------------------------------------------ registers
    def _rows(self, name: str) -> Iterator[dict[str, Any]]:
        """The values by heading of a register's rows that hold anything."""
        return (row.values for row in self._placed_rows(name))

    def _placed_rows(self, name: str) -> Iterator[Row]:
        """The rows of a register that hold anything."""
        if name in _OPTIONAL and name.casefold() not in self.tables:
            return
        table = self._table(name)
        if table is None:
            return
        places = {header.casefold(): place for place, header in enumerate(table.columns)}
        columns = _REGISTERS[name]
        missing = [column for column in columns if column.casefold() not in places]
        if missing:
            self._find(
                "column-missing",
                table.sheet.name,
                f"The Table {name} has no column '{missing[0]}'.",
                "Put the heading back, or run `vmbox repair`.",
            )
            return
        sheet, first = table.sheet, table.first_column
        there = {column: first + places[column.casefold()] for column in columns}
        for row in _filled_rows(table, set(there.values())):
            values = {column: sheet.cell(row, place).value for column, place in there.items()}
            yield Row(sheet.name, row, there, values)

    def _day(self, value: object) -> Any:
        return day_of(value, date1904=self.book.date1904)

    def _medians(self) -> Iterator[NewMedian]:
        for row in self._rows(at.MEDIANS_TABLE):
            week = self._day(row["From week"])
            if row["Measure"] and week:
                yield NewMedian(
                    as_text(row["Measure"]),
                    week,
                    as_text(row["Reason"]),
                    as_text(row["Who"]),
                    self._day(row["When"]),
                )

    def _huddles(self) -> Iterator[Huddle]:
        for row in self._rows(at.HUDDLES_TABLE):
            date, *words = row.values()
            day = self._day(date)
            if day:
                yield Huddle(day, *map(as_text, words))

    def _actions(self) -> Iterator[Action]:
        for row in self._rows(at.ACTIONS_TABLE):
            yield Action(
                as_text(row["Aim"]),
                as_text(row["Measure"]),
                as_text(row["Change idea"]),
                as_text(row["PDSA step"]),
                as_text(row["Owner"]),
                self._day(row["Due"]),
                as_text(row["Status"]),
            )

    def _log(self) -> Iterator[LogEntry]:
        for row in self._rows(at.LOG_TABLE):
            when = moment_of(row["When"], date1904=self.book.date1904)
            if when:
                cells = row["Cells"]
                yield LogEntry(
                    when,
                    as_text(row["What"]),
                    as_text(row["By whom"]),
                    int(cells) if isinstance(cells, float) else 0,
                )


def _filled_rows(table: TableView, columns: set[int]) -> list[int]:
    """The rows of a Table that hold anything in some columns, from top to bottom."""
    first, last = table.first_row + 1, table.last_row
    return sorted(
        {
            row
            for (row, column), cell in table.sheet.cells.items()
            if first <= row <= last and column in columns and cell.value not in (None, "")
        }
    )
