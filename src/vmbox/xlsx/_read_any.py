"""The cells of a sheet, however its XML is written, in one pass of expat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmbox.xlsx import _xml
from vmbox.xlsx._address import column_number
from vmbox.xlsx._cells import Cell, Value, spelt_value

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Attributes = dict[str, str]


class _Reading:
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
            value = self._shared_string(text) if text else None
        else:
            value = spelt_value(self._kind, text, self._date1904)
        if value is not None or self._formula is not None:
            self.cells[self._row, self._column] = Cell(value, self._formula)

    def _shared_string(self, text: str) -> str:
        if self._strings is None:
            self._strings = self._shared()
        index = int(text)
        if not 0 <= index < len(self._strings):
            raise ValueError(f"there is no shared string {index}")
        return self._strings[index]


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
    reading = _Reading(strings, date1904)
    _xml.run(data, where, reading.handlers())
    return reading.cells
