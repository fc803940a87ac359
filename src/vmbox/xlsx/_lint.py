"""The faults in a workbook that make Excel offer to repair it, or show it wrongly.

Validation against the file format's schema finds few of them: they are about how parts agree.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vmbox.xlsx import _xml
from vmbox.xlsx._address import Area, address, area, cell_position
from vmbox.xlsx._book import Book, book_of
from vmbox.xlsx._cells import Cell, rich_text
from vmbox.xlsx._formulas import is_balanced
from vmbox.xlsx._names import is_good_name
from vmbox.xlsx._new_values import LONGEST_TEXT
from vmbox.xlsx._package import open_package, part_key
from vmbox.xlsx._sheet_xml import SheetXml
from vmbox.xlsx._splice import Part

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator

    from vmbox.xlsx._book import Sheet, Table
    from vmbox.xlsx._package import Package

LONGEST_LIST: Final = 255
LONGEST_SHEET_NAME: Final = 31
_FALLBACK: Final = re.compile(rb"<mc:Fallback\b.*?</mc:Fallback>", re.DOTALL)
_NOT_IN_SHEET_NAMES: Final = frozenset("[]:*?/\\")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: its code, the part and place that it is in, and what was found there."""

    code: str
    part: str
    place: str
    found: str

    def __str__(self) -> str:
        return f"{self.part} {self.place}: {self.found} ({self.code})"


def lint(path: str | os.PathLike[str]) -> list[Fault]:
    """Return the faults of a workbook, none if Excel would open it as it is.

    Raises
    ------
    FileError, NotAWorkbook
        As of `read_book`.
    """
    return faults_of(open_package(Path(path)))


def faults_of(package: Package) -> list[Fault]:
    """Return the faults of a workbook's parts."""
    book = book_of(package)
    return [
        *structure_faults(package),
        *_name_faults(package, book),
        *_sheet_name_faults(package, book),
        *_table_faults(book),
        *(fault for sheet in book.sheets for fault in _sheet_faults(package, sheet)),
        *_chain_faults(package, book),
        *_drawing_faults(package),
        *_string_faults(package),
    ]


def new_faults(old: Package, new: Package) -> list[Fault]:
    """Return the faults of parts, relationships and tables that `new` has and `old` had not."""
    after = [*structure_faults(new), *_table_faults(book_of(new))]
    if not after:
        return []  # as nearly always
    before = {*structure_faults(old), *_table_faults(book_of(old))}
    return [fault for fault in after if fault not in before]


def structure_faults(package: Package) -> Iterator[Fault]:
    """Return what is wrong with the parts, their types and the arrows between them."""
    types = package.xml("[Content_Types].xml")
    endings = {one.get("Extension", "").lower() for one in _xml.children(types, "Default")}
    named = {part_key(one.get("PartName", "")) for one in _xml.children(types, "Override")}
    for key, member in package.by_name.items():
        if member.is_dir() or key == "[content_types].xml":
            continue
        if key not in named and key.rpartition(".")[2] not in endings:
            yield Fault("no-content-type", member.filename, "", "the part has no content type")
        if key.endswith(".rels"):
            yield from _arrow_faults(package, member.filename)


def _arrow_faults(package: Package, name: str) -> Iterator[Fault]:
    folder, _, own = name.rpartition("_rels/")
    arrows = package.relationships(folder + own.removesuffix(".rels"))
    for one in arrows:
        inside = not one.external and not one.target.startswith("#")
        if inside and one.target not in package and one.target.upper() != "NULL":
            found = f"the relationship points to {one.target}, which is missing"
            yield Fault("dangling-relationship", name, one.id, found)
    for identity in _twice(one.id for one in arrows):
        yield Fault("relationship-twice", name, identity, "two relationships have this name")


def _twice(things: Iterable[str]) -> list[str]:
    return [thing for thing, times in Counter(things).items() if times > 1]


def _name_faults(package: Package, book: Book) -> Iterator[Fault]:
    part = package.workbook_part
    listed = _xml.child(package.xml(part), "definedNames")
    names = [
        (one.get("name", ""), one.get("localSheetId", ""))
        for one in (listed if listed is not None else ())
    ]
    for name, _ in names:
        if not is_good_name(name):
            yield Fault("bad-name", part, name, "Excel allows no such name")
    for name in _twice(f"{name.casefold()} {where}".strip() for name, where in names):
        yield Fault("name-twice", part, name, "two names are one")
    known = {name.casefold() for name, where in names if not where}
    for table in book.tables:
        if table.casefold() in known:
            yield Fault("name-twice", part, table, "a table and a defined name are one")


