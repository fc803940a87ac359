"""An add-in that lies somewhere: whether it is one of ours, and of what it was made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vmbox.errors import FileError
from vmbox.xlam.settings import MAC, SHEET, VMBOX, WINDOWS, XLWINGS, Interpreters
from vmbox.xlsx import read_book

if TYPE_CHECKING:
    from pathlib import Path

    from vmbox.xlsx import Value

_SIGNATURE: Final = b"xl/vbaProjectSignature"


@dataclass(frozen=True)
class AddIn:
    """One add-in of vmbox.

    Attributes
    ----------
    path
        Where it lies.
    vmbox, xlwings
        The versions that it was made by and with.
    interpreters
        The Pythons that its buttons run.
    signed
        Whether its macros have a signature; whose it is and whether it holds, Excel says.
    """

    path: Path
    vmbox: str
    xlwings: str
    interpreters: Interpreters
    signed: bool


def read_add_in(path: Path) -> AddIn | None:
    """Return the add-in in a file; None where the file is no add-in of vmbox.

    Raises
    ------
    FileError
        The file is missing or may not be read.
    """
    if not path.is_file():
        raise FileError(f"{path}: there is no such file. Check the name and the folder.")
    try:
        sheet = read_book(path).sheet(SHEET)
    except FileError:
        if _unreadable(path):
            raise
        return None
    rows: dict[Value, Value] = {
        cell.value: sheet.cell(row, 1).value
        for (row, column), cell in sheet.cells.items()
        if column == 0
    }
    if VMBOX not in rows:
        return None
    words = {name: str(rows.get(name) or "") for name in (VMBOX, XLWINGS, WINDOWS, MAC)}
    pythons = Interpreters(words[WINDOWS], words[MAC])
    # A zip file has the names of its parts in the clear.
    signed = _SIGNATURE in path.read_bytes()
    return AddIn(path, words[VMBOX], words[XLWINGS], pythons, signed)


def _unreadable(path: Path) -> bool:
    try:
        path.open("rb").close()
    except OSError:
        return True
    return False
