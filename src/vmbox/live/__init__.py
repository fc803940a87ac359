"""A box score in a workbook that is open in a spreadsheet: the second door to the same verbs.

::

    with open_live(xlwings.Book.caller()) as opened:
        accept_opened(opened, proposals(opened.box))

Through xlwings' public interface alone, so the same code works in Excel on Windows and on a Mac,
and in LibreOffice.
"""

from vmbox.live.changes import Added, Change, Changed, Grown, as_plain, from_plain, put_back
from vmbox.live.editing import LiveBook
from vmbox.live.opening import open_live, read_live
from vmbox.live.view import LiveView

__all__ = [
    "Added",
    "Change",
    "Changed",
    "Grown",
    "LiveBook",
    "LiveView",
    "as_plain",
    "from_plain",
    "open_live",
    "put_back",
    "read_live",
]
