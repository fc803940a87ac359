"""The cells of one sheet, read in one pass, and the shared strings that they point to."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final, NamedTuple

from vmbox.xlsx import _xml
from vmbox.xlsx._address import column_number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from xml.etree.ElementTree import Element

    Attributes = dict[str, str]

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


class SheetCells:
    """The handlers that turn a sheet's XML into cells while expat reads it."""

    def __init__(self, strings: Callable[[], Sequence[str]], date1904: bool) -> None:
        self.cells: dict[tuple[int, int], Cell] = {}
        self._shared = strings
        self._strings: Sequence[str] | None = None
        self._date1904 = date1904
        self._inside = False
        self._row = self._column = -1
        self._kind = "n"
        self._formula: str | None = None
        self._value: str | None = None
        self._texts: list[str] | None = None
        self._phonetic = False

    def handlers(self) -> dict[str, Callable[..., object]]:
        """Return expat's handlers by their names."""
        return {
            "StartElementHandler": self._start,
            "EndElementHandler": self._end,
            "CharacterDataHandler": self._text,
        }

    def _start(self, tag: str, attributes: Attributes) -> None:
        name = tag.rpartition(" ")[2]
        if not self._inside:
            self._inside = name == "sheetData"
        elif name == "c":
            self._start_cell(attributes)
        elif name in {"v", "f"} or (name == "t" and not self._phonetic):
            self._texts = []
        elif name == "row":
            row = attributes.get("r")
            self._row = int(row) - 1 if row else self._row + 1
            self._column = -1
        elif name == "rPh":
            self._phonetic = True

    def _start_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
        else:
            letters = reference.rstrip("0123456789")
            self._column = column_number(letters)
            # A cell's own address wins over its row's.
            self._row = int(reference[len(letters) :]) - 1
        self._kind = attributes.get("t", "n")
        self._formula = self._value = None

    def _text(self, text: str) -> None:
        if self._texts is not None:
            self._texts.append(text)

    def _end(self, tag: str) -> None:
        if not self._inside:
            return
        name = tag.rpartition(" ")[2]
        if name == "c":
            self._end_cell()
        elif self._texts is not None and name in {"v", "f", "t"}:
            self._end_text(name, "".join(self._texts))
        elif name == "rPh":
            self._phonetic = False
        elif name == "sheetData":
            raise StopIteration

    def _end_text(self, name: str, text: str) -> None:
        self._texts = None
        if name == "f":
            self._formula = text
        elif name == "v" or self._value is None:
            self._value = text
        else:
            self._value += text

    def _end_cell(self) -> None:
        text = self._value
        if text is None:
            value: Value = None
        elif self._kind == "n":
            value = float(text) if text else None
        elif self._kind == "s":
            value = self._shared_string(text)
        else:
            value = self._other(text)
        if value is not None or self._formula is not None:
            self.cells[self._row, self._column] = Cell(value, self._formula)

    def _shared_string(self, text: str) -> str:
        if self._strings is None:
            self._strings = self._shared()
        index = int(text)
        if not 0 <= index < len(self._strings):
            raise ValueError(f"there is no shared string {index}")
        return self._strings[index]

    def _other(self, text: str) -> Value:
        if self._kind == "b":
            return _xml.true(text.strip())
        if self._kind == "e":
            return ErrorValue(text)
        if self._kind == "d":
            return serial_of_iso(text.strip(), self._date1904)
        return _xml.unescaped(text)


def read_cells(
    data: bytes, where: str, strings: Callable[[], Sequence[str]], date1904: bool
) -> dict[tuple[int, int], Cell]:
    """Return the cells of a sheet that hold anything, by (row, column) from 0.

    `strings` is called once, and only when a cell points to a shared string.

    Raises
    ------
    NotAWorkbook
        The sheet is not well-formed, or a cell's number is none.
    """
    reading = SheetCells(strings, date1904)
    _xml.run(data, where, reading.handlers())
    return reading.cells


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
