"""A line's cells as numbers of one unit, decided for the whole line and never cell by cell."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace
from statistics import median
from typing import TYPE_CHECKING, Final

from vmbox.errors import DataError
from vmbox.measures import Better, Domain, Measure
from vmbox.measures.csv_table import plain
from vmbox.measures.goals import read_goal
from vmbox.measures.units import Written, in_unit
from vmbox.verbs.adoption import vocabulary
from vmbox.verbs.adoption.adopt_map import Wish
from vmbox.verbs.adoption.ledger import Ledger, holds_digit, number_of
from vmbox.verbs.adoption.view import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vmbox.measures import Item
    from vmbox.measures.numbers import Number
    from vmbox.tables import GridValue
    from vmbox.verbs.adoption.columns import Column
    from vmbox.verbs.adoption.lines import DatedCell, Line

_NOBODY: Final = Wish("")
_COMPARED: Final = re.compile(
    r"(?:at least|at most|more than|less than|under|over|min\.?|max\.?|minimum|maximum|[<>≤≥=~])+",
    re.IGNORECASE,
)
# Percent points are most often above this, and counts that pass for them below.
_POINTS: Final = 10
_SMALL: Final = 20
_LONGEST_UNIT: Final = 20


@dataclass(frozen=True)
class Figure:
    """A number in its measure's unit, how far rounding may have moved it, and its cell."""

    value: float
    slack: float
    cell: DatedCell


@dataclass(frozen=True)
class Valued:
    """A column whose unit is known and whose cells are numbers.

    Attributes
    ----------
    name
        What it will be called; unique only later.
    figures
        By the first day of the week.
    guessed
        Which of domain, unit and better nobody said.
    remarks
        What else to say.
    """

    column: Column
    wish: Wish
    name: str
    domain: Domain
    unit: str
    better: Better
    goal: float | None = None
    figures: Mapping[dt.date, Figure] = field(default_factory=dict)
    guessed: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    definition: str = ""

    def label(self, role: str) -> str:
        """Return what a label column says of it."""
        return _label(self.column, role)


def valued(column: Column, wish: Wish | None, ledger: Ledger) -> Valued:
    """Return a column's figures in its unit; cells that are none are left out."""
    wish = wish or _NOBODY
    known = vocabulary.known().get(plain(column.name))
    numbers = _numbers(column, ledger)
    domain, domain_guessed = _domain(column, wish, known)
    unit, unit_guessed = _unit(column, wish, known, list(numbers.values()))
    better, better_guessed = _better(column, wish, known)
    name = wish.name or cleaned(vocabulary.bare_name(column.name))
    guesses = {"domain": domain_guessed, "unit": unit_guessed, "better": better_guessed}
    made = Valued(
        column,
        wish,
        name,
        domain,
        unit,
        better,
        guessed=tuple(what for what, guessed in guesses.items() if guessed),
        definition=known.definition if known else "",
    )
    return _with_goal(_with_figures(made, numbers, ledger), ledger)


def cleaned(name: str) -> str:
    """Return a name as a Table's column can bear it."""
    for bad, good in (("[", "("), ("]", ")"), ("#", "No. "), ("'", "’"), ("@", " at ")):
        name = name.replace(bad, good)
    name = re.sub(r"[\x00-\x1f↑▲⬆↓▼⬇]", " ", name.replace("×", "x").replace("÷", "/"))
    name = " ".join(name.split()).lstrip("=+-–•* ").rstrip(":* ")
    name = name[:120].rstrip()
    if not name or name.casefold() in ("week", "month", "notes"):
        return f"{name or 'Unnamed'} measure"
    return name


def _label(column: Column, role: str) -> str:
    values = [line.labels.get(role) for line in column.lines]
    return next((shown(value) for value in values if value is not None), "")


def _numbers(column: Column, ledger: Ledger) -> dict[dt.date, tuple[Number, DatedCell, Line]]:
    """The numbers of a column as they are written; what is none is left out."""
    found: dict[dt.date, tuple[Number, DatedCell, Line]] = {}
    for week, (cell, line) in sorted(column.cells.items()):
        try:
            number = number_of(cell.value)
        except ValueError as error:
            number, why = None, _no_number(cell.value, str(error))
        else:
            why = "stands for no value"
        if number is None:
            matters = why != "stands for no value" and holds_digit(cell.value)
            ledger.leave([cell.spot], cell.where, shown(cell.value), why, matters=matters)
            continue
        found[week] = (number, cell, line)
    return found


def _no_number(value: GridValue, why: str) -> str:
    if not isinstance(value, str):
        return why
    return "is no plain number" if holds_digit(value) else "words where a number belongs"


# ------------------------------------------------------------------ what it is
def _domain(column: Column, wish: Wish, known: Item | None) -> tuple[Domain, bool]:
    if said := wish.domain or column.domain:
        return said, False
    if known is not None:
        return known.domain, False
    guess = vocabulary.named(column.name)
    return (guess[0] if guess else "Quality"), True


