"""What the short forms [cost] and [capacity] of a measure set stand for."""

from __future__ import annotations

from typing import Any, Final

TOTAL_COST: Final = "Total cost"
COST_PER_PATIENT: Final = "Cost per patient"
AVAILABLE_HOURS: Final = "Available hours"
SHIFTS_SAMPLED: Final = "Shifts sampled"

_Fields = dict[str, Any]
_TEXTS = ("owner", "source", "definition")


def cost_line(entry: _Fields) -> _Fields:
    """Return the fields of one cost line's input."""
    return {**entry, "domain": "Cost", "unit": "GBP", "cost_line": True}


def patients(entry: _Fields) -> _Fields:
    """Return the fields of the input that counts patients, meals or visits."""
    return {**entry, "domain": "Cost", "unit": "count"}


def total_cost(lines: tuple[str, ...]) -> _Fields:
    """Return the fields of the measure that adds up the cost lines.

    Neutral: spending more on more patients is neither good nor bad; cost per patient judges.
    """
    return {
        "name": TOTAL_COST,
        "domain": "Cost",
        "unit": "GBP",
        "better": "neutral",
        "adds": lines,
        "definition": "The sum of the cost lines: direct costs that the team can influence, "
        "no overheads.",
    }


def cost_per_patient(name: str, counted: str, what: str) -> _Fields:
    """Return the fields of the unit cost: total cost over `counted`, which `what` defines."""
    because = f" ({what.rstrip('.')})" if what else ""
    return {
        "name": name,
        "domain": "Cost",
        "unit": "GBP",
        "better": "down",
        "numerator": TOTAL_COST,
        "denominator": counted,
        "definition": f"{TOTAL_COST} / {counted}{because}.",
    }


def hours(entry: _Fields) -> _Fields:
    """Return the fields of one category's input."""
    texts = {key: entry[key] for key in ("name", *_TEXTS) if key in entry}
    return {**texts, "domain": "Capacity", "unit": "hours"}


def sample_size() -> _Fields:
    """Return the fields of the input that says how many shifts a week's hours were counted on."""
    return {
        "name": SHIFTS_SAMPLED,
        "domain": "Capacity",
        "unit": "count",
        "definition": "How many shifts this week's hours were counted on; whose, goes into Notes. "
        "Weeks between samples stay empty: that is no error.",
    }


def available_hours(contracted: str, spent: tuple[str, ...]) -> _Fields:
    """Return the fields of the calculated input: contracted hours less all the others."""
    return {
        "name": AVAILABLE_HOURS,
        "domain": "Capacity",
        "unit": "hours",
        "adds": (contracted,),
        "less": spent,
        "definition": f"{contracted} less all the other hours.",
    }


def hours_share(name: str, contracted: str, better: str, cadence: str) -> _Fields:
    """Return the fields of one category's share of contracted hours."""
    stem = name.removesuffix(" hours")
    return {
        "name": f"{stem} (% of {contracted[:1].lower()}{contracted[1:]})",
        "domain": "Capacity",
        "unit": "%",
        "better": better,
        "cadence": cadence,
        "numerator": name,
        "denominator": contracted,
        "definition": f"{name} / {contracted}. The shares add up to 100 %.",
    }
