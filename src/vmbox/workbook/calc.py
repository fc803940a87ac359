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
from typing import TYPE_CHECKING, Final

import numpy as np

from vmbox.measures import BASELINE, Measure
from vmbox.workbook import layout as at
from vmbox.workbook.cells import NOT_AVAILABLE, SheetPlan, Value, address, down
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

# Figures of a measure, one a row, in the first column of its block.
FIGURES: Final = (
    "Name",
    "In use",
    "Unit",
    "Better",
    "Goal",
    "Baseline",
    "Minimum",
    "Ceiling",
    "Points",
    "Latest row",
    "Latest",
    "Baseline median",
    "Current median",
    "Change",
    "Current points",
    "Phase row",
    "Point 21 row",
    "Run of point 21",
    "Proposed row",
    "Proposed week",
    "Proposed run",
    "Evidence",
    "Signal",
)
FIGURE_ROWS: Final = {name: 2 + row for row, name in enumerate(FIGURES)}
# The row above the first week, where every chain of formulas starts.
ZERO_ROW: Final = 2 + len(FIGURES) + 1
FIRST_ROW: Final = ZERO_ROW + 1
# Window series, in the columns of the block.
WINDOW_VALUE, WINDOW_MEDIAN, WINDOW_GOAL, WINDOW_SHIFT, WINDOW_TREND = range(5)
# Shared columns: the place in the window or week, its date.
PLACE, DATE = 0, 1
LAST_RECORDED_ROW: Final = 2
FIRST_SHOWN_ROW: Final = 3
_BLANK: Final = ""
_ARGUMENTS: Final = 200


@dataclass(frozen=True)
class Block:
    """Where a measure's cells are: on Calc, and on its data tab."""

    column: Column
    weeks: int
    window: int

    @property
    def left(self) -> int:
        """The first sheet column of the block."""
        return at.SHARED + at.BLOCK * (self.column.slot or 0)

    @property
    def last_row(self) -> int:
        """The row of the last week."""
        return FIRST_ROW + self.weeks - 1

    @property
    def end_row(self) -> int:
        """The row below the last week, where the chains that run upwards start."""
        return self.last_row + 1

    @property
    def window_row(self) -> int:
        """The row of the window's first week."""
        return self.end_row + 3

    def figure(self, name: str) -> str:
        """Return the address, on Calc, of one of the measure's figures."""
        return address(FIGURE_ROWS[name], self.left, fix_row=True, fix_column=True)

    def place(self, name: str) -> tuple[int, int]:
        """Return the row and column, on Calc, of one of the measure's figures."""
        return FIGURE_ROWS[name], self.left

    def weekly(self, which: int, *, shift: int = 0) -> str:
        """Return the range of one of the block's weekly columns, `shift` rows up or down."""
        return down(FIRST_ROW + shift, self.last_row + shift, self.left + which)

    def shown(self, which: int) -> tuple[int, int, int, int]:
        """Return first row, column, last row, column of a series of the window."""
        column = self.left + which
        return self.window_row, column, self.window_row + self.window - 1, column

    @property
    def sheet(self) -> str:
        """The data tab's name, as formulas write it."""
        return f"{self.column.domain}!"

    @property
    def recorded(self) -> str:
        """The range of the column's values on the data tab."""
        last = at.FIRST_WEEK_ROW + self.weeks - 1
        return self.sheet + down(at.FIRST_WEEK_ROW, last, self.column.position)

    def value(self, week: int) -> str:
        """Return the address of one week's value on the data tab."""
        return self.sheet + address(at.FIRST_WEEK_ROW + week, self.column.position)

    def label(self, name: str) -> str:
        """Return the address of a definition row's cell on the data tab."""
        return self.sheet + address(
            at.LABEL_ROWS[name], self.column.position, fix_row=True, fix_column=True
        )

    @property
    def header(self) -> str:
        """The address of the column's header cell."""
        return self.sheet + address(
            at.HEADER_ROW, self.column.position, fix_row=True, fix_column=True
        )


