"""A sheet parted into what its formulas are and what they show, without reading cell by cell.

Tens of thousands of formulas that were compared once need no second look in the next workbook of
the same kind: one digest says whether they are the same, and the values stand in a list.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from vmbox.xlsx._read_plain import cell_place, sheet_data, xml_text
from vmbox.xlsx._xml import unescaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

# What says only that a formula comes to a text or an error just now, before its `>`.
_TEXT_KINDS: Final = (b' t="str"', b' t="e"')
_SHARED: Final = b' t="s"'
_VALUE: Final = re.compile(rb"<v>([^<]*+)")
_CELL: Final = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"([^<>]*)>')
_VALUE_TAG: Final = len(b"<v>")
# What a text begins with that float() may take for a number.
_LIKE_NUMBER: Final = np.isin(np.arange(256), list(b"0123456789+-._ \t\r\nnNiI"))


@dataclass(frozen=True, eq=False)
class Imprint:
    """What a plainly written sheet says.

    Attributes
    ----------
    digest
        The same for two sheets whose cells, formulas and styles are the same, whatever the
        formulas show.
    shown
        What the cells that have a value show, in the sheet's order: numbers, and the texts of all
        others. A shared string is the number that it has in the list of strings.
    """

    digest: bytes
    shown: list[float | str]
    _data: bytes = field(repr=False)
    _strings: Callable[[], Sequence[str]] = field(repr=False)

    @cached_property
    def _heads(self) -> list[re.Match[bytes]]:
        """The tags of the cells that have a value."""
        last, heads = None, []
        for found in re.finditer(_CELL.pattern + rb"|<v>", self._data):
            if found[1]:
                last = found
            elif last is not None:
                heads.append(last)
        return heads

    @property
    def places(self) -> list[tuple[int, int]]:
        """Row and column of each of the values."""
        return [cell_place(head[1]) for head in self._heads]

    @property
    def shared(self) -> list[int]:
        """Which of the values are shared strings."""
        return [at for at, head in enumerate(self._heads) if _SHARED in head[2]]

    def words(self, which: Iterable[int]) -> list[str]:
        """Return the texts of some of the shared strings."""
        strings = self._strings()
        return [strings[int(self.shown[at])] for at in which]


class _Tags(NamedTuple):
    """Where things stand in the XML of the cells."""

    start: NDArray[np.intp]
    stop: NDArray[np.intp]
    kinds: list[tuple[NDArray[np.intp], int]]
    is_text: NDArray[np.bool_]
    like_number: NDArray[np.bool_]


def imprint(data: bytes, strings: Callable[[], Sequence[str]]) -> Imprint | None:
    """Return a sheet's imprint; None where it is written in a way that only reading tells apart."""
    there = sheet_data(data)
    if there is None:
        return None
    cells = data[there[0] : there[1]]
    tags = _tags(np.frombuffer(cells, dtype=np.uint8))
    if tags is None:
        return None
    texts = _VALUE.findall(cells)
    shown = list(map(_Shown().__getitem__, texts))
    for at in np.flatnonzero(tags.is_text & tags.like_number):
        shown[at] = unescaped(xml_text(texts[at]))
    # A number without digits, or a text that nothing says to be one: reading says what is wrong.
    if list(map(type, shown)).count(str) != np.count_nonzero(tags.is_text):
        return None
    return Imprint(_digest(cells, tags), shown, cells, strings)


def _tags(letters: NDArray[np.uint8]) -> _Tags | None:
    """Find the values and the kinds of the formulas' results."""
    tag = np.flatnonzero(letters == ord("<"))
    if not len(tag) or tag[-1] + 1 >= len(letters):
        return None
    name = letters[tag + 1]
    values = np.flatnonzero(name == ord("v"))
    formulas = np.flatnonzero(name == ord("f"))
    if not len(values) or not len(formulas) or (name == ord("!")).any():
        return None
    if (letters[tag[values] + 2] != ord(">")).any():
        return None
    kinds, texts = [], np.zeros(len(tag), dtype=bool)
    for kind in _TEXT_KINDS:
        before = tag[formulas] - 1 - len(kind)
        ends = (before >= 0) & _stands(letters, before, kind)
        kinds.append((before[ends], len(kind)))
        texts[formulas[ends]] = True
    # A formula's value follows it: <f> or <f/>, perhaps </f>, then <v>.
    is_text = texts[values - 1] | texts[np.maximum(values - 2, 0)] & (name[values - 1] == ord("/"))
    start = tag[values] + _VALUE_TAG
    return _Tags(start, tag[values + 1], kinds, is_text, _LIKE_NUMBER[letters[start]])


def _stands(letters: NDArray[np.uint8], at: NDArray[np.intp], words: bytes) -> NDArray[np.bool_]:
    """Whether some words stand at each of some places."""
    same = np.ones(len(at), dtype=bool)
    for shift, letter in enumerate(words):
        same &= letters[at + shift] == letter
    return same


def _digest(cells: bytes, tags: _Tags) -> bytes:
    """What stands fast: all but the values of cells, and of what kind those of formulas are."""
    keep = np.ones(len(cells), dtype=bool)
    lengths = tags.stop - tags.start
    kinds = [(start, np.full(len(start), length)) for start, length in tags.kinds]
    for start, counts in ((tags.start, lengths), *kinds):
        first = np.cumsum(counts) - counts
        keep[np.repeat(start - first, counts) + np.arange(counts.sum())] = False
    return hashlib.sha256(np.frombuffer(cells, dtype=np.uint8)[keep].tobytes()).digest()


class _Shown(dict[bytes, float | str]):
    """What a value's text means: a number if it looks like one."""

    def __missing__(self, text: bytes) -> float | str:
        value: float | str
        try:
            value = float(text)
        except ValueError:
            value = unescaped(xml_text(text))
        self[text] = value
        return value
