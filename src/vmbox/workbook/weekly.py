"""The formulas of Calc's weekly columns: a run chart's rules as a spreadsheet says them.

Each function returns the formula of the first row; filled down, its cells move along.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmbox.workbook import layout as at
from vmbox.workbook.block import (
    DATE,
    FIRST_ROW,
    PLACE,
    WINDOW_MEDIAN,
    WINDOW_VALUE,
)
from vmbox.workbook.cells import address
from vmbox.workbook.judging import SHIFT, TREND_MOVES

if TYPE_CHECKING:
    from vmbox.workbook.block import Block


def phase_formula(block: Block, row: int) -> str:
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


def count_formula(block: Block) -> str:
    """Points so far."""
    first = _First(block)
    return f"={first.count_before}+ISNUMBER({first.value})"


def median_formula(block: Block) -> str:
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


def run_formula(block: Block) -> str:
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


def run_total_formula(block: Block) -> str:
    """Useful points of the whole run that the week is in, worked out upwards."""
    first = _First(block)
    return (
        f"=IF(AND({first.median_after}={first.median},{first.run_after}*{first.run}>0),"
        f"{first.run_total_after},{first.run})"
    )


def moves_formula(block: Block) -> str:
    """Moves of the trend so far; a point equal to the one before neither ends nor counts."""
    first = _First(block)
    last = f"INDEX({block.weekly(at.VALUE)},MATCH({first.count_before},{block.weekly(at.COUNT)},0))"
    way = f"SIGN({first.value}-{last})"
    return (
        f"=IF(OR(NOT(ISNUMBER({first.value})),{first.count_before}=0),{first.moves_before},"
        f"IF({first.value}={last},{first.moves_before},"
        f"{way}*MAX(1,{way}*{first.moves_before}+1)))"
    )


def moves_total_formula(block: Block) -> str:
    """Moves of the whole trend that the week, or the next point, is in, worked out upwards."""
    first = _First(block)
    return (
        f"=IF(ISNUMBER({first.value}),IF({first.moves_total_after}*{first.moves}>0,"
        f"{first.moves_total_after},{first.moves}),{first.moves_total_after})"
    )


def window_formulas(block: Block, row: int) -> tuple[str, ...]:
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
