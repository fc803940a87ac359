"""Baseline against current: where a change of the unit cost came from, and what it released.

Spend S, volume V and unit cost u = S / V are weekly averages. Falling unit cost is no saving by
itself: cash is released where less is spent, S0 - S1, and by nothing else. More patients for the
money is productivity, u0 (V1 - V0); it frees no cash. The two are never added up.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

    from vmbox.value.costs import PeriodCost


@dataclass(frozen=True)
class Change:
    """What changed from one period to another, exactly: pence as fractions.

    Every figure is None where a period has no week with both a cost and patients.

    Attributes
    ----------
    baseline, current
        The periods.
    recurring
        Whether an accountant says that what was released recurs every year; None while nobody
        has said.
    """

    baseline: PeriodCost
    current: PeriodCost
    recurring: bool | None = None

    @cached_property
    def _parts(self) -> tuple[Fraction, Fraction, Fraction, Fraction] | None:
        """S0, S1, V0, V1; None where one is missing."""
        spends = self.baseline.spend, self.current.spend
        volumes = self.baseline.volume, self.current.volume
        if spends[0] is None or spends[1] is None or volumes[0] is None or volumes[1] is None:
            return None
        return spends[0], spends[1], volumes[0], volumes[1]

    @property
    def comparable(self) -> bool:
        """Whether both periods have weeks with both a cost and patients."""
        return self._parts is not None

    @property
    def unit_cost(self) -> Fraction | None:
        """The change in cost per patient, u1 - u0."""
        if self._parts is None:
            return None
        s0, s1, v0, v1 = self._parts
        return s1 / v1 - s0 / v0

    @property
    def spend_effect(self) -> Fraction | None:
        """The part of it that spending made: (S1 - S0) (1/V0 + 1/V1) / 2."""
        if self._parts is None:
            return None
        s0, s1, v0, v1 = self._parts
        return (s1 - s0) * (1 / v0 + 1 / v1) / 2

    @property
    def volume_effect(self) -> Fraction | None:
        """The part of it that the number of patients made: (S0 + S1) / 2 (1/V1 - 1/V0)."""
        if self._parts is None:
            return None
        s0, s1, v0, v1 = self._parts
        return (s0 + s1) / 2 * (1 / v1 - 1 / v0)

    @property
    def cash_releasing(self) -> Fraction | None:
        """Pence a week that are no longer spent, S0 - S1; below 0 where more is spent."""
        return None if self._parts is None else self._parts[0] - self._parts[1]

    @property
    def productivity(self) -> Fraction | None:
        """What the further patients would have cost a week at the baseline, u0 (V1 - V0)."""
        if self._parts is None:
            return None
        s0, _, v0, v1 = self._parts
        return s0 / v0 * (v1 - v0)

    @property
    def cash_over_period(self) -> Fraction | None:
        """Cash-releasing over the weeks of the current period that have both."""
        return None if self.cash_releasing is None else self.cash_releasing * self.current.counted

    @property
    def productivity_over_period(self) -> Fraction | None:
        """Productivity over the weeks of the current period that have both."""
        return None if self.productivity is None else self.productivity * self.current.counted

    @property
    def unit_cost_share(self) -> Fraction | None:
        """The change in cost per patient as a share; None where the baseline cost nothing."""
        return _share(self.unit_cost, self.baseline.per_patient)

    @property
    def spend_share(self) -> Fraction | None:
        """The change in weekly spend as a share of the baseline."""
        cash = self.cash_releasing
        return _share(None if cash is None else -cash, self.baseline.spend)

    @property
    def volume_share(self) -> Fraction | None:
        """The change in weekly patients as a share of the baseline."""
        parts = self._parts
        return None if parts is None else parts[3] / parts[2] - 1


def implied_spend(unit_cost_share: Fraction, volume_share: Fraction) -> Fraction:
    """Return what weekly spend is multiplied by where unit cost and volume change by such shares.

    A report that gives a fall in unit cost and a rise in patients says by this whether any cash
    was released: below 1 some was, at 1 or above none.
    """
    return (1 + unit_cost_share) * (1 + volume_share)


def _share(change: Fraction | None, of: Fraction | None) -> Fraction | None:
    return None if change is None or of is None or of <= 0 else change / of
