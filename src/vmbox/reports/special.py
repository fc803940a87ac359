"""What is special in a box score, in words, and how much of it chance alone would give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from vmbox.reports.words import counted, named
from vmbox.runcharts import HIS, ExpectedSignals, expected_signals
from vmbox.workbook.judging import BETTER_WORD, CHANGED, WORSE_WORD, proposal_in_words
from vmbox.workbook.units import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vmbox.measures import BoxScore, Period
    from vmbox.workbook import Judged

# What is worse is what a board must hear first.
VERDICTS: Final = (WORSE_WORD, BETTER_WORD, CHANGED)
_MEDIAN: Final = "the median"


@dataclass(frozen=True)
class Signal:
    """One thing that is special at a measure's latest points.

    Attributes
    ----------
    measure
        Its name.
    number
        Its place on the front page, from 0.
    verdict
        "Worse", "Better" or "Changed".
    words
        What the run chart shows: "7 weeks below the median of 31.0%".
    """

    measure: str
    number: int
    verdict: str
    words: str


@dataclass(frozen=True)
class Proposed:
    """A new median that the rules propose and nobody accepted yet."""

    measure: str
    number: int
    words: str


@dataclass(frozen=True)
class Chance:
    """How many signals there were in all, beside how many chance alone gives.

    Attributes
    ----------
    measures
        The measures that have a median.
    weeks
        The points that they have, on average.
    shifts, trends
        How many they ever showed.
    expected
        How many as many steady measures show.
    period
        What a point is.
    """

    measures: int
    weeks: int
    shifts: int
    trends: int
    expected: ExpectedSignals
    period: Period

    @property
    def words(self) -> tuple[str, ...]:
        """Sentences for people who never heard of chance in a chart."""
        return (
            f"Since recording began, {_all(self.measures)} showed {_counts(self)}. Had nothing "
            f"ever changed, chance alone would have given {_expected(self)}, on about "
            f"{_about(self.expected.measures_with_signal, 'measure')}.",
            "So one signal is a reason to ask what happened, and no proof that something did. "
            "Several together, or one that comes with a change the team made, say more. (Reckoned "
            f"for {counted(self.weeks, self.period)} a measure, on average, without any season or "
            "drift; measures that have these give more.)",
        )


def signals(
    box: BoxScore, judgements: Sequence[Judged]
) -> tuple[tuple[str, tuple[Signal, ...]], ...]:
    """Return what is special now by verdict: the worse, the better, what only changed.

    Of a measure that lags behind the others it is said how far it is recorded.
    """
    last = max((one.latest_position or 0 for one in judgements), default=0)
    found = []
    for number, judgement in enumerate(judgements):
        latest = judgement.latest_position
        until = ""
        if latest is not None and latest < last:
            until = f" (recorded up to {named(box.weeks[latest].date(), box.period)})"
        found += list(_of_measure(number, judgement, until))
    by_verdict = ((word, tuple(one for one in found if one.verdict == word)) for word in VERDICTS)
    return tuple((verdict, some) for verdict, some in by_verdict if some)


def _of_measure(number: int, judgement: Judged, until: str) -> Iterator[Signal]:
    """One signal for each verdict: a better shift and a worse trend are two."""
    median = in_words(judgement.current_median, judgement.measure.unit)
    said: dict[str, list[str]] = {}
    for part in judgement.signal.split("; "):
        verdict, colon, words = part.partition(": ")
        if colon:
            said.setdefault(verdict, []).append(words.replace(_MEDIAN, f"{_MEDIAN} of {median}"))
    for verdict, parts in said.items():
        yield Signal(judgement.measure.name, number, verdict, ", and ".join(parts) + until)


def proposed(box: BoxScore, judgements: Sequence[Judged]) -> tuple[Proposed, ...]:
    """Return the new medians that await a person's word, with the evidence."""
    return tuple(
        Proposed(judgement.measure.name, number, proposal_in_words(judgement, box.weeks))
        for number, judgement in enumerate(judgements)
        if judgement.proposal is not None
    )


def chance(judgements: Sequence[Judged], period: Period) -> Chance | None:
    """Return what chance alone would give; None where no measure has a median yet."""
    judged = [one for one in judgements if one.analysis.phases and one.current_median is not None]
    if not judged:
        return None
    weeks = round(float(np.mean([one.points for one in judged])))
    return Chance(
        len(judged),
        weeks,
        sum(one.analysis.shifts for one in judged),
        sum(one.analysis.trends for one in judged),
        expected_signals(len(judged), weeks, HIS),
        period,
    )


def _all(measures: int) -> str:
    return "the one measure" if measures == 1 else f"these {counted(measures, 'measure')}"


def _counts(chance: Chance) -> str:
    return f"{counted(chance.shifts, 'shift')} and {counted(chance.trends, 'trend')}"


def _expected(chance: Chance) -> str:
    shifts = _about(chance.expected.shifts, "shift")
    return f"about {shifts} and {_about(chance.expected.trends, 'trend')}"


def _about(number: float, noun: str) -> str:
    """A number that rests on reckoning: whole, or a tenth below three, where tenths matter."""
    return counted(round(number), noun) if number >= 3 else f"{number:.1f} {noun}s"  # noqa: PLR2004
