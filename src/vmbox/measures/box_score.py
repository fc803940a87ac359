"""A team's box score: its measures, its weeks, and what was recorded in them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np
import pandas as pd

from vmbox.errors import MeasureError, did_you_mean
from vmbox.measures.measure import Domain, Input, Item, Measure, laid_out
from vmbox.measures.registers import ValueChoice
from vmbox.measures.rounding import all_as_cells_hold, rounded

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from vmbox.measures.registers import (
        Action,
        CostMapRow,
        Huddle,
        LedgerRow,
        LogEntry,
        NewMedian,
    )

Period = Literal["week", "month"]
PERIODS: Final[tuple[Period, ...]] = get_args(Period)
WEEKS: Final = 104
# Decimals that a total keeps: whole pence for money, enough of them for hours and counts.
PENCE: Final = 2
DECIMALS: Final = 6


@dataclass(frozen=True, eq=False)
class BoxScore:
    """A team's box score. Frozen: the verbs return a new one.

    Attributes
    ----------
    team, board, setting
        Words that name it.
    measures, inputs
        In the order of the tabs; an input stands before what is worked out from it.
    weeks
        First days of the weeks (or months) that are laid out, in order, without a gap.
    entered
        What people typed: a DataFrame of floats, weeks by column name, NaN where nothing was
        typed. A calculated measure's column holds a number only in weeks where somebody typed
        over the formula. Numbers keep 15 significant digits, as in a cell.
    notes
        Text by domain and week.
    medians, huddles, actions, log, ledger, cost_map
        The rows of those registers.
    value_choice
        The weeks that the Value sheet compares.
    period
        "week", or "month" where the workbook is monthly.
    remark
        What every reader must know, such as "Illustrative data"; shown on the front page.
    """

    team: str
    measures: tuple[Measure, ...]
    weeks: pd.DatetimeIndex
    inputs: tuple[Input, ...] = ()
    entered: pd.DataFrame = field(default_factory=pd.DataFrame)
    board: str = ""
    setting: str = ""
    period: Period = "week"
    remark: str = ""
    notes: Mapping[tuple[Domain, dt.date], str] = field(default_factory=dict)
    medians: tuple[NewMedian, ...] = ()
    huddles: tuple[Huddle, ...] = ()
    actions: tuple[Action, ...] = ()
    log: tuple[LogEntry, ...] = ()
    ledger: tuple[LedgerRow, ...] = ()
    cost_map: tuple[CostMapRow, ...] = ()
    value_choice: ValueChoice = field(default_factory=ValueChoice)

    def __post_init__(self) -> None:
        items = laid_out(self.measures, self.inputs)
        measures = tuple(item for item in items if isinstance(item, Measure))
        inputs = tuple(item for item in items if isinstance(item, Input))
        object.__setattr__(self, "measures", measures)
        object.__setattr__(self, "inputs", inputs)
        object.__setattr__(self, "entered", _laid_on(self.entered, self.weeks, items))
        object.__setattr__(self, "notes", dict(self.notes))

    @classmethod
    def blank(
        cls,
        team: str,
        measures: Iterable[Measure],
        inputs: Iterable[Input] = (),
        *,
        start: dt.date,
        weeks: int = WEEKS,
        period: Period = "week",
        board: str = "",
        setting: str = "",
        remark: str = "",
    ) -> BoxScore:
        """Return a box score with nothing recorded, from `start` on, `weeks` periods long."""
        return cls(
            team,
            tuple(measures),
            laid_weeks(start, weeks, period),
            tuple(inputs),
            board=board,
            setting=setting,
            period=period,
            remark=remark,
        )

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All columns, measures and inputs, in the order of the tabs."""
        return laid_out(self.measures, self.inputs)

    @property
    def values(self) -> pd.DataFrame:
        """The value of every measure in every week: floats, weeks by measure, NaN for none."""
        return self._worked.loc[:, [measure.name for measure in self.measures]]

    def worked_out(self) -> pd.DataFrame:
        """Return every column, typed or calculated: floats, weeks by column name."""
        return self._worked.copy()

    def series(self, name: str) -> NDArray[np.float64]:
        """Return one column in every week, typed or calculated: NaN for none. Read only."""
        return self._series[name]

    def typed(self, name: str) -> NDArray[np.float64]:
        """Return what people typed into one column: NaN for nothing. Read only."""
        return self._typed[name]

    @cached_property
    def _typed(self) -> dict[str, NDArray[np.float64]]:
        # Column by column: a frame takes ten times as long for one.
        table = np.ascontiguousarray(self.entered.to_numpy(dtype=np.float64).T)
        table.flags.writeable = False
        return dict(zip(self.entered.columns, table, strict=True))

    @cached_property
    def _series(self) -> dict[str, NDArray[np.float64]]:
        columns: dict[str, NDArray[np.float64]] = {}
        for item in _in_working_order(self.items):
            typed = self._typed[item.name]
            columns[item.name] = (
                np.where(np.isnan(typed), _calculated(item, columns), typed)
                if item.calculated
                else typed
            )
        return columns

    @cached_property
    def _worked(self) -> pd.DataFrame:
        names = [item.name for item in self.items]
        if not names:
            return pd.DataFrame(index=self.weeks)
        table = np.column_stack([self._series[name] for name in names])
        return pd.DataFrame(table, index=self.weeks, columns=names)

    def item(self, name: str) -> Item:
        """Return the measure or input of that name, whatever its case.

        Raises
        ------
        MeasureError
            No such column; names the nearest.
        """
        for item in self.items:
            if item.name.casefold() == name.casefold():
                return item
        raise MeasureError(
            f"{self.team} has no measure '{name}'."
            f"{did_you_mean(name, [item.name for item in self.items])}"
        )

    def measure(self, name: str) -> Measure:
        """Return the measure of that name, whatever its case.

        Raises
        ------
        MeasureError
            No such measure; names the nearest.
        """
        for measure in self.measures:
            if measure.name.casefold() == name.casefold():
                return measure
        known = [measure.name for measure in self.measures]
        raise MeasureError(f"{self.team} has no measure '{name}'.{did_you_mean(name, known)}")

    def phases(self, name: str) -> tuple[int, ...]:
        """Return the positions of the weeks in which accepted medians of a measure begin.

        One a row of the register, in order: two rows for the same week give it twice.
        """
        starts = [
            int(self.weeks.searchsorted(pd.Timestamp(row.week)))
            for row in self.medians
            if row.measure.casefold() == name.casefold()
        ]
        return tuple(sorted(start for start in starts if start < len(self.weeks)))

    def recording(self, entered: pd.DataFrame) -> BoxScore:
        """Return this box score with `entered` (weeks by column name) laid over what it has."""
        known = [item.name for item in self.items]
        for name in entered.columns:
            if name not in known:
                raise MeasureError(f"There is no column '{name}'.{did_you_mean(name, known)}")
        return replace(self, entered=entered.combine_first(self.entered))

    def tidy(self) -> pd.DataFrame:
        """Return one row per measure and recorded week.

        Columns: team, board, setting, domain, measure, unit, better, week, value, numerator,
        denominator, goal.
        """
        worked = self._worked
        parts = [self._tidy_measure(measure, worked) for measure in self.measures]
        columns = ["team", "board", "setting", "domain", "measure", "unit", "better"]
        columns += ["week", "value", "numerator", "denominator", "goal"]
        parts = [part for part in parts if len(part)]
        return (
            pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)
        )

    def _tidy_measure(self, measure: Measure, worked: pd.DataFrame) -> pd.DataFrame:
        value = worked[measure.name].to_numpy()
        nothing = np.full(len(self.weeks), np.nan)
        frame = pd.DataFrame(
            {
                "week": self.weeks,
                "value": value,
                "numerator": worked[measure.numerator] if measure.numerator else nothing,
                "denominator": worked[measure.denominator] if measure.denominator else nothing,
            }
        )
        recorded: pd.DataFrame = frame.loc[~np.isnan(value)]
        return recorded.assign(
            team=self.team,
            board=self.board,
            setting=self.setting,
            domain=measure.domain,
            measure=measure.name,
            unit=measure.unit,
            better=measure.better,
            goal=np.nan if measure.goal is None else measure.goal,
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, BoxScore):
            return NotImplemented
        return self._words() == other._words() and self.entered.equals(other.entered)

    __hash__ = None  # type: ignore[assignment]  # it holds frames

    def _words(self) -> tuple[object, ...]:
        return (
            self.team,
            self.board,
            self.setting,
            self.period,
            self.remark,
            self.measures,
            self.inputs,
            self.notes,
            self.medians,
            self.huddles,
            self.actions,
            self.log,
            self.ledger,
            self.cost_map,
            self.value_choice,
        )


