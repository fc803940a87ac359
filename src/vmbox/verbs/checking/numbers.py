"""Numbers that cannot be, or that were meant as something else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from vmbox.measures import Measure
from vmbox.measures.units import impossible
from vmbox.verbs.checking.codes import also, finding
from vmbox.workbook.cells import address
from vmbox.workbook.units import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from vmbox.measures import BoxScore, Item
    from vmbox.workbook.findings import Finding
    from vmbox.workbook.headings import Heading
    from vmbox.workbook.port import Place
    from vmbox.workbook.reading import Found
    from vmbox.workbook.tab_reading import TabReader

    Numbers = NDArray[np.float64]

_FIRST_DAY: Final = pd.Timestamp("1899-12-30")
_FIRST_DAY_1904: Final = pd.Timestamp("1904-01-01")
_YEAR: Final = 366
# A date among numbers stands out: the others are less than a fifth of it, and there are some.
_FAR: Final = 5
_ENOUGH: Final = 3
_HAIR: Final = 1e-9
_VAST: Final = 1e15


def number_findings(found: Found) -> Iterator[Finding]:
    """Yield what is wrong with the numbers that people typed."""
    if found.box is None:
        return
    looking = _Looking(found, found.box)
    for tab in found.tabs.values():
        for heading in tab.headings:
            if heading.name in looking.items:
                yield from looking.column(tab, heading)


class _Looking:
    """Looks at the numbers of one box score."""

    def __init__(self, found: Found, box: BoxScore) -> None:
        self.box = box
        self.items = {item.name: item for item in box.items}
        self.days = [week.date() for week in box.weeks]
        self.headings = {
            one.name: (tab, one) for tab in found.tabs.values() for one in tab.headings
        }
        start = _FIRST_DAY_1904 if found.book.date1904 else _FIRST_DAY
        self.first = (box.weeks[0] - start).days - _YEAR if len(box.weeks) else 0
        self.last = (box.weeks[-1] - start).days + _YEAR if len(box.weeks) else 0

    def column(self, tab: TabReader, heading: Heading) -> Iterator[Finding]:
        """Yield what is wrong in one column."""
        item = self.items[heading.name]
        typed = self.box.typed(heading.name)
        there = ~np.isnan(typed)
        if item.calculated:
            yield from self._typed_over(tab, heading, there)
        if there.any():
            yield from self._impossible(tab, heading, item, typed)
            yield from self._dates(tab, heading, typed)
        if item.calculated:
            yield from self._parts(item)

    def _places(self, tab: TabReader, column: int, which: NDArray[np.bool_]) -> list[Place]:
        weeks = np.flatnonzero(which).tolist()
        return [
            (tab.rows[self.days[week]], column) for week in weeks if self.days[week] in tab.rows
        ]

    def _typed_over(
        self, tab: TabReader, heading: Heading, there: NDArray[np.bool_]
    ) -> Iterator[Finding]:
        places = self._places(tab, heading.column, there)
        if places:
            words = f"A number was typed over the formula of '{heading.name}'.{also(places)}"
            do = "Nothing, if that is meant; or clear the cell and run `vmbox repair`."
            yield finding("typed-over", tab.sheet.name, address(*places[0]), words, do)

    def _impossible(
        self, tab: TabReader, heading: Heading, item: Item, typed: Numbers
    ) -> Iterator[Finding]:
        with np.errstate(invalid="ignore"):
            by_reason = {
                reason: np.array([bool(impossible(item.unit, one)) for one in typed])
                for end in (np.nanmin(typed), np.nanmax(typed))
                if (reason := impossible(item.unit, float(end)))
            }
        for reason, which in by_reason.items():
            same = which & np.array([impossible(item.unit, one) == reason for one in typed])
            places = self._places(tab, heading.column, same)
            if not places:
                continue
            value = float(typed[np.flatnonzero(same)[0]])
            plain = item.unit == "time of day" or abs(value) >= _VAST
            shown = f"{value:g}" if plain else in_words(value, item.unit)
            words = f"'{heading.name}' is {shown}: {reason}.{also(places)}"
            do = "Correct the number, or the unit above the column."
            yield finding("value-impossible", tab.sheet.name, address(*places[0]), words, do)

    def _dates(self, tab: TabReader, heading: Heading, typed: Numbers) -> Iterator[Finding]:
        alike = (typed >= self.first) & (typed <= self.last) & (typed == np.floor(typed))
        others = typed[~alike & ~np.isnan(typed)]
        if not alike.any() or len(others) < _ENOUGH or len(others) <= alike.sum():
            return
        if np.abs(others).max() * _FAR >= self.first:
            return
        places = self._places(tab, heading.column, alike)
        if places:
            value = typed[np.flatnonzero(alike)[0]]
            words = f"'{heading.name}' is {value:,.0f}, the number of a date.{also(places)}"
            do = "Type the number that belongs there, if a date was typed."
            yield finding("date-in-number", tab.sheet.name, address(*places[0]), words, do)

    # ------------------------------------------------------------ parts and wholes
    def _parts(self, item: Item) -> Iterator[Finding]:
        if isinstance(item, Measure) and item.numerator and item.denominator:
            if item.unit == "%" and item.per == 1:
                yield from self._over(item.numerator, item.denominator, item)
        elif item.less and item.domain == "Capacity":
            whole = self._sum(item.adds)
            over = self._sum(item.less) - whole > _HAIR * np.abs(whole)
            yield from self._capacity(item, over)

    def _sum(self, names: Sequence[str]) -> Numbers:
        columns = np.array([self.box.series(name) for name in names])
        total: Numbers = np.nansum(columns, axis=0)
        return np.where(np.isnan(columns).all(axis=0), np.nan, total)

    def _over(self, numerator: str, denominator: str, item: Measure) -> Iterator[Finding]:
        above, below = (self.box.series(name) for name in (numerator, denominator))
        over = (above - below > _HAIR * np.abs(below)) & (below > 0)
        if not over.any():
            return
        tab, heading = self.headings[numerator]
        places = self._places(tab, heading.column, over)
        if places:
            week = int(np.flatnonzero(over)[0])
            words = (
                f"'{numerator}' is {above[week]:g}, more than '{denominator}' ({below[week]:g}) "
                f"in the {self.box.period} {self.days[week]}: '{item.name}' is over 100 %."
                f"{also(places)}"
            )
            do = "Correct whichever of the two is wrong."
            yield finding("numerator-over", tab.sheet.name, address(*places[0]), words, do)

    def _capacity(self, item: Item, over: NDArray[np.bool_]) -> Iterator[Finding]:
        if not over.any():
            return
        tab, heading = self.headings[item.adds[0]]
        places = self._places(tab, heading.column, over)
        if places:
            week = int(np.flatnonzero(over)[0])
            used, whole = self._sum(item.less)[week], self._sum(item.adds)[week]
            words = (
                f"{used:,g} hours are accounted for in the {self.box.period} {self.days[week]}, "
                f"but '{item.adds[0]}' is {whole:,g}.{also(places)}"
            )
            do = "Correct the hours: nobody works more than there are."
            yield finding("capacity-over", tab.sheet.name, address(*places[0]), words, do)