def _sheet_name_faults(package: Package, book: Book) -> Iterator[Fault]:
    part = package.workbook_part
    for name in _twice(sheet.name.casefold() for sheet in book.sheets):
        yield Fault("sheet-twice", part, name, "two sheets have one name")
    for sheet in book.sheets:
        odd = _NOT_IN_SHEET_NAMES.intersection(sheet.name) or sheet.name.strip("'") != sheet.name
        if odd or not 0 < len(sheet.name) <= LONGEST_SHEET_NAME:
            yield Fault("bad-sheet-name", part, sheet.name, "Excel allows no such sheet name")


def _table_faults(book: Book) -> Iterator[Fault]:
    package = book.source.package
    listed = [
        (sheet, one.target)
        for sheet in book.sheets
        for one in package.relationships(sheet.part)
        if one.kind == "table" and one.target in package
    ]
    roots = [package.xml(part) for _, part in listed]
    for name in _twice((root.get("displayName") or "").casefold() for root in roots):
        yield Fault("table-twice", "", name, "two tables have one name")
    for identity in _twice(root.get("id", "") for root in roots):
        yield Fault("table-twice", "", identity, "two tables have one number")
    for table in book.tables.values():
        yield from _header_faults(table, _few_cells(table.sheet))
        yield from _filter_faults(package, table)
    for one, other in combinations(book.tables.values(), 2):
        if one.sheet is other.sheet and one.place.meets(other.place):
            found = f"it overlaps the table '{other.name}'"
            yield Fault("tables-overlap", one.part, one.name, found)


def _few_cells(sheet: Sheet) -> Callable[[int, int], Cell]:
    """Return what reads single cells of a sheet, of which there may be many."""
    if sheet.cells_if_read is not None:
        return sheet.cell
    part = Part(sheet.part, sheet.source.read(sheet.part), sheet.part)
    return SheetXml(part, sheet.name, sheet.source).cell


def _header_faults(table: Table, cell: Callable[[int, int], Cell]) -> Iterator[Fault]:
    width = table.last_column - table.first_column + 1
    if len(table.declared) != width:
        found = f"{len(table.declared)} columns are listed for {width}"
        yield Fault("header-differs", table.part, table.name, found)
    for name in _twice(name.casefold() for name in table.declared):
        yield Fault("header-twice", table.part, name, "two columns have one name")
    for offset, name in enumerate(table.declared if table.header else ()):
        column = table.first_column + offset
        shown = cell(table.first_row, column).value
        if not isinstance(shown, str) or shown != name:
            found = f"the header cell shows {shown!r}, the table says {name!r}"
            place = address(table.first_row, column)
            yield Fault("header-differs", table.part, place, found)


def _filter_faults(package: Package, table: Table) -> Iterator[Fault]:
    own = _xml.child(package.xml(table.part), "autoFilter")
    place = area(own.get("ref", "")) if own is not None else None
    expected = Area(table.first_row, table.first_column, table.last_row, table.last_column)
    if place is not None and place != expected:
        found = f"its filter lies on {place} instead of {expected}"
        yield Fault("filter-differs", table.part, table.name, found)


def _sheet_faults(package: Package, sheet: Sheet) -> Iterator[Fault]:
    if sheet.kind != "worksheet":
        return
    part = Part(sheet.part, package.read(sheet.part), f"{package.path}: the part {sheet.part}")
    data = part.tag("sheetData")
    if data is None:
        return
    end = part.closing(data)[0]
    yield from _row_faults(part, data.end, end)
    for tag in part.tags("f", data.end, end):
        if not is_balanced(part.text(tag)):
            yield Fault("unbalanced-formula", part.name, _cell_before(part, tag.start), "")
    for tag in part.tags("is", data.end, end):
        if len(part.inside(tag)) > LONGEST_TEXT and _longest_text(part, tag.start) > LONGEST_TEXT:
            found = f"a text of more than {LONGEST_TEXT} characters"
            yield Fault("text-too-long", part.name, _cell_before(part, tag.start), found)
    yield from _merge_faults(part, end)
    yield from _list_faults(part, end)


def _cell_before(part: Part, at: int) -> str:
    start = part.mask.rfind(b"<" + part.prefix + b"c ", 0, at)
    tag = next(part.tags("c", start, at), None) if start >= 0 else None
    return (tag.get("r") or "") if tag is not None else ""


