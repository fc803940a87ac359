"""The front page: every measure on one sheet, the last weeks across."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from vmbox.measures import DOMAINS
from vmbox.workbook import layout as at
from vmbox.workbook.cells import SheetPlan, address, down
from vmbox.workbook.dates import day_in_words, serial
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

    @property
    def dates(self) -> str:
        """The range of the weeks' dates, on the first data tab."""
        tab = self.layout.tabs[0]
        rows = tab.week_rows
        return tab.prefix + down(rows[0], rows[-1], tab.week_column, fix_column=True)

    def _words(self) -> None:
        box, put = self.box, self.sheet.put
        put(TEAM_ROW, 0, box.team, "team")
        put(PLACE_ROW, 0, box.board or None, "board")
        put(PLACE_ROW, SIGNAL, box.setting or None, "board")
        put(REMARK_ROW, 0, box.remark or None, "remark")
        for column, words in enumerate(COLUMNS):
            put(HEADER_ROW, column, words.format(period=box.period), "front header")

    def _weeks_sentence(self) -> None:
        box = self.box
        last = self.calc.last_recorded
        cell = f"{self.calc.prefix}{self.calc.last_recorded_cell}"
        words = "Week commencing" if box.period == "week" else "Month of"
        code = "d mmm yyyy" if box.period == "week" else "mmm yyyy"
        day = day_in_words(box, last - 1) if last else ""
        if box.period == "month":
            day = day.removeprefix("1 ")
        self.sheet.formula(
            *self.place.weeks,
            f'=IF({cell}=0,"Nothing recorded yet",'
            f'"{words} "&TEXT(INDEX({self.dates},{cell}),"{code}")'
            f'&": {box.period} "&{cell}&" of {self.layout.weeks}")',
            f"{words} {day}: {box.period} {last} of {self.layout.weeks}"
            if last
            else "Nothing recorded yet",
            "subtitle",
        )

    def _header(self) -> None:
        last, first = f"{self.calc.prefix}{self.calc.last_recorded_cell}", self.first_week
        for place in range(self.weeks_shown):
            self.sheet.formula(
                self.place.header_row,
                self.place.week_columns[place],
                f"=INDEX({self.dates},MAX(1,{last}-{self.weeks_shown - 1})+{place})",
                serial(self.box, first - 1 + place),
                f"front {self.box.period}",
            )

    def _measure(self, row: int, column: Column) -> None:
        block = self.calc.blocks[column.slot or 0]
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
            self._repeat(row, self.place.columns[place], block, figure, style)
        self._better(row, block)
        slot, columns = column.slot or 0, self.place.columns
        self.sheet.formula(row, columns[BASELINE], *self.calc.baseline_shown(slot), f"front|{unit}")
        self.sheet.formula(
            row, columns[PROPOSAL], *self.calc.proposal_shown(slot), "front proposal"
        )
        in_use = f"{self.calc.prefix}{block.figure('In use')}"
        self.sheet.formula(
            row,
            columns[CHART],
            f'=IF({in_use},"chart","")',
            "" if column.spare else "chart",
            "front link",
        )
        self.sheet.put(row, columns[SPARKLINE], None, "front|")
        self._last_weeks(row, column, block, f"front value|{unit}")

    def _repeat(self, row: int, place: int, block: Block, figure: str, style: str) -> None:
        value = self.calc.sheet.single[block.place(figure)].value
        self.sheet.formula(row, place, f"={self.calc.prefix}{block.figure(figure)}", value, style)

    def _better(self, row: int, block: Block) -> None:
        in_use = f"{self.calc.prefix}{block.figure('In use')}"
        cells = self.calc.sheet.single
        value = cells[block.place("Better")].value if cells[block.place("In use")].value else ""
        self.sheet.formula(
            row,
            self.place.columns[BETTER],
            f'=IF({in_use},{self.calc.prefix}{block.figure("Better")},"")',
            value,
            "front words",
        )

    def _last_weeks(self, row: int, column: Column, block: Block, style: str) -> None:
        last = f"{self.calc.prefix}{self.calc.last_recorded_cell}"
        values = self.calc.judged[column.slot or 0].values
        for place in range(self.weeks_shown):
            week = self.first_week - 1 + place
            value = values[week]
            which = f"MAX(1,{last}-{self.weeks_shown - 1})+{place}"
            cell = f"INDEX({block.recorded},{which})"
            self.sheet.formula(
                row,
                self.place.week_columns[place],
                f'=IF(ISNUMBER({cell}),{cell},"")',
                "" if np.isnan(value) else float(value),
                style,
            )

    def sparkline(self, column: Column) -> str:
        """Return the range that a measure's sparkline draws."""
        block = self.calc.blocks[column.slot or 0]
        first, left, last, _ = block.shown(0)
        return f"{self.calc.prefix}{address(first, left)}:{address(last, left)}"
