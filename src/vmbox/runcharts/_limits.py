"""Limits about a centre, and what lies beyond or close to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vmbox.runcharts._centre import mean_moving_range
from vmbox.runcharts._slots import window

if TYPE_CHECKING:
    from vmbox.runcharts._phases import Phases
    from vmbox.runcharts._series import Flags, Floats
    from vmbox.runcharts.rules import Rules


def reach_by_slot(values: Floats, phases: Phases, rules: Rules) -> Floats:
    """Return how far the limits lie from the centre at each slot; NaN where there are none."""
    reach = np.full(phases.start.shape, np.nan)
    if rules.limits is not None:
        for k in range(len(phases)):
            start, settled = phases.start[:, k], phases.settled[:, k]
            resting_on = window(values, start, settled, rules.baseline or values.shape[1])
            ranges = mean_moving_range(resting_on, screened=rules.screened)
            reach[:, k] = rules.limits * ranges
    return phases.by_slot(reach, values.shape[1])


def two_of_three(values: Floats, centre: Floats, reach: Floats, begins: Flags) -> Flags:
    """Return which values are close to a limit together with another close to the same one.

    Close is more than two thirds of the way from the centre and not beyond the limit. Two (or
    three) of three successive values are, while all three lie on that side of the centre. Three
    values in different phases, or with an empty slot among them, are not successive.
    """
    flags = np.zeros(values.shape, dtype=bool)
    if values.shape[1] < 3:  # noqa: PLR2004
        return flags
    phase = np.cumsum(begins, axis=1)
    together = phase[:, 2:] == phase[:, :-2]
    within = (values <= centre + reach) & (values >= centre - reach)
    third = reach / 3.0
    for close, same in (
        (within & (values - centre > 2.0 * third), values > centre),
        (within & (centre - values > 2.0 * third), values < centre),
    ):
        both = _of_three(close) & together & same[:, :-2] & same[:, 1:-1] & same[:, 2:]
        for later in range(3):
            stop = values.shape[1] - 2 + later
            flags[:, later:stop] |= both & close[:, later:stop]
    return flags


def _of_three(close: Flags) -> Flags:
    first, second, third = close[:, :-2], close[:, 1:-1], close[:, 2:]
    return (first & second) | (second & third) | (first & third)
