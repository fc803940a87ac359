"""Sheets of formulas that were looked through once, in a workbook of the same kind.

A coach makes dozens of workbooks from one set, and whatever saves them writes the same formulas in
the same way. So what one of them took long to tell (tens of thousands of formulas are right, no
text has a patient's number in it) is known of the next, if nothing but the values differs.
"""

from __future__ import annotations

from collections import OrderedDict
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from vmbox.workbook.cells import Value
    from vmbox.workbook.port import Place, SheetView
    from vmbox.xlsx import Imprint

# Each has a place for every formula of a sheet, a megabyte or two.
_KEPT: Final = 16
# A sheet of fewer values is read as quickly as it is recognised.
_FEW: Final = 2000


class _Typed(NamedTuple):
    """What stands on a sheet beside its formulas: plain values, and shared strings."""

    plain: Callable[[Sequence[Any]], Any]
    values: Any
    shared: list[int]
    words: list[str]

    def same(self, there: Imprint) -> bool:
        return bool(
            self.plain(there.shown) == self.values and there.words(self.shared) == self.words
        )


class Memory:
    """What is known of sheets, the latest ones."""

    def __init__(self) -> None:
        self._known: OrderedDict[Hashable, Any] = OrderedDict()

    def recall(self, key: Hashable) -> Any:
        """Return what is known under a key; None for nothing."""
        if key in self._known:
            self._known.move_to_end(key)
        return self._known.get(key)

    def keep(self, key: Hashable, known: object) -> None:
        """Know something from now on."""
        self._known[key] = known
        if len(self._known) > _KEPT:
            self._known.popitem(last=False)


_quiet: Final = Memory()
_right: Final = Memory()


def imprint_of(sheet: SheetView) -> Imprint | None:
    """Return the imprint of a closed file's sheet with very many values; None for any other."""
    if getattr(sheet, "cells_if_read", None) is None:
        there: Imprint | None = getattr(sheet, "imprint", None)
        return there
    return vars(sheet).get("imprint")


# ------------------------------------------------------------------ nothing in texts and numbers
def is_quiet(sheet: SheetView) -> bool:
    """Return whether nothing was found in a sheet of the same formulas, texts and numbers."""
    there = imprint_of(sheet)
    typed: _Typed | None = _quiet.recall((sheet.name, there.digest)) if there else None
    return typed is not None and there is not None and typed.same(there)


def keep_quiet(sheet: SheetView) -> None:
    """Know that nothing was found in what a sheet holds."""
    there = imprint_of(sheet)
    if there is None or len(there.shown) < _FEW:
        return
    cells, shared = sheet.cells, there.shared
    strings = set(shared)
    plain = [
        at
        for at, place in enumerate(there.places)
        if at not in strings and cells[place].formula is None
    ]
    get = _getter(plain)
    _quiet.keep(
        (sheet.name, there.digest), _Typed(get, get(there.shown), shared, there.words(shared))
    )


# ------------------------------------------------------------------ every formula as it should be
def is_right(
    sheet: SheetView,
    kind: Hashable,
    values: Sequence[Value],
    close: Callable[[object, Value], bool],
) -> bool:
    """Return whether the formulas were found right before, and show the values that they must.

    Parameters
    ----------
    sheet
        The sheet.
    kind
        All that the planned formulas and their comparison depend on.
    values
        What the formulas must show, in the order of the plan.
    close
        Whether a number is as good as another.
    """
    there = imprint_of(sheet)
    get = _right.recall((kind, there.digest)) if there else None
    if there is None or get is None:
        return False
    shown = get(there.shown)
    return len(shown) == len(values) and all(
        one == other or close(one, other) for one, other in zip(shown, values, strict=True)
    )


def keep_right(sheet: SheetView, kind: Hashable, places: Iterable[Place]) -> None:
    """Know that the formulas in some places, in the order of the plan, are right."""
    there = imprint_of(sheet)
    if there is None or len(there.shown) < _FEW:
        return
    at = {place: number for number, place in enumerate(there.places)}
    order = [at.get(place, -1) for place in places]
    if min(order, default=-1) >= 0:  # each shows something
        _right.keep((kind, there.digest), _getter(order))


def _getter(order: list[int]) -> Callable[[Sequence[Any]], Any]:
    """What takes some things out of a list, as one tuple."""
    if len(order) > 1:
        return itemgetter(*order)
    return lambda things: tuple(things[at] for at in order)
