"""What to do instead, where a repair cannot help."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vmbox.workbook.findings import Finding

_COPY: Final = "an earlier copy of the workbook (SharePoint and OneDrive keep versions)"
_DO: Final = {
    "table-missing": (
        "If the cells are still there: select them with their headings, Insert, Table, and give "
        f"it that name under Table Design. Else take the sheet from {_COPY}."
    ),
    "column-missing": (
        "Put a column with that heading back into the Table, or take the sheet from "
        f"{_COPY}. Then repair again."
    ),
    "label-missing": (
        "Insert an empty row above the Table where that row was (docs/repair.md has their order), "
        "then repair again."
    ),
    "name-missing": f"Take the sheet that it was on from {_COPY}, then repair again.",
}


def told_otherwise(left: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings that are left after a repair, none of which says to run one.

    What is the same of many cells of a sheet is told once.
    """
    alike: dict[Finding, list[Finding]] = {}
    for one in left:
        do = _DO.get(one.code, one.do) if "vmbox repair" in one.do else one.do
        told = replace(one, do=do)
        alike.setdefault(replace(told, cell=""), []).append(told)
    for cells in alike.values():
        first, *more = dict.fromkeys(cells)
        if more:
            words = f"{first.found} (So are {len(more)} more cells of the sheet.)"
            yield replace(first, found=words)
        else:
            yield first
