"""A recording stand-in for Excel: xlwings' own Windows engine runs against it, on any system.

::

    with excel_running() as excel:
        book = excel.open("Rowan Ward.xlsx")          # an xlwings.Book
        with counted() as calls:
            book.sheets["Safety"]["A1:F80"].raw_value
        print(calls)                                  # 2 COM calls

Nothing of Excel is here but its object model: cells hold what the file holds (cached values for
formulas), nothing is calculated, and a member that nobody wrote yet raises an AttributeError that
names it. What it is good for: counting the calls that a piece of work makes, the types in which
Windows returns values, and the effects of what is written.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import xlwings

from excel_recorder.books import Application, Workbook
from excel_recorder.counting import Calls, counted
from excel_recorder.dispatch import Dispatch
from excel_recorder.pywin32 import DESK, com_error, engine_in_place

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

__all__ = ["Calls", "Excel", "com_error", "counted", "excel_running"]


class Excel:
    """An Excel that runs.

    Attributes
    ----------
    application
        Excel itself, to be looked at without a call.
    app
        The same as xlwings has it.
    """

    def __init__(self) -> None:
        self.application = Application()
        DESK.clear()
        DESK.excel = Dispatch(self.application)
        app = xlwings.apps.active
        assert app is not None
        self.app = app

    @property
    def said(self) -> list[tuple[str, str]]:
        """The message boxes that were shown: words and title."""
        return DESK.said

    @property
    def answers(self) -> list[int]:
        """What will be clicked in message boxes: 1 OK, 2 Cancel, 6 Yes, 7 No."""
        return DESK.answers

    def open(self, path: str | os.PathLike[str]) -> xlwings.Book:
        """Return a workbook, opened from its file."""
        return self.app.books.open(path)

    def held(self, book: xlwings.Book) -> Workbook:
        """Return what Excel holds of a workbook, to be looked at without a call."""
        return next(one for one in self.application.books if one.name == book.name)


@contextmanager
def excel_running() -> Iterator[Excel]:
    """Return, to a ``with`` block, an Excel that xlwings drives in it; all is put back after."""
    with engine_in_place():
        yield Excel()
