"""What there is in an open workbook: its sheets, its Tables and its names, without their cells.

Excel tells of each by several questions, some 800 for a box score, and each goes from one program
to another. The add-in's macros, which run inside Excel, tell of all in three. Where the add-in is
not loaded (in LibreOffice, for a script of somebody's own) everything is asked one by one.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from vmbox.xlsx import Area, area

if TYPE_CHECKING:
    from collections.abc import Iterator

    import xlwings

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
        The address of the cells in use; "" where that was not asked yet.
    remote
        The sheet itself; None where it was not fetched yet.
    """

    name: str
    hidden: bool | None = None
    used: str = ""
    remote: xlwings.Sheet | None = None


class TableNote(NamedTuple):
    """A Table: all its cells, headings and totals too, and whether its last row is totals."""

    name: str
    sheet: str
    whole: Area
    totals: bool


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
            return tuple(SheetNote(one.name, remote=one) for one in self._book.sheets)
        return tuple(SheetNote(name, shown != _VISIBLE, used) for name, shown, used in told)

    def tables(self, sheets: Iterator[tuple[str, xlwings.Sheet]]) -> Iterator[TableNote]:
        """Yield the Tables; `sheets` are asked one by one where there is no add-in."""
        told = self._told("Tables")
        found = _asked_tables(sheets) if told is None else told
        for name, sheet, address, totals in found:
            there = area(address)
            if there is not None:
                yield TableNote(name, sheet, there, totals not in {"", "0"})

    @cached_property
    def names(self) -> dict[str, str]:
        """What the defined names stand for, without those of one sheet alone."""
        told = self._told("Names")
        found = told or [[one.name, one.refers_to or ""] for one in self._book.names]
        return {
            name: refers_to.removeprefix("=")
            for name, refers_to in found
            if "!" not in name and not name.lower().startswith(_INTERNAL)
        }


def _asked_tables(sheets: Iterator[tuple[str, xlwings.Sheet]]) -> Iterator[list[str]]:
    for name, sheet in sheets:
        for table in sheet.tables:
            totals = "1" if table.show_totals else ""
            yield [table.name, name, table.range.address, totals]
