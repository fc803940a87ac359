"""Where a workbook's Tables and named cells are, found by as few questions as may be.

A box score has more than a hundred names, and to ask each for its cells takes three questions to
Excel. Where a sheet is asked for the range "bsTeam,bsBoard,bsSetting", the address of that range
has all of them, in two questions. It does so where all the names are on the sheet; so it is asked
where vmbox puts them, and where people have moved them each is asked by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vmbox.errors import VmboxError
from vmbox.live.border import border
from vmbox.xlsx import area

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vmbox.live.view import LiveSheet
    from vmbox.xlsx import Area

# Excel takes an address of at most 255 letters, and gives no longer one: $AB$1234:$AC$1300.
_LONGEST: Final = 255
_MOST: Final = 13


def areas_of(sheet: LiveSheet, words: Iterable[str]) -> dict[str, Area]:
    """Return the cells of names and Tables of a sheet; without those that it did not tell."""
    found: dict[str, Area] = {}
    for several in _together(words):
        try:
            with border(sheet.book.name, sheet.name):
                told = sheet.remote.range(",".join(several)).address.split(",")
        except VmboxError:
            continue
        places = [area(one) for one in told]
        if len(places) == len(several):
            pairs = zip(several, places, strict=True)
            found.update((word, place) for word, place in pairs if place is not None)
    return found


def _together(words: Iterable[str]) -> Iterator[Sequence[str]]:
    """Yield as many words as make one question."""
    rest = iter(words)
    held: list[str] = []
    for word in rest:
        if len(held) == _MOST or len(",".join((*held, word))) > _LONGEST:
            yield held
            held = []
        held.append(word)
    if held:
        yield held
