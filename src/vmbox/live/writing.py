"""What waits to be written, written into the open workbook: all of it, or nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from vmbox.errors import EditRefused, VmboxError
from vmbox.live.blocks import rectangles
from vmbox.live.border import border
from vmbox.live.changes import Changed, Grown, print_to, restore, unlike
from vmbox.live.contents import Entry, entry_of, same
from vmbox.live.putting import enter, tell
from vmbox.live.structured import as_people_write
from vmbox.workbook.cells import address
from vmbox.xlsx import Area, Cell, area

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vmbox.live.changes import Change
    from vmbox.live.tables import LiveTable
    from vmbox.live.view import Block, LiveSheet, LiveView
    from vmbox.workbook.port import Place

# The formats that Excel gives a date, moment, time or duration typed into a plain cell.
_FORMATS: Final = {
    "date": "m/d/yyyy",
    "moment": "m/d/yyyy h:mm",
    "time": "h:mm",
    "duration": "[h]:mm:ss",
}


class Wanted(NamedTuple):
    """What a cell shall hold; `moment` says what date or time it was, if any."""

    cell: Cell
    moment: str = ""
    array: bool = False

    @property
    def entry(self) -> Entry:
        """What it shall hold, as a plain value."""
        if self.cell.formula is not None:
            return f"={as_people_write(self.cell.formula)}"
        return entry_of(self.cell)


class Growth(NamedTuple):
    """A Table that shall be longer: its last row of data now, and then."""

    table: LiveTable
    before: int
    after: int


class SheetChange(NamedTuple):
    """Cells of a sheet that shall hold something else.

    Attributes
    ----------
    there
        What a cell holds now.
    ours
        Whether the sheet is vmbox's alone.
    """

    sheet: LiveSheet
    cells: Mapping[Place, Wanted]
    there: Callable[[Place], Cell]
    ours: bool = False

    def entry(self, place: Place) -> Entry:
        """Return what a cell shall hold afterwards."""
        wanted = self.cells.get(place)
        return entry_of(self.there(place)) if wanted is None else wanted.entry

    def is_array(self, place: Place) -> bool:
        """Return whether a cell shall hold an array formula."""
        return place in self.cells and self.cells[place].array


class Writer:
    """Writes once.

    Attributes
    ----------
    changes
        What was written.
    """

    def __init__(self, view: LiveView) -> None:
        self.view = view
        self.changes: list[Change] = []
        # Where Tables are that have grown.
        self._grown: dict[str, Area] = {}

    def write(self, growths: list[Growth], sheets: list[SheetChange]) -> None:
        """Write everything, or put back what was written and raise what went wrong."""
        try:
            for growth in growths:
                self._grow(growth)
            for change in sheets:
                self._write(change)
        except BaseException as failure:
            self._put_back(failure)
            raise

    def _put_back(self, failure: BaseException) -> None:
        """Put back everything that was written, as far as it can be."""
        stuck = [change for change in reversed(self.changes) if not self._is_put_back(change)]
        self.changes = []
        if stuck:
            raise EditRefused(
                f"{failure} A part of the change was written on {stuck[-1].sheet} and could not be "
                "put back: close the workbook without saving it."
            ) from failure

    def _is_put_back(self, change: Change) -> bool:
        try:
            restore(self.view, [change])
        except VmboxError:
            # What could not be written, on a protected sheet for one, cannot be put back either.
            return isinstance(change, Changed) and self._is_as_before(change)
        return True

    def _is_as_before(self, change: Changed) -> bool:
        try:
            return unlike(self.view.sheet(change.sheet), change, change.before) is None
        except VmboxError:
            return False

    # ------------------------------------------------------------ Tables
    def _grow(self, growth: Growth) -> None:
        """Take rows into a Table; they look like the last one."""
        table, sheet = growth.table, growth.table.sheet
        columns = (table.first_column, table.last_column)
        last = Area(growth.before, columns[0], growth.before, columns[1])
        new = Area(growth.before + 1, columns[0], growth.after, columns[1])
        whole = Area(table.first_row, columns[0], growth.after, columns[1])
        with border(self.view.name, sheet.name):
            model = sheet.remote.range(str(last))
            if model.rows.hidden:
                raise EditRefused(
                    f"{self.view.name}: {sheet.name}: a filter hides the last row of the table "
                    f"'{table.name}', so it cannot grow. Clear the filter (Data, Clear) and try "
                    "again."
                )
            table.remote.resize(sheet.remote.range(str(whole)))
            self._grown[table.name] = whole
            self.changes.append(Grown(sheet.name, table.name, growth.before, growth.after))
            model.copy(sheet.remote.range(str(new)))
        print_to(sheet, growth.before, growth.after)

    # ------------------------------------------------------------ cells
    def _write(self, change: SheetChange) -> None:
        sheet = change.sheet
        merged = not change.ours and self._has_merged(sheet, change.cells)

        def may_lie_between(place: Place) -> bool:
            return not merged and _stays_as_it_is(change.there(place))

        for block in rectangles(change.cells, may_lie_between):
            self._write_block(change, block)

    def _write_block(self, change: SheetChange, block: Area) -> None:
        places = [
            [(row, column) for column in range(block.first_column, block.last_column + 1)]
            for row in range(block.first_row, block.last_row + 1)
        ]
        changed = Changed(
            change.sheet.name,
            block.first_row,
            block.first_column,
            before=tuple(tuple(entry_of(change.there(place)) for place in row) for row in places),
            after=tuple(tuple(map(change.entry, row)) for row in places),
            ours=change.ours,
            arrays=tuple(place for row in places for place in row if change.is_array(place)),
        )
        self.changes.append(changed)
        enter(change.sheet, block, changed.after, changed.arrays)
        if not change.ours:
            told = tell(change.sheet, block, changed.after)
            self.changes[-1] = replace(changed, after=self._held(change, told, places))
            self._show_moments(change, told)

    def _held(
        self, change: SheetChange, told: Block, places: list[list[Place]]
    ) -> tuple[tuple[Entry, ...], ...]:
        """What the cells hold now; each must have taken what it was given."""
        cells = self.view.cells_of(change.sheet, told, self._grown)
        held = tuple(tuple(entry_of(cells.get(place, Cell())) for place in row) for row in places)
        for row, entries in zip(places, held, strict=True):
            for place, entry in zip(row, entries, strict=True):
                wanted = change.cells.get(place)
                if wanted is None or wanted.array:
                    continue
                if not _took(entry, wanted.entry):
                    raise EditRefused(
                        f"{self.view.name}: {change.sheet.name}!{address(*place)} does not take "
                        f"{wanted.cell.value!r}: it holds {entry!r} then, so nothing was written. "
                        "Look at the cell's format (Home, Number)."
                    )
        return held

    def _show_moments(self, change: SheetChange, told: Block) -> None:
        """Give a date's format to cells that show a date as a number."""
        for place, value, _ in told:
            moment = change.cells[place].moment if place in change.cells else ""
            if moment in {"date", "moment"} and not isinstance(value, dt.datetime):
                with border(self.view.name, change.sheet.name):
                    change.sheet.remote.range(address(*place)).number_format = _FORMATS[moment]

    def _has_merged(self, sheet: LiveSheet, cells: Mapping[Place, Wanted]) -> bool:
        """Whether there are merged cells about; none that hides in them is written into."""
        rows = [row for row, _ in cells]
        columns = [column for _, column in cells]
        around = Area(min(rows), min(columns), max(rows), max(columns))
        with border(self.view.name, sheet.name):
            if sheet.remote.range(str(around)).merge_cells is False:
                return False
            for place in cells:
                merged = area(sheet.remote.range(address(*place)).merge_area.address)
                if merged and place != (merged.first_row, merged.first_column):
                    raise EditRefused(
                        f"{self.view.name}: {sheet.name}!{address(*place)}: the cell is hidden in "
                        f"the merged cells {merged}. Write into "
                        f"{address(merged.first_row, merged.first_column)}."
                    )
        return True


def _stays_as_it_is(cell: Cell) -> bool:
    """Whether a cell written again holds what it held."""
    if cell.formula is not None:
        return False
    value = cell.value
    return value is None or (type(value) is float and value == float(f"{value:.15g}"))


def _took(held: Entry, wanted: Entry) -> bool:
    if isinstance(wanted, str) and wanted.startswith("="):
        # Programs spell formulas in their own ways.
        return isinstance(held, str) and held.startswith("=")
    return same(held, wanted)
