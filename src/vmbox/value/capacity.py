"""What a team's contracted hours went to: shares that add up to the whole."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from vmbox.errors import DataError
from vmbox.value.money import shared_out

if TYPE_CHECKING:
    import datetime as dt

AVAILABLE: Final = "Available"


@dataclass(frozen=True)
class Capacity:
    """Contracted hours by category, over the weeks that were looked at.

    Sampled capacity is normal: a few shifts every eight to ten weeks. A week without a sample is
    no error, and does not count.

    Attributes
    ----------
    contracted
        Hours.
    hours
        By category, as people recorded them.
    weeks
        How many weeks were looked at: the sample's size.
    first, last
        The first days of the first and the last of them; None where there are none.
    over
        First days of the weeks in which more was recorded than contracted: a finding.
    role
        Whose hours they are; "" for the whole team.
    """

    contracted: Fraction
    hours: dict[str, Fraction]
    weeks: int
    first: dt.date | None = None
    last: dt.date | None = None
    over: tuple[dt.date, ...] = ()
    role: str = ""

    @property
    def available(self) -> Fraction:
        """Contracted hours less all that were recorded; below 0 where more were."""
        return self.contracted - sum(self.hours.values(), Fraction())

    @property
    def shares(self) -> dict[str, Fraction]:
        """Each category's share of contracted hours and the available one's: they add up to 1.

        Empty where no hours are contracted.
        """
        if not self.contracted:
            return {}
        every = {**self.hours, AVAILABLE: self.available}
        return {name: hours / self.contracted for name, hours in every.items()}

    def percentages(self) -> dict[str, float]:
        """Return the shares in per cent with one decimal, rounded so that they add up to 100.

        Where more was recorded than contracted, the shares are simply rounded.
        """
        shares = self.shares
        if any(share < 0 for share in shares.values()):
            return {name: round(float(share * 100), 1) for name, share in shares.items()}
        whole = 10**9
        weights = [int(share * whole) for share in shares.values()]
        tenths = shared_out(1000, weights) if shares else []
        return {name: part / 10 for name, part in zip(shares, tenths, strict=True)}


def capacity(contracted: pd.Series, hours: pd.DataFrame, *, role: str = "") -> Capacity:
    """Return what contracted hours went to, over the weeks with contracted and recorded hours.

    Parameters
    ----------
    contracted
        Hours by week, NaN where none are recorded.
    hours
        The same weeks by category. A blank cell beside others of its week is nought.
    role
        Whose hours they are.

    Raises
    ------
    DataError
        The two are not of the same weeks, or hours are below zero.
    """
    if not contracted.index.equals(hours.index):
        raise DataError("Contracted hours and hours by category are not of the same weeks.")
    frame = pd.concat([contracted.rename(AVAILABLE), hours], axis=1)
    values = frame.to_numpy(dtype=np.float64)
    wrong = np.argwhere((values < 0) | np.isinf(values))
    if len(wrong):
        row, column = wrong[0]
        name = "Contracted hours" if column == 0 else str(frame.columns[column])
        raise DataError(
            f"{name} of {frame.index[row]:%Y-%m-%d}: {values[row, column]:g} cannot be hours."
        )
    looked = (values[:, 0] > 0) & ~np.isnat(frame.index.to_numpy())
    looked &= ~np.isnan(values[:, 1:]).all(axis=1)
    used = np.nan_to_num(values[looked])
    weeks = pd.DatetimeIndex(frame.index[looked])
    over = weeks[used[:, 1:].sum(axis=1) > used[:, 0] * (1 + 1e-9)]
    return Capacity(
        _exact_sum(used[:, 0]),
        {str(name): _exact_sum(used[:, at]) for at, name in enumerate(hours.columns, start=1)},
        len(weeks),
        weeks[0].date() if len(weeks) else None,
        weeks[-1].date() if len(weeks) else None,
        tuple(week.date() for week in over),
        role,
    )


def _exact_sum(hours: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Fraction:
    """The sum of hours as they are written: 0.1 is a tenth."""
    return sum((Fraction(repr(float(one))) for one in hours), Fraction())
