"""What makes Excel calculate afresh: the request in the workbook, and the calculation chain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vmbox.xlsx._address import cell_position

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from vmbox.xlsx._splice import Part

# The elements of a workbook that stand before calcPr, last first (CT_Workbook).
_BEFORE: Final = ("definedNames", "externalReferences", "functionGroups", "sheets")


def ask_for_calculation(workbook: Part) -> None:
    """Make Excel calculate everything when it opens the workbook; nothing if it does so already."""
    tag = workbook.tag("calcPr")
    if tag is not None:
        if tag.get("fullCalcOnLoad") not in {"1", "true"}:
            workbook.set_attribute(tag, "fullCalcOnLoad", "1")
        return
    for name in _BEFORE:
        before = workbook.tag(name)
        if before is not None:
            at = workbook.closing(before)[1]
            new = b'<%scalcPr fullCalcOnLoad="1"/>' % workbook.prefix
            workbook.replace(at, at, new)
            return


def leave_chain(chain: Part, sheet_id: str, cells: AbstractSet[tuple[int, int]]) -> bool:
    """Take cells of one sheet out of the calculation chain; return whether any other is left.

    An entry without a sheet lies on the sheet of the entry before it.
    """
    sheet = ""
    written = ""
    left = False
    for tag in chain.tags("c"):
        sheet = tag.get("i") or sheet
        if sheet == sheet_id and cell_position(tag.get("r") or "") in cells:
            chain.replace(tag.start, chain.closing(tag)[1], b"")
            continue
        left = True
        if tag.get("i") is None and sheet != written:
            chain.set_attribute(tag, "i", sheet)
        written = sheet
    return left
