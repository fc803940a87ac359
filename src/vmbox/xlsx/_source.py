"""What the sheets of one closed workbook share: its parts, its strings, its first day."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from vmbox.xlsx import _xml
from vmbox.xlsx._cells import Cell, read_strings
from vmbox.xlsx._read_any import read_cells
from vmbox.xlsx._read_plain import read_plain_cells

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from vmbox.xlsx._package import Package

# Unpacking a larger part twice costs less than the memory.
_KEPT: Final = 1 << 22


class Source:
    """What the sheets of one workbook share: its parts, its strings, its first day."""

    def __init__(self, package: Package, workbook: Element) -> None:
        self.package = package
        settings = _xml.child(workbook, "workbookPr")
        # Parts that are kept unpacked, since they will be changed too; None keeps none.
        self.kept: dict[str, bytes] | None = None
        self.date1904 = settings is not None and _xml.true(settings.get("date1904"))

    @cached_property
    def strings(self) -> list[str]:
        """The shared strings."""
        for one in self.package.relationships(self.package.workbook_part):
            if one.kind == "sharedStrings" and not one.external:
                return read_strings(self.package.xml(one.target))
        return []

    def read(self, part: str) -> bytes:
        """Return the bytes of a part, unpacked once for reading and changing."""
        if self.kept is None:
            return self.package.read(part)
        data = self.kept.get(part)
        if data is None:
            data = self.package.read(part)
            if len(data) <= _KEPT:
                self.kept[part] = data
        return data

    def cells_of(self, data: bytes, where: str) -> dict[tuple[int, int], Cell]:
        """Return the cells of a sheet's XML that hold anything; `where` names it in errors."""
        _xml.refuse_doctype(data, where)
        plain = read_plain_cells(data, lambda: self.strings, self.date1904)
        if plain is not None:
            return plain
        return read_cells(data, where, lambda: self.strings, self.date1904)
