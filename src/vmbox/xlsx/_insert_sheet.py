"""Rows put into a sheet's own part: its rows, and what lies on them besides cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vmbox.errors import EditRefused
from vmbox.xlsx._address import ROWS, address
from vmbox.xlsx._insertion import RangeOfSheetsError

if TYPE_CHECKING:
    from vmbox.xlsx._insertion import Insertion
    from vmbox.xlsx._sheet_xml import SheetXml
    from vmbox.xlsx._splice import Part, Tag

# Elements that lie on one area or cell, and the attribute that says which.
_ON_ONE: Final = {
    "mergeCell": "ref",
    "hyperlink": "ref",
    "dimension": "ref",
    "autoFilter": "ref",
    "sortState": "ref",
    "sortCondition": "ref",
    "cellWatch": "r",
    "inputCells": "r",
    "cellSmartTags": "r",
    "webPublishItem": "sourceRef",
}
# Elements that lie on a list of areas.
_ON_SEVERAL: Final = (
    "conditionalFormatting",
    "dataValidation",
    "ignoredError",
    "protectedRange",
    "scenario",
)
_FORMULAS: Final = ("formula", "formula1", "formula2")
_NUMBER: Final = re.compile(r"[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?")
_ADDRESSED: Final = re.compile(rb'(<c r="[A-Z]{1,3}|<row r=")([0-9]{1,7})(?=")')
_LIKE_ABOVE: Final = frozenset((b"s", b"customFormat", b"ht", b"customHeight", b"spans"))


def shift_looks(part: Part, sheet: str, insertion: Insertion) -> None:
    """Move what formats, validations, sparklines and the like of a sheet look at and lie on.

    Raises
    ------
    EditRefused
        A formula of theirs names several sheets at once.
    """
    for element in _FORMULAS:
        for tag in part.tags(element):
            shift_text(part, tag, sheet, insertion)
    for tag in part.tags("cfvo"):
        written = tag.get("val")
        if written and not _NUMBER.fullmatch(written):
            shift_attribute(part, tag, "val", sheet, insertion)
    if b":f>" in part.mask:
        for tag in part.prefixed_tags("f"):
            if tag.name != part.prefix + b"f":
                shift_text(part, tag, sheet, insertion)
    _shift_linked(part, sheet, insertion)


def _shift_linked(part: Part, sheet: str, insertion: Insertion) -> None:
    for tag in part.prefixed_tags("controlPr"):
        for name in ("linkedCell", "listFillRange"):
            shift_attribute(part, tag, name, sheet, insertion)
    for tag in part.tags("dataRef"):
        if insertion.is_on(tag.get("sheet") or ""):
            move_attribute(part, tag, "ref", insertion)


def shift_places(part: Part, insertion: Insertion) -> None:
    """Move what lies on the rows of the sheet itself, other than cells and drawings."""
    for element, name in _ON_ONE.items():
        for tag in part.tags(element):
            move_attribute(part, tag, name, insertion)
    for element in _ON_SEVERAL:
        for tag in part.tags(element):
            move_attribute(part, tag, "sqref", insertion)
    for tag in part.prefixed_tags("sqref"):
        part.set_text(tag, insertion.areas(part.text(tag)))
    _shift_breaks(part, insertion)


def move_attribute(part: Part, tag: Tag, name: str, insertion: Insertion) -> None:
    """Move the areas of an attribute, if the tag has it."""
    old = tag.get(name) or ""
    new = insertion.areas(old)
    if new != old:
        part.set_attribute(tag, name, new)


def _shift_breaks(part: Part, insertion: Insertion) -> None:
    # A break belongs to the row below it, whose number from 0 it has.
    for breaks in part.tags("rowBreaks"):
        for tag in part.tags("brk", breaks.end, part.closing(breaks)[0]):
            row = part.number(tag, "id")
            if row >= insertion.row:
                part.set_attribute(tag, "id", str(row + insertion.count))


def shift_text(part: Part, tag: Tag, sheet: str, insertion: Insertion) -> None:
    """Move the references of the formula that is an element's text."""
    old = part.text(tag)
    new = shifted(old, sheet, insertion, part.where)
    if new != old:
        part.set_text(tag, new)


