"""The Value sheet: baseline against current, cash apart from productivity, and the ledger.

Every figure is a native formula on what stands on Cost and Ledger, so that it works for a team
that types by hand. Formulas name their cells, so that they read as what they say:
``=bsValue_baseline_cost/bsValue_baseline_weeks``.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from vmbox.value import in_words
from vmbox.workbook import layout as at
from vmbox.workbook import value_layout as place
from vmbox.workbook.bridging import plan_bridge
from vmbox.workbook.cells import SheetPlan, Value, address
from vmbox.workbook.dates import serial
from vmbox.workbook.reconciling import plan_reconciliation
from vmbox.workbook.registers import day_number
from vmbox.workbook.value_figures import (
    USUAL,
    as_number,
    as_pounds,
    compare,
    periods_in_use,
    unit_cost,
    weekly_costs,
)
from vmbox.workbook.value_labels import plan_labels
from vmbox.workbook.value_layout import BASELINE, name, standard_place
from vmbox.workbook.value_words import NO_UNIT_COST, sentence_formula

if TYPE_CHECKING:
    from vmbox.measures import BoxScore, Measure
    from vmbox.value import Change, PeriodCost
    from vmbox.workbook.layout import Layout
    from vmbox.workbook.value_figures import Period

_BLANK: Final = ""
_MONEY: Final = "figure|GBP"
_CHECK: Final = "signal"
# What is compared: a period's figure, the style of its unit, and how a cell shows it.
_FIGURES: Final = {
    "spend": ("spend", "GBP", as_pounds),
    "volume": ("volume", "hours", as_number),
    "unit": ("per_patient", "GBP", as_pounds),
    "median": ("median_of_weeks", "GBP", as_pounds),
}
_ADDS_UP: Final = "adds up"
# Half a hundredth of a penny: effects are fractions of pounds.
_DUST: Final = 0.00005


class ValuePlan:
    """Plans the Value sheet."""

    def __init__(self, box: BoxScore, layout: Layout) -> None:
        self.box = box
        self.layout = layout
        self.fresh = layout.front is None
        self.place = layout.value or standard_place()
        self.measure = unit_cost(box)

    def plan(self, sheet: SheetPlan | None = None) -> SheetPlan:
        """Return the planned sheet; without its plain words where people may have moved them."""
        self.sheet = sheet or SheetPlan(self.place.sheet, formulas_only=not self.fresh)
        team = self.box.team
        self._formula("title", f'="Value: "&{at.NAME_TEAM}', f"Value: {team}", "title")
        self._formula("remark", f'={at.NAME_REMARK}&""', self.box.remark, "remark")
        if self.fresh:
            plan_labels(self.sheet, self.box.period)
        self._typed()
        if self.measure is None:
            self._nothing()
        else:
            self._compared(self.measure)
        plan_reconciliation(self.sheet, self.box, self.place)
        return self.sheet

    def _formula(
        self, key: str, formula: str, value: Value, style: str, *, array: bool = False
    ) -> None:
        there = self.place.cells.get(key)
        if there is not None:
            self.sheet.formula(*there, formula, value, style, array=array)

    def _put(self, key: str, value: Value, style: str) -> None:
        there = self.place.cells.get(key)
        if there is not None:
            self.sheet.put(*there, value, style)

    def _typed(self) -> None:
        choice = self.box.value_choice
        for key in ("baseline_from", "baseline_to", "current_from", "current_to"):
            self._put(key, day_number(getattr(choice, key)), "choice|date")
        self._put("recurring", choice.recurring, "setting")

    def _nothing(self) -> None:
        """Blank cells and a sentence on what is missing."""
        for key, there in self.place.cells.items():
            if there not in self.sheet.single and not key.startswith(("ledger_", "other_")):
                self.sheet.put(*there, None, "figure|")
        self._put("sentence", NO_UNIT_COST, "sentence")
        for words in ("counted", "counted_week", "measure"):
            self._put(words, None, "row label")
        self._put("counted_definition", None, "row words")

    # ------------------------------------------------------------ baseline against current
    def _compared(self, measure: Measure) -> None:
        costs = weekly_costs(self.box, measure)
        change = compare(self.box, measure, costs)
        self._named(measure)
        self._formula(
            "weeks_recorded",
            f"=SUMPRODUCT({self._both(measure)})",
            int(costs.usable.sum()),
            "figure|count",
        )
        in_use = periods_in_use(self.box, costs)
        for side, period, figures in zip(
            place.SIDES, in_use, (change.baseline, change.current), strict=True
        ):
            self._weeks_in_use(side, period, measure)
            self._sums(side, figures, measure)
        self._changes(change)
        self._effects(change)
        self._worth(change)
        plan_bridge(self.sheet, self.place, change)
        self._formula("sentence", sentence_formula(self.box.period), in_words(change), "sentence")

    def _named(self, measure: Measure) -> None:
        """What is measured and what is counted, in the words of their headings."""
        counted = self.box.item(measure.denominator or "")
        self._formula("measure", f"={self._above(measure.name)}", measure.name, "row label")
        heading = self._above(counted.name)
        self._formula("counted", f"={heading}", counted.name, "row label")
        words = f" a {self.box.period}"
        self._formula(
            "counted_week", f'={heading}&"{words}"', f"{counted.name}{words}", "row label"
        )
        self._formula(
            "counted_definition",
            f'={self._above(counted.name, at.DEFINITION)}&""',
            counted.definition,
            "row words",
        )

    def _above(self, item: str, label: str = "") -> str:
        """The cell of a column's heading, or of a definition row above it."""
        column = self.layout.columns[item]
        tab = self.layout.tab(column.domain)
        row = tab.label_row(label) if label else tab.header_row
        return tab.prefix + address(row, column.position, fix_row=True, fix_column=True)

    def _range(self, item: str | None) -> str:
        column = self.layout.columns[item or ""]
        return f"{at.TABLES[column.domain]}[[{column.header}]]"

    @property
    def _weeks(self) -> str:
        return f"{at.TABLES['Cost']}[{self.layout.tab('Cost').period_header}]"

    def _both(self, measure: Measure) -> str:
        """1 in every week that has both cost and patients, else 0."""
        cost, patients = self._range(measure.numerator), self._range(measure.denominator)
        return f"ISNUMBER({cost})*ISNUMBER({patients})*({patients}>=0.000001)"

    def _weeks_in_use(self, side: str, period: Period, measure: Measure) -> None:
        """The weeks that people chose, else the first 12 and the last 12 that have both."""
        count, both = name("weeks_recorded"), self._both(measure)
        weeks = f'IF({both}>0,{self._weeks},"")'
        if side == BASELINE:
            none = f"{count}=0"
            usual = {"from": f"SMALL({weeks},1)", "to": f"SMALL({weeks},MIN({USUAL},{count}))"}
        else:
            none = f"{count}<={USUAL}"
            usual = {
                "from": f"LARGE({weeks},MIN({USUAL},{count}-{USUAL}))",
                "to": f"LARGE({weeks},1)",
            }
        for end, position in (("from", period.first), ("to", period.last)):
            typed = name(f"{side}_{end}")
            chosen = f"IFERROR(INDEX({self._weeks},MATCH({typed},{self._weeks},1)),{typed})"
            self._formula(
                f"{side}_used_{end}",
                f'=IF(ISNUMBER({typed}),{chosen},IF({none},"",{usual[end]}))',
                self._day(side, end, position),
                "figure|date",
                array=True,
            )

    def _day(self, side: str, end: str, position: int | None) -> Value:
        if position is None:
            return _BLANK
        if position < 0:
            return day_number(getattr(self.box.value_choice, f"{side}_{end}"))
        return serial(self.box, position)

    def _sums(self, side: str, figures: PeriodCost, measure: Measure) -> None:
        first, last, weeks = (name(f"{side}_{what}") for what in ("used_from", "used_to", "weeks"))
        inside = f"({self._weeks}>={first})*({self._weeks}<={last})"
        chosen = f"{inside}*{self._both(measure)}"
        for what, which, value in (
            ("span", inside, figures.weeks),
            ("weeks", chosen, figures.counted),
        ):
            self._formula(
                f"{side}_{what}",
                f"=IF(AND(ISNUMBER({first}),ISNUMBER({last})),SUMPRODUCT({which}),0)",
                value,
                "figure|count",
            )
        cost = f"ROUND({self._range(measure.numerator)},2)"
        patients = f"ROUND({self._range(measure.denominator)},6)"
        total, seen = name(f"{side}_cost"), name(f"{side}_patients")
        counted = bool(figures.counted)
        spent = Fraction(sum(figures.costs)) if counted else None
        people = sum(figures.patients, Fraction()) if counted else None
        for what, formula, shown, style, array in (
            ("cost", f"ROUND(SUM(IF({chosen}>0,{cost},0)),2)", as_pounds(spent), "GBP", True),
            (
                *("patients", f"ROUND(SUM(IF({chosen}>0,{patients},0)),6)", as_number(people)),
                *("count", True),
            ),
            ("spend", f"{total}/{weeks}", as_pounds(figures.spend), "GBP", False),
            ("volume", f"{seen}/{weeks}", as_number(figures.volume), "hours", False),
            ("unit", f"{total}/{seen}", as_pounds(figures.per_patient), "GBP", False),
            (
                *("median", f'MEDIAN(IF({chosen}>0,{cost}/{patients},""))'),
                *(as_pounds(figures.median_of_weeks), "GBP", True),
            ),
        ):
            self._formula(
                f"{side}_{what}",
                f'=IF({weeks}=0,"",{formula})',
                shown,
                f"figure|{style}",
                array=array,
            )

    def _changes(self, change: Change) -> None:
        sides = (change.baseline, change.current)
        for what, (figure, unit, show) in _FIGURES.items():
            before, now = (name(f"{side}_{what}") for side in place.SIDES)
            was, is_ = (getattr(side, figure) for side in sides)
            known = was is not None and is_ is not None
            numbers = f"AND(ISNUMBER({before}),ISNUMBER({now}))"
            self._formula(
                f"{what}_change",
                f'=IF({numbers},{now}-{before},"")',
                show(is_ - was if known else None),
                f"figure|{unit}",
            )
            self._formula(
                f"{what}_percent",
                f'=IF({numbers},IF({before}>0,{now}/{before}-1,""),"")',
                as_number(is_ / was - 1 if known and was > 0 else None),
                "change|%",
            )

    def _when_ready(self, key: str, formula: str, value: Value, style: str) -> None:
        both = ",".join(f"{name(f'{side}_weeks')}>0" for side in place.SIDES)
        self._formula(key, f'=IF(AND({both}),{formula},"")', value, style)

    def _effects(self, change: Change) -> None:
        spend, volume = (
            [name(f"{side}_{what}") for side in place.SIDES] for what in ("spend", "volume")
        )
        inverse = f"1/{volume[1]}-1/{volume[0]}"
        average = f"(1/{volume[0]}+1/{volume[1]})/2"
        for key, formula, value in (
            ("volume_effect", f"({spend[0]}+{spend[1]})/2*({inverse})", change.volume_effect),
            ("spend_effect", f"({spend[1]}-{spend[0]})*{average}", change.spend_effect),
            # The two add up to the change exactly: by hypothesis, too.
            ("effects", f"{name('volume_effect')}+{name('spend_effect')}", change.unit_cost),
        ):
            self._when_ready(key, formula, as_pounds(value), _MONEY)
        left = f"{name('effects')}-{name('unit_change')}"
        self._when_ready(
            "effects_check",
            f'IF(ABS({left})<{_DUST},"{_ADDS_UP}","£"&FIXED({left},4)&" apart")',
            _ADDS_UP if change.comparable else _BLANK,
            _CHECK,
        )

    def _worth(self, change: Change) -> None:
        weeks = name("current_weeks")
        more = f"({name('current_volume')}-{name('baseline_volume')})"
        spend = f"{name('baseline_spend')}-{name('current_spend')}"
        for what, formula, each, over in (
            ("cash", spend, change.cash_releasing, change.cash_over_period),
            (
                *("productivity", f"{name('baseline_unit')}*{more}"),
                *(change.productivity, change.productivity_over_period),
            ),
        ):
            self._when_ready(f"{what}_week", formula, as_pounds(each), _MONEY)
            period = f"{name(f'{what}_week')}*{weeks}"
            self._when_ready(f"{what}_period", period, as_pounds(over), _MONEY)
