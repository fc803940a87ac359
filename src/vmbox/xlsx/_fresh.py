"""Fresh values for formulas, spliced into a plainly written sheet in one pass.

One number changed makes thousands of formulas show something else, while their text stays. So
nothing is made of such a cell but the bytes of its value, and of its type where that changes too.
A cell that is written in any other way than Excel and the common libraries do is left to others.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from vmbox.xlsx._cells import EMPTY, spelt_value
from vmbox.xlsx._new_values import as_written, finite_number, new_value
from vmbox.xlsx._read_plain import letters_of, xml_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vmbox.xlsx._cells import Cell, Value
    from vmbox.xlsx._made import Edit

    Place = tuple[int, int]

# The attribute of the type and the type, the formula, the value.
_FORMULA: Final = re.compile(
    rb'<c r="[A-Z]{1,3}+[0-9]{1,7}+"(?: s="[0-9]*+")?( t="([a-zA-Z]++)")?>'
    rb"(<f(?: [^<>]*[^<>/ ])?(?:>[^<]*+</f>| ?/>))<v>([^<]*+)</v></c>"
)
_ATTRIBUTE, _KIND, _TEXT, _VALUE = 1, 2, 3, 4
_NUMBER: Final = b"n"


class Written(NamedTuple):
    """A value, and how a cell's type and text say it."""

    value: Value
    kind: bytes
    text: bytes


class FreshValues:
    """The fresh values of one sheet.

    Attributes
    ----------
    shown
        What the cells will show that show something else than before.
    edits
        The bytes to put in place of others for that: texts and attributes, nothing else.
    """

    def __init__(self, where: Callable[[Place], str], date1904: bool) -> None:
        self._where = where
        self._date1904 = date1904
        # How values are written that came before, by their types: to a dictionary, 1 is TRUE and
        # an error is its text.
        self._known: defaultdict[type, dict[object, Written]] = defaultdict(dict)
        self.shown: dict[Place, Written] = {}
        self.edits: list[Edit] = []

    def copy(self) -> FreshValues:
        """Return the same, apart from what is spliced in from now on."""
        new = FreshValues(self._where, self._date1904)
        new.shown, new.edits = dict(self.shown), list(self.edits)
        return new

    def clear(self) -> None:
        """Forget them."""
        self.shown, self.edits = {}, []

    def splice(self, data: bytes, at: int, values: Mapping[Place, object]) -> dict[Place, object]:
        """Make the edits of a sheet's bytes from an offset on; return the values of other cells.

        Those are of cells that are not there, have no formula or are not written plainly.

        Raises
        ------
        EditRefused
            A cell cannot hold a value.
        """
        find, match, known, edits = data.find, _FORMULA.match, self._known, self.edits
        places = sorted(values)
        for number, (place, head) in enumerate(zip(places, _heads(places), strict=True)):
            at = find(head, at)
            found = match(data, at) if at >= 0 else None
            value = values[place]
            if found is None or value is None:
                return {place: values[place] for place in places[number:]}
            written = known[type(value)].get(value) or self._as_written(value, place)
            own, own_kind, own_text = written
            kind, text = found.group(_KIND, _VALUE)
            if (kind or _NUMBER) != own_kind:
                edits.append(_of_kind(found, own_kind))
            elif text == own_text or (
                float(text) == own if kind is None and text else self._shows(kind, text, own)
            ):
                continue
            start, end = found.span(_VALUE)
            edits.append((start, end, own_text))
            self.shown[place] = written
        return {}

    def _as_written(self, value: object, place: Place) -> Written:
        new = finite_number(value) or new_value(value, self._where(place), self._date1904)
        assert new.value is not None
        kind, text = as_written(new.value)
        written = self._known[type(value)][value] = Written(new.value, kind.encode(), text)
        return written

    def _shows(self, kind: bytes | None, text: bytes, value: Value) -> bool:
        """Whether a cell's text is another spelling of a value of its type."""
        if kind is None or kind == _NUMBER:
            return bool(text) and float(text) == value
        return spelt_value(kind.decode(), xml_text(text), self._date1904) == value

    def odd_cell(self, rows: bytes) -> Place | None:
        """Return a cell that is not as it should be in the rows of the new sheet, or None."""
        find, match, at = rows.find, _FORMULA.match, 0
        places = sorted(self.shown)
        for place, head in zip(places, _heads(places), strict=True):
            at = find(head, at)
            found = match(rows, at) if at >= 0 else None
            if found is None:
                return place
            kind, text = found.group(_KIND, _VALUE)
            _, own_kind, own_text = self.shown[place]
            if text != own_text or (kind or _NUMBER) != own_kind:
                return place
        return None


class _Starts(dict[int, bytes]):
    """What the cells of a column begin with, up to the row's number."""

    def __missing__(self, column: int) -> bytes:
        start = self[column] = b'<c r="%s' % letters_of(column)
        return start


_starts: Final = _Starts()


def _heads(places: list[Place]) -> list[bytes]:
    """Return what cells begin with, by sorted places."""
    heads, now, end = [], -1, b""
    for row, column in places:
        if row != now:
            now, end = row, b'%d"' % (row + 1)
        heads.append(_starts[column] + end)
    return heads


def unlike(values: Mapping[Place, object], known: Mapping[Place, Cell]) -> dict[Place, object]:
    """Return the values that no formula shows already, by the cells of the sheet as it was read."""
    return {
        place: value
        for place, value in values.items()
        if (there := known.get(place, EMPTY)).formula is None
        or there.value != value
        or type(there.value) is not type(value)
    }


def _of_kind(found: re.Match[bytes], kind: bytes) -> Edit:
    """What gives a cell another type."""
    new = b"" if kind == _NUMBER else b' t="%s"' % kind
    start, end = found.span(_ATTRIBUTE)
    if start < 0:  # it has none: at the end of the tag
        start = end = found.start(_TEXT) - 1
    return start, end, new
