"""Rows put into a sheet: what moves in the parts that hang on it, and on the workbook."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vmbox.errors import EditRefused
from vmbox.xlsx._address import Area, area
from vmbox.xlsx._insert_sheet import move_attribute, shift_attribute, shift_text, shifted

if TYPE_CHECKING:
    from vmbox.xlsx._book import Table
    from vmbox.xlsx._insertion import Insertion
    from vmbox.xlsx._splice import Part, Tag

_ROW: Final = re.compile(rb"(<(?:[\w.\-]+:)?row>\s*)([0-9]+)(\s*</)")
_OFFSET: Final = re.compile(rb"<(?:[\w.\-]+:)?rowOff>\s*(-?[0-9]+)")
_SHAPE: Final = re.compile(rb"<(\w+:)?ClientData\b.*?</(\w+:)?ClientData>", re.DOTALL)
_ANCHOR: Final = re.compile(rb"(<(?:\w+:)?Anchor>)([^<]*)(?=</)")
_NOTE_ROW: Final = re.compile(rb"(<(?:\w+:)?Row>\s*)([0-9]+)(?=\s*</)")


def shift_names(workbook: Part, insertion: Insertion) -> None:
    """Move what defined names stand for: print areas and titles, filters, and all others."""
    for tag in workbook.tags("definedName"):
        old = workbook.text(tag)
        where = f"{workbook.where}, the name {tag.get('name')}"
        new = shifted(old, "", insertion, where, absolute=True)
        if new != old:
            workbook.set_text(tag, new)


def shift_table(part: Part, table: Table, insertion: Insertion) -> None:
    """Move a table of the sheet, or make it longer."""
    move_attribute(part, part.root, "ref", insertion)
    new = insertion.area(table.place)
    data = Area(new.first_row, new.first_column, new.last_row - table.totals, new.last_column)
    for tag in part.tags("autoFilter"):
        # Rows before the totals row lengthen the table's data.
        part.set_attribute(tag, "ref", str(data))
    for element in ("sortState", "sortCondition"):
        for tag in part.tags(element):
            move_attribute(part, tag, "ref", insertion)


def shift_table_formulas(part: Part, sheet: str, insertion: Insertion) -> None:
    """Move the references in the formulas of a table's columns, on whatever sheet it lies."""
    for element in ("calculatedColumnFormula", "totalsRowFormula"):
        for tag in part.tags(element):
            shift_text(part, tag, sheet, insertion)


def shift_chart(part: Part, insertion: Insertion) -> None:
    """Move the ranges that a chart shows."""
    for tag in part.prefixed_tags("f"):
        shift_text(part, tag, "", insertion)


def shift_links(part: Part, sheet: str, insertion: Insertion) -> None:
    """Move the cells that the shapes of a drawing show."""
    for element in ("sp", "cxnSp", "pic"):
        for tag in part.prefixed_tags(element):
            shift_attribute(part, tag, "textlink", sheet, insertion)


def shift_control(part: Part, sheet: str, insertion: Insertion) -> None:
    """Move the cells that a form control writes to and lists."""
    for name in ("fmlaLink", "fmlaRange", "fmlaGroup", "fmlaTxbx"):
        shift_attribute(part, part.root, name, sheet, insertion)


def shift_anchors(part: Part, insertion: Insertion) -> None:
    """Move the drawings of the sheet, as each of them wants to be moved with its cells."""
    for tag in part.prefixed_tags("twoCellAnchor"):
        how = tag.get("editAs") or "twoCell"
        if how != "absolute":
            _shift_ends(part, tag, insertion, stretches=how == "twoCell")
    for tag in part.prefixed_tags("oneCellAnchor"):
        _shift_ends(part, tag, insertion, stretches=False)


def shift_control_anchors(sheet: Part, insertion: Insertion) -> None:
    """Move the form controls and objects that a sheet's own part anchors."""
    for tag in sheet.tags("anchor"):
        if tag.get("moveWithCells") in {"1", "true"}:
            stretches = tag.get("sizeWithCells") in {"1", "true"}
            _shift_ends(sheet, tag, insertion, stretches=stretches)


def _shift_ends(part: Part, anchor: Tag, insertion: Insertion, *, stretches: bool) -> None:
    end = part.closing(anchor)[1]
    rows = list(_ROW.finditer(part.mask, anchor.end, end))[:2]
    offsets = [int(one[1]) for one in _OFFSET.finditer(part.mask, anchor.end, end)][:2]
    if not rows:
        return
    first = int(rows[0][2])
    new = [insertion.moved(first)]
    for one in rows[1:]:
        last = int(one[2])
        # A shape that ends at the top of a row does not reach into it.
        touches = last - (offsets[1:] == [0] and last > first)
        moves = insertion.moved(touches) - touches if stretches else new[0] - first
        new.append(last + moves)
    for found, row in zip(rows, new, strict=True):
        if int(found[2]) != row:
            part.replace_text(found.start(2), found.end(2), b"%d" % row)


def shift_notes(part: Part, insertion: Insertion) -> None:
    """Move comments, old or threaded, with their cells."""
    for element in ("comment", "threadedComment"):
        for tag in part.tags(element):
            move_attribute(part, tag, "ref", insertion)


def shift_old_drawing(part: Part, insertion: Insertion) -> None:
    """Move the boxes of comments and the form controls of a legacy (VML) drawing."""
    for found in _SHAPE.finditer(part.mask):
        note = _NOTE_ROW.search(part.mask, found.start(), found.end())
        anchor = _ANCHOR.search(part.mask, found.start(), found.end())
        by = None
        if note is not None:
            row = int(note[2])
            by = insertion.moved(row) - row
            if by:
                part.replace_text(note.start(2), note.end(2), b"%d" % (row + by))
        if anchor is not None:
            _shift_old_anchor(part, anchor, found[0], by, insertion)


def _shift_old_anchor(
    part: Part, anchor: re.Match[bytes], shape: bytes, by: int | None, insertion: Insertion
) -> None:
    """Move the eight numbers: column, offset, row, offset, and the same of the other corner."""
    numbers = anchor[2].decode().split(",")
    if len(numbers) != 8:  # noqa: PLR2004
        return
    first, last = int(numbers[2]), int(numbers[6])
    if by is None:
        # The two marks say what a shape does not do.
        if b"MoveWithCells" in shape:
            return
        by = insertion.moved(first) - first
        stretched = insertion.moved(last) - last
        by_last = by if b"SizeWithCells" in shape else stretched
    else:
        by_last = by  # a comment's box stays beside its cell
    if by or by_last:
        numbers[2], numbers[6] = f" {first + by}", f" {last + by_last}"
        part.replace_text(anchor.start(2), anchor.end(2), ",".join(numbers).encode())


def shift_pivot(part: Part, insertion: Insertion) -> None:
    """Move a pivot table of the sheet.

    Raises
    ------
    EditRefused
        The rows would come inside it.
    """
    for tag in part.tags("location"):
        place = area(tag.get("ref") or "")
        if place is not None and insertion.is_inside(place):
            raise EditRefused(
                f"{part.where}: rows cannot be put into the pivot table in {place}. Put them in "
                "above or below it."
            )
        move_attribute(part, tag, "ref", insertion)


def shift_pivot_source(part: Part, insertion: Insertion) -> None:
    """Move the area of the sheet that a pivot table is made from."""
    for tag in part.tags("worksheetSource"):
        if insertion.is_on(tag.get("sheet") or "") and tag.get("name") is None:
            move_attribute(part, tag, "ref", insertion)
