"""How many calls a piece of work makes: a measure that does not vary from run to run.

Each thing that xlwings asks of the engine (a block of values, a sheet's name, a width) is one
logical call, however many calls over UNO it takes inside. What the engine answers out of its own
memory (a range's row, its address) is none.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T", bound=type)

_READS = frozenset({"Range.raw_value", "Range.formula", "Range.formula2"})
_WRITES = frozenset(f"{read}=" for read in _READS)
_COUNTED = frozenset({"__call__", "__len__", "__iter__", "__contains__"})


@dataclass
class Calls:
    """Calls by kind.

    Attributes
    ----------
    kinds
        Logical calls by what was asked: "Range.raw_value" is a block read,
        "Range.raw_value=" a block written.
    uno
        The calls over UNO that they took, by UNO's names.
    """

    kinds: Counter[str] = field(default_factory=Counter)
    uno: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """All logical calls."""
        return self.kinds.total()

    @property
    def reads(self) -> int:
        """Blocks of values or formulas that were read."""
        return sum(self.kinds[kind] for kind in _READS)

    @property
    def writes(self) -> int:
        """Blocks of values or formulas that were written."""
        return sum(self.kinds[kind] for kind in _WRITES)

    def __str__(self) -> str:
        lines = [f"{count:6} {kind}" for kind, count in self.kinds.most_common()]
        return "\n".join([f"{self.total} calls ({self.uno.total()} over UNO)", *lines])


class _Tally:
    """What is being done now, and who counts it."""

    def __init__(self) -> None:
        self.listeners: list[Calls] = []
        self.doing: str | None = None
        self.charged = False

    def over_uno(self, name: str) -> None:
        for calls in self.listeners:
            calls.uno[name] += 1
            if not self.charged:
                calls.kinds[self.doing or name] += 1
        # A call outside any of the engine's own, through `.api`, is charged each time.
        self.charged = self.doing is not None


TALLY = _Tally()


@contextmanager
def counted() -> Iterator[Calls]:
    """Return, to a ``with`` block, the count of the calls that it makes."""
    calls = Calls()
    TALLY.listeners.append(calls)
    try:
        yield calls
    finally:
        TALLY.listeners = [one for one in TALLY.listeners if one is not calls]


def logical(cls: T) -> T:
    """Return a class whose methods and properties are one logical call each."""
    for name, member in list(vars(cls).items()):
        kind = f"{cls.__name__}.{name}"
        if isinstance(member, property):
            setter = member.fset and _one_call(f"{kind}=", member.fset)
            getter = member.fget and _one_call(kind, member.fget)
            setattr(cls, name, property(getter, setter, doc=member.__doc__))
        elif callable(member) and not isinstance(member, type) and _asked(name):
            setattr(cls, name, _one_call(kind, member))
    return cls


def _asked(name: str) -> bool:
    return not name.startswith("_") or name in _COUNTED


def _one_call(kind: str, ask: Callable[..., Any]) -> Callable[..., Any]:
    # To hold a thing is free; what is done with it counts.
    free = kind.endswith(".api")

    @wraps(ask)
    def asked(*words: Any, **named: Any) -> Any:
        if TALLY.doing is not None:
            return ask(*words, **named)
        TALLY.doing, TALLY.charged = kind, free
        try:
            return ask(*words, **named)
        finally:
            TALLY.doing, TALLY.charged = None, False

    return asked
