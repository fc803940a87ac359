"""The account of a file's cells: each is used for something, or left out and said."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Literal

from vmbox.measures.numbers import Number, read_number
from vmbox.verbs.adoption.adoption import Figures, LeftOut
from vmbox.verbs.adoption.view import View, empty, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vmbox.tables import Grid, GridValue
    from vmbox.verbs.adoption.view import Spot

Fate = Literal["value", "worked out", "label", "left out"]
_FEW = 3


def number_of(value: GridValue) -> Number | None:
    """Return the number of a cell, or None where it stands for no value.

    Raises
    ------
    ValueError
        The cell holds something else; the message says what.
    """
    if isinstance(value, bool):
        raise ValueError("TRUE or FALSE is no number")  # noqa: TRY004  (the file's, not the code's)
    if isinstance(value, float | int):
        if not math.isfinite(value):
            raise ValueError("this is no finite number")
        _, _, part = repr(float(value)).partition(".")
        decimals = 0 if value == int(value) or "e" in part else len(part)
        return Number(float(value) + 0.0, decimals=decimals)
    if isinstance(value, dt.datetime):
        raise ValueError(f"a date, {value:%Y-%m-%d}, stands where a number belongs")  # noqa: TRY004
    if isinstance(value, dt.timedelta):
        return Number(value.total_seconds() / 3600, clock=True)
    if isinstance(value, dt.time):
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        return Number(seconds / 3600, clock=True)
    return read_number(value) if isinstance(value, str) else None


def is_figure(value: GridValue) -> bool:
    """Whether a cell holds a number, in whatever way it is written."""
    try:
        return number_of(value) is not None
    except ValueError:
        return False


def holds_digit(value: GridValue) -> bool:
    """Whether a cell may hold a figure, such as "<5" or "3?"."""
    return is_figure(value) or (isinstance(value, str) and any(map(str.isdigit, value)))


class Ledger:
    """What became of each cell.

    Attributes
    ----------
    left
        What was left out, with its first cell, so that it can be told in the file's order.
    """

    def __init__(self, grids: Sequence[Grid]) -> None:
        self.grids = grids
        self.fates: dict[Spot, Fate] = {}
        self.left: list[tuple[Spot, LeftOut]] = []

    def use(self, spot: Spot, fate: Fate = "label") -> None:
        """Note what a cell was used for; the first use stands."""
        self.fates.setdefault(spot, fate)

    def leave(
        self,
        spots: Iterable[Spot],
        where: str,
        what: str,
        why: str,
        *,
        total: bool = False,
        matters: bool | None = None,
        line: str = "",
        which: int = 1,
    ) -> None:
        """Leave cells out that nothing else was done with; nothing if there are none.

        They matter where one is a figure and no total, if not said otherwise.
        """
        fresh = (spot for spot in dict.fromkeys(spots) if spot not in self.fates)
        cells = [spot for spot in fresh if not empty(self.value(spot))]
        if not cells:
            return
        for spot in cells:
            self.fates[spot] = "left out"
        figures = sum(is_figure(self.value(spot)) for spot in cells)
        if matters is None:
            matters = not total and figures > 0
        entry = LeftOut(where, what, why, figures, total, matters, line, which)
        self.left.append((min(cells), entry))

    def value(self, spot: Spot) -> GridValue:
        """Return what a cell holds."""
        grid, row, column = spot
        return self.grids[grid].rows[row][column]

    def sweep(self, view: View, why: str, *, matters: bool | None = None) -> None:
        """Leave out all of a sheet that nobody has used, row by row."""
        plain = View(view.grid, view.number)
        for line in range(len(plain.lines)):
            spots = [plain.spot(line, at) for at in range(len(plain.lines[line]))]
            self.leave(spots, plain.where(line), self._first_words(spots), why, matters=matters)

    def sweep_sheet(self, view: View, why: str) -> None:
        """Leave out a sheet as a whole."""
        rows = view.grid.rows
        spots = [(view.number, row, at) for row in range(len(rows)) for at in range(len(rows[row]))]
        where = view.grid.sheet or "the file"
        self.leave(spots, where, self._first_words(spots), why)

    def figures(self) -> Figures:
        """Return where the cells with a number went."""
        total, by_fate = 0, dict.fromkeys(("value", "worked out", "label", "left out"), 0)
        for number, grid in enumerate(self.grids):
            for row, cells in enumerate(grid.rows):
                for column, value in enumerate(cells):
                    if is_figure(value):
                        total += 1
                        by_fate[self.fates.get((number, row, column), "left out")] += 1
        return Figures(total, *by_fate.values())

    def told(self) -> tuple[LeftOut, ...]:
        """Return what was left out, in the file's order."""
        return tuple(entry for _, entry in sorted(self.left, key=lambda one: one[0]))

    def _first_words(self, spots: Iterable[Spot]) -> str:
        values = [self.value(spot) for spot in spots if spot not in self.fates]
        texts = [shown(value) for value in values if not empty(value)]
        return ", ".join(texts[:_FEW]) + (", ..." if len(texts) > _FEW else "")
