"""How a unit looks: its number format in a spreadsheet, and a value in words."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

NUMBER_FORMATS: Final = {
    "count": "#,##0",
    "%": "0.0%",
    "per 1,000": "0.00",
    "GBP": "[$£-809]#,##0.00",
    "days": "0.0",
    "hours": "#,##0.0",
    "time of day": "hh:mm",
    "score": "0.0",
}
GENERAL: Final = "General"


def number_format(unit: str) -> str:
    """Return the spreadsheet number format of a unit; General for a word of the team's own."""
    return NUMBER_FORMATS.get(unit, GENERAL)


def in_words(value: float | None, unit: str) -> str:
    """Return a value as people read it, such as "31.0 %" or "£1,204.50"; "" for None."""
    if value is None:
        return ""
    if unit == "%":
        return f"{_rounded(value * 100, 1)}%"
    if unit == "GBP":
        pounds = _rounded(abs(value), 2)
        return f"-£{pounds}" if value < 0 else f"£{pounds}"
    if unit == "time of day":
        hours, minutes = divmod(round(value * 24 * 60), 60)
        return f"{hours:02d}:{minutes:02d}"
    if unit in {"days", "hours", "score"}:
        return _rounded(value, 1)
    return _rounded(value, 2).rstrip("0").rstrip(".")


def _rounded(value: float, places: int) -> str:
    step = Decimal(1).scaleb(-places)
    return f"{Decimal(repr(value)).quantize(step, ROUND_HALF_UP):,}"


def change_in_words(change: float | None, unit: str) -> str:
    """Return a change of median as people read it: "-16.0 pts" or "+12 %"; "" for None."""
    if change is None:
        return ""
    return f"{change:+.1f} pts" if unit == "%" else f"{change * 100:+.0f}%"
