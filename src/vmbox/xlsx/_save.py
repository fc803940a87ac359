"""From the changes of an open workbook to the bytes of a new file, looked through before use."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from vmbox.errors import EditRefused
from vmbox.xlsx._address import address
from vmbox.xlsx._calculation import ask_for_calculation, leave_chain
from vmbox.xlsx._compose import composed, verify
from vmbox.xlsx._growth import grow_around, grow_table
from vmbox.xlsx._lint import Fault, faults_of, new_faults
from vmbox.xlsx._made import MadePart
from vmbox.xlsx._names import define_names, rename_in_formulas, rename_in_table
from vmbox.xlsx._new_values import same_cell
from vmbox.xlsx._package import Package, part_key
from vmbox.xlsx._relationships import relationships_of
from vmbox.xlsx._rewrite import check_rewritten, rewritten
from vmbox.xlsx._sheet_writing import SheetWriter
from vmbox.xlsx._sheet_xml import SheetXml
from vmbox.xlsx._splice import Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vmbox.xlsx._edit import OpenBook
    from vmbox.xlsx._growth import Growth
    from vmbox.xlsx._open_sheet import OpenSheet
    from vmbox.xlsx._sheet_writing import NewCell

_FORMULA: Final = re.compile(rb"<(?:[\w.\-]+:)?f[\s/>]")


class Saving:
    """What one saving of a workbook changes."""

    def __init__(self, book: OpenBook) -> None:
        self._book = book
        self._package: Package = book.closed.source.package
        self._dropped: set[str] = set()
        self._new: dict[str, dict[tuple[int, int], NewCell]] = {}

    def data(self) -> bytes | None:
        """Return the bytes of the new file, or None if nothing changed.

        Raises
        ------
        EditRefused
            The new file would not be what it should be; nothing is written then.
        """
        self._write_cells()
        self._grow_tables()
        self._rename_columns()
        if self._book.new_names:
            workbook = self._book.part(self._package.workbook_part)
            define_names(workbook, self._book.new_names)
        over = self._package.over
        if not over and not any(part.changed for part in self._book.parts.values()):
            return None
        self._ask_for_calculation()
        self._leave_chain()
        parts = {
            part_key(name): part
            for name, part in self._book.parts.items()
            if part.changed and part_key(name) not in self._dropped
        }
        changed = {key: MadePart(data) for key, data in over.items() if key not in self._dropped}
        changed.update({key: part.made() for key, part in parts.items()})
        data = composed(self._package, changed, self._dropped)
        new = verify(self._package, data, changed, self._dropped)
        self._read_back(changed)
        self._lint(new, changed)
        return data

    def _write_cells(self) -> None:
        for sheet in self._rewritten():
            xml, cells = sheet.xml, sheet.whole or {}
            if xml.data_tag.empty:
                raise EditRefused(f"{sheet.where}: the sheet is empty, so it cannot be rewritten.")
            rows = rewritten(xml, cells, sheet.where)
            xml.part.replace(xml.data_tag.end, xml.data_end, rows)
            SheetWriter(xml).set_dimension(cells)
        for sheet in self._changed_sheets():
            new = sheet.new_cells()
            self._new[sheet.name] = new
            sheet.xml.part.replace_texts(sheet.fresh.edits)
            writer = SheetWriter(sheet.xml)
            writer.write(new)
            writer.finish()
        if self._book.styles is not None:
            self._book.styles.finish()

    def _rewritten(self) -> list[OpenSheet]:
        return [sheet for sheet in self._book.sheets.values() if sheet.whole is not None]

    def _changed_sheets(self) -> Iterator[OpenSheet]:
        return (sheet for sheet in self._book.sheets.values() if sheet.is_changed)

    # What grows with a table.

    def _grow_tables(self) -> None:
        growths: list[Growth] = []
        for table in self._book.tables.values():
            growth = table.growth()
            if growth is not None:
                growths.append(growth)
                grow_table(self._book.part(table.part), growth)
        grow_around(self._book.closed, self._book.part, growths)

    # What is called otherwise.

    def _rename_columns(self) -> None:
        renamings = self._book.renamings
        if not renamings:
            return
        changes = sum(
            len(sheet.changes) + len(sheet.fresh.shown) for sheet in self._changed_sheets()
        )
        if changes > len(renamings) or any(table.growth() for table in self._book.tables.values()):
            raise EditRefused(
                f"{self._book.path}: columns are renamed apart from other changes, so nothing was "
                "written. Save in two steps."
            )
        for table in self._book.tables.values():
            part = self._book.part(table.part)
            rename_in_table(part, [one for one in renamings if one.table == table.name])
            rename_in_formulas(part, renamings)
        for sheet in self._book.closed.sheets:
            if sheet.kind == "worksheet":
                rename_in_formulas(self._book.part(sheet.part), renamings)
        rename_in_formulas(self._book.part(self._package.workbook_part), renamings)

    # What makes Excel calculate.

    def _ask_for_calculation(self) -> None:
        workbook = self._book.part(self._package.workbook_part)
        tag = workbook.tag("calcPr")
        asked = tag is not None and tag.get("fullCalcOnLoad") in {"1", "true"}
        if not asked and self._has_formulas():
            ask_for_calculation(workbook)

    def _has_formulas(self) -> bool:
        if self._chain() is not None or self._rewritten():
            return True
        for changed in self._changed_sheets():
            if changed.fresh.shown:
                return True
            if any(changed.cell(place).formula for place in self._new[changed.name]):
                return True
        return any(
            self._package.contains(sheet.part, _FORMULA)
            for sheet in self._book.closed.sheets
            if sheet.kind == "worksheet"
        )

    def _chain(self) -> str | None:
        for one in self._package.relationships(self._package.workbook_part):
            if one.kind == "calcChain" and one.target in self._package:
                return one.target
        return None

    def _leave_chain(self) -> None:
        name = self._chain()
        if name is not None and (self._rewritten() or self._package.over):
            self._drop(name)  # Excel makes a new one
            return
        if name is None:
            return
        gone = {sheet: self._formulas_gone(sheet) for sheet in self._changed_sheets()}
        if not any(gone.values()):
            return
        left = True
        for sheet, cells in gone.items():
            if cells:
                left = leave_chain(self._book.part(name), sheet.id, cells)
        if not left:
            self._drop(name)

    def _formulas_gone(self, sheet: OpenSheet) -> set[tuple[int, int]]:
        return {
            position
            for position in self._new[sheet.name]
            if sheet.xml.cell(*position).formula is not None
            and sheet.cell(position).formula is None
        }

    def _drop(self, name: str) -> None:
        """Leave a part out of the new file, and what points to it."""
        self._dropped.add(part_key(name))
        source = self._package.workbook_part
        arrows = self._book.part(relationships_of(source))
        for tag, one in zip(
            arrows.tags("Relationship"), self._package.relationships(source), strict=True
        ):
            if part_key(one.target) == part_key(name):
                arrows.replace(tag.start, arrows.closing(tag)[1], b"")
        types = self._book.part("[Content_Types].xml")
        for tag in types.tags("Override"):
            if part_key(tag.get("PartName") or "") == part_key(name):
                types.replace(tag.start, types.closing(tag)[1], b"")

    # Looking through the result.

    def _lint(self, new: Package, changed: Mapping[str, MadePart]) -> None:
        # Tables, types and arrows are what `new_faults` looks at: without a change in them, there
        # is nothing that could disagree with anything. (Header cells are not written alone.)
        tables = {part_key(table.part) for table in self._book.closed.tables.values()}
        arrows = any(name.endswith((".rels", "[content_types].xml")) for name in changed)
        if self._package.over:
            faults = self._unknown_faults(new)
        elif self._dropped or arrows or changed.keys() & tables:
            faults = new_faults(self._package, new)
        else:
            return
        for fault in faults:
            raise EditRefused(
                f"{self._book.path}: after saving, Excel would have to repair the file: {fault}. "
                "Nothing was written. Save the file once from Excel and try again."
            )

    def _unknown_faults(self, new: Package) -> list[Fault]:
        """Return the faults of the kinds that the file had not or had less of, wherever they are.

        Rows were put in, so those that it had may be elsewhere now.
        """
        before = Counter((fault.code, fault.part) for fault in faults_of(self._package.in_file))
        after = faults_of(new)
        more = Counter((fault.code, fault.part) for fault in after) - before
        return [fault for fault in after if (fault.code, fault.part) in more]

    def _read_back(self, changed: Mapping[str, MadePart]) -> None:
        for sheet in self._rewritten():
            data = changed[part_key(sheet.part)].whole
            check_rewritten(self._book.closed.source, data, sheet.whole or {}, sheet.where)
        for sheet in self._changed_sheets():
            made = changed.get(part_key(sheet.part))
            if made is None:
                continue
            rows = made.touched()
            odd = sheet.fresh.odd_cell(rows)
            # Rows without numbers count from the row above, which may not be among these.
            if self._new[sheet.name] and self._odd_cell(sheet, rows) is not None:
                odd = odd or self._odd_cell(sheet, made.whole)
            if odd is not None:
                raise EditRefused(
                    f"{sheet.where}!{address(*odd)}: the cell could not be read back as it "
                    "should be, so nothing was written. Save the file once from Excel and try "
                    "again."
                )

    def _odd_cell(self, sheet: OpenSheet, data: bytes) -> tuple[int, int] | None:
        """Return a cell that is not read back as it should be, or None."""
        part = Part(sheet.part, data, f"{self._book.path}: the part {sheet.part}")
        positions = self._new[sheet.name].keys()
        again = SheetXml(part, sheet.where, self._book.closed.source)
        again.read(positions)
        for position in positions:
            if not same_cell(again.cell(*position), sheet.cell_at(position)):
                return position
        return None
