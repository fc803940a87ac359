"""Special: the shifts and trends of a box score, each with its weeks, in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from vmbox.workbook import judged
from vmbox.workbook.judging import SHIFT, TREND_MOVES, verdict
from vmbox.workbook.units import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmbox.measures import BoxScore
    from vmbox.workbook import Judged
    from vmbox.workbook.chains import Chains

# As far back as a run chart shows.
LAST: Final = 52


@dataclass(frozen=True)
class Special:
    """One shift or trend.

    Attributes
    ----------
    measure
        The measure's name.
    kind
        "shift" or "trend".
    first, last
        The positions of its first and its last week.
    words
        What it says, as the front page has it: "Better: 8 weeks below the median of 31.0%".
    median
        The median of a shift; None for a trend.
    now
        Whether the latest point is part of it.
    """

    measure: str
    kind: Literal["shift", "trend"]
    first: int
    last: int
    words: str
    median: float | None = None
    now: bool = False


def special(box: BoxScore, last: int = LAST) -> tuple[Special, ...]:
    """Return the shifts and trends that reach into the last weeks: those of now first.

    Parameters
    ----------
    last
        How many weeks to look at, counted back from the last one with anything recorded.
    """
    judgements = judged(box)
    latest = [one.latest_position for one in judgements if one.latest_position is not None]
    first = max(latest, default=0) - last + 1
    found = [one for judgement in judgements for one in _of(judgement) if one.last >= first]
    return tuple(sorted(found, key=lambda one: (not one.now, -one.last)))


def _of(judgement: Judged) -> Iterator[Special]:
    """One measure's shifts and trends, out of what the workbook's formulas count week by week."""
    measure, period, chains = judgement.measure, judgement.period, judgement.chains
    runs = list(_runs(chains))
    for run in runs:
        if len(run) >= SHIFT:
            median = chains.median[run[0]]
            above = chains.run[run[0]] > 0
            words = (
                f"{verdict(1 if above else -1, measure.better)}: {len(run)} {period}s "
                f"{'above' if above else 'below'} the median of {in_words(median, measure.unit)}"
            )
            now = run is runs[-1] and abs(chains.run[-1]) == len(run)
            yield Special(measure.name, "shift", run[0], run[-1], words, median, now)
    stretches = list(_stretches(chains))
    for stretch in stretches:
        if len(stretch.moved) > TREND_MOVES:
            points, rising = len(stretch.moved), chains.moves[stretch.moved[-1]] > 0
            words = (
                f"{verdict(1 if rising else -1, measure.better)}: {points} {period}s "
                f"{'rising' if rising else 'falling'}"
            )
            now = stretch is stretches[-1] and abs(chains.moves[-1]) == points - 1
            yield Special(measure.name, "trend", stretch.moved[0], stretch.last, words, None, now)


def _runs(chains: Chains) -> Iterator[list[int]]:
    """The useful points of every run, by their positions."""
    run: list[int] = []
    for week, (value, median) in enumerate(zip(chains.value, chains.median, strict=True)):
        if value is None or median is None or value == median:
            continue
        if abs(chains.run[week]) == 1 and run:
            yield run
            run = []
        run.append(week)
    if run:
        yield run


@dataclass
class _Stretch:
    """Points that rise or fall: the first and each that moved, and those that rested at the end."""

    moved: list[int]
    rested: list[int] = field(default_factory=list)

    @property
    def last(self) -> int:
        """The last point that a run chart flags: of those that rest at the end, all but one."""
        return [*self.moved, *self.rested[:-1]][-1]


def _stretches(chains: Chains) -> Iterator[_Stretch]:
    """Every stretch that rises or falls."""
    stretch: _Stretch | None = None
    before: int | None = None
    for week, value in enumerate(chains.value):
        if value is None:
            continue
        if before is not None and value != chains.value[before]:
            if stretch is None or abs(chains.moves[week]) == 1:
                if stretch is not None:
                    yield stretch
                stretch = _Stretch([before])
            stretch.moved.append(week)
            stretch.rested = []
        elif stretch is not None:
            stretch.rested.append(week)
        before = week
    if stretch is not None:
        yield stretch
