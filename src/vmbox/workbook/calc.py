"""The hidden Calc sheet: the formulas behind medians, runs, trends and chart windows.

Every measure has a block of columns. Down its rows, week by week: the phase, the points so far,
the median in force, the run so far and in all, the value, the moves so far and in all. Above
them the measure in figures, and the window that its run chart shows. Each formula stands beside
the value that it must have, so that readers who do not calculate see the right figures and tests
can tell when a spreadsheet disagrees.

The formulas use nothing that Excel 2016 or LibreOffice 7.4 lacks: no dynamic array, LET or LAMBDA.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from vmbox.measures import Measure
from vmbox.workbook import layout as at
from vmbox.workbook.block import (
    DATE,
    FIGURE_ROWS,
    FIRST_ROW,
    FIRST_SHOWN_ROW,
    LAST_RECORDED_ROW,
    PLACE,
    WINDOW_GOAL,
    WINDOW_MEDIAN,
    WINDOW_ROW,
    WINDOW_SHIFT,
    WINDOW_TREND,
    WINDOW_VALUE,
    ZERO_ROW,
    Block,
    week_dates,
)
from vmbox.workbook.cells import (
    NOT_AVAILABLE,
    SheetPlan,
    Value,
    Written,
    address,
    sheet_prefix,
)
from vmbox.workbook.dates import day_in_words, serials
from vmbox.workbook.figures import FIGURE_RULES, Standing
from vmbox.workbook.judging import (
    Judged,
    chain_together,
    judge_together,
    progress,
    unjudged,
)
from vmbox.workbook.weekly import WEEKLY_RULES, WINDOW_RULES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from vmbox.measures import BoxScore
    from vmbox.workbook.layout import Column, Layout

_BLANK: Final = ""
_ARGUMENTS: Final = 200


class CalcPlan:
    """Plans the Calc sheet of one box score."""

    def __init__(self, box: BoxScore, layout: Layout, *, formulas_only: bool = False) -> None:
        self.box = box
        self.layout = layout
        self.sheet = SheetPlan(layout.calc, formulas_only)
        self.prefix = sheet_prefix(layout.calc)
        by_name = {judgement.measure.name: judgement for judgement in unjudged(box)}
        self.judged = [
            by_name[column.item.name] if column.item else self._waiting(column)
            for column in layout.slots
        ]
        self.blocks = [
            Block(column, layout.tab(column.domain), layout.weeks, box.period)
            for column in layout.slots
        ]
        rows = [judgement.latest_position for judgement in self.judged]
        self.last_recorded = max((row + 1 for row in rows if row is not None), default=0)
        self.first_shown = max(1, self.last_recorded - at.WINDOW + 1)

    def _waiting(self, column: Column) -> Judged:
        """A spare column, judged as the empty measure that it is."""
        nothing = np.full(self.layout.weeks, np.nan)
        return Judged(Measure(column.header, column.domain), nothing, (), self.box.period)

    def plan(self) -> SheetPlan:
        """Return the planned sheet."""
        judge_all([self])
        if not self.sheet.formulas_only:
            self._words()
        self._shared()
        for block, judgement in zip(self.blocks, self.judged, strict=True):
            self._figures(block, judgement)
            self._weekly(block, judgement)
            self._window(block, judgement)
        return self.sheet

    # ------------------------------------------------------------ what other sheets repeat
    def figure(self, slot: int, name: str) -> tuple[Written, Value]:
        """Return what repeats one of a measure's figures: formula and value."""
        block = self.blocks[slot]
        value = self.sheet.single[block.place(name)].value
        return lambda: f"={self.prefix}{block.figure(name)}", value

    def baseline_shown(self, slot: int) -> tuple[Written, Value]:
        """Return formula and value of a baseline median: how far it is while there is none."""
        block, judgement = self.blocks[slot], self.judged[slot]

        def formula() -> str:
            median, points, baseline = (
                f"{self.prefix}{block.figure(name)}"
                for name in ("Baseline median", "Points", "Baseline")
            )
            return f'=IF(AND({points}>0,{median}=""),{points}&" of "&{baseline}&" points",{median})'

        value = self.sheet.single[block.place("Baseline median")].value
        if value == _BLANK and judgement.points:
            value = progress(judgement.points, judgement.measure.baseline)
        return formula, value

    def proposal_shown(self, slot: int) -> tuple[Written, Value]:
        """Return formula and value of a proposed new median: "from 2 Mar 2026", or blank."""
        block, proposal = self.blocks[slot], self.judged[slot].proposal

        def formula() -> str:
            week = f"{self.prefix}{block.figure('Proposed week')}"
            return f'=IF({week}="","","from "&TEXT({week},"d mmm yyyy"))'

        return formula, f"from {day_in_words(self.box, proposal.start)}" if proposal else _BLANK

    # ------------------------------------------------------------ shared columns
    def _words(self) -> None:
        """What is no formula: words for whoever looks, and where the chains start."""
        put = self.sheet.put
        put(
            0, 0, "Formulas behind the box score. vmbox rewrites this sheet: please type elsewhere."
        )
        for name, row in FIGURE_ROWS.items():
            put(row, at.SHARED - 1, name)
        put(LAST_RECORDED_ROW, PLACE, "Last recorded")
        put(FIRST_SHOWN_ROW, PLACE, "First shown")
        for week in range(self.layout.weeks):
            put(FIRST_ROW + week, PLACE, week + 1)
        for block in self.blocks:
            self._labels(block)

    def _shared(self) -> None:
        formula = self.sheet.formula
        formula(LAST_RECORDED_ROW, DATE, self._latest_of_all, self.last_recorded)
        formula(
            FIRST_SHOWN_ROW,
            DATE,
            f"=MAX(1,{self.last_recorded_cell}-{at.WINDOW - 1})",
            self.first_shown,
        )
        self.sheet.fill(FIRST_ROW, DATE, self._date, serials(self.box))
        self._window_places()

    def _date(self, row: int) -> str:
        tab = self.layout.tabs[0]
        place = address(tab.week_rows[row - FIRST_ROW], tab.week_column, fix_column=True)
        return f"={tab.prefix}{place}"

    def _latest_of_all(self) -> str:
        """The latest recorded row of all measures; Excel's functions take 255 arguments each."""
        rows = [block.figure("Latest row") for block in self.blocks]
        parts = [
            rows[at_once : at_once + _ARGUMENTS] for at_once in range(0, len(rows), _ARGUMENTS)
        ]
        each = [f"MAX({','.join(part)})" for part in parts]
        return f"=MAX({','.join(each)})"

    def _window_places(self) -> None:
        """The places of the window: which week each shows, and that week's date.

        Places after the last recorded week are blank but bear the last date, so that a date axis
        ends there and a young chart is not squeezed.
        """
        formula, days = self.sheet.formula, serials(self.box)
        for place in range(at.WINDOW):
            row, week = WINDOW_ROW + place, self.first_shown + place
            there = week <= self.last_recorded
            last = days[min(week, max(self.last_recorded, 1)) - 1]
            formula(row, PLACE, partial(self._place, place), week if there else _BLANK)
            formula(row, DATE, partial(self._place_date, place), last, "date")
            # For charts without a date axis, which would show the last date again and again.
            shown = days[week - 1] if there else _BLANK
            formula(row, at.SHARED - 1, partial(_date_if_shown, row), shown, "date")

    def _place(self, place: int) -> str:
        week = f"{self.first_shown_cell}+{place}"
        return f'=IF({week}<={self.last_recorded_cell},{week},"")'

    def _place_date(self, place: int) -> str:
        week = f"MIN({self.first_shown_cell}+{place},{self.last_recorded_cell})"
        return f"=INDEX({week_dates(self.layout.weeks)},MAX(1,{week}))"

    @property
    def last_recorded_cell(self) -> str:
        """The address of the last recorded week's place."""
        return address(LAST_RECORDED_ROW, DATE, fix_row=True, fix_column=True)

    @property
    def first_shown_cell(self) -> str:
        """The address of the place of the first week that charts show."""
        return address(FIRST_SHOWN_ROW, DATE, fix_row=True, fix_column=True)

    # ------------------------------------------------------------ one measure
    def _labels(self, block: Block) -> None:
        titles = ("phase", "count", "median", "run", "run total", "value", "moves", "moves total")
        for which, title in enumerate(titles):
            self.sheet.put(ZERO_ROW - 1, block.left + which, title)
        for which, title in enumerate(("value", "median", "goal", "shift", "trend")):
            self.sheet.put(WINDOW_ROW - 1, block.left + which, title)
        for which, value in ((at.PHASE, -1), (at.COUNT, 0), (at.RUN, 0), (at.MOVES, 0)):
            self.sheet.put(ZERO_ROW, block.left + which, value)
        for which in (at.RUN, at.RUN_TOTAL, at.MOVES, at.MOVES_TOTAL):
            self.sheet.put(block.end_row, block.left + which, 0)

    def _figures(self, block: Block, judgement: Judged) -> None:
        # The chain of medians starts here. A blank text is equal to no median, not even to zero.
        self.sheet.formula(ZERO_ROW, block.left + at.MEDIAN, '=""', _BLANK)
        its = Standing(self.box, block, judgement)
        for name, row in FIGURE_ROWS.items():
            rule = FIGURE_RULES[name]
            formula = partial(rule.formula, block)
            self.sheet.formula(row, block.left, formula, rule.value(its), array=rule.array)

    def _weekly(self, block: Block, judgement: Judged) -> None:
        for which, rule in WEEKLY_RULES.items():
            self.sheet.fill(
                FIRST_ROW,
                block.left + which,
                partial(rule.formula, block),
                rule.values(judgement.chains),
                filled_down=rule.filled_down,
            )

    # ------------------------------------------------------------ the window of its chart
    def _window(self, block: Block, judgement: Judged) -> None:
        shown = shown_series(judgement, self.first_shown, self.last_recorded, at.WINDOW)
        for which, formula in enumerate(WINDOW_RULES):
            self.sheet.fill(
                WINDOW_ROW,
                block.left + which,
                partial(formula, block),
                shown[which],
                filled_down=True,
            )


