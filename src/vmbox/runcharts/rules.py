"""The rules of a run chart as values: a preset is a `Rules`, and so is a user's own."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from vmbox.errors import RulesError, did_you_mean


@dataclass(frozen=True, slots=True)
class Rules:
    """The numbers that a run chart is judged by.

    Attributes
    ----------
    name
        What the rules are called.
    baseline
        How many points a firm median rests on.
    minimum
        How many points the first phase needs before it has a (temporary) median at all.
    shift
        How many useful points of one run make a shift; None where the rule is not used.
    trend
        How many points, the starting one included, make a trend; None where it is not used.
    rephase
        How many useful points of one run make a new phase; None where phases are only ever named
        by a person.
    """

    name: str
    baseline: int
    minimum: int
    shift: int | None
    trend: int | None
    rephase: int | None

    def __post_init__(self) -> None:
        """Refuse numbers that no rule could work with."""
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name == "name" or value is None:
                continue
            if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                raise RulesError(f"{field.name} must be a whole number from 1, not {value!r}.")


HIS = Rules(name="his", baseline=12, minimum=10, shift=6, trend=5, rephase=9)
"""Healthcare Improvement Scotland's rules: median of the first 12 points, extended; a shift is 6
useful points, a trend 5 points; a run of 9 that reaches past the baseline makes a new median."""

PRESETS: dict[str, Rules] = {"his": HIS}


def rules_of(rules: str | Rules, overrides: dict[str, Any]) -> Rules:
    """Return the preset of that name, or the rules themselves, with the overrides in place.

    Raises
    ------
    RulesError
        No preset of that name, no such number to override, or one that cannot be.
    """
    if isinstance(rules, str):
        if rules not in PRESETS:
            raise RulesError(
                f"No rules named {rules!r}; there are {', '.join(PRESETS)}."
                f"{did_you_mean(rules, PRESETS)}"
            )
        rules = PRESETS[rules]
    known = [field.name for field in fields(Rules)]
    for name in overrides:
        if name not in known:
            raise RulesError(
                f"Rules have no {name!r}; they have {', '.join(known)}.{did_you_mean(name, known)}"
            )
    return replace(rules, **overrides) if overrides else rules
