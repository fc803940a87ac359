"""The border to the spreadsheet: what goes wrong over there is told in our words, once, here.

Excel speaks through COM on Windows and through Apple events on a Mac, LibreOffice over UNO; each
fails in its own way, and none says what to do next.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from vmbox.errors import EditRefused, FileError, FileInUse, VmboxError

if TYPE_CHECKING:
    from collections.abc import Iterator

# HRESULTs of COM: Excel takes no calls, since a cell is being edited or a window asks something.
_BUSY: Final = frozenset({-2147418111, -2147417846, -2146777998})
# HRESULTs of COM, and numbers of Apple's: Excel, or the workbook in it, is gone.
_GONE: Final = frozenset({-2147023174, -2147023179, -2147417848, -2147221021, -609, -600})
_TIMED_OUT: Final = -1712
# As English Excel words it; where it speaks otherwise, its own words are told.
_PROTECTED: Final = "protect"


@contextmanager
def border(book: str, sheet: str = "") -> Iterator[None]:
    """Let a ``with`` block speak with the spreadsheet; what fails there is an error of ours.

    Raises
    ------
    FileInUse
        Excel takes no calls now: a cell is being edited, or a window asks something.
    EditRefused
        It does not allow the change: the sheet is protected, or for a reason of its own.
    FileError
        The program, or the workbook in it, was closed.
    """
    try:
        yield
    except VmboxError:
        raise
    except Exception as failure:
        raise explained(failure, book, sheet) from failure


def explained(failure: Exception, book: str, sheet: str = "") -> VmboxError:
    """Return what a failure of the spreadsheet means."""
    numbers, words = _facts(failure)
    where = f"{book}: {sheet}" if sheet else book
    if numbers & _BUSY or _TIMED_OUT in numbers or type(failure).__name__ == "ExcelBusyError":
        return FileInUse(
            f"{where}: Excel takes no orders now: a cell is being edited, or a window asks "
            "something. Press Enter or Esc in Excel, close the window, and try again."
        )
    if numbers & _GONE:
        return FileError(
            f"{where}: the workbook is no longer open: it, or the program, was closed. Open it "
            "and try again."
        )
    if _PROTECTED in words.casefold():
        return EditRefused(
            f"{where}: the sheet is protected, so nothing was written. Take the protection off "
            "(Review, Unprotect Sheet) and try again."
        )
    return EditRefused(
        f"{where}: the spreadsheet refuses: {words.rstrip('. ') or type(failure).__name__}. Mend "
        "that in the workbook and try again."
    )


def _facts(failure: Exception) -> tuple[frozenset[int], str]:
    """The numbers of a failure, and what the program said."""
    details: Any = getattr(failure, "excepinfo", None)
    numbers = {getattr(failure, "hresult", None), getattr(failure, "errornumber", None)}
    words = str(getattr(failure, "errormessage", None) or failure)
    if isinstance(details, tuple):
        texts = [part for part in details if isinstance(part, str)]
        numbers |= {part for part in details if isinstance(part, int)}
        words = texts[1] if len(texts) > 1 else " ".join(texts) or words
    return frozenset(number for number in numbers if isinstance(number, int)), words
