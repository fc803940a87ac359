"""The map of an extract: a short TOML file that names what cannot be guessed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from vmbox.errors import DataError
from vmbox.measures.plain_text import decoded, read_bytes
from vmbox.measures.toml_text import Form, TomlText
from vmbox.value.headings import ROLES
from vmbox.value.periods import MONTHS_A_YEAR, SCHEMES, PeriodRules, Span

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_TOP: Final = Form(
    {
        "sheet": str,
        "header": int,
        "centre": str,
        "costs": str,
        "credits": str,
        "fill_down": list,
        "columns": dict,
        "period": dict,
    },
    (),
    (),
)
_COLUMNS: Final = Form(dict.fromkeys(ROLES, str), (), ())
_PERIOD: Final = Form(
    {
        "scheme": str,
        "year": str,
        "first_month": int,
        "six_digits": str,
        "single_year": str,
        "starts": dict,
        "named": dict,
    },
    (),
    (),
)
_SIGNS: Final = ("positive", "negative")
_FILLED: Final = ("centre", "account", "description", "period", "year", "date")


@dataclass(frozen=True)
class ExtractMap:
    """How to read an extract; each part may be left to be recognised.

    Attributes
    ----------
    origin
        The file, for messages; "" where there is none.
    sheet, header
        Which sheet; the row of headings, counted from 1, or 0.
    columns
        Headings by role; "" for a role that has no column, whatever the headings say.
    centre
        The cost centre of every row, where no column says it.
    costs
        The sign that costs have: "positive" as debits do, or "negative".
    credits
        The sign that amounts in a column of credits have; "" where it is to be recognised.
    fill_down
        Roles whose blank cells mean the one above.
    periods
        How periods are named.
    """

    origin: str = ""
    sheet: str = ""
    header: int = 0
    columns: Mapping[str, str] = field(default_factory=dict)
    centre: str = ""
    costs: str = "positive"
    credits: str = ""
    fill_down: tuple[str, ...] = ()
    periods: PeriodRules = field(default_factory=PeriodRules)


def read_extract_map(path: Path) -> ExtractMap:
    """Return the map that a TOML file describes.

    Raises
    ------
    FileError
        The file cannot be read.
    DataError
        It is no map: names the file, the line and what to write.
    """
    return parse_extract_map(decoded(read_bytes(path), str(path)), str(path))


def parse_extract_map(text: str, origin: str = "map") -> ExtractMap:
    """Return the map that a TOML text describes; `origin` names it in messages.

    Raises
    ------
    DataError
        As of :func:`read_extract_map`.
    """
    return _Reading(TomlText(text, origin, DataError)).map()


class _Reading:
    """One text on its way to a map."""

    def __init__(self, text: TomlText) -> None:
        self.text = text
        self.top = text.top

    def map(self) -> ExtractMap:
        self.text.check(self.top, _TOP)
        columns = self.top.get("columns", {})
        self.text.check(columns, _COLUMNS, "columns")
        filled = tuple(
            self.text.one_of(role, _FILLED, "fill_down") for role in self.top.get("fill_down", ())
        )
        choice = self.text.choice
        return ExtractMap(
            self.text.origin,
            self.top.get("sheet", ""),
            self.text.heading_row(),
            columns,
            self.top.get("centre", "").strip(),
            choice(self.top, "costs", _SIGNS) or "positive",
            choice(self.top, "credits", _SIGNS) or "",
            filled,
            self._periods(self.top.get("period", {})),
        )

    def _periods(self, table: dict[str, Any]) -> PeriodRules:
        self.text.check(table, _PERIOD, "period")
        first_month = table.get("first_month", 4)
        if not 1 <= first_month <= MONTHS_A_YEAR:
            raise self.text.wrong("first_month is a month: 1 to 12.", "period", "first_month")
        choice = self.text.choice
        scheme = choice(table, "scheme", SCHEMES, "period")
        starts = table.get("starts", {})
        for year, day in starts.items():
            if not _is_day(day):
                raise self.text.wrong(
                    f"'{year}' is {day!r}; write the day on which P01 begins: 2025-03-31.",
                    *("period", "starts", year),
                )
        return PeriodRules(
            "four-weekly" if scheme == "four-weekly" else "months",
            table.get("year", ""),
            first_month,
            starts,
            choice(table, "six_digits", ("calendar", "financial"), "period") or "",
            choice(table, "single_year", ("start", "end"), "period") or "",
            {name: self._span(name, days) for name, days in table.get("named", {}).items()},
        )

    def _span(self, name: str, days: object) -> Span:
        place = ("period", "named", name)
        two = isinstance(days, list) and len(days) == 2 and all(map(_is_day, days))  # noqa: PLR2004
        if not isinstance(days, list) or not two:
            raise self.text.wrong(
                f"'{name}' is {days!r}; write its first and last day: [2026-03-01, 2026-03-31].",
                *place,
            )
        if days[1] < days[0]:
            raise self.text.wrong(f"'{name}' ends before it begins.", *place)
        return Span(days[0], days[1])


def _is_day(value: object) -> bool:
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)
