"""Names in a workbook: which are allowed, how they are defined, how a column gets another one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from vmbox.xlsx import _xml
from vmbox.xlsx._address import cell_position
from vmbox.xlsx._formulas import renamed
from vmbox.xlsx._new_values import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vmbox.xlsx._splice import Part

LONGEST_NAME: Final = 255
_NAME: Final = re.compile(r"[^\W\d][\w.\\?]*|\\[\w.\\?]*")
_R1C1: Final = re.compile(r"[Rr]([0-9]+|\[-?[0-9]+\])?([Cc]([0-9]+|\[-?[0-9]+\])?)?|[Cc]")
# The elements of a workbook that stand before definedNames, last first (CT_Workbook).
_BEFORE: Final = ("externalReferences", "functionGroups", "sheets")
# The elements of a sheet or table that hold formulas.
_FORMULAS: Final = (
    *("f", "formula", "formula1", "formula2"),
    *("calculatedColumnFormula", "totalsRowFormula"),
)


@dataclass(frozen=True, slots=True)
class Renaming:
    """A column of a table has another name from now on."""

    table: str
    old: str
    new: str


def is_good_name(name: str) -> bool:
    """Return whether Excel allows a defined name: not a cell's address, no space in it."""
    bare = name.removeprefix("_xlnm.")
    if not _NAME.fullmatch(bare) or len(name) > LONGEST_NAME:
        return False
    return cell_position(bare) is None and not _R1C1.fullmatch(bare)


def define_names(workbook: Part, names: dict[str, str]) -> None:
    """Define names for the whole workbook, in place of those of the same name, or as new ones."""
    missing = {name.casefold(): (name, formula) for name, formula in names.items()}
    for tag in workbook.tags("definedName"):
        key = _xml.unescaped(tag.get("name") or "").casefold()
        if tag.get("localSheetId") is None and key in missing and not tag.empty:
            formula = missing.pop(key)[1]
            if workbook.text(tag) != formula:
                workbook.set_text(tag, formula)
    if missing:
        _add_names(workbook, missing.values())


def _add_names(workbook: Part, names: Iterable[tuple[str, str]]) -> None:
    prefix = workbook.prefix.decode()
    new = "".join(
        f"<{prefix}definedName name={quoteattr(name)}>{escape(formula)}</{prefix}definedName>"
        for name, formula in names
    )
    listed = workbook.tag("definedNames")
    if listed is not None and not listed.empty:
        at = workbook.closing(listed)[0]
        workbook.replace(at, at, new.encode())
        return
    whole = f"<{prefix}definedNames>{new}</{prefix}definedNames>".encode()
    if listed is not None:
        workbook.replace(listed.start, listed.end, whole)
        return
    before = next(filter(None, map(workbook.tag, _BEFORE)))
    at = workbook.closing(before)[1]
    workbook.replace(at, at, whole)


def rename_in_table(part: Part, renamings: Iterable[Renaming]) -> None:
    """Give columns their new names in the part of their table."""
    new_names = {one.old: one.new for one in renamings}
    for tag in part.tags("tableColumn"):
        new = new_names.get(_xml.unescaped(tag.get("name") or ""))
        if new is not None:
            part.set_attribute(tag, "name", escaped(new).replace("\n", "_x000a_"))


def rename_in_formulas(part: Part, renamings: Iterable[Renaming]) -> None:
    """Call columns by their new names in the formulas of a sheet, a table or the workbook."""
    wanted = [one for one in renamings if f"{one.table}[".encode() in part.mask]
    if not wanted:
        return
    tags = [tag for name in (*_FORMULAS, "definedName") for tag in part.tags(name)]
    tags += [tag for tag in part.prefixed_tags("f") if tag.name != part.prefix + b"f"]
    for tag in tags:
        old = new = part.text(tag)
        for one in wanted:
            new = renamed(new, one.table, one.old, one.new)
        if new != old:
            part.set_text(tag, new)