def _better(column: Column, wish: Wish, known: Item | None) -> tuple[Better, bool]:
    said = wish.better or vocabulary.direction(_label(column, "better") or " ")
    arrow = re.search(r"[↑▲⬆↓▼⬇]", column.name)
    said = said or (vocabulary.direction(arrow.group()) if arrow else None)
    said = said or _of_goal(_label(column, "goal"))
    if said:
        return said, False
    if isinstance(known, Measure):
        return known.better, False
    guess = vocabulary.named(column.name)
    return (guess[1] if guess else "neutral"), True


def _of_goal(text: str) -> Better | None:
    return vocabulary.direction(text) if _COMPARED.search(text) else None


def _unit(
    column: Column,
    wish: Wish,
    known: Item | None,
    numbers: Sequence[tuple[Number, DatedCell, Line]],
) -> tuple[str, bool]:
    label = _label(column, "unit")
    written = [number for number, _, _ in numbers]
    said = wish.unit or _by_label(column.name, label) or _by_signs(written)
    if said:
        return said, False
    spoken = vocabulary.unit_in_name(column.name) or (known.unit if known else "")
    clocks = bool(written) and all(number.clock for number in written)
    if spoken and not clocks and not _speaks_against(spoken, column.name, written):
        return spoken, False
    return _by_values(written, [cell.value for _, cell, _ in numbers]), True


def _by_label(name: str, label: str) -> str:
    if vocabulary.in_thousands(f"{name} {label}"):
        return "£ thousand"
    return vocabulary.unit_word(label) or label[:_LONGEST_UNIT]


def _by_signs(numbers: Sequence[Number]) -> str:
    if any(number.percent for number in numbers):
        return "%"
    return "GBP" if any(number.currency for number in numbers) else ""


def _speaks_against(unit: str, name: str, values: Sequence[Number]) -> bool:
    """Whether the figures cannot well be in the unit that a name only suggests.

    Small whole numbers are no percentages where nothing says "percent" in so many words, and
    fractions are no counts.
    """
    whole = all(number.value.is_integer() for number in values)
    if unit == "count":
        return not whole
    if unit != "%" or "%" in name or re.search(r"per ?cent", name, re.IGNORECASE):
        return False
    return whole and 1 < max((number.value for number in values), default=0) <= _SMALL


def _by_values(numbers: Sequence[Number], cells: Sequence[GridValue]) -> str:
    if cells and all(isinstance(cell, dt.time) for cell in cells):
        return "time of day"
    if numbers and all(number.clock for number in numbers):
        return "hours"
    shares = [number for number in numbers if 0 < number.value < 1]
    if shares and all(0 <= number.value <= 1 for number in numbers):
        return "%"
    return "count"


# ------------------------------------------------------------------ its figures
def _with_figures(
    made: Valued, numbers: Mapping[dt.date, tuple[Number, DatedCell, Line]], ledger: Ledger
) -> Valued:
    item = Measure("A name", made.domain, made.unit)
    figures: dict[dt.date, Figure] = {}
    points = {id(line): _points(made, line, numbers) for line in made.column.lines}
    for week, (number, cell, line) in numbers.items():
        in_points, odd = points[id(line)]
        if why := odd.get(week):
            ledger.leave([cell.spot], cell.where, shown(cell.value), why, matters=True)
            continue
        written = Written(number, shown(cell.value), 0)
        try:
            value = in_unit(item, written, points=in_points)
        except DataError as error:
            why = str(error).replace(f"'{item.name}'", "it").rstrip(".")
            ledger.leave([cell.spot], cell.where, shown(cell.value), why, matters=True)
            continue
        figures[week] = Figure(value, written.slack(points=in_points), cell)
    return replace(made, figures=figures)


def _points(
    made: Valued, line: Line, numbers: Mapping[dt.date, tuple[Number, DatedCell, Line]]
) -> tuple[bool, dict[dt.date, str]]:
    """Whether a line's unsigned figures are percent points, and those that may not be."""
    if made.unit != "%":
        return False, {}
    unsigned = {
        week: number.value
        for week, (number, _, own) in numbers.items()
        if own is line and not number.percent
    }
    above = {week for week, value in unsigned.items() if value > 1}
    below = {week for week, value in unsigned.items() if 0 < value < 1}
    if above and len(below) > len(above):
        return False, dict.fromkeys(above, "above 1 in a line of shares: percent points, or a slip")
    if above and median(unsigned.values()) > _POINTS:
        ones = {week for week, value in unsigned.items() if value == 1}
        why = "1 or less in a line of percent points: a share, or a slip"
        return True, dict.fromkeys(below | ones, why)
    return bool(above), {}


def _with_goal(made: Valued, ledger: Ledger) -> Valued:
    text = _label(made.column, "goal")
    wanted = made.wish.goal if made.wish.goal is not None else _COMPARED.sub("", text).strip()
    if wanted == "":
        return made
    try:
        return replace(made, goal=read_goal(wanted, made.unit))
    except ValueError as error:
        if made.wish.goal is not None:
            raise DataError(f"{made.wish.where}: '{made.name}': {error}.") from error
        return replace(made, remarks=(*made.remarks, f"no goal: {error}"))
