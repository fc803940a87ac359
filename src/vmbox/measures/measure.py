"""What a team measures: one measure, and the inputs that it is worked out from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, get_args

from vmbox.errors import MeasureError, did_you_mean

Better = Literal["up", "down", "neutral"]
Domain = Literal["Quality", "Safety", "Experience", "Capacity", "Cost"]
Cadence = Literal["weekly", "monthly", "sampled"]

DOMAINS: Final[tuple[Domain, ...]] = get_args(Domain)
BETTER: Final[tuple[Better, ...]] = get_args(Better)
CADENCES: Final[tuple[Cadence, ...]] = get_args(Cadence)
UNITS: Final = (
    "count",
    "%",
    "per 1,000",
    "GBP",
    "days",
    "hours",
    "time of day",
    "score",
)
BASELINE: Final = 12

# The columns that every data tab has of its own.
_RESERVED = frozenset({"week", "month", "notes"})
# Excel writes these with an escape inside a Table's column name, where a formula or another
# tool easily loses it; a line break or a tab cannot be told from a space on screen.
_NOT_IN_NAMES = re.compile(r"[\[\]#'@\x00-\x1f÷×]")
_LONGEST_NAME = 120


@dataclass(frozen=True)
class Input:
    """A column that people type, or that adds others up, so that measures can be worked out.

    Attributes
    ----------
    name, domain, unit
        As a measure's.
    cost_line
        Whether the column is a cost line of the Cost tab.
    adds, less
        Names of inputs; where ``adds`` is given, the column is calculated: the sum of ``adds``
        less the sum of ``less``.
    source, definition, owner
        Words for people.
    """

    name: str
    domain: Domain
    unit: str = "count"
    cost_line: bool = False
    adds: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    owner: str = ""
    source: str = ""
    definition: str = ""

    def __post_init__(self) -> None:
        _check_name(self.name)
        _check_choice(self.name, "domain", self.domain, DOMAINS)
        if self.less and not self.adds:
            raise MeasureError(
                f"'{self.name}' takes {_listed(self.less)} from nothing: name 'adds'."
            )

    @property
    def calculated(self) -> bool:
        """Whether formulas fill the column."""
        return bool(self.adds)

    @property
    def needs(self) -> tuple[str, ...]:
        """The names of the inputs that this one is worked out from."""
        return self.adds + self.less


@dataclass(frozen=True)
class Measure:
    """One line of the box score.

    A measure is a single value that people type; or a ratio, ``numerator * per / denominator``;
    or, where ``adds`` is given, the sum of those inputs less the sum of ``less``.

    Attributes
    ----------
    name
        Unique in the workbook, whatever its case.
    domain
        Quality, Safety, Experience, Capacity or Cost: its tab.
    unit
        One of :data:`UNITS`, or a word of the team's own. A ``%`` is held as a share: 0.31 is 31 %.
    better
        Which way is better: up, down or neutral.
    goal
        In the measure's own unit (0.9 for 90 %), or None.
    cadence
        weekly, monthly or sampled; words for people, a gap breaks no run.
    baseline
        Weeks that make the median firm.
    owner, source, definition
        Words for people.
    """

    name: str
    domain: Domain
    unit: str = "count"
    better: Better = "neutral"
    goal: float | None = None
    cadence: Cadence = "weekly"
    baseline: int = BASELINE
    numerator: str | None = None
    denominator: str | None = None
    per: float = 1.0
    adds: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    owner: str = ""
    source: str = ""
    definition: str = ""

    def __post_init__(self) -> None:
        _check_name(self.name)
        _check_choice(self.name, "domain", self.domain, DOMAINS)
        _check_choice(self.name, "better", self.better, BETTER)
        _check_choice(self.name, "cadence", self.cadence, CADENCES)
        if not 3 <= self.baseline <= 52:  # noqa: PLR2004
            raise MeasureError(
                f"'{self.name}': a baseline of {self.baseline} weeks. Use 3 to 52; 12 is usual."
            )
        if (self.numerator is None) != (self.denominator is None):
            raise MeasureError(
                f"'{self.name}' has half a ratio: give both numerator and denominator, or neither."
            )
        if self.ratio and self.adds:
            raise MeasureError(f"'{self.name}' is a ratio and a sum at once: choose one.")
        if self.goal is not None:
            object.__setattr__(self, "goal", as_cells_hold(self.goal))
        if not self.per > 0:
            raise MeasureError(f"'{self.name}': 'per' is {self.per}. It must be above zero.")

    @property
    def ratio(self) -> bool:
        """Whether the measure is a numerator over a denominator."""
        return self.numerator is not None

    @property
    def calculated(self) -> bool:
        """Whether formulas fill the column."""
        return self.ratio or bool(self.adds)

    @property
    def needs(self) -> tuple[str, ...]:
        """The names of the inputs that the measure is worked out from."""
        if self.numerator is not None and self.denominator is not None:
            return (self.numerator, self.denominator)
        return self.adds + self.less

    @property
    def ceiling(self) -> float | None:
        """The highest value that a point can take: 1 (100 %) for a percentage, else None."""
        return 1.0 if self.unit == "%" else None


Item = Measure | Input


def as_cells_hold(value: float) -> float:
    """Return a number with 15 significant digits: what a spreadsheet's cell keeps of it.

    Programs that save a workbook again write 15 to 17 digits. A box score that held more than 15
    would come back a little different, and a point could leave its median.
    """
    return float(f"{value:.15g}")


def laid_out(measures: tuple[Measure, ...], inputs: tuple[Input, ...]) -> tuple[Item, ...]:
    """Return all columns in the order of the tabs: by domain, each input before what needs it.

    Raises
    ------
    MeasureError
        Two columns of one name, or a measure worked out from an input that is not there.
    """
    items: tuple[Item, ...] = (*measures, *inputs)
    _check_unique(items)
    known = {item.name: item for item in items}
    order: list[Item] = []
    placed: set[str] = set()

    def place(item: Item, above: tuple[str, ...] = ()) -> None:
        if item.name in placed:
            return
        if item.name in above:
            raise MeasureError(f"'{item.name}' is worked out from itself.")
        for name in item.needs:
            place(_needed(item, name, known), (*above, item.name))
        placed.add(item.name)
        order.append(item)

    for item in items:
        place(item)
    return tuple(sorted(order, key=lambda item: DOMAINS.index(item.domain)))


def _needed(item: Item, name: str, known: dict[str, Item]) -> Item:
    if name not in known:
        raise MeasureError(
            f"'{item.name}' needs an input '{name}' that is not defined.{did_you_mean(name, known)}"
        )
    return known[name]


def _check_unique(items: tuple[Item, ...]) -> None:
    seen: dict[str, Item] = {}
    for item in items:
        other = seen.setdefault(item.name.casefold(), item)
        if other is not item:
            raise MeasureError(
                f"Two columns are named '{item.name}' (on {other.domain} and {item.domain}). "
                "Give each its own name."
            )


def _check_name(name: str) -> None:
    problem = ""
    if not name or name != " ".join(name.split()):
        problem = "is empty, or has spaces at an end, doubled or of another kind"
    elif len(name) > _LONGEST_NAME:
        problem = f"has {len(name)} characters; {_LONGEST_NAME} are allowed"
    elif found := _NOT_IN_NAMES.search(name):
        problem = f"contains {found.group()!r}, which a column's name cannot"
    elif name[0] in "=+-":
        problem = "begins like a formula"
    elif name.casefold() in _RESERVED:
        problem = "is a column that every tab has already"
    if problem:
        raise MeasureError(f"The name {name!r} {problem}. Choose another name.")


def _check_choice(name: str, what: str, value: object, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise MeasureError(
            f"'{name}': {what} is {value!r}; it must be {_listed(allowed)}."
            f"{did_you_mean(str(value), allowed)}"
        )


def _listed(words: tuple[str, ...]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last
