"""The hidden Calc sheet: the formulas behind medians, runs, trends and chart windows.

Every measure has a block of columns. Down its rows, week by week: the phase, the points so far,
the median in force, the run so far and in all, the value, the moves so far and in all. Above
them the measure in figures; below them the window that its run chart shows. Each formula stands
beside the value that it must have, so that readers who do not calculate see the right figures and
tests can tell when a spreadsheet disagrees.

The formulas use nothing that Excel 2016 or LibreOffice 7.4 lacks: no dynamic array, LET or LAMBDA.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from vmbox.measures import BASELINE, Measure
from vmbox.workbook import layout as at
from vmbox.workbook import weekly
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
)
from vmbox.workbook.cells import NOT_AVAILABLE, SheetPlan, Value, address, down, sheet_prefix
from vmbox.workbook.dates import day_in_words, serial, serials
from vmbox.workbook.judging import (
    BETTER_WORD,
    CHANGED,
    MINIMUM,
    NO_SIGNAL,
    REPHASE,
    SHIFT,
    TREND_MOVES,
    WORSE_WORD,
    Judged,
    judged,
    progress,
)

if TYPE_CHECKING:
    from vmbox.measures import BoxScore
    from vmbox.workbook.chains import Chains
    from vmbox.workbook.layout import Column, Layout

_BLANK: Final = ""
_ARGUMENTS: Final = 200


class CalcPlan:
    """Plans the Calc sheet of one box score."""

    def __init__(self, box: BoxScore, layout: Layout) -> None:
        self.box = box
        self.layout = layout
        self.sheet = SheetPlan(layout.calc)
        self.prefix = sheet_prefix(layout.calc)
        by_name = {judgement.measure.name: judgement for judgement in judged(box)}
        self.judged = [
            by_name[column.item.name] if column.item else self._waiting(column)
            for column in layout.slots
        ]
        self.blocks = [
            Block(column, layout.tab(column.domain), layout.weeks) for column in layout.slots
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
        self._shared()
        for block, judgement in zip(self.blocks, self.judged, strict=True):
            chains = judgement.chains
            self._labels(block)
            self._settings(block, judgement)
            self._figures(block, judgement)
            self._proposal(block, judgement, chains)
            self._chains(block, chains)
            self._window(block, judgement, chains)
        return self.sheet

    # ------------------------------------------------------------ what other sheets repeat
    def baseline_shown(self, slot: int) -> tuple[str, Value]:
        """Return formula and value of a baseline median: how far it is while there is none."""
        block, judgement = self.blocks[slot], self.judged[slot]
        median, points, baseline = (
            f"{self.prefix}{block.figure(name)}"
            for name in ("Baseline median", "Points", "Baseline")
        )
        value = self.sheet.single[block.place("Baseline median")].value
        if value == _BLANK and judgement.points:
            value = progress(judgement.points, judgement.measure.baseline)
        return (
            f'=IF(AND({points}>0,{median}=""),{points}&" of "&{baseline}&" points",{median})',
            value,
        )

    def proposal_shown(self, slot: int) -> tuple[str, Value]:
        """Return formula and value of a proposed new median: "from 2 Mar 2026", or blank."""
        week = f"{self.prefix}{self.blocks[slot].figure('Proposed week')}"
        proposal = self.judged[slot].proposal
        return (
            f'=IF({week}="","","from "&TEXT({week},"d mmm yyyy"))',
            f"from {day_in_words(self.box, proposal.start)}" if proposal else _BLANK,
        )

    # ------------------------------------------------------------ shared columns
    def _shared(self) -> None:
        put, formula = self.sheet.put, self.sheet.formula
        put(
            0, 0, "Formulas behind the box score. vmbox rewrites this sheet: please type elsewhere."
        )
        for name, row in FIGURE_ROWS.items():
            put(row, at.SHARED - 1, name)
        put(LAST_RECORDED_ROW, PLACE, "Last recorded")
        formula(LAST_RECORDED_ROW, DATE, f"={self._latest_of_all()}", self.last_recorded)
        put(FIRST_SHOWN_ROW, PLACE, "First shown")
        formula(
            FIRST_SHOWN_ROW,
            DATE,
            f"=MAX(1,{self.last_recorded_cell}-{at.WINDOW - 1})",
            self.first_shown,
        )
        for week in range(self.layout.weeks):
            put(FIRST_ROW + week, PLACE, week + 1)
        tab = self.layout.tabs[0]
        self.sheet.fill(
            FIRST_ROW,
            DATE,
            lambda row: (
                f"={tab.prefix}"
                f"{address(tab.week_rows[row - FIRST_ROW], tab.week_column, fix_column=True)}"
            ),
            serials(self.box),
        )
        for place in range(at.WINDOW):
            self._window_place(place)

    def _latest_of_all(self) -> str:
        """The latest recorded row of all measures; Excel's functions take 255 arguments each."""
        rows = [block.figure("Latest row") for block in self.blocks]
        parts = [
            rows[at_once : at_once + _ARGUMENTS] for at_once in range(0, len(rows), _ARGUMENTS)
        ]
        each = [f"MAX({','.join(part)})" for part in parts]
        return f"MAX({','.join(each)})"

    def _window_place(self, place: int) -> None:
        """A place of the window: which week it shows, and that week's date.

        Places after the last recorded week are blank but bear the last date, so that a date axis
        ends there and a young chart is not squeezed.
        """
        row = WINDOW_ROW + place
        week = self.first_shown + place
        shown = min(week, max(self.last_recorded, 1))
        self.sheet.formula(
            row,
            PLACE,
            f"=IF({self.first_shown_cell}+{place}<={self.last_recorded_cell},"
            f'{self.first_shown_cell}+{place},"")',
            week if week <= self.last_recorded else _BLANK,
        )
        self.sheet.formula(
            row,
            DATE,
            f"=INDEX({self._week_dates},MAX(1,MIN({self.first_shown_cell}+{place},"
            f"{self.last_recorded_cell})))",
            serial(self.box, shown - 1),
            "date",
        )
        # For charts without a date axis, which would show the last date again and again.
        self.sheet.formula(
            row,
            at.SHARED - 1,
            f'=IF({address(row, PLACE)}="","",{address(row, DATE)})',
            serial(self.box, week - 1) if week <= self.last_recorded else _BLANK,
            "date",
        )

    @property
    def _week_dates(self) -> str:
        return down(FIRST_ROW, FIRST_ROW + self.layout.weeks - 1, DATE, fix_column=True)

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
        # Every chain starts here. A blank text is equal to no median, not even to one of zero.
        self.sheet.formula(ZERO_ROW, block.left + at.MEDIAN, '=""', _BLANK)
        for which, value in ((at.PHASE, -1), (at.COUNT, 0), (at.RUN, 0), (at.MOVES, 0)):
            self.sheet.put(ZERO_ROW, block.left + which, value)
        for which in (at.RUN, at.RUN_TOTAL, at.MOVES, at.MOVES_TOTAL):
            self.sheet.put(block.end_row, block.left + which, 0)

    def _put(
        self, block: Block, name: str, formula: str, value: Value, *, array: bool = False
    ) -> None:
        self.sheet.formula(FIGURE_ROWS[name], block.left, formula, value, array=array)

    def _settings(self, block: Block, judgement: Judged) -> None:
        """The measure's name, unit, direction, goal and baseline, as the data tab has them."""
        measure, spare = judgement.measure, block.column.spare
        figure = block.figure
        self._put(
            block,
            "Name",
            f'=IF({figure("In use")},{block.header},"")',
            "" if spare else block.column.header,
        )
        kind = block.label(at.KIND)
        self._put(block, "In use", f'={kind}<>"{at.KIND_SPARE}"', not spare)
        unit = block.label(at.UNIT)
        self._put(block, "Unit", f'=IF({unit}="","",{unit})', block.column.unit)
        better = block.label(at.BETTER)
        self._put(block, "Better", f'=IF({better}="","neutral",{better})', measure.better)
        goal = block.label(at.GOAL)
        self._put(block, "Goal", f'=IF(ISNUMBER({goal}),{goal},"")', _or_blank(measure.goal))
        baseline = block.label(at.BASELINE)
        self._put(
            block,
            "Baseline",
            f"=IF(ISNUMBER({baseline}),MAX(3,INT({baseline})),{BASELINE})",
            measure.baseline,
        )
        self._put(
            block,
            "Minimum",
            f"=MIN({MINIMUM},{figure('Baseline')})",
            judgement.minimum,
        )
        self._put(
            block,
            "Ceiling",
            f'=IF({figure("Unit")}="%",1,"none")',
            1 if measure.ceiling else "none",
        )

    def _figures(self, block: Block, judgement: Judged) -> None:
        figure, latest = block.figure, judgement.latest_position
        self._put(block, "Points", f"=COUNT({block.weekly(at.VALUE)})", judgement.points)
        self._put(
            block,
            "Latest row",
            f"=IF({figure('Points')}=0,0,MATCH({figure('Points')},{block.weekly(at.COUNT)},0))",
            0 if latest is None else latest + 1,
        )
        row = figure("Latest row")
        self._put(
            block,
            "Latest",
            f'=IF({row}=0,"",INDEX({block.weekly(at.VALUE)},{row}))',
            _or_blank(judgement.latest),
        )
        self._medians(block, judgement)
        self._phase(block, judgement)
        self._signal(block, judgement)

    def _medians(self, block: Block, judgement: Judged) -> None:
        figure, row, median = block.figure, block.figure("Latest row"), block.weekly(at.MEDIAN)
        self._put(
            block,
            "Baseline median",
            f'=IF({row}=0,"",INDEX({median},MATCH(1,{block.weekly(at.COUNT)},0)))',
            _or_blank(judgement.baseline_median),
        )
        self._put(
            block,
            "Current median",
            f'=IF({row}=0,"",INDEX({median},{row}))',
            _or_blank(judgement.current_median),
        )
        before, now = figure("Baseline median"), figure("Current median")
        self._put(
            block,
            "Change",
            f'=IF(AND(ISNUMBER({before}),ISNUMBER({now})),IF({figure("Unit")}="%",({now}-{before})*100,'
            f'IF({before}=0,"",{now}/{before}-1)),"")',
            _or_blank(judgement.change),
        )

    def _phase(self, block: Block, judgement: Judged) -> None:
        """Where the phase of the latest point begins, and how many points it has."""
        figure, row = block.figure, block.figure("Latest row")
        start = judgement.analysis.phases[-1].start + 1 if judgement.analysis.phases else 0
        self._put(
            block,
            "Phase row",
            f"=IF({row}=0,0,MATCH(INDEX({block.weekly(at.PHASE)},{row}),{block.weekly(at.PHASE)},0))",
            start,
        )
        self._put(
            block,
            "Current points",
            f"=IF({row}=0,0,{figure('Points')}-INDEX({block.weekly(at.COUNT, shift=-1)},"
            f"{figure('Phase row')}))",
            judgement.current_points,
        )

    def _signal(self, block: Block, judgement: Judged) -> None:
        figure = block.figure
        period = judgement.period
        points, baseline, better = figure("Points"), figure("Baseline"), figure("Better")
        run = address(block.last_row, block.left + at.RUN)
        moves = address(block.last_row, block.left + at.MOVES)

        def verdict(way: str) -> str:
            return (
                f'IF({better}="neutral","{CHANGED}",IF(({better}="up")=({way}>0),'
                f'"{BETTER_WORD}","{WORSE_WORD}"))'
            )

        shift_words = (
            f'{verdict(run)}&": "&ABS({run})&" {period}s "'
            f'&IF({run}>0,"above","below")&" the median"'
        )
        trend_words = (
            f'{verdict(moves)}&": "&(ABS({moves})+1)&" {period}s "&IF({moves}>0,"rising","falling")'
        )
        in_shift, in_trend = f"ABS({run})>={SHIFT}", f"ABS({moves})>={TREND_MOVES}"
        self._put(
            block,
            "Signal",
            f'=IF({points}=0,"",'
            f'IF({points}<{figure("Minimum")},{points}&" of "&{baseline}&" points",'
            f'IF({in_shift},{shift_words},"")&IF(AND({in_shift},{in_trend}),"; ","")'
            f'&IF({in_trend},{trend_words},IF({in_shift},"","{NO_SIGNAL}"))))',
            judgement.signal,
        )

    def _proposal(self, block: Block, judgement: Judged, chains: Chains) -> None:
        """The next new median, by the rules' own steps.

        From the first point after the phase's baseline that belongs to a long run; the run must
        not have ended before the phase's 21st point.
        """
        figure = block.figure
        reach = f"{figure('Baseline')}+{REPHASE}"
        count, run = block.weekly(at.COUNT), block.weekly(at.RUN)
        before_run, median = block.weekly(at.RUN, shift=-1), block.weekly(at.MEDIAN)
        before_median, total = block.weekly(at.MEDIAN, shift=-1), block.weekly(at.RUN_TOTAL)
        place = down(FIRST_ROW, block.last_row, PLACE, fix_column=True)
        earlier = f"INDEX({block.weekly(at.COUNT, shift=-1)},{figure('Phase row')})"
        steps = _proposal_steps(judgement, chains)
        self._put(
            block,
            "Point 21 row",
            f"=IF({figure('Current points')}<{reach},0,MATCH({earlier}+{reach},{count},0))",
            steps.reach_row,
        )
        self._put(
            block,
            "Run of point 21",
            f"=IF({figure('Point 21 row')}=0,0,MAX(IF({place}<={figure('Point 21 row')},"
            f"IF(({median}<>{before_median})+({run}*{before_run}<=0)*({run}<>{before_run})>0,"
            f"{place},0),0)))",
            steps.run_row,
            array=True,
        )
        self._put(
            block,
            "Proposed row",
            f"=IF({figure('Point 21 row')}=0,0,MIN(IF(ISNUMBER({block.weekly(at.VALUE)}),"
            f"IF({place}>=MAX({figure('Run of point 21')},"
            f"MATCH({earlier}+{figure('Baseline')}+1,{count},0)),"
            f"IF(ABS({total})>={REPHASE},{place},{_NEVER}),{_NEVER}),{_NEVER})))",
            steps.row,
            array=True,
        )
        self._proposal_in_words(block, judgement, chains)

    def _proposal_in_words(self, block: Block, judgement: Judged, chains: Chains) -> None:
        figure, proposal = block.figure, judgement.proposal
        row = figure("Proposed row")
        none = f"OR({row}=0,{row}={_NEVER})"
        self._put(
            block,
            "Proposed week",
            f'=IF({none},"",INDEX({self._week_dates},{row}))',
            serial(self.box, proposal.start) if proposal else _BLANK,
        )
        run = chains.run_total[proposal.start] if proposal else 0
        self._put(
            block,
            "Proposed run",
            f"=IF({none},0,INDEX({block.weekly(at.RUN_TOTAL)},{row}))",
            run,
        )
        cell = figure("Proposed run")
        side = "above" if run > 0 else "below"
        self._put(
            block,
            "Evidence",
            f'=IF({cell}=0,"",ABS({cell})&" {judgement.period}s in a row "'
            f'&IF({cell}>0,"above","below")&" the median")',
            f"{abs(run)} {judgement.period}s in a row {side} the median" if run else _BLANK,
        )

    def _chains(self, block: Block, chains: Chains) -> None:
        typed = [_or_blank(value) for value in chains.value]
        self.sheet.fill(FIRST_ROW, block.left + at.VALUE, block.value_formula, typed)
        self.sheet.fill(
            FIRST_ROW, block.left + at.PHASE, partial(weekly.phase_formula, block), chains.phase
        )
        medians = [_or_blank(median) for median in chains.median]
        for which, formula, values in (
            (at.COUNT, weekly.count_formula, chains.count),
            (at.MEDIAN, weekly.median_formula, medians),
            (at.RUN, weekly.run_formula, chains.run),
            (at.RUN_TOTAL, weekly.run_total_formula, chains.run_total),
            (at.MOVES, weekly.moves_formula, chains.moves),
            (at.MOVES_TOTAL, weekly.moves_total_formula, chains.moves_total),
        ):
            self.sheet.fill(FIRST_ROW, block.left + which, formula(block), values)

    # ------------------------------------------------------------ the window of its chart
    def _window(self, block: Block, judgement: Judged, chains: Chains) -> None:
        shown = shown_series(judgement, chains, self.first_shown, self.last_recorded, at.WINDOW)
        for which, formula in enumerate(weekly.window_formulas(block, WINDOW_ROW)):
            values = [NOT_AVAILABLE if value is None else value for value in shown[which]]
            self.sheet.fill(WINDOW_ROW, block.left + which, formula, values)


