"""The terminal: what prints to it, and the marks that it can show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vmbox.measures import Better


@dataclass(frozen=True)
class Marks:
    """The characters that charts and tables are drawn with."""

    value: str
    median: str
    goal: str
    shift: str
    trend: str
    axis: str
    corner: str
    line: str
    bars: str
    better: Mapping[Better, str]


_FULL: Final = Marks(
    *("●", "─", "┄", "◆", "▲"),
    *("│", "└", "─", "▁▂▃▄▅▆▇█"),
    {"up": "↑", "down": "↓", "neutral": "·"},
)
# For a terminal or file that cannot take the others, such as a redirection in Windows.
_PLAIN: Final = Marks(
    *("o", "-", ".", "#", "^"),
    *("|", "+", "-", ""),
    {"up": "+", "down": "-", "neutral": " "},
)


def terminal(*, stderr: bool = False) -> Console:
    """Return a console that prints words as they are, whatever brackets a name has."""
    return Console(stderr=stderr, markup=False, highlight=False, emoji=False)


def marks(console: Console) -> Marks:
    """Return the marks that a console can show."""
    return _FULL if console.encoding.casefold().startswith("utf") else _PLAIN
