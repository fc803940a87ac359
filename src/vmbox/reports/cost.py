"""Cost per patient in the report: the figures and the sentence of the Value sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vmbox.measures import spoken
from vmbox.reports.words import counted
from vmbox.value import percent, pounds
from vmbox.verbs.valuing import value_of

if TYPE_CHECKING:
    from fractions import Fraction

    from vmbox.measures import BoxScore
    from vmbox.value import Change, PeriodCost


@dataclass(frozen=True)
class CostRow:
    """One row of figures: baseline, current, change."""

    label: str
    baseline: str
    current: str
    change: str = ""


@dataclass(frozen=True)
class Worth:
    """What a change was worth, a week and over the current period."""

    label: str
    each: str
    over: str


@dataclass(frozen=True)
class Cost:
    """Baseline against current.

    Attributes
    ----------
    measure
        The cost per patient; "" where the box score has none.
    rows, worth
        The figures; none where there is nothing to compare.
    each, over
        The headings of `worth`.
    counted
        Who is counted, by definition.
    words
        The sentence of the Value sheet.
    remarks
        What else a reader must know.
    """

    measure: str
    rows: tuple[CostRow, ...]
    worth: tuple[Worth, ...]
    each: str
    over: str
    counted: str
    words: str
    remarks: tuple[str, ...]


def cost_of(box: BoxScore) -> Cost:
    """Return what a patient cost before and now, over the weeks of the Value sheet."""
    found = value_of(box)
    change = found.change
    if change is None or not change.comparable:
        return Cost(found.measure, (), (), "", "", "", found.words, ())
    who, definition = change.current.denominator, change.current.definition
    return Cost(
        found.measure,
        _rows(change, found.measure, found.period),
        _worth(change),
        f"A {found.period}",
        f"Over {counted(change.current.counted, found.period)}",
        f"{who}: {definition}" if definition else who,
        found.words,
        found.remarks,
    )


def _rows(change: Change, measure: str, period: str) -> tuple[CostRow, ...]:
    before, after = change.baseline, change.current
    return (
        CostRow(f"{period.capitalize()}s", _span(before), _span(after)),
        CostRow(
            f"{period.capitalize()}s with both cost and patients",
            f"{before.counted} of {before.weeks}",
            f"{after.counted} of {after.weeks}",
        ),
        CostRow(
            f"Spend a {period}",
            _money(before.spend),
            _money(after.spend),
            _share(change.spend_share),
        ),
        CostRow(
            f"{after.denominator} a {period}",
            _patients(before),
            _patients(after),
            _share(change.volume_share),
        ),
        CostRow(
            f"{measure}, all {period}s together",
            _money(before.per_patient),
            _money(after.per_patient),
            _share(change.unit_cost_share),
        ),
        CostRow(
            f"{measure}, median of the {period}ly figures",
            _money(before.median_of_weeks),
            _money(after.median_of_weeks),
        ),
    )


def _worth(change: Change) -> tuple[Worth, ...]:
    return (
        Worth("Cash-releasing", _money(change.cash_releasing), _money(change.cash_over_period)),
        Worth(
            "Productivity (no cash released)",
            _money(change.productivity),
            _money(change.productivity_over_period),
        ),
    )


def _span(period: PeriodCost) -> str:
    ends = (period.first, period.last)
    return " to ".join(spoken(day) for day in ends if day is not None)


def _patients(period: PeriodCost) -> str:
    return f"{float(period.volume or 0):,.1f}"


def _money(pence: Fraction | None) -> str:
    return "" if pence is None else pounds(pence)


def _share(share: Fraction | None) -> str:
    return "" if share is None else percent(share)
