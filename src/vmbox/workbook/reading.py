"""Reads a standard workbook back as the box score that people see in it.

By Table name, column heading and defined name: sheets may be renamed and moved, rows and columns
inserted, measures reordered, and the file saved by any program. What formulas make is worked out
anew from what people typed, so a file without cached values reads the same.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_args

import numpy as np
import pandas as pd

from vmbox.errors import MeasureError, NotInWorkbook, WorkbookError
from vmbox.measures import (
    BASELINE,
    DOMAINS,
    Action,
    Better,
    BoxScore,
    Cadence,
    Domain,
    Huddle,
    Input,
    LogEntry,
    Measure,
    NewMedian,
    Period,
)
from vmbox.workbook import layout as at
from vmbox.workbook.cells import address
from vmbox.workbook.tabs import ALL_COST_LINES, LESS, OVER, PLUS, TIMES
from vmbox.xlsx import Book, Cell, Sheet, Table, read_book

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

_EPOCH: Final = dt.datetime(1899, 12, 30)  # noqa: DTZ001  (a spreadsheet has no time zones)
_DAYS_1904: Final = 1462
_QUOTED: Final = re.compile(r'"((?:[^"]|"")*)"')
_RECIPE_PART: Final = re.compile(
    r"""(?:(?:'(?P<quoted>(?:[^']|'')+)'|(?P<sheet>[^'!&"()+*/-]+))!)?
        \$?(?P<letters>[A-Z]{1,3})\$?(?P<row>\d+)
        | "(?P<text>(?:[^"]|"")*)" """,
    re.VERBOSE,
)
_MOST_NAMED: Final = 5


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
    return _Reader(Path(path), read_book(path)).box_score()


@dataclass(frozen=True)
class _Heading:
    """One column of a data tab, as its heading and definition rows describe it."""

    name: str
    column: int
    kind: str
    adds: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    numerator: str | None = None
    denominator: str | None = None
    per: float = 1.0


