"""The scale of a small chart: from where to where, and the few numbers beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Steps that people count in: of tens, and of the hours of a day.
_TENS: Final = (1.0, 2.0, 5.0, 10.0)
_DAY: Final = 24 * 60
_MINUTES: Final = (5, 10, 15, 30, 60, 120, 180, 240, 360)
_INTERVALS: Final = 5
# A scale of amounts starts at nought unless all of them are far from it.
_FAR: Final = 0.5
# Values closer than this are the same in a picture, whatever a computer makes of them.
_ALIKE: Final = 1e-9


@dataclass(frozen=True)
class Scale:
    """A scale.

    Attributes
    ----------
    low, high
        The values at its ends.
    ticks
        Values between them that people count in, in words.
    """

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]

    def share(self, value: float) -> float:
        """Return how far up a value lies, 0 to 1."""
        return (value - self.low) / (self.high - self.low)


def scale_of(values: Sequence[float], unit: str, *, ceiling: float | None = None) -> Scale:
    """Return a scale that holds all values, with three to six ticks.

    It starts at nought where that costs no more than half of the height, and ends at the ceiling
    where that is near.
    """
    low, high = min(values), max(values)
    if 0 <= low <= _FAR * high:
        low = 0.0
    if high - low <= _ALIKE * max(abs(low), abs(high), _ALIKE):
        room = abs(low) / 4 if abs(low) > _ALIKE else 1.0
        low, high = low - room * (low > 0), high + room
    step = _step(high - low, unit)
    bottom = math.floor(low / step + 1e-9) * step
    top = max(math.ceil(high / step - 1e-9) * step, bottom + step)
    if ceiling is not None and high <= ceiling < top:
        top = ceiling
    ticks = tuple((value, _in_words(value, step, unit)) for value in _ticks(bottom, top, step))
    return Scale(bottom, top, ticks)


def _ticks(bottom: float, top: float, step: float) -> Iterator[float]:
    count = math.floor((top - bottom) / step + 1e-9)
    for number in range(count + 1):
        yield bottom + number * step


def _step(span: float, unit: str) -> float:
    wanted = span / _INTERVALS
    if unit == "time of day" and wanted <= _MINUTES[-1] / _DAY:
        return next(minutes / _DAY for minutes in _MINUTES if minutes / _DAY >= wanted)
    ten = 10.0 ** math.floor(math.log10(wanted))
    step = next(part * ten for part in _TENS if part * ten >= wanted * (1 - 1e-9))
    return max(step, 1.0) if unit == "count" else step


def _in_words(value: float, step: float, unit: str) -> str:
    """A tick with as many decimals as its step has, in little room."""
    if unit == "time of day":
        hours, minutes = divmod(round(value * _DAY), 60)
        return f"{hours:02d}:{minutes:02d}"
    percent = unit == "%"
    shown, fine = (value * 100, step * 100) if percent else (value, step)
    decimals = max(0, -math.floor(math.log10(fine) + 1e-9))
    words = f"{abs(shown):,.{decimals}f}"
    sign = "-" if shown < 0 and float(words.replace(",", "")) else ""
    if unit == "GBP":
        return f"{sign}£{words}"
    return f"{sign}{words}%" if percent else f"{sign}{words}"
