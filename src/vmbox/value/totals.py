"""Total rows of an extract: recognised, left out, and checked against what stands above them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LABEL: Final = re.compile(
    r"(?:(?:grand|sub|overall|report|net|page|running|period|month|ledger|final|gross|"
    r"cost\s+cent(?:re|er)|account|department)[\s\-]*)*"
    r"totals?(?:\s*[:=].*|\s+(?:for|of|cost|costs|expenditure|spend|amount|net|gross|pay|"
    r"non-pay|this|to date|gbp|£)\b.*|\s+\(?[A-Z]{0,3}\d[\w\-]*\)?)?"
    r"|.*\b(?:sub-?\s?)?totals?\s*:?",
    re.IGNORECASE,
)
_BARE_LABEL: Final = re.compile(r"(?:grand|sub|overall)?[\s\-]*totals?\s*:?", re.IGNORECASE)
_MOST_ROUNDED: Final = 50


@dataclass(frozen=True)
class Total:
    """A total row.

    Attributes
    ----------
    row
        Its number in the file.
    label, stated
        What it is called, and what it says, in pence.
    summed
        What the rows above it add up to: what it says, or the nearest sum that it could mean.
    """

    row: int
    label: str
    stated: int
    summed: int

    @property
    def adds_up(self) -> bool:
        """Whether it says what the rows above it add up to."""
        return self.stated == self.summed


def is_label(text: str) -> bool:
    """Whether a text names a total: Total, Grand total, Sub-total:, 4120 Total, Total for P07.

    Total Parenteral Nutrition is a drug, and no total.
    """
    return "total" in text.lower() and bool(_LABEL.fullmatch(" ".join(text.split())))


def is_bare_label(text: str) -> bool:
    """Whether a text is a total's name and nothing else."""
    return "total" in text.lower() and bool(_BARE_LABEL.fullmatch(" ".join(text.split())))


def adding_up(
    pence: NDArray[np.int64], sure: NDArray[np.bool_], perhaps: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return which of the rows that may be totals add up as one, being no rows of the ledger.

    ``sure`` are totals by their name; ``perhaps`` may be one.
    """
    found = np.zeros(len(pence), dtype=bool)
    ledger = np.where(sure | perhaps, 0, pence)
    running = np.cumsum(ledger)
    borders = {0}
    extra = 0
    count = 0
    before = 0
    for at in np.flatnonzero(sure | perhaps):
        sum_here = int(running[at]) + extra
        count += int(at) - before
        before = int(at) + 1
        if sure[at] or (count > 1 and pence[at] and sum_here - int(pence[at]) in borders):
            found[at] = perhaps[at]
            borders.add(sum_here)
            count = count if sure[at] else 0
        else:
            extra += int(pence[at])
            count += 1
    return found


def check_totals(
    pence: NDArray[np.int64],
    totals: NDArray[np.bool_],
    rows: NDArray[np.int64],
    labels: dict[int, str],
    rounded: int,
) -> tuple[Total, ...]:
    """Return every total with what it should say.

    A total may mean the rows since any total above it, since the top, or all of the file where
    no row stands between it and the top or the last total.

    Parameters
    ----------
    pence
        The amount of each row, 0 where there is none.
    totals
        Which rows are totals.
    rows
        The rows' numbers.
    labels
        The totals' names, by position.
    rounded
        How many amounts were finer than a penny: by so many pence a total may differ.
    """
    running = np.cumsum(np.where(totals, 0, pence))
    everything = int(running[-1]) if len(running) else 0
    borders = {0}
    last = 0
    found = []
    near = range(-min(rounded, _MOST_ROUNDED), min(rounded, _MOST_ROUNDED) + 1)
    for at in np.flatnonzero(totals):
        here, stated = int(running[at]), int(pence[at])
        fits = any(here - stated + slack in borders for slack in near)
        fits = fits or (here == last and stated == everything)
        # Of the two sums that it may mean, the nearer is told.
        summed = min((here - last, here), key=lambda one: abs(one - stated))
        found.append(Total(int(rows[at]), labels[int(at)], stated, stated if fits else summed))
        borders.add(here)
        last = here
    return tuple(found)
