"""The cells of a sheet written plainly, as Excel and the common libraries write them.

A third of expat's time, for the sheets that make up nearly every workbook. A sheet written in
any other way (prefixes, comments, rich inline strings, cells without an address) is left to
expat: every byte between the first row and the last must be understood, or none counts.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

from vmbox.xlsx._address import column_letters, column_number
from vmbox.xlsx._cells import Cell, Value, spelt_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_OTHER_ENCODING: Final = re.compile(rb"<\?xml[^>]*encoding=[\"'](?!utf-8[\"'])", re.IGNORECASE)
_OPEN: Final = b"<sheetData>"
_CLOSE: Final = b"</sheetData>"
_NEW: Final = tuple.__new__
# Column letters, row, type, whether there is a formula, formula, value, inline text.
_CELL: Final = (
    rb'<c r="([A-Z]{1,3}+)([0-9]{1,7}+)"(?: s="[0-9]*+")?(?: t="([a-zA-Z]++)")?'
    rb'(?: [cv]m="[0-9]++")*+'
    rb"(?: ?/>|>(?:(<f)(?: [^<>]*[^<>/ ])?(?:>([^<]*+)</f>| ?/>))?"
    rb"(?:<v>([^<]*+)</v>|<v ?/>)?"
    rb'(?:<is><t(?: xml:space="preserve")?>([^<]*+)</t></is>)?'
    rb"</c>)"
)
_ONE_CELL: Final = re.compile(_CELL)
# The groups of a cell's type and value.
PLAIN_KIND: Final = 3
PLAIN_VALUE: Final = 6
# A cell or a row's tag, and the blank cells that follow it.
_TOKEN: Final = re.compile(
    rb"(?:" + _CELL + rb"|<row(?: [^<>]*+)?>|</row>|[ \t\r\n]++)"
    rb'(?:<c r="[A-Z]{1,3}+[0-9]{1,7}+"(?: s="[0-9]*+")?+ ?/>)*+'
)
_REFERENCE: Final = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-z]+));")
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


def read_plain_cells(
    data: bytes, strings: Callable[[], Sequence[str]], date1904: bool
) -> dict[tuple[int, int], Cell] | None:
    """Return the cells of a plainly written sheet as `read_cells` would, or None if it is not.

    `data` has no DOCTYPE: the caller has looked.
    """
    start = data.find(_OPEN)
    end = data.find(_CLOSE, start)
    head = data[: max(start, 0)]
    if start < 0 or end < 0 or _OTHER_ENCODING.match(head) or b"<!" in head:
        return None
    try:
        return PlainReader(strings, date1904).cells(data, start + len(_OPEN), end)
    except (ValueError, LookupError):
        # Nothing is wrong before expat says so, with the line.
        return None


class PlainReader:
    """Reads cells that are written plainly."""

    def __init__(self, strings: Callable[[], Sequence[str]], date1904: bool) -> None:
        self._load_strings = strings
        self._date1904 = date1904

    @cached_property
    def _strings(self) -> Sequence[str]:
        return self._load_strings()

    def find(
        self,
        data: bytes,
        at: int,
        positions: Iterable[tuple[int, int]],
        cells: dict[tuple[int, int], Cell] | None,
        end: int | None = None,
    ) -> dict[tuple[int, int], re.Match[bytes]]:
        """Return where cells lie, by sorted positions, up to the first that is not found plainly.

        What they hold goes into `cells`, if given. `data` is a whole part in UTF-8, in which
        everything that looks like a tag is one.
        """
        places: dict[tuple[int, int], re.Match[bytes]] = {}
        find, match = data.find, _ONE_CELL.match
        for position in positions:
            row, column = position
            at = find(b'<c r="%s%d"' % (_letters(column), row + 1), at, end)
            found = match(data, at) if at >= 0 else None
            if found is None:
                break
            if cells is not None:
                _, _, kind, has_formula, formula, text, inline = found.groups()
                try:
                    value = float(text) if text and not kind else self._value(kind, text, inline)
                    own = None if has_formula is None else xml_text(formula or b"")
                except (ValueError, LookupError):
                    break
                cells[position] = _NEW(Cell, (value, own))
            places[position] = found
        return places

    def cells(self, data: bytes, at: int, end: int) -> dict[tuple[int, int], Cell] | None:
        """Return the cells between two offsets, or None if not every byte is understood."""
        cells: dict[tuple[int, int], Cell] = {}
        column_of = _column
        digits, row = b"", 0
        for found in _TOKEN.finditer(data, at, end):
            if found.start() != at:
                return None
            at = found.end()
            letters, row_digits, kind, has_formula, formula, text, inline = found.groups()
            if letters is None:
                continue
            if row_digits != digits:
                digits, row = row_digits, int(row_digits) - 1
            value = float(text) if text and not kind else self._value(kind, text, inline)
            own = None if has_formula is None else xml_text(formula or b"")
            if value is not None or own is not None:
                # Past the class, which would take its arguments apart once more for each cell.
                cells[row, column_of(letters)] = _NEW(Cell, (value, own))
        return cells if at == end else None

    def _value(self, kind: bytes | None, text: bytes | None, inline: bytes | None) -> Value:
        if text is not None and inline is not None:
            raise ValueError
        if kind == b"s" and inline is None:
            if text and not text.isdigit():
                raise ValueError  # a negative number would count from the end
            return self._strings[int(text)] if text else None
        spelt = text if text is not None else inline
        if kind is None or kind in {b"n", b"s"}:
            if inline is not None:
                raise ValueError
            return float(text) if text else None
        if spelt is None:
            raise ValueError  # an empty text, or nothing: expat tells them apart
        return spelt_value(kind.decode(), xml_text(spelt), self._date1904)


@cache
def _letters(column: int) -> bytes:
    return column_letters(column).encode()


@cache
def _column(letters: bytes) -> int:
    return column_number(letters.decode())


def xml_text(data: bytes) -> str:
    """Return the text that an XML parser would make of character data."""
    text = data.decode("utf-8")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    if found[3]:
        return _NAMED[found[3]]
    return chr(int(found[1], 16) if found[1] else int(found[2]))