class _Reader:
    """Reads one workbook."""

    def __init__(self, path: Path, book: Book) -> None:
        self.path = path
        self.book = book
        self.tables = {name.casefold(): table for name, table in book.tables.items()}
        self._check_schema()
        self.period: Period = "month" if self._named(at.NAME_PERIOD) == "month" else "week"

    # ------------------------------------------------------------ the whole
    def box_score(self) -> BoxScore:
        """Return the box score; see `read`."""
        tabs = [_TabReader(self, domain) for domain in DOMAINS]
        items = [item for tab in tabs for item in tab.items()]
        weeks = pd.DatetimeIndex(tabs[0].weeks, name="week").as_unit("ns")
        columns = {name: values for tab in tabs for name, values in tab.entered().items()}
        try:
            return BoxScore(
                team=self._named(at.NAME_TEAM),
                measures=tuple(item for item in items if isinstance(item, Measure)),
                inputs=tuple(item for item in items if isinstance(item, Input)),
                weeks=weeks,
                entered=pd.DataFrame(columns, index=weeks),
                board=self._named(at.NAME_BOARD),
                setting=self._named(at.NAME_SETTING),
                period=self.period,
                remark=self._named(at.NAME_REMARK),
                notes={key: note for tab in tabs for key, note in tab.notes().items()},
                medians=tuple(self._medians()),
                huddles=tuple(self._huddles()),
                actions=tuple(self._actions()),
                log=tuple(self._log()),
            )
        except MeasureError as problem:
            raise WorkbookError(f"{self.path}: {problem}") from problem

    def _check_schema(self) -> None:
        try:
            schema = self.book.named_cell(at.NAME_SCHEMA).value
        except NotInWorkbook:
            schema = None
        if not isinstance(schema, float):
            raise WorkbookError(
                f"{self.path} is no standard box score: it has no name {at.NAME_SCHEMA}. "
                "Make one with `vmbox new`."
            )
        if schema > at.SCHEMA:
            raise WorkbookError(
                f"{self.path} is a box score of version {schema:g}, newer than this vmbox, which "
                f"knows version {at.SCHEMA}. Update vmbox: pip install --upgrade vmbox."
            )

    def _named(self, name: str) -> str:
        try:
            return as_text(self.book.named_cell(name).value)
        except NotInWorkbook as problem:
            raise WorkbookError(
                f"{self.path}: the name {name} is missing, so this is no whole box score "
                f"({problem})"
            ) from problem

    def table(self, name: str) -> Table:
        """Return a Table of the workbook."""
        table = self.tables.get(name.casefold())
        if table is None:
            raise WorkbookError(
                f"{self.path}: the Table {name} is missing. Was its sheet deleted, or the Table "
                "turned into a plain range?"
            )
        return table

    def date(self, value: object) -> dt.date | None:
        """Return the day of a date's number, None for anything else."""
        moment = self.moment(value)
        return moment.date() if moment else None

    def moment(self, value: object) -> dt.datetime | None:
        """Return the moment of a date's number, to the second; None for anything else."""
        if not isinstance(value, float):
            return None
        days = value + (_DAYS_1904 if self.book.date1904 else 0)
        try:
            return _EPOCH + dt.timedelta(seconds=round(days * 86400))
        except OverflowError:
            return None

    # ------------------------------------------------------------ registers
    def _rows(self, name: str, columns: tuple[str, ...]) -> Iterator[dict[str, Any]]:
        """The rows of a register that hold anything, by heading."""
        table = self.table(name)
        places = {header.casefold(): place for place, header in enumerate(table.columns)}
        missing = [column for column in columns if column.casefold() not in places]
        if missing:
            raise WorkbookError(
                f"{self.path}: the Table {name} has no column '{missing[0]}'. Put the heading back."
            )
        for row in range(table.first_row + 1, table.last_row + 1):
            values = {
                column: table.sheet.cell(row, table.first_column + places[column.casefold()]).value
                for column in columns
            }
            if any(value not in (None, "") for value in values.values()):
                yield values

    def _medians(self) -> Iterator[NewMedian]:
        for row in self._rows(at.MEDIANS_TABLE, at.MEDIANS_COLUMNS):
            week = self.date(row["From week"])
            if row["Measure"] and week:
                yield NewMedian(
                    as_text(row["Measure"]),
                    week,
                    as_text(row["Reason"]),
                    as_text(row["Who"]),
                    self.date(row["When"]),
                )

    def _huddles(self) -> Iterator[Huddle]:
        for row in self._rows(at.HUDDLES_TABLE, at.HUDDLES_COLUMNS):
            date, led_by, professions, topics, decisions = row.values()
            day = self.date(date)
            if day:
                yield Huddle(
                    day, as_text(led_by), as_text(professions), as_text(topics), as_text(decisions)
                )

    def _actions(self) -> Iterator[Action]:
        for row in self._rows(at.ACTIONS_TABLE, at.ACTIONS_COLUMNS):
            yield Action(
                as_text(row["Aim"]),
                as_text(row["Measure"]),
                as_text(row["Change idea"]),
                as_text(row["PDSA step"]),
                as_text(row["Owner"]),
                self.date(row["Due"]),
                as_text(row["Status"]),
            )

    def _log(self) -> Iterator[LogEntry]:
        for row in self._rows(at.LOG_TABLE, at.LOG_COLUMNS):
            when = self.moment(row["When"])
            if when:
                cells = row["Cells"]
                yield LogEntry(
                    when,
                    as_text(row["What"]),
                    as_text(row["By whom"]),
                    int(cells) if isinstance(cells, float) else 0,
                )


