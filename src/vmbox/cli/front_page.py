"""The front page in the terminal: as many columns as its width has room for."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from vmbox.cli.terminal import marks
from vmbox.measures import DOMAINS
from vmbox.workbook.judging import BETTER_WORD, CHANGED, NO_SIGNAL, WORSE_WORD, progress
from vmbox.workbook.units import change_in_words, in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from vmbox.measures import BoxScore
    from vmbox.workbook import Judged

    Numbers = np.ndarray[Any, np.dtype[np.float64]]

MEASURE, GOAL, BASELINE, NOW, CHANGE, LATEST, SIGNAL, WEEKS = (
    *("Measure", "Goal", "Baseline", "Now", "Change", "Latest", "Signal", "Last weeks"),
)
# What a narrow terminal leaves out, the first to go last.
_DISPENSABLE: Final = (NOW, LATEST, CHANGE, GOAL, WEEKS, BASELINE)
_LEFT: Final = (MEASURE, SIGNAL, WEEKS)
# Below these the words of a measure and of a signal break too often to be read.
_LEAST_MEASURE: Final = 24
_LEAST_SIGNAL: Final = 22
# Above this, a wider terminal gets more columns rather than longer lines.
_ENOUGH_MEASURE: Final = 34
_GAP: Final = 2
_PROPOSED: Final = "*"
_SIGNAL_COLOURS: Final = ((WORSE_WORD, "yellow"), (BETTER_WORD, "cyan"), (CHANGED, "magenta"))


@dataclass(frozen=True)
class _Row:
    """One measure: its words by column, and how its signal looks."""

    domain: str
    cells: dict[str, str]
    colour: str


def print_heading(console: Console, box: BoxScore) -> None:
    """Print whose box score it is and how far it is filled in."""
    console.print(Text(box.team, style="bold"))
    place = ", ".join(word for word in (box.board, box.setting) if word)
    if place:
        console.print(Text(place, style="dim"))
    recorded = np.flatnonzero(box.values.notna().any(axis=1).to_numpy())
    last = f"last {box.weeks[recorded[-1]]:%Y-%m-%d}" if len(recorded) else "nothing yet"
    console.print(f"{len(recorded)} of {len(box.weeks)} {box.period}s recorded, {last}")
    if box.remark:
        console.print(Text(box.remark, style="yellow"))


def print_front_page(console: Console, judgements: Sequence[Judged]) -> None:
    """Print every measure by domain, and what its marks mean."""
    signs = marks(console)
    rows = [_row(console, judgement) for judgement in judgements]
    widths = _widths(rows, console.width)
    table = Table(box=None, header_style="bold", padding=(0, _GAP, 0, 0), pad_edge=False)
    for heading, width in widths.items():
        justify = "left" if heading in _LEFT else "right"
        table.add_column(heading, justify=justify, width=width, overflow="fold")  # type: ignore[arg-type]
    for domain in DOMAINS:
        of_domain = [row for row in rows if row.domain == domain]
        if of_domain:
            table.add_row(Text(domain, style="bold blue"))
        for row in of_domain:
            table.add_row(*(_cell(row, heading, width) for heading, width in widths.items()))
    console.print(table)
    better = signs.better
    words = f"{better['up']} more is better, {better['down']} less is better"
    if any(_PROPOSED in row.cells[NOW] for row in rows):
        words += f", {_PROPOSED} new median proposed (see --measure)"
    console.print(Text(words, style="dim"))


def _row(console: Console, judgement: Judged) -> _Row:
    measure, unit = judgement.measure, judgement.measure.unit
    baseline = in_words(judgement.baseline_median, unit)
    if not baseline and judgement.points:
        baseline = progress(judgement.points, measure.baseline)
    proposed = _PROPOSED if judgement.proposal is not None else " "
    signs = marks(console)
    cells = {
        MEASURE: f"{signs.better[measure.better]} {measure.name}",
        GOAL: in_words(measure.goal, unit),
        BASELINE: baseline,
        NOW: in_words(judgement.current_median, unit) + proposed,
        CHANGE: change_in_words(judgement.change, unit),
        LATEST: in_words(judgement.latest, unit),
        # That it is the median is said by the word shift, and the room is needed.
        SIGNAL: judgement.signal.replace(" the median", ""),
        WEEKS: sparkline(judgement.values, signs.bars),
    }
    return _Row(measure.domain, cells, _colour(judgement.signal))


def _colour(signal: str) -> str:
    if signal == NO_SIGNAL:
        return "dim"
    return next((colour for word, colour in _SIGNAL_COLOURS if f"{word}:" in signal), "")


def _widths(rows: Sequence[_Row], room: int) -> dict[str, int]:
    """The width of each column that there is room for, in the order of the page."""
    natural = {
        heading: max(cell_len(heading), *(cell_len(row.cells[heading]) for row in rows), 0)
        for heading in (MEASURE, GOAL, BASELINE, NOW, CHANGE, LATEST, SIGNAL, WEEKS)
    }
    least = {
        MEASURE: min(natural[MEASURE], _LEAST_MEASURE),
        SIGNAL: min(natural[SIGNAL], _LEAST_SIGNAL),
    }
    enough = {**least, MEASURE: min(natural[MEASURE], _ENOUGH_MEASURE)}
    chosen = dict(least)
    for heading in _DISPENSABLE:
        # The first two are worth names on two lines; the others are not.
        names = least if heading in {NOW, LATEST} else enough
        wanted = {**chosen, **names, heading: natural[heading]}
        if _total(wanted) > room:
            break
        if any(row.cells[heading].strip() for row in rows):
            chosen[heading] = natural[heading]
    spare = room - _total(chosen)
    for heading in (SIGNAL, MEASURE):
        more = max(0, min(spare, natural[heading] - chosen[heading]))
        chosen[heading] += more
        spare -= more
    return {heading: chosen[heading] for heading in natural if heading in chosen}


def _total(widths: dict[str, int]) -> int:
    return sum(widths.values()) + _GAP * (len(widths) - 1)


def _cell(row: _Row, heading: str, width: int) -> Text:
    words = row.cells[heading]
    if heading == MEASURE:
        words = "\n".join(textwrap.wrap(words, width, subsequent_indent="    "))
    return Text(words, style=row.colour if heading == SIGNAL else "")


def sparkline(values: Numbers, bars: str, weeks: int = 13) -> str:
    """Return the last recorded weeks as small bars; a blank is a missing week."""
    recorded = np.flatnonzero(~np.isnan(values))
    if not len(recorded) or not bars:
        return ""
    shown = values[max(0, recorded[-1] - weeks + 1) : recorded[-1] + 1]
    low, high = np.nanmin(shown), np.nanmax(shown)
    step = (high - low) / (len(bars) - 1) or 1
    return "".join(" " if np.isnan(value) else bars[round((value - low) / step)] for value in shown)
