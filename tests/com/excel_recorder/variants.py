"""What Windows returns for a cell, and what Excel makes of what is written into one.

`Range.Value` speaks through the number format: a date comes as a moment with a time zone, money as
a Decimal of four places (the rest is lost), an error as a number. `Value2` is floats and texts
only. What is written as text is read as if a person in Britain had typed it: "12" is a number,
"1/2" a day in February, "-none" a formula; an apostrophe before it, or the format Text, keeps it.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from decimal import Decimal
from typing import Any, Final, NamedTuple

from excel_recorder.pywin32 import TimeType, refused
from vmbox.xlsx import Cell, ErrorValue

ERRORS: Final = {
    "#NULL!": -2146826288,
    "#DIV/0!": -2146826281,
    "#VALUE!": -2146826273,
    "#REF!": -2146826265,
    "#NAME?": -2146826259,
    "#NUM!": -2146826252,
    "#N/A": -2146826246,
}
GENERAL: Final = "General"
TEXT: Final = "@"
EMPTY: Final = Cell()
_DAY: Final = 86_400_000_000
_EPOCH: Final = dt.datetime(1899, 12, 30)  # noqa: DTZ001  (a workbook has no time zones)
_LAST: Final = 2_958_466
_SPOKEN: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_CURRENCY: Final = re.compile(r"[£$€]|\[\$[£$€]")
_LARGEST_INT: Final = 2**31
_LONGEST: Final = 32_767

_OWN_ROW: Final = re.compile(
    r"(?P<table>\w+)\[\[#This Row\],(?P<columns>\[[^\]]*\](?::\[[^\]]*\])?)\]"
)
_NUMBER: Final = re.compile(
    r"\s*(?P<sign>[-+]?)\s*(?P<pound>£?)(?P<digits>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)"
    r"(?P<power>[eE][-+]?\d+)?\s*(?P<percent>%?)\s*"
)
_MONTHS: Final = [name.lower() for name in calendar.month_abbr[1:]]
_MONTH: Final = r"(?P<word>[A-Za-z]{3,9})"
_DATES: Final = (
    re.compile(r"(?P<day>\d{1,2})[/-](?P<month>\d{1,2})(?:[/-](?P<year>\d{4}|\d{2}))?"),
    re.compile(r"(?P<year>\d{4})[/-](?P<month>\d{1,2})[/-](?P<day>\d{1,2})"),
    re.compile(rf"(?P<day>\d{{1,2}})[ -]{_MONTH}(?:[ -](?P<year>\d{{4}}|\d{{2}}))?"),
    re.compile(rf"{_MONTH}[ -](?P<year>\d{{4}})"),
)
_CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")


class Entered(NamedTuple):
    """What a cell holds after something was written, and its number format if that changes."""

    cell: Cell
    number_format: str | None = None


# ------------------------------------------------------------------ to Python
def shows_dates(code: str) -> bool:
    """Return whether a number format shows a date or time."""
    code = _SPOKEN.sub("", code.partition(";")[0])
    return "general" not in code.lower() and bool(re.search("[dmyhs]", code, re.IGNORECASE))


def shows_money(code: str) -> bool:
    """Return whether a number format shows a currency."""
    return bool(_CURRENCY.search(code.partition(";")[0]))


def value(cell: Cell, code: str) -> Any:
    """Return what `Range.Value` has for a cell."""
    held = cell.value
    if isinstance(held, ErrorValue):
        return ERRORS.get(str(held), ERRORS["#N/A"])
    if held is None or isinstance(held, (str, bool)):
        return held
    if shows_dates(code) and 0 <= held < _LAST:
        moment = _EPOCH + dt.timedelta(milliseconds=round(held * _DAY / 1000))
        return TimeType.combine(moment.date(), moment.time(), dt.UTC)
    if shows_money(code):
        return Decimal(repr(float(held))).quantize(Decimal("0.0001"))
    return float(held)


def value2(cell: Cell) -> Any:
    """Return what `Range.Value2` has for a cell."""
    return value(cell, GENERAL)


def formula(cell: Cell, table: str = "") -> str:
    """Return what `Range.Formula` has for a cell: a text, also for a number or an empty cell.

    Columns of the cell's own row come as people see them, and without the name of its own Table:
    "[@Falls]" for "bsSafety[[#This Row],[Falls]]".
    """
    if cell.formula is not None:
        return "=" + _OWN_ROW.sub(lambda found: _own_row(found, table), cell.formula)
    held = cell.value
    if held is None:
        return ""
    if isinstance(held, bool):
        return "TRUE" if held else "FALSE"
    if isinstance(held, str):
        return str(held)
    return f"{held:.15g}".upper()


def _own_row(found: re.Match[str], table: str) -> str:
    columns = found["columns"]
    if re.fullmatch(r"\[\w+\]", columns):
        columns = columns[1:-1]
    return f"{'' if found['table'] == table else found['table']}[@{columns}]"


# ------------------------------------------------------------------ from Python
def entered(thing: Any, code: str) -> Entered:
    """Return what Excel makes of a value that is written into a cell of a number format.

    Raises
    ------
    TypeError
        pywin32 cannot hand such a thing over, or hands it over shifted: a moment without a time
        zone is an hour early in summer.
    """
    if thing is None:
        return Entered(EMPTY)
    if isinstance(thing, bool):
        return Entered(Cell(thing))
    if isinstance(thing, str):
        return _typed(thing, code)
    if isinstance(thing, dt.datetime):
        return _moment(thing, code)
    if isinstance(thing, Decimal):
        money = float(thing.quantize(Decimal("0.0001")))
        return Entered(Cell(money), "£#,##0.00" if code == GENERAL else None)
    if isinstance(thing, (int, float)) and abs(thing) < float("inf"):
        if isinstance(thing, int) and not -_LARGEST_INT <= thing < _LARGEST_INT:
            raise TypeError(f"{thing} needs 64 bits: Excel takes it as a float only")
        return Entered(Cell(float(thing)))
    raise TypeError(
        f"Objects of type '{type(thing).__name__}' cannot be converted to a COM VARIANT"
    )


def _moment(thing: dt.datetime, code: str) -> Entered:
    if thing.tzinfo is None or thing.utcoffset():
        raise TypeError(f"{thing!r} is not in UTC: pywin32 would shift it to another hour or day")
    serial = (thing.replace(tzinfo=None) - _EPOCH) / dt.timedelta(days=1)
    shown = "dd/mm/yyyy" if serial == int(serial) else "dd/mm/yyyy hh:mm"
    return Entered(Cell(serial), shown if code == GENERAL else None)


def _typed(text: str, code: str) -> Entered:
    if len(text) > _LONGEST:
        raise refused("Application-defined or object-defined error")
    if code == TEXT:
        return Entered(Cell(text) if text else EMPTY)
    if text.startswith("'"):
        return Entered(Cell(text[1:]))
    if not text:
        return Entered(EMPTY)
    meant = _number(text) or _date(text) or _word(text)
    if meant is not None:
        return meant
    if text[0] in "=+-@" and len(text) > 1:
        # It is not calculated here, and so shows nothing.
        return Entered(Cell(None, text[1:] if text[0] in "=@" else text))
    return Entered(Cell(text))


def _number(text: str) -> Entered | None:
    found = _NUMBER.fullmatch(text)
    if not found:
        return None
    number = float(found["digits"].replace(",", "") + (found["power"] or ""))
    number *= (-1 if found["sign"] == "-" else 1) / (100 if found["percent"] else 1)
    shown = "0%" if found["percent"] else "£#,##0" if found["pound"] else None
    return Entered(Cell(number), shown)


def _date(text: str) -> Entered | None:
    clock = _CLOCK.fullmatch(text.strip())
    if clock:
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return Entered(Cell((hours * 3600 + minutes * 60 + seconds) / 86_400), "hh:mm")
    for pattern in _DATES:
        found = pattern.fullmatch(text.strip())
        day = _day(found.groupdict()) if found else None
        if day is not None:
            return Entered(Cell(float((day - _EPOCH).days)), "dd/mm/yyyy")
    return None


def _day(parts: dict[str, str | None]) -> dt.datetime | None:
    word = (parts.get("word") or "")[:3].lower()
    if word and word not in _MONTHS:
        return None
    year = int(parts.get("year") or dt.datetime.now(dt.UTC).year)
    month = _MONTHS.index(word) + 1 if word else int(parts.get("month") or 0)
    try:
        return dt.datetime(year + 2000 * (year < 100), month, int(parts.get("day") or 1))  # noqa: DTZ001
    except ValueError:
        return None


def _word(text: str) -> Entered | None:
    spelt = text.strip().upper()
    if spelt in {"TRUE", "FALSE"}:
        return Entered(Cell(spelt == "TRUE"))
    return Entered(Cell(ErrorValue(spelt))) if spelt in ERRORS else None
