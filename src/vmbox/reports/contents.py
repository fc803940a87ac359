"""What the board report of a box score says, before it is a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vmbox.measures import DOMAINS, spoken
from vmbox.reports import special, upkeep
from vmbox.reports.cost import Cost, cost_of
from vmbox.reports.run_chart import RunChart, run_charts
from vmbox.reports.words import counted, listed, named, short
from vmbox.workbook import judged
from vmbox.workbook.judging import SHIFT, TREND_MOVES, progress
from vmbox.workbook.units import change_in_words, in_words

if TYPE_CHECKING:
    import datetime as dt

    from vmbox.measures import BoxScore
    from vmbox.workbook import Judged


@dataclass(frozen=True)
class Row:
    """One measure in the table, its figures in words; "" for what is not there.

    Attributes
    ----------
    number
        Its place on the front page, from 0.
    latest_week
        The week of the latest value, where that is not the last week of the box score.
    mark
        "better", "worse", "changed" or "": how its signal is marked besides its words.
    charted
        Whether the page has a run chart of it.
    """

    number: int
    name: str
    unit: str
    better: str
    goal: str
    baseline: str
    current: str
    change: str
    signal: str
    mark: str
    latest: str
    latest_week: str
    charted: bool


@dataclass(frozen=True)
class Contents:
    """Everything that the page says.

    Attributes
    ----------
    team, board, setting, remark
        As on the front page; the remark says what every reader must know.
    covered
        Which weeks have figures, in a sentence.
    made
        The day that the report is of.
    signals, quiet, proposed, chance
        What is special by verdict; how many measures are not, in a sentence; new medians that are
        proposed; what chance alone gives.
    rules
        What a shift and a trend are.
    domains
        The table's rows by domain.
    charts
        The run charts.
    cost, actions, huddles, accepted, completeness
        See the modules of these.
    period
        "week" or "month".
    """

    team: str
    board: str
    setting: str
    remark: str
    covered: str
    made: str
    signals: tuple[tuple[str, tuple[special.Signal, ...]], ...]
    quiet: str
    proposed: tuple[special.Proposed, ...]
    chance: special.Chance | None
    rules: str
    domains: tuple[tuple[str, tuple[Row, ...]], ...]
    charts: tuple[RunChart, ...]
    cost: Cost
    actions: tuple[upkeep.OpenAction, ...]
    huddles: upkeep.Huddles
    accepted: tuple[upkeep.Accepted, ...]
    more_accepted: int
    completeness: upkeep.Completeness
    period: str


def contents_of(box: BoxScore, today: dt.date) -> Contents:
    """Return what the board report of a box score says on a day."""
    judgements = judged(box)
    found = special.signals(box, judgements)
    medians = upkeep.accepted(box)
    return Contents(
        team=box.team,
        board=box.board,
        setting=box.setting,
        remark=box.remark,
        covered=_covered(box),
        made=spoken(today),
        signals=found,
        quiet=_quiet(judgements, found, box.period),
        proposed=special.proposed(box, judgements),
        chance=special.chance(judgements, box.period),
        rules=_rules(box),
        domains=_domains(box, judgements),
        charts=run_charts(box, judgements),
        cost=cost_of(box),
        actions=upkeep.open_actions(box, today),
        huddles=upkeep.huddles(box, today),
        accepted=medians,
        more_accepted=len(box.medians) - len(medians),
        completeness=upkeep.completeness(box, judgements, today),
        period=box.period,
    )


def _covered(box: BoxScore) -> str:
    recorded = np.flatnonzero(box.values.notna().any(axis=1).to_numpy())
    if not len(recorded):
        return f"Nothing is recorded yet in the {counted(len(box.weeks), box.period)} laid out."
    first, last = (named(box.weeks[at].date(), box.period) for at in (recorded[0], recorded[-1]))
    span = counted(int(recorded[-1] - recorded[0] + 1), box.period)
    if len(recorded) == 1:
        return f"One {box.period} is recorded: {first}."
    begin = f"{box.period.capitalize()}s" if box.period == "month" else "Weeks beginning"
    return f"{begin} {first} to {last}: {len(recorded)} of {span} recorded."


def _rules(box: BoxScore) -> str:
    return (
        f"A shift is {SHIFT} {box.period}s or more on one side of the median, a trend "
        f"{TREND_MOVES + 1} or more all rising or all falling: the rules of Healthcare "
        "Improvement Scotland."
    )


def _quiet(
    judgements: tuple[Judged, ...],
    found: tuple[tuple[str, tuple[special.Signal, ...]], ...],
    period: str,
) -> str:
    """How many measures show nothing special, and how many cannot yet."""
    loud = {signal.number for _, some in found for signal in some}
    young = [one for one in judgements if one.points < one.minimum]
    calm = len(judgements) - len(loud) - len(young)
    if len(young) == len(judgements):
        return f"No measure has enough {period}s yet to show a signal."
    parts = []
    if calm or not loud:
        others = "other " if loud else ""
        parts.append(f"{calm} {others}measure{' shows' if calm == 1 else 's show'} no signal")
    if young:
        verb = "has" if len(young) == 1 else "have"
        parts.append(f"{len(young)} {verb} too few {period}s to say")
    return f"{listed(parts)}." if parts else "Every measure shows one."


def _domains(
    box: BoxScore, judgements: tuple[Judged, ...]
) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    last = max((one.latest_position or 0 for one in judgements if one.points), default=None)
    rows = [(one.measure.domain, _row(box, at, one, last)) for at, one in enumerate(judgements)]
    parts = ((domain, tuple(row for of, row in rows if of == domain)) for domain in DOMAINS)
    return tuple((domain, some) for domain, some in parts if some)


def _row(box: BoxScore, number: int, judgement: Judged, last: int | None) -> Row:
    measure, unit = judgement.measure, judgement.measure.unit
    latest = judgement.latest_position
    baseline = in_words(judgement.baseline_median, unit)
    if not baseline and judgement.points:
        baseline = progress(judgement.points, measure.baseline)
    verdicts = [word for word in special.VERDICTS if f"{word}: " in judgement.signal]
    return Row(
        number,
        measure.name,
        unit,
        measure.better,
        in_words(measure.goal, unit),
        baseline,
        in_words(judgement.current_median, unit),
        change_in_words(judgement.change, unit),
        judgement.signal,
        verdicts[0].lower() if len(verdicts) == 1 else "",
        in_words(judgement.latest, unit),
        "" if latest is None or latest == last else short(box.weeks[latest].date(), box.period),
        bool(judgement.points),
    )
