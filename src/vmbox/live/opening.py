"""The ways in: a box score that is open in a spreadsheet, to be changed or only looked at."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from vmbox.live.editing import LiveBook
from vmbox.live.view import LiveView
from vmbox.verbs.opened import OpenBoxScore

if TYPE_CHECKING:
    from collections.abc import Iterator

    import xlwings

    from vmbox.workbook.port import BookView


@contextmanager
def open_live(book: xlwings.Book, *, who: str | None = None) -> Iterator[OpenBoxScore]:
    """Return, to a ``with`` block, the box score of an open workbook to change.

    What verbs write is written into the workbook when the block ends well, in whole blocks, and
    nothing of it otherwise. ``opened.port.changes`` then says what was changed.

    Raises
    ------
    WorkbookError
        The workbook is no box score, or one with cells that cannot be read.
    EditRefused, FileInUse, FileError
        The spreadsheet refuses: a sheet is protected, a cell is being edited, it was closed.
    """
    live = LiveBook(book)
    yield OpenBoxScore(live, who=who)
    live.flush()


def read_live(book: xlwings.Book) -> BookView:
    """Return an open workbook to look at; a sheet is read when it is first asked for."""
    return LiveView(book)
