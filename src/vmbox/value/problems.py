"""What is not as it should be in a ledger: findings that name the row and the amount."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal[
    "amount", "rounded", "period", "total", "width", "unmapped", "centre", "outside", "doubled"
]
# Rows of one kind that are named one by one; of the others their number and amount are told.
NAMED: Final = 1000


@dataclass(frozen=True)
class Problem:
    """One finding.

    Attributes
    ----------
    kind
        What is wrong: the amount is no number ("amount") or finer than a penny ("rounded"), the
        time is unclear ("period"), a total does not add up ("total"), the row has too many cells
        ("width"); and of posting: no cost line ("unmapped"), no team's centre ("centre"), no week
        ("outside"), the same twice ("doubled").
    row
        The row of the file, from 1 on; 0 for none.
    text
        The amount, or what stands in its place, as it is written.
    pence
        The amount that the finding is about, None where nobody knows it.
    words
        What is wrong and what to do, in words; names the place.
    """

    kind: Kind
    row: int
    text: str
    pence: int | None
    words: str

    def __str__(self) -> str:
        return self.words