class _TabReader:
    """Reads one data tab."""

    def __init__(self, reader: _Reader, domain: Domain) -> None:
        self.reader = reader
        self.domain = domain
        self.table = reader.table(at.TABLES[domain])
        self.sheet: Sheet = self.table.sheet
        self.places = {
            header: self.table.first_column + place
            for place, header in enumerate(self.table.columns)
        }
        self.week_column = self._own_column(at.MONTH if reader.period == "month" else at.WEEK)
        self.notes_column = self._own_column(at.NOTES)
        self.labels = self._find_labels()
        self.headings = tuple(self._find_headings())
        self.rows = dict(self._find_rows())
        self.weeks = list(self.rows)

    def _own_column(self, wanted: str) -> int:
        for header, column in self.places.items():
            if header.strip().casefold() == wanted.casefold():
                return column
        raise WorkbookError(
            f"{self.reader.path}: the Table {self.table.name} has no column '{wanted}'. "
            "Put the heading back."
        )

    def _find_labels(self) -> dict[str, int]:
        """The rows of Unit, Better and so on, by their words left of or above the Table."""
        wanted = {label.casefold(): label for label in at.LABELS}
        for column in range(self.week_column, -1, -1):
            found = {}
            for row in range(self.table.first_row):
                word = as_text(self.sheet.cell(row, column).value).strip().casefold()
                if word in wanted:
                    found[wanted[word]] = row
            if at.UNIT in found:
                return found
        raise WorkbookError(
            f"{self.reader.path}: {self.sheet.name} has no row '{at.UNIT}' above its Table. "
            "Put the label back in the first column."
        )

    def _label(self, label: str, column: int) -> Cell:
        row = self.labels.get(label)
        return Cell() if row is None else self.sheet.cell(row, column)

    # ------------------------------------------------------------ headings
    def _find_headings(self) -> Iterator[_Heading]:
        for header, column in self.places.items():
            if column in {self.week_column, self.notes_column} or self._is_theirs(header, column):
                continue
            name = " ".join(header.split())
            kind = self._kind(name, column)
            if kind == at.KIND_CALCULATED:
                yield self._calculated(name, column)
            elif kind != at.KIND_SPARE:
                yield _Heading(name, column, kind)

    def _is_theirs(self, header: str, column: int) -> bool:
        """Whether somebody put the column in for themselves: it has neither kind nor unit."""
        described = (self._label(at.KIND, column), self._label(at.UNIT, column))
        return not header.strip() or described == (Cell(), Cell())

    def _kind(self, name: str, column: int) -> str:
        cell = self._label(at.KIND, column)
        if cell.formula:
            # A spare column: its formula says what the heading was and what the column becomes.
            words = _QUOTED.findall(cell.formula)
            if words and name == words[0]:
                return at.KIND_SPARE
            return words[-1] if words else at.KIND_MEASURE
        kind = as_text(cell.value).strip().casefold()
        known = (at.KIND_INPUT, at.KIND_COST_LINE, at.KIND_CALCULATED, at.KIND_SPARE)
        return kind if kind in known else at.KIND_MEASURE

    def _calculated(self, name: str, column: int) -> _Heading:
        cell = self._label(at.MADE_FROM, column)
        parts = self._recipe_of_formula(cell.formula) if cell.formula else None
        parts = parts or _recipe_of_text(as_text(cell.value))
        if not parts:
            # Nobody can say any more what it is made from: what it shows is a plain measure.
            return _Heading(name, column, at.KIND_MEASURE)
        if parts == [ALL_COST_LINES]:
            return _Heading(name, column, at.KIND_CALCULATED, adds=(ALL_COST_LINES,))
        if OVER.strip() in parts[1]:
            per = parts[1].strip().removeprefix(TIMES.strip()).split(OVER.strip())[0].strip()
            return _Heading(
                name,
                column,
                at.KIND_CALCULATED,
                numerator=parts[0],
                denominator=parts[2],
                per=float(per) if per else 1.0,
            )
        signs = [PLUS, *parts[1::2]]
        names = parts[0::2]
        adds = tuple(one for sign, one in zip(signs, names, strict=True) if sign == PLUS)
        less = tuple(one for sign, one in zip(signs, names, strict=True) if sign == LESS)
        return _Heading(name, column, at.KIND_CALCULATED, adds=adds, less=less)

    def _recipe_of_formula(self, formula: str) -> list[str] | None:
        """The words of ="A"&" ÷ "&B18, each reference replaced by the heading it points to."""
        parts: list[str] = []
        for part in _RECIPE_PART.finditer(formula):
            if part["text"] is not None:
                parts.append(part["text"].replace('""', '"'))
                continue
            sheet = self.sheet
            named = part["quoted"] or part["sheet"]
            if named:
                sheet = self.reader.book.sheet(named.replace("''", "'").strip("$"))
            column = _column_number(part["letters"])
            header = as_text(sheet.cell(int(part["row"]) - 1, column).value)
            parts.append(" ".join(header.split()))
        return parts if len(parts) % 2 else None

    # ------------------------------------------------------------ measures and inputs
    def items(self) -> Iterator[Measure | Input]:
        """The measures and inputs of the tab, in its order."""
        for heading in self.headings:
            try:
                yield self._item(heading)
            except MeasureError as problem:
                where = f"{self.reader.path}: {self.sheet.name}"
                raise WorkbookError(f"{where}: {problem}") from problem

    def _item(self, heading: _Heading) -> Measure | Input:
        def words(label: str) -> str:
            return as_text(self._label(label, heading.column).value)

        unit = words(at.UNIT).strip() or "count"
        adds = heading.adds
        if adds == (ALL_COST_LINES,):
            adds = tuple(one.name for one in self.headings if one.kind == at.KIND_COST_LINE)
        baseline = self._label(at.BASELINE, heading.column).value
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
        goal = self._label(at.GOAL, heading.column).value
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

    def _is_input(self, heading: _Heading) -> bool:
        """Inputs have no baseline; that is what tells a calculated one from a measure."""
        if heading.kind in {at.KIND_INPUT, at.KIND_COST_LINE}:
            return True
        baseline = self._label(at.BASELINE, heading.column).value
        return heading.kind == at.KIND_CALCULATED and not isinstance(baseline, float)

    # ------------------------------------------------------------ weeks
    def _find_rows(self) -> Iterator[tuple[dt.date, int]]:
        seen: dict[dt.date, int] = {}
        for row in range(self.table.first_row + 1, self.table.last_row + 1):
            day = self.reader.date(self.sheet.cell(row, self.week_column).value)
            where = f"{self.reader.path}: {self.sheet.name}!{address(row, self.week_column)}"
            if day is None:
                if self._has_numbers(row):
                    raise WorkbookError(f"{where} is no date, but its row has numbers. Type it.")
                continue
            if day in seen:
                first = address(seen[day], self.week_column)
                raise WorkbookError(
                    f"{where} is the week {day} again, after {first}. Put the numbers in one row "
                    "and delete the other."
                )
            seen[day] = row
        yield from sorted(seen.items())

    def _has_numbers(self, row: int) -> bool:
        return any(
            isinstance(self.sheet.cell(row, heading.column).value, float)
            and self.sheet.cell(row, heading.column).formula is None
            for heading in self.headings
        )

    def entered(self) -> dict[str, pd.Series]:
        """What people typed in each column, by week."""
        wrong: list[str] = []
        columns: dict[str, pd.Series] = {}
        index = pd.DatetimeIndex(self.weeks)
        for heading in self.headings:
            values = [self._typed(row, heading, wrong) for row in self.rows.values()]
            columns[heading.name] = pd.Series(values, index=index, dtype="float64")
        if wrong:
            more = f" and {len(wrong) - _MOST_NAMED} more" if len(wrong) > _MOST_NAMED else ""
            raise WorkbookError(
                f"{self.reader.path}: {self.sheet.name} has cells that hold no number: "
                f"{', '.join(wrong[:_MOST_NAMED])}{more}. Type a number there or clear the cell."
            )
        return columns

    def _typed(self, row: int, heading: _Heading, wrong: list[str]) -> float:
        cell = self.sheet.cell(row, heading.column)
        if heading.kind == at.KIND_CALCULATED and cell.formula is not None:
            return np.nan
        if isinstance(cell.value, float) and not isinstance(cell.value, bool):
            return cell.value
        if not as_text(cell.value).strip():
            return np.nan
        wrong.append(f"{address(row, heading.column)} ({as_text(cell.value)!r})")
        return np.nan

    def notes(self) -> dict[tuple[Domain, dt.date], str]:
        """The notes by domain and week."""
        notes = {}
        for day, row in self.rows.items():
            note = as_text(self.sheet.cell(row, self.notes_column).value)
            if note:
                notes[self.domain, day] = note
        return notes


def _recipe_of_text(text: str) -> list[str]:
    """The parts of "A × 1000 ÷ B" or "A + B − C", names at even places; none if it is neither."""
    if text == ALL_COST_LINES:
        return [text]
    if OVER in text:
        above, below = text.split(OVER, 1)
        name, times, per = above.partition(TIMES)
        return [name, f"{times}{per}{OVER}", below]
    parts = re.split(f"({re.escape(PLUS)}|{re.escape(LESS)})", text)
    return parts if text else []


def as_text(value: object) -> str:
    """Return a cell's value as its text: a whole number without decimals, "" for an empty cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else repr(value)
    return str(value)


def _one_of(word: str, choices: Any, otherwise: Any) -> Any:
    word = word.strip().casefold()
    return word if word in get_args(choices) else otherwise


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
