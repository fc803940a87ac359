"""Random box scores: every kind of measure, unit, gap, tie and phase, from a seed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pandas as pd

from vmbox.measures import (
    BETTER,
    DOMAINS,
    RECURRING,
    Action,
    BoxScore,
    CostMapRow,
    Huddle,
    Input,
    LedgerRow,
    LogEntry,
    Measure,
    NewMedian,
    ValueChoice,
)

_UNITS = ("count", "%", "per 1,000", "GBP", "days", "hours", "time of day", "score", "litres")
_WORDS = ("Falls", "Délais", "Smiles & tears", "<5 days", 'The "other" one', "Wait, in days", "#2")
_MOST_MEASURES = 6
MADE = dt.datetime(2026, 3, 2, 9, 30, 15)  # noqa: DTZ001  (a workbook has no time zones)


def random_box_score(seed: int) -> BoxScore:
    """Return the box score of a seed: small, so that hundreds can be recalculated."""
    dice = np.random.default_rng(seed)
    weeks = int(dice.choice([1, 5, 11, 12, 20, 30, 45, 60, 70]))
    recorded = int(dice.integers(0, weeks + 1)) if dice.random() < 0.7 else weeks
    measures, inputs = _measures(dice)
    period = "month" if dice.random() < 0.15 else "week"
    start = dt.date(2024, 1, 1) if period == "month" else dt.date(2025, 3, 3)
    box = BoxScore.blank(
        f"Team {seed} & co",
        measures,
        inputs,
        start=start,
        weeks=weeks,
        period=period,
        board=str(dice.choice(["", "NHS Näirn", "NHS Orkney"])),
        setting="Random",
        remark=str(dice.choice(["", "Made up"])),
    )
    typed = {
        item.name: _values(dice, item, weeks, recorded)
        for item in box.items
        if not item.calculated or dice.random() < 0.1
    }
    box = box.recording(pd.DataFrame(typed, index=box.weeks))
    return _with_registers(dice, box)


def _measures(dice: np.random.Generator) -> tuple[list[Measure], list[Input]]:
    measures: list[Measure] = []
    inputs: list[Input] = []
    for number in range(int(dice.integers(1, _MOST_MEASURES + 1))):
        domain = DOMAINS[int(dice.integers(0, len(DOMAINS)))]
        word = _WORDS[int(dice.integers(0, len(_WORDS)))].replace("#", "No ")
        shape = dice.random()
        common = {
            "better": BETTER[int(dice.integers(0, 3))],
            "goal": float(dice.integers(0, 10)) / 10 if dice.random() < 0.6 else None,
            "baseline": int(dice.choice([12, 12, 12, 5, 9, 15])),
        }
        if shape < 0.35:
            below = _denominator(dice, inputs, number)
            above = Input(f"{word} top {number}", domain)
            inputs += [above] if below in inputs else [above, below]
            per, unit = ((1000, "per 1,000"), (1, "%"), (1, "GBP"))[int(dice.integers(0, 3))]
            measures.append(
                Measure(
                    f"{word} rate {number}",
                    domain,
                    unit,
                    numerator=above.name,
                    denominator=below.name,
                    per=per,
                    **common,
                )
            )
        elif shape < 0.5:
            parts = [
                Input(f"{word} part {number}{letter}", "Cost", "GBP", cost_line=True)
                for letter in "ab"
            ]
            inputs += parts
        elif shape < 0.6:
            adds = [Input(f"{word} all {number}", domain, "hours")]
            less = [Input(f"{word} less {number}{letter}", domain, "hours") for letter in "ab"]
            inputs += adds + less
            measures.append(
                Measure(
                    f"{word} rest {number}",
                    domain,
                    "hours",
                    adds=tuple(one.name for one in adds),
                    less=tuple(one.name for one in less),
                    **common,
                )
            )
        else:
            unit = _UNITS[int(dice.integers(0, len(_UNITS)))]
            measures.append(Measure(f"{word} {number}", domain, unit, **common))
    lines = [one.name for one in inputs if one.cost_line]
    if lines:
        measures.append(Measure("Total cost", "Cost", "GBP", adds=tuple(lines)))
        counted = Input("Patients, all", "Cost", definition='Seen in the "week" & counted once.')
        inputs.append(counted)
        name = "Cost per patient <all>"
        measures.append(
            Measure(name, "Cost", "GBP", numerator="Total cost", denominator=counted.name)
        )
    return measures, inputs


def _denominator(dice: np.random.Generator, inputs: list[Input], number: int) -> Input:
    """A new denominator, or one that another measure has already, perhaps on another tab."""
    shared = [one for one in inputs if " bottom " in one.name]
    if shared and dice.random() < 0.5:
        return shared[0]
    return Input(f"All, at bottom {number}", DOMAINS[int(dice.integers(0, len(DOMAINS)))])


def _values(
    dice: np.random.Generator, item: Measure | Input, weeks: int, recorded: int
) -> np.ndarray:
    """Values that lie on their median often, trend, shift, stay at an extreme, or go missing."""
    kind = dice.integers(0, 7)
    values = dice.integers(0, int(dice.choice([3, 6, 40])), weeks).astype(float)
    if kind == 1:
        values = np.full(weeks, float(dice.integers(0, 3)))
    elif kind == 2:
        values = np.where(dice.random(weeks) < 0.7, 0.0, values)
    elif kind == 3:
        values = np.round(dice.normal(20, 3, weeks), 1)
        values[weeks // 2 :] += 6
    elif kind == 4:
        values = np.cumsum(dice.choice([-1.0, 0.0, 1.0, 1.0], weeks)) + 30
    elif kind == 5:
        values = dice.normal(10, 2, weeks)
    values = np.abs(values)
    if item.unit in {"%", "time of day"}:
        values = np.minimum(values / max(1.0, values.max()), 1.0 if item.unit == "%" else 0.99)
        if kind == 6:
            values = np.where(dice.random(weeks) < 0.6, 1.0 if item.unit == "%" else 0.5, values)
    if item.unit == "GBP":
        values = np.round(values * 137.17, 2)
    values = np.where(dice.random(weeks) < float(dice.choice([0, 0, 0.1, 0.5])), np.nan, values)
    values[recorded:] = np.nan
    return values


def _with_registers(dice: np.random.Generator, box: BoxScore) -> BoxScore:
    days = [week.date() for week in box.weeks]
    medians = tuple(
        NewMedian(
            box.measures[int(dice.integers(0, len(box.measures)))].name,
            days[int(dice.integers(0, len(days)))] + dt.timedelta(days=int(dice.choice([0, 0, 2]))),
            "It held",
            "Coach",
            dt.date(2026, 1, 9),
        )
        for _ in range(int(dice.integers(0, 5)))
    )
    return replace(
        box,
        medians=medians if box.measures else (),
        huddles=(Huddle(days[0], "A. Nurse", "nursing, pharmacy", "=not a formula", "-none"),),
        actions=(Action("Fewer falls", "", "Slippers", "Do", "A. Nurse", days[-1], "Under way"),),
        log=(LogEntry(MADE, "Made", "vmbox", 3),),
        notes={("Safety", days[0]): '+1 "quoted" & <b>\nsecond line'},
        ledger=_ledger(dice, days),
        cost_map=(CostMapRow("0412", "Drugs"), CostMapRow("41*", "Staff", "=all of pay")),
        value_choice=_choice(dice, days),
    )


def random_value_box(seed: int) -> BoxScore:
    """Return a box score with little but costs and patients, which Value compares."""
    dice = np.random.default_rng(seed)
    lines = [Input(f"Line {letter}", "Cost", "GBP", cost_line=True) for letter in "ab"]
    definition = str(dice.choice(["", "Seen in the week.", "Different people"]))
    domain = DOMAINS[int(dice.choice([3, 4]))]
    counted = Input("Patients, in all", domain, definition=definition)
    total = Measure("Total cost", "Cost", "GBP", adds=tuple(line.name for line in lines))
    each = Measure("Each", "Cost", "GBP", "down", numerator=total.name, denominator=counted.name)
    weeks, period = int(dice.choice([5, 24, 30, 40, 52])), str(dice.choice(["week", "month"]))
    box = BoxScore.blank(
        f"Value {seed}",
        [total, each],
        [*lines, counted],
        start=dt.date(2024, 4, 1),
        weeks=weeks,
        period="month" if period == "month" else "week",
    )
    size = float(dice.choice([1, 40, 900]))
    spent = np.round(dice.normal(3000, 400, (weeks, 2)) * float(dice.choice([0, 0.5, 1])), 2)
    seen = np.round(dice.normal(size, size / 5, weeks)).clip(0) + float(dice.choice([0, 0.5]))
    if dice.random() < 0.3:
        spent[:], seen[:] = spent[0], seen[0]
    typed = pd.DataFrame({"Line a": spent[:, 0], "Line b": spent[:, 1], counted.name: seen})
    typed = typed.mask(dice.random(typed.shape) < float(dice.choice([0, 0, 0.1])))
    box = _with_registers(dice, box.recording(typed.set_index(box.weeks)))
    # Half of them leave the weeks to the workbook, as most teams will.
    left = ValueChoice(recurring=box.value_choice.recurring)
    return replace(box, value_choice=left) if seed % 2 else box


def _ledger(dice: np.random.Generator, days: list[dt.date]) -> tuple[LedgerRow, ...]:
    """Rows of several extracts: posted, unmapped, outside; some that do not add up."""
    extracts = [f"P{number:02d} & co.csv" for number in range(1, int(dice.choice([2, 4, 20])))]
    return tuple(
        _ledger_row(dice, extracts[int(dice.integers(0, len(extracts)))], row, days)
        for row in range(2, 2 + int(dice.choice([0, 0, 1, 8, 40])))
    )


def _ledger_row(
    dice: np.random.Generator, extract: str, row: int, days: list[dt.date]
) -> LedgerRow:
    pence = int(dice.integers(-500_000, 2_000_000))
    outside = int(dice.choice([0, 0, 0, pence // 3, pence]))
    posted = pence - outside + int(dice.choice([0] * 30 + [1, -250]))
    mapped = dice.random() < 0.7
    day = days[int(dice.integers(0, len(days)))]
    return LedgerRow(
        extract if dice.random() < 0.95 else "",
        row,
        day,
        day + dt.timedelta(days=27),
        "0A123",
        "0412",
        '=not "a" formula',
        None if dice.random() < 0.03 else Decimal(pence) / 100,
        "Drugs" if mapped else "",
        day if mapped else None,
        day if mapped else None,
        Decimal(posted) / 100 if mapped else None,
        Decimal(outside) / 100 if mapped or dice.random() < 0.3 else None,
    )


def _choice(dice: np.random.Generator, days: list[dt.date]) -> ValueChoice:
    """Weeks to compare, typed or left to the workbook; some the wrong way round."""

    def day() -> dt.date | None:
        typed = days[int(dice.integers(0, len(days)))] + dt.timedelta(days=int(dice.integers(0, 3)))
        return typed if dice.random() < 0.4 else None

    return ValueChoice(day(), day(), day(), day(), RECURRING[int(dice.integers(0, 3))])
