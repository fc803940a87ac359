"""The teams to make workbooks for, from a CSV."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from vmbox.errors import DataError, FileError, VmboxError, did_you_mean
from vmbox.measures.csv_table import CsvTable, Row, columns_of, plain, read_table
from vmbox.measures.dates import parse_date
from vmbox.measures.file_names import SUFFIX, checked_stem, file_name
from vmbox.measures.goals import read_goal
from vmbox.measures.sets import load_set
from vmbox.measures.toml_set import MeasureSet

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from vmbox.measures.measure import Measure

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "team": ("team", "teamname", "ward", "wardname"),
    "board": ("board", "healthboard", "nhsboard"),
    "setting": ("setting", "measureset", "measures"),
    "start": ("start", "startdate", "firstweek", "weekcommencing"),
    "file": ("file", "filename", "workbook"),
}


@dataclass(frozen=True)
class TeamRow:
    """One team to make a workbook for.

    Attributes
    ----------
    team, board
        Words that name it.
    setting
        As written: a setting, or the path of a TOML file, relative to the CSV's folder.
    start
        First day of the first week.
    file
        Name of the workbook, with its suffix and without a folder.
    measure_set
        The setting's, with this row's goals.
    goals
        What the row's further columns set, by the measure's name.
    line
        Where the row stands in the file.
    """

    team: str
    board: str
    setting: str
    start: dt.date
    file: str
    measure_set: MeasureSet
    goals: Mapping[str, float] = field(default_factory=dict)
    line: int = 0


def read_teams(
    path: Path,
    *,
    setting: str = "",
    start: dt.date | None = None,
    measures: MeasureSet | None = None,
) -> tuple[TeamRow, ...]:
    """Return the teams of a CSV, in its order.

    Columns, in any order: team, board, setting, start, file; of these only team is needed. Any
    further column is named after a measure and overrides that measure's goal.

    Parameters
    ----------
    path
        The CSV.
    setting, start
        For rows that say none.
    measures
        What every team measures, where the settings are to be no more than words.

    Raises
    ------
    FileError
        The file cannot be read.
    DataError
        The first ten problems, each with its line: an unknown setting, a start that is no date, a
        name that no file can have, two rows that would write one file, a goal that cannot be, a
        column named after no measure.
    """
    return _Reading(read_table(path, _lacking), path.parent, setting, start, measures).teams()


def _lacking(heading: Sequence[str]) -> list[str]:
    return [] if "team" in columns_of(heading, HEADINGS) else ["team"]


class _Reading:
    """One table on its way to team rows; collects every problem."""

    def __init__(
        self,
        table: CsvTable,
        folder: Path,
        setting: str,
        start: dt.date | None,
        measures: MeasureSet | None,
    ) -> None:
        self.table = table
        self.folder = folder
        self.setting = setting
        self.start = start
        self.measures = measures
        self.columns = columns_of(table.heading.cells, HEADINGS)
        self.problems = table.problems()
        self.sets: dict[str, MeasureSet | VmboxError] = {}
        self.files: dict[str, int] = {}

    def teams(self) -> tuple[TeamRow, ...]:
        made = [self._team(row) for row in self.table.rows]
        if not made:
            self.problems.add(self.table.heading.line, "no team stands below the heading.")
        self._check_headings()
        self.problems.raise_any()
        return tuple(row for row in made if row is not None)

    def _team(self, row: Row) -> TeamRow | None:
        team = " ".join(self._cell(row, "team").split())
        if not team:
            self.problems.add(row.line, "the team is blank.")
            return None
        file = self._file(row, team)
        measure_set = self._set(row)
        start = self._start(row, measure_set)
        if not (file and measure_set and start):
            return None
        goals = self._goals(row, measure_set)
        measures = tuple(
            replace(one, goal=goals[one.name]) if one.name in goals else one
            for one in measure_set.measures
        )
        setting = self._cell(row, "setting") or self.setting
        measured = replace(measure_set, measures=measures)
        board = self._cell(row, "board")
        return TeamRow(team, board, setting, start, file, measured, goals, row.line)

    def _file(self, row: Row, team: str) -> str:
        given = self._cell(row, "file")
        try:
            file = _given_name(given) if given else file_name(team)
        except FileError as error:
            hint = "" if given else " A column 'file' can give another name."
            self.problems.add(row.line, f"{error}{hint}")
            return ""
        # Windows and macOS take two names for one that differ in case alone.
        other = self.files.setdefault(file.casefold(), row.line)
        if other != row.line:
            self.problems.add(
                row.line, f"'{file}' would be written by line {other} too. Give each its own file."
            )
        return file

    def _set(self, row: Row) -> MeasureSet | None:
        name = self._cell(row, "setting") or self.setting
        if self.measures is not None:
            return replace(self.measures, setting=name or self.measures.setting)
        if not name:
            self.problems.add(row.line, "the setting is blank. Write one, such as General.")
            return None
        if name not in self.sets:
            self.sets[name] = self._loaded(name)
        loaded = self.sets[name]
        if isinstance(loaded, VmboxError):
            self.problems.add(row.line, str(loaded))
            return None
        return loaded

    def _loaded(self, name: str) -> MeasureSet | VmboxError:
        own = name.casefold().endswith(".toml")
        try:
            return load_set(self.folder / name if own else name)
        except VmboxError as error:
            return error

    def _start(self, row: Row, measure_set: MeasureSet | None) -> dt.date | None:
        text = self._cell(row, "start")
        if not text and self.start is None:
            self.problems.add(row.line, "the start is blank. Write the first week's first day.")
            return None
        try:
            start = parse_date(text) if text else self.start
        except DataError as error:
            self.problems.add(row.line, f"{error}.")
            return None
        if start and measure_set and measure_set.period == "month" and start.day != 1:
            self.problems.add(row.line, f"{start}: a monthly box score begins on the first.")
            return None
        return start

    def _goals(self, row: Row, measure_set: MeasureSet) -> dict[str, float]:
        goals: dict[str, float] = {}
        for position, heading in self._further():
            text = row.cells[position]
            if not text:
                continue
            measure = _measure(measure_set, heading)
            if measure is None:
                named = [one.name for one in measure_set.measures]
                self.problems.add(
                    row.line,
                    f"{measure_set.setting} has no measure '{heading}' to give the goal "
                    f"{text}.{did_you_mean(heading, named)}",
                )
                continue
            try:
                goal = read_goal(text, measure.unit)
            except ValueError as error:
                self.problems.add(row.line, f"'{measure.name}': {error}.")
                continue
            if goal is not None:
                goals[measure.name] = goal
        return goals

    def _check_headings(self) -> None:
        """Refuse a further column that no team's set knows, or that stands there twice."""
        sets = [one for one in self.sets.values() if isinstance(one, MeasureSet)]
        named = [measure.name for one in sets for measure in one.measures]
        seen: set[str] = set()
        for position, heading in self._further():
            if not heading and not any(row.cells[position] for row in self.table.rows):
                continue
            if sets and not any(_measure(one, heading) for one in sets):
                self.problems.add(
                    self.table.heading.line,
                    f"no measure is named '{heading}'.{did_you_mean(heading, named)}",
                )
            if plain(heading) in seen:
                self.problems.add(
                    self.table.heading.line, f"two columns are named '{heading}'. Keep one."
                )
            seen.add(plain(heading))

    def _further(self) -> list[tuple[int, str]]:
        known = set(self.columns.values())
        cells = enumerate(self.table.heading.cells)
        return [(position, name) for position, name in cells if position not in known]

    def _cell(self, row: Row, role: str) -> str:
        return row.cells[self.columns[role]] if role in self.columns else ""


def _given_name(given: str) -> str:
    stem = given[: -len(SUFFIX)] if given.casefold().endswith(SUFFIX) else given
    if stem.casefold().endswith((".xls", ".xlsm", ".xlsb", ".csv")):
        raise FileError(f"'{given}' is no {SUFFIX} file. Write {stem.rpartition('.')[0]}{SUFFIX}.")
    return f"{checked_stem(stem)}{SUFFIX}"


def _measure(measure_set: MeasureSet, heading: str) -> Measure | None:
    # Loosely: a heading from a spreadsheet has lost a space or a bracket.
    wanted = _loose(heading)
    return next((one for one in measure_set.measures if _loose(one.name) == wanted), None)


def _loose(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
