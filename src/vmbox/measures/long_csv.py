"""Values in a long CSV, one row per measure and week, laid over a box score."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from vmbox.errors import DataError, did_you_mean
from vmbox.measures.csv_table import CsvTable, Row, columns_of, plain, read_table
from vmbox.measures.dates import parse_date, parse_month, spoken
from vmbox.measures.measure import Measure
from vmbox.measures.numbers import is_missing, read_number
from vmbox.measures.units import Written, in_unit, written_as_points

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from vmbox.measures.box_score import BoxScore
    from vmbox.measures.measure import Domain, Item

# The words for each column, the surer ones first.
HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "week": (
        *("weekcommencing", "weekbeginning", "weekstarting", "weekstart", "wc", "wb", "week"),
        *("weekending", "weekend", "we", "date", "monthcommencing", "monthbeginning", "month"),
        *("period", "day"),
    ),
    "measure": ("measure", "measurename", "indicator", "indicatorname", "metric", "item"),
    "value": ("value", "result", "measurevalue", "actual", "figure", "amount"),
    "numerator": ("numerator", "num"),
    "denominator": ("denominator", "denom", "den"),
    "note": ("note", "notes", "comment", "comments", "remark", "remarks"),
    "team": ("team", "teamname", "ward", "wardname", "service", "servicename"),
}
_TEAMS_SHOWN: Final = 5
_FIGURES: Final = ("value", "numerator", "denominator")
_TOTALS = re.compile(r"(?:grand|sub)?[\s-]*(?:totals?|sum|average|mean|overall)\b", re.I)

# A column's name and the position of a week.
_Spot = tuple[str, int]


@dataclass
class _Found:
    """What was read so far."""

    rows: dict[_Spot, int] = field(default_factory=dict)
    texts: dict[str, list[tuple[int, Written]]] = field(default_factory=lambda: defaultdict(list))
    values: dict[_Spot, tuple[float, int]] = field(default_factory=dict)
    points: set[str] = field(default_factory=set)
    notes: dict[tuple[Domain, dt.date], list[str]] = field(
        default_factory=lambda: defaultdict(list)
    )


def read_long(path: Path, box: BoxScore) -> BoxScore:
    """Return the box score with the values and notes of a long CSV laid over its own.

    Columns, in any order and however written: week (or date, week commencing, month), measure,
    value; optionally numerator, denominator, note, team. Rows of other teams are left out. A
    ratio is given by numerator and denominator, or by its value alone; an input by its own name
    as the measure. A date inside a week counts for that week. A percentage without its sign is a
    share (0.31), unless a value of that measure is above 1: then all are percent points (31).

    Raises
    ------
    FileError
        The file cannot be read.
    DataError
        The first ten problems, each with its line: a measure that is not known, a date or number
        that is none, a date outside the weeks, a measure's week given twice, a negative count,
        more than 100 %, a numerator above its denominator, a value that its own numerator and
        denominator contradict, a row of totals.
    """
    reading = _Reading(read_table(path, _lacking), box)
    return reading.recorded()


def _lacking(heading: Sequence[str]) -> list[str]:
    columns = columns_of(heading, HEADINGS)
    lacking = [role for role in ("week", "measure") if role not in columns]
    if not {"value", "numerator"} & set(columns):
        lacking.append("value")
    return lacking


class _Reading:
    """One table on its way into one box score; collects every problem."""

    def __init__(self, table: CsvTable, box: BoxScore) -> None:
        self.table = table
        self.box = box
        self.columns = columns_of(table.heading.cells, HEADINGS)
        self.items = {item.name.casefold(): item for item in box.items}
        self.problems = table.problems()
        self.found = _Found()

    def recorded(self) -> BoxScore:
        for row in self._own_rows():
            self._read(row)
        for name, texts in self.found.texts.items():
            self._convert(self.items[name], texts)
        entered = self._frame()
        self._check_shares(entered)
        entered = self._without_echoes(entered)
        self.problems.raise_any()
        return replace(self.box.recording(entered), notes=self._notes())

    def _own_rows(self) -> list[Row]:
        """The rows of this team that carry anything; totals among them are a problem."""
        own: list[Row] = []
        others: dict[str, None] = {}
        for row in self.table.rows:
            if not any(self._cell(row, role) for role in (*_FIGURES, "note", "measure")):
                continue
            team = self._cell(row, "team")
            if self._totals(row):
                if not all(is_missing(self._cell(row, role)) for role in _FIGURES):
                    self.problems.add(row.line, self._totals_text(row))
            elif "team" in self.columns and not team:
                self.problems.add(row.line, "the team is blank.")
            elif "team" in self.columns and plain(team) != plain(self.box.team):
                others[team] = None
            else:
                own.append(row)
        if others and not own:
            self.problems.add(
                self.table.heading.line,
                f"no row is of team '{self.box.team}'.{did_you_mean(self.box.team, others)} "
                f"The file has: {', '.join(list(others)[:_TEAMS_SHOWN])}.",
            )
        return own

    def _totals(self, row: Row) -> bool:
        if _TOTALS.match(self._cell(row, "week")):
            return True
        # A team or measure may be called Total something: only the bare word tells.
        words = (self._cell(row, role).rstrip(" :") for role in ("team", "measure"))
        return any(_TOTALS.fullmatch(word) for word in words if word.casefold() not in self.items)

    def _totals_text(self, row: Row) -> str:
        words = next(cell for cell in row.cells if _TOTALS.match(cell))
        return f"'{words}' looks like a row of totals. Delete it: only weeks belong in the file."

    def _read(self, row: Row) -> None:
        item = self._item(row)
        position = self._position(row)
        if item is None or position is None:
            return
        if note := self._cell(row, "note"):
            week = self.box.weeks[position].date()
            self.found.notes[item.domain, week].append(note)
        if not all(is_missing(self._cell(row, role)) for role in _FIGURES):
            self._read_figures(row, item, position)

    def _read_figures(self, row: Row, item: Item, position: int) -> None:
        first = self.found.rows.setdefault((item.name, position), row.line)
        if first != row.line:
            self.problems.add(
                row.line,
                f"'{item.name}' in {self._week(position)} stands already in line {first}. "
                "Keep one of the two.",
            )
            return
        self._read_figure(row, "value", item, position)
        ratio = isinstance(item, Measure) and item.ratio
        for role in ("numerator", "denominator"):
            if is_missing(self._cell(row, role)):
                continue
            if ratio:
                self._read_figure(row, role, self._part(item, role), position)
            else:
                self.problems.add(row.line, f"'{item.name}' is no ratio and has no {role}.")

    def _part(self, item: Item, role: str) -> Item:
        """The numerator or denominator of a ratio."""
        return self.items[str(getattr(item, role)).casefold()]

    def _read_figure(self, row: Row, role: str, item: Item, position: int) -> None:
        text = self._cell(row, role)
        try:
            number = read_number(text)
        except ValueError as error:
            self.problems.add(row.line, f"{error} ({role} of '{self._cell(row, 'measure')}').")
            return
        if number is not None:
            written = Written(number, text, row.line, as_typed=role != "value")
            self.found.texts[item.name.casefold()].append((position, written))

    def _item(self, row: Row) -> Item | None:
        name = " ".join(self._cell(row, "measure").split())
        item = self.items.get(name.casefold())
        if item is None:
            known = [item.name for item in self.items.values()]
            said = (
                f"there is no measure '{name}'.{did_you_mean(name, known)}"
                if name
                else "the measure is blank."
            )
            self.problems.add(row.line, said)
        return item

    def _position(self, row: Row) -> int | None:
        """The position of the row's week."""
        text = self._cell(row, "week")
        try:
            date = parse_month(text) if self.box.period == "month" else parse_date(text)
        except DataError as error:
            self.problems.add(row.line, f"{error}." if text else "the week is blank.")
            return None
        weeks = self.box.weeks
        position = int(weeks.searchsorted(pd.Timestamp(date), side="right")) - 1
        beyond = self.box.period == "week" and (date - weeks[-1].date()).days >= 7  # noqa: PLR2004
        beyond = beyond or (self.box.period == "month" and pd.Timestamp(date) > weeks[-1])
        if position < 0 or beyond:
            self.problems.add(
                row.line,
                f"{spoken(date)} lies outside the box score, whose {self.box.period}s begin from "
                f"{spoken(weeks[0])} to {spoken(weeks[-1])}.",
            )
            return None
        return position

    def _convert(self, item: Item, texts: list[tuple[int, Written]]) -> None:
        """Put one column's figures into its unit, and each into its week."""
        try:
            points = written_as_points(item, [written for _, written in texts])
        except DataError as error:
            self.problems.add(texts[0][1].line, f"{error}")
            return
        if points:
            self.found.points.add(item.name)
        for position, written in texts:
            try:
                value = in_unit(item, written, points=points)
            except DataError as error:
                self.problems.add(written.line, f"{error}")
                continue
            other, line = self.found.values.setdefault((item.name, position), (value, written.line))
            if other != value:
                self.problems.add(
                    written.line,
                    f"'{item.name}' in {self._week(position)} is {value:g} here and {other:g} in "
                    f"line {line}. Keep one of the two.",
                )

    def _frame(self) -> pd.DataFrame:
        columns: dict[str, NDArray[np.float64]] = {}
        for (name, position), (value, _) in self.found.values.items():
            nothing = np.full(len(self.box.weeks), np.nan)
            columns.setdefault(name, nothing)[position] = value
        return pd.DataFrame(columns, index=self.box.weeks, dtype="float64")

    def _check_shares(self, entered: pd.DataFrame) -> None:
        """A share's numerator cannot be above its denominator."""
        for measure in self.box.measures:
            parts = (measure.numerator, measure.denominator)
            if measure.unit != "%" or not all(part in entered for part in parts):
                continue
            top, bottom = (entered[part] for part in parts)
            for position in np.flatnonzero(top > bottom):
                self.problems.add(
                    self.found.values[str(measure.numerator), int(position)][1],
                    f"'{measure.name}' in {self._week(int(position))}: the numerator "
                    f"{top.iloc[position]:g} is above the denominator {bottom.iloc[position]:g}.",
                )

    def _without_echoes(self, entered: pd.DataFrame) -> pd.DataFrame:
        """The frame without values that the file's other figures give anyway.

        The workbook's formula works them out; a number typed over it would only go stale.
        """
        names = [name for name in entered.columns if self.items[name.casefold()].calculated]
        worked = replace(self.box, entered=entered.drop(columns=names)).worked_out()[names]
        both = entered[names].notna() & worked.notna()
        for name in names:
            for position in np.flatnonzero(both[name]):
                self._check_echo(name, int(position), float(worked[name].iloc[position]))
        return entered.assign(**{name: entered[name].mask(both[name]) for name in names})

    def _check_echo(self, name: str, position: int, worked: float) -> None:
        value, line = self.found.values[name, position]
        written = next(text for spot, text in self.found.texts[name.casefold()] if spot == position)
        slack = written.slack(points=name in self.found.points)
        if abs(value - worked) > slack:
            self.problems.add(
                line,
                f"'{name}' in {self._week(position)} is {written.text}, but what it is worked out "
                f"from gives {worked:.6g}. Correct one of them, or leave the value blank.",
            )

    def _notes(self) -> dict[tuple[Domain, dt.date], str]:
        notes = dict(self.box.notes)
        for spot, texts in self.found.notes.items():
            before = [notes[spot]] if notes.get(spot) else []
            notes[spot] = "; ".join(dict.fromkeys([*before, *texts]))
        return notes

    def _week(self, position: int) -> str:
        return f"the {self.box.period} of {spoken(self.box.weeks[position].date())}"

    def _cell(self, row: Row, role: str) -> str:
        return row.cells[self.columns[role]] if role in self.columns else ""
