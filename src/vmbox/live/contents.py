"""What cells of an open workbook hold: as the spreadsheet tells it, as we know it, as we say it.

xlwings' `raw_value` is quick, one call for a block, and says what the program says: Excel on
Windows gives moments for cells that are formatted as dates, decimals cut to four places for
currency, and numbers for errors. The `formula` of a constant is that constant as a text, whole.
Both together tell what a closed file would.
"""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from vmbox.live.structured import written_out
from vmbox.workbook.port import ToFourPlaces
from vmbox.xlsx import Cell, ErrorValue

if TYPE_CHECKING:
    from vmbox.xlsx import Value

# What a cell holds as a plain value: a number, a truth value, None for nothing, or a text that
# says by its first letter what it is: "=" a formula, "'" words, "#" an error.
Entry = float | bool | str | None

# Excel's numbers for errors (XlCVError, as COM gives them).
ERRORS: Final = {
    -2146826288: "#NULL!",
    -2146826281: "#DIV/0!",
    -2146826273: "#VALUE!",
    -2146826265: "#REF!",
    -2146826259: "#NAME?",
    -2146826252: "#NUM!",
    -2146826246: "#N/A",
    -2146826245: "#GETTING_DATA",
    -2146826243: "#SPILL!",
    -2146826242: "#CONNECT!",
    -2146826241: "#BLOCKED!",
    -2146826240: "#UNKNOWN!",
    -2146826239: "#FIELD!",
    -2146826238: "#CALC!",
}
_FIRST: Final = dt.datetime(1899, 12, 30)  # noqa: DTZ001  (a workbook's times have no zone)
_FIRST_1904: Final = dt.datetime(1904, 1, 1)  # noqa: DTZ001
_DAY: Final = dt.timedelta(days=1)
_DAYS_1904: Final = (_FIRST_1904 - _FIRST).days
# Excel tells moments to the millisecond.
_SAME_MOMENT: Final = 2e-8
# A date, a number or a truth value is never as long as this.
_LONGEST_NUMBER: Final = 40
_PLAIN: Final = 1e-9


def cell_of(value: Any, formula: Any, *, date1904: bool, table: str = "") -> Cell | None:
    """Return the cell that a raw value and a formula tell of; None for an empty one.

    Parameters
    ----------
    table
        The Table that the cell is in, if any: its formulas leave the name out.
    """
    text = formula if isinstance(formula, str) else ""
    # A text that begins with = is its own formula; a formula is never its own value.
    if text.startswith("=") and value != text:
        return Cell(_value(value, "", date1904), written_out(text[1:], table))
    known = _value(value, text, date1904)
    return None if known in (None, "") and not isinstance(known, (bool, float)) else Cell(known)


def _value(value: Any, text: str, date1904: bool) -> Value:
    if type(value) is float or type(value) is bool:
        return value
    if isinstance(value, str):
        # LibreOffice and Macs tell some errors by their names.
        return ErrorValue(value) if value in ERRORS.values() and text != value else value
    if isinstance(value, int):
        return ErrorValue(ERRORS.get(value, "#VALUE!")) if value < _LOWEST else float(value)
    if isinstance(value, dt.datetime):
        return _moment(value, text, date1904)
    if isinstance(value, Decimal):
        number = _number(text)
        return ToFourPlaces(value) if number is None else number
    return ErrorValue("#VALUE!") if text.startswith("#") else None


_LOWEST: Final = -2146826300 + 100


def _moment(value: dt.datetime, text: str, date1904: bool) -> float:
    days = _days_since(value, _FIRST_1904 if date1904 else _FIRST)
    number = _number(text)
    exact = number is not None and abs(number - days) <= _SAME_MOMENT
    return number if exact and number is not None else days


def _days_since(value: dt.datetime, first: dt.datetime) -> float:
    """The number of a moment, counted as COM does: without the 29 February 1900 of Excel.

    A time of day alone is one on the day 0.
    """
    return (value.replace(tzinfo=None) - first) / _DAY


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def counts_from_1904(value: Any, formula: Any) -> bool | None:
    """Return what a date that was typed tells of the day that dates count from; None: nothing."""
    if not isinstance(value, dt.datetime) or not isinstance(formula, str):
        return None
    number = _number(formula)
    if number is None:
        return None
    return round(_days_since(value, _FIRST) - number) == _DAYS_1904


def entry_of(cell: Cell) -> Entry:
    """Return what a cell holds as a plain value."""
    if cell.formula is not None:
        return f"={cell.formula}"
    if isinstance(cell.value, ErrorValue) or not isinstance(cell.value, str):
        return cell.value
    return f"'{cell.value}"


def typed(entry: Entry) -> Any:
    """Return what must be given to `raw_value` so that a cell holds this afterwards.

    A text is read there as if a person had typed it: "12" becomes a number, "+A1" a formula, "3/4"
    a date. An apostrophe keeps it a text, and is put before all that might be taken for something.
    """
    if entry is None:
        return ""
    if not isinstance(entry, str) or not entry.startswith("'"):
        return entry
    text = entry[1:]
    return entry if _may_be_taken(text) else text


def _may_be_taken(text: str) -> bool:
    if not text[:1].isalpha() or text.strip().casefold() in {"true", "false"}:
        return bool(text)
    return len(text) < _LONGEST_NUMBER and any(letter.isdigit() for letter in text)


def same(one: Entry, other: Entry) -> bool:
    """Return whether two entries are one, whichever program told them."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return math.isclose(one, other, rel_tol=_PLAIN, abs_tol=_PLAIN)
    if isinstance(one, str) and isinstance(other, str):
        return one.splitlines() == other.splitlines()
    return one is None and other is None
