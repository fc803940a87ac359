"""The data tabs: definition rows above, one row a week below."""

from __future__ import annotations

import math
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, Final

import numpy as np

from vmbox.measures import DECIMALS, PENCE, Input, Item, Measure
from vmbox.workbook import layout as at
from vmbox.workbook.cells import SheetPlan, address
from vmbox.workbook.dates import serials

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vmbox.measures import BoxScore
    from vmbox.workbook.calc import CalcPlan
    from vmbox.workbook.layout import Column, Layout, Tab

TIMES: Final = " × "
OVER: Final = " ÷ "
PLUS: Final = " + "
LESS: Final = " − "
ALL_COST_LINES: Final = "Total of the cost lines"
# Figures of Calc that a data tab repeats, with the style of their unit.
_REPEATED: Final = {
    at.RECORDED: "Points",
    at.BASELINE_MEDIAN: "Baseline median",
    at.CURRENT_MEDIAN: "Current median",
    at.LATEST: "Latest",
    at.SIGNAL: "Signal",
}


class TabPlan:
    """Plans one data tab."""

    def __init__(self, box: BoxScore, layout: Layout, tab: Tab, calc: CalcPlan) -> None:
        self.box = box
        self.layout = layout
        self.tab = tab
        self.calc = calc
        self.sheet = SheetPlan(tab.sheet, formulas_only=layout.front is not None)

    def plan(self) -> SheetPlan:
        """Return the planned sheet."""
        put = self.sheet.put
        self.sheet.formula(
            *self.tab.title,
            f'="{self.tab.domain}: "&{at.NAME_TEAM}',
            f"{self.tab.domain}: {self.box.team}",
            "title",
        )
        put(*self.tab.hint, self._hint(), "hint")
        self.sheet.formula(
            *self.tab.remark,
            f'={at.NAME_REMARK}&""',
            self.box.remark,
            "remark",
        )
        for label, row in self.tab.label_rows.items():
            put(row, self.tab.label_column, self._labelled(label), "label")
        put(self.tab.header_row, self.tab.week_column, self.tab.period_header, "header")
        put(self.tab.header_row, self.tab.notes_position, at.NOTES, "header")
        for column in self.tab.columns:
            self._definitions(column)
            self._weeks(column)
        if not self.sheet.formulas_only:
            self._dates_and_notes()
        return self.sheet

    def _labelled(self, label: str) -> str:
        """The label of a row; what is recorded is counted in the workbook's own periods."""
        monthly = self.box.period == "month"
        return at.MONTHS_RECORDED if label == at.RECORDED and monthly else label

    def _hint(self) -> str:
        return (
            f"One row a {self.box.period}. Type in the white cells; grey cells work themselves "
            "out. For a new measure type its name over a spare heading, then its unit and "
            "direction. The + at the left margin unfolds owner, source and definition."
        )

    def _dates_and_notes(self) -> None:
        dates, days = [week.date() for week in self.box.weeks], serials(self.box)
        for week in range(self.tab.weeks):
            row = self.tab.week_rows[week]
            self.sheet.put(row, self.tab.week_column, days[week], self.box.period)
            note = self.box.notes.get((self.tab.domain, dates[week]))
            self.sheet.put(row, self.tab.notes_position, note, "note")

    # ------------------------------------------------------------ above the Table
    def _definitions(self, column: Column) -> None:
        if not self.sheet.formulas_only:
            self._typed(column)
        self._kind(column)
        self._made_from(column)
        self._figures(column, column.unit)

    def _typed(self, column: Column) -> None:
        """What people may type above the Table."""
        item, measure = column.item, column.measure
        header = self.tab.header_row
        self.sheet.put(header, column.position, column.header, _header_style(column))
        for label, value, style in (
            (at.UNIT, column.unit or None, "setting"),
            (at.BETTER, measure.better if measure else None, "setting"),
            (at.GOAL, measure.goal if measure else None, f"goal|{column.unit}"),
            (at.BASELINE, measure.baseline if measure else None, "setting"),
            (at.CADENCE, measure.cadence if measure else None, "setting"),
            (at.OWNER, item.owner or None if item else None, "words"),
            (at.SOURCE, item.source or None if item else None, "words"),
            (at.DEFINITION, item.definition or None if item else None, "words"),
        ):
            self.sheet.put(self.tab.label_row(label), column.position, value, style)

    def _kind(self, column: Column) -> None:
        row = self.tab.label_row(at.KIND)
        if not column.spare_name:
            self.sheet.put(row, column.position, column.kind, "kind")
            return
        in_use = at.KIND_MEASURE if column.slot is not None else at.KIND_COST_LINE
        header = address(self.tab.header_row, column.position, fix_row=True)
        self.sheet.formula(
            row,
            column.position,
            f'=IF(OR({header}="{column.spare_name}",{header}=""),"{at.KIND_SPARE}","{in_use}")',
            at.KIND_SPARE if column.spare else in_use,
            "kind",
        )

    def _made_from(self, column: Column) -> None:
        row, item = self.tab.label_row(at.MADE_FROM), column.item
        if item is None or not item.calculated:
            self.sheet.put(row, column.position, None, "words")
            return
        if self._adds_every_line(item):
            self.sheet.put(row, column.position, ALL_COST_LINES, "words")
            return
        recipe = partial(self._recipe, item)
        self.sheet.formula(row, column.position, recipe, recipe_in_words(item), "words")

    def _recipe(self, item: Item) -> str:
        """How a column is worked out, in words that follow when people rename headings."""
        if isinstance(item, Measure) and item.numerator and item.denominator:
            above, below = self._header(item.numerator), self._header(item.denominator)
            times = "" if item.per == 1 else f"{TIMES}{item.per:g}"
            return f'={above}&"{times}{OVER}"&{below}'
        words = [(PLUS, name) for name in item.adds] + [(LESS, name) for name in item.less]
        formula = "&".join(f'"{sign}"&{self._header(name)}' for sign, name in words)
        return "=" + formula.removeprefix(f'"{PLUS}"&')

    def _header(self, name: str) -> str:
        column = self.layout.columns[name]
        tab = self.layout.tab(column.domain)
        sheet = "" if tab is self.tab else tab.prefix
        return sheet + address(tab.header_row, column.position, fix_row=True)

    def _figures(self, column: Column, unit: str) -> None:
        for label, figure in _REPEATED.items():
            row = self.tab.label_row(label)
            style = {at.RECORDED: "figure|count", at.SIGNAL: "signal"}.get(label, f"figure|{unit}")
            if column.slot is None:
                self.sheet.put(row, column.position, None, style)
                continue
            shown = (
                self.calc.baseline_shown(column.slot)
                if label == at.BASELINE_MEDIAN
                else self.calc.figure(column.slot, figure)
            )
            self.sheet.formula(row, column.position, *shown, style)

    # ------------------------------------------------------------ the weeks
    def _weeks(self, column: Column) -> None:
        item = column.item
        unit = item.unit if item else ""
        if self.sheet.formulas_only and (item is None or not item.calculated):
            return
        if item is None:
            for week in range(self.tab.weeks):
                self.sheet.put(self.tab.week_rows[week], column.position, None, "spare")
            return
        typed = self.box.typed(item.name)
        if not item.calculated:
            for week, value in enumerate(typed):
                self.sheet.put(
                    self.tab.week_rows[week], column.position, _number(value), f"input|{unit}"
                )
            return
        self._calculated_weeks(column, item, typed)

    def _calculated_weeks(self, column: Column, item: Item, typed: NDArray[np.float64]) -> None:
        # Made once for all weeks, and only if anybody asks.
        formula = cache(partial(self.week_formula, item))
        style, over = f"calculated|{item.unit}", f"typed over|{item.unit}"
        worked = self.box.series(item.name).tolist()
        for row, value, result in zip(self.tab.week_rows, typed.tolist(), worked, strict=True):
            if not math.isnan(value):
                self.sheet.put(row, column.position, value, over)
            else:
                shown = "" if math.isnan(result) else result
                self.sheet.formula(row, column.position, formula, shown, style)

    def week_formula(self, item: Item) -> str:
        """Return the formula of a calculated column, the same in every week."""
        if isinstance(item, Measure) and item.numerator and item.denominator:
            above, below = self._this_week(item.numerator), self._this_week(item.denominator)
            times = "" if item.per == 1 else f"*{item.per:g}"
            return (
                f"=IF(AND(ISNUMBER({above}),ISNUMBER({below})),"
                f'IF({below}>0,{above}{times}/{below},""),"")'
            )
        places = PENCE if item.unit == "GBP" else DECIMALS
        adds = self._sum_of(item.adds, every_line=self._adds_every_line(item))
        if not item.less:
            return f'=IF(COUNT({adds})=0,"",ROUND(SUM({adds}),{places}))'
        less = self._sum_of(item.less)
        return (
            f'=IF(OR(COUNT({adds})=0,COUNT({less})=0),"",ROUND(SUM({adds})-SUM({less}),{places}))'
        )

    def _adds_every_line(self, item: Item) -> bool:
        lines = self._cost_lines
        return bool(lines) and item.adds == lines and not item.less

    @cached_property
    def _cost_lines(self) -> tuple[str, ...]:
        return tuple(
            other.name
            for other in self.box.items
            if isinstance(other, Input) and other.cost_line and other.domain == self.tab.domain
        )

    def _sum_of(self, names: tuple[str, ...], *, every_line: bool = False) -> str:
        if every_line:
            # A range, so that a cost line put in between, or a spare one, is counted too.
            lines = [
                column
                for column in self.tab.columns
                if column.kind == at.KIND_COST_LINE or (column.spare and column.slot is None)
            ]
            return f"{self.tab.table}[[#This Row],[{lines[0].header}]:[{lines[-1].header}]]"
        return ",".join(self._this_week(name) for name in names)

    def _this_week(self, name: str) -> str:
        column = self.layout.columns[name]
        table = at.TABLES[column.domain]
        if column.domain == self.tab.domain:
            return f"{table}[[#This Row],[{column.header}]]"
        header = self.tab.period_header
        # Double brackets, which a name with a comma or a point needs and any other may have.
        return (
            f"INDEX({table}[[{column.header}]],MATCH({self.tab.table}[[#This Row],[{header}]],"
            f"{table}[{header}],0))"
        )


def recipe_in_words(item: Item) -> str:
    """Return how a column is worked out, as its formula says it."""
    if isinstance(item, Measure) and item.numerator and item.denominator:
        times = "" if item.per == 1 else f"{TIMES}{item.per:g}"
        return f"{item.numerator}{times}{OVER}{item.denominator}"
    words = [(PLUS, name) for name in item.adds] + [(LESS, name) for name in item.less]
    return "".join(f"{sign}{name}" for sign, name in words).removeprefix(PLUS)


def _header_style(column: Column) -> str:
    if column.spare:
        return "header spare"
    return "header calculated" if column.kind == at.KIND_CALCULATED else "header"


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
