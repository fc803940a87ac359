"""A run chart drawn with characters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from rich.text import Text

from vmbox.workbook.units import in_words

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from rich.console import Console

    from vmbox.measures import BoxScore
    from vmbox.workbook import Judged

HEIGHT: Final = 15
WEEKS: Final = 52
VALUE, MEDIAN, GOAL, SHIFT, TREND = "●", "─", "┄", "◆", "▲"
_LOOKS: Final = {
    VALUE: "blue",
    MEDIAN: "bold",
    GOAL: "green",
    SHIFT: "bold yellow",
    TREND: "bold magenta",
}


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


def draw(console: Console, box: BoxScore, judgement: Judged) -> None:
    """Print a measure's run chart, its legend and what it says."""
    measure, last = judgement.measure, judgement.latest_position
    console.print()
    console.print(Text(f"{measure.name} ({measure.unit}, better {measure.better})", style="bold"))
    if last is None:
        console.print("Nothing recorded yet.")
        return
    room = max(10, console.width - 14)
    first = max(0, last - min(WEEKS, room) + 1)
    shown = _shown(judgement, first, last)
    step = 2 if 2 * len(shown.values) <= room else 1
    for number, line in enumerate(_lines(shown, step)):
        label = in_words(_level(shown, number), measure.unit) if number % 7 == 0 else ""
        console.print(Text(f"{label:>11} │", style="dim") + line)
    console.print(Text(" " * 12 + "└" + "─" * (len(shown.values) * step), style="dim"))
    dates = f"{box.weeks[first]:%Y-%m-%d}"
    gap = max(1, len(shown.values) * step - 2 * len(dates))
    console.print(Text(" " * 13 + dates + " " * gap + f"{box.weeks[last]:%Y-%m-%d}", style="dim"))
    console.print(
        Text(
            f"{VALUE} value  {MEDIAN} median  {GOAL} goal  {SHIFT} shift  {TREND} trend",
            style="dim",
        )
    )
    console.print(judgement.signal)
    if judgement.proposal is not None:
        reason = judgement.proposal.reason(list(box.weeks), period=box.period)
        console.print(
            f"A new median of {in_words(judgement.proposal.median, measure.unit)} "
            f"is proposed from {box.weeks[judgement.proposal.start]:%Y-%m-%d}: {reason}."
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


def _level(shown: _Shown, number: int) -> float:
    return shown.high - (shown.high - shown.low) * number / (HEIGHT - 1)


def _lines(shown: _Shown, step: int) -> list[Text]:
    width = len(shown.values) * step
    grid = [[" "] * width for _ in range(HEIGHT)]
    if shown.goal is not None:
        grid[shown.row(shown.goal)] = [GOAL] * width
    for week, (value, median) in enumerate(zip(shown.values, shown.median, strict=True)):
        place = week * step
        if not np.isnan(median):
            for column in range(place, place + step):
                grid[shown.row(median)][column] = MEDIAN
        if not np.isnan(value):
            mark = SHIFT if shown.shift[week] else TREND if shown.trend[week] else VALUE
            grid[shown.row(value)][place] = mark
    return [_coloured(row) for row in grid]


def _coloured(row: list[str]) -> Text:
    line = Text()
    for character in row:
        line.append(character, style=_LOOKS.get(character, ""))
    return line
