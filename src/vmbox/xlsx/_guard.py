"""The cells of a sheet that nobody may write into, and why."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from vmbox.errors import EditRefused
from vmbox.xlsx import _xml
from vmbox.xlsx._address import Area, address, area

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vmbox.xlsx._book import Table
    from vmbox.xlsx._package import Package
    from vmbox.xlsx._sheet_xml import SheetXml
    from vmbox.xlsx._splice import Tag
    from vmbox.xlsx._styles import Styles


class Guard:
    """What to ask before a cell of one sheet is written."""

    def __init__(
        self,
        sheet: SheetXml,
        tables: Sequence[Table],
        pivots: Sequence[Area],
        styles: Callable[[], Styles | None],
        respect_protection: bool,
    ) -> None:
        self._sheet = sheet
        self._tables = tables
        self._pivots = pivots
        self._load_styles = styles
        self._respect_protection = respect_protection

    def allow(self, row: int, column: int, *, over_formula: bool) -> None:
        """Return if a cell may be overwritten.

        Raises
        ------
        EditRefused
            It may not; the message names the cell, the reason and the way out.
        """
        where = f"{self._sheet.where}!{address(row, column)}"
        self._allow_place((row, column), where)
        self._allow_table(row, column, where)
        if self._protected and self._locked(row, column):
            raise EditRefused(
                f"{where}: the cell is locked and its sheet is protected. Unprotect the sheet in "
                "Excel, or say that protection is not to be respected."
            )
        if self._sheet.cell(row, column).formula is not None:
            self._allow_formula(row, column, where, over_formula)

    @property
    def has_more_than_cells(self) -> bool:
        """Whether the sheet has tables, merged cells or pivot tables."""
        return bool(self._tables or self._pivots or list(self._merged))

    def allow_growth(self, table: Table, new: Area) -> None:
        """Return if a table may grow over an area below it.

        Raises
        ------
        EditRefused
            Another table, a merge, an array or a pivot table is in the way, or protection is.
        """
        where = f"{self._sheet.where}!{new}"
        in_the_way: list[tuple[str, Area]] = [
            *(("merged cells", one) for one in self._merged),
            *(("an array formula", one) for one in self._arrays),
            *(("a pivot table", one) for one in self._pivots),
            *((f"the table '{one.name}'", one.place) for one in self._tables if one is not table),
        ]
        for what, place in in_the_way:
            if place.meets(new):
                raise EditRefused(
                    f"{where}: the table '{table.name}' cannot grow, since {what} in {place} is "
                    "in the way. Move it in Excel first."
                )
        if self._protected:
            raise EditRefused(
                f"{where}: the table '{table.name}' cannot grow, since its sheet is protected. "
                "Unprotect the sheet in Excel, or say that protection is not to be respected."
            )

    def allow_insertion(self, before: int) -> None:
        """Return if rows may be put in above a row; else EditRefused: the sheet is protected."""
        if self._protected:
            raise EditRefused(
                f"{self._sheet.where}: no rows can be put in above row {before + 1}, since the "
                "sheet is protected. Unprotect it in Excel, or say that protection is not to be "
                "respected."
            )

    def _allow_place(self, position: tuple[int, int], where: str) -> None:
        for merged in self._merged:
            if position in merged and position != (merged.first_row, merged.first_column):
                raise EditRefused(
                    f"{where}: the cell is hidden in the merged cells {merged}. "
                    f"Write into {address(merged.first_row, merged.first_column)}."
                )
        for array in self._arrays:
            if position in array:
                raise EditRefused(
                    f"{where}: the cell belongs to the array formula or data table in {array}, "
                    "which Excel changes only as a whole. Change it in Excel."
                )
        for pivot in self._pivots:
            if position in pivot:
                raise EditRefused(
                    f"{where}: the cell belongs to the pivot table in {pivot}. "
                    "Change the pivot table's source and refresh it."
                )

    def _allow_table(self, row: int, column: int, where: str) -> None:
        for table in self._tables:
            if not table.first_column <= column <= table.last_column:
                continue
            if table.header and row == table.first_row:
                raise EditRefused(
                    f"{where}: the cell is a header of the table '{table.name}'; formulas know "
                    "the column by it. Rename the column in Excel."
                )
            if table.totals and row == table.place.last_row:
                raise EditRefused(
                    f"{where}: the cell is in the totals row of the table '{table.name}'. "
                    "Change it in Excel."
                )

    def _allow_formula(self, row: int, column: int, where: str, over_formula: bool) -> None:
        if not over_formula:
            raise EditRefused(
                f"{where}: the cell holds a formula. Write into another cell, or say that the "
                "formula may be overwritten."
            )
        span = self._sheet.cells_of(row)[column]
        tag = next(self._sheet.part.tags("f", span.tag.end, span.inside_end), None)
        shared = area(tag.get("ref") or "") if tag is not None else None
        if shared is not None and str(shared) != address(row, column):
            raise EditRefused(
                f"{where}: the formula of the cells {shared} is written in this cell alone. "
                "Overwrite it in Excel."
            )

    @cached_property
    def _merged(self) -> list[Area]:
        return list(filter(None, (area(tag.get("ref") or "") for tag in self._merge_tags)))

    @property
    def _merge_tags(self) -> list[Tag]:
        return list(self._sheet.part.tags("mergeCell", self._sheet.data_end))

    @cached_property
    def _arrays(self) -> list[Area]:
        sheet = self._sheet
        if b"array" not in sheet.part.mask and b"dataTable" not in sheet.part.mask:
            return []
        tags = sheet.part.tags("f", sheet.data_tag.end, sheet.data_end)
        arrays = (area(tag.get("ref") or "") for tag in tags if tag.get("t") in _WHOLE)
        return list(filter(None, arrays))

    @cached_property
    def _protected(self) -> bool:
        if not self._respect_protection:
            return False
        tag = next(self._sheet.part.tags("sheetProtection", self._sheet.data_end), None)
        return tag is not None and _xml.true(tag.get("sheet"))

    def _locked(self, row: int, column: int) -> bool:
        styles = self._load_styles()
        return styles is None or styles.locked(self._sheet.style_of(row, column))


_WHOLE = frozenset(("array", "dataTable"))


def pivot_areas(package: Package, sheet_part: str) -> list[Area]:
    """Return the areas of a sheet's pivot tables, with the filters above them."""
    areas = []
    for one in package.relationships(sheet_part):
        if one.kind != "pivotTable" or one.external:
            continue
        location = _xml.child(package.xml(one.target), "location")
        place = area(location.get("ref", "")) if location is not None else None
        if location is None or place is None:
            continue
        areas.append(place)
        filters = _xml.number(
            location.get("rowPageCount"), f"{package.path}: the part {one.target}"
        )
        if filters:
            top = max(place.first_row - 1 - filters, 0)
            areas.append(Area(top, place.first_column, place.first_row - 2, place.first_column + 1))
    return areas
