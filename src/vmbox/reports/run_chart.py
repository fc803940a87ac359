"""A small run chart as shapes on a sheet of 340 by 150: where each line and mark goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from vmbox.reports.scale import Scale, scale_of
from vmbox.reports.words import counted, named, short
from vmbox.workbook.judging import NO_SIGNAL
from vmbox.workbook.units import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vmbox.measures import BoxScore
    from vmbox.workbook import Judged

    Numbers = np.ndarray[Any, np.dtype[np.float64]]
    Flags = np.ndarray[Any, np.dtype[np.bool_]]

WIDTH, HEIGHT = 340, 150
TOP, BOTTOM = 10, 128
# Weeks that a chart has room for; older ones are left out.
SHOWN: Final = 104
_LABEL_GAP: Final = 10.0
# Room for one character of a label, and between labels and lines.
_CHARACTER, _GAP = 4.7, 4.0
_LONG: Final = 27
# Half the width of a mark.
_DIAMOND, _TRIANGLE = 3.6, 3.0


@dataclass(frozen=True)
class Label:
    """A text, and where it stands."""

    x: float
    y: float
    text: str
    anchor: str = "start"


@dataclass(frozen=True)
class RunChart:
    """One run chart.

    Attributes
    ----------
    number, name, signal
        The measure's place on the front page, its name, and what its latest points say.
    left, right
        Where lines begin and end; labels stand beyond.
    alt
        The whole chart in words.
    line, dots
        Paths of the values' line, which passes over missing weeks, and of a dot on each.
    medians
        A path with one step for each phase.
    goal
        The height of the goal's line; None for no goal.
    shifts, trends
        Paths of the diamonds on points in a shift and of the triangles on points in a trend.
    grid, dates, marks
        Labels of the scale, whose lines run at their heights; of the weeks; of median and goal.
    """

    number: int
    name: str
    signal: str
    left: float
    right: float
    alt: str
    line: str
    dots: str
    medians: str
    goal: float | None
    shifts: str
    trends: str
    grid: tuple[Label, ...]
    dates: tuple[Label, ...]
    marks: tuple[Label, ...]


def run_charts(box: BoxScore, judgements: Sequence[Judged]) -> tuple[RunChart, ...]:
    """Return a run chart for every measure that has a point."""
    return tuple(
        _Drawing(box, judgement).chart(number)
        for number, judgement in enumerate(judgements)
        if judgement.points
    )


class _Drawing:
    """One chart being drawn."""

    def __init__(self, box: BoxScore, judgement: Judged) -> None:
        self.box = box
        self.judgement = judgement
        self.unit = judgement.measure.unit
        recorded = np.flatnonzero(~np.isnan(judgement.values))
        self.last = int(recorded[-1])
        self.first = max(int(recorded[0]), self.last - SHOWN + 1)
        self.points = [int(at) for at in recorded if at >= self.first]
        self.steps = [
            (max(phase.start, self.first), min(phase.stop - 1, self.last), phase.median)
            for phase in judgement.analysis.phases
            if not np.isnan(phase.median) and phase.stop > self.first and phase.start <= self.last
        ]
        self.scale = self._scale()
        self.ends = tuple(self._ends())
        self.left = _GAP + _room(words for _, words in self.scale.ticks)
        self.right = WIDTH - _GAP - _room(words for _, words in self.ends)

    def _scale(self) -> Scale:
        goal = self.judgement.measure.goal
        heights = [float(self.judgement.values[at]) for at in self.points]
        heights += [median for _, _, median in self.steps]
        heights += [goal] if goal is not None else []
        return scale_of(heights, self.unit, ceiling=self.judgement.measure.ceiling)

    def chart(self, number: int) -> RunChart:
        """Return the whole."""
        measure, analysis = self.judgement.measure, self.judgement.analysis
        places = [self._place(at) for at in self.points]
        return RunChart(
            number,
            measure.name,
            self.judgement.signal,
            self.left,
            self.right,
            self._alt(),
            "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places),
            "".join(f"M{x:.1f} {y:.1f}h0" for x, y in places),
            self._medians(),
            None if measure.goal is None else round(self._y(measure.goal), 1),
            "".join(map(_diamond, self._flagged(analysis.shift))),
            "".join(map(_triangle, self._flagged(analysis.trend))),
            tuple(
                Label(self.left - _GAP, self._y(tick), words) for tick, words in self.scale.ticks
            ),
            self._dates(),
            self._marks(),
        )

    # ------------------------------------------------------------ places
    def _x(self, at: float) -> float:
        span = self.last - self.first
        share = (at - self.first) / span if span else 0.5
        return self.left + (self.right - self.left) * share

    def _y(self, value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * self.scale.share(value)

    def _place(self, at: int) -> tuple[float, float]:
        return self._x(at), self._y(float(self.judgement.values[at]))

    def _flagged(self, flags: Flags) -> Iterable[tuple[float, float]]:
        return (self._place(at) for at in self.points if flags[at])

    def _medians(self) -> str:
        """A step for each phase, half a week wider than its points; none between phases."""
        steps = []
        for start, end, median in self.steps:
            left, right = self._x(start - 0.4), self._x(end + 0.4)
            if start == end:
                left, right = self._x(start) - _GAP, self._x(start) + _GAP
            left, right = max(left, self.left), min(right, self.right)
            steps.append(f"M{left:.1f} {self._y(median):.1f}H{right:.1f}")
        return "".join(steps)

    # ------------------------------------------------------------ words
    def _dates(self) -> tuple[Label, ...]:
        span = self.last - self.first
        if not span:
            return (self._date(self.first, "middle"),)
        middle = [self._date((self.first + self.last) // 2, "middle")] if span >= _LONG else []
        return (self._date(self.first, "start"), *middle, self._date(self.last, "end"))

    def _date(self, at: int, anchor: str) -> Label:
        words = short(self.box.weeks[at].date(), self.box.period)
        return Label(round(self._x(at), 1), HEIGHT - 8, words, anchor)

    def _ends(self) -> Iterator[tuple[float, str]]:
        """The median and the goal as they stand at the right end, and their values."""
        if self.steps:
            median = self.steps[-1][2]
            yield median, f"med. {in_words(median, self.unit)}"
        goal = self.judgement.measure.goal
        if goal is not None:
            yield goal, f"goal {in_words(goal, self.unit)}"

    def _marks(self) -> tuple[Label, ...]:
        """The labels of median and goal, apart even where the lines are not."""
        wanted = sorted((self._y(value), words) for value, words in self.ends)
        heights = [height for height, _ in wanted]
        if len(heights) == 2 and heights[1] - heights[0] < _LABEL_GAP:  # noqa: PLR2004
            middle = sum(heights) / 2
            heights = [middle - _LABEL_GAP / 2, middle + _LABEL_GAP / 2]
        return tuple(
            Label(self.right + _GAP, height + 3, words)
            for height, (_, words) in zip(heights, wanted, strict=True)
        )

    def _alt(self) -> str:
        """The chart in words, for those who do not see it."""
        judgement, unit, period = self.judgement, self.unit, self.box.period
        first, last = (named(self.box.weeks[at].date(), period) for at in (self.first, self.last))
        words = [
            f"Run chart of {judgement.measure.name}: {counted(len(self.points), period)} recorded "
            f"from {first} to {last}",
            f"latest {in_words(judgement.latest, unit)}",
        ]
        for order, (start, _, median) in enumerate(self.steps):
            since = f" from {named(self.box.weeks[start].date(), period)}" if order else ""
            words.append(f"median {in_words(median, unit)}{since}")
        if judgement.measure.goal is not None:
            words.append(f"goal {in_words(judgement.measure.goal, unit)}")
        for what, flags in (
            ("shift", judgement.analysis.shift),
            ("trend", judgement.analysis.trend),
        ):
            if marked := int(flags[self.first : self.last + 1].sum()):
                words.append(f"{counted(marked, 'point')} in a {what}")
        return f"{'; '.join(words)}. {judgement.signal or NO_SIGNAL}."


def _room(labels: Iterable[str]) -> float:
    """The width of the longest label, and a gap."""
    return _GAP + _CHARACTER * max(map(len, labels), default=0)


def _diamond(place: tuple[float, float]) -> str:
    x, y = place
    half = _DIAMOND
    return f"M{x:.1f} {y - half:.1f}l{half} {half} {-half} {half} {-half} {-half}z"


def _triangle(place: tuple[float, float]) -> str:
    x, y = place
    half = _TRIANGLE
    return f"M{x:.1f} {y - half:.1f}l{half} {2 * half} {-2 * half} 0z"
