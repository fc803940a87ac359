"""Changing a closed workbook: what a caller touches."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vmbox.errors import EditRefused, OutputExists
from vmbox.xlsx._book import Book, book_of
from vmbox.xlsx._compose import refuse_unsafe
from vmbox.xlsx._formulas import is_balanced
from vmbox.xlsx._growth import Growth, grow_around
from vmbox.xlsx._inserting import Inserting
from vmbox.xlsx._insertion import Insertion
from vmbox.xlsx._named import Named
from vmbox.xlsx._names import Renaming, is_good_name
from vmbox.xlsx._open_sheet import OpenSheet
from vmbox.xlsx._open_table import OpenTable
from vmbox.xlsx._package import open_package
from vmbox.xlsx._safe_file import SafeFile
from vmbox.xlsx._save import Saving
from vmbox.xlsx._splice import Part
from vmbox.xlsx._styles import Styles
from vmbox.xlsx._words import PROPERTIES, replace_in_pages, set_property

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_PAGE_WORDS: Final = re.compile(rb"headerFooter")


class OpenBook:
    """A workbook that is being changed; nothing is written before it is saved."""

    # No program runs that would give a formula its value.
    calculates = False

    def __init__(self, closed: Book, respect_protection: bool) -> None:
        self.path = closed.path
        self.closed = closed
        closed.source.kept = {}
        self.date1904 = closed.date1904
        self.respect_protection = respect_protection
        self.parts: dict[str, Part] = {}
        self.renamings: list[Renaming] = []
        self.new_names: dict[str, str] = {}
        self.sheets = Named(
            "sheet", self.path, {sheet.name: OpenSheet(self, sheet) for sheet in closed.sheets}
        )
        self.names = Named("defined name", self.path, closed.names)

    def __repr__(self) -> str:
        return f"OpenBook({str(self.path)!r})"

    @cached_property
    def tables(self) -> Named[OpenTable]:
        """The workbook's tables by name."""
        tables = self.closed.tables.items()
        return Named("table", self.path, {name: OpenTable(self, table) for name, table in tables})

    def locate(self, name: str) -> tuple[OpenSheet, int, int]:
        """Return (sheet, row, column) of the one cell that a defined name points to.

        Raises
        ------
        NotInWorkbook
            There is no such name, or it does not point to one cell.
        """
        sheet, row, column = self.closed.locate(name)
        return self.sheets[sheet.name], row, column

    def define_name(self, name: str, formula: str) -> None:
        """Define a name for the whole workbook, in place of the one it has or as a new one.

        Raises
        ------
        EditRefused
            Excel allows no such name, a table has it, or the formula's brackets do not pair.
        """
        if not is_good_name(name) or name in self.tables or not is_balanced(formula):
            raise EditRefused(
                f"{self.path}: '{name}' cannot be defined as '{formula}'. Give a name of letters, "
                "digits, points and underscores that no table has, and a whole formula."
            )
        self.new_names[name] = formula.removeprefix("=")

    def replace_in_pages(self, old: str, new: str) -> None:
        """Put other words in place of some in the headers and footers of every sheet."""
        package = self.closed.source.package
        for sheet in self.closed.sheets:
            if package.contains(sheet.part, _PAGE_WORDS):
                replace_in_pages(self.part(sheet.part), old, new)

    def set_property(self, name: str, text: str) -> None:
        """Give a document property (title, category, comments, company) another text.

        A property that the document does not have is left out.
        """
        kind, element = PROPERTIES[name]
        package = self.closed.source.package
        for one in package.relationships():
            if one.kind == kind and one.target in package:
                set_property(self.part(one.target), element, text)

    def part(self, name: str) -> Part:
        """Return a part, to be changed."""
        if name not in self.parts:
            where = f"{self.path}: the part {name}"
            self.parts[name] = Part(name, self.closed.source.read(name), where)
        return self.parts[name]

    def put_rows_in(self, sheet: str, before: int, count: int) -> None:
        """Put blank rows into a sheet; see `OpenSheet.insert_rows`.

        It is done at once, on the parts in memory; what is written afterwards is written below.
        """
        if self.renamings or any(one.whole is not None for one in self.sheets.values()):
            raise EditRefused(
                f"{self.path}: rows are put in apart from renaming columns and rewriting sheets, "
                "so nothing was written. Save in two steps."
            )
        self._settle({})
        names = tuple(one.name for one in self.closed.sheets)
        own = self.closed.sheet(sheet)
        insertion = Insertion(own.name, before, count, names)
        self._settle(Inserting(self.closed, own, insertion).changed(), insertion)

    def grow_around(self, growth: Growth) -> None:
        """Make all that shows a table grow with it, at once."""
        grow_around(self.closed, self.part, [growth])
        self._settle({})

    def snapshot(self) -> Callable[[], None]:
        """Return what puts cells, tables and rows back to what they are now."""
        if self._waiting():
            self._settle({})
        closed, names = self.closed, dict(self.new_names)
        sheets = [(one, one.waiting()) for one in self.sheets.values()]
        tables = [(one, one.last_row) for one in self.tables.values()]

        def put_back() -> None:
            if self.closed is not closed:
                # Rows were put in, for which all that waited was taken into the parts first.
                self._go_on_with(closed, None)
            self.new_names = names
            for sheet, waiting in sheets:
                sheet.wait_with(waiting)
            for table, last_row in tables:
                table.last_row = last_row

        return put_back

    def _settle(self, parts: Mapping[str, bytes], insertion: Insertion | None = None) -> None:
        """Go on with other bytes in some parts and with the changes of others made."""
        waiting = {part.name: part.result() for part in self._waiting()}
        package = self.closed.source.package.with_parts({**waiting, **parts})
        self._go_on_with(book_of(package), insertion)
        if insertion is not None:
            self.new_names = {
                name: insertion.formula(formula, "", absolute=True)
                for name, formula in self.new_names.items()
            }

    def _waiting(self) -> list[Part]:
        """Return the parts with changes that are not made yet, but for new styles."""
        own = self.styles.part if self.styles is not None else None
        return [part for part in self.parts.values() if part.changed and part is not own]

    def _go_on_with(self, closed: Book, insertion: Insertion | None) -> None:
        tables, styles = self.tables.values(), self.styles
        self.closed = closed
        closed.source.kept = {}
        self.parts = {} if styles is None else {styles.part.name: styles.part}
        self.names = Named("defined name", self.path, closed.names)
        for place, sheet in enumerate(self.sheets.values()):
            sheet.settle(closed.sheets[place], insertion)
        for table in tables:
            table.settle(closed.tables[table.name], insertion)

    @cached_property
    def styles(self) -> Styles | None:
        """The cell styles, or None in a workbook without any."""
        package = self.closed.source.package
        for one in package.relationships(package.workbook_part):
            if one.kind == "styles" and one.target in package:
                return Styles(self.part(one.target))
        return None


