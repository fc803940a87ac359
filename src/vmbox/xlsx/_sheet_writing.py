"""New cells spliced into the rows of a sheet, which otherwise stay as they are, byte for byte."""

from __future__ import annotations

from bisect import bisect_right
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from vmbox.xlsx._address import Area, address, area
from vmbox.xlsx._read_plain import PLAIN_KIND, PLAIN_VALUE

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Mapping

    from vmbox.xlsx._sheet_xml import CellSpan, RowSpan, SheetXml
    from vmbox.xlsx._splice import Tag

# What goes with a value that is replaced.
_METADATA: Final = b' vm="'


class NewCell(NamedTuple):
    """What to put into a cell: its type, its inside, its style (None keeps the one it has)."""

    kind: str
    inside: bytes
    style: int | None = None
    # The formula stays as it is written; only what follows it is new.
    keeps_formula: bool = False


class SheetWriter:
    """Splices cells into one sheet's part."""

    def __init__(self, xml: SheetXml) -> None:
        self.xml = xml
        self.part = xml.part
        self._numbered: set[int] = set()
        self._new_rows: list[bytes] = []

    def write(self, cells: Mapping[tuple[int, int], NewCell]) -> None:
        """Splice cells in; the part's bytes change when the part is asked for its result."""
        places = self.xml.places(cells)
        for position, place in places.items():
            cell = cells[position]
            if not cell.keeps_formula or not self._refresh(place.plain, cell):
                written = self._rewritten(position, cell)
                self.part.replace(place.start, place.end, written)
        if len(places) < len(cells):
            self._add({at: cell for at, cell in cells.items() if at not in places})
        if any(not cell.keeps_formula and cell.inside for cell in cells.values()):
            self._widen_dimension([position for position, cell in cells.items() if cell.inside])

    def _refresh(self, plain: re.Match[bytes] | None, cell: NewCell) -> bool:
        """Put a formula's fresh value in place of the old one, where nothing else changes."""
        if plain is None or cell.style is not None or not cell.inside:
            return False
        start, end = plain.span(PLAIN_VALUE)
        if start < 0 or (plain[PLAIN_KIND] or b"n") != cell.kind.encode():
            return False
        if _METADATA in plain[0]:
            return False
        self.part.replace_text(start, end, cell.inside[len(b"<v>") : -len(b"</v>")])
        return True

    def _add(self, cells: Mapping[tuple[int, int], NewCell]) -> None:
        for number, group in groupby(sorted(cells), key=lambda position: position[0]):
            new = {column: cells[number, column] for _, column in group}
            row = self.xml.row(number)
            if row is None:
                self._add_row(number, new)
            else:
                self._add_cells(row, new)

    def _rewritten(self, position: tuple[int, int], cell: NewCell) -> bytes:
        if cell.keeps_formula:
            cell = cell._replace(inside=self.xml.formula_bytes(*position) + cell.inside)
        return self._cell_bytes(*position, cell, self.xml.span(*position))

    def _add_cells(self, row: RowSpan, new: Mapping[int, NewCell]) -> None:
        present = self.xml.cells_of(row.number)
        columns = list(present)
        added: list[bytes] = []
        for column, cell in new.items():
            written = self._cell_bytes(row.number, column, cell, None)
            after = bisect_right(columns, column)
            if row.tag.empty:
                added.append(written)
            elif after == len(columns):
                self.part.replace(row.inside_end, row.inside_end, written)
            else:
                start = present[columns[after]].tag.start
                self.part.replace(start, start, written)
        if added:
            self._fill_empty(row.tag, b"row", b"".join(added))
        self._address_cells(row)
        self._widen_spans(row, new)

    def _address_cells(self, row: RowSpan) -> None:
        # A cell without an address lies beside the one before it, which may now be another.
        for column, span in self.xml.cells_of(row.number).items():
            if span.tag.get("r") is None and not self.part.is_replaced(span.tag.start):
                self.part.set_attribute(span.tag, "r", address(row.number, column))

    def _widen_spans(self, row: RowSpan, new: Mapping[int, NewCell]) -> None:
        written = row.tag.get("spans")
        first, _, last = (written or "").partition(":")
        if not (first.isdigit() and last.isdigit()):
            return
        low, high = min(int(first), min(new) + 1), max(int(last), max(new) + 1)
        if (low, high) != (int(first), int(last)):
            self.part.set_attribute(row.tag, "spans", f"{low}:{high}")

    def _add_row(self, number: int, new: Mapping[int, NewCell]) -> None:
        prefix = self.part.prefix
        cells = b"".join(
            self._cell_bytes(number, column, cell, None) for column, cell in new.items()
        )
        row = b'<%srow r="%d">%s</%srow>' % (prefix, number + 1, cells, prefix)
        after = bisect_right(self.xml.row_numbers, number)
        if self.xml.data_tag.empty:
            self._new_rows.append(row)
        elif after == len(self.xml.row_numbers):
            self.part.replace(self.xml.data_end, self.xml.data_end, row)
        else:
            following = self.xml.row(self.xml.row_numbers[after])
            assert following is not None
            self.part.replace(following.tag.start, following.tag.start, row)
            if following.tag.get("r") is None and following.number not in self._numbered:
                self._numbered.add(following.number)
                self.part.set_attribute(following.tag, "r", str(following.number + 1))

    def finish(self) -> None:
        """Make the last changes, once every cell has been written."""
        if self._new_rows:
            self._fill_empty(self.xml.data_tag, b"sheetData", b"".join(self._new_rows))

    def _fill_empty(self, tag: Tag, name: bytes, inside: bytes) -> None:
        end = b"</%s%s>" % (self.part.prefix, name)
        self.part.replace(tag.end - 2, tag.end, b">" + inside + end)

    def _cell_bytes(self, row: int, column: int, cell: NewCell, span: CellSpan | None) -> bytes:
        attributes = self._attributes(row, column, cell, span)
        head = b"<%sc%s" % (self.part.prefix, b"".join(b" %s=%s" % one for one in attributes))
        if not cell.inside:
            return head + b"/>"
        return b"%s>%s</%sc>" % (head, cell.inside, self.part.prefix)

    def _attributes(
        self, row: int, column: int, cell: NewCell, span: CellSpan | None
    ) -> list[tuple[bytes, bytes]]:
        dropped = {b"t", b"vm"} if cell.keeps_formula else {b"t", b"vm", b"cm"}
        kept = span.tag.attributes() if span else []
        attributes = [one for one in kept if one[0] not in dropped]
        if span is None or span.tag.get("r") is None:
            attributes.insert(0, (b"r", b'"%s"' % address(row, column).encode()))
        style = cell.style
        if style is None and span is None:
            style = self.xml.style_of(row, column)
        if style is not None and (style or span):
            attributes = [one for one in attributes if one[0] != b"s"]
            attributes.append((b"s", b'"%d"' % style))
        if cell.kind != "n":
            attributes.append((b"t", b'"%s"' % cell.kind.encode()))
        return attributes

    def set_dimension(self, cells: Iterable[tuple[int, int]]) -> None:
        """Say which cells the sheet has, where it says so at all."""
        tag = next(self.part.tags("dimension", 0, self.xml.data_tag.start), None)
        places = list(cells)
        if tag is None or not places:
            return
        rows, columns = zip(*places, strict=True)
        new = Area(min(rows), min(columns), max(rows), max(columns))
        self.part.set_attribute(tag, "ref", str(new))

    def _widen_dimension(self, cells: Iterable[tuple[int, int]]) -> None:
        tag = next(self.part.tags("dimension", 0, self.xml.data_tag.start), None)
        old = area(tag.get("ref") or "") if tag is not None else None
        if tag is None or old is None:
            return
        rows = [row for row, _ in cells]
        columns = [column for _, column in cells]
        new = Area(
            min(old.first_row, *rows),
            min(old.first_column, *columns),
            max(old.last_row, *rows),
            max(old.last_column, *columns),
        )
        if new != old:
            self.part.set_attribute(tag, "ref", str(new))
