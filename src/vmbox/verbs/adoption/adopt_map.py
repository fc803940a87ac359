"""The map of a home-made box score: what a coach says of it, where vmbox guessed otherwise."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast

from vmbox.errors import DataError, MeasureError
from vmbox.measures import BETTER, DOMAINS, PERIODS, Measure
from vmbox.measures.dates import parse_date
from vmbox.measures.goals import read_goal
from vmbox.measures.plain_text import decoded, read_bytes
from vmbox.measures.toml_text import Form, Table, TomlText

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from vmbox.measures import Better, Domain, Period

DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TOP = Form(
    {
        "team": str,
        "board": str,
        "setting": str,
        "period": str,
        "start": str,
        "weekday": str,
        "sheets": list,
        "measure": list,
    },
    (),
)
_MEASURE = Form(
    {
        "from": str,
        "which": int,
        "name": str,
        "domain": str,
        "unit": str,
        "better": str,
        "goal": (int, float, str, dt.time),
        "numerator": str,
        "denominator": str,
        "per": (int, float),
        "ratio": bool,
        "leave_out": bool,
    },
    ("from",),
)
_CHOICES: Final = {"domain": DOMAINS, "better": BETTER}


@dataclass(frozen=True)
class Wish:
    """What a map says of one line of the file; None or "" where it says nothing.

    Attributes
    ----------
    source, which
        The line's name in the file, and the how-manyth of that name it is.
    where
        Where it stands in the map: "map.toml, line 12".
    ratio
        False where figures that look like a ratio of two others are none.
    """

    source: str
    which: int = 1
    name: str = ""
    domain: Domain | None = None
    unit: str = ""
    better: Better | None = None
    goal: float | str | dt.time | None = None
    numerator: str = ""
    denominator: str = ""
    per: float | None = None
    ratio: bool = True
    leave_out: bool = False
    where: str = ""

    @property
    def key(self) -> tuple[str, int]:
        """What tells the line from others."""
        return self.source.casefold(), self.which


@dataclass(frozen=True)
class AdoptMap:
    """What a coach says of a file; each part may be left to be recognised.

    Attributes
    ----------
    origin
        The map's own file, for messages.
    team, board, setting
        Words of the new workbook.
    period, weekday
        "week" or "month"; the day that weeks begin with, 0 for Monday.
    start
        The first day of the first week of each sheet, where weeks are numbered or have no year.
    sheets
        The sheets to read; all where none is named.
    wishes
        What it says of single lines.
    """

    origin: str = ""
    team: str = ""
    board: str = ""
    setting: str = ""
    period: Period | None = None
    start: dt.date | None = None
    weekday: int | None = None
    sheets: tuple[str, ...] = ()
    wishes: Mapping[tuple[str, int], Wish] = field(default_factory=dict)


def read_map(path: Path) -> AdoptMap:
    """Return the map that a TOML file describes.

    Raises
    ------
    FileError
        The file cannot be read.
    DataError
        It is no map: names the line and what to write.
    """
    return parse_map(decoded(read_bytes(path), str(path)), str(path))


def parse_map(text: str, origin: str = "map") -> AdoptMap:
    """Return the map that a TOML text describes; `origin` names it in messages.

    Raises
    ------
    DataError
        As of :func:`read_map`.
    """
    return _Reading(TomlText(text, origin, DataError)).map()


def _same_name(one: Wish, other: Wish) -> bool:
    return bool(one.name) and one.name.casefold() == other.name.casefold()


class _Reading:
    """One text on its way to a map."""

    def __init__(self, text: TomlText) -> None:
        self.text, self.top = text, text.top

    def map(self) -> AdoptMap:
        start = self._start()
        self.text.check(self.top, _TOP)
        sheets = self.top.get("sheets", [])
        if not all(isinstance(sheet, str) for sheet in sheets):
            raise self.text.wrong('sheets must list names in quotes: ["2025", "2026"].', "sheets")
        wishes: dict[tuple[str, int], Wish] = {}
        for index in range(len(self.top.get("measure", ()))):
            wish = self._wish(index)
            if wish.key in wishes:
                raise self.text.wrong(
                    f"'{wish.source}' stands already in {wishes[wish.key].where}. For the second "
                    "line of that name in the file add which = 2.",
                    *("measure", index),
                )
            same = next((one for one in wishes.values() if _same_name(one, wish)), None)
            if same is not None:
                raise self.text.wrong(
                    f"'{wish.name}' is the name of two: it stands already in {same.where}.",
                    *("measure", index, "name"),
                )
            wishes[wish.key] = wish
        weekday = self.text.choice(self.top, "weekday", DAYS)
        return AdoptMap(
            self.text.origin,
            self.top.get("team", ""),
            self.top.get("board", ""),
            self.top.get("setting", ""),
            cast("Period | None", self.text.choice(self.top, "period", PERIODS)),
            start,
            None if weekday is None else DAYS.index(weekday),
            tuple(sheets),
            wishes,
        )

    def _start(self) -> dt.date | None:
        """The first week's day, as a TOML date or in quotes; checked here, as no form has dates."""
        start = self.top.get("start")
        if isinstance(start, dt.date):
            self.top["start"] = start.strftime("%Y-%m-%d")
        if not isinstance(self.top.get("start"), str):
            return None
        try:
            return parse_date(self.top["start"])
        except DataError as error:
            raise self.text.wrong(f"start: {error}.", "start") from error

    def _wish(self, index: int) -> Wish:
        table: Table = self.top["measure"][index]
        place = ("measure", index)
        self.text.check(table, _MEASURE, *place)
        if table.get("which", 1) < 1:
            raise self.text.wrong("which counts from 1: 2 is the second.", *place, "which")
        ratio = [key for key in ("numerator", "denominator") if key in table]
        if len(ratio) == 1:
            raise self.text.wrong(
                f"'{table['from']}' has half a ratio: give both numerator and denominator.",
                *(*place, ratio[0]),
            )
        chosen: dict[str, Any] = {
            key: self.text.choice(table, key, known, *place) for key, known in _CHOICES.items()
        }
        wish = Wish(
            " ".join(table["from"].split()),
            table.get("which", 1),
            table.get("name", ""),
            unit=table.get("unit", ""),
            goal=table.get("goal"),
            numerator=table.get("numerator", ""),
            denominator=table.get("denominator", ""),
            per=table.get("per"),
            ratio=table.get("ratio", True),
            leave_out=table.get("leave_out", False),
            where=f"{self.text.origin}, line {self.text.line(*place)}",
            **chosen,
        )
        self._try(wish, *place)
        return wish

    def _try(self, wish: Wish, *place: str | int) -> None:
        """Refuse a name, a goal or a ratio that no measure can have, with its line."""
        ratio = (wish.numerator or None, wish.denominator or None, wish.per or 1.0)
        try:
            Measure(
                wish.name or "A name",
                wish.domain or "Quality",
                numerator=ratio[0],
                denominator=ratio[1],
                per=ratio[2],
            )
            if wish.goal is not None and wish.unit:
                read_goal(wish.goal, wish.unit)
        except MeasureError as error:
            raise self.text.wrong(str(error), *place) from error
        except ValueError as error:
            raise self.text.wrong(f"'{wish.source}': {error}.", *place, "goal") from error
