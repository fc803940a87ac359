"""Calc's weekly columns and windows: a run chart's rules as a spreadsheet says them.

Each function returns the formula of a row; that of the first row, filled down, is the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from vmbox.workbook import layout as at
from vmbox.workbook.block import (
    DATE,
    PLACE,
    WINDOW_MEDIAN,
    WINDOW_VALUE,
)
from vmbox.workbook.cells import Value, address
from vmbox.workbook.judging import SHIFT, TREND_MOVES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vmbox.workbook.block import Block
    from vmbox.workbook.chains import Chains


def value_formula(block: Block, row: int) -> str:
    """The data tab's number, or a blank."""
    value = block.typed(row)
    return f'=IF(ISNUMBER({value}),{value},"")'


def phase_formula(block: Block, row: int) -> str:
    """How many accepted medians have begun by this point; as before where there is no point."""
    measure, week = (f"{at.MEDIANS_TABLE}[{name}]" for name in at.MEDIANS_COLUMNS[:2])
    date = address(row, DATE, fix_column=True)
    return (
        f"=IF(ISNUMBER({address(row, block.left + at.VALUE)}),"
        f"SUMPRODUCT(({measure}={block.figure('Name')})*ISNUMBER({week})*({week}<={date})),"
        f"{address(row - 1, block.left + at.PHASE)})"
    )


class _Week:
    """The cells that a week's formulas name."""

    def __init__(self, block: Block, row: int) -> None:
        def cell(which: int, shift: int = 0) -> str:
            return address(row + shift, block.left + which)

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


def count_formula(block: Block, row: int) -> str:
    """Points so far."""
    week = _Week(block, row)
    return f"={week.count_before}+ISNUMBER({week.value})"


def median_formula(block: Block, row: int) -> str:
    """Where a phase begins, the median of its first points before the next phase; then carried."""
    week, count = _Week(block, row), block.weekly(at.COUNT)
    last_of_phase = f"MATCH({week.phase},{block.weekly(at.PHASE)},1)"
    last_of_baseline = (
        f"IFERROR(MATCH({week.count_before}+{block.figure('Baseline')},{count},0),{block.weeks})"
    )
    # Phase 0 is the one that nobody named: it has no median while it has too few points.
    too_few = f"AND({week.phase}=0,INDEX({count},{last_of_phase})<{block.figure('Minimum')})"
    return (
        f"=IF({week.phase}={week.phase_before},"
        f'IF({week.median_before}="","",{week.median_before}),'
        f'IF({too_few},"",MEDIAN({week.value}:INDEX({block.weekly(at.VALUE)},'
        f"MIN({last_of_baseline},{last_of_phase})))))"
    )


def run_formula(block: Block, row: int) -> str:
    """Useful points so far; a point on the median neither ends nor counts, but at an extreme."""
    week = _Week(block, row)
    same = f"{week.median}={week.median_before}"
    carried = f"IF({same},{week.run_before},0)"
    side = f"SIGN({week.value}-{week.median})"
    return (
        f'=IF(OR({week.median}="",NOT(ISNUMBER({week.value}))),{carried},'
        f"IF({week.value}={week.median},"
        f"IF(OR({week.median}=0,{week.median}={block.figure('Ceiling')}),0,{carried}),"
        f"IF(AND({same},{side}*{week.run_before}>0),{week.run_before}+{side},{side})))"
    )


def run_total_formula(block: Block, row: int) -> str:
    """Useful points of the whole run that the week is in, worked out upwards."""
    week = _Week(block, row)
    return (
        f"=IF(AND({week.median_after}={week.median},{week.run_after}*{week.run}>0),"
        f"{week.run_total_after},{week.run})"
    )


def moves_formula(block: Block, row: int) -> str:
    """Moves of the trend so far; a point equal to the one before neither ends nor counts."""
    week = _Week(block, row)
    last = f"INDEX({block.weekly(at.VALUE)},MATCH({week.count_before},{block.weekly(at.COUNT)},0))"
    way = f"SIGN({week.value}-{last})"
    return (
        f"=IF(OR(NOT(ISNUMBER({week.value})),{week.count_before}=0),{week.moves_before},"
        f"IF({week.value}={last},{week.moves_before},"
        f"{way}*MAX(1,{way}*{week.moves_before}+1)))"
    )


