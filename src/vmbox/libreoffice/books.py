"""Workbooks that are open in LibreOffice: xlwings' `Book`."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from xlwings import base_classes

from vmbox.errors import EditRefused, FileError, NotAWorkbook
from vmbox.libreoffice.bridge import properties
from vmbox.libreoffice.calls import logical
from vmbox.libreoffice.failures import Refused
from vmbox.libreoffice.forms import Forms
from vmbox.libreoffice.names import Names
from vmbox.libreoffice.sheets import Sheets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmbox.libreoffice.engine import App

SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
_FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xlam": "Calc MS Excel 2007 VBA XML",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
    ".csv": "Text - txt - csv (StarCalc)",
}
# An add-in is no workbook that a person works in.
_ADD_IN = ".xlam"


@logical
class Book(base_classes.Book):
    """One workbook."""

    def __init__(self, app: App, document: Any) -> None:
        self._app = app
        self.document = document

    @property
    def api(self) -> Any:
        """The UNO object."""
        return self.document.raw

    @property
    def app(self) -> App:
        """The program that it is open in."""
        return self._app

    @cached_property
    def forms(self) -> Forms:
        """Its number formats."""
        return Forms(self.document)

    @cached_property
    def day_zero(self) -> dt.datetime:
        """The day that its dates count from."""
        day = self.document.NullDate
        return dt.datetime(day.Year, day.Month, day.Day)  # noqa: DTZ001

    @property
    def name(self) -> str:
        """The file's name; "Book1" for one never saved."""
        path = self._path
        return path.name if path else str(self.document.Title)

    @property
    def fullname(self) -> str:
        """The file's path; the name alone for one never saved."""
        path = self._path
        return str(path) if path else str(self.document.Title)

    @property
    def _path(self) -> Path | None:
        url = self.document.URL
        return Path(unquote(urlsplit(url).path)) if url else None

    @property
    def sheets(self) -> Sheets:
        """Its sheets."""
        return Sheets(self)

    @property
    def names(self) -> Names:
        """Its defined names."""
        return Names(self)

    def must_be_open(self) -> None:
        """Raise an error where it was closed in the meantime."""
        _ = self.document.URL

    def must_be_free(self, what: str) -> None:
        """Raise an error where the workbook's structure is protected."""
        if self.document.isProtected():
            raise EditRefused(
                f"{self.name} is protected: {what} cannot be changed. Take the protection off "
                "(Review, Protect Workbook) and try again."
            )

    def activate(self) -> None:
        """Make it the one that is worked in."""
        self._app.worked_in = self.document
        controller = self.document.CurrentController
        if controller is not None:
            controller.Frame.activate()

    def front(self) -> Any:
        """Return the sheet that is before the others."""
        controller = self.document.CurrentController
        sheets = self.document.Sheets
        return sheets.getByIndex(0) if controller is None else controller.ActiveSheet

    def show(self, sheet: Any) -> None:
        """Put a sheet before the others."""
        controller = self.document.CurrentController
        if controller is not None:
            controller.setActiveSheet(sheet)

    def select(self, cells: Any) -> None:
        """Select cells of the sheet that is before the others."""
        controller = self.document.CurrentController
        if controller is not None:
            controller.select(cells)

    # ------------------------------------------------------------ the file
    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save it, under its own name or another one."""
        there = self._path
        target = Path(path) if path else there or Path(f"{self.name}.xlsx")
        if not target.suffix:
            target = target.with_suffix(".xlsx")
        target = Path.cwd() / target
        if not target.parent.is_dir():
            raise FileError(f"{target} is not saved: there is no folder {target.parent}.")
        options: dict[str, Any] = {"FilterName": _filter(target), "Overwrite": True}
        if password:
            options["Password"] = password
        try:
            self.document.storeAsURL(target.as_uri(), properties(**options))
        except Refused as refusal:
            why = (
                "there is no such folder" if not target.parent.is_dir() else "it cannot be written"
            )
            raise FileError(
                f"{target} is not saved: {why}. Save it elsewhere, or close it in other programs."
            ) from refusal

    def close(self) -> None:
        """Close it; what was not saved is lost."""
        self.document.setModified(False)
        self.document.close(True)

    def to_pdf(self, path: str, quality: str = "standard") -> None:
        """Print it into a PDF."""
        del quality
        target = Path.cwd() / path
        self.document.storeToURL(
            target.as_uri(), properties(FilterName="calc_pdf_Export", Overwrite=True)
        )


@logical
class Books(base_classes.Books):
    """The workbooks that are open, by name or by number from 1."""

    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def api(self) -> Any:
        """The UNO object: all documents."""
        return self.app.desktop.Components.raw

    def _all(self) -> list[Book]:
        documents = self.app.desktop.Components.createEnumeration()
        found = []
        while documents.hasMoreElements():
            one = documents.nextElement()
            if one.supportsService(SPREADSHEET) and not one.URL.lower().endswith(_ADD_IN):
                found.append((int(one.RuntimeUID), Book(self.app, one)))
        return [book for _, book in sorted(found, key=lambda pair: pair[0])]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Book]:
        return iter(self._all())

    def __call__(self, key: str | int) -> Book:
        """Return a workbook; large and small letters are the same."""
        known = self._all()
        if isinstance(key, int) and 1 <= key <= len(known):
            return known[key - 1]
        for one in known:
            if one.name.casefold() == str(key).casefold():
                return one
        raise KeyError(key)

    @property
    def active(self) -> Book:
        """The workbook that is worked in."""
        known = self._all()
        current = self.app.desktop.CurrentComponent
        for document in (self.app.worked_in, current):
            for one in known:
                if one.document == document:
                    return one
        if not known:
            raise FileError("No workbook is open in LibreOffice. Open one first.")
        return known[-1]

    def add(self) -> Book:
        """Open an empty workbook."""
        taken = {one.name for one in self._all()}
        book = self._load("private:factory/scalc", {})
        book.document.setTitle(
            next(free for n in range(1, 10**6) if (free := f"Book{n}") not in taken)
        )
        return book

    def open(
        self,
        fullname: str,
        update_links: bool | None = None,
        read_only: bool | None = None,
        format: str | None = None,  # noqa: A002  (xlwings names it so)
        password: str | None = None,
        *_: Any,
    ) -> Book:
        """Open a file."""
        del update_links, format
        path = Path(fullname)
        options: dict[str, Any] = {"FilterName": _filter(path), "ReadOnly": bool(read_only)}
        if password:
            options["Password"] = password
        if not path.stat().st_size:
            # LibreOffice takes an empty file for a new workbook.
            raise _unreadable(path)
        try:
            return self._load(path.as_uri(), options)
        except Refused as refusal:
            raise _unreadable(path) from refusal

    def _load(self, url: str, options: dict[str, Any]) -> Book:
        document = self.app.desktop.loadComponentFromURL(
            url, "_blank", 0, properties(Hidden=not self.app.visible, **options)
        )
        if document is None or not document.supportsService(SPREADSHEET):
            raise _unreadable(Path(unquote(urlsplit(url).path)))
        book = Book(self.app, document)
        self.app.prepare(document)
        book.activate()
        return book


def _filter(path: Path) -> str:
    try:
        return _FILTERS[path.suffix.lower()]
    except KeyError:
        raise NotAWorkbook(
            f"{path.name} is none of the kinds of workbook that are opened and saved here: "
            f"{', '.join(_FILTERS)}."
        ) from None


def _unreadable(path: Path) -> NotAWorkbook:
    return NotAWorkbook(
        f"{path} is not opened by LibreOffice: no workbook, damaged, or locked by a password."
    )
