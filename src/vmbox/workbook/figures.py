"""A measure's figures at the top of its block on Calc: each formula beside its value.

What is known of the measure comes from its data tab; what the run chart's rules make of it, from
the weekly columns below.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from vmbox.measures import BASELINE
from vmbox.workbook import layout as at
from vmbox.workbook.block import FIRST_ROW, PLACE, week_dates
from vmbox.workbook.cells import Value, address, down, or_blank
from vmbox.workbook.dates import serial
from vmbox.workbook.judging import (
    BETTER_WORD,
    CHANGED,
    MINIMUM,
    NO_SIGNAL,
    REPHASE,
    SHIFT,
    TREND_MOVES,
    WORSE_WORD,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from vmbox.measures import BoxScore
    from vmbox.workbook.block import Block
    from vmbox.workbook.chains import Chains
    from vmbox.workbook.judging import Judged

_BLANK: Final = ""
# The row that "Proposed row" says where no week is proposed.
NEVER: Final = 99999


class FigureRule(NamedTuple):
    """One figure: its formula, and the value that the formula must have."""

    formula: Callable[[Block], str]
    value: Callable[[Standing], Value]
    array: bool = False


@dataclass(frozen=True, eq=False)
class Standing:
    """A measure as its figures tell it."""

    box: BoxScore
    block: Block
    judgement: Judged

    @property
    def spare(self) -> bool:
        """Whether the column waits for a measure."""
        return self.block.column.spare

    @property
    def latest_row(self) -> int:
        """The place of the last recorded week, from 1; 0 for none."""
        latest = self.judgement.latest_position
        return 0 if latest is None else latest + 1

    @property
    def phase_row(self) -> int:
        """The place of the week in which the median in force begins, from 1; 0 for none."""
        phases = self.judgement.analysis.phases
        return phases[-1].start + 1 if phases else 0

    @cached_property
    def steps(self) -> ProposalSteps:
        """The steps that lead to a new median."""
        return proposal_steps(self.judgement, self.judgement.chains)

    @property
    def proposed_week(self) -> int | None:
        """The date of the week in which the next new median would begin."""
        proposal = self.judgement.proposal
        return serial(self.box, proposal.start) if proposal else None

    @property
    def proposed_run(self) -> int:
        """How long the run is that speaks for it, negative below the median; 0 for none."""
        proposal = self.judgement.proposal
        return self.judgement.chains.run_total[proposal.start] if proposal else 0

    @property
    def evidence(self) -> str:
        """What speaks for it, in words."""
        run, period = self.proposed_run, self.judgement.period
        side = "above" if run > 0 else "below"
        return f"{abs(run)} {period}s in a row {side} the median" if run else _BLANK


@dataclass(frozen=True)
class ProposalSteps:
    """Where the steps towards a new median lead: places of weeks from 1, 0 for not reached."""

    reach_row: int = 0
    run_row: int = 0
    row: int = 0


def proposal_steps(judgement: Judged, chains: Chains) -> ProposalSteps:
    """Return the steps that lead to the next new median, by the rules' own order.

    From the first point after the phase's baseline that belongs to a long run; the run must not
    have ended before the phase's 21st point.
    """
    baseline = judgement.measure.baseline
    if judgement.current_points < baseline + REPHASE:
        return ProposalSteps()
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
    row = judgement.proposal.start + 1 if judgement.proposal else NEVER
    return ProposalSteps(reach + 1, broken, row)


# ------------------------------------------------------------------ longer formulas
def _latest_row(block: Block) -> str:
    points = block.figure("Points")
    return f"=IF({points}=0,0,MATCH({points},{block.weekly(at.COUNT)},0))"


def _at_latest(block: Block, which: int) -> str:
    """What a weekly column says in the last recorded week."""
    row = block.figure("Latest row")
    return f'=IF({row}=0,"",INDEX({block.weekly(which)},{row}))'


def _baseline_median(block: Block) -> str:
    first = f"MATCH(1,{block.weekly(at.COUNT)},0)"
    return f'=IF({block.figure("Latest row")}=0,"",INDEX({block.weekly(at.MEDIAN)},{first}))'


def _change(block: Block) -> str:
    before, now = block.figure("Baseline median"), block.figure("Current median")
    return (
        f"=IF(AND(ISNUMBER({before}),ISNUMBER({now})),"
        f'IF({block.figure("Unit")}="%",({now}-{before})*100,'
        f'IF({before}=0,"",{now}/{before}-1)),"")'
    )


def _current_points(block: Block) -> str:
    counted_before = f"INDEX({block.weekly(at.COUNT, shift=-1)},{block.figure('Phase row')})"
    return f"=IF({block.figure('Latest row')}=0,0,{block.figure('Points')}-{counted_before})"


def _phase_row(block: Block) -> str:
    row, phases = block.figure("Latest row"), block.weekly(at.PHASE)
    return f"=IF({row}=0,0,MATCH(INDEX({phases},{row}),{phases},0))"


def _earlier(block: Block) -> str:
    """The points before the phase."""
    return f"INDEX({block.weekly(at.COUNT, shift=-1)},{block.figure('Phase row')})"


def _places(block: Block) -> str:
    return down(FIRST_ROW, block.last_row, PLACE, fix_column=True)


def _point_21(block: Block) -> str:
    reach = f"{block.figure('Baseline')}+{REPHASE}"
    return (
        f"=IF({block.figure('Current points')}<{reach},0,"
        f"MATCH({_earlier(block)}+{reach},{block.weekly(at.COUNT)},0))"
    )


def _run_of_point_21(block: Block) -> str:
    last, place = block.figure("Point 21 row"), _places(block)
    run, before_run = block.weekly(at.RUN), block.weekly(at.RUN, shift=-1)
    median, before_median = block.weekly(at.MEDIAN), block.weekly(at.MEDIAN, shift=-1)
    return (
        f"=IF({last}=0,0,MAX(IF({place}<={last},"
        f"IF(({median}<>{before_median})+({run}*{before_run}<=0)*({run}<>{before_run})>0,"
        f"{place},0),0)))"
    )


def _proposed_row(block: Block) -> str:
    place, total = _places(block), block.weekly(at.RUN_TOTAL)
    return (
        f"=IF({block.figure('Point 21 row')}=0,0,MIN(IF(ISNUMBER({block.weekly(at.VALUE)}),"
        f"IF({place}>=MAX({block.figure('Run of point 21')},"
        f"MATCH({_earlier(block)}+{block.figure('Baseline')}+1,{block.weekly(at.COUNT)},0)),"
        f"IF(ABS({total})>={REPHASE},{place},{NEVER}),{NEVER}),{NEVER})))"
    )


def _proposed(block: Block, none: str, found: str) -> str:
    row = block.figure("Proposed row")
    return f"=IF(OR({row}=0,{row}={NEVER}),{none},INDEX({found},{row}))"


def _evidence(block: Block) -> str:
    run = block.figure("Proposed run")
    return (
        f'=IF({run}=0,"",ABS({run})&" {block.period}s in a row "'
        f'&IF({run}>0,"above","below")&" the median")'
    )


def _signal(block: Block) -> str:
    points, period = block.figure("Points"), block.period
    progress = f'{points}&" of "&{block.figure("Baseline")}&" points"'
    run = address(block.last_row, block.left + at.RUN)
    moves = address(block.last_row, block.left + at.MOVES)
    shift_words = (
        f'{_verdict(block, run)}&": "&ABS({run})&" {period}s "'
        f'&IF({run}>0,"above","below")&" the median"'
    )
    trend_words = (
        f'{_verdict(block, moves)}&": "&(ABS({moves})+1)&" {period}s "'
        f'&IF({moves}>0,"rising","falling")'
    )
    in_shift, in_trend = f"ABS({run})>={SHIFT}", f"ABS({moves})>={TREND_MOVES}"
    return (
        f'=IF({points}=0,"",'
        f"IF({points}<{block.figure('Minimum')},{progress},"
        f'IF({in_shift},{shift_words},"")&IF(AND({in_shift},{in_trend}),"; ","")'
        f'&IF({in_trend},{trend_words},IF({in_shift},"","{NO_SIGNAL}"))))'
    )


def _verdict(block: Block, way: str) -> str:
    better = block.figure("Better")
    return (
        f'IF({better}="neutral","{CHANGED}",IF(({better}="up")=({way}>0),'
        f'"{BETTER_WORD}","{WORSE_WORD}"))'
    )


# ------------------------------------------------------------------ all of them
FIGURE_RULES: Final[dict[str, FigureRule]] = {
    "Name": FigureRule(
        lambda block: f'=IF({block.figure("In use")},{block.header},"")',
        lambda its: _BLANK if its.spare else its.block.column.header,
    ),
    "In use": FigureRule(
        lambda block: f'={block.label(at.KIND)}<>"{at.KIND_SPARE}"', lambda its: not its.spare
    ),
    "Unit": FigureRule(
        lambda block: f'=IF({block.label(at.UNIT)}="","",{block.label(at.UNIT)})',
        lambda its: its.block.column.unit,
    ),
    "Better": FigureRule(
        lambda block: f'=IF({block.label(at.BETTER)}="","neutral",{block.label(at.BETTER)})',
        lambda its: its.judgement.measure.better,
    ),
    "Goal": FigureRule(
        lambda block: f'=IF(ISNUMBER({block.label(at.GOAL)}),{block.label(at.GOAL)},"")',
        lambda its: or_blank(its.judgement.measure.goal),
    ),
    "Baseline": FigureRule(
        lambda block: (
            f"=IF(ISNUMBER({block.label(at.BASELINE)}),"
            f"MAX(3,INT({block.label(at.BASELINE)})),{BASELINE})"
        ),
        lambda its: its.judgement.measure.baseline,
    ),
    "Minimum": FigureRule(
        lambda block: f"=MIN({MINIMUM},{block.figure('Baseline')})",
        lambda its: its.judgement.minimum,
    ),
    "Ceiling": FigureRule(
        lambda block: f'=IF({block.figure("Unit")}="%",1,"none")',
        lambda its: 1 if its.judgement.measure.ceiling else "none",
    ),
    "Points": FigureRule(
        lambda block: f"=COUNT({block.weekly(at.VALUE)})", lambda its: its.judgement.points
    ),
    "Latest row": FigureRule(_latest_row, lambda its: its.latest_row),
    "Latest": FigureRule(
        lambda block: _at_latest(block, at.VALUE), lambda its: or_blank(its.judgement.latest)
    ),
    "Baseline median": FigureRule(
        _baseline_median, lambda its: or_blank(its.judgement.baseline_median)
    ),
    "Current median": FigureRule(
        lambda block: _at_latest(block, at.MEDIAN),
        lambda its: or_blank(its.judgement.current_median),
    ),
    "Change": FigureRule(_change, lambda its: or_blank(its.judgement.change)),
    "Current points": FigureRule(_current_points, lambda its: its.judgement.current_points),
    "Phase row": FigureRule(_phase_row, lambda its: its.phase_row),
    "Point 21 row": FigureRule(_point_21, lambda its: its.steps.reach_row),
    "Run of point 21": FigureRule(_run_of_point_21, lambda its: its.steps.run_row, array=True),
    "Proposed row": FigureRule(_proposed_row, lambda its: its.steps.row, array=True),
    "Proposed week": FigureRule(
        lambda block: _proposed(block, '""', week_dates(block.weeks)),
        lambda its: or_blank(its.proposed_week),
    ),
    "Proposed run": FigureRule(
        lambda block: _proposed(block, "0", block.weekly(at.RUN_TOTAL)),
        lambda its: its.proposed_run,
    ),
    "Evidence": FigureRule(_evidence, lambda its: its.evidence),
    "Signal": FigureRule(_signal, lambda its: its.judgement.signal),
}