def moves_total_formula(block: Block, row: int) -> str:
    """Moves of the whole trend that the week, or the next point, is in, worked out upwards."""
    week = _Week(block, row)
    return (
        f"=IF(ISNUMBER({week.value}),IF({week.moves_total_after}*{week.moves}>0,"
        f"{week.moves_total_after},{week.moves}),{week.moves_total_after})"
    )


# ------------------------------------------------------------------ the window of a run chart
def shown_value(block: Block, row: int) -> str:
    """The value of the place's week."""
    return _shown(block, at.VALUE, row)


def shown_median(block: Block, row: int) -> str:
    """The median in force."""
    return _shown(block, at.MEDIAN, row)


def _shown(block: Block, which: int, row: int) -> str:
    place = address(row, PLACE, fix_column=True)
    number = f"INDEX({block.weekly(which)},{place})"
    return f'=IF({place}="",NA(),IF(ISNUMBER({number}),{number},NA()))'


def shown_goal(block: Block, row: int) -> str:
    """The goal."""
    place, goal = address(row, PLACE, fix_column=True), block.figure("Goal")
    return f"=IF(AND(ISNUMBER({place}),ISNUMBER({goal})),{goal},NA())"


def shown_shift(block: Block, row: int) -> str:
    """The value, where it is part of a shift."""
    place = address(row, PLACE, fix_column=True)
    value = address(row, block.left + WINDOW_VALUE)
    median = address(row, block.left + WINDOW_MEDIAN)
    return (
        f"=IF(ISNUMBER({value}),IF(ABS(INDEX({block.weekly(at.RUN_TOTAL)},{place}))>={SHIFT},"
        f"IF({value}<>{median},{value},NA()),NA()),NA())"
    )


def shown_trend(block: Block, row: int) -> str:
    """The value, where it is part of a trend."""
    place = address(row, PLACE, fix_column=True)
    value = address(row, block.left + WINDOW_VALUE)
    moves = block.weekly(at.MOVES)
    moves_before = block.weekly(at.MOVES, shift=-1)
    totals = block.weekly(at.MOVES_TOTAL)
    totals_after = block.weekly(at.MOVES_TOTAL, shift=1)
    moved = (
        f"IF(INDEX({moves},{place})<>INDEX({moves_before},{place}),ABS(INDEX({totals},{place})),0)"
    )
    return (
        f"=IF(ISNUMBER({value}),IF(MAX(ABS(INDEX({totals_after},{place})),{moved})>={TREND_MOVES},"
        f"{value},NA()),NA())"
    )


# ------------------------------------------------------------------ all of them
class WeeklyRule(NamedTuple):
    """A weekly column: its formulas, their values, and whether each is the first filled down.

    Not so where they name a Table or another sheet's rows, which may have moved apart.
    """

    formula: Callable[[Block, int], str]
    values: Callable[[Chains], Sequence[Value]]
    filled_down: bool = True


def _or_blanks(values: Sequence[float | None]) -> list[Value]:
    return ["" if value is None else value for value in values]


WEEKLY_RULES: Final = {
    at.VALUE: WeeklyRule(value_formula, lambda chains: _or_blanks(chains.value), filled_down=False),
    at.PHASE: WeeklyRule(phase_formula, lambda chains: chains.phase, filled_down=False),
    at.COUNT: WeeklyRule(count_formula, lambda chains: chains.count),
    at.MEDIAN: WeeklyRule(median_formula, lambda chains: _or_blanks(chains.median)),
    at.RUN: WeeklyRule(run_formula, lambda chains: chains.run),
    at.RUN_TOTAL: WeeklyRule(run_total_formula, lambda chains: chains.run_total),
    at.MOVES: WeeklyRule(moves_formula, lambda chains: chains.moves),
    at.MOVES_TOTAL: WeeklyRule(moves_total_formula, lambda chains: chains.moves_total),
}
# In the order of the window's series.
WINDOW_RULES: Final = (shown_value, shown_median, shown_goal, shown_shift, shown_trend)
