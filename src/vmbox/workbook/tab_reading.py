"""Reads one data tab: its headings, what they are, its weeks and what was typed in them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, get_args

import numpy as np

from vmbox.errors import MeasureError
from vmbox.measures import BASELINE, Better, Cadence, Domain, Input, Measure
from vmbox.workbook import layout as at
from vmbox.workbook.cells import NOWHERE, address
from vmbox.workbook.dates import day_of
from vmbox.workbook.findings import Finding
from vmbox.workbook.headings import Heading, as_text, recipe, spare_words
from vmbox.workbook.tabs import ALL_COST_LINES
from vmbox.xlsx import Cell

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from vmbox.workbook.port import BookView, TableView

_NOTHING: Final = Cell()
_KINDS: Final = (at.KIND_INPUT, at.KIND_COST_LINE, at.KIND_CALCULATED, at.KIND_SPARE)


class TabReader:
    """Reads one data tab. What is wrong with it is added to `findings`, and reading goes on.

    Attributes
    ----------
    places
        The sheet's column of each heading.
    labels
        The rows of Unit, Better and so on that are there.
    rows
        The sheet's row of each week, in the order of the sheet.
    headings
        The columns that hold something, from left to right; spare ones are in `spares`.
    cleared
        Cells of calculated columns that hold neither formula nor number.
    """

    def __init__(
        self, book: BookView, table: TableView, domain: Domain, period: str, findings: list[Finding]
    ) -> None:
        self.book = book
        self.table = table
        self.domain: Domain = domain
        self.period = period
        self.sheet = table.sheet
        self.findings = findings
        self.places = {
            header: table.first_column + place for place, header in enumerate(table.columns)
        }
        self.week_column = self._own_column(at.MONTH if period == "month" else at.WEEK)
        self.notes_column = self._own_column(at.NOTES)
        self.label_column, self.labels = self._find_labels()
        self.spares: list[Heading] = []
        self.headings = tuple(self._find_headings())
        self.rows = self._find_rows()
        self.cleared: dict[str, list[dt.date]] = {}

    def find(self, code: str, row: int, column: int, found: str, do: str) -> None:
        """Add something that is wrong in a cell."""
        place = address(row, column) if row >= 0 and column >= 0 else ""
        self.findings.append(Finding(code, "error", self.sheet.name, place, found, do))

    def _own_column(self, wanted: str) -> int:
        for header, column in self.places.items():
            if header.strip().casefold() == wanted.casefold():
                return column
        self.find(
            "column-missing",
            NOWHERE,
            NOWHERE,
            f"The Table {self.table.name} has no column '{wanted}'.",
            "Put the heading back, or run `vmbox repair`.",
        )
        return NOWHERE

    def _find_labels(self) -> tuple[int, dict[str, int]]:
        """The rows of Unit, Better and so on, by their words left of or above the Table."""
        wanted = {label.casefold(): label for label in at.LABELS}
        wanted[at.MONTHS_RECORDED.casefold()] = at.RECORDED
        for column in range(max(self.week_column, 0), -1, -1):
            found = {}
            for row in range(self.table.first_row):
                word = as_text(self.sheet.cell(row, column).value).strip().casefold()
                if word in wanted:
                    found[wanted[word]] = row
            if at.UNIT in found:
                return column, found
        self.find(
            "label-missing",
            NOWHERE,
            NOWHERE,
            f"There is no row '{at.UNIT}' above the Table.",
            "Put the label back in the first column, or run `vmbox repair`.",
        )
        return 0, {}

    def label(self, label: str, column: int) -> Cell:
        """Return a definition row's cell of a column; an empty one if the row is gone."""
        row = self.labels.get(label)
        return _NOTHING if row is None else self.sheet.cell(row, column)

    # ------------------------------------------------------------ headings
    def _find_headings(self) -> Iterator[Heading]:
        for header, column in self.places.items():
            if column in {self.week_column, self.notes_column} or self._is_theirs(header, column):
                continue
            heading = self._heading(header, column)
            if heading.kind == at.KIND_SPARE:
                self.spares.append(heading)
            else:
                yield heading

    def _is_theirs(self, header: str, column: int) -> bool:
        """Whether somebody put the column in for themselves: it has neither kind nor unit."""
        described = (self.label(at.KIND, column), self.label(at.UNIT, column))
        return not header.strip() or described == (_NOTHING, _NOTHING)

    def _heading(self, header: str, column: int) -> Heading:
        name = " ".join(header.split())
        cell = self.label(at.KIND, column)
        if cell.formula:
            # A spare column: its formula says what the heading was and what the column becomes.
            spare_name, becomes = spare_words(cell.formula)
            kind = at.KIND_SPARE if name == spare_name else becomes
            return Heading(name, header, column, kind, spare_name)
        kind = as_text(cell.value).strip().casefold()
        if kind != at.KIND_CALCULATED:
            return Heading(name, header, column, kind if kind in _KINDS else at.KIND_MEASURE)
        made_from = self.label(at.MADE_FROM, column)
        made = recipe(self.book, self.sheet, made_from.formula, as_text(made_from.value))
        if made is None:
            # Nobody can say any more what it is made from: what it shows is a plain measure.
            return Heading(name, header, column, at.KIND_MEASURE)
        return Heading(
            name,
            header,
            column,
            kind,
            adds=made.adds,
            less=made.less,
            numerator=made.numerator,
            denominator=made.denominator,
            per=made.per,
        )

    # ------------------------------------------------------------ measures and inputs
    def items(self) -> Iterator[Measure | Input]:
        """The measures and inputs of the tab, in its order."""
        for heading in self.headings:
            try:
                yield self._item(heading)
            except MeasureError as problem:
                self.find(
                    "measure-unclear",
                    self.table.first_row,
                    heading.column,
                    str(problem),
                    "Correct the rows above the heading.",
                )

    def _item(self, heading: Heading) -> Measure | Input:
        def words(label: str) -> str:
            return as_text(self.label(label, heading.column).value)

        unit = words(at.UNIT).strip() or "count"
        adds = heading.adds
        if adds == (ALL_COST_LINES,):
            adds = tuple(one.name for one in self.headings if one.kind == at.KIND_COST_LINE)
        baseline = self.label(at.BASELINE, heading.column).value
        if self._is_input(heading):
            return Input(
                heading.name,
                self.domain,
                unit,
                cost_line=heading.kind == at.KIND_COST_LINE,
                adds=adds,
                less=heading.less,
                owner=words(at.OWNER),
                source=words(at.SOURCE),
                definition=words(at.DEFINITION),
            )
        goal = self.label(at.GOAL, heading.column).value
        return Measure(
            heading.name,
            self.domain,
            unit,
            better=_one_of(words(at.BETTER), Better, "neutral"),
            goal=goal if isinstance(goal, float) else None,
            cadence=_one_of(words(at.CADENCE), Cadence, "weekly"),
            baseline=int(baseline) if isinstance(baseline, float) else BASELINE,
            numerator=heading.numerator,
            denominator=heading.denominator,
            per=heading.per,
            adds=adds,
            less=heading.less,
            owner=words(at.OWNER),
            source=words(at.SOURCE),
            definition=words(at.DEFINITION),
        )

    def _is_input(self, heading: Heading) -> bool:
        """Inputs have no baseline; that is what tells a calculated one from a measure."""
        if heading.kind in {at.KIND_INPUT, at.KIND_COST_LINE}:
            return True
        baseline = self.label(at.BASELINE, heading.column).value
        return heading.kind == at.KIND_CALCULATED and not isinstance(baseline, float)

    # ------------------------------------------------------------ weeks
    def _find_rows(self) -> dict[dt.date, int]:
        rows: dict[dt.date, int] = {}
        for row in range(self.table.first_row + 1, self.table.last_row + 1):
            value = self.sheet.cell(row, self.week_column).value if self.week_column >= 0 else None
            day = day_of(value, date1904=self.book.date1904)
            if day is None:
                self._find_undated(row, value)
            elif day in rows:
                self.find(
                    "week-twice",
                    row,
                    self.week_column,
                    f"This is the week {day} again, after {address(rows[day], self.week_column)}.",
                    "Put the numbers in one row and delete the other.",
                )
            else:
                rows[day] = row
        return rows

    def _find_undated(self, row: int, value: object) -> None:
        numbers = any(
            isinstance(self.sheet.cell(row, heading.column).value, float)
            and self.sheet.cell(row, heading.column).formula is None
            for heading in self.headings
        )
        if numbers or as_text(value).strip():
            shown = repr(as_text(value)) if as_text(value).strip() else "Nothing"
            self.find(
                "week-unclear",
                row,
                self.week_column,
                f"{shown} is no date, but the row is one of the Table's"
                + (" and has numbers." if numbers else "."),
                "Type the first day of the week.",
            )

    @cached_property
    def weeks(self) -> list[dt.date]:
        """The weeks in order of time."""
        return sorted(self.rows)

    def entered(self, weeks: list[dt.date]) -> dict[str, NDArray[np.float64]]:
        """Return what people typed in each column, in the weeks given; NaN for nothing."""
        at_week = {day: place for place, day in enumerate(weeks)}
        rows = [(day, row, at_week.get(day)) for day, row in self.rows.items()]
        return {heading.name: self._numbers(heading, rows, len(weeks)) for heading in self.headings}

    def _numbers(
        self, heading: Heading, rows: list[tuple[dt.date, int, int | None]], count: int
    ) -> NDArray[np.float64]:
        """What people typed in one column, by the places of the weeks."""
        numbers = np.full(count, np.nan)
        get, column = self.sheet.cells.get, heading.column
        calculated = heading.kind == at.KIND_CALCULATED
        for day, row, place in rows:
            value, formula = get((row, column), _NOTHING)
            if calculated and formula is not None:
                continue
            if type(value) is not float:
                if value is not None or calculated:
                    self._no_number(row, day, heading, value)
            elif place is None:
                self._find_lost_week(row, day)
            else:
                numbers[place] = value
        return numbers

    def _find_lost_week(self, row: int, day: dt.date) -> None:
        self.find(
            "week-missing",
            row,
            self.week_column,
            f"The week {day} has numbers here, but the first data tab has no such week.",
            "Put the same weeks on every data tab.",
        )

    def _no_number(self, row: int, day: dt.date, heading: Heading, value: object) -> None:
        """Note a cell that holds no number: a text, or a calculated column's lost formula."""
        if not as_text(value).strip():
            if heading.kind == at.KIND_CALCULATED:
                self.cleared.setdefault(heading.name, []).append(day)
            return
        self.find(
            "text-in-number",
            row,
            heading.column,
            f"'{heading.name}' holds {as_text(value)!r} in the week {day}, which is no number.",
            "Type a number there, or clear the cell.",
        )

    def notes(self) -> dict[tuple[Domain, dt.date], str]:
        """The notes by domain and week."""
        notes = {}
        get = self.sheet.cells.get
        for day, row in self.rows.items():
            note = get((row, self.notes_column), _NOTHING).value
            if note is not None and (words := as_text(note)):
                notes[self.domain, day] = words
        return notes


def _one_of(word: str, choices: Any, otherwise: Any) -> Any:
    word = word.strip().casefold()
    return word if word in get_args(choices) else otherwise