def laid_weeks(start: dt.date, weeks: int, period: Period = "week") -> pd.DatetimeIndex:
    """Return the first days of `weeks` periods from `start` on.

    Raises
    ------
    MeasureError
        Fewer than one week, a word that is no period, or a month that begins in its middle.
    """
    if weeks < 1:
        raise MeasureError(f"{weeks} weeks: a box score needs at least 1.")
    if period not in PERIODS:
        raise MeasureError(f"{period!r} is no period: use week or month.")
    if period == "month":
        if start.day != 1:
            raise MeasureError(f"{start}: a monthly box score begins on the first of a month.")
        return pd.date_range(start, periods=weeks, freq="MS", name="week").as_unit("ns")
    return pd.date_range(start, periods=weeks, freq="7D", name="week").as_unit("ns")


def _laid_on(
    entered: pd.DataFrame, weeks: pd.DatetimeIndex, items: tuple[Item, ...]
) -> pd.DataFrame:
    names = [item.name for item in items]
    unknown = [name for name in entered.columns if name not in names]
    if unknown:
        raise MeasureError(f"There is no column '{unknown[0]}'.{did_you_mean(unknown[0], names)}")
    if not entered.index.equals(weeks):
        outside = [week for week in entered.index if week not in weeks]
        if outside:
            raise MeasureError(
                f"{outside[0]:%Y-%m-%d} is none of the box score's weeks "
                f"({weeks[0]:%Y-%m-%d} to {weeks[-1]:%Y-%m-%d})."
            )
    laid = entered.reindex(index=weeks, columns=names).astype("float64")
    # -0.0 would come back from a spreadsheet as 0.
    kept = all_as_cells_hold(laid.to_numpy()) + 0.0
    return pd.DataFrame(kept, index=laid.index, columns=laid.columns)


