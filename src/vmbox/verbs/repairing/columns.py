"""The columns of the data tabs: what kind each is, and what the calculated ones are made from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vmbox.measures import BASELINE
from vmbox.verbs.repairing.recipes import Headings, cost_lines_of, recipe_of, words_formula
from vmbox.workbook import layout as at
from vmbox.workbook.cells import address
from vmbox.workbook.headings import Recipe, as_text, recipe, spare_words
from vmbox.workbook.tabs import ALL_COST_LINES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vmbox.measures import Domain
    from vmbox.verbs.repairing.mended import Mended
    from vmbox.verbs.repairing.slots import Slots
    from vmbox.workbook.tab_reading import TabReader

_SPARE_LINE: Final = "Spare cost line"
_KINDS: Final = (at.KIND_MEASURE, at.KIND_INPUT, at.KIND_COST_LINE, at.KIND_CALCULATED)


class ColumnMender:
    """Puts back what the rows above the Tables say of each column, as far as formulas tell it."""

    def __init__(self, mended: Mended, tabs: Mapping[Domain, TabReader], slots: Slots) -> None:
        self._mended = mended
        self._tabs = tabs
        self._slots = slots
        self._headings = Headings(
            {
                " ".join(header.split()): (tab.sheet.name, tab.table.first_row, column)
                for tab in tabs.values()
                for header, column in tab.places.items()
            }
        )
        self._made = {
            (tab.sheet.name, column): made
            for tab in tabs.values()
            for column in tab.places.values()
            if (made := self._made_from(tab, column)) is not None
        }
        self._needed = {
            name
            for made in self._made.values()
            for name in (*made.adds, *made.less, made.numerator, made.denominator)
        }

    def mend(self) -> None:
        """Mend every column."""
        for domain, tab in self._tabs.items():
            if at.KIND not in tab.labels:
                continue
            for header, column in tab.places.items():
                if column not in {tab.week_column, tab.notes_column}:
                    self._mend_column(domain, tab, header, column)

    # ------------------------------------------------------------ one column
    def _mend_column(self, domain: Domain, tab: TabReader, header: str, column: int) -> None:
        sheet = tab.sheet.name
        cell = tab.label(at.KIND, column)
        charted = self._slots.of(sheet, column) is not None
        made = self._made.get((sheet, column))
        spare = self._spare_name(domain, tab, header, column, charted=charted)
        if spare:
            line = spare.casefold().startswith(_SPARE_LINE.casefold())
            in_use = at.KIND_COST_LINE if line else at.KIND_MEASURE
            there = address(tab.table.first_row, column, fix_row=True)
            if not cell.formula or spare_words(cell.formula) != (spare, in_use):
                words = f'IF(OR({there}="{spare}",{there}=""),"{at.KIND_SPARE}","{in_use}")'
                self._mended.suppose(sheet, (tab.labels[at.KIND], column), words)
            return
        if not self._ours(tab, header, column, made is not None or charted):
            return
        kind = self._kind(tab, header, column, made, charted=charted)
        if cell.formula is not None or as_text(cell.value).strip().casefold() != kind:
            self._mended.put(sheet, (tab.labels[at.KIND], column), kind, "word")
        if made is not None:
            self._mend_made_from(tab, column, made)
            if charted:
                self._mend_baseline(tab, column)

    def _ours(self, tab: TabReader, header: str, column: int, known: bool) -> bool:
        """Whether a column is one of the box score's, and not a person's own."""
        described = any(as_text(tab.label(one, column).value) for one in (at.KIND, at.UNIT))
        return known or described or " ".join(header.split()) in self._needed

    def _kind(
        self, tab: TabReader, header: str, column: int, made: Recipe | None, *, charted: bool
    ) -> str:
        """The kind that a column must have: by its formulas, or what it says itself."""
        if made is not None:
            return at.KIND_CALCULATED
        kind = as_text(tab.label(at.KIND, column).value).strip().casefold()
        if charted:
            return kind if kind == at.KIND_CALCULATED else at.KIND_MEASURE
        if kind in _KINDS and kind != at.KIND_MEASURE:
            return kind
        if self._among_lines(tab, column):
            return at.KIND_COST_LINE
        # A column of the team's own, that nothing is made from, is what the team says it is.
        return at.KIND_INPUT if " ".join(header.split()) in self._needed else kind

    def _among_lines(self, tab: TabReader, column: int) -> bool:
        """Whether a column stands among the cost lines."""
        for place in tab.places.values():
            if self._made.get((tab.sheet.name, place)) == Recipe(adds=(ALL_COST_LINES,)):
                ends = cost_lines_of(self._weekly(tab, place), self._headings, tab.sheet.name)
                if ends is not None:
                    first, last = (self._headings.places[name][2] for name in ends)
                    return first <= column <= last
        lines = [
            place
            for place in tab.places.values()
            if as_text(tab.label(at.KIND, place).value).strip().casefold() == at.KIND_COST_LINE
        ]
        spare = [
            place
            for header, place in tab.places.items()
            if header.casefold().startswith(_SPARE_LINE.casefold())
        ]
        return bool(lines) and tab.week_column < column < max(lines + spare)

    # ------------------------------------------------------------ spare columns
    def _spare_name(
        self, domain: Domain, tab: TabReader, header: str, column: int, *, charted: bool
    ) -> str:
        """What the heading was before a spare column was used; "" for any other column."""
        named = re.fullmatch(
            rf"(?:Spare {domain}|{_SPARE_LINE}) \d+", header.strip(), re.IGNORECASE
        )
        if named:
            return " ".join(header.split())
        cell = tab.label(at.KIND, column)
        if cell.formula and f'"{at.KIND_SPARE}"' in cell.formula:
            name, becomes = spare_words(cell.formula)
            if name and becomes in _KINDS:
                return name
        if as_text(cell.value).strip().casefold() in _KINDS:
            return ""
        return self._missing_spare(domain, tab, column, charted=charted)

    def _missing_spare(self, domain: Domain, tab: TabReader, column: int, *, charted: bool) -> str:
        """The spare name that no column has, for one among the spares that says nothing."""
        words = f"Spare {domain.lower()}" if charted else _SPARE_LINE
        count = at.SPARE_MEASURES[domain] if charted else at.SPARE_COST_LINES
        named: dict[str, int] = {}
        for header, place in tab.places.items():
            formula = tab.label(at.KIND, place).formula
            name = spare_words(formula)[0] if formula else " ".join(header.split())
            if name.startswith(words):
                named[name] = place
        free = [f"{words} {number}" for number in range(1, count + 1)]
        left = [name for name in free if name not in named]
        beside = any(abs(place - column) == 1 for place in named.values())
        lonely = (
            count == 1
            and charted
            and column == max(place for place in tab.places.values() if place != tab.notes_column)
        )
        return left[0] if len(left) == 1 and (beside or lonely) else ""

    # ------------------------------------------------------------ calculated columns
    def _made_from(self, tab: TabReader, column: int) -> Recipe | None:
        """What a column is made from: by its weeks, or where these say nothing, by its words."""
        if at.MADE_FROM not in tab.labels or column in {tab.week_column, tab.notes_column}:
            return None
        weekly = recipe_of(self._weekly(tab, column), self._headings, tab.sheet.name)
        own = tab.table.formulas  # type: ignore[attr-defined]
        offset = column - tab.table.first_column
        if weekly is None and offset < len(own) and own[offset]:
            weekly = recipe_of([own[offset]], self._headings, tab.sheet.name)
        said = self._said(tab, column)
        if weekly is None:
            kind = as_text(tab.label(at.KIND, column).value).strip().casefold()
            return said if kind == at.KIND_CALCULATED else None
        return weekly

    @staticmethod
    def _weekly(tab: TabReader, column: int) -> list[str]:
        """The formulas in the weeks of a column."""
        rows = range(tab.table.first_row + 1, tab.table.last_row + 1)
        formulas = (tab.sheet.cell(row, column).formula for row in rows)
        return [formula for formula in formulas if formula is not None]

    def _said(self, tab: TabReader, column: int) -> Recipe | None:
        """What the words above a column say, if all that they name is there."""
        cell = tab.label(at.MADE_FROM, column)
        made = recipe(self._mended, tab.sheet, cell.formula, as_text(cell.value))
        if made is None:
            return None
        names = {*made.adds, *made.less, made.numerator, made.denominator} - {None, ALL_COST_LINES}
        return made if names <= set(self._headings.places) else None

    def _mend_made_from(self, tab: TabReader, column: int, made: Recipe) -> None:
        if self._said(tab, column) == made:
            return
        place = (tab.labels[at.MADE_FROM], column)
        if made.adds == (ALL_COST_LINES,):
            self._mended.put(tab.sheet.name, place, ALL_COST_LINES, "word")
        else:
            formula = words_formula(made, self._headings, tab.sheet.name)
            self._mended.suppose(tab.sheet.name, place, formula)

    def _mend_baseline(self, tab: TabReader, column: int) -> None:
        """A calculated measure has a baseline; that tells it from a calculated input."""
        row = tab.labels.get(at.BASELINE)
        if row is not None and type(tab.sheet.cell(row, column).value) is not float:
            self._mended.put(tab.sheet.name, (row, column), float(BASELINE), "word")
