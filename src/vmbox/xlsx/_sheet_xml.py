"""A sheet's XML as rows and cells: where each lies, what it holds, how new ones are spliced in."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from vmbox.errors import EditRefused
from vmbox.xlsx._address import Area, address, area, cell_position
from vmbox.xlsx._cells import EMPTY, Cell
from vmbox.xlsx._formulas import moved
from vmbox.xlsx._read_plain import PLAIN_CELL, PlainReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vmbox.xlsx._book import Sheet, Source
    from vmbox.xlsx._splice import Part, Tag

# Where so many cells are asked for that each has fewer bytes of the sheet than this, the whole
# sheet is read: it is quicker than finding each of them.
_BYTES_A_CELL: Final = 300
# A cell with a formula: address and style, the mark of an array, the formula.
_PLAIN_FORMULA: Final = re.compile(
    rb'<c( r="[A-Z]+[0-9]+"(?: s="[0-9]+")?)(?: t="[a-z]+")?((?: cm="[0-9]+")?)>'
    rb"(<f(?: [^<>]*)?(?:/>|>[^<]*</f>))(?:<v>[^<]*</v>|<v ?/>)?</c>"
)
_NEW_PLACE: Final = tuple.__new__
_REPAIR: Final = "Open the file in Excel, let Excel repair it, and save it."


class RowSpan(NamedTuple):
    """Where a row lies; `inside_end` is where its end tag begins."""

    number: int
    tag: Tag
    inside_end: int
    end: int


class Place(NamedTuple):
    """Where a cell begins and ends, and whether its tag says which cell it is."""

    start: int
    end: int
    has_address: bool


class CellSpan(NamedTuple):
    """Where a cell lies."""

    column: int
    tag: Tag
    inside_end: int
    end: int


class NewCell(NamedTuple):
    """What to put into a cell: its type, its inside, its style (None keeps the one it has)."""

    kind: str
    inside: bytes
    style: int | None = None
    # The formula stays as it is written; only what follows it is new.
    keeps_formula: bool = False


class SheetXml:
    """The rows and cells of one sheet's part."""

    def __init__(self, part: Part, where: str, source: Source, sheet: Sheet | None = None) -> None:
        self.part = part
        self.where = where
        self._source = source
        # The sheet as it is in the file, if all of its cells may be asked for at once.
        self._sheet = sheet
        self._spans: dict[int, dict[int, CellSpan]] = {}
        self._all: Mapping[tuple[int, int], Cell] | None = None
        self._some: dict[tuple[int, int], Cell] = {}
        self._found: dict[tuple[int, int], Place] = {}
        self._plain = PlainReader(lambda: source.strings, source.date1904)
        self._numbered: set[int] = set()

    # Where things lie.

    @cached_property
    def data_tag(self) -> Tag:
        """The tag that opens the rows."""
        tag = self.part.tag("sheetData")
        if tag is None:
            raise EditRefused(f"{self.where}: this sheet has no cells. Name another sheet.")
        return tag

    @cached_property
    def data_end(self) -> int:
        """Where the tag that closes the rows begins."""
        return self.part.closing(self.data_tag)[0]

    @cached_property
    def rows(self) -> dict[int, RowSpan]:
        """The rows by their numbers from 0, in order."""
        rows: dict[int, RowSpan] = {}
        number = -1
        for tag in self.part.tags("row", self.data_tag.end, self.data_end):
            written = tag.get("r")
            following = self.part.number(tag, "r") - 1 if written else number + 1
            if following <= number:
                raise EditRefused(
                    f"{self.where}: row {following + 1} is out of order or there twice. {_REPAIR}"
                )
            number = following
            rows[number] = RowSpan(number, tag, *self.part.closing(tag))
        return rows

    @cached_property
    def row_numbers(self) -> list[int]:
        """The numbers of the rows that are there."""
        return list(self.rows)

    def cells_of(self, number: int) -> dict[int, CellSpan]:
        """Return the cells of a row by their columns, in order."""
        if number not in self._spans:
            row = self.rows.get(number)
            self._spans[number] = self._spans_of(row) if row else {}
        return self._spans[number]

    def _spans_of(self, row: RowSpan) -> dict[int, CellSpan]:
        spans: dict[int, CellSpan] = {}
        column = -1
        for tag in self.part.tags("c", row.tag.end, row.inside_end):
            written = tag.get("r")
            position = cell_position(written) if written else (row.number, column + 1)
            if position is None or position[0] != row.number or position[1] <= column:
                raise EditRefused(
                    f"{self.where}: cell {written} is out of place in row {row.number + 1}. "
                    f"{_REPAIR}"
                )
            column = position[1]
            spans[column] = CellSpan(column, tag, *self.part.closing(tag))
        return spans

    def span(self, row: int, column: int) -> CellSpan | None:
        """Return where a cell lies, or None if it is not there."""
        place = self.places([(row, column)]).get((row, column))
        if place is None:
            return None
        tag = self.part.tag_at("c", place.start)
        return CellSpan(column, tag, *self.part.closing(tag))

    def places(self, positions: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Place]:
        """Return where cells lie, in order; those that are not there are left out."""
        found = {}
        at, end = self.data_tag.end, len(self.part.mask)
        for position in sorted(positions):
            place = self._found.get(position)
            if place is None:
                # One pass over the sheet, until a cell is not found that way.
                if "rows" not in vars(self):
                    place = self._place(position, at, end)
                place = place or self._place_in_row(position)
            if place is not None:
                found[position] = place
                at = place[0]
        self._found.update(found)
        return found

    def _place(self, position: tuple[int, int], start: int, end: int) -> Place | None:
        """Return where a cell lies if it is written as nearly all are, its address first."""
        mask = self.part.mask
        at = mask.find(self._head % address(*position).encode(), start, end)
        if at < 0:
            return None
        plain = PLAIN_CELL.match(mask, at) if self._is_plain else None
        if plain is not None:
            if self._all is None:
                cell = self._plain.cell(plain)
                if cell is not None:
                    self._some[position] = cell
            return _NEW_PLACE(Place, (at, plain.end(), True))
        return Place(at, self.part.closing(self.part.tag_at("c", at))[1], True)

    @cached_property
    def _head(self) -> bytes:
        return b'<%sc r="%%s"' % self.part.prefix.replace(b"%", b"%%")

    @cached_property
    def _is_plain(self) -> bool:
        """Whether what looks like a plain cell is one, so that it can be read when it is found."""
        return not self.part.prefix and self.part.is_plain

    def _place_in_row(self, position: tuple[int, int]) -> Place | None:
        row, column = position
        there = self.rows.get(row)
        if there is None:
            return None
        if row not in self._spans:
            place = self._place(position, there.tag.end, there.inside_end)
            if place is not None:
                return place
        span = self.cells_of(row).get(column)
        if span is None:
            return None
        return Place(span.tag.start, span.end, span.tag.get("r") is not None)

    # What they hold.

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell as it stands in the file."""
        if self._all is None and (row, column) not in self._some:
            self.read([(row, column)])
        if self._all is not None:
            return self._all.get((row, column), EMPTY)
        return self._some[row, column]

    def read(self, positions: Iterable[tuple[int, int]]) -> None:
        """Read cells once and together, which is quicker than one by one."""
        if self._all is not None:
            return
        missing = {position for position in positions if position not in self._some}
        many = len(missing) * _BYTES_A_CELL > len(self.part.data)
        if self._sheet is not None and (many or self._sheet.cells_if_read is not None):
            self._all = self._sheet.cells
        elif missing:
            there = self.places(missing)
            rest = {position: there[position] for position in there if position not in self._some}
            found = self._cells_by_expat(rest) if rest else {}
            for position in missing:
                self._some.setdefault(position, found.get(position, EMPTY))

    def _cells_by_expat(
        self, places: Mapping[tuple[int, int], Place]
    ) -> Mapping[tuple[int, int], Cell]:
        """Return cells, however they are written, by way of a sheet with these alone."""
        data, prefix, root = self.part.data, self.part.prefix, self.part.root
        pieces = [data[root.start : root.end], b"<%ssheetData>" % prefix]
        for row, group in groupby(places, key=lambda position: position[0]):
            pieces.append(b'<%srow r="%d">' % (prefix, row + 1))
            for position in group:
                start, end, has_address = places[position]
                written = data[start:end]
                pieces.append(written if has_address else self._addressed(position, written))
            pieces.append(b"</%srow>" % prefix)
        pieces.append(b"</%ssheetData></%s>" % (prefix, root.name))
        return self._source.cells_of(b"".join(pieces), self.part.where)

    def _addressed(self, position: tuple[int, int], written: bytes) -> bytes:
        at = len(self.part.prefix) + 2
        return b'%s r="%s"%s' % (written[:at], address(*position).encode(), written[at:])

    def style_of(self, row: int, column: int) -> int:
        """Return the style of a cell; of one that is not there, its row's or its column's."""
        span = self.span(row, column)
        if span is not None:
            return self.part.number(span.tag, "s")
        there = self.rows.get(row)
        if there is not None and there.tag.get("customFormat") in {"1", "true"}:
            return self.part.number(there.tag, "s")
        return next(
            (style for first, last, style in self._column_styles if first <= column <= last), 0
        )

    @cached_property
    def _column_styles(self) -> list[tuple[int, int, int]]:
        return [
            (
                self.part.number(tag, "min") - 1,
                self.part.number(tag, "max") - 1,
                self.part.number(tag, "style"),
            )
            for tag in self.part.tags("col", 0, self.data_tag.start)
        ]

    def formula_bytes(self, row: int, column: int) -> bytes:
        """Return the whole formula element of a cell, as it is written; nothing if it has none."""
        span = self.span(row, column)
        if span is None:
            return b""
        tag = next(self.part.tags("f", span.tag.end, span.inside_end), None)
        if tag is None:
            return b""
        return self.part.whole(tag)

    def whole_formula(self, row: int, column: int) -> str | None:
        """Return the formula of a cell in full, even where it shares another cell's.

        Raises
        ------
        EditRefused
            It is an array formula or a data table's, which no other cell can have.
        """
        cell = self.cell(row, column)
        if cell.formula is None:
            return None
        span = self.cells_of(row)[column]
        tag = next(self.part.tags("f", span.tag.end, span.inside_end))
        if tag.get("t") in {"array", "dataTable"}:
            raise EditRefused(
                f"{self.where}!{address(row, column)}: an array formula cannot be continued in "
                "new rows. Add the rows in Excel."
            )
        if cell.formula:
            return cell.formula
        master_row, master_column, formula = self._masters[tag.get("si") or ""]
        return moved(formula, row - master_row, column - master_column)

    @cached_property
    def _masters(self) -> dict[str, tuple[int, int, str]]:
        """Shared formulas by their numbers: the cell that each is written in, and its text."""
        masters = {}
        for number in self.rows:
            for column, span in self.cells_of(number).items():
                tag = next(self.part.tags("f", span.tag.end, span.inside_end), None)
                if tag is not None and tag.get("t") == "shared" and tag.get("ref"):
                    masters[tag.get("si") or ""] = (number, column, self.part.text(tag))
        return masters

    # Splicing.

    def write(self, cells: Mapping[tuple[int, int], NewCell]) -> None:
        """Splice cells in; the part's bytes change when the part is asked for its result."""
        places = self.places(cells)
        for position, place in places.items():
            self.part.replace(place.start, place.end, self._rewritten(position, cells[position]))
        missing = sorted(position for position in cells if position not in places)
        for number, group in groupby(missing, key=lambda position: position[0]):
            new = {column: cells[number, column] for _, column in group}
            if number in self.rows:
                self._add_cells(self.rows[number], new)
            else:
                self._add_row(number, new)
        filled = [position for position, cell in cells.items() if cell.inside]
        if filled:
            self._widen_dimension(filled)

    def _rewritten(self, position: tuple[int, int], cell: NewCell) -> bytes:
        if cell.keeps_formula:
            start, end, _ = self._found[position]
            plain = _PLAIN_FORMULA.fullmatch(self.part.mask, start, end)
            if plain is not None:
                kind = b"" if cell.kind == "n" else b' t="%s"' % cell.kind.encode()
                return b"<c%s%s%s>%s%s</c>" % (plain[1], kind, plain[2], plain[3], cell.inside)
            cell = cell._replace(inside=self.formula_bytes(*position) + cell.inside)
        return self._cell_bytes(*position, cell, self.span(*position))

    def _add_cells(self, row: RowSpan, new: Mapping[int, NewCell]) -> None:
        present = self.cells_of(row.number)
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
        for column, span in self.cells_of(row.number).items():
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
        after = bisect_right(self.row_numbers, number)
        if self.data_tag.empty:
            self._new_rows.append(row)
        elif after == len(self.row_numbers):
            self.part.replace(self.data_end, self.data_end, row)
        else:
            following = self.rows[self.row_numbers[after]]
            self.part.replace(following.tag.start, following.tag.start, row)
            if following.tag.get("r") is None and following.number not in self._numbered:
                self._numbered.add(following.number)
                self.part.set_attribute(following.tag, "r", str(following.number + 1))

    @cached_property
    def _new_rows(self) -> list[bytes]:
        return []

    def finish(self) -> None:
        """Make the last changes, once every cell has been written."""
        if self._new_rows:
            self._fill_empty(self.data_tag, b"sheetData", b"".join(self._new_rows))

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
        style = self.style_of(row, column) if cell.style is None and span is None else cell.style
        if style is not None and (style or span):
            attributes = [one for one in attributes if one[0] != b"s"]
            attributes.append((b"s", b'"%d"' % style))
        if cell.kind != "n":
            attributes.append((b"t", b'"%s"' % cell.kind.encode()))
        return attributes

    def set_dimension(self, cells: Iterable[tuple[int, int]]) -> None:
        """Say which cells the sheet has, where it says so at all."""
        tag = next(self.part.tags("dimension", 0, self.data_tag.start), None)
        places = list(cells)
        if tag is None or not places:
            return
        rows, columns = zip(*places, strict=True)
        new = Area(min(rows), min(columns), max(rows), max(columns))
        self.part.set_attribute(tag, "ref", str(new))

    def _widen_dimension(self, cells: Iterable[tuple[int, int]]) -> None:
        tag = next(self.part.tags("dimension", 0, self.data_tag.start), None)
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
