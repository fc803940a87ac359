"""A box score that is open to be changed, in a closed file or in a spreadsheet alike."""

from __future__ import annotations

import datetime as dt
import getpass
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from vmbox.errors import WorkbookError
from vmbox.measures import LogEntry
from vmbox.workbook import layout as at
from vmbox.workbook.reading import Found, find
from vmbox.workbook.refreshing import refresh
from vmbox.xlsx import edit

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping, Sequence

    from vmbox.measures import BoxScore, Domain
    from vmbox.workbook.layout import Column, Layout
    from vmbox.workbook.port import OpenWorkbookPort, Place


class OpenBoxScore:
    """A box score and the workbook that it stands in.

    Verbs read `box`, change it, and write the cells that differ; `save` adds one row to the Log and
    refreshes what the formulas show. Without a change it does nothing, so that the same verb twice
    changes nothing the second time.

    Attributes
    ----------
    port
        The workbook.
    found
        What it held, and where.
    box
        The box score as it will be.
    cells
        How many cells were written.
    """

    def __init__(self, port: OpenWorkbookPort, *, who: str | None = None) -> None:
        self.port = port
        self.found: Found = find(port.closed)
        self.box: BoxScore = self.found.whole_box()
        self.who = user_name() if who is None else who
        self.cells = 0
        self.changed = False
        self._layout: Layout | None = None

    def column(self, name: str) -> Column:
        """Return the data tab's column of a measure or input."""
        return self.found.layout.columns[name]

    def enter(self, entries: Mapping[tuple[str, int], float | None]) -> None:
        """Write numbers by column name and week's position; None clears a cell."""
        if not entries:
            return
        numbers = self.box.entered.to_numpy(copy=True)
        places = {name: place for place, name in enumerate(self.box.entered.columns)}
        cells: dict[str, dict[Place, object]] = {}
        for (name, week), value in entries.items():
            column = self.column(name)
            tab = self.found.layout.tab(column.domain)
            place = (tab.week_rows[week], column.position)
            cells.setdefault(tab.sheet, {})[place] = value
            numbers[week, places[name]] = np.nan if value is None else value
        entered = pd.DataFrame(numbers, self.box.weeks, self.box.entered.columns)
        self.box = replace(self.box, entered=entered)
        self.write(cells)

    def note(self, notes: Mapping[tuple[Domain, int], str]) -> None:
        """Write notes by domain and week's position."""
        if not notes:
            return
        cells: dict[str, dict[Place, object]] = {}
        words = dict(self.box.notes)
        for (domain, week), text in notes.items():
            tab = self.found.layout.tab(domain)
            cells.setdefault(tab.sheet, {})[tab.week_rows[week], tab.notes_position] = text or None
            words[domain, self.box.weeks[week].date()] = text
        self.box = replace(self.box, notes=words)
        self.write(cells)

    def write(self, cells: Mapping[str, Mapping[Place, object]]) -> None:
        """Write cells by sheet, row and column; the caller says in `box` what they mean."""
        for sheet, values in cells.items():
            self.port.sheets[sheet].set_many(values)
            self.cells += len(values)
        self.changed = True

    def append(self, table: str, rows: Sequence[Mapping[str, object]]) -> None:
        """Write rows of a register below those that are there."""
        self.port.tables[self._table(table)].append(rows)
        self.cells += sum(value is not None for row in rows for value in row.values())
        self.changed = True

    def clear_row(self, table: str, row: int) -> None:
        """Empty a row of a register, counted in sheet rows from 0; the Table keeps its size."""
        there = self.found.book.tables[self._table(table)]
        columns = range(there.first_column, there.first_column + len(there.columns))
        self.write({there.sheet.name: {(row, column): None for column in columns}})

    def take_over(self, box: BoxScore, layout: Layout) -> None:
        """Go on with another box score, laid out otherwise, whose formulas were written anew."""
        self.box = box
        self._layout = layout
        self.changed = True

    def _table(self, name: str) -> str:
        """The Table's name as the workbook writes it."""
        for known in self.found.book.tables:
            if known.casefold() == name.casefold():
                return known
        raise WorkbookError(
            f"{self.found.book.path}: the Table {name} is missing. Run `vmbox repair`."
        )

    def save(self, what: str, *, now: dt.datetime | None = None) -> bool:
        """Finish: add the Log's row and refresh the formulas; return whether anything changed."""
        if not self.changed:
            return False
        moment = (now or dt.datetime.now()).replace(microsecond=0)  # noqa: DTZ005
        put_back = refresh(self.port, self.found, self.box, self._layout)
        if put_back:
            what += f"; {put_back} emptied formulas put back"
        entry = LogEntry(moment, what, self.who, self.cells + put_back)
        self.box = replace(self.box, log=(*self.box.log, entry))
        row = dict(zip(at.LOG_COLUMNS, (entry.when, what, self.who, entry.cells), strict=True))
        self.port.tables[self._table(at.LOG_TABLE)].append([row])
        return True


@contextmanager
def open_box_score(
    path: str | os.PathLike[str],
    save_as: str | os.PathLike[str] | None = None,
    *,
    backup: bool = False,
    **options: Any,
) -> Iterator[OpenBoxScore]:
    """Return, to a ``with`` block, the box score of a closed file to change.

    The file is replaced as a whole when the block ends well; errors as of `vmbox.xlsx.edit` and
    `vmbox.read`.
    """
    with edit(path, save_as, backup, **options) as book:
        yield OpenBoxScore(book)


def user_name() -> str:
    """Return the name of who runs this, as the Log keeps it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""  # a machine that has no name for who runs it
