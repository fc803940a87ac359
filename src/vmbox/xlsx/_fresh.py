"""Fresh values for formulas, spliced into a plainly written sheet in one pass.

One number changed makes thousands of formulas show something else, while their text stays. So
nothing is made of such a cell but the bytes of its value, and of its type where that changes too.
A cell that is written in any other way than Excel and the common libraries do is left to others.
"""

from __future__ import annotations

import re
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


class _Written(NamedTuple):
    """A value, and how a cell's type and text say it."""

    value: Value
    kind: bytes
    text: bytes


class FreshValues:
    """The fresh values of one sheet.

    Attributes
    ----------
    values
        What the cells will show that show something else than before.
    edits
        The bytes to put in place of others for that: texts and attributes, nothing else.
    """

    def __init__(self, where: Callable[[Place], str], date1904: bool) -> None:
        self._where = where
        self._date1904 = date1904
        self._written: dict[tuple[type, object], _Written] = {}
        self.values: dict[Place, Value] = {}
        self.edits: list[Edit] = []

    def copy(self) -> FreshValues:
        """Return the same, apart from what is spliced in from now on."""
        new = FreshValues(self._where, self._date1904)
        new._written = self._written
        new.values, new.edits = dict(self.values), list(self.edits)
        return new

    def clear(self) -> None:
        """Forget them."""
        self.values, self.edits = {}, []

    def splice(self, data: bytes, at: int, values: Mapping[Place, object]) -> dict[Place, object]:
        """Make the edits of a sheet's bytes from an offset on; return the values of other cells.

        Those are of cells that are not there, have no formula or are not written plainly.

        Raises
        ------
        EditRefused
            A cell cannot hold a value.
        """
        find, match, known, edits = data.find, _FORMULA.match, self._written, self.edits
        rest = dict(values)
        for position in sorted(values):
            at = find(b'<c r="%s%d"' % (letters_of(position[1]), position[0] + 1), at)
            found = match(data, at) if at >= 0 else None
            if found is None or values[position] is None:
                break
            value = rest.pop(position)
            # The type too, since 1 is TRUE and an error its text to a dictionary.
            written = known.get((type(value), value)) or self._as_written(value, position)
            kind, text = found.group(_KIND, _VALUE)
            if (kind or _NUMBER) != written.kind:
                edits.append(_of_kind(found, written.kind))
            elif text == written.text or self._shows(kind, text, written.value):
                continue
            edits.append((*found.span(_VALUE), written.text))
            self.values[position] = written.value
        return rest

    def _as_written(self, value: object, position: Place) -> _Written:
        new = finite_number(value) or new_value(value, self._where(position), self._date1904)
        its = new.value
        assert its is not None
        kind, text = as_written(its)
        written = _Written(its, kind.encode(), text)
        self._written[type(value), value] = self._written[type(its), its] = written
        return written

    def _shows(self, kind: bytes | None, text: bytes, value: Value) -> bool:
        """Whether a cell's text is another spelling of a value of its type."""
        if kind is None or kind == _NUMBER:
            return bool(text) and float(text) == value
        return spelt_value(kind.decode(), xml_text(text), self._date1904) == value

    def odd_cell(self, rows: bytes) -> Place | None:
        """Return a cell that is not as it should be in the rows of the new sheet, or None."""
        at = 0
        find, match, known = rows.find, _FORMULA.match, self._written
        for position in sorted(self.values):
            value = self.values[position]
            at = find(b'<c r="%s%d"' % (letters_of(position[1]), position[0] + 1), at)
            found = match(rows, at) if at >= 0 else None
            if found is None:
                return position
            kind, text = found.group(_KIND, _VALUE)
            if (kind or _NUMBER, text) != known[type(value), value][1:]:
                return position
        return None


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
