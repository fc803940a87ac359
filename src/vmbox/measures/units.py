"""Written figures in the unit of their measure: shares, times of day, and what cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vmbox.errors import DataError
from vmbox.measures.goals import share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vmbox.measures.measure import Item
    from vmbox.measures.numbers import Number

_NEVER_NEGATIVE: Final = frozenset({"count", "%", "per 1,000", "days", "hours", "time of day"})
_NEVER_MONEY: Final = _NEVER_NEGATIVE | {"score"}
_HOURS_A_DAY: Final = 24.0
_MINUTE: Final = 1 / (24 * 60)


@dataclass(frozen=True)
class Written:
    """A figure as it stood in a file's line.

    ``as_typed`` is for a numerator or denominator, in whose unit nothing is to be guessed.
    """

    number: Number
    text: str
    line: int
    as_typed: bool = False

    def slack(self, *, points: bool) -> float:
        """Return how far off the writer's rounding may have put the value, in its own unit.

        `points` says that unsigned figures of the measure are percent points.
        """
        if self.number.clock:
            return _MINUTE
        step = 10.0**-self.number.decimals
        if self.number.percent or points:
            step /= 100
        # A hair more than half a step: the value itself is a rounded float.
        return step / 2 * 1.001 + 1e-9


def written_as_points(item: Item, figures: Sequence[Written]) -> bool:
    """Whether figures of a % measure without a sign are percent points (31) and no shares (0.31).

    They are where one of them is above 1.

    Raises
    ------
    DataError
        Most are below 1 and others above: a slip among shares would turn them all into a
        hundredth, so the signs must be there.
    """
    if item.unit != "%":
        return False
    unsigned = [one for one in figures if not one.number.percent and not one.as_typed]
    above = [one for one in unsigned if one.number.value > 1]
    below = [one for one in unsigned if 0 < one.number.value < 1]
    if above and len(below) > len(above):
        raise DataError(
            f"'{item.name}' mixes shares ({below[0].text} in line {below[0].line}) and percent "
            f"points ({above[0].text} in line {above[0].line}). Write every one with its % sign."
        )
    return bool(above)


def in_unit(item: Item, written: Written, *, points: bool) -> float:
    """Return the figure in the item's unit: a share for %, a fraction of a day for a time.

    Raises
    ------
    DataError
        It is no value that the unit can have; says which.
    """
    number, name = written.number, item.name
    if number.percent and item.unit != "%":
        raise DataError(f"'{written.text}' is a percentage, but '{name}' is in {item.unit}.")
    if number.currency and item.unit in _NEVER_MONEY:
        raise DataError(f"'{written.text}' is money, but '{name}' is in {item.unit}.")
    if number.clock and item.unit not in ("time of day", "hours"):
        raise DataError(f"'{written.text}' is a time, but '{name}' is in {item.unit}.")
    value = number.value
    if item.unit == "%" and (number.percent or (points and not written.as_typed)):
        value = share(value)
    if item.unit == "time of day" and number.clock:
        value /= _HOURS_A_DAY
    _check_range(item, written, value)
    return value


def _check_range(item: Item, written: Written, value: float) -> None:
    why = impossible(item.unit, value)
    if why:
        raise DataError(f"'{item.name}' is {written.text}: {why}.")


def impossible(unit: str, value: float) -> str:
    """Return why a unit cannot have a value, as a clause: "it cannot be negative"; "" if it can."""
    if value < 0 and unit in _NEVER_NEGATIVE:
        return "it cannot be negative"
    if unit == "%" and value > 1:
        return "it cannot be over 100 %"
    if unit == "time of day" and value >= 1:
        return "write a time of day as 10:45"
    return ""
