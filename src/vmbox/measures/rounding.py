"""Many numbers at once as a spreadsheet keeps and rounds them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

import numpy as np

from vmbox.measures.measure import as_cells_hold

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Rounding by arithmetic is sure up to so many steps, and so far from the middle between two.
_EXACT_STEPS: Final = 2.0**40
_UNSURE: Final = 1e-3
_HALF: Final = 0.5
# A number of at most six decimals and fifteen digits in all is what a cell keeps of it.
_MILLION, _FIFTEEN_DIGITS = 1e6, 1e15


def all_as_cells_hold(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the numbers as `as_cells_hold` gives them; those of few decimals are so already."""
    with np.errstate(invalid="ignore", over="ignore"):
        steps = np.rint(values * _MILLION)
        short = (np.abs(steps) < _FIFTEEN_DIGITS) & (steps / _MILLION == values)
    kept = values.copy()
    for at in zip(*np.nonzero(~short & ~np.isnan(values)), strict=True):
        kept[at] = as_cells_hold(float(values[at]))
    return kept


def rounded(values: NDArray[np.float64], places: int) -> NDArray[np.float64]:
    """Return the values rounded half away from zero, as a spreadsheet's ROUND does.

    A total is rounded so that 0.1 + 0.2 is the 0.3 that people see: whether a point lies on the
    median must not hang on the last bit of a sum.
    """
    scale = 10.0**places
    # Halfway between two steps the last bit would decide: there the decimals that people see do.
    with np.errstate(invalid="ignore", over="ignore"):
        steps = np.abs(values) * scale
        close = np.abs(steps - np.floor(steps) - _HALF) < _UNSURE
        close |= steps >= _EXACT_STEPS
        near: NDArray[np.float64] = np.copysign(np.floor(steps + _HALF) / scale, values)
    for at in np.flatnonzero(close):
        near[at] = _rounded_decimal(float(values[at]), places)
    return near


def _rounded_decimal(value: float, places: int) -> float:
    step = Decimal(1).scaleb(-places)
    return float(Decimal(repr(value)).quantize(step, ROUND_HALF_UP))
