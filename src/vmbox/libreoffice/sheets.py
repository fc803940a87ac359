"""Sheets of a workbook: xlwings' `Sheet` on LibreOffice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from vmbox.errors import DataError, NotInWorkbook, did_you_mean
from vmbox.libreoffice import areas, drawings, failures, moving, printing
from vmbox.libreoffice.calls import logical
from vmbox.libreoffice.names import Names
from vmbox.libreoffice.places import COLUMNS, ROWS, Place, place_of
from vmbox.libreoffice.ranges import Range
from vmbox.libreoffice.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmbox.libreoffice.books import Book

_NAME = re.compile(r"(?!')[^\\/?*\[\]:]{1,31}(?<!')")
_MIXED = "AMBIGUOUS_VALUE"


@logical
class Sheet(base_classes.Sheet):
    """One sheet."""

    def __init__(self, book: Book, remote: Any) -> None:
        self._book = book
        self.remote = remote

    @property
    def api(self) -> Any:
        """The UNO object."""
        return self.remote.raw

    @property
    def book(self) -> Book:
        """The workbook."""
        return self._book

    @property
    def name(self) -> str:
        """The name."""
        return str(self.remote.Name)

    @name.setter
    def name(self, name: str) -> None:
        self._book.must_be_free("the names of sheets")
        if name.casefold() != self.name.casefold() and name in self._book.sheets:
            raise DataError(f"{self._book.name} has a sheet '{name}' already.")
        self.remote.setName(name)

    @property
    def index(self) -> int:
        """Its number, from 1."""
        return int(self.remote.RangeAddress.Sheet) + 1

    @property
    def visible(self) -> bool:
        """Whether it is shown."""
        return bool(self.remote.IsVisible)

    @visible.setter
    def visible(self, visible: bool | str) -> None:
        self._book.must_be_free("which sheets are shown")
        shown = visible not in {False, 2, "hidden", "veryhidden"}
        if not shown:
            self._must_not_be_the_last()
        self.remote.IsVisible = shown

    # ------------------------------------------------------------ protection
    @property
    def protected(self) -> bool:
        """Whether it is protected."""
        return bool(self.remote.isProtected())

    def must_allow(self, cells: Any, what: str) -> None:
        """Raise an error where the sheet is protected and some of the cells are locked."""
        if not self.protected:
            return
        mixed = cells.getPropertyState("CellProtection").value == _MIXED
        if mixed or cells.CellProtection.IsLocked:
            raise failures.protected(self.name, what)

    def must_be_free(self, what: str) -> None:
        """Raise an error where the sheet is protected."""
        if self.protected:
            raise failures.protected(self.name, what)

    def _must_not_be_the_last(self) -> None:
        name = self.name
        if not any(one.visible for one in self._book.sheets if one.name != name):
            raise DataError(f"{self._book.name} must keep one sheet that is shown.")

    # ------------------------------------------------------------ cells
    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """Return a range by address, name, Table, row and column, or by its two corners.

        Several addresses or names between commas are one range of several areas.
        """
        if isinstance(arg1, str) and arg2 is None and len(words := areas.parts(arg1)) > 1:
            return areas.Areas(self, [self._place(word) for word in words])
        if isinstance(arg1, (int, float)) and isinstance(arg2, (int, float)):
            arg1, arg2 = (int(arg1), int(arg2)), None
        first = self._place(arg1)
        if arg2 is None:
            return Range(self, first)
        second = self._place(arg2)
        top, left = min(first[0], second[0]), min(first[1], second[1])
        bottom = max(one[0] + one[2] for one in (first, second))
        right = max(one[1] + one[3] for one in (first, second))
        return Range(self, (top, left, bottom - top, right - left))

    def _place(self, words: Any) -> Place:
        if isinstance(words, Range):
            return (words.row, words.column, *words.shape)
        if isinstance(words, tuple):
            if 0 in words[:2]:
                raise IndexError("Rows and columns count from 1 here, not from 0.")
            row, column, *size = (int(number) for number in words)
            rows, columns = size or (1, 1)
            return row, column, rows, columns
        return place_of(str(words)) or self._named(str(words))

    def _named(self, words: str) -> Place:
        """The place of a defined name, a Table or a Table's column on this sheet."""
        table, bracket, column = words.removesuffix("]").partition("[")
        names = self._book.names
        address = None if bracket else names.address_of(words)
        if address is not None and address.Sheet == self.index - 1:
            return moving.place(address)
        if address is None and (found := self.tables.find(table)) is not None:
            there = found.part(column)
            return (there.row, there.column, *there.shape)
        if names.contains(words):
            cells: Range = names(words).refers_to_range
            if cells.sheet.name != self.name:
                raise NotInWorkbook(
                    f"The name '{words}' is on the sheet '{cells.sheet.name}', not '{self.name}'."
                )
            return (cells.row, cells.column, *cells.shape)
        known = [name for name, _ in names.snapshot()] + [one.name for one in self.tables]
        raise NotInWorkbook(
            f"The sheet '{self.name}' of {self._book.name} has no range '{words}': give an address "
            f"like A1:B2, a defined name or a Table.{did_you_mean(words, known)}"
        )

    @property
    def cells(self) -> Range:
        """All cells."""
        return Range(self, (1, 1, ROWS, COLUMNS))

    @property
    def used_range(self) -> Range:
        """The cells from the first to the last that hold anything."""
        cursor = self.remote.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return Range(self, moving.place(cursor.RangeAddress))

    def clear_contents(self) -> None:
        """Empty all cells."""
        self.used_range.clear_contents()

    def clear_formats(self) -> None:
        """Take all formats away."""
        self.cells.clear_formats()

    def clear(self) -> None:
        """Empty all cells and take all formats away."""
        self.cells.clear()

    def autofit(self, axis: str | None = None) -> None:
        """Make columns, rows or both as wide or high as what they hold."""
        self.used_range.autofit(axis)

    # ------------------------------------------------------------ the sheet as a whole
    def activate(self) -> None:
        """Show it before the others."""
        self._book.show(self.remote)

    select = activate

    def delete(self) -> None:
        """Delete it, and everything on it."""
        self._book.must_be_free("the sheets")
        self._must_not_be_the_last()
        self._book.document.Sheets.removeByName(self.name)

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        """Copy it next to another sheet, of this workbook or another."""
        beside = before or after
        assert beside is not None  # xlwings says which
        book = beside.book
        book.must_be_free("the sheets")
        position = beside.index - 1 + (before is None)
        if book.document == self._book.document:
            book.document.Sheets.copyByName(self.name, book.sheets.free(self.name), position)
        else:
            book.document.Sheets.importSheet(self._book.document, self.name, position)

    def move(self, before: Sheet | None, after: Sheet | None) -> None:
        """Move it next to another sheet of the workbook."""
        beside = before or after
        assert beside is not None  # xlwings says which
        self._book.must_be_free("the sheets")
        self._book.document.Sheets.moveByName(self.name, beside.index - 1 + (before is None))

    @property
    def page_setup(self) -> printing.PageSetup:
        """Its pages."""
        return printing.PageSetup(self)

    # ------------------------------------------------------------ what is on it
    @property
    def names(self) -> Names:
        """Its own defined names."""
        return Names(self._book, self)

    @property
    def tables(self) -> Tables:
        """Its Tables."""
        return Tables(self)

    @property
    def charts(self) -> drawings.Charts:
        """Its charts."""
        return drawings.Charts(self)

    @property
    def pictures(self) -> drawings.Pictures:
        """Its pictures."""
        return drawings.Pictures(self)

    @property
    def shapes(self) -> drawings.Shapes:
        """All that lies on it."""
        return drawings.Shapes(self)