@contextmanager
def edit(
    path: str | os.PathLike[str],
    save_as: str | os.PathLike[str] | None = None,
    backup: bool = False,
    *,
    respect_protection: bool = True,
    overwrite: bool = False,
) -> Iterator[OpenBook]:
    """Return, to a ``with`` block, a workbook to change; it is saved when the block ends well.

    Only the changed cells' bytes differ afterwards: every other part of the file is copied as
    it is. A change that changes nothing leaves the file alone. The file is replaced as a whole:
    a crash leaves the old one or the new one.

    Parameters
    ----------
    path
        The workbook, .xlsx or .xlsm.
    save_as
        Another file to write; `path` then stays as it is.
    backup
        Whether the file as it was is kept beside the new one, as ``NAME.xlsx.1.bak``.
    respect_protection
        Whether the locked cells of protected sheets are refused.
    overwrite
        Whether `save_as` may be there already.

    Raises
    ------
    FileError, NotAWorkbook
        As of `read_book`; or the file cannot be written.
    EditRefused
        The workbook is signed, or nobody could change it without loss.
    FileInUse
        Excel holds it open, or another program is changing it.
    OutputExists
        `save_as` is there already.
    """
    source = Path(path)
    with SafeFile(source) as file:
        target = _other_file(file, save_as, overwrite)
        package = open_package(source)
        refuse_unsafe(package)
        book = OpenBook(book_of(package), respect_protection)
        yield book
        data = Saving(book).data()
        if target is not None:
            file.write_other(target, package.data if data is None else data)
        elif data is not None:
            file.replace(data, package.data if backup else None)


def _other_file(
    file: SafeFile, save_as: str | os.PathLike[str] | None, overwrite: bool
) -> Path | None:
    if save_as is None or Path(os.path.realpath(save_as)) == file.path:
        return None
    if Path(save_as).exists() and not overwrite:
        raise OutputExists(f"{save_as}: the file is already there. Choose another name.")
    return Path(save_as)
