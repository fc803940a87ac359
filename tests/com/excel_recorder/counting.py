"""What is counted, and the count.

One logical call is one journey to Excel: a property that is read, a property that is set, a method
that is called, a collection or range that is indexed (its default member), each thing that a
``for`` fetches, and the enumerator that the loop begins with. To hold an object is free, and so is
to name a method without calling it; `Book.Sheets("Calc")` is two, the collection and its member.
That is what pywin32 makes of the same lines: each is one IDispatch.Invoke, or one Next.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Calls:
    """Logical calls by object and member: "Range.Value" reads, "Range.Value=" writes."""

    kinds: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """All calls."""
        return self.kinds.total()

    def __str__(self) -> str:
        lines = [f"{count:6} {kind}" for kind, count in self.kinds.most_common()]
        return "\n".join([f"{self.total} COM calls", *lines])


class _Tally:
    """Who counts."""

    def __init__(self) -> None:
        self.listeners: list[Calls] = []

    def add(self, kind: str) -> None:
        for calls in self.listeners:
            calls.kinds[kind] += 1


TALLY = _Tally()


@contextmanager
def counted() -> Iterator[Calls]:
    """Return, to a ``with`` block, the count of the COM calls that it makes."""
    calls = Calls()
    TALLY.listeners.append(calls)
    try:
        yield calls
    finally:
        TALLY.listeners = [one for one in TALLY.listeners if one is not calls]
