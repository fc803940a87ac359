"""The front page: every measure on one sheet, the last weeks across."""

from __future__ import annotations

import math
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from vmbox.measures import DOMAINS
from vmbox.workbook import layout as at
from vmbox.workbook.cells import SheetPlan, address, down
from vmbox.workbook.dates import day_in_words, serials
from vmbox.workbook.layout import FrontPlace

if TYPE_CHECKING:
    from vmbox.measures import BoxScore, Domain
    from vmbox.workbook.block import Block
    from vmbox.workbook.calc import CalcPlan
    from vmbox.workbook.layout import Column, Layout

TEAM_ROW, PLACE_ROW, WEEKS_ROW, REMARK_ROW = 0, 1, 2, 3
HEADER_ROW: Final = 5
COLUMNS: Final = (
    "Measure",
    "Unit",
    "Better",
    "Goal",
    "Baseline median",
    "Current median",
    "Change",
    "Signal",
    "New median?",
    "Chart",
    "Last 52 {period}s",
)
MEASURE, UNIT, BETTER, GOAL, BASELINE, CURRENT, CHANGE, SIGNAL, PROPOSAL, CHART, SPARKLINE = range(
    len(COLUMNS)
)
FIRST_WEEK: Final = len(COLUMNS)


class FrontPlan:
    """Plans the front page."""

    def __init__(self, box: BoxScore, layout: Layout, calc: CalcPlan) -> None:
        self.box = box
        self.layout = layout
        self.calc = calc
        self.bands: dict[Domain, int] = {}
        self.rows: dict[int, Column] = {}
        self.place = layout.front or self._standard()
        self.weeks_shown = self.place.weeks_shown
        for slot, row in self.place.rows.items():
            self.rows[row] = layout.slots[slot]
        self.sheet = SheetPlan(self.place.sheet)
        self.last_row = max(self.rows, default=HEADER_ROW)

    def _standard(self) -> FrontPlace:
        """The places of a fresh workbook: the measures under the bands of their domains."""
        rows: dict[int, int] = {}
        row = HEADER_ROW + 1
        shown = min(at.LAST_WEEKS, self.layout.weeks)
        for domain in DOMAINS:
            self.bands[domain] = row
            for column in self.layout.tab(domain).charted:
                row += 1
                rows[column.slot or 0] = row
            row += 1
        return FrontPlace(
            at.FRONT,
            HEADER_ROW,
            (WEEKS_ROW, 0),
            tuple(range(len(COLUMNS))),
            tuple(range(FIRST_WEEK, FIRST_WEEK + shown)),
            rows,
            shown,
        )

    def plan(self) -> SheetPlan:
        """Return the planned sheet; without its plain words where people may have moved them."""
        if self.layout.front is None:
            self._words()
        self._weeks_sentence()
        self._header()
        for domain, row in self.bands.items():
            for place in range(FIRST_WEEK + self.weeks_shown):
                self.sheet.put(row, place, domain if place == 0 else None, "band")
        for row, column in self.rows.items():
            self._measure(row, column)
        return self.sheet

    @property
    def first_week(self) -> int:
        """The place (from 1) of the first week shown across."""
        return max(1, self.calc.last_recorded - self.weeks_shown + 1)

    @cached_property
    def dates(self) -> str:
        """The range of the weeks' dates, on the first data tab."""
        tab = self.layout.tabs[0]
        rows = tab.week_rows
        return tab.prefix + down(rows[0], rows[-1], tab.week_column, fix_column=True)

    @property
    def _last_recorded(self) -> str:
        """The cell that says which week is the last recorded one."""
        return f"{self.calc.prefix}{self.calc.last_recorded_cell}"

    def _words(self) -> None:
        box, put = self.box, self.sheet.put
        put(TEAM_ROW, 0, box.team, "team")
        put(PLACE_ROW, 0, box.board or None, "board")
        put(PLACE_ROW, SIGNAL, box.setting or None, "board")
        put(REMARK_ROW, 0, box.remark or None, "remark")
        for column, words in enumerate(COLUMNS):
            put(HEADER_ROW, column, words.format(period=box.period), "front header")

    def _weeks_sentence(self) -> None:
        box, last = self.box, self.calc.last_recorded
        words, _ = self._in_words
        day = day_in_words(box, last - 1) if last else ""
        if box.period == "month":
            day = day.removeprefix("1 ")
        shown = f"{words} {day}: {box.period} {last} of {self.layout.weeks}"
        self.sheet.formula(
            *self.place.weeks,
            self._weeks_formula,
            shown if last else "Nothing recorded yet",
            "subtitle",
        )

    @property
    def _in_words(self) -> tuple[str, str]:
        """What stands before a period's first day, and how a formula writes the day."""
        week = self.box.period == "week"
        return ("Week commencing", "d mmm yyyy") if week else ("Month of", "mmm yyyy")

    def _weeks_formula(self) -> str:
        cell, (words, code) = self._last_recorded, self._in_words
        return (
            f'=IF({cell}=0,"Nothing recorded yet",'
            f'"{words} "&TEXT(INDEX({self.dates},{cell}),"{code}")'
            f'&": {self.box.period} "&{cell}&" of {self.layout.weeks}")'
        )

    def _header(self) -> None:
        first, days = self.first_week - 1, serials(self.box)
        for place in range(self.weeks_shown):
            self.sheet.formula(
                self.place.header_row,
                self.place.week_columns[place],
                partial(self._week_formula, place),
                days[first + place],
                f"front {self.box.period}",
            )

    def _week_formula(self, place: int) -> str:
        return f"=INDEX({self.dates},{self._which_week(place)})"

    def _which_week(self, place: int) -> str:
        return f"MAX(1,{self._last_recorded}-{self.weeks_shown - 1})+{place}"

    def _measure(self, row: int, column: Column) -> None:
        slot, columns, formula = column.slot or 0, self.place.columns, self.sheet.formula
        unit = column.item.unit if column.item else ""
        named = {
            MEASURE: ("Name", "measure"),
            UNIT: ("Unit", "front words"),
            GOAL: ("Goal", f"front|{unit}"),
            CURRENT: ("Current median", f"front|{unit}"),
            CHANGE: ("Change", "front change|%" if unit == "%" else "front change|"),
            SIGNAL: ("Signal", "front signal"),
        }
        for place, (figure, style) in named.items():
            formula(row, columns[place], *self.calc.figure(slot, figure), style)
        block = self.calc.blocks[slot]
        self._better(row, block)
        formula(row, columns[BASELINE], *self.calc.baseline_shown(slot), f"front|{unit}")
        formula(row, columns[PROPOSAL], *self.calc.proposal_shown(slot), "front proposal")
        chart = "" if column.spare else "chart"
        formula(row, columns[CHART], partial(self._in_use, block, '"chart"'), chart, "front link")
        self.sheet.put(row, columns[SPARKLINE], None, "front|")
        self._last_weeks(row, slot, f"front value|{unit}")

    def _in_use(self, block: Block, words: str) -> str:
        return f'=IF({self.calc.prefix}{block.figure("In use")},{words},"")'

    def _better(self, row: int, block: Block) -> None:
        cells = self.calc.sheet.single
        value = cells[block.place("Better")].value if cells[block.place("In use")].value else ""

        def formula() -> str:
            return self._in_use(block, f"{self.calc.prefix}{block.figure('Better')}")

        self.sheet.formula(row, self.place.columns[BETTER], formula, value, "front words")

    def _last_weeks(self, row: int, slot: int, style: str) -> None:
        block, first = self.calc.blocks[slot], self.first_week - 1
        values = self.calc.judged[slot].values[first : first + self.weeks_shown].tolist()
        for place, value in enumerate(values):
            self.sheet.formula(
                row,
                self.place.week_columns[place],
                partial(self._last_week, block, place),
                "" if math.isnan(value) else value,
                style,
            )

    def _last_week(self, block: Block, place: int) -> str:
        cell = f"INDEX({block.recorded},{self._which_week(place)})"
        return f'=IF(ISNUMBER({cell}),{cell},"")'

    def sparkline(self, column: Column) -> str:
        """Return the range that a measure's sparkline draws."""
        block = self.calc.blocks[column.slot or 0]
        first, left, last, _ = block.shown(0)
        return f"{self.calc.prefix}{address(first, left)}:{address(last, left)}"
