"""Tables that grow downwards, and all that grows with them: filters, formats, charts, names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vmbox.xlsx._address import Area, area
from vmbox.xlsx._formulas import grown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from vmbox.xlsx._book import Book
    from vmbox.xlsx._splice import Part, Tag

# Elements of a sheet that lie on a list of areas. (A selection also does: it stays.)
_ON_AREAS: Final = ("conditionalFormatting", "dataValidation", "ignoredError", "protectedRange")

_FORMULAS: Final = ("formula", "formula1", "formula2")


@dataclass(frozen=True, slots=True)
class Growth:
    """A table's data, which ended at the old place's last row, now ends at another."""

    sheet: str
    place: Area
    header: bool
    last_row: int

    @property
    def first_data_row(self) -> int:
        """The first row below the header."""
        return self.place.first_row + self.header

    def of_range(self, sheet: str, place: Area) -> int | None:
        """Return the new last row of a range of a formula or chart, or None if it stays.

        A range grows if it lies in the table's columns and ends where the table ended; but not
        one row of several columns, which is a row on purpose.
        """
        if sheet.casefold() != self.sheet.casefold() or not self._ends_here(place):
            return None
        if not self._within(place) or place.first_row < self.place.first_row:
            return None
        one_row = place.first_row == place.last_row
        if one_row and place.first_column != place.last_column:
            return None
        return self.last_row

    def of_print_area(self, sheet: str, place: Area) -> int | None:
        """Return the new last row of a print area, or None if it stays."""
        if sheet.casefold() != self.sheet.casefold() or not self._ends_here(place):
            return None
        return self.last_row if place.meets(self.place) else None

    def of_format(self, place: Area) -> list[Area]:
        """Return the areas that a conditional format, validation or the like has afterwards."""
        if not self._ends_here(place) or not place.meets(self.place):
            return [place]
        if place.first_row == place.last_row and place.first_row != self.first_data_row:
            return [place]
        if self._within(place):
            return [Area(place.first_row, place.first_column, self.last_row, place.last_column)]
        # What lies beside the table does not grow with it.
        first = max(place.first_column, self.place.first_column)
        last = min(place.last_column, self.place.last_column)
        return [place, Area(self.place.last_row + 1, first, self.last_row, last)]

    def _ends_here(self, place: Area) -> bool:
        return place.last_row == self.place.last_row

    def _within(self, place: Area) -> bool:
        return (
            self.place.first_column <= place.first_column
            and place.last_column <= self.place.last_column
        )


def grow_table(part: Part, growth: Growth) -> None:
    """Make the table's part, and its filter, end at the new row."""
    new = str(
        Area(
            growth.place.first_row,
            growth.place.first_column,
            growth.last_row,
            growth.place.last_column,
        )
    )
    part.set_attribute(part.root, "ref", new)
    for tag in part.tags("autoFilter"):
        part.set_attribute(tag, "ref", new)


def grow_sheet(part: Part, growths: Sequence[Growth]) -> None:
    """Make the formats and validations of the tables' own sheet grow with the tables."""
    for element in _ON_AREAS:
        for tag in part.tags(element):
            old = tag.get("sqref")
            new = _grown_areas(old or "", growths)
            if old is not None and new != old:
                part.set_attribute(tag, "sqref", new)
    sparklines = [(tag.start, part.closing(tag)[1]) for tag in part.prefixed_tags("sparkline")]
    for tag in part.prefixed_tags("sqref"):
        if any(start < tag.start < end for start, end in sparklines):
            continue  # where one sparkline is shown, not what it shows
        old = part.text(tag)
        new = _grown_areas(old, growths)
        if new != old:
            part.set_text(tag, new)


def grow_references(part: Part, growths: Sequence[Growth], name: str) -> None:
    """Make ranges grow that a sheet's formats, validations and sparklines look at.

    The formulas of cells are left alone: those that mean a whole column name it by its table.
    """
    for element in _FORMULAS:
        for tag in part.tags(element):
            _grow_text(part, tag, growths, name)
    if b":f>" in part.mask:
        for tag in part.prefixed_tags("f"):
            if tag.name != part.prefix + b"f":
                _grow_text(part, tag, growths, name)


def grow_chart(part: Part, growths: Sequence[Growth]) -> None:
    """Make the ranges of a chart grow with the tables."""
    for tag in part.prefixed_tags("f"):
        _grow_text(part, tag, growths, "")


def _grow_text(part: Part, tag: Tag, growths: Sequence[Growth], own_sheet: str) -> None:
    old = part.text(tag)
    new = grown_formula(old, growths, own_sheet)
    if new != old:
        part.set_text(tag, new)


def grown_formula(formula: str, growths: Iterable[Growth], own_sheet: str = "") -> str:
    """Return a formula whose ranges have grown with the tables."""
    for growth in growths:
        formula = grown(formula, own_sheet, growth.of_range)
    return formula


def grow_names(workbook: Part, growths: Sequence[Growth]) -> None:
    """Make print areas, and names that stand for a table's columns, grow with the tables."""
    for tag in workbook.tags("definedName"):
        old = new = workbook.text(tag)
        printed = (tag.get("name") or "") == "_xlnm.Print_Area"
        for growth in growths:
            new = grown(new, "", growth.of_print_area if printed else growth.of_range)
        if new != old:
            workbook.set_text(tag, new)


def _grown_areas(text: str, growths: Iterable[Growth]) -> str:
    areas = [area(one) for one in text.split()]
    if None in areas:
        return text  # whole rows or columns hold the new rows already
    places = [place for place in areas if place is not None]
    grew = places
    for growth in growths:
        grew = [new for place in grew for new in growth.of_format(place)]
    return text if grew == places else " ".join(map(str, grew))


def grow_around(book: Book, part: Callable[[str], Part], growths: Sequence[Growth]) -> None:
    """Make all that shows the tables grow with them: names, formats, validations, charts."""
    if not growths:
        return
    grow_names(part(book.source.package.workbook_part), growths)
    for sheet in book.sheets:
        if sheet.kind != "worksheet":
            continue
        own = [growth for growth in growths if growth.sheet == sheet.name]
        if own:
            grow_sheet(part(sheet.part), own)
        grow_references(part(sheet.part), growths, sheet.name)
    for name in charts_of(book):
        grow_chart(part(name), growths)


def charts_of(book: Book) -> list[str]:
    """Return the names of the parts of all charts."""
    package = book.source.package
    return [
        one
        for sheet in book.sheets
        for drawing in package.targets(sheet.part, "drawing")
        for one in package.targets(drawing, "chart", "chartEx")
    ]