def shift_attribute(part: Part, tag: Tag, name: str, sheet: str, insertion: Insertion) -> None:
    """Move the references of the formula that is an attribute's text, if the tag has it."""
    old = tag.get(name)
    if old:
        new = shifted(old, sheet, insertion, part.where)
        if new != old:
            part.set_attribute(tag, name, new)


def shifted(
    formula: str, sheet: str, insertion: Insertion, where: str, *, absolute: bool = False
) -> str:
    """Return a formula afterwards; EditRefused, naming `where`, if it cannot be told."""
    try:
        return insertion.formula(formula, sheet, absolute=absolute)
    except RangeOfSheetsError as error:
        raise EditRefused(
            f"{where}: '{formula}' names several sheets at once, and rows of one of them, "
            f"'{insertion.sheet}', would move. Put the rows in in Excel."
        ) from error


class RowShift:
    """Moves the rows of a sheet down, and puts blank ones in that look like a row beside them."""

    def __init__(self, xml: SheetXml, insertion: Insertion, like: int | None) -> None:
        self._xml = xml
        self._part = xml.part
        self._insertion = insertion
        self._like = like

    def run(self) -> None:
        """Splice the rows.

        Raises
        ------
        EditRefused
            The last rows would fall off the sheet.
        """
        below = [row for row in self._xml.rows.values() if row.number >= self._insertion.row]
        if below and self._insertion.moved(below[-1].number) >= ROWS:
            raise EditRefused(
                f"{self._xml.where}: row {below[-1].number + 1} would fall off the sheet. "
                "Delete what lies in the last rows in Excel."
            )
        new = b"".join(self._new_rows())
        if not below:
            if new and not self._xml.data_tag.empty:
                self._part.replace(self._xml.data_end, self._xml.data_end, new)
            return
        start = below[0].tag.start
        self._part.replace(start, start, new)
        if not self._move_plainly(start):
            self._move_each([row.number for row in below])

    def _move_plainly(self, start: int) -> bool:
        """Move the rows from an offset on, if all of them say plainly which they are."""
        if self._part.prefix or not self._part.is_plain:
            return False
        old = self._part.data[start : self._xml.data_end]
        count = self._insertion.count
        new, times = _ADDRESSED.subn(lambda found: b"%s%d" % (found[1], int(found[2]) + count), old)
        if times != old.count(b"<row") + old.count(b"<c ") + old.count(b"<c>"):
            return False
        self._part.replace(start, self._xml.data_end, new)
        return True

    def _move_each(self, rows: list[int]) -> None:
        for number in rows:
            row = self._xml.rows[number]
            new = self._insertion.moved(number)
            self._part.set_attribute(row.tag, "r", str(new + 1))
            for column, span in self._xml.cells_of(number).items():
                if span.tag.get("r") is not None:
                    self._part.set_attribute(span.tag, "r", address(new, column))

    def _new_rows(self) -> list[bytes]:
        """Blank rows with the styles and heights of the row that they are to be like."""
        row = self._xml.rows.get(self._like) if self._like is not None else None
        if row is None:
            return []
        prefix = self._part.prefix
        kept = [one for one in row.tag.attributes() if one[0] in _LIKE_ABOVE]
        attributes = b"".join(b" %s=%s" % one for one in kept)
        styles = [
            (column, self._part.number(span.tag, "s"))
            for column, span in self._xml.cells_of(row.number).items()
        ]
        made = []
        for number in range(self._insertion.row, self._insertion.row + self._insertion.count):
            cells = b"".join(
                b'<%sc r="%s" s="%d"/>' % (prefix, address(number, column).encode(), style)
                for column, style in styles
                if style
            )
            head = b'<%srow r="%d"%s>' % (prefix, number + 1, attributes)
            made.append(b"%s%s</%srow>" % (head, cells, prefix))
        return made
