"""The rules of a run chart as values: a preset is a `Rules`, and so is a user's own."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from math import isfinite
from numbers import Integral
from typing import Any, Literal, TypeAlias

from vmbox.errors import RulesError, did_you_mean

Centre: TypeAlias = Literal["median", "mean"] | float

_WORDS: dict[str, tuple[str, ...]] = {
    "counted_in": ("points", "weeks"),
    "missing": ("skip", "break"),
    "on_centre": ("skip", "break"),
    "ties": ("skip", "break"),
    "rephase_on": ("baseline", "run"),
    "direction": ("both", "above", "below"),
}
# More points than any series has, and few enough for any sum of them.
_MOST = 1_000_000
_COUNTS = ("baseline", "minimum", "shift", "trend", "rephase")
_SHARES = ("crossings", "limits")
_SWITCHES = ("extremes_break", "phases_end_runs", "screened", "two_of_three")


@dataclass(frozen=True, slots=True)
class Rules:
    """What a run chart is judged by.

    Attributes
    ----------
    name
        What the rules are called.
    centre
        "median", "mean", or a number given beforehand.
    baseline
        How many points (or weeks) a firm centre rests on, counted from its phase's start; None
        for all of the phase.
    counted_in
        Whether the baseline counts "points" or "weeks", missing ones too.
    minimum
        How many of them the first phase needs before it has a (temporary) centre at all; None for
        the whole baseline.
    missing, on_centre
        Whether a missing week, and a point on the centre, is passed over in a run ("skip") or
        ends it ("break"). A missing week does the same to a trend.
    extremes_break
        Whether points on a centre of zero, or at the ceiling, end a run although points on the
        centre otherwise do not: no point can lie beyond.
    phases_end_runs
        Whether a run ends with its phase even if the next has the same centre.
    shift
        How many useful points of one run make a shift; "log2" for more than round(log2 n) + 3 of
        n useful points; None where the rule is not used.
    trend, ties
        How many points, the starting one included, make a trend (None where the rule is not
        used), and whether a point equal to the one before it is passed over or ends it.
    rephase, rephase_on, direction
        How many useful points of one run make a new phase (None where only a person names
        phases); whether its centre rests on a "baseline" from there or on exactly the points of
        that "run"; and on which side the run may lie.
    crossings
        The chance below which crossing the centre too seldom is a signal; None where unused.
    limits
        How many mean moving ranges the limits lie from the centre; None without limits.
    screened
        Whether moving ranges above 3.267 times their mean are left out of that mean.
    two_of_three
        Whether two of three points beyond two thirds of the way to a limit are a signal.
    """

    name: str
    centre: Centre = "median"
    baseline: int | None = None
    counted_in: Literal["points", "weeks"] = "points"
    minimum: int | None = 1
    missing: Literal["skip", "break"] = "skip"
    on_centre: Literal["skip", "break"] = "skip"
    extremes_break: bool = False
    phases_end_runs: bool = False
    shift: int | Literal["log2"] | None = None
    trend: int | None = None
    ties: Literal["skip", "break"] = "break"
    rephase: int | None = None
    rephase_on: Literal["baseline", "run"] = "baseline"
    direction: Literal["both", "above", "below"] = "both"
    crossings: float | None = None
    limits: float | None = None
    screened: bool = True
    two_of_three: bool = False

    def __post_init__(self) -> None:
        """Refuse what no rule could work with."""
        for field in fields(self):
            problem = _problem(field.name, getattr(self, field.name))
            if problem:
                raise RulesError(f"{field.name} must be {problem}.")
        if self.counted_in == "points" and self.missing == "break":
            raise RulesError(
                "A missing week is no point, so a baseline counted in points goes with "
                "missing='skip'; count it in weeks for missing='break'."
            )
        if self.rephase is not None and self.baseline is None:
            raise RulesError(
                "rephase needs a baseline, the points that a new centre rests on; "
                "give a baseline, or set rephase to None."
            )

    @property
    def judges_each_phase(self) -> bool:
        """Whether each phase's runs are judged by how many useful points that phase has."""
        return self.shift == "log2" or self.crossings is not None


