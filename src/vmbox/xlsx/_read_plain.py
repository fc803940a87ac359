"""The cells of a sheet written plainly, as Excel and the common libraries write them.

A third of expat's time, for the sheets that make up nearly every workbook. A sheet written in
any other way (prefixes, comments, rich inline strings, cells without an address) is left to
expat: every byte between the first row and the last must be understood, or none counts.
"""

from __future__ import annotations

import re
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from vmbox.xlsx._address import column_letters, column_number
from vmbox.xlsx._cells import Cell, Value, spelt_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

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
_CELL_START: Final = b'<c r="'
_PLACE: Final = re.compile(rb"([A-Z]{1,3})([0-9]{1,7})")
_STYLE_AND_KIND: Final = rb'(?: s="[0-9]*+")?(?: t="([a-zA-Z]++)")?(?: [cv]m="[0-9]++")*+'
_FORMULA: Final = rb"(?:(<f)(?: [^<>]*[^<>/ ])?(?:>([^<]*+)</f>| ?/>))?"
_BETWEEN: Final = rb"(?:<row(?: [^<>]*+)?>|</row>|[ \t\r\n]++)*+"
# What stands before a value, after it, and in a cell without one.
_HEAD: Final = re.compile(_STYLE_AND_KIND + rb">" + _FORMULA)
_TAIL: Final = re.compile(rb"/v></c>" + _BETWEEN)
_BARE: Final = re.compile(
    _STYLE_AND_KIND
    + rb"(?: ?/>|>"
    + _FORMULA
    + rb'(?:<v ?/>)?(?:<is><t(?: xml:space="preserve")?>([^<]*+)</t></is>)?</c>)'
    + _BETWEEN
)
_FIRST: Final = re.compile(_BETWEEN)
# So many bytes are taken apart at once: all pieces of a large sheet would fill the memory.
_AT_ONCE: Final = 1 << 20
_REFERENCE: Final = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-z]+));")
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_AMPERSAND: Final = "&amp;"
_BUT_AMPERSAND: Final = tuple(
    (f"&{name};", character) for name, character in _NAMED.items() if name != "amp"
)


def read_plain_cells(
    data: bytes, strings: Callable[[], Sequence[str]], date1904: bool
) -> dict[tuple[int, int], Cell] | None:
    """Return the cells of a plainly written sheet as `read_cells` would, or None if it is not.

    `data` has no DOCTYPE: the caller has looked.
    """
    found = sheet_data(data)
    if found is None:
        return None
    try:
        return PlainReader(strings, date1904).cells(data, *found)
    except (ValueError, LookupError):
        # Nothing is wrong before expat says so, with the line.
        return None


def sheet_data(data: bytes) -> tuple[int, int] | None:
    """Return where the cells of a plainly written sheet begin and end; None if it is not plain."""
    start = data.find(_OPEN)
    end = data.find(_CLOSE, start)
    head = data[: max(start, 0)]
    if start < 0 or end < 0 or _OTHER_ENCODING.match(head) or b"<!" in head:
        return None
    return start + len(_OPEN), end


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
            at = find(b'<c r="%s%d"' % (letters_of(column), row + 1), at, end)
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
        place_of, heads, tails, bare = cell_place, _Heads(), _Tails(), _Bare()
        make, cell, value_of = _NEW, Cell, self._value
        for pieces in _pieces(data, at, end):
            for piece in pieces:
                address, _, rest = piece.partition(b'"')
                head, has_value, after = rest.partition(b"<v>")
                value: Value
                if has_value:
                    kind, own = heads[head]
                    text, _, tail = after.partition(b"<")
                    tails[tail]
                    value = float(text) if text and not kind else value_of(kind, text, None)
                else:
                    kind, own, inline = bare[head]
                    value = value_of(kind, None, inline) if kind or inline is not None else None
                if value is not None or own is not None:
                    # Past the class, which would take its arguments apart once more for each cell.
                    cells[place_of(address)] = make(cell, (value, own))
        return cells

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


class _Heads(dict[bytes, tuple[bytes | None, str | None]]):
    """The type and the formula that stand before a value: each way of writing is read once."""

    def __missing__(self, head: bytes) -> tuple[bytes | None, str | None]:
        found = _understood(_HEAD, head)
        read = self[head] = (found[1], _formula(found))
        return read


class _Tails(dict[bytes, None]):
    """What may stand between a value and the next cell."""

    def __missing__(self, tail: bytes) -> None:
        self[tail] = None
        _understood(_TAIL, tail)


class _Bare(dict[bytes, tuple[bytes | None, str | None, bytes | None]]):
    """Type, formula and inline text of cells without a value."""

    def __missing__(self, cell: bytes) -> tuple[bytes | None, str | None, bytes | None]:
        found = _understood(_BARE, cell)
        read = self[cell] = (found[1], _formula(found), found[4])
        return read


def _understood(pattern: re.Pattern[bytes], piece: bytes) -> re.Match[bytes]:
    found = pattern.fullmatch(piece)
    if found is None:
        raise ValueError
    return found


def _formula(found: re.Match[bytes]) -> str | None:
    return None if found[2] is None else xml_text(found[3] or b"")


def _pieces(data: bytes, at: int, end: int) -> Iterator[list[bytes]]:
    """What stands between two offsets, parted where cells begin, some of it at a time."""
    first = data.find(_CELL_START, at, end)
    _understood(_FIRST, data[at : first if first >= 0 else end])
    while 0 <= first < end:
        after = data.find(_CELL_START, first + _AT_ONCE, end)
        last = after if after >= 0 else end
        yield data[first + len(_CELL_START) : last].split(_CELL_START)
        first = last


@lru_cache(maxsize=1 << 16)
def cell_place(address: bytes) -> tuple[int, int]:
    """Return the row and column of an address: the same object whenever it is asked for."""
    found = _understood(_PLACE, address)
    return int(found[2]) - 1, _column(found[1])


@cache
def letters_of(column: int) -> bytes:
    """Return the letters of a column counted from 0, as files have them."""
    return column_letters(column).encode()


@cache
def _column(letters: bytes) -> int:
    return column_number(letters.decode())


def xml_text(data: bytes) -> str:
    """Return the text that an XML parser would make of character data."""
    text = data.decode("utf-8")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _resolved(text) if "&" in text else text


def _resolved(text: str) -> str:
    """The text with its references resolved; the five that have names at the speed of C."""
    plain = text
    for name, character in _BUT_AMPERSAND:
        plain = plain.replace(name, character)
    if plain.count("&") == plain.count(_AMPERSAND):
        return plain.replace(_AMPERSAND, "&")
    return _REFERENCE.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    if found[3]:
        return _NAMED[found[3]]
    return chr(int(found[1], 16) if found[1] else int(found[2]))
