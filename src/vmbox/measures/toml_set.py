"""A measure set read from TOML: the format, its short forms, and what can be wrong with it."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from vmbox.errors import MeasureError, did_you_mean
from vmbox.measures import short_forms
from vmbox.measures.box_score import PERIODS, Period
from vmbox.measures.goals import read_goal
from vmbox.measures.measure import Input, Item, Measure, laid_out
from vmbox.measures.toml_lines import Place, line_of, lines_of

_Table = dict[str, Any]
_Kind = type | tuple[type, ...]
_Made = TypeVar("_Made", Measure, Input)


@dataclass(frozen=True)
class _Form:
    """What a table may hold, and what it must."""

    keys: dict[str, _Kind]
    needed: tuple[str, ...] = ("name",)


_TEXTS: Final[dict[str, _Kind]] = {"owner": str, "source": str, "definition": str}
_COLUMN: Final[dict[str, _Kind]] = {"name": str, "domain": str, "unit": str}
_SUM: Final[dict[str, _Kind]] = {"adds": list, "less": list}
_TOP = _Form(
    {
        "setting": str,
        "period": str,
        "measure": list,
        "input": list,
        "cost": dict,
        "capacity": dict,
    },
    ("setting",),
)
_INPUT = _Form({**_COLUMN, "cost_line": bool, **_SUM, **_TEXTS}, ("name", "domain"))
_MEASURE = _Form(
    {
        **_COLUMN,
        "better": str,
        "goal": (int, float, str, dt.time),
        "cadence": str,
        "baseline": int,
        "numerator": str,
        "denominator": str,
        "per": (int, float),
        **_SUM,
        **_TEXTS,
    },
    ("name", "domain"),
)
_COST = _Form({"patients": (dict, str), "per_patient": str, "lines": list}, ("patients", "lines"))
_CAPACITY = _Form(
    {"contracted": (dict, str), "hours": list, "cadence": str}, ("contracted", "hours")
)
_ENTRY = _Form({"name": str, **_TEXTS})
_HOURS = _Form({"name": str, "better": str, **_TEXTS})
_WORDS: Final = {
    str: "text in quotes",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list in square brackets",
    dict: 'a table such as {name = "...", definition = "..."}',
    dt.time: "a time",
}
# What tomllib says, and what a person does about it.
_ADVICE: Final = (
    ("Cannot overwrite", "The same key stands twice in one table: remove one of them."),
    ("Cannot declare", "The same table stands twice: measures are headed [[measure]], each anew."),
    ("Invalid value", "Text stands in quotes, a decimal has a point, true and false are small."),
    ("Expected '='", "A line is: key = value. A remark begins with #."),
    ("Unterminated string", "Close the quotes."),
    ("Illegal character", "Close the quotes before the end of the line."),
    ("Unclosed array", "Put a comma between the entries and close the list with ]."),
    ("Unclosed inline table", "Put a comma between the entries and close the table with }."),
)


@dataclass(frozen=True)
class MeasureSet:
    """What teams of one kind measure, ready for :meth:`BoxScore.blank`.

    Attributes
    ----------
    setting
        Its title: "Acute ward".
    measures, inputs
        In the order of the file, those of [cost] and [capacity] first.
    period
        "week" or "month".
    path
        The file that it was read from, as the caller named it; empty for text without one.
    """

    setting: str
    measures: tuple[Measure, ...]
    inputs: tuple[Input, ...] = ()
    period: Period = "week"
    path: str = ""


def parse_set(text: str, origin: str = "measure set") -> MeasureSet:
    """Return the measure set that a TOML text describes.

    Parameters
    ----------
    text
        The TOML.
    origin
        The file's name, for messages.

    Raises
    ------
    MeasureError
        Malformed TOML, an unknown key, a value of the wrong kind, a name given twice, an input
        that is not there: with file, line, and what to do.
    """
    return _Reading(text.removeprefix("\ufeff"), origin).measure_set()


class _Reading:
    """One text on its way to a measure set; knows where everything stands."""

    def __init__(self, text: str, origin: str) -> None:
        self.origin = origin
        self.top = _loaded(text, origin)
        self.lines: dict[Place, int] = lines_of(text)
        self.stands: dict[str, int] = {}

    def measure_set(self) -> MeasureSet:
        self._check(self.top, _TOP)
        if (period := self.top.get("period", "week")) not in PERIODS:
            raise self._wrong(f"period is {period!r}; it must be week or month.", "period")
        short = [*self._cost(), *self._capacity()]
        items = [*short, *self._listed("measure"), *self._listed("input")]
        measures = tuple(item for item in items if isinstance(item, Measure))
        inputs = tuple(item for item in items if isinstance(item, Input))
        if not measures:
            raise self._wrong("there is no measure. Add at least one [[measure]].")
        self._check_needs(items)
        try:
            laid_out(measures, inputs)
        except MeasureError as error:
            raise self._wrong(str(error)) from error
        return MeasureSet(self.top["setting"], measures, inputs, period, self.origin)

    def _listed(self, kind: str) -> list[Item]:
        made: list[Item] = []
        for index, table in enumerate(self.top.get(kind, ())):
            if kind == "input":
                self._check(table, _INPUT, kind, index)
                made.append(self._made(Input, self._fields(table, kind, index), kind, index))
            else:
                self._check(table, _MEASURE, kind, index)
                made.append(self._made(Measure, self._measure(table, index), kind, index))
        return made

    def _measure(self, table: _Table, index: int) -> _Table:
        fields = self._fields(table, "measure", index)
        ratio = "numerator" in table and "denominator" in table
        if "per" in table and not ratio:
            raise self._wrong(
                f"'{table['name']}' has 'per' but is no ratio. Give numerator and denominator.",
                *("measure", index, "per"),
            )
        if ratio and table.get("unit") == "per 1,000":
            fields.setdefault("per", 1000.0)
        if "goal" in table:
            try:
                fields["goal"] = read_goal(table["goal"], table.get("unit", "count"))
            except ValueError as error:
                raise self._wrong(
                    f"'{table['name']}': {error}", "measure", index, "goal"
                ) from error
        return fields

    def _cost(self) -> list[Item]:
        """Total cost and cost per patient, with what they are worked out from."""
        if "cost" not in self.top:
            return []
        table = self.top["cost"]
        self._check(table, _COST, "cost")
        lines = [
            self._made(Input, short_forms.cost_line(entry), *place)
            for entry, place in self._entries(table, "cost", "lines", _ENTRY)
        ]
        patients = short_forms.patients(self._one(table["patients"], "cost", "patients"))
        counted = self._made(Input, patients, "cost", "patients")
        total = short_forms.total_cost(tuple(line.name for line in lines))
        each = short_forms.cost_per_patient(
            table.get("per_patient", short_forms.COST_PER_PATIENT),
            counted.name,
            counted.definition,
        )
        return [
            *lines,
            counted,
            self._made(Measure, total, "cost"),
            self._made(Measure, each, "cost", "per_patient"),
        ]

    def _capacity(self) -> list[Item]:
        """Every category's share of contracted hours, with the hours themselves."""
        if "capacity" not in self.top:
            return []
        table = self.top["capacity"]
        self._check(table, _CAPACITY, "capacity")
        first = self._one(table["contracted"], "capacity", "contracted")
        contracted = self._made(Input, short_forms.hours(first), "capacity", "contracted")
        entries = self._entries(table, "capacity", "hours", _HOURS)
        spent = [self._made(Input, short_forms.hours(entry), *place) for entry, place in entries]
        left = short_forms.available_hours(contracted.name, tuple(item.name for item in spent))
        available = self._made(Input, left, "capacity")
        # First, so that on the tab all typed hours stand before what is worked out from them.
        shared = [({"name": available.name, "better": "up"}, ("capacity",)), *entries]
        shares = [
            self._made(Measure, self._share(entry, contracted.name), *place)
            for entry, place in shared
        ]
        return [contracted, *spent, available, *shares]

    def _share(self, entry: _Table, contracted: str) -> _Table:
        cadence = self.top["capacity"].get("cadence", "weekly")
        better = entry.get("better", "neutral")
        return short_forms.hours_share(entry["name"], contracted, better, cadence)

    def _entries(
        self, table: _Table, kind: str, key: str, form: _Form
    ) -> list[tuple[_Table, Place]]:
        """The inline tables of a list, each with its place."""
        entries: list[tuple[_Table, Place]] = []
        for index, entry in enumerate(table[key]):
            place = (kind, key, index)
            self._check(entry, form, *place)
            entries.append((entry, place))
        if not entries:
            raise self._wrong(f"[{kind}] has no {key}: list at least one.", kind, key)
        return entries

    def _one(self, entry: _Table | str, kind: str, key: str) -> _Table:
        """An inline table with a name, which may also be given as the name alone."""
        table = {"name": entry} if isinstance(entry, str) else entry
        self._check(table, _ENTRY, kind, key)
        return table

    def _made(self, make: type[_Made], fields: _Table, *place: str | int) -> _Made:
        """A measure or input; its name may stand only once."""
        try:
            made = make(**fields)
        except MeasureError as error:
            raise self._wrong(str(error), *place) from error
        line, name = line_of(self.lines, *place), made.name.casefold()
        if name in self.stands:
            raise MeasureError(
                f"{self.origin}: two columns are named '{made.name}', on lines "
                f"{self.stands[name]} and {line}. Give each its own name."
            )
        self.stands[name] = line
        return made

    def _fields(self, table: _Table, kind: str, index: int) -> _Table:
        """The table with lists as tuples."""
        fields = dict(table)
        for key in ("adds", "less"):
            if key in table:
                if not all(isinstance(name, str) for name in table[key]):
                    raise self._wrong(f"{key} must list names in quotes.", kind, index, key)
                fields[key] = tuple(table[key])
        return fields

    def _check(self, table: Any, form: _Form, *place: str | int) -> None:
        """Refuse a table that is none, unknown keys, values of a wrong kind, and missing keys."""
        if not isinstance(table, dict):
            raise self._wrong(f"{table!r} must be {_WORDS[dict]}.", *place)
        whose = f" of '{table['name']}'" if isinstance(table.get("name"), str) else ""
        for key, value in table.items():
            if key not in form.keys:
                raise self._wrong(
                    f"unknown key '{key}'{whose}.{did_you_mean(key, form.keys)} "
                    f"Known here: {', '.join(form.keys)}.",
                    *(*place, key),
                )
            if not _is_kind(value, form.keys[key]):
                raise self._wrong(
                    f"{key}{whose} is {value!r}; it must be {_kinds(key, form.keys[key])}.",
                    *(*place, key),
                )
        for key in form.needed:
            if key not in table:
                raise self._wrong(f"'{key}'{whose} is missing: add {key} = ...", *place)

    def _check_needs(self, items: list[Item]) -> None:
        """Refuse a ratio or sum of columns that are not there, with its line."""
        known = [item.name for item in items]
        for item in items:
            for name in item.needs:
                if name not in known:
                    raise MeasureError(
                        f"{self.origin}, line {self.stands[item.name.casefold()]}: '{item.name}' "
                        f"needs '{name}', which is not there.{did_you_mean(name, known)} "
                        f"Add an [[input]] of that name."
                    )

    def _wrong(self, what: str, *place: str | int) -> MeasureError:
        return MeasureError(f"{self.origin}, line {line_of(self.lines, *place)}: {what}")


def _loaded(text: str, origin: str) -> _Table:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, _, where = str(error).partition(" (at ")
        advice = next((advice for begin, advice in _ADVICE if what.startswith(begin)), "")
        position = re.sub(r"\)$", "", where) or "an unknown place"
        if position == "end of document":
            position = f"line {len(text.splitlines()) or 1}, its end"
        raise MeasureError(f"{origin}, {position}: {what}. {advice}".rstrip()) from error


def _is_kind(value: object, kind: _Kind) -> bool:
    # A bool is an int to Python, never to a person.
    if isinstance(value, bool):
        return kind is bool
    return isinstance(value, kind)


def _kinds(key: str, kind: _Kind) -> str:
    if key in ("measure", "input"):
        return f"headed by [[{key}]], with two brackets"
    kinds = kind if isinstance(kind, tuple) else (kind,)
    # int and float are one thing to a person: a number.
    words = [_WORDS[one] for one in kinds if not (one is int and float in kinds)]
    return " or ".join(words)