class CalcPlan:
    """Plans the Calc sheet of one box score."""

    def __init__(self, box: BoxScore, layout: Layout) -> None:
        self.box = box
        self.layout = layout
        self.sheet = SheetPlan(at.CALC)
        by_name = {judgement.measure.name: judgement for judgement in judged(box)}
        self.judged = [
            by_name.get(column.header) or self._waiting(column) for column in layout.slots
        ]
        self.blocks = [Block(column, layout.weeks, layout.window) for column in layout.slots]
        rows = [judgement.latest_position for judgement in self.judged]
        self.last_recorded = max((row + 1 for row in rows if row is not None), default=0)
        self.first_shown = max(1, self.last_recorded - layout.window + 1)

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
            f"{at.CALC}!{block.figure(name)}" for name in ("Baseline median", "Points", "Baseline")
        )
        value = self.sheet.cells[block.place("Baseline median")].value
        if value == _BLANK and judgement.points:
            value = progress(judgement.points, judgement.measure.baseline)
        return (
            f'=IF(AND({points}>0,{median}=""),{points}&" of "&{baseline}&" points",{median})',
            value,
        )

    def proposal_shown(self, slot: int) -> tuple[str, Value]:
        """Return formula and value of a proposed new median: "from 2 Mar 2026", or blank."""
        week = f"{at.CALC}!{self.blocks[slot].figure('Proposed week')}"
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
            f"=MAX(1,{self.last_recorded_cell}-{self.layout.window - 1})",
            self.first_shown,
        )
        dates = f"{self.layout.tabs[0].domain}!"
        for week in range(self.layout.weeks):
            put(FIRST_ROW + week, PLACE, week + 1)
            formula(
                FIRST_ROW + week,
                DATE,
                f"={dates}{address(at.FIRST_WEEK_ROW + week, 0, fix_column=True)}",
                serial(self.box, week),
            )
        for place in range(self.layout.window):
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
        row = self.blocks[0].window_row + place
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
            self.sheet.put(block.window_row - 1, block.left + which, title)
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
            "" if spare else measure.name,
        )
        kind = block.label(at.KIND)
        self._put(block, "In use", f'={kind}<>"{at.KIND_SPARE}"', not spare)
        unit = block.label(at.UNIT)
        self._put(block, "Unit", f'=IF({unit}="","",{unit})', "" if spare else measure.unit)
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
        for week in range(block.weeks):
            row, value = FIRST_ROW + week, block.value(week)
            self.sheet.formula(
                row, block.left + at.VALUE, f'=IF(ISNUMBER({value}),{value},"")', typed[week]
            )
            self.sheet.formula(
                row, block.left + at.PHASE, _phase_formula(block, row), chains.phase[week]
            )
        medians = [_or_blank(median) for median in chains.median]
        fill = self.sheet.fill
        fill(FIRST_ROW, block.left + at.COUNT, _count_formula(block), chains.count)
        fill(FIRST_ROW, block.left + at.MEDIAN, _median_formula(block), medians)
        fill(FIRST_ROW, block.left + at.RUN, _run_formula(block), chains.run)
        fill(FIRST_ROW, block.left + at.RUN_TOTAL, _run_total_formula(block), chains.run_total)
        fill(FIRST_ROW, block.left + at.MOVES, _moves_formula(block), chains.moves)
        fill(
            FIRST_ROW, block.left + at.MOVES_TOTAL, _moves_total_formula(block), chains.moves_total
        )

    # ------------------------------------------------------------ the window of its chart
    def _window(self, block: Block, judgement: Judged, chains: Chains) -> None:
        shown = shown_series(judgement, chains, self.first_shown, self.last_recorded, block.window)
        for which, formula in enumerate(_window_formulas(block, block.window_row)):
            values = [NOT_AVAILABLE if value is None else value for value in shown[which]]
            self.sheet.fill(block.window_row, block.left + which, formula, values)


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


def _phase_formula(block: Block, row: int) -> str:
    """How many accepted medians have begun by this point; as before where there is no point."""
    measure, week = (f"{at.MEDIANS_TABLE}[{name}]" for name in at.MEDIANS_COLUMNS[:2])
    date = address(row, DATE, fix_column=True)
    return (
        f"=IF(ISNUMBER({address(row, block.left + at.VALUE)}),"
        f"SUMPRODUCT(({measure}={block.figure('Name')})*ISNUMBER({week})*({week}<={date})),"
        f"{address(row - 1, block.left + at.PHASE)})"
    )


class _First:
    """The cells that the first week's formulas name; filled down, they move along."""

    def __init__(self, block: Block) -> None:
        def cell(which: int, shift: int = 0) -> str:
            return address(FIRST_ROW + shift, block.left + which)

        self.value, self.count, self.median = cell(at.VALUE), cell(at.COUNT), cell(at.MEDIAN)
        self.phase, self.run, self.moves = cell(at.PHASE), cell(at.RUN), cell(at.MOVES)
        self.phase_before, self.count_before = cell(at.PHASE, -1), cell(at.COUNT, -1)
        self.median_before, self.run_before = cell(at.MEDIAN, -1), cell(at.RUN, -1)
        self.moves_before = cell(at.MOVES, -1)
        self.median_after, self.run_after = cell(at.MEDIAN, 1), cell(at.RUN, 1)
        self.run_total_after, self.moves_total_after = (
            cell(at.RUN_TOTAL, 1),
            cell(at.MOVES_TOTAL, 1),
        )


def _count_formula(block: Block) -> str:
    first = _First(block)
    return f"={first.count_before}+ISNUMBER({first.value})"


