"""One workbook open in a LibreOffice of its own, which ends with the work."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import xlwings

from vmbox.errors import FileError

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator


@contextmanager
def open_book(path: str | os.PathLike[str]) -> Iterator[xlwings.Book]:
    """Return, to a ``with`` block, a workbook that is open in a LibreOffice without a window.

    LibreOffice ends with the block; what was not saved is lost.

    Raises
    ------
    NoLibreOffice
        There is none here.
    FileError, NotAWorkbook
        The file is not there, or LibreOffice cannot open it.
    """
    there = Path(path)
    if not there.is_file():
        raise FileError(f"{there}: there is no such file. Look at its name and folder.")
    app = xlwings.App(visible=False, add_book=False)
    try:
        yield app.books.open(there.resolve())
    finally:
        app.quit()


def is_changed(book: xlwings.Book) -> bool:
    """Return whether a workbook holds anything that is not saved."""
    return bool(book.impl.document.isModified())
