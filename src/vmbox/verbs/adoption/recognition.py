"""Grids in, an adoption out: what a home-made box score holds, and what was left out of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vmbox.errors import DataError, did_you_mean
from vmbox.verbs.adoption.adopt_map import AdoptMap
from vmbox.verbs.adoption.adoption import Adoption
from vmbox.verbs.adoption.assembling import Words, assembled
from vmbox.verbs.adoption.blocks import Block, find_blocks
from vmbox.verbs.adoption.columns import Column, calendar_of, combined
from vmbox.verbs.adoption.dating import dated
from vmbox.verbs.adoption.ledger import Ledger, holds_digit
from vmbox.verbs.adoption.lines import Line, read_lines, title_of
from vmbox.verbs.adoption.valuing import Valued, valued
from vmbox.verbs.adoption.view import View, shown
from vmbox.workbook import layout as at

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from vmbox.tables import Grid
    from vmbox.verbs.adoption.adopt_map import Wish

_STANDARD: Final = frozenset({at.FRONT, at.MEDIANS, at.CALC})
# What a title says beside the team's name.
_NO_NAME = re.compile(
    r"\b(?:(?:weekly|monthly|daily) )?(?:value management )?(?:box[ -]?scores?|score ?cards?|"
    r"dash ?boards?|measures?|data|report|run charts?|vmb|starting|from|start|week "
    r"commencing|w/c)\b"
    r"|\([^()]*\)|\b20\d\d(?:\s*[/–-]\s*(?:20)?\d\d)?\b|\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8}\b",
    re.IGNORECASE,
)
_LONGEST_TEAM: Final = 60
_SHORT: Final = 8


def recognise(grids: Sequence[Grid], chart: AdoptMap | None = None) -> Adoption:
    """Return what the sheets of a home-made box score become.

    Parameters
    ----------
    grids
        All sheets of one file.
    chart
        What a coach says of it; the rest is recognised.

    Raises
    ------
    DataError
        Nothing is recognised; it is a standard workbook already; two teams stand in it; or the map
        names what is not there.
    """
    return _Recognition(grids, chart or AdoptMap()).adoption()


def standard_already(path: Path) -> DataError:
    """Return the error for a workbook that needs no adopting."""
    return DataError(
        f"{path}: this is a standard box score workbook already. See it with: vmbox show. Put "
        "figures into it with: vmbox fill. Look for faults with: vmbox check."
    )


class _Recognition:
    """One file on its way to an adoption."""

    def __init__(self, grids: Sequence[Grid], chart: AdoptMap) -> None:
        if not grids:
            raise DataError("There is no sheet in the file.")
        self.grids, self.chart, self.path = grids, chart, grids[0].path
        self.ledger = Ledger(grids)
        self.remarks: list[str] = []
        self.title = ""
        self.blocks = 0
        self.undated = ""

    def adoption(self) -> Adoption:
        """Return what becomes of the file."""
        if {grid.sheet for grid in self.grids} >= _STANDARD:
            raise standard_already(self.path)
        lines = self._lines()
        calendar, said = calendar_of(lines, self.chart.period, self.chart.weekday)
        self.remarks += said
        columns = combined(lines, calendar, self.ledger)
        self._check_wishes(columns)
        taken = [column for column in columns if self._is_taken(column)]
        notes = [column for column in taken if column.first.notes]
        measures = self._valued(column for column in taken if not column.first.notes)
        if not any(one.figures for one in measures):
            raise self._nothing()
        made = assembled(measures, notes, calendar, self._words(), self.ledger)
        self._use_labels(taken)
        for number, grid in enumerate(self.grids):
            self.ledger.sweep(View(grid, number), "beside the figures: nothing that is taken over")
        return Adoption(
            self.path,
            made.box,
            made.recognised,
            self.ledger.told(),
            tuple(dict.fromkeys(self.remarks)),
            self.ledger.figures(),
            self.chart.start,
            self.chart.sheets,
        )

    # ------------------------------------------------------------------ lines
    def _lines(self) -> list[Line]:
        lines: list[Line] = []
        for number, grid in self._sheets():
            view, blocks = find_blocks(grid, number)
            found: list[Line] = []
            if blocks and not self.title:
                self._name(blocks[0])
            for block in blocks:
                self.blocks += 1
                days = dated(block, self.chart.start)
                if days.undated and not days.days:
                    where, why = view.where(block.header), next(iter(days.undated.values()))
                    self.undated = f"there are weeks in {where}, but {why}"
                self.remarks += [self._of_sheet(grid, said) for said in days.remarks]
                found += read_lines(block, days, self.ledger, self.blocks)
            if not found:
                why = "no row or column of dates or weeks, with names and figures beside it"
                self.ledger.sweep_sheet(view, why)
            lines += found
        if not any(line.cells and not line.unless for line in lines) and not self.chart.wishes:
            raise self._nothing()
        return lines

    def _sheets(self) -> Iterable[tuple[int, Grid]]:
        wanted = {name.casefold() for name in self.chart.sheets}
        there = {grid.sheet.casefold() for grid in self.grids}
        for name in self.chart.sheets:
            if name.casefold() not in there:
                names = [grid.sheet for grid in self.grids]
                raise DataError(
                    f"{self.chart.origin}: there is no sheet '{name}' in {self.path}."
                    f"{did_you_mean(name, names)} Sheets: {', '.join(names)}."
                )
        for number, grid in enumerate(self.grids):
            if wanted and grid.sheet.casefold() not in wanted:
                self.ledger.sweep_sheet(View(grid, number), "the map names other sheets")
            else:
                yield number, grid

    def _of_sheet(self, grid: Grid, said: str) -> str:
        return f"{grid.sheet}: {said}" if grid.sheet and len(self.grids) > 1 else said

    def _name(self, block: Block) -> None:
        text, where = title_of(block, self.ledger)
        name = " ".join(_NO_NAME.sub(" ", text).split()).strip(" -–—:|,/()")
        if 1 < len(name) <= _LONGEST_TEAM:
            self.title = name
            if not self.chart.team:
                self.remarks.append(f"the team's name is taken from the title in {where}")

    def _words(self) -> Words:
        team = self.chart.team or self.title
        if not team:
            team = self.path.stem
            self.remarks.append("the team's name is the file's: no title says it")
        return Words(team, self.chart.board, self.chart.setting)

    # ---------------------------------------------------------------- columns
    def _check_wishes(self, columns: Sequence[Column]) -> None:
        keys = {column.key for column in columns}
        for wish in self.chart.wishes.values():
            if wish.key in keys:
                continue
            names = [column.name for column in columns]
            often = sum(name.casefold() == wish.source.casefold() for name in names)
            what = (
                f"which = {wish.which}, but '{wish.source}' stands {often} times in {self.path}."
                if often
                else f"no line of {self.path} is named '{wish.source}'."
                f"{did_you_mean(wish.source, names)}"
            )
            raise DataError(f"{wish.where}: {what}")

    def _wish(self, column: Column) -> Wish | None:
        return self.chart.wishes.get(column.key)

    def _is_taken(self, column: Column) -> bool:
        """Whether a column is taken; else it is left out and said."""
        wish = self._wish(column)
        why, total = column.first.unless, column.first.total
        if wish is not None:
            why, total = ("the map says so", True) if wish.leave_out else ("", False)
        if any(not line.unless for line in column.lines) and wish is None:
            why = ""
        if why:
            self._leave(column, why, total=total)
        return not why

    def _leave(self, column: Column, why: str, *, total: bool) -> None:
        for line in column.lines:
            spots = (*line.spots, *(cell.spot for cell in line.cells))
            # "3/4" and the like are figures to the team; a sentence with a number in it is none.
            short = any(
                holds_digit(cell.value) and len(shown(cell.value)) <= _SHORT for cell in line.cells
            )
            self.ledger.leave(
                spots,
                line.where,
                line.name,
                why,
                total=total,
                line=column.name,
                which=column.which,
                matters=short and not total,
            )

    def _valued(self, columns: Iterable[Column]) -> list[Valued]:
        made: list[Valued] = []
        for column in columns:
            one = valued(column, self._wish(column), self.ledger)
            if one.figures or self._wish(column) is not None:
                made.append(one)
            else:
                self._leave(column, "no figure in any week that could be taken", total=False)
        return made

    def _use_labels(self, columns: Iterable[Column]) -> None:
        cells = {cell.spot for column in columns for line in column.lines for cell in line.cells}
        for column in columns:
            for line in column.lines:
                for spot in line.spots:
                    if spot not in cells:
                        self.ledger.use(spot)

    def _nothing(self) -> DataError:
        start = (
            "Write a file map.toml with the line  start = 2026-03-02  (the first day of the first "
            f"week there), then: vmbox adopt {self.path.name} --map map.toml"
        )
        if self.undated:
            return DataError(f"{self.path}: {self.undated}. {start}")
        sheets = [grid.sheet for grid in self.grids if grid.sheet]
        where = f" (sheets: {', '.join(sheets)})" if sheets else ""
        return DataError(
            f"{self.path}: no box score is recognised in it{where}. Looked for: a row or a column "
            "of dates, months or numbered weeks (w/c 2 Mar 26, 02/03/2026, Apr-25, Week 14 2026), "
            "with names beside it and numbers under it. A map can name the sheets to read, the "
            f"first week and lines of totals that are to be taken. {start}"
        )