def _median_formula(block: Block) -> str:
    """Where a phase begins, the median of its first points before the next phase; then carried."""
    first, count = _First(block), block.weekly(at.COUNT)
    last_of_phase = f"MATCH({first.phase},{block.weekly(at.PHASE)},1)"
    last_of_baseline = (
        f"IFERROR(MATCH({first.count_before}+{block.figure('Baseline')},{count},0),{block.weeks})"
    )
    # Phase 0 is the one that nobody named: it has no median while it has too few points.
    too_few = f"AND({first.phase}=0,INDEX({count},{last_of_phase})<{block.figure('Minimum')})"
    return (
        f"=IF({first.phase}={first.phase_before},"
        f'IF({first.median_before}="","",{first.median_before}),'
        f'IF({too_few},"",MEDIAN({first.value}:INDEX({block.weekly(at.VALUE)},'
        f"MIN({last_of_baseline},{last_of_phase})))))"
    )


def _run_formula(block: Block) -> str:
    """Useful points so far; a point on the median neither ends nor counts, but at an extreme."""
    first = _First(block)
    same = f"{first.median}={first.median_before}"
    carried = f"IF({same},{first.run_before},0)"
    side = f"SIGN({first.value}-{first.median})"
    return (
        f'=IF(OR({first.median}="",NOT(ISNUMBER({first.value}))),{carried},'
        f"IF({first.value}={first.median},"
        f"IF(OR({first.median}=0,{first.median}={block.figure('Ceiling')}),0,{carried}),"
        f"IF(AND({same},{side}*{first.run_before}>0),{first.run_before}+{side},{side})))"
    )


def _run_total_formula(block: Block) -> str:
    first = _First(block)
    return (
        f"=IF(AND({first.median_after}={first.median},{first.run_after}*{first.run}>0),"
        f"{first.run_total_after},{first.run})"
    )


def _moves_formula(block: Block) -> str:
    """Moves of the trend so far; a point equal to the one before neither ends nor counts."""
    first = _First(block)
    last = f"INDEX({block.weekly(at.VALUE)},MATCH({first.count_before},{block.weekly(at.COUNT)},0))"
    way = f"SIGN({first.value}-{last})"
    return (
        f"=IF(OR(NOT(ISNUMBER({first.value})),{first.count_before}=0),{first.moves_before},"
        f"IF({first.value}={last},{first.moves_before},"
        f"{way}*MAX(1,{way}*{first.moves_before}+1)))"
    )


def _moves_total_formula(block: Block) -> str:
    first = _First(block)
    return (
        f"=IF(ISNUMBER({first.value}),IF({first.moves_total_after}*{first.moves}>0,"
        f"{first.moves_total_after},{first.moves}),{first.moves_total_after})"
    )


def _window_formulas(block: Block, row: int) -> tuple[str, ...]:
    """The formulas of one place of the window, in the order of its series."""
    place = address(row, PLACE, fix_column=True)
    value = address(row, block.left + WINDOW_VALUE)
    median = address(row, block.left + WINDOW_MEDIAN)
    goal = block.figure("Goal")
    recorded, medians = (
        f"INDEX({block.weekly(at.VALUE)},{place})",
        f"INDEX({block.weekly(at.MEDIAN)},{place})",
    )
    moves = block.weekly(at.MOVES)
    moves_before = block.weekly(at.MOVES, shift=-1)
    totals = block.weekly(at.MOVES_TOTAL)
    totals_after = block.weekly(at.MOVES_TOTAL, shift=1)
    moved = (
        f"IF(INDEX({moves},{place})<>INDEX({moves_before},{place}),ABS(INDEX({totals},{place})),0)"
    )
    return (
        f'=IF({place}="",NA(),IF(ISNUMBER({recorded}),{recorded},NA()))',
        f'=IF({place}="",NA(),IF(ISNUMBER({medians}),{medians},NA()))',
        f"=IF(AND(ISNUMBER({place}),ISNUMBER({goal})),{goal},NA())",
        f"=IF(ISNUMBER({value}),IF(ABS(INDEX({block.weekly(at.RUN_TOTAL)},{place}))>={SHIFT},"
        f"IF({value}<>{median},{value},NA()),NA()),NA())",
        f"=IF(ISNUMBER({value}),IF(MAX(ABS(INDEX({totals_after},{place})),{moved})>={TREND_MOVES},"
        f"{value},NA()),NA())",
    )


def serial(box: BoxScore, position: int) -> int:
    """Return the spreadsheet's number for the first day of a week."""
    return int((box.weeks[position] - _EPOCH).days)


def day_in_words(box: BoxScore, position: int) -> str:
    """Return a week's first day as TEXT(..., "d mmm yyyy") writes it."""
    day = box.weeks[position]
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS: Final = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)


_EPOCH: Final = np.datetime64("1899-12-30")


def _or_blank(value: float | None) -> Value:
    return _BLANK if value is None else value
