"""What a spreadsheet makes of text that is put into a cell, as Excel does it.

Excel reads a string given to ``Range.Value`` as if a person had typed it, and so does this engine:
``"12"`` becomes the number, ``"=A1"`` a formula, ``"#N/A"`` an error, ``"5%"`` a percentage and
``"1/2/2026"`` the first of February. What must stay text says so with an apostrophe before it
(``"'12"``) or goes into a cell whose number format is text (``@``). A program that forgets this
spoils data in Excel; it shall spoil them here too, where a test sees it.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass

_NUMBER = re.compile(r"\s*([+-]?)(?:£|\$|€)?((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)\s*\Z")
_SCIENTIFIC = re.compile(r"\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+)[eE][+-]?\d{1,3})\s*\Z")
_ISO = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*\Z")
_DAY_FIRST = re.compile(r"\s*(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}|\d{2}))?\s*\Z")
_CLOCK = re.compile(r"\s*(\d{1,2}):(\d{2})(?::(\d{2}))?\s*\Z")
ERRORS = {
    "#DIV/0!": -2146826281,
    "#N/A": -2146826246,
    "#NAME?": -2146826259,
    "#NULL!": -2146826288,
    "#NUM!": -2146826252,
    "#REF!": -2146826265,
    "#VALUE!": -2146826273,
}
DATE, TIME, MOMENT, PERCENT = "yyyy-mm-dd", "hh:mm", "yyyy-mm-dd hh:mm:ss", "0%"
_CENTURY = 30  # Excel takes 29 for 2029 and 30 for 1930


@dataclass(frozen=True)
class Formula:
    """A formula in Excel's way of writing, with its ``=``."""

    words: str


@dataclass(frozen=True)
class Shown:
    """A number that brings a format of its own to a cell that has none."""

    value: float | dt.datetime
    form: str


Read = str | float | bool | Formula | Shown


def read(text: str) -> Read:
    """Return what a cell holds after the text was typed into it."""
    if text.startswith("'"):
        return text[1:]
    if text.startswith("=") and len(text) > 1:
        return Formula(text)
    bare = text.strip()
    if bare.upper() in {"TRUE", "FALSE"}:
        return bare.upper() == "TRUE"
    if bare.upper() in ERRORS:
        return Formula(f"={bare.upper()}")
    return _number(text) or _date(text) or text


def _number(text: str) -> float | Shown | None:
    """A number, or None; 0 comes as one that is true."""
    if scientific := _SCIENTIFIC.match(text):
        value = float(scientific[1])
        return Shown(value, "0.00E+00") if math.isfinite(value) else None
    percent = text.rstrip().endswith("%")
    plain = _NUMBER.match(text.rstrip()[:-1] if percent else text)
    if plain is None:
        return None
    value = float(plain[1] + plain[2].replace(",", ""))
    if percent:
        return Shown(value / 100, PERCENT if "." not in plain[2] else "0.00%")
    return Shown(value, "")


def _date(text: str) -> Shown | None:
    try:
        if iso := _ISO.match(text):
            year, month, day = map(int, iso.groups())
            return Shown(dt.datetime(year, month, day), DATE)  # noqa: DTZ001
        if typed := _DAY_FIRST.match(text):
            day, month = int(typed[1]), int(typed[2])
            return Shown(dt.datetime(_year(typed[3]), month, day), DATE)  # noqa: DTZ001
    except ValueError:
        return None  # the 31st of February stays text
    if clock := _CLOCK.match(text):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        if hours < 24 and minutes < 60 and seconds < 60:  # noqa: PLR2004
            return Shown((hours * 3600 + minutes * 60 + seconds) / 86400, TIME)
    return None


def _year(digits: str | None) -> int:
    if digits is None:
        return dt.date.today().year  # noqa: DTZ011  (Excel takes the year that it is)
    year = int(digits)
    if year >= 100:  # noqa: PLR2004
        return year
    return year + (2000 if year < _CENTURY else 1900)
