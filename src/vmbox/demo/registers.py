"""Rows of the demo's registers, written with positions of weeks instead of dates."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from vmbox.measures import Action, Huddle, LedgerRow, NewMedian

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vmbox.measures import BoxScore

_TUESDAY = dt.timedelta(days=1)
_FRIDAY = dt.timedelta(days=4)


def new_medians(
    box: BoxScore, rows: Iterable[tuple[str, int, str, str, int]]
) -> tuple[NewMedian, ...]:
    """Return accepted medians from (measure, from week, reason, who, accepted in week)."""
    return tuple(
        NewMedian(measure, _week(box, start), reason, who, _week(box, when) + _TUESDAY)
        for measure, start, reason, who, when in rows
    )


def huddles(
    box: BoxScore, professions: str, rows: Iterable[tuple[int, str, str, str]]
) -> tuple[Huddle, ...]:
    """Return huddles, held on Tuesdays, from (week, led by, topics, decisions)."""
    return tuple(
        Huddle(_week(box, week) + _TUESDAY, led_by, professions, topics, decisions)
        for week, led_by, topics, decisions in rows
    )


def actions(
    box: BoxScore, rows: Iterable[tuple[str, str, str, str, str, int, str]]
) -> tuple[Action, ...]:
    """Return actions from (aim, measure, change idea, PDSA step, owner, due week, status)."""
    return tuple(
        Action(aim, measure, idea, step, owner, _week(box, due), status)
        for aim, measure, idea, step, owner, due, status in rows
    )


def invoices(
    box: BoxScore, cost_line: str, account: str, description: str, weeks: range
) -> tuple[LedgerRow, ...]:
    """Return a ledger's rows for what a cost line cost: one invoice a week, paid on Fridays.

    Extracts are named by the month, as finance sends them.
    """
    rows: list[LedgerRow] = []
    for week in weeks:
        paid = _week(box, week) + _FRIDAY
        amount = Decimal(f"{box.entered[cost_line].iloc[week]:.2f}")
        extract = f"{paid:%Y-%m} catering.csv"
        number = 2 + sum(row.extract == extract for row in rows)
        monday = _week(box, week)
        rows.append(
            LedgerRow(
                *(extract, number, paid, paid, "E41207", account, description, amount),
                *(cost_line, monday, monday, amount, Decimal(0)),
            )
        )
    return tuple(rows)


def _week(box: BoxScore, position: int) -> dt.date:
    return box.weeks[position].date()