def _date_if_shown(row: int) -> str:
    return f'=IF({address(row, PLACE)}="","",{address(row, DATE)})'


def judge_both(before: CalcPlan, after: CalcPlan) -> None:
    """Judge a workbook before and after a change together; what is the same, once."""
    after.judged = [
        was if now.is_like(was) else now
        for was, now in zip(before.judged, after.judged, strict=True)
    ]
    judge_all([before, after])


def judge_all(plans: Sequence[CalcPlan]) -> None:
    """Judge the measures of several plans of one workbook together."""
    judgements = list(dict.fromkeys(judgement for plan in plans for judgement in plan.judged))
    judge_together(judgements)
    chain_together(judgements)


def shown_series(
    judgement: Judged, first_shown: int, last_recorded: int, window: int
) -> list[list[Value]]:
    """Return the five series of a run chart's window, #N/A where nothing is drawn.

    Value, median, goal, shift points, trend points; one entry a place of the window.
    """
    weeks = slice(first_shown - 1, min(first_shown - 1 + window, last_recorded))
    values, analysis = judgement.values[weeks], judgement.analysis
    goal = judgement.measure.goal
    series: list[list[Value]] = [[] for _ in WINDOW_RULES]
    for which, numbers in (
        (WINDOW_VALUE, values),
        (WINDOW_MEDIAN, analysis.median[weeks]),
        (WINDOW_GOAL, np.full(len(values), np.nan if goal is None else goal)),
        (WINDOW_SHIFT, np.where(analysis.shift[weeks], values, np.nan)),
        (WINDOW_TREND, np.where(analysis.trend[weeks], values, np.nan)),
    ):
        series[which] = _drawn(numbers, window)
    return series


def _drawn(numbers: NDArray[np.float64], window: int) -> list[Value]:
    drawn: list[Value] = [
        NOT_AVAILABLE if missing else number
        for number, missing in zip(numbers.tolist(), np.isnan(numbers).tolist(), strict=True)
    ]
    return drawn + [NOT_AVAILABLE] * (window - len(drawn))
