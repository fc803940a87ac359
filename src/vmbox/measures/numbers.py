"""Numbers as people and ward systems write them: percent signs, pounds, brackets, clock times."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

MISSING: Final = frozenset(
    {
        *("", "-", "--", "–", "—", ".", "..", "*", ":", "?", "na", "n/a", "n.a.", "n.a", "#n/a"),
        *("nan", "null", "none", "nil return", "no data", "not available", "not applicable"),
        *("not recorded", "not known", "unknown", "missing", "#null!", "#div/0!", "#value!"),
    }
)
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?\s*([ap])?\.?\s*(?:m\.?)?", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?P<whole>\d{1,3}(?:[,\s]\d{3})+|\d+)?(?:\.(?P<part>\d*))?(?P<power>e[+-]?\d{1,3})?",
    re.IGNORECASE,
)
_CURRENCY = re.compile(r"£|GBP", re.IGNORECASE)
_DASHES = str.maketrans({"−": "-", "–": "-", "\N{NO-BREAK SPACE}": " ", "\N{THIN SPACE}": " "})
_HALF_DAY = 12


@dataclass(frozen=True)
class Number:
    """A number as it was written.

    Attributes
    ----------
    value
        What stands there; 31 for "31 %", 12.5 for "12.50", hours for a clock time.
    percent, currency, clock
        Whether it bore a percent sign, a pound sign, or was a time such as 10:45.
    decimals
        Digits after the point: how finely the writer rounded.
    """

    value: float
    percent: bool = False
    currency: bool = False
    clock: bool = False
    decimals: int = 0


def is_missing(text: str) -> bool:
    """Whether the text stands for no value: blank, a dash, n/a, NULL and their like."""
    return " ".join(text.split()).casefold() in MISSING


def read_number(text: str) -> Number | None:
    """Return the number that a cell's text shows, or None where it stands for no value.

    Thousands may be set apart by commas or spaces, negative amounts by a minus before or after
    or by brackets, money by a pound sign or GBP. A comma is never a decimal point.

    Raises
    ------
    ValueError
        The text is no number; the message says so in words.
    """
    if is_missing(text):
        return None
    plain = " ".join(text.translate(_DASHES).split())
    if clock := _CLOCK.fullmatch(plain):
        return _clock_time(clock, text)
    body, signs = _without_minus(plain)
    percent = body.endswith("%")
    body = body.removesuffix("%").strip()
    body, pounds = _CURRENCY.subn("", body, count=1)
    body, inner = _without_minus(body.strip())
    signs += inner
    number = _NUMBER.fullmatch(body)
    if number is None or not (number["whole"] or number["part"]) or signs > 1:
        raise ValueError(f"'{text.strip()}' is no number")
    value = float(re.sub(r"[,\s]", "", body))
    if not math.isfinite(value):
        raise ValueError(f"'{text.strip()}' is too large a number")
    # No -0.0: a spreadsheet shows it as 0.
    value = -value + 0.0 if signs else value
    decimals = len(number["part"] or "") if not number["power"] else 0
    return Number(value, percent, bool(pounds), decimals=decimals)


def _without_minus(text: str) -> tuple[str, int]:
    """The text without brackets or a sign around it, and how many of them meant minus."""
    if text.startswith("(") and text.endswith(")"):
        return text[1:-1].strip(), 1
    if text.startswith("-"):
        return text[1:].strip(), 1
    if text.endswith("-"):
        return text[:-1].strip(), 1
    return text.removeprefix("+").strip(), 0


def _clock_time(found: re.Match[str], text: str) -> Number:
    hours, minutes, seconds = (int(part or 0) for part in found.group(1, 2, 3))
    half = (found.group(4) or "").casefold()
    if half:
        if not 1 <= hours <= _HALF_DAY:
            raise ValueError(f"'{text.strip()}' is no time")
        hours = hours % _HALF_DAY + (_HALF_DAY if half == "p" else 0)
    elif found.group().casefold().endswith("m"):
        raise ValueError(f"'{text.strip()}' is no time")
    return Number((hours * 3600 + minutes * 60 + seconds) / 3600, clock=True)
