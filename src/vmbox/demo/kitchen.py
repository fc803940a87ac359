"""The kitchen: milk cost falls by 15 %, GBP 10,185, from one period of 40 weeks to the next."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from vmbox.demo import registers
from vmbox.demo.shapes import Dice, level, spread_pence, without
from vmbox.measures import BoxScore, CostMapRow, LedgerRow, ValueChoice, load_set

if TYPE_CHECKING:
    from vmbox.demo.shapes import Floats

START: Final = dt.date(2024, 9, 16)
WEEKS: Final = 80
# The change began with the first week of the second 40.
CHANGE: Final = 40
# Published: a saving of GBP 10,185, which is 15 %; so GBP 67,900 before. In pence.
MILK_BEFORE: Final = 6_790_000
MILK_SAVED: Final = 1_018_500
_MINUTES_A_DAY: Final = 24 * 60


def kitchen(remark: str) -> BoxScore:
    """Return the box score of a hospital kitchen, 80 weeks recorded."""
    standard = load_set("Catering")
    box = BoxScore.blank(
        "Strathview kitchen",
        standard.measures,
        standard.inputs,
        start=START,
        board="Example Health Board",
        setting=standard.setting,
        remark=remark,
    )
    days = Dice("patient days").around(level(WEEKS, (0, 4950), (40, 5050), (80, 4980)), 0.025)
    figures = {**_quality(days), **_safety(), **_experience(), **_capacity(), **_cost(days)}
    return _with_registers(box.recording(pd.DataFrame(figures, index=box.weeks[:WEEKS])))


def _quality(days: Floats) -> dict[str, Floats]:
    dice = Dice("kitchen quality")
    prepared = np.round(days * 2.95)
    wasted = dice.around(
        level(WEEKS, (0, 0.138), (43, 0.138), (44, 0.104), (80, 0.098)), 0.06, 1e-4
    )
    trays = np.full(WEEKS, 50.0)
    right = dice.shares(level(WEEKS, (0, 0.93), (50, 0.95), (80, 0.975)), trays)
    lunch = dice.around(level(WEEKS, (0, 772), (51, 770), (52, 757), (80, 753)), 0.006)
    return {
        "Meals prepared": without(prepared, 15),
        "Meals not eaten": without(np.round(prepared * wasted), 15),
        "Trays looked at": without(trays, 14, 15, 33, 66),
        "Trays with the right meal": without(right, 14, 15, 33, 66),
        "Last lunch on the ward at": lunch / _MINUTES_A_DAY,
        "Milk ordered and not used": dice.around(
            level(WEEKS, (0, 205), (39, 198), (40, 84), (80, 52)), 0.11
        ),
    }


def _safety() -> dict[str, Floats]:
    dice = Dice("kitchen safety")
    checks = dice.around(np.full(WEEKS, 168.0), 0.02)
    tasks = np.full(WEEKS, 96.0)
    return {
        "Temperature checks made": without(checks, 15),
        "Temperature checks within limits": without(dice.shares(np.full(WEEKS, 0.988), checks), 15),
        "Cleaning tasks due": tasks,
        "Cleaning tasks done": dice.shares(level(WEEKS, (0, 0.945), (80, 0.975)), tasks),
        "Allergen and diet errors": dice.counts(level(WEEKS, (0, 1.3), (60, 0.7), (80, 0.4))),
        "Staff accidents": dice.counts(np.full(WEEKS, 0.8)),
    }


def _experience() -> dict[str, Floats]:
    dice = Dice("kitchen experience")
    asked = dice.around(np.full(WEEKS, 40.0), 0.12)
    staff = dice.around(np.full(WEEKS, 26.0), 0.12)
    gaps = (14, 15, 41, 67, 68)
    return {
        "Patients asked": without(asked, *gaps),
        "Patients enjoying their meal": without(
            dice.shares(level(WEEKS, (0, 0.74), (44, 0.76), (60, 0.85)), asked), *gaps
        ),
        "Staff responding": without(staff, 15, 41),
        "Staff feeling supported": without(
            dice.shares(level(WEEKS, (0, 0.66), (30, 0.7), (70, 0.83)), staff), 15, 41
        ),
        "Complaints": dice.counts(level(WEEKS, (0, 2.6), (80, 1.5))),
    }


def _capacity() -> dict[str, Floats]:
    dice = Dice("kitchen capacity")
    quarter = 0.25
    return {
        "Contracted hours": dice.around(np.full(WEEKS, 2610.0), 0.006, quarter),
        "Cooking and serving hours": dice.around(np.full(WEEKS, 1450.0), 0.02, quarter),
        "Cleaning hours": dice.around(np.full(WEEKS, 505.0), 0.025, quarter),
        "Ordering and admin hours": dice.around(
            level(WEEKS, (0, 148), (39, 148), (40, 112), (80, 104)), 0.05, quarter
        ),
        "Meetings and training hours": dice.around(np.full(WEEKS, 62.0), 0.12, quarter),
        "Lost time hours": dice.around(level(WEEKS, (0, 262), (80, 228)), 0.08, quarter),
    }


def _cost(days: Floats) -> dict[str, Floats]:
    dice = Dice("kitchen cost")
    penny = 0.01
    # Milk follows the patients; what is ordered beside that wavers a little.
    weights = days * dice.around(np.ones(WEEKS), 0.022, 1e-4)
    milk = np.concatenate(
        [
            spread_pence(MILK_BEFORE, weights[:CHANGE]),
            spread_pence(MILK_BEFORE - MILK_SAVED, weights[CHANGE:]),
        ]
    )
    return {
        "Milk": milk,
        "Other food": dice.around(days * level(WEEKS, (0, 3.86), (80, 3.94)), 0.02, penny),
        "Substantive staff": dice.around(np.full(WEEKS, 38_650.0), 0.008, penny),
        "Overtime and agency": dice.around(
            level(WEEKS, (0, 3100), (50, 2900), (80, 1900)), 0.16, penny
        ),
        "Disposables and supplies": dice.around(np.full(WEEKS, 3080.0), 0.07, penny),
        "Meals served": np.round(days * 2.86),
        "Patient days": days,
    }


def _with_registers(box: BoxScore) -> BoxScore:
    return replace(
        box,
        medians=registers.new_medians(box, _MEDIANS),
        huddles=registers.huddles(box, "Cooks, catering assistants, dietitian, finance", _HUDDLES),
        actions=registers.actions(box, _ACTIONS),
        ledger=_ledger(box),
        cost_map=_COST_MAP,
        value_choice=ValueChoice(
            baseline_from=box.weeks[0].date(),
            baseline_to=box.weeks[CHANGE - 1].date(),
            current_from=box.weeks[CHANGE].date(),
            current_to=box.weeks[WEEKS - 1].date(),
        ),
        notes={
            ("Quality", box.weeks[15].date()): "Store room flooded: nothing counted",
            ("Cost", box.weeks[CHANGE].date()): "Milk ordered by the midnight count from this week",
        },
    )


def _ledger(box: BoxScore) -> tuple[LedgerRow, ...]:
    """Milk's invoices of the last weeks, and a repair that the cost map does not know."""
    milk = registers.invoices(box, "Milk", "41020", "Dairy: milk", range(WEEKS - 12, WEEKS))
    last = milk[-1]
    repair = LedgerRow(
        *(last.extract, (last.row or 0) + 1, last.start, last.end, last.cost_centre),
        *("52100", "Equipment repairs", Decimal("184.20")),
    )
    return (*milk, repair)


