"""Box scores of any width and length, for the counts: they have something to tell by every button.

The tests and `make bench` build the same.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd

from vmbox.measures import DOMAINS, BoxScore, CostMapRow, Measure, load_set

SET = "mental-health-ward"
START = dt.date(2021, 1, 4)
# Weeks ahead that nobody has filled in yet.
AHEAD = 6


def wide_box(measures: int, weeks: int) -> BoxScore:
    """Return a box score with so many measures and weeks: a ward's, and as many more as it takes.

    Every third column steps up after 60 of 100 weeks, so that shifts are found and medians
    proposed; costs and patients change too.
    """
    chosen = load_set(SET)
    more = [
        Measure(f"Measure {number}", DOMAINS[number % len(DOMAINS)], "count", "up", goal=40.0)
        for number in range(measures - len(chosen.measures))
    ]
    box = BoxScore.blank(
        f"{measures} measures",
        [*chosen.measures[:measures], *more],
        chosen.inputs,
        start=START,
        weeks=weeks,
        board="NHS Somewhere",
        setting=chosen.setting,
    )
    costs = (CostMapRow("41*", "Bank nursing"), CostMapRow("52*", "Drugs"))
    return replace(box.recording(_values(box, weeks)), cost_map=costs)


def _values(box: BoxScore, weeks: int) -> pd.DataFrame:
    dice = np.random.default_rng(weeks)
    step = np.where(np.arange(weeks) < 0.6 * weeks, 0.0, 12.0)
    typed = {}
    for place, item in enumerate(one for one in box.items if not one.calculated):
        values = np.round(dice.normal(30, 4, weeks) + step * (place % 3 == 0)).clip(0)
        typed[item.name] = values / 100 if item.unit == "%" else values
    values = pd.DataFrame(typed, index=box.weeks)
    values.iloc[weeks - AHEAD :] = np.nan
    return values
