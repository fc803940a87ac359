"""A sheet's XML as rows and cells: where each lies, what it holds, how new ones are spliced in."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from vmbox.errors import EditRefused
from vmbox.xlsx._address import address, cell_position
from vmbox.xlsx._cells import EMPTY, Cell
from vmbox.xlsx._formulas import moved
from vmbox.xlsx._read_plain import PlainReader

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Mapping, Sequence

    from vmbox.xlsx._book import Sheet
    from vmbox.xlsx._source import Source
    from vmbox.xlsx._splice import Part, Tag

# Where so many cells are asked for that each has fewer bytes of the sheet than this, the whole
# sheet is read: it is quicker than finding each of them.
_BYTES_A_CELL: Final = 300
_REPAIR: Final = "Open the file in Excel, let Excel repair it, and save it."


class RowSpan(NamedTuple):
    """Where a row lies; `inside_end` is where its end tag begins."""

    number: int
    tag: Tag
    inside_end: int
    end: int


class Place(NamedTuple):
    """Where a cell begins and ends, and whether its tag says which cell it is.

    `plain` is what `PLAIN_CELL` found of it, if it is written plainly.
    """

    start: int
    end: int
    has_address: bool
    plain: re.Match[bytes] | None = None


class CellSpan(NamedTuple):
    """Where a cell lies."""

    column: int
    tag: Tag
    inside_end: int
    end: int


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
        """The rows by their numbers from 0, in order: for whoever wants all of them."""
        spans = (self.row(number) for number in self.row_numbers)
        return {span.number: span for span in spans if span is not None}

    @property
    def row_numbers(self) -> Sequence[int]:
        """The numbers of the rows that are there."""
        return self._row_index[0]

    @cached_property
    def _row_index(self) -> tuple[array[int], array[int]]:
        """The numbers of the rows, and where each begins: numbers alone, for there are many."""
        numbers, starts = array("q"), array("q")
        number = -1
        for tag in self.part.tags("row", self.data_tag.end, self.data_end):
            written = tag.get("r")
            following = self.part.number(tag, "r") - 1 if written else number + 1
            if following <= number:
                raise EditRefused(
                    f"{self.where}: row {following + 1} is out of order or there twice. {_REPAIR}"
                )
            number = following
            numbers.append(number)
            starts.append(tag.start)
        return numbers, starts

    def row(self, number: int) -> RowSpan | None:
        """Return a row by its number from 0, or None if it is not there."""
        numbers, starts = self._row_index
        at = bisect_left(numbers, number)
        if at == len(numbers) or numbers[at] != number:
            return None
        tag = self.part.tag_at("row", starts[at])
        return RowSpan(number, tag, *self.part.closing(tag))

    def cells_of(self, number: int) -> dict[int, CellSpan]:
        """Return the cells of a row by their columns, in order."""
        if number not in self._spans:
            row = self.row(number)
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
        found: dict[tuple[int, int], Place] = {}
        missing: list[tuple[int, int]] = []
        for position in sorted(positions):
            place = self._found.get(position)
            if place is None:
                missing.append(position)
            else:
                found[position] = place
        if not missing:
            return found
        new = self._in_one_pass(missing)
        for position in missing[len(new) :]:
            place = self._place_in_row(position)
            if place is not None:
                new[position] = place
        self._found.update(new)
        return dict(sorted({**found, **new}.items())) if found else new

    def _in_one_pass(self, positions: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Place]:
        """Return where plainly written cells lie, and read them, up to the first not found so."""
        if not self.is_plain or "_row_index" in vars(self):
            return {}
        cells = self._some if self._all is None else None
        found = self._plain.find(self.part.data, self.data_tag.end, positions, cells)
        return {position: Place(*one.span(), True, one) for position, one in found.items()}

    @cached_property
    def is_plain(self) -> bool:
        """Whether what looks like a plain cell is one."""
        return not self.part.prefix and self.part.is_plain

    def _place(self, position: tuple[int, int], start: int, end: int) -> Place | None:
        """Return where a cell lies if its address is its first attribute."""
        head = b'<%sc r="%s"' % (self.part.prefix, address(*position).encode())
        at = self.part.mask.find(head, start, end)
        if at < 0:
            return None
        return Place(at, self.part.closing(self.part.tag_at("c", at))[1], True)

    def _place_in_row(self, position: tuple[int, int]) -> Place | None:
        row, column = position
        there = self.row(row)
        if there is None:
            return None
        if self.is_plain:
            cells = self._some if self._all is None else None
            one = self._plain.find(self.part.data, there.tag.end, [position], cells, there.end)
            if one:
                return Place(*one[position].span(), True, one[position])
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
            rest = missing.difference(self._some)
            if rest:
                odd = {position: there[position] for position in there if position in rest}
                found = self._cells_by_expat(odd) if odd else {}
                self._some.update({position: found.get(position, EMPTY) for position in rest})

    def _cells_by_expat(
        self, places: Mapping[tuple[int, int], Place]
    ) -> Mapping[tuple[int, int], Cell]:
        """Return cells, however they are written, by way of a sheet with these alone."""
        data, prefix, root = self.part.data, self.part.prefix, self.part.root
        pieces = [data[root.start : root.end], b"<%ssheetData>" % prefix]
        for row, group in groupby(places, key=lambda position: position[0]):
            pieces.append(b'<%srow r="%d">' % (prefix, row + 1))
            for position in group:
                start, end, has_address, _ = places[position]
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
        there = self.row(row)
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