@logical
class Sheets(base_classes.Sheets):
    """The sheets of a workbook, by name or by number from 1."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @property
    def _sheets(self) -> Any:
        return self._book.document.Sheets

    @property
    def api(self) -> Any:
        """The UNO object."""
        return self._sheets.raw

    @property
    def active(self) -> Sheet:
        """The sheet that is before the others."""
        return Sheet(self._book, self._book.front())

    def __len__(self) -> int:
        return int(self._sheets.Count)

    def __iter__(self) -> Iterator[Sheet]:
        sheets = self._sheets
        return iter([Sheet(self._book, sheets.getByName(name)) for name in sheets.ElementNames])

    def __contains__(self, name: object) -> bool:
        return any(one.casefold() == str(name).casefold() for one in self._sheets.ElementNames)

    def __call__(self, key: str | int) -> Sheet:
        """Return a sheet; large and small letters are the same."""
        sheets = self._sheets
        names = sheets.ElementNames
        if isinstance(key, int) and 1 <= key <= len(names):
            return Sheet(self._book, sheets.getByIndex(key - 1))
        for name in names:
            if name.casefold() == str(key).casefold():
                return Sheet(self._book, sheets.getByName(name))
        hint = did_you_mean(str(key), names)
        raise NotInWorkbook(f"{self._book.name} has no sheet '{key}'.{hint}")

    def free(self, name: str) -> str:
        """Return the name that a copy of a sheet has: "Costs (2)"."""
        return next(
            free
            for n in range(2, 10**6)
            if (free := f"{name[: 31 - len(f' ({n})')]} ({n})") not in self
        )

    def add(
        self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None
    ) -> Sheet:
        """Add a sheet, before the active one if nothing else is said."""
        self._book.must_be_free("the sheets")
        beside = before or after or self.active
        position = beside.index - 1 + (after is not None and before is None)
        if name is None:
            name = next(free for n in range(1, 10**6) if (free := f"Sheet{n}") not in self)
        elif not _NAME.fullmatch(name):
            raise DataError(
                f"'{name}' cannot be the name of a sheet: 1 to 31 characters, none of "
                "\\ / ? * [ ] : and no apostrophe at either end."
            )
        self._sheets.insertNewByName(name, position)
        made = self(name)
        made.activate()
        return made
