"""What of a sheet is printed: xlwings' `PageSetup` on LibreOffice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from vmbox.errors import NotInWorkbook
from vmbox.libreoffice import areas, moving
from vmbox.libreoffice.bridge import struct
from vmbox.libreoffice.calls import logical
from vmbox.libreoffice.places import Place, address_of, place_of

if TYPE_CHECKING:
    from vmbox.libreoffice.sheets import Sheet


@logical
class PageSetup(base_classes.PageSetup):
    """The pages of one sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def api(self) -> Any:
        """The UNO object: the sheet."""
        return self._sheet.api

    @property
    def print_area(self) -> str | None:
        """The cells that are printed; None for all."""
        found = self._sheet.remote.getPrintAreas()
        return ",".join(address_of(moving.place(one)) for one in found) or None

    @print_area.setter
    def print_area(self, address: str | None) -> None:
        self._sheet.must_be_free("its pages")
        wanted = [self._address(words) for words in areas.parts(address)] if address else []
        self._sheet.remote.setPrintAreas(tuple(wanted))

    def _address(self, words: str) -> Any:
        place: Place | None = place_of(words)
        if place is None:
            raise NotInWorkbook(f"'{words}' is no area to print: give one like A1:F20.")
        row, column, rows, columns = place
        return struct(
            "table.CellRangeAddress",
            Sheet=self._sheet.index - 1,
            StartRow=row - 1,
            EndRow=row + rows - 2,
            StartColumn=column - 1,
            EndColumn=column + columns - 2,
        )
