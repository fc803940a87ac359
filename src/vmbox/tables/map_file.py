"""The map of a source: what its columns, measures and teams are called, and how rows add up."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal, cast, get_args

from vmbox.errors import DataError
from vmbox.measures.plain_text import decoded, read_bytes
from vmbox.measures.toml_text import Form, Table, TomlText

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Layout = Literal["long", "weeks down", "weeks across", "events"]
Aggregation = Literal["sum", "mean", "count", "last"]
Span = Literal["week", "month"]
ROLES: Final = ("team", "measure", "week", "value", "numerator", "denominator", "note")
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LEAVE_OUT: Final = "leave out"

_TOP = Form(
    {
        "sheet": str,
        "layout": str,
        "header": int,
        "team": str,
        "measure_is": str,
        "period": str,
        "first_day": str,
        "zeros": bool,
        "unreadable": str,
        "others": str,
        "aggregation": str,
        "columns": dict,
        "teams": dict,
        "measure": list,
    },
    (),
    ("measure",),
)
_COLUMNS = Form(dict.fromkeys(ROLES, str), ())
_MEASURE = Form(
    {
        "name": str,
        "from": (str, list),
        "aggregation": str,
        "value": str,
        "numerator": str,
        "denominator": str,
        "numerator_to": str,
        "denominator_to": str,
    }
)


@dataclass(frozen=True)
class MeasureMap:
    """What the source calls one column of the box score, and how its rows become one a week.

    Attributes
    ----------
    name
        The column of the box score.
    sources
        What the source calls it; every row where nothing is named, in a source of events.
    aggregation
        sum, mean, count or last; "" where a week has one row.
    columns
        Columns of its own for value, numerator, denominator.
    numerator_to, denominator_to
        Columns of the box score that the numerator and the denominator go to.
    line
        Where it stands in the map.
    """

    name: str
    sources: tuple[str, ...] = ()
    aggregation: Aggregation | Literal[""] = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    numerator_to: str = ""
    denominator_to: str = ""
    line: int = 0


@dataclass(frozen=True)
class SourceMap:
    """How to read a source; each part may be left to be recognised.

    Attributes
    ----------
    origin
        The file, for messages; "" where there is none.
    sheet, layout, header
        Which sheet; how it is laid out; the row of headings, counted from 1, or 0.
    columns
        Headings by role: team, measure, week, value, numerator, denominator, note.
    team, measure
        What every row is of, where no column says so.
    teams
        Teams by what the source calls them.
    measures
        The columns of the box score.
    aggregation
        Of measures that say none of their own; "" for none.
    period, first_day
        What rows are added up to, and the day that a week begins with, 0 for Monday.
    zeros
        Whether a week without a row, between the source's first and last, is a zero where rows
        are counted.
    strict
        Whether a cell that cannot be read stops everything; else it is left out.
    others
        Whether measures that the map does not name are read too.
    """

    origin: str = ""
    sheet: str = ""
    layout: Layout | Literal[""] = ""
    header: int = 0
    columns: Mapping[str, str] = field(default_factory=dict)
    team: str = ""
    measure: str = ""
    teams: Mapping[str, str] = field(default_factory=dict)
    measures: tuple[MeasureMap, ...] = ()
    aggregation: Aggregation | Literal[""] = ""
    period: Span = "week"
    first_day: int = 0
    zeros: bool = True
    strict: bool = True
    others: bool = True

    def on_sheet(self, sheet: str | None) -> SourceMap:
        """Return the map for another sheet, where one is named."""
        return replace(self, sheet=sheet) if sheet else self


def read_map(path: Path) -> SourceMap:
    """Return the map that a TOML file describes.

    Raises
    ------
    FileError
        The file cannot be read.
    DataError
        It is no map: names the file, the line and what to write.
    """
    return parse_map(decoded(read_bytes(path), str(path)), str(path))


def parse_map(text: str, origin: str = "map") -> SourceMap:
    """Return the map that a TOML text describes; `origin` names it in messages.

    Raises
    ------
    DataError
        As of :func:`read_map`.
    """
    return _Reading(TomlText(text, origin, DataError)).map()


class _Reading:
    """One text on its way to a map."""

    def __init__(self, text: TomlText) -> None:
        self.text = text
        self.top = text.top

    def map(self) -> SourceMap:
        self.text.check(self.top, _TOP)
        columns = self.top.get("columns", {})
        self.text.check(columns, _COLUMNS, "columns")
        choice = partial(self.text.choice, self.top)
        measures = tuple(self._measure(index) for index in range(len(self.top.get("measure", ()))))
        self._check_sources(measures)
        return SourceMap(
            self.text.origin,
            self.top.get("sheet", ""),
            cast("Layout", choice("layout", get_args(Layout)) or ""),
            self.text.heading_row(),
            columns,
            self.top.get("team", ""),
            self.top.get("measure_is", ""),
            self._teams(),
            measures,
            cast("Aggregation", choice("aggregation", get_args(Aggregation)) or ""),
            cast("Span", choice("period", get_args(Span)) or "week"),
            DAYS.index(choice("first_day", DAYS) or DAYS[0]),
            self.top.get("zeros", True),
            choice("unreadable", ("stop", _LEAVE_OUT)) != _LEAVE_OUT,
            choice("others", ("keep", _LEAVE_OUT)) != _LEAVE_OUT,
        )

    def _measure(self, index: int) -> MeasureMap:
        table: Table = self.top["measure"][index]
        place = ("measure", index)
        self.text.check(table, _MEASURE, *place)
        sources = table.get("from", ())
        sources = (sources,) if isinstance(sources, str) else tuple(sources)
        if not all(isinstance(name, str) for name in sources):
            raise self.text.wrong("from must list texts in quotes.", *place, "from")
        said = self.text.choice(table, "aggregation", get_args(Aggregation), *place)
        return MeasureMap(
            table["name"],
            sources,
            cast("Aggregation", said or ""),
            {role: table[role] for role in ("value", "numerator", "denominator") if role in table},
            table.get("numerator_to", ""),
            table.get("denominator_to", ""),
            self.text.line(*place),
        )

    def _teams(self) -> dict[str, str]:
        teams: dict[str, Any] = self.top.get("teams", {})
        for name, team in teams.items():
            if not isinstance(team, str):
                raise self.text.wrong(f"'{name}' must be a team's name in quotes.", "teams", name)
        return teams

    def _check_sources(self, measures: tuple[MeasureMap, ...]) -> None:
        """Refuse two measures that are both filled from one name of the source by mistake."""
        lines: dict[str, int] = {}
        for index, measure in enumerate(measures):
            name = measure.name.casefold()
            if name in lines:
                raise self.text.wrong(
                    f"'{measure.name}' stands already on line {lines[name]}. Name all its sources "
                    'in one from = ["...", "..."].',
                    *("measure", index),
                )
            lines[name] = measure.line
