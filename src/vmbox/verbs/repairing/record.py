"""What the Log says of a repair: everything that stood where something was put back."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vmbox.verbs.repairing.mended import Mend

# Characters of one row of the Log: what people still read.
_LONGEST: Final = 900
_CELL: Final = re.compile(r"([A-Z]+)(\d+)")


def together(mends: Iterable[Mend]) -> list[Mend]:
    """Return the same mends, those of neighbours below each other with the same content as one."""
    result: list[Mend] = []
    ordered = sorted(enumerate(mends), key=lambda one: (*_order(one[1]), one[0]))
    for _, mend in ordered:
        last = result[-1] if result else None
        if last is not None and _goes_on(last, mend):
            first = last.cell.partition(":")[0]
            result[-1] = replace(last, cell=f"{first}:{mend.cell}", count=last.count + 1)
        else:
            result.append(mend)
    return result


def _order(mend: Mend) -> tuple[str, str, int, str, int]:
    found = _CELL.fullmatch(mend.cell)
    letters, row = (found[1], int(found[2])) if found else ("", 0)
    return mend.what, mend.sheet, len(letters), letters, row


def _goes_on(last: Mend, mend: Mend) -> bool:
    if (last.what, last.sheet, last.before) != (mend.what, mend.sheet, mend.before):
        return False
    if mend.what != "formula" and last.after != mend.after:
        return False
    above = _CELL.fullmatch(last.cell.rpartition(":")[2])
    here = _CELL.fullmatch(mend.cell)
    if above is None or here is None:
        return False
    return above[1] == here[1] and int(above[2]) + 1 == int(here[2])


def log_rows(mends: Sequence[Mend], stale: int) -> list[str]:
    """Return the texts of the Log's rows: what was put back where, and what stood there before."""
    parts = [_words(mend) for mend in together(mends)]
    if stale:
        parts.append(f"{stale:,} old values made fresh")
    rows: list[str] = []
    for piece in (piece for part in parts for piece in _cut(part)):
        if rows and len(rows[-1]) + len(piece) + 2 <= _LONGEST:
            rows[-1] += f"; {piece}"
        else:
            rows.append(f"{'Repair went on' if rows else 'Repaired'}: {piece}")
    return rows


def _words(mend: Mend) -> str:
    before = f", where {mend.before!r} stood" if mend.before else ", which was empty"
    if mend.what == "formula" and not mend.cell:
        return f"{mend.after} of {mend.sheet}"
    if mend.what == "formula":
        return f"formula of {mend.where}{before}"
    if mend.what == "name":
        told = f", which was {mend.before}" if mend.before else ", which was gone"
        return f"name {mend.sheet} to {mend.after.removeprefix('=')}{told}"
    return f"{mend.what} {mend.after!r} in {mend.where}{before}"


def _cut(text: str) -> Iterator[str]:
    """A long text in pieces that the Log takes, none of it lost."""
    room = _LONGEST - 40
    for start in range(0, len(text), room):
        yield text[start : start + room]
