"""`vmbox show`: the front page, or one measure's run chart, in the terminal or as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from vmbox.cli.terminal_chart import draw
from vmbox.measures import DOMAINS
from vmbox.workbook import judged, read
from vmbox.workbook.judging import BETTER_WORD, CHANGED, WORSE_WORD, progress
from vmbox.workbook.units import change_in_words, in_words

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from vmbox.measures import BoxScore
    from vmbox.workbook import Judged

ARROWS: Final = {"up": "↑", "down": "↓", "neutral": "·"}
_SIGNAL_COLOURS: Final = ((WORSE_WORD, "yellow"), (BETTER_WORD, "cyan"), (CHANGED, "magenta"))


def run(file: Path, measure: str, *, as_json: bool) -> None:
    """Show the workbook, or one measure of it."""
    box = read(file)
    judgements = judged(box)
    if measure:
        wanted = box.measure(measure)
        judgements = tuple(one for one in judgements if one.measure == wanted)
    if as_json:
        print(json.dumps(described(box, judgements), indent=2, ensure_ascii=False))  # noqa: T201
        return
    console = Console()
    _heading(console, box)
    if measure:
        draw(console, box, judgements[0])
    else:
        console.print(_front_page(judgements))


def described(box: BoxScore, judgements: tuple[Judged, ...]) -> dict[str, Any]:
    """Return the box score as plain data for JSON."""
    return {
        "team": box.team,
        "board": box.board,
        "setting": box.setting,
        "weeks": {
            "first": _iso(box.weeks[0]),
            "last": _iso(box.weeks[-1]),
            "recorded": int(box.values.notna().any(axis=1).sum()),
        },
        "measures": [_described(box, judgement) for judgement in judgements],
    }


def _described(box: BoxScore, judgement: Judged) -> dict[str, Any]:
    measure, latest = judgement.measure, judgement.latest_position
    return {
        "name": measure.name,
        "domain": measure.domain,
        "unit": measure.unit,
        "better": measure.better,
        "goal": measure.goal,
        "points": judgement.points,
        "baseline_median": judgement.baseline_median,
        "current_median": judgement.current_median,
        "firm": judgement.firm,
        "latest": judgement.latest,
        "latest_week": None if latest is None else _iso(box.weeks[latest]),
        "signal": judgement.signal,
        "shifts": [_iso(week) for week in box.weeks[judgement.analysis.shift]],
        "trends": [_iso(week) for week in box.weeks[judgement.analysis.trend]],
        "proposal": _proposal(box, judgement),
    }


def _proposal(box: BoxScore, judgement: Judged) -> dict[str, Any] | None:
    proposal = judgement.proposal
    if proposal is None:
        return None
    return {
        "week": _iso(box.weeks[proposal.start]),
        "median": proposal.median,
        "firm": proposal.firm,
        "reason": _reason(box, judgement),
    }


def _reason(box: BoxScore, judgement: Judged) -> str:
    if judgement.proposal is None:
        return ""
    return judgement.proposal.reason(list(box.weeks), period=box.period)


def _iso(week: pd.Timestamp) -> str:
    return f"{week:%Y-%m-%d}"


# ---------------------------------------------------------------- the front page
def _heading(console: Console, box: BoxScore) -> None:
    console.print(Text(box.team, style="bold"))
    place = ", ".join(word for word in (box.board, box.setting) if word)
    if place:
        console.print(Text(place, style="dim"))
    recorded = np.flatnonzero(box.values.notna().any(axis=1).to_numpy())
    last = f"last recorded {_iso(box.weeks[recorded[-1]])}" if len(recorded) else "nothing recorded"
    console.print(f"{len(recorded)} of {len(box.weeks)} {box.period}s, {last}")
    if box.remark:
        console.print(Text(box.remark, style="yellow"))


def _front_page(judgements: tuple[Judged, ...]) -> Table:
    table = Table(box=None, header_style="bold", padding=(0, 1))
    table.add_column("Measure", overflow="fold", min_width=16)
    for heading in ("Better", "Goal", "Baseline", "Now", "Change", "Latest"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("Signal", overflow="fold", min_width=12)
    table.add_column("Last weeks", no_wrap=True)
    for domain in DOMAINS:
        rows = [judgement for judgement in judgements if judgement.measure.domain == domain]
        if rows:
            table.add_row(Text(domain, style="bold blue"))
        for judgement in rows:
            table.add_row(*_row(judgement))
    return table


def _row(judgement: Judged) -> list[str | Text]:
    measure = judgement.measure
    unit = measure.unit
    baseline = in_words(judgement.baseline_median, unit)
    if not baseline and judgement.points:
        baseline = progress(judgement.points, measure.baseline)
    signal = judgement.signal
    if judgement.proposal is not None:
        signal += " (new median proposed)"
    return [
        f"  {measure.name}",
        ARROWS[measure.better],
        in_words(measure.goal, unit),
        baseline,
        in_words(judgement.current_median, unit),
        change_in_words(judgement.change, unit),
        in_words(judgement.latest, unit),
        Text(signal, style=_colour(signal)),
        sparkline(judgement.values),
    ]


def _colour(signal: str) -> str:
    return next((colour for word, colour in _SIGNAL_COLOURS if f"{word}:" in signal), "")


def sparkline(values: np.ndarray[Any, np.dtype[np.float64]], weeks: int = 13) -> str:
    """Return the last recorded weeks as small bars; a blank is a missing week."""
    recorded = np.flatnonzero(~np.isnan(values))
    if not len(recorded):
        return ""
    shown = values[max(0, recorded[-1] - weeks + 1) : recorded[-1] + 1]
    low, high = np.nanmin(shown), np.nanmax(shown)
    bars = "▁▂▃▄▅▆▇█"
    step = (high - low) / (len(bars) - 1) or 1
    return "".join(" " if np.isnan(value) else bars[round((value - low) / step)] for value in shown)
