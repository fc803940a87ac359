"""`vmbox show`: the front page, or one measure's run chart, in the terminal or as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from vmbox.cli.front_page import print_front_page, print_heading
from vmbox.cli.terminal import terminal
from vmbox.cli.terminal_chart import draw
from vmbox.workbook import judged, read
from vmbox.workbook.judging import proposal_in_words

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from vmbox.measures import BoxScore
    from vmbox.workbook import Judged


def run(file: Path, measure: str, *, as_json: bool) -> None:
    """Show the workbook, or one measure of it."""
    box = read(file)
    wanted = (box.measure(measure),) if measure else box.measures
    judgements = tuple(one for one in judged(box) if one.measure in wanted)
    console = terminal()
    if as_json:
        plain = not console.encoding.casefold().startswith("utf")
        text = json.dumps(described(box, judgements), indent=2, ensure_ascii=plain, allow_nan=False)
        print(text)  # noqa: T201
        return
    print_heading(console, box)
    if measure:
        draw(console, box, judgements[0])
    else:
        print_front_page(console, judgements)


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
        "reason": proposal_in_words(judgement, box.weeks),
    }


def _iso(week: pd.Timestamp) -> str:
    return f"{week:%Y-%m-%d}"
