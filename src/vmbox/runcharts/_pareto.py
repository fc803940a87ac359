"""Pareto: which reasons make up most of the counts."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vmbox.errors import SeriesError
from vmbox.runcharts._series import in_turn, position, read_series

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vmbox.runcharts._series import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Pareto:
    """Reasons from the most frequent to the least, with their counts and shares.

    Attributes
    ----------
    reasons
        Each reason once; of equal counts the one that came first.
    counts
        How often each was given.
    share, cumulative
        Its share of all counts, and that of it and all before it (0 to 1); 0 without any count.
    """

    reasons: tuple[str, ...]
    counts: Floats
    share: Floats
    cumulative: Floats

    @property
    def total(self) -> float:
        """All counts together."""
        return float(self.counts.sum())

    def vital_few(self, share: float = 0.8) -> tuple[str, ...]:
        """Return the fewest first reasons that together make up at least that share."""
        if not self.total:
            return ()
        enough = int(np.argmax(self.cumulative >= min(share, float(self.cumulative[-1]))))
        return self.reasons[: enough + 1]


def pareto(reasons: Iterable[str], counts: Sequence[float] | None = None) -> Pareto:
    """Return the reasons in order of how often they were given.

    Parameters
    ----------
    reasons
        The reasons; one that comes again is added up.
    counts
        How often each was given; None for once each.

    Raises
    ------
    SeriesError
        A reason that is a list, not one count for each reason, or a count that is missing,
        negative or no number.
    """
    names = in_turn(reasons, "reasons")
    numbers = np.ones(len(names)) if counts is None else read_series(counts, "counts")
    if len(numbers) != len(names):
        raise SeriesError(
            f"There are {len(names)} reasons but {len(numbers)} counts; give one for each."
        )
    wrong = ~(numbers >= 0)
    if wrong.any():
        where = int(wrong.argmax())
        raise SeriesError(
            f"{position('counts', (where,))}, of {names[where]!r}, is {numbers[where]:g}: "
            "a count must be a number from 0."
        )
    sums: dict[str, float] = {}
    unknown = next((name for name in names if not isinstance(name, Hashable)), None)
    if unknown is not None:
        raise SeriesError(f"reasons must be single words or texts, not {unknown!r}.")
    for name, number in zip(names, numbers, strict=True):
        sums[name] = sums.get(name, 0.0) + float(number)
    return _in_order(sums)


def _in_order(sums: dict[str, float]) -> Pareto:
    order = sorted(sums, key=lambda name: -sums[name])
    counts = np.array([sums[name] for name in order], dtype=np.float64)
    total = float(counts.sum())
    running = np.cumsum(counts)
    if total:
        return Pareto(tuple(order), counts, counts / total, running / running[-1])
    return Pareto(tuple(order), counts, counts, running)
