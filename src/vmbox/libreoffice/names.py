"""Defined names, of the workbook and of its sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from vmbox.errors import DataError, NotInWorkbook, did_you_mean
from vmbox.libreoffice.bridge import struct
from vmbox.libreoffice.calls import logical
from vmbox.libreoffice.failures import Refused
from vmbox.libreoffice.formulas import sheet_name, to_calc, to_excel
from vmbox.libreoffice.moving import place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmbox.libreoffice.books import Book
    from vmbox.libreoffice.sheets import Sheet


@logical
class Name(base_classes.Name):
    """One defined name."""

    def __init__(self, book: Book, names: Any, name: str, scope: str | None) -> None:
        self._book = book
        self._names = names
        self._name = name
        self._scope = scope

    @property
    def _remote(self) -> Any:
        if not self._names.hasByName(self._name):
            raise NotInWorkbook(f"{self._book.name}: the name '{self._name}' is gone.")
        return self._names.getByName(self._name)

    @property
    def api(self) -> Any:
        """The UNO object."""
        return self._remote.raw

    @property
    def name(self) -> str:
        """The name; a sheet's own with the sheet before it."""
        return self._name if self._scope is None else f"{sheet_name(self._scope)}!{self._name}"

    @name.setter
    def name(self, name: str) -> None:
        self._remote.setName(name)
        self._name = name

    @property
    def refers_to(self) -> str:
        """What it stands for, as a formula of Excel."""
        return to_excel(f"={self._remote.Content}")

    @refers_to.setter
    def refers_to(self, formula: str) -> None:
        self._remote.setContent(content(formula))

    @property
    def refers_to_range(self) -> Any:
        """The cells that it stands for."""
        cells = self._remote.getReferredCells()
        if cells is None:
            raise NotInWorkbook(
                f"{self._book.name}: the name '{self._name}' stands for {self.refers_to}, which is "
                "no range of cells."
            )
        address = cells.RangeAddress
        return self._book.sheets(address.Sheet + 1).range(place(address))

    def delete(self) -> None:
        """Take the name away."""
        self._names.removeByName(self._name)


@logical
class Names(base_classes.Names):
    """The names of a workbook, its sheets' own with them; or those of one sheet."""

    def __init__(self, book: Book, sheet: Sheet | None = None) -> None:
        self._book = book
        self._sheet = sheet

    @property
    def api(self) -> Any:
        """The UNO object."""
        return self._own.raw

    @property
    def _own(self) -> Any:
        return (self._sheet.remote if self._sheet else self._book.document).NamedRanges

    def _all(self) -> Iterator[Name]:
        sheets = [self._sheet] if self._sheet else list(self._book.sheets)
        if self._sheet is None:
            own = self._own
            yield from (Name(self._book, own, name, None) for name in own.ElementNames)
        for sheet in sheets:
            there = sheet.remote.NamedRanges
            scope = sheet.name
            yield from (Name(self._book, there, name, scope) for name in there.ElementNames)

    def __iter__(self) -> Iterator[Name]:
        return iter(list(self._all()))

    def __len__(self) -> int:
        return len(list(self._all()))

    def snapshot(self) -> list[tuple[str, Name]]:
        """Return every name with what it is."""
        return [(one.name, one) for one in self._all()]

    def address_of(self, name: str) -> Any:
        """Return where a name of exactly these letters leads, quickly; None if it is not so."""
        own = self._own
        cells = own.getByName(name).getReferredCells() if own.hasByName(name) else None
        return None if cells is None else cells.RangeAddress

    def contains(self, name: str | int) -> bool:
        """Return whether there is such a name."""
        return self._find(name) is not None

    def __call__(self, name: str | int) -> Name:
        """Return a name; large and small letters are the same."""
        found = self._find(name)
        if found is None:
            hint = did_you_mean(str(name), [one.name for one in self._all()])
            raise NotInWorkbook(f"{self._book.name} has no name '{name}'.{hint}")
        return found

    def _find(self, name: str | int) -> Name | None:
        if isinstance(name, int):
            known = list(self._all())
            return known[name - 1] if 1 <= name <= len(known) else None
        own = self._own
        scope = self._sheet.name if self._sheet else None
        if own.hasByName(name):
            return Name(self._book, own, name, scope)
        same = name.casefold()
        return next(
            (
                one
                for one in self._all()
                if same in {one.name.casefold(), one.name.rpartition("!")[2].casefold()}
            ),
            None,
        )

    def add(self, name: str, refers_to: str) -> Name:
        """Add a name for a formula or for cells."""
        scope, _, inner = name.rpartition("!")
        if scope:
            sheet = self._book.sheets(scope.strip("'").replace("''", "'"))
            return sheet.names.add(inner, refers_to)
        own = self._own
        if own.hasByName(name):
            own.removeByName(name)
        try:
            own.addNewByName(name, content(refers_to), struct("table.CellAddress"), 0)
        except Refused as refusal:
            raise DataError(
                f"'{name}' cannot be a name: a name begins with a letter, has letters, digits, "
                "dots and underscores, and is no address of a cell."
            ) from refusal
        return Name(self._book, own, name, self._sheet.name if self._sheet else None)

    def put(self, name: str, refers_to: str) -> None:
        """Give a name, which may stand for something else already."""
        found = self._find(name)
        if found is None:
            self.add(name, refers_to)
        else:
            found.refers_to = refers_to

    def of(self, cells: Any) -> Name | None:
        """Return the name of exactly these cells."""
        wanted = f"={sheet_name(cells.sheet.name)}!{cells.address}"
        return next((one for one in self._all() if one.refers_to == wanted), None)


def content(formula: str) -> str:
    """Return what a name stands for as LibreOffice has it."""
    words = formula if formula.startswith("=") else f"={formula}"
    return to_calc(words)[1:]
