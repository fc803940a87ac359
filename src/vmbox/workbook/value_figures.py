"""The figures of the Value sheet: which measure is meant, which weeks, and what they come to."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from vmbox.measures import BoxScore, Input, Measure
from vmbox.value import Change, PeriodCost, WeeklyCosts

if TYPE_CHECKING:
    import datetime as dt
    from fractions import Fraction

# Weeks of the baseline and of the current period, where nobody chose any.
USUAL: Final = 12
_RECURRING: Final = {"yes": True, "no": False, "unknown": None}
# Beyond it an amount is a slip of the hand, which `check` tells of.
_MOST: Final = 1e12
# Patients are counted with six decimals; fewer than that are none.
_MILLIONTH: Final = Decimal("0.000001")
_FEWEST: Final = 0.000001


def unit_cost(box: BoxScore) -> Measure | None:
    """Return the measure that Value compares: the total cost over the patients; None without one.

    The ratio of all cost lines stands before one of some of them, such as milk a patient day.
    """
    items = {item.name: item for item in box.items}
    lines = {item.name for item in box.items if isinstance(item, Input) and item.cost_line}
    best: tuple[int, Measure] | None = None
    for measure in box.measures:
        if measure.domain != "Cost" or measure.numerator is None or measure.per != 1:
            continue
        above = items[measure.numerator]
        if above.unit != "GBP" or above.domain != "Cost":
            continue
        covered = len(lines & set(above.adds or (above.name,)))
        if best is None or covered > best[0]:
            best = covered, measure
    return best[1] if best else None


def _as_counted(patients: float) -> float:
    """Patients of a week with six decimals, as the sheet's formulas take them."""
    return float(Decimal(repr(patients)).quantize(_MILLIONTH, ROUND_HALF_UP))


def weekly_costs(box: BoxScore, measure: Measure) -> WeeklyCosts:
    """Return the costs and patients of a unit cost by week."""
    worked = box.worked_out()
    cost, patients = worked[measure.numerator], worked[measure.denominator]
    counted = box.item(measure.denominator or "")
    return WeeklyCosts.of(
        cost.where(cost.abs() < _MOST),
        patients.where(patients >= _FEWEST).map(_as_counted, na_action="ignore"),
        denominator=counted.name,
        definition=counted.definition,
        monthly=box.period == "month",
    )


def periods_in_use(box: BoxScore, costs: WeeklyCosts) -> tuple[Period, Period]:
    """Return baseline and current period: what people chose, else the first 12 and the last 12.

    Of the weeks that have both cost and patients; those of the baseline are never current, too.
    """
    choice, usable = box.value_choice, np.flatnonzero(costs.usable)
    before = min(USUAL, len(usable))
    after = min(USUAL, len(usable) - before)
    baseline = (choice.baseline_from, choice.baseline_to)
    current = (choice.current_from, choice.current_to)
    return (
        Period.of(box, baseline, usable[:before].tolist()),
        Period.of(box, current, usable[len(usable) - after :].tolist()),
    )


class Period:
    """A stretch of weeks by the positions of its first and last one.

    None where nothing says which; -1 for a day before all weeks, which people typed.
    """

    def __init__(self, first: int | None, last: int | None) -> None:
        self.first = first
        self.last = last

    @classmethod
    def of(
        cls, box: BoxScore, chosen: tuple[dt.date | None, dt.date | None], usual: list[int]
    ) -> Period:
        """Return the stretch of the weeks in which two days lie, else of the usual ones."""
        return cls(
            *(
                _week_of(box, day) if day is not None else usual[end] if usual else None
                for day, end in zip(chosen, (0, -1), strict=True)
            )
        )

    def cost(self, costs: WeeklyCosts) -> PeriodCost:
        """Return what was spent in it, and on how many patients."""
        weeks = costs.weeks
        if self.first is None or self.last is None or self.last < max(self.first, 0):
            nowhere = (weeks[0] - pd.Timedelta(days=1)).date()
            return costs.between(nowhere, nowhere)
        return costs.between(weeks[max(self.first, 0)].date(), weeks[self.last].date())


def compare(box: BoxScore, measure: Measure, costs: WeeklyCosts | None = None) -> Change:
    """Return baseline and current period of a unit cost, over the weeks in use."""
    costs = costs or weekly_costs(box, measure)
    baseline, current = (one.cost(costs) for one in periods_in_use(box, costs))
    return Change(baseline, current, _RECURRING[box.value_choice.recurring])


def as_pounds(pence: Fraction | None) -> float | str:
    """Return pence as the pounds that a cell shows; "" for None."""
    return "" if pence is None else float(pence / 100)


def as_number(value: Fraction | None) -> float | str:
    """Return a fraction as a cell shows it; "" for None."""
    return "" if value is None else float(value)


def _week_of(box: BoxScore, day: dt.date) -> int:
    # -1 for a day before the first week: no week lies there.
    return int(box.weeks.searchsorted(np.datetime64(day), side="right")) - 1
