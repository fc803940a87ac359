"""Cost per patient: by week, and over a period by two rules that people must not mix up."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from vmbox.errors import DataError
from vmbox.value.money import pence_of_pounds

if TYPE_CHECKING:
    import datetime as dt

    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class WeeklyCosts:
    """A team's costs and patients by week, or month.

    Attributes
    ----------
    weeks
        First days, in order.
    pence
        Total cost: whole pence; 0 where nothing is recorded.
    costed
        The weeks in which a cost is recorded.
    patients
        NaN where nothing is recorded.
    denominator
        What a patient is: "Patients cared for". Stands beside every figure.
    definition
        The same in a sentence, as the measure has it.
    monthly
        Whether the weeks are months.
    """

    weeks: pd.DatetimeIndex
    pence: NDArray[np.int64]
    costed: NDArray[np.bool_]
    patients: NDArray[np.float64]
    denominator: str = "Patients"
    definition: str = ""
    monthly: bool = False

    @classmethod
    def of(
        cls,
        costs: pd.Series | pd.DataFrame,
        patients: pd.Series,
        *,
        denominator: str = "Patients",
        definition: str = "",
        monthly: bool = False,
    ) -> WeeklyCosts:
        """Return the weekly costs of cells: pounds and patients by week, NaN for a blank cell.

        Parameters
        ----------
        costs
            Total cost, or a column a cost line; a week's total is the sum of what is recorded.
        patients
            Of the same weeks.
        denominator, definition, monthly
            As the attributes.

        Raises
        ------
        DataError
            The two are not of the same weeks, or a figure cannot be.
        """
        if not costs.index.equals(patients.index):
            raise DataError("Costs and patients are not of the same weeks.")
        lines = costs.to_frame() if isinstance(costs, pd.Series) else costs
        values = lines.to_numpy(dtype=np.float64)
        counts = patients.to_numpy(dtype=np.float64)
        if (counts < 0).any() or np.isinf(counts).any():
            wrong = patients.index[int(np.flatnonzero((counts < 0) | np.isinf(counts))[0])]
            raise DataError(
                f"{denominator} of {wrong:%Y-%m-%d}: {patients[wrong]:g} is no number of patients."
            )
        pence = sum(
            (pence_of_pounds(column) for column in values.T), np.zeros(len(values), dtype=np.int64)
        )
        costed = ~np.isnan(values).all(axis=1) if values.shape[1] else np.zeros(len(values), bool)
        weeks = pd.DatetimeIndex(costs.index)
        return cls(weeks, np.asarray(pence), costed, counts, denominator, definition, monthly)

    @property
    def usable(self) -> NDArray[np.bool_]:
        """The weeks that have both a cost and at least one patient."""
        return np.asarray(self.costed & (np.nan_to_num(self.patients) > 0))

    @property
    def per_patient(self) -> pd.Series:
        """Pounds per patient by week; NaN, never 0, where either is missing."""
        usable = self.usable
        cost = np.full(len(self.weeks), np.nan)
        cost[usable] = self.pence[usable] / 100 / self.patients[usable]
        return pd.Series(cost, index=self.weeks, name=f"Cost per patient ({self.denominator})")

    def between(self, first: dt.date | None = None, last: dt.date | None = None) -> PeriodCost:
        """Return the period of the weeks that begin from `first` to `last`, both included."""
        chosen = np.ones(len(self.weeks), dtype=bool)
        if first is not None:
            chosen &= np.asarray(self.weeks >= pd.Timestamp(first))
        if last is not None:
            chosen &= np.asarray(self.weeks <= pd.Timestamp(last))
        return self._period(chosen)

    def first(self, count: int) -> PeriodCost:
        """Return the first so many weeks that have both a cost and patients."""
        return self._period(self.usable & (np.cumsum(self.usable) <= count))

    def last(self, count: int) -> PeriodCost:
        """Return the last so many weeks that have both a cost and patients."""
        ahead = np.cumsum(self.usable[::-1])[::-1]
        return self._period(self.usable & (ahead <= count))

    def _period(self, chosen: NDArray[np.bool_]) -> PeriodCost:
        used = chosen & self.usable
        named = self.weeks[chosen]
        return PeriodCost(
            named[0].date() if len(named) else None,
            named[-1].date() if len(named) else None,
            int(chosen.sum()),
            tuple(int(pence) for pence in self.pence[used]),
            tuple(Fraction(float(count)) for count in self.patients[used]),
            self.denominator,
            self.definition,
            self.monthly,
        )


@dataclass(frozen=True)
class PeriodCost:
    """The cost of some weeks: those with both a cost and patients count, the others do not.

    Attributes
    ----------
    first, last
        First days of the period's first and last week; None for a period without weeks.
    weeks
        How many weeks the period has.
    costs, patients
        By week that has both: pence, and patients.
    denominator, definition, monthly
        As :class:`WeeklyCosts`.
    """

    first: dt.date | None
    last: dt.date | None
    weeks: int
    costs: tuple[int, ...]
    patients: tuple[Fraction, ...]
    denominator: str = "Patients"
    definition: str = ""
    monthly: bool = False

    @property
    def counted(self) -> int:
        """How many weeks have both."""
        return len(self.costs)

    @cached_property
    def spend(self) -> Fraction | None:
        """Pence a week, on average."""
        return Fraction(sum(self.costs), self.counted) if self.costs else None

    @cached_property
    def volume(self) -> Fraction | None:
        """Patients a week, on average."""
        return sum(self.patients, Fraction()) / self.counted if self.costs else None

    @cached_property
    def per_patient(self) -> Fraction | None:
        """Cost per patient over the period: all costs by all patients, in pence."""
        return Fraction(sum(self.costs)) / sum(self.patients, Fraction()) if self.costs else None

    @cached_property
    def median_of_weeks(self) -> Fraction | None:
        """The median of the weeks' costs per patient, in pence: another figure than the above."""
        ratios = [cost / count for cost, count in zip(self.costs, self.patients, strict=True)]
        return median(ratios) if ratios else None