def _longest_text(part: Part, start: int) -> int:
    end = part.mask.find(b"</" + part.prefix + b"is", start)
    tags = part.tags("t", start, end)
    return sum(len(_xml.unescaped(part.text(tag))) for tag in tags)


def _row_faults(part: Part, start: int, end: int) -> Iterator[Fault]:
    row = -1
    for tag in part.tags("row", start, end):
        written = tag.get("r")
        number = part.number(tag, "r") - 1 if written else row + 1
        if number <= row:
            code = "row-twice" if number == row else "rows-out-of-order"
            yield Fault(code, part.name, str(number + 1), f"it follows row {row + 1}")
        row = number
        yield from _cell_faults(part, row, tag.end, part.closing(tag)[0])


def _cell_faults(part: Part, row: int, start: int, end: int) -> Iterator[Fault]:
    column = -1
    for tag in part.tags("c", start, end):
        written = tag.get("r")
        position = cell_position(written) if written else (row, column + 1)
        if position is None or position[0] != row:
            yield Fault("cell-misplaced", part.name, str(written), f"it is in row {row + 1}")
            continue
        if position[1] <= column:
            code = "cell-twice" if position[1] == column else "cells-out-of-order"
            yield Fault(code, part.name, str(written), f"it follows {address(row, column)}")
        column = position[1]


def _merge_faults(part: Part, start: int) -> Iterator[Fault]:
    merges = [area(tag.get("ref") or "") for tag in part.tags("mergeCell", start)]
    # By their first rows, so that only neighbours have to be compared.
    places = sorted(filter(None, merges), key=lambda place: (place.first_row, place.first_column))
    for index, one in enumerate(places):
        for other in places[index + 1 :]:
            if other.first_row > one.last_row:
                break
            if one.meets(other):
                yield Fault("merges-overlap", part.name, str(one), f"it overlaps {other}")


def _list_faults(part: Part, start: int) -> Iterator[Fault]:
    for tag in part.tags("dataValidation", start):
        end = part.closing(tag)[0]
        formula = next(part.tags("formula1", tag.end, end), None)
        text = part.text(formula) if formula is not None else ""
        if text.startswith('"') and len(text.strip('"')) > LONGEST_LIST:
            found = f"its list has more than {LONGEST_LIST} characters"
            yield Fault("list-too-long", part.name, tag.get("sqref") or "", found)


def _chain_faults(package: Package, book: Book) -> Iterator[Fault]:
    by_id = {sheet.id: sheet for sheet in book.sheets}
    for one in package.relationships(package.workbook_part):
        if one.kind != "calcChain" or one.target not in package:
            continue
        identity = ""
        for entry in _xml.children(package.xml(one.target), "c"):
            identity = entry.get("i") or identity
            place = cell_position(entry.get("r", ""))
            sheet = by_id.get(identity)
            if sheet is None or place is None or not _calculates(package, sheet, place):
                where = f"{sheet.name if sheet else identity}!{entry.get('r')}"
                found = "the calculation chain names a cell without a formula"
                yield Fault("stale-calc-chain", one.target, where, found)


def _calculates(package: Package, sheet: Sheet, place: tuple[int, int]) -> bool:
    if sheet.cell(*place).formula is not None:
        return True
    part = Part(sheet.part, package.read(sheet.part), sheet.part)
    arrays = (area(tag.get("ref") or "") for tag in part.tags("f") if tag.get("t") == "array")
    return any(place in array for array in arrays if array is not None)


def _drawing_faults(package: Package) -> Iterator[Fault]:
    for key, member in package.by_name.items():
        if not re.fullmatch(r".*/drawings/drawing[^/]*\.xml", key):
            continue
        data = _FALLBACK.sub(b"", package.inflate(member))
        part = Part(member.filename, data, f"{package.path}: the part {member.filename}")
        ids = (tag.get("id") or "" for tag in part.prefixed_tags("cNvPr"))
        for identity in _twice(one for one in ids if one):
            yield Fault("drawing-id-twice", part.name, identity, "two shapes have one number")


def _string_faults(package: Package) -> Iterator[Fault]:
    for one in package.relationships(package.workbook_part):
        if one.kind != "sharedStrings" or one.target not in package:
            continue
        for index, item in enumerate(_xml.children(package.xml(one.target), "si")):
            if len(rich_text(item)) > LONGEST_TEXT:
                found = f"a text of more than {LONGEST_TEXT} characters"
                yield Fault("text-too-long", one.target, str(index), found)
