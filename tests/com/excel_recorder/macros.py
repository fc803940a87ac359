"""What the add-in's own functions in VBA answer when Python asks through `Application.Run`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from excel_recorder.books import Application, Workbook


def _book(application: Application, name: str) -> Workbook:
    return next(book for book in application.books if book.name == name)


def _sheets(application: Application, name: str) -> str:
    return _lines(
        (sheet.name, sheet.Visible, sheet.UsedRange.Address)
        for sheet in _book(application, name).sheets
    )


def _tables(application: Application, name: str) -> str:
    return _lines(
        (table.name, sheet.name, table.area.address(), -int(table.totals))
        for sheet in _book(application, name).sheets
        for table in sheet.tables
    )


def _names(application: Application, name: str) -> str:
    return _lines((one.name, one.refers_to) for one in _book(application, name).names)


def _lines(rows: Any) -> str:
    return "".join("\t".join(map(str, row)) + "\n" for row in rows)


def _typed(application: Application, *_: str) -> str:
    return application.typed.pop(0) if application.typed else ""


MACROS: Final[dict[str, Callable[..., str]]] = {
    "vmbox.xlam!VmboxSheets": _sheets,
    "vmbox.xlam!VmboxTables": _tables,
    "vmbox.xlam!VmboxNames": _names,
    "vmbox.xlam!VmboxAskText": _typed,
    "vmbox.xlam!VmboxAskFile": _typed,
}
