"""LibreOffice in Excel's place: an engine for xlwings, over UNO. Experimental, for Linux.

::

    from vmbox import libreoffice

    libreoffice.install()
    book = xlwings.Book("Rowan Ward.xlsx")          # starts a LibreOffice without a window
    weeks = book.sheets["Safety"].tables["bsSafety"].data_body_range.value

The same program then works in Excel and here. What it leaves out, and where it differs from Excel,
is in docs/libreoffice.md.
"""

from __future__ import annotations

import os
from typing import Final

import xlwings

from vmbox.libreoffice.answers import Answers, Cautious, Scripted
from vmbox.libreoffice.calls import Calls, counted
from vmbox.libreoffice.engine import Engine
from vmbox.libreoffice.failures import BookClosed, LibreOfficeStopped, NoLibreOffice
from vmbox.libreoffice.opening import is_changed, open_book

__all__ = [
    "ADDRESS",
    "Answers",
    "BookClosed",
    "Calls",
    "Cautious",
    "LibreOfficeStopped",
    "NoLibreOffice",
    "Scripted",
    "counted",
    "install",
    "is_changed",
    "open_book",
]

# Where a process that LibreOffice itself started finds it again.
ADDRESS: Final = "VMBOX_LIBREOFFICE"


def install(address: str | None = None) -> xlwings.Engine:
    """Return the engine, which xlwings uses from now on.

    Parameters
    ----------
    address
        A LibreOffice that runs already, as it was told to ``--accept``: for instance
        "pipe,name=office" or "socket,host=localhost,port=2002". The environment variable
        VMBOX_LIBREOFFICE says the same. Without either one is started when it is needed.
    """
    known = xlwings.engines.engines_by_name
    if Engine.name not in known:
        xlwings.engines.add(xlwings.Engine(impl=Engine()))
    engine: xlwings.Engine = known[Engine.name]
    engine.activate()
    address = address or os.environ.get(ADDRESS)
    if address and not any(app.impl.address == address for app in engine.apps):
        engine.apps.add(spec=address, add_book=False)
    return engine
