"""Advice where a run chart is the wrong chart, or not one yet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from vmbox.runcharts._analysis import analyse
from vmbox.runcharts._series import read_number
from vmbox.runcharts.rules import Rules, rules_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from vmbox.runcharts._series import Floats

_ENOUGH_POINTS = 10


class Concern(StrEnum):
    """What is wrong with a run chart of these values."""

    FEW_POINTS = "few points"
    MOSTLY_ZERO = "mostly zero"
    MOSTLY_CEILING = "mostly at the ceiling"
    EXTREME_MEDIAN = "median at an extreme"
    RARE_EVENTS = "rare events"


@dataclass(frozen=True, slots=True)
class Advice:
    """One concern about a run chart, and what to do in words."""

    concern: Concern
    words: str


def advise(
    values: ArrayLike | Any,
    rules: str | Rules = "his",
    *,
    ceiling: float | None = None,
    **overrides: Any,
) -> tuple[Advice, ...]:
    """Return what speaks against a run chart of these values; nothing where it is the right one.

    Fewer than ten points; more than half of them at zero or at the ceiling; a median in force
    there, which leaves one side of it without any possible point; whole numbers that are mostly
    0 or 1 (a mean below 1), where the time between events says more than their count. Source:
    Perla, Provost and Murray, BMJ Quality and Safety 20 (2011); Provost and Murray, The Health
    Care Data Guide, on rare events.

    Parameters
    ----------
    values, rules, ceiling, overrides
        As for `analyse`.

    Raises
    ------
    SeriesError, RulesError
        As for `analyse`.
    """
    law = rules_of(rules, overrides)
    top = read_number(ceiling, "ceiling")
    analysis = analyse(values, law, ceiling=top)
    points = analysis.values[~np.isnan(analysis.values)]
    found: list[Advice] = []
    if len(points) < _ENOUGH_POINTS:
        found.append(_few(len(points)))
    mostly = _mostly_at_an_extreme(points, top)
    if mostly is not None:
        found.append(mostly)
    elif analysis.phases and _is_extreme(analysis.phases[-1].median, top):
        found.append(_extreme_median(analysis.phases[-1].median))
    if mostly is None and _are_rare_events(points):
        found.append(
            Advice(
                Concern.RARE_EVENTS,
                f"Events are rare here, {points.mean():.2g} a week on average: chart the time "
                "(T) or the cases (G) between them instead of their count.",
            )
        )
    return tuple(found)


def _few(points: int) -> Advice:
    return Advice(
        Concern.FEW_POINTS,
        f"{points} of {_ENOUGH_POINTS} points: too few for a median or any signal. "
        "Go on recording, and read it as a plain line for now.",
    )


def _mostly_at_an_extreme(points: Floats, ceiling: float | None) -> Advice | None:
    for extreme, concern, seldom in (
        (0.0, Concern.MOSTLY_ZERO, "events"),
        (ceiling, Concern.MOSTLY_CEILING, "failures"),
    ):
        at_it = int(np.count_nonzero(points == extreme)) if extreme is not None else 0
        if at_it * 2 > len(points):
            return Advice(
                concern,
                f"{at_it} of {len(points)} points are {extreme:g}: too few differ for a run "
                f"chart. Chart the time (T) or the cases (G) between {seldom} instead.",
            )
    return None


def _is_extreme(median: float, ceiling: float | None) -> bool:
    return median in (0.0, ceiling)


def _extreme_median(median: float) -> Advice:
    return Advice(
        Concern.EXTREME_MEDIAN,
        f"The median is {median:g}, and no point can lie beyond it: a shift is possible on one "
        "side only. Think of the time (T) or the cases (G) between events.",
    )


def _are_rare_events(points: Floats) -> bool:
    if len(points) < _ENOUGH_POINTS or (points < 0).any() or (points % 1 != 0).any():
        return False
    return 0 < float(points.mean()) < 1
