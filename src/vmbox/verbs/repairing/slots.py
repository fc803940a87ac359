"""Which column of the data tabs each block of formulas on Calc works for."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from vmbox.workbook import layout as at
from vmbox.workbook.block import FIGURE_ROWS
from vmbox.workbook.cells import address, sheet_prefix
from vmbox.workbook.places import pointer
from vmbox.xlsx import column_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vmbox.verbs.repairing.mended import Mended
    from vmbox.workbook.places import Pointer
    from vmbox.workbook.port import Place
    from vmbox.workbook.tab_reading import TabReader

# A cell of another sheet, as Quality!$D$6 or 'Our safety'!C21.
_OTHER: Final = re.compile(
    r"(?:'(?P<quoted>(?:[^']|'')+)'|(?P<sheet>[^\W\d][\w.]*))!\$?(?P<letters>[A-Z]{1,3})\$?\d+"
)
# Rows of a data tab that repeat a figure of Calc, by which a column's block is known.
POINTING: Final = {
    at.RECORDED: "Points",
    at.CURRENT_MEDIAN: "Current median",
    at.LATEST: "Latest",
    at.SIGNAL: "Signal",
}

ColumnPlace = tuple[str, int]


def calc_name(pointers: Mapping[str, Mapping[Place, Pointer]]) -> str:
    """Return the name of the sheet of formulas; "" if nothing points to one."""
    return next((there.sheet for cells in pointers.values() for there in cells.values()), "")


class Slots:
    """The column of each block, and the blocks that have lost theirs.

    Attributes
    ----------
    calc
        The name of the sheet of formulas.
    columns
        Sheet and column by slot.
    lost
        The slots whose column is gone.
    """

    def __init__(
        self,
        mended: Mended,
        tabs: Iterable[TabReader],
        pointers: Mapping[str, Mapping[Place, Pointer]],
    ) -> None:
        self.calc = calc_name(pointers)
        self._tabs = {tab.sheet.name: tab for tab in tabs}
        votes: dict[int, Counter[ColumnPlace]] = defaultdict(Counter)
        self._ask_calc(mended, votes)
        self._ask_tabs(votes)
        seen = {*votes, *self._shown(pointers)}
        self.columns = self._elected(votes)
        self.lost = self._lost(seen)
        self._take_what_is_left()

    def of(self, sheet: str, column: int) -> int | None:
        """Return the slot of a column; None if it has none."""
        return next((slot for slot, at_ in self.columns.items() if at_ == (sheet, column)), None)

    def by_domain(self) -> Iterator[tuple[str, list[int]]]:
        """Yield the slots of each data tab, in the order of the tabs."""
        for name, tab in self._tabs.items():
            own = [slot for slot, (sheet, _) in self.columns.items() if sheet == name]
            yield tab.domain, sorted(own)

    # ------------------------------------------------------------ who says what
    def _ask_calc(self, mended: Mended, votes: dict[int, Counter[ColumnPlace]]) -> None:
        """The settings and the weekly values of a block read its column."""
        names = {sheet.name for sheet in mended.sheets}
        if self.calc not in names:
            return
        for (_, column), cell in mended.sheet(self.calc).cells.items():
            slot, which = divmod(column - at.SHARED, at.BLOCK)
            if (
                slot < 0
                or which not in {0, at.VALUE}
                or not cell.formula
                or "!" not in cell.formula
            ):
                continue
            for found in _OTHER.finditer(cell.formula):
                sheet = (found["quoted"] or "").replace("''", "'") or found["sheet"]
                if sheet in self._tabs:
                    votes[slot][sheet, column_number(found["letters"])] += 1

    def _ask_tabs(self, votes: dict[int, Counter[ColumnPlace]]) -> None:
        for name, tab in self._tabs.items():
            for column in tab.places.values():
                for label in POINTING:
                    there = pointer(tab.label(label, column).formula)
                    if there is not None and there.sheet == self.calc:
                        slot, rest = divmod(there.column - at.SHARED, at.BLOCK)
                        if not rest and slot >= 0:
                            votes[slot][name, column] += 1

    def _shown(self, pointers: Mapping[str, Mapping[Place, Pointer]]) -> set[int]:
        """The slots that the front page and Medians name."""
        counts = Counter(
            (there.column - at.SHARED) // at.BLOCK
            for name, cells in pointers.items()
            if name not in self._tabs
            for there in cells.values()
        )
        return {slot for slot, count in counts.items() if count > 1}

    def _lost(self, seen: Iterable[int]) -> list[int]:
        return sorted(set(range(max(seen, default=-1) + 1)) - set(self.columns))

    def _take_what_is_left(self) -> None:
        """Give blocks that nobody speaks for the columns without one, if these are as many."""
        left = [
            (name, column)
            for name, tab in self._tabs.items()
            for header, column in sorted(tab.places.items(), key=lambda one: one[1])
            if self.of(name, column) is None and _needs_chart(tab, header, column)
        ]
        if self.columns and len(left) == len(self.lost):
            self.columns.update(zip(self.lost, left, strict=True))
            self.lost = []

    @staticmethod
    def _elected(votes: Mapping[int, Counter[ColumnPlace]]) -> dict[int, ColumnPlace]:
        """Every slot's column, the clearest first, no column twice."""
        ranked = sorted(
            (
                (count, -slot, place)
                for slot, said in votes.items()
                for place, count in said.items()
            ),
            reverse=True,
        )
        elected: dict[int, ColumnPlace] = {}
        for _, minus, place in ranked:
            if -minus not in elected and place not in elected.values():
                elected[-minus] = place
        return elected

    # ------------------------------------------------------------ what follows
    def mend_pointers(self, mended: Mended) -> None:
        """Read the rows above the Tables as if each repeated the figure of its own block."""
        for slot, (sheet, column) in self.columns.items():
            tab = self._tabs[sheet]
            for label, figure in POINTING.items():
                row = tab.labels.get(label)
                if row is None:
                    continue
                right = figure_formula(self.calc, slot, figure)
                if pointer(tab.sheet.cell(row, column).formula) != pointer(right):
                    mended.suppose(sheet, (row, column), right)


def _needs_chart(tab: TabReader, header: str, column: int) -> bool:
    """Whether a column without a block looks like a measure, or a spare for one."""
    baseline = type(tab.label(at.BASELINE, column).value) is float
    words = header.casefold()
    return baseline or words.startswith(f"spare {tab.domain.casefold()} ")


def figure_formula(calc: str, slot: int, figure: str) -> str:
    """Return the formula that repeats a figure of a block."""
    left = at.SHARED + at.BLOCK * slot
    there = address(FIGURE_ROWS[figure], left, fix_row=True, fix_column=True)
    return f"{sheet_prefix(calc)}{there}"
