"""The rows of a box score's registers, and what people chose on its Value sheet."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final, Literal, get_args

from vmbox.errors import MeasureError, did_you_mean

if TYPE_CHECKING:
    import datetime as dt

Recurring = Literal["unknown", "yes", "no"]
RECURRING: Final[tuple[Recurring, ...]] = get_args(Recurring)
_AS_CELLS_HOLD: Final = 15


@dataclass(frozen=True)
class NewMedian:
    """A median that a person accepted: the phase of `measure` that begins in `week`."""

    measure: str
    week: dt.date
    reason: str = ""
    who: str = ""
    when: dt.date | None = None


@dataclass(frozen=True)
class Huddle:
    """One weekly huddle."""

    date: dt.date
    led_by: str = ""
    professions: str = ""
    topics: str = ""
    decisions: str = ""


@dataclass(frozen=True)
class Action:
    """One piece of improvement work."""

    aim: str
    measure: str = ""
    change_idea: str = ""
    pdsa_step: str = ""
    owner: str = ""
    due: dt.date | None = None
    status: str = ""


@dataclass(frozen=True)
class LogEntry:
    """What a tool changed: when, what, by whom, how many cells."""

    when: dt.datetime
    what: str
    who: str = ""
    cells: int = 0


@dataclass(frozen=True)
class LedgerRow:
    """One row of a finance extract, as imported, and where its money went.

    Attributes
    ----------
    extract, row
        The extract's name, and the row's number in it.
    start, end
        The days that the amount is for: one day twice, or a period.
    cost_centre, account, description
        As the finance system writes them; an account code keeps its zeros.
    amount
        Pounds, credits below zero.
    cost_line
        The cost line that it belongs to; "" while no line of the Cost map fits.
    first_week, last_week
        The weeks that it was posted to.
    posted, outside
        What of the amount went to those weeks, and what falls outside the workbook's weeks.
    """

    extract: str
    row: int | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    cost_centre: str = ""
    account: str = ""
    description: str = ""
    amount: Decimal | None = None
    cost_line: str = ""
    first_week: dt.date | None = None
    last_week: dt.date | None = None
    posted: Decimal | None = None
    outside: Decimal | None = None

    def __post_init__(self) -> None:
        for name in ("amount", "posted", "outside"):
            object.__setattr__(self, name, _money(getattr(self, name)))


@dataclass(frozen=True)
class CostMapRow:
    """Which cost line an account code belongs to: one code, or all that begin so (``41*``)."""

    account: str
    cost_line: str
    note: str = ""


@dataclass(frozen=True)
class ValueChoice:
    """What people chose on the Value sheet; None for what they left to the workbook.

    Attributes
    ----------
    baseline_from, baseline_to, current_from, current_to
        A day in the first and last week of the baseline and of the current period.
    recurring
        Whether a saving comes again every year: the accountant's word.
    """

    baseline_from: dt.date | None = None
    baseline_to: dt.date | None = None
    current_from: dt.date | None = None
    current_to: dt.date | None = None
    recurring: Recurring = "unknown"

    def __post_init__(self) -> None:
        if self.recurring not in RECURRING:
            raise MeasureError(
                f"Recurring is {self.recurring!r}; it must be yes, no or unknown."
                f"{did_you_mean(str(self.recurring), RECURRING)}"
            )


def _money(value: Decimal | float | None) -> Decimal | None:
    """The amount as a cell keeps it: a decimal number without float dust."""
    if value is None:
        return None
    try:
        exact = Decimal(f"{value:.{_AS_CELLS_HOLD}g}")
    except (InvalidOperation, ValueError) as problem:
        raise MeasureError(f"The amount {value!r} is no number.") from problem
    if not exact.is_finite():
        raise MeasureError(f"The amount {value!r} is no number.")
    return exact
