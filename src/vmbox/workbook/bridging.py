"""The figures behind the bridge chart: from the baseline's unit cost to the current one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vmbox.value import pounds
from vmbox.workbook.value_layout import BRIDGE, STEPS, ValuePlace, name
from vmbox.workbook.value_words import pounds_formula

if TYPE_CHECKING:
    from fractions import Fraction

    from vmbox.value import Change
    from vmbox.workbook.cells import SheetPlan

# Figures that there are where both periods can be compared.
_READY: Final = f"ISNUMBER({name('unit_change')})"
_Bar = dict[str, tuple[str, float]]


def plan_bridge(sheet: SheetPlan, there: ValuePlace, change: Change) -> None:
    """Plan the bars: the baseline, what patients made of it, what spend did, the current one."""
    table = there.bridge
    if table is None:
        return
    figures = zip(table.rows, STEPS, _bars(change), _amounts(change), strict=False)
    for row, step, bar, (cell, pence) in figures:
        # With its amount, since a thin bar has no room for it.
        words = step if pence is None else f"{step}: {pounds(pence)}"
        formula = f'="{step}"&IF({_READY},": "&{pounds_formula(cell)},"")'
        sheet.formula(row, table.columns["Step"], formula, words, "log|")
        for heading in BRIDGE[1:]:
            formula, value = bar.get(heading, ("0", 0.0))
            sheet.formula(
                row,
                table.columns[heading],
                f'=IF({_READY},{formula},"")',
                value if change.comparable else "",
                "log|GBP",
            )


def _amounts(change: Change) -> tuple[tuple[str, Fraction | None], ...]:
    """What stands beside each step's name."""
    ready = change.comparable
    return (
        (name("baseline_unit"), change.baseline.per_patient if ready else None),
        (name("volume_effect"), change.volume_effect),
        (name("spend_effect"), change.spend_effect),
        (name("current_unit"), change.current.per_patient if ready else None),
    )


def _bars(change: Change) -> list[_Bar]:
    before, now = name("baseline_unit"), name("current_unit")
    middle = f"({before}+{name('volume_effect')})"
    was = half = is_ = 0.0
    start, effect, end = change.baseline.per_patient, change.volume_effect, change.current
    if start is not None and effect is not None and end.per_patient is not None:
        was, half, is_ = (float(one / 100) for one in (start, start + effect, end.per_patient))
    return [
        {"Level": (before, was)},
        _step(before, middle, was, half),
        _step(middle, now, half, is_),
        {"Level": (now, is_)},
    ]


def _step(start: str, end: str, was: float, is_: float) -> _Bar:
    """A bar from one level to another, on an unseen one that reaches up to the lower."""
    return {
        "Below": (f"MIN({start},{end})", min(was, is_)),
        "Fall": (f"MAX(0,{start}-{end})", max(0.0, was - is_)),
        "Rise": (f"MAX(0,{end}-{start})", max(0.0, is_ - was)),
    }
