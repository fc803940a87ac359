"""The figures of `vmbox value`, cell by cell of the Value sheet, against a recalculation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from vmbox.workbook.registers import day_number
from vmbox.workbook.value_layout import SIDES, standard_place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from vmbox.value import PeriodCost
    from vmbox.verbs.valuing import Valuing

Figure = float | str | None


def figures_of(valuing: Valuing) -> dict[str, Figure]:
    """What `vmbox value` says, by the name of the cell that must show it; "" for a blank one."""
    change = valuing.change
    assert change is not None
    figures: dict[str, Figure] = {"sentence": valuing.words, "measure": valuing.measure}
    for side, period in zip(SIDES, (change.baseline, change.current), strict=True):
        figures |= {f"{side}_{what}": figure for what, figure in _period(period).items()}
    figures |= {
        "unit_change": _pounds(change.unit_cost),
        "effects": _pounds(change.unit_cost),
        "volume_effect": _pounds(change.volume_effect),
        "spend_effect": _pounds(change.spend_effect),
        "cash_week": _pounds(change.cash_releasing),
        "cash_period": _pounds(change.cash_over_period),
        "productivity_week": _pounds(change.productivity),
        "productivity_period": _pounds(change.productivity_over_period),
        "unit_percent": _number(change.unit_cost_share),
        "spend_percent": _number(change.spend_share),
        "volume_percent": _number(change.volume_share),
    }
    return figures


def unlike(rows: Sequence[Sequence[Any]], figures: dict[str, Figure]) -> list[str]:
    """The figures that the recalculated sheet of a fresh workbook shows otherwise, in words."""
    cells = standard_place().cells
    found = []
    for key, figure in figures.items():
        row, column = cells[key]
        there = rows[row][column]
        if there != (figure if isinstance(figure, str) else pytest.approx(figure, 1e-9, 1e-9)):
            found.append(f"{key}: {figure!r} by vmbox value, {there!r} on the sheet")
    return found


def _period(period: PeriodCost) -> dict[str, Figure]:
    days = {"used_from": period.first, "used_to": period.last}
    return {
        "span": float(period.weeks),
        "weeks": float(period.counted),
        "spend": _pounds(period.spend),
        "volume": _number(period.volume),
        "unit": _pounds(period.per_patient),
        "median": _pounds(period.median_of_weeks),
        # A day before all weeks, which people typed, stays on the sheet; the period has no week.
        **{what: day_number(day) for what, day in days.items() if day is not None},
    }


def _pounds(pence: Fraction | None) -> Figure:
    return "" if pence is None else float(pence / 100)


def _number(share: Fraction | None) -> Figure:
    return "" if share is None else float(share)