def _problem(name: str, value: Any) -> str:
    """Return what the value should have been, or an empty string where it is right."""
    if name in _WORDS:
        is_right = isinstance(value, str) and value in _WORDS[name]
        wanted = " or ".join(map(repr, _WORDS[name]))
    elif name in _COUNTS:
        is_right = value is None or _is_count(value) or (name, value) == ("shift", "log2")
        wanted = f"a whole number from 1 to {_MOST:,}"
    elif name in _SHARES:
        most = 1 if name == "crossings" else _MOST
        is_right = value is None or (_is_number(value) and 0 < value < most)
        wanted = f"a number above 0 and below {most:,}"
    elif name in _SWITCHES:
        is_right, wanted = isinstance(value, bool), "True or False"
    elif name == "centre":
        is_right = _is_number(value) or (isinstance(value, str) and value in {"median", "mean"})
        wanted = "'median', 'mean' or a number"
    else:
        return ""
    return "" if is_right else f"{wanted}, not {value!r}"


def _is_count(value: Any) -> bool:
    is_whole = isinstance(value, Integral) and not isinstance(value, bool)
    return is_whole and 1 <= value <= _MOST


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


HIS = Rules(
    name="his",
    baseline=12,
    minimum=10,
    extremes_break=True,
    shift=6,
    trend=5,
    ties="skip",
    rephase=9,
)
"""Healthcare Improvement Scotland: the median of the first 12 points, extended; 6 useful points
are a shift, 5 a trend; a run of 9 that reaches 9 points past the baseline makes a new median.
Source: the run-chart code that Healthcare Improvement Scotland publishes, as it is in use."""

PHS = Rules(
    name="phs",
    counted_in="weeks",
    missing="break",
    on_centre="break",
    shift=6,
    trend=5,
)
"""Public Health Scotland's dashboards: the median of a period (all of it unless ``baseline`` says
how many weeks), extended; 6 points are a shift and 5 a trend, and a point on the median, a tie or
a missing week ends them. Source: Public Health Scotland's published dashboard code."""

RUNCHARTER = Rules(
    name="runcharter",
    baseline=13,
    counted_in="weeks",
    minimum=None,
    phases_end_runs=True,
    rephase=9,
    rephase_on="run",
)
"""The R package runcharter: the median of the first 13 rows; the first run of 9 after them makes a
new median of exactly those points, and so on after them. ``baseline``, ``rephase`` and
``direction`` are its med_rows, runlength and direction."""

ANHOEJ = Rules(
    name="anhoej",
    counted_in="weeks",
    phases_end_runs=True,
    shift="log2",
    crossings=0.05,
)
"""Anhoej's two rules: a longest run of more than round(log2 n) + 3, or fewer crossings than the
5 % quantile of a binomial (n - 1, 1/2), n being the useful points. ``baseline`` freezes the median
at so many weeks. Source: Anhoej and Olesen, PLoS ONE 9 (2014) e113825; the R package qicharts2."""

MDC = Rules(
    name="mdc",
    centre="mean",
    counted_in="weeks",
    missing="break",
    on_centre="break",
    phases_end_runs=True,
    shift=7,
    trend=7,
    limits=2.66,
    two_of_three=True,
)
"""Making Data Count (NHS England): an XmR chart, limits at 2.66 mean moving ranges; a point beyond
them, 7 on one side, 7 rising or falling, or two of three near a limit are special causes.
``baseline`` fixes the limits after so many weeks (12 to 20 is the advice). Source: NHS England,
Making Data Count; the R package NHSRplotthedots."""

PRESETS: dict[str, Rules] = {rules.name: rules for rules in (HIS, PHS, RUNCHARTER, ANHOEJ, MDC)}


def rules_of(rules: str | Rules, overrides: dict[str, Any]) -> Rules:
    """Return the preset of that name, or the rules themselves, with the overrides in place.

    Raises
    ------
    RulesError
        No preset of that name, nothing of that name to override, or a value that cannot be.
    """
    if isinstance(rules, str):
        if rules not in PRESETS:
            raise RulesError(
                f"No rules named {rules!r}; there are {', '.join(PRESETS)}."
                f"{did_you_mean(rules, PRESETS)}"
            )
        rules = PRESETS[rules]
    elif not isinstance(rules, Rules):
        raise RulesError(
            f"rules must be Rules or the name of a preset ({', '.join(PRESETS)}), not {rules!r}."
        )
    known = [field.name for field in fields(Rules)]
    for name in overrides:
        if name not in known:
            raise RulesError(
                f"Rules have no {name!r}; they have {', '.join(known)}.{did_you_mean(name, known)}"
            )
    return replace(rules, **overrides) if overrides else rules