_NEVER: Final = 99999


@dataclass(frozen=True)
class _Steps:
    reach_row: int = 0
    run_row: int = 0
    row: int = 0


def _proposal_steps(judgement: Judged, chains: Chains) -> _Steps:
    baseline = judgement.measure.baseline
    if judgement.current_points < baseline + REPHASE:
        return _Steps()
    start = judgement.analysis.phases[-1].start
    earlier = chains.count[start] - 1
    reach = chains.count.index(earlier + baseline + REPHASE)
    broken = 0
    for week in range(reach + 1):
        run, median = chains.run[week], chains.median[week]
        before, median_before = (
            (chains.run[week - 1], chains.median[week - 1]) if week else (0, None)
        )
        if median != median_before or (run * before <= 0 and run != before):
            broken = week + 1
    row = judgement.proposal.start + 1 if judgement.proposal else _NEVER
    return _Steps(reach + 1, broken, row)


def shown_series(
    judgement: Judged, chains: Chains, first_shown: int, last_recorded: int, window: int
) -> list[list[float | None]]:
    """Return the five series of a run chart's window, None where nothing is drawn.

    Value, median, goal, shift points, trend points; one entry a place of the window.
    """
    series: list[list[float | None]] = [[] for _ in range(5)]
    for place in range(window):
        week = first_shown - 1 + place
        row: list[float | None] = [None] * 5
        if week < last_recorded:
            value = judgement.values[week]
            there = None if np.isnan(value) else float(value)
            row[WINDOW_VALUE] = there
            row[WINDOW_MEDIAN] = chains.median[week]
            row[WINDOW_GOAL] = judgement.measure.goal
            row[WINDOW_SHIFT] = there if judgement.analysis.shift[week] else None
            row[WINDOW_TREND] = there if judgement.analysis.trend[week] else None
        for which, value_shown in enumerate(row):
            series[which].append(value_shown)
    return series


def _or_blank(value: float | None) -> Value:
    return _BLANK if value is None else value
