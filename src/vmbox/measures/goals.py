"""A goal as people write it, turned into the measure's own unit."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from typing import TYPE_CHECKING

from vmbox.measures.measure import as_cells_hold
from vmbox.measures.numbers import read_number

if TYPE_CHECKING:
    from vmbox.measures.numbers import Number

_DAY = 24.0


def read_goal(goal: float | str | dt.time, unit: str) -> float | None:
    """Return the goal in the unit's own terms, or None where the text is blank.

    A percentage is a share (0.9), or percent (90, "90 %"); a time of day is text ("10:00"),
    a TOML time, or a fraction of a day.

    Raises
    ------
    ValueError
        It is no goal that the unit can have; the message says what to write.
    """
    if isinstance(goal, dt.time):
        goal = goal.isoformat(timespec="seconds")
    if isinstance(goal, str):
        written = read_number(goal)
        if written is None:
            return None
        value = _in_unit(written, goal, unit)
    else:
        value = float(goal)
    if not math.isfinite(value):
        raise ValueError(f"the goal {goal} is no number")
    if unit == "%" and 1 < value <= 100:  # noqa: PLR2004  (nobody aims at 9,000 %: 90 means 90 %)
        value = share(value)
    if unit == "%" and not 0 <= value <= 1:
        raise ValueError(f'the goal {goal} is no share of 100 %. Write 90 % as 0.9 or as "90 %"')
    if unit == "time of day" and not 0 <= value < 1:
        raise ValueError(f'the goal {goal} is no time of day. Write it as "10:00"')
    return as_cells_hold(value)


def _in_unit(written: Number, goal: str, unit: str) -> float:
    if written.percent:
        if unit != "%":
            raise ValueError(f"the goal '{goal}' is a percentage, but the unit is {unit}")
        return share(written.value)
    if written.clock:
        if unit == "time of day":
            return written.value / _DAY
        if unit == "hours":
            return written.value
        raise ValueError(f"the goal '{goal}' is a time, but the unit is {unit}")
    return written.value


def share(percentage: float) -> float:
    """Return 0.31 for 31: the float nearest to the share that was written, to the last bit."""
    return float(Decimal(repr(percentage)) / 100)