def _in_working_order(items: tuple[Item, ...]) -> list[Item]:
    """Every item after those that it needs, also across tabs."""
    by_name = {item.name: item for item in items}
    order: dict[str, Item] = {}

    def work(item: Item) -> None:
        for name in item.needs:
            if name not in order:
                work(by_name[name])
        order[item.name] = item

    for item in items:
        work(item)
    return list(order.values())


def _calculated(item: Item, columns: dict[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    if isinstance(item, Measure) and item.numerator and item.denominator:
        numerator, denominator = columns[item.numerator], columns[item.denominator]
        usable = denominator > 0
        # The order of the operations is that of the workbook's formula, to the last bit.
        nothing = np.full_like(numerator, np.nan)
        with np.errstate(over="ignore"):  # what no cell can hold is no value
            divided: NDArray[np.float64] = np.divide(
                numerator * item.per, denominator, out=nothing, where=usable
            )
        return np.where(np.isinf(divided), np.nan, divided)
    total = _total(item.adds, columns)
    if item.less:
        total = total - _total(item.less, columns)
    return rounded(total, PENCE if item.unit == "GBP" else DECIMALS)


def _total(names: tuple[str, ...], columns: dict[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    """The sum of what is there; NaN in weeks that have none of them."""
    stacked = np.array([columns[name] for name in names])
    total = np.zeros(stacked.shape[1])
    for row in stacked:  # one after the other, as a spreadsheet adds
        total = total + np.nan_to_num(row)
    return np.where(np.isnan(stacked).all(axis=0), np.nan, total)
