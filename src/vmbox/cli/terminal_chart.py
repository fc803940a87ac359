"""A run chart drawn with characters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from rich.cells import cell_len
from rich.text import Text

from vmbox.cli.terminal import Marks, marks
from vmbox.measures import spoken
from vmbox.workbook.units import in_words

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from rich.console import Console

    from vmbox.measures import BoxScore
    from vmbox.workbook import Judged

HEIGHT: Final = 15
WEEKS: Final = 52
# Lines between two labels of the axis of values.
_LABELLED: Final = 7


@dataclass(frozen=True, eq=False)
class _Shown:
    """The part of a measure that the chart shows."""

    values: NDArray[np.float64]
    median: NDArray[np.float64]
    shift: NDArray[np.bool_]
    trend: NDArray[np.bool_]
    goal: float | None
    low: float
    high: float

    def row(self, value: float) -> int:
        """The line, from the top, that a value is drawn on."""
        return round((self.high - value) / (self.high - self.low) * (HEIGHT - 1))

    def level(self, row: int) -> float:
        """The value that a line is drawn for."""
        return self.high - (self.high - self.low) * row / (HEIGHT - 1)


def draw(console: Console, box: BoxScore, judgement: Judged) -> None:
    """Print a measure's run chart, its legend and what it says."""
    measure, last = judgement.measure, judgement.latest_position
    console.print()
    console.print(Text(f"{measure.name} ({measure.unit}, better {measure.better})", style="bold"))
    if last is None:
        console.print("Nothing recorded yet.")
        return
    first = max(0, last - WEEKS + 1)
    labels = _labels(_shown(judgement, first, last), measure.unit)
    left = max(map(cell_len, labels)) + 2
    first = max(first, last - max(1, console.width - left) + 1)
    dates = f"{box.weeks[first]:%Y-%m-%d}", f"{box.weeks[last]:%Y-%m-%d}"
    _print_chart(console, _shown(judgement, first, last), measure.unit, dates)
    console.print(judgement.signal)
    if judgement.proposal is not None:
        console.print(_proposed(box, judgement))


def _print_chart(console: Console, shown: _Shown, unit: str, dates: tuple[str, str]) -> None:
    signs, labels = marks(console), _labels(shown, unit)
    left = max(map(cell_len, labels)) + 1
    step = 2 if left + 1 + 2 * len(shown.values) <= console.width else 1
    width = step * len(shown.values)
    for label, line in zip(labels, _lines(shown, step, signs), strict=True):
        console.print(Text(f"{label:>{left - 1}} {signs.axis}", style="dim") + line)
    console.print(Text(" " * left + signs.corner + signs.line * width, style="dim"))
    gap = width - len("".join(dates))
    under = f"{dates[0]}{' ' * gap}{dates[1]}" if gap > 0 else f"{dates[1]:>{width}}"
    console.print(Text(" " * (left + 1) + under, style="dim"))
    console.print(Text(_legend(shown, signs), style="dim"))


def _labels(shown: _Shown, unit: str) -> list[str]:
    return [
        in_words(shown.level(row), unit) if row % _LABELLED == 0 else "" for row in range(HEIGHT)
    ]


def _legend(shown: _Shown, signs: Marks) -> str:
    there = (
        (signs.value, "value", True),
        (signs.median, "median", not np.isnan(shown.median).all()),
        (signs.goal, "goal", shown.goal is not None),
        (signs.shift, "shift", shown.shift.any()),
        (signs.trend, "trend", shown.trend.any()),
    )
    return "  ".join(f"{sign} {word}" for sign, word, used in there if used)


def _proposed(box: BoxScore, judgement: Judged) -> str:
    proposal, unit = judgement.proposal, judgement.measure.unit
    if proposal is None:
        return ""
    start, since = (box.weeks[week].date() for week in (proposal.start, proposal.run_start))
    side = "above" if proposal.above else "below"
    return (
        f"A new median of {in_words(proposal.median, unit)} is proposed from {spoken(start)}: "
        f"{proposal.run_length} {box.period}s in a row {side} the median of "
        f"{in_words(proposal.against, unit)} since {spoken(since)}."
    )


def _shown(judgement: Judged, first: int, last: int) -> _Shown:
    part = slice(first, last + 1)
    values, median = judgement.values[part], judgement.analysis.median[part]
    goal = judgement.measure.goal
    levels = np.concatenate([values, median, [np.nan if goal is None else goal]])
    low, high = float(np.nanmin(levels)), float(np.nanmax(levels))
    if low == high:
        low, high = low - 1, high + 1
    return _Shown(
        values,
        median,
        judgement.analysis.shift[part],
        judgement.analysis.trend[part],
        goal,
        low,
        high,
    )


def _lines(shown: _Shown, step: int, signs: Marks) -> list[Text]:
    looks = {
        signs.value: "blue",
        signs.median: "bold",
        signs.goal: "green",
        signs.shift: "bold yellow",
        signs.trend: "bold magenta",
    }
    grid = [[" "] * (len(shown.values) * step) for _ in range(HEIGHT)]
    if shown.goal is not None:
        grid[shown.row(shown.goal)] = [signs.goal] * len(grid[0])
    for week, (value, median) in enumerate(zip(shown.values, shown.median, strict=True)):
        place = week * step
        if not np.isnan(median):
            grid[shown.row(median)][place : place + step] = [signs.median] * step
        if not np.isnan(value):
            sign = signs.trend if shown.trend[week] else signs.value
            grid[shown.row(value)][place] = signs.shift if shown.shift[week] else sign
    return [
        Text.assemble(*((character, looks.get(character, "")) for character in row)) for row in grid
    ]
