"""Values on their way into a cell: what may be written, and how a file spells it."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from numbers import Real
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

from vmbox.errors import EditRefused
from vmbox.xlsx._cells import Cell, ErrorValue, Value, serial
from vmbox.xlsx._formulas import is_balanced

LONGEST_TEXT: Final = 32_767
LONGEST_FORMULA: Final = 8_192
ERRORS: Final = frozenset(
    ("#N/A", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA")
)
_LARGEST_PLAIN: Final = 1e15
_DAY: Final = dt.timedelta(days=1)
# What looks like an escape, and what XML 1.0 cannot hold.
_ESCAPED: Final = re.compile(
    "_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ufffe\uffff\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula to write into a cell, without its ``=``, and the value that it has now.

    Functions newer than Excel 2007 are written as files spell them, such as ``_xlfn.STDEV.S``.
    Without a value, viewers that do not calculate show an empty cell. An `array` formula is one
    of its cell alone, as Ctrl+Shift+Enter makes it.
    """

    text: str
    value: Value = None
    array: bool = False


# A tuple, not a dataclass: thousands are made, and a tuple is made three times as fast.
class NewValue(NamedTuple):
    """A value as a file holds it; `moment` says what date or time it was, if any."""

    value: Value
    # date, moment, time or duration
    moment: str = ""


def new_value(value: object, where: str, date1904: bool) -> NewValue:
    """Return a value as a file holds it.

    Raises
    ------
    EditRefused
        A cell cannot hold the value; `where` names the cell.
    """
    if value is None:
        return NewValue(None)
    if type(value) is float:  # by far the most, and the other questions take longer
        return NewValue(_number(value, where))
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return _moment(value, where, date1904)
    if isinstance(value, str):
        return NewValue(_text(value, where))
    if hasattr(value, "item") and not isinstance(value, Real):
        value = value.item()  # a number or truth value of numpy's
    if isinstance(value, bool):
        return NewValue(value)
    if isinstance(value, Real | Decimal):
        return NewValue(_number(float(value), where))
    raise EditRefused(
        f"{where}: a cell cannot hold a {type(value).__name__}. "
        "Give a number, text, date, time, truth value or None."
    )


def finite_number(value: object) -> NewValue | None:
    """Return what `new_value` does for most values, or None where it must be asked."""
    return NewValue(value) if type(value) is float and math.isfinite(value) else None


def _number(value: float, where: str) -> float:
    if not math.isfinite(value):
        raise EditRefused(f"{where}: {value} is no number. Give None to clear the cell.")
    return value


def _text(text: str, where: str) -> str:
    if isinstance(text, ErrorValue):
        if text not in ERRORS:
            raise EditRefused(f"{where}: Excel has no error '{text}'. Give one such as '#N/A'.")
        return text
    # Excel counts in UTF-16.
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_TEXT:
        raise EditRefused(
            f"{where}: the text is longer than the {LONGEST_TEXT:,} characters of a cell. "
            "Shorten it."
        )
    return text


def _moment(value: dt.date | dt.time | dt.timedelta, where: str, date1904: bool) -> NewValue:
    if value != value:  # noqa: PLR0124  (pandas' NaT is a datetime, and unlike itself)
        raise EditRefused(f"{where}: {value} is no date. Give None to clear the cell.")
    if isinstance(value, dt.timedelta):
        return NewValue(_number(value / _DAY, where), "duration")
    if getattr(value, "tzinfo", None) is not None:
        raise EditRefused(
            f"{where}: {value} has a time zone, and a cell has none. Give the local time."
        )
    if isinstance(value, dt.time):
        since = dt.datetime.combine(dt.date.min, value) - dt.datetime.combine(
            dt.date.min, dt.time()
        )
        return NewValue(since / _DAY, "time")
    kind = "moment" if isinstance(value, dt.datetime) else "date"
    moment = (
        dt.datetime.combine(value.date(), value.time())
        if isinstance(value, dt.datetime)
        else dt.datetime.combine(value, dt.time())
    )
    days = serial(moment, date1904)
    if days < (0 if date1904 else 1):
        raise EditRefused(f"{where}: {value} is before the first day that the workbook knows.")
    return NewValue(days, kind)


def same(one: Value, other: Value) -> bool:
    """Return whether two values are one: 1 is not TRUE, and the text ``#N/A`` is no error."""
    return one == other and (type(one) is type(other) or _kind(one) == _kind(other))


def same_cell(one: Cell, other: Cell) -> bool:
    """Return whether two cells hold the same formula and show the same."""
    return one.formula == other.formula and same(one.value, other.value)


def _kind(value: Value) -> str:
    if isinstance(value, bool):
        return "b"
    if isinstance(value, ErrorValue):
        return "e"
    return "str" if isinstance(value, str) else "n"


def cell_content(
    value: Value, formula: bytes, prefix: bytes, calculated: bool
) -> tuple[str, bytes]:
    """Return the type and the inside of a cell; `formula` is its whole element, or nothing.

    A text that a formula calculates is written otherwise than one that a person wrote.
    """
    if type(value) is float:  # by far the most
        return "n", b"%s<%sv>%s</%sv>" % (formula, prefix, _spelt(value).encode(), prefix)
    if value is None:
        return "n", formula
    kind, text = as_written(value)
    if kind == "str" and not calculated:
        inside = b'<%sis><%st xml:space="preserve">%s</%st></%sis>'
        return "inlineStr", inside % (prefix, prefix, text, prefix, prefix)
    return kind, b"%s<%sv>%s</%sv>" % (formula, prefix, text, prefix)


def as_written(value: float | str | bool) -> tuple[str, bytes]:
    """Return a value as a cell's type and its escaped text say it."""
    return _kind(value), escape(_spelt(value)).encode()


def _spelt(value: float | str | bool) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, str):
        return escaped(value)
    # Whole numbers as Excel writes them; all others so that they are read back exactly.
    if value == int(value) and abs(value) < _LARGEST_PLAIN:
        return str(int(value))
    return repr(float(value))


def escaped(text: str) -> str:
    """Return text with what XML cannot hold, and what looks like an escape, as ``_xHHHH_``."""
    return _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def formula_element(formula: Formula, where: str, prefix: bytes, cell: str = "") -> bytes:
    """Return the element of a formula; that of an array formula says which `cell` it is in."""
    text = formula.text
    if not text or len(text) > LONGEST_FORMULA or _ESCAPED.search(text.replace("_x", "")):
        raise EditRefused(
            f"{where}: a formula has between 1 and {LONGEST_FORMULA:,} printable characters. "
            "Give another one."
        )
    if not is_balanced(text):
        raise EditRefused(
            f"{where}: the brackets or quotation marks of the formula '{text}' do not pair. "
            "Mend the formula."
        )
    array = b' t="array" ref="%s"' % cell.encode() if formula.array else b""
    return b"<%sf%s>%s</%sf>" % (prefix, array, escape(text).encode(), prefix)
