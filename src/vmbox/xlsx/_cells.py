"""What a cell holds: numbers, texts, truth values, errors, and how files spell them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final, NamedTuple

from vmbox.xlsx import _xml

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_EPOCH: Final = dt.datetime(1899, 12, 30)  # noqa: DTZ001  (a workbook's times have no zone)
_EPOCH_1904: Final = dt.datetime(1904, 1, 1)  # noqa: DTZ001
_DAY: Final = dt.timedelta(days=1)


class ErrorValue(str):
    """The text of an error in a cell, such as ``#N/A``."""

    __slots__ = ()


Value = float | str | bool | ErrorValue | None


# A tuple, not a dataclass: a workbook has hundreds of thousands, and a tuple is made four times
# as fast.
class Cell(NamedTuple):
    """What a cell shows and, if it computes it, by which formula.

    Parameters
    ----------
    value
        A number (dates and times are numbers too), a text, a truth value, an error, or None.
    formula
        The formula without its ``=``. None where there is none. Empty where the formula is
        written in another cell: a cell of a shared formula without a text of its own, or of a
        data table.
    """

    value: Value = None
    formula: str | None = None


EMPTY: Final = Cell()


def spelt_value(kind: str, text: str, date1904: bool) -> Value:
    """Return the value of a cell that is neither a number nor a shared string, by its type."""
    if kind == "b":
        return _xml.true(text.strip())
    if kind == "e":
        return ErrorValue(text)
    if kind == "d":
        return serial_of_iso(text.strip(), date1904)
    return _xml.unescaped(text)


def read_strings(root: Element) -> list[str]:
    """Return the shared strings: rich text joined, phonetic guides left out."""
    return [rich_text(item) for item in _xml.children(root, "si")]


def rich_text(item: Element) -> str:
    """Return the text of a string item: its own, or its runs' joined."""
    texts: list[str] = []
    for part in item:
        name = _xml.local(part.tag)
        if name == "t":
            texts.append(part.text or "")
        elif name == "r":
            texts.extend(run.text or "" for run in _xml.children(part, "t"))
    return _xml.unescaped("".join(texts))


def serial_of_iso(text: str, date1904: bool) -> float:
    """Return the serial number of an ISO 8601 date, time or both, as Strict files write them."""
    text = text.removesuffix("Z")
    if "-" not in text:
        clock = dt.time.fromisoformat(text.removeprefix("T"))
        return (
            dt.timedelta(
                hours=clock.hour,
                minutes=clock.minute,
                seconds=clock.second,
                microseconds=clock.microsecond,
            )
            / _DAY
        )
    return serial(dt.datetime.fromisoformat(text).replace(tzinfo=None), date1904)


def serial(moment: dt.datetime, date1904: bool) -> float:
    """Return the serial number of a moment: days since the workbook's first day.

    Excel counts a 29 February 1900 that never was, so days before March 1900 are one less.
    """
    if date1904:
        return (moment - _EPOCH_1904) / _DAY
    days = (moment - _EPOCH) / _DAY
    return days if days >= 61 else days - 1  # noqa: PLR2004
