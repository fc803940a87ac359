"""What there is in an open workbook: its sheets, its Tables and its names, without their cells.

Excel tells of each by several questions, some 800 for a box score, and each goes from one program
to another. The add-in's macros, which run inside Excel, tell of all in three. Where the add-in is
not loaded (in LibreOffice, for a script of somebody's own) they tell nothing, and everything is
asked where vmbox puts it: `tables` and `naming`.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from vmbox.xlsx import area, sheet_and_cells

if TYPE_CHECKING:
    import xlwings

    from vmbox.xlsx import Area

# Functions of macros/VmboxButtons.bas: a line for each thing, its facts between tabs.
_MACRO: Final = "vmbox.xlam!Vmbox{}"
_VISIBLE: Final = "-1"
# Excel keeps such names for itself.
_INTERNAL: Final = ("_xlfn.", "_xlpm.")


class SheetNote(NamedTuple):
    """A sheet.

    Attributes
    ----------
    hidden
        Whether it is hidden; None where that was not asked yet.
    used
        The address of the cells in use.
    remote, cells
        The sheet itself and its cells in use; None where they were not fetched yet.
    """

    name: str
    hidden: bool | None
    used: str
    remote: xlwings.Sheet | None = None
    cells: xlwings.Range | None = None


class Directory:
    """The directory of a workbook, asked when it is looked into."""

    def __init__(self, book: xlwings.Book, name: str) -> None:
        self._book = book
        self._name = name
        self._silent = False

    def _told(self, what: str) -> list[list[str]] | None:
        """The add-in's answer; None where there is no add-in."""
        if self._silent:
            return None
        try:
            answer = self._app.macro(_MACRO.format(what))(self._name)
        # Each program has its own way to say that it knows no such macro.
        except Exception:
            answer = None
        if not isinstance(answer, str):
            self._silent = True
            return None
        return [line.split("\t") for line in answer.split("\n") if line]

    @cached_property
    def _app(self) -> xlwings.App:
        return self._book.app

    @cached_property
    def sheets(self) -> tuple[SheetNote, ...]:
        """The sheets in order."""
        told = self._told("Sheets")
        if told is None:
            return tuple(map(_note, self._book.sheets))
        return tuple(SheetNote(name, shown != _VISIBLE, used) for name, shown, used in told)

    @property
    def tables(self) -> list[tuple[str, str, Area, bool]] | None:
        """Each Table's name, sheet and cells, and whether its last row is totals."""
        told = self._told("Tables")
        if told is None:
            return None
        return [
            (name, sheet, there, totals not in {"", "0"})
            for name, sheet, address, totals in told
            if (there := area(address)) is not None
        ]

    @property
    def names(self) -> dict[str, str] | None:
        """What the defined names stand for, without those of one sheet alone."""
        told = self._told("Names")
        if told is None:
            return None
        return {
            name: refers_to.removeprefix("=")
            for name, refers_to in told
            if "!" not in name and not name.lower().startswith(_INTERNAL)
        }


def _note(sheet: xlwings.Sheet) -> SheetNote:
    """Return what a sheet tells of itself: its name and the cells in use in one address."""
    used = sheet.used_range
    told = sheet_and_cells(used.get_address(external=True))
    if told is None:
        return SheetNote(sheet.name, None, used.address, sheet, used)
    return SheetNote(told[0].rpartition("]")[2], None, told[1], sheet, used)
