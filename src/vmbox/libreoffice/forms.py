"""Number formats: to LibreOffice they are also what makes a number a date or a truth value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from vmbox.libreoffice.bridge import struct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmbox.libreoffice.remote import Remote

# What a format makes of the number in the cell.
NUMBER, DATE, TRUTH, TEXT, TIME = "number", "date", "truth", "text", "time"
GENERAL = "General"
BOOLEAN = "BOOLEAN"
# Bits of com.sun.star.util.NumberFormat.
_DATE, _TIME, _TEXT, _LOGICAL = 2, 4, 256, 1024
_QUOTED = re.compile(r'("[^"]*"|\\.|\[[^\]]*\]|AM/PM|A/P|General)')
_COLOURS = re.compile(r"\[(BLACK|BLUE|CYAN|GREEN|MAGENTA|RED|WHITE|YELLOW)\]")
_AMBIGUOUS = "AMBIGUOUS_VALUE"

Area = tuple[int, int, int, int]


class Forms:
    """The number formats of one workbook."""

    def __init__(self, document: Remote) -> None:
        self._formats = document.NumberFormats
        self._english = struct("lang.Locale", Language="en", Country="US")
        self._kinds: dict[int, str] = {}
        self._general: dict[int, bool] = {}
        self._keys: dict[str, int] = {}

    def key(self, code: str) -> int:
        """Return LibreOffice's number for a format code of Excel."""
        if code not in self._keys:
            found = self._formats.queryKey(code, self._english, False)
            if found < 0:
                found = self._formats.addNew(code, self._english)
            self._keys[code] = found
        return self._keys[code]

    def code(self, key: int) -> str:
        """Return a format code as Excel writes it."""
        found = self._formats.getByKey(key)
        if found.Type & _LOGICAL:
            return GENERAL
        code = _COLOURS.sub(lambda word: word[0].title(), str(found.FormatString))
        if not found.Type & (_DATE | _TIME):
            return code
        # LibreOffice writes the letters of dates large.
        parts = _QUOTED.split(code)
        return "".join(
            part.lower() if place % 2 == 0 or re.fullmatch(r"\[[HMS]+\]", part) else part
            for place, part in enumerate(parts)
        )

    def kind(self, key: int) -> str:
        """Return what a format makes of a number."""
        if key not in self._kinds:
            self._kinds[key] = _kind(self._formats.getByKey(key).Type)
        return self._kinds[key]

    def general(self, key: int) -> bool:
        """Return whether it is the format of a cell that nobody formatted."""
        if key not in self._general:
            self._general[key] = self._formats.getByKey(key).FormatString == GENERAL
        return self._general[key]

    def only_key(self, cells: Any) -> int | None:
        """Return the one format of all the cells; None where they differ."""
        if cells.getPropertyState("NumberFormat").value == _AMBIGUOUS:
            return None
        return int(cells.NumberFormat)

    def areas(self, cells: Any) -> Iterator[tuple[int, Area]]:
        """Yield each format with the parts of the sheet that have it: top, left, bottom, right."""
        only = self.only_key(cells)
        if only is not None:
            yield only, area(cells.RangeAddress)
            return
        groups = cells.UniqueCellFormatRanges
        for number in range(groups.Count):
            group = groups.getByIndex(number)
            key = group.NumberFormat
            for address in group.RangeAddresses:
                yield key, area(address)


def _kind(bits: int) -> str:
    if bits & _LOGICAL:
        return TRUTH
    if bits & _TEXT:
        return TEXT
    if bits & _DATE:
        return DATE
    return TIME if bits & _TIME else NUMBER


def area(address: Any) -> Area:
    """Return top, left, bottom and right of a UNO address, counted from 0."""
    return address.StartRow, address.StartColumn, address.EndRow, address.EndColumn
