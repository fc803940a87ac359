"""Money in whole pence, so that no sum drifts; shown as people write it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np

from vmbox.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, NDArray

PENCE_A_POUND: Final = 100
# Beyond this a float no longer holds every whole number: 90 trillion pounds.
MOST_PENCE: Final = 2**53


def whole_pence(pounds: float | Decimal | str) -> int:
    """Return an amount of pounds in pence, half a penny rounded away from zero."""
    exact = Decimal(repr(pounds) if isinstance(pounds, float) else pounds)
    return int((exact * PENCE_A_POUND).quantize(Decimal(1), ROUND_HALF_UP))


def pence_of_pounds(pounds: ArrayLike) -> NDArray[np.int64]:
    """Return amounts in pounds as whole pence; one that is missing (NaN) is 0.

    Raises
    ------
    DataError
        An amount is infinite, or beyond 90 trillion pounds.
    """
    values = np.asarray(pounds, dtype=np.float64)
    values = np.where(np.isnan(values), 0.0, values)
    if (np.abs(values) >= MOST_PENCE / PENCE_A_POUND).any():
        raise DataError("An amount of 90 trillion pounds or more is a mistake. Look at the cells.")
    pence = np.rint(values * PENCE_A_POUND)
    # What two decimals name comes back the same; the few others are rounded as people round.
    odd = np.flatnonzero(pence / PENCE_A_POUND != values)
    flat = pence.astype(np.int64)
    if odd.size:
        flat[odd] = [whole_pence(float(value)) for value in values[odd]]
    return flat


def rounded(amount: Fraction | int) -> int:
    """Return a fraction of pence as whole pence, half a penny rounded away from zero."""
    exact = abs(Fraction(amount))
    whole = (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
    return whole if amount >= 0 else -whole


def pounds(pence: Fraction | int) -> str:
    """Return an amount of pence as people write it: £1,234.56, -£0.50."""
    whole = rounded(pence)
    sign = "-" if whole < 0 else ""
    return f"{sign}£{abs(whole) // PENCE_A_POUND:,}.{abs(whole) % PENCE_A_POUND:02d}"


def percent(change: Fraction, *, signed: bool = True) -> str:
    """Return a share as people write it, with one decimal: +28.9 %, -21.8 %."""
    tenths = rounded(change * 1000)
    sign = "-" if tenths < 0 else "+" if signed and tenths > 0 else ""
    return f"{sign}{abs(tenths) // 10:,}.{abs(tenths) % 10} %"


def shared_out(amount: int, weights: Iterable[int]) -> list[int]:
    """Return a whole amount in whole parts that add up to it, as near to the weights as can be.

    By the largest remainder: every part is rounded towards zero, and what is left goes, one each,
    to those that lost most; of equals to the first. A negative amount is shared out as its
    positive twin is. The parts depend on nothing but the amount and the weights.

    Raises
    ------
    DataError
        No weight is above zero, or one is below.
    """
    parts = list(weights)
    total = sum(parts)
    if total <= 0 or min(parts) < 0:
        raise DataError("An amount can only be shared out by weights above zero.")
    size = abs(amount)
    shares = [size * part // total for part in parts]
    left = size - sum(shares)
    most = sorted(range(len(parts)), key=lambda at: (-(size * parts[at] % total), at))
    for at in most[:left]:
        shares[at] += 1
    return shares if amount >= 0 else [-share for share in shares]