_COST_MAP: Final = (
    CostMapRow("41020", "Milk", "Dairy supplier"),
    CostMapRow("41*", "Other food", "All other provisions"),
    CostMapRow("115*", "Substantive staff"),
    CostMapRow("118*", "Overtime and agency"),
    CostMapRow("427*", "Disposables and supplies"),
)
_MEDIANS: Final = (
    (
        *("Milk cost per patient day", CHANGE, "Milk ordered daily by the midnight count"),
        *("Catering manager, finance partner", CHANGE + 12),
    ),
    (
        *("Meals wasted", 44, "Menus chosen on the day instead of two days before"),
        *("Catering manager", 57),
    ),
)
_HUDDLES: Final = (
    (
        *(33, "Catering manager", "Milk: about 200 litres a week poured away"),
        "Count the milk left on three wards for a week",
    ),
    (
        *(37, "Head cook", "Orders still follow last year's number of beds"),
        "Order by the midnight count from next month",
    ),
    (
        *(44, "Catering manager", "The milk order works; wasted meals next"),
        "Two wards try choosing the menu on the day",
    ),
    (
        *(52, "Catering manager", "Twelve weeks of the new milk order"),
        "Accept the new median; tell the finance partner",
    ),
    (
        *(64, "Head cook", "Lunch still reaches the last ward late"),
        "Change the trolley round: furthest ward first",
    ),
    (
        *(79, "Catering manager", "Diets: two near misses on one ward"),
        "Read diets back at plating, a week's test",
    ),
)
_ACTIONS: Final = (
    (
        *("Waste less milk", "Milk cost per patient day", "Order daily by the midnight count"),
        *("Act", "Head cook", 46, "Done"),
    ),
    (
        *("Waste fewer meals", "Meals wasted", "Patients choose their menu on the day"),
        *("Act", "Catering manager", 58, "Done"),
    ),
    (
        *("Lunch on every ward by 12:30", "Last lunch on the ward at", "Furthest ward first"),
        *("Study", "Catering assistant", 82, "Under way"),
    ),
    (
        *("No meal against an allergy", "Allergen and diet errors", "Read diets back at plating"),
        *("Do", "Dietitian", 84, "Under way"),
    ),
    (
        *("Less overtime", "Cost per meal", "Plan the late shift by the menu's work"),
        *("Plan", "Catering manager", 88, "Not started"),
    ),
)


def milk_saving(box: BoxScore) -> str:
    """What milk cost before and after the change, in words; "" for a team that buys none."""
    if "Milk" not in box.entered.columns:
        return ""
    milk = [Decimal(f"{cost:.2f}") for cost in box.entered["Milk"].iloc[:WEEKS]]
    before, after = sum(milk[:CHANGE], Decimal(0)), sum(milk[CHANGE:], Decimal(0))
    less = before - after
    return (
        f"Milk cost £{before:,} in {CHANGE} weeks, then £{after:,} in {WEEKS - CHANGE}: "
        f"£{less:,} less ({less / before:.0%})"
    )
