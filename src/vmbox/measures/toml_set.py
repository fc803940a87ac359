"""A measure set read from TOML: the format, its short forms, and what can be wrong with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final, TypeVar

from vmbox.errors import MeasureError, did_you_mean
from vmbox.measures import short_forms
from vmbox.measures.box_score import PERIODS, Period
from vmbox.measures.goals import read_goal
from vmbox.measures.measure import Input, Item, Measure, laid_out
from vmbox.measures.toml_lines import Place, line_of
from vmbox.measures.toml_text import Form, Kind, Table, TomlText

_Made = TypeVar("_Made", Measure, Input)


SAMPLED: Final = "sampled"
_TEXTS: Final[dict[str, Kind]] = {"owner": str, "source": str, "definition": str}
_COLUMN: Final[dict[str, Kind]] = {"name": str, "domain": str, "unit": str}
_SUM: Final[dict[str, Kind]] = {"adds": list, "less": list}
_TOP = Form(
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
_INPUT = Form({**_COLUMN, "cost_line": bool, **_SUM, **_TEXTS}, ("name", "domain"))
_MEASURE = Form(
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
_COST = Form({"patients": (dict, str), "per_patient": str, "lines": list}, ("patients", "lines"))
_CAPACITY = Form(
    {"contracted": (dict, str), "hours": list, "cadence": str}, ("contracted", "hours")
)
_ENTRY = Form({"name": str, **_TEXTS})
_HOURS = Form({"name": str, "better": str, **_TEXTS})


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
    return _Reading(text, origin).measure_set()


class _Reading:
    """One text on its way to a measure set; knows where everything stands."""

    def __init__(self, text: str, origin: str) -> None:
        self.origin = origin
        self.text = TomlText(text, origin, MeasureError)
        self.top = self.text.top
        self.stands: dict[str, int] = {}

    def measure_set(self) -> MeasureSet:
        self.text.check(self.top, _TOP)
        if (period := self.top.get("period", "week")) not in PERIODS:
            raise self.text.wrong(f"period is {period!r}; it must be week or month.", "period")
        short = [*self._cost(), *self._capacity()]
        items = [*short, *self._listed("measure"), *self._listed("input")]
        measures = tuple(item for item in items if isinstance(item, Measure))
        inputs = tuple(item for item in items if isinstance(item, Input))
        if not measures:
            raise self.text.wrong("there is no measure. Add at least one [[measure]].")
        self._check_needs(items)
        try:
            laid_out(measures, inputs)
        except MeasureError as error:
            raise self.text.wrong(str(error)) from error
        return MeasureSet(self.top["setting"], measures, inputs, period, self.origin)

    def _listed(self, kind: str) -> list[Item]:
        made: list[Item] = []
        for index, table in enumerate(self.top.get(kind, ())):
            if kind == "input":
                self.text.check(table, _INPUT, kind, index)
                made.append(self._made(Input, self._fields(table, kind, index), kind, index))
            else:
                self.text.check(table, _MEASURE, kind, index)
                made.append(self._made(Measure, self._measure(table, index), kind, index))
        return made

    def _measure(self, table: Table, index: int) -> Table:
        fields = self._fields(table, "measure", index)
        ratio = "numerator" in table and "denominator" in table
        if "per" in table and not ratio:
            raise self.text.wrong(
                f"'{table['name']}' has 'per' but is no ratio. Give numerator and denominator.",
                *("measure", index, "per"),
            )
        if ratio and table.get("unit") == "per 1,000":
            fields.setdefault("per", 1000.0)
        if "goal" in table:
            try:
                fields["goal"] = read_goal(table["goal"], table.get("unit", "count"))
            except ValueError as error:
                raise self.text.wrong(
                    f"'{table['name']}': {error}", "measure", index, "goal"
                ) from error
        return fields

    def _cost(self) -> list[Item]:
        """Total cost and cost per patient, with what they are worked out from."""
        if "cost" not in self.top:
            return []
        table = self.top["cost"]
        self.text.check(table, _COST, "cost")
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
        self.text.check(table, _CAPACITY, "capacity")
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
        sample = []
        if table.get("cadence") == SAMPLED:
            sample.append(self._made(Input, short_forms.sample_size(), "capacity", "cadence"))
        return [*sample, contracted, *spent, available, *shares]

    def _share(self, entry: Table, contracted: str) -> Table:
        cadence = self.top["capacity"].get("cadence", "weekly")
        better = entry.get("better", "neutral")
        return short_forms.hours_share(entry["name"], contracted, better, cadence)

    def _entries(self, table: Table, kind: str, key: str, form: Form) -> list[tuple[Table, Place]]:
        """The inline tables of a list, each with its place."""
        entries: list[tuple[Table, Place]] = []
        for index, entry in enumerate(table[key]):
            place = (kind, key, index)
            self.text.check(entry, form, *place)
            entries.append((entry, place))
        if not entries:
            raise self.text.wrong(f"[{kind}] has no {key}: list at least one.", kind, key)
        return entries

    def _one(self, entry: Table | str, kind: str, key: str) -> Table:
        """An inline table with a name, which may also be given as the name alone."""
        table = {"name": entry} if isinstance(entry, str) else entry
        self.text.check(table, _ENTRY, kind, key)
        return table

    def _made(self, make: type[_Made], fields: Table, *place: str | int) -> _Made:
        """A measure or input; its name may stand only once."""
        try:
            made = make(**fields)
        except MeasureError as error:
            raise self.text.wrong(str(error), *place) from error
        line, name = line_of(self.text.lines, *place), made.name.casefold()
        if name in self.stands:
            raise MeasureError(
                f"{self.origin}: two columns are named '{made.name}', on lines "
                f"{self.stands[name]} and {line}. Give each its own name."
            )
        self.stands[name] = line
        return made

    def _fields(self, table: Table, kind: str, index: int) -> Table:
        """The table with lists as tuples."""
        fields = dict(table)
        for key in ("adds", "less"):
            if key in table:
                if not all(isinstance(name, str) for name in table[key]):
                    raise self.text.wrong(f"{key} must list names in quotes.", kind, index, key)
                fields[key] = tuple(table[key])
        return fields

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
