"""Excel's Tables, which LibreOffice keeps as database ranges and saves as Tables again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from vmbox.errors import DataError, NotInWorkbook, did_you_mean
from vmbox.libreoffice.calls import logical
from vmbox.libreoffice.moving import place
from vmbox.libreoffice.places import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmbox.libreoffice.places import Place
    from vmbox.libreoffice.ranges import Range
    from vmbox.libreoffice.sheets import Sheet

# What LibreOffice makes for filters and copies, and shows to nobody.
_NAME = re.compile(r"[^\W\d][\w.]{0,254}")
_HIDDEN = "__Anonymous"


@logical
class Table(base_classes.Table):
    """One Table."""

    def __init__(self, sheet: Sheet, remote: Any) -> None:
        self._sheet = sheet
        self._remote = remote

    @property
    def api(self) -> Any:
        """The UNO object."""
        return self._remote.raw

    @property
    def parent(self) -> Sheet:
        """The sheet."""
        return self._sheet

    @property
    def name(self) -> str:
        """The name."""
        return str(self._remote.Name)

    @name.setter
    def name(self, name: str) -> None:
        self._remote.setName(name)

    display_name = name

    @property
    def _place(self) -> Place:
        return place(self._remote.DataArea)

    @property
    def range(self) -> Range:
        """All its cells, headings and totals too."""
        return self._sheet.range(self._place)

    @property
    def show_headers(self) -> bool:
        """Whether it has headings."""
        return bool(self._remote.ContainsHeader)

    @show_headers.setter
    def show_headers(self, shown: bool) -> None:
        self._sheet.must_be_free("its Tables")
        self._remote.ContainsHeader = shown

    @property
    def show_totals(self) -> bool:
        """Whether its last row is one of totals."""
        return bool(self._remote.TotalsRow)

    @show_totals.setter
    def show_totals(self, shown: bool) -> None:
        if shown != self.show_totals:
            raise DataError(
                f"The Table '{self.name}' keeps its row of totals as it is: LibreOffice cannot add "
                "one or take it away."
            )

    @property
    def show_autofilter(self) -> bool:
        """Whether its headings have filter buttons."""
        return bool(self._remote.AutoFilter)

    @show_autofilter.setter
    def show_autofilter(self, shown: bool) -> None:
        self._sheet.must_be_free("its filters")
        self._remote.AutoFilter = shown

    @property
    def header_row_range(self) -> Range | None:
        """The headings; None if it has none."""
        row, column, _, columns = self._place
        return self._sheet.range((row, column, 1, columns)) if self.show_headers else None

    @property
    def totals_row_range(self) -> Range | None:
        """The totals; None if it has none."""
        row, column, rows, columns = self._place
        if not self.show_totals:
            return None
        return self._sheet.range((row + rows - 1, column, 1, columns))

    @property
    def data_body_range(self) -> Range | None:
        """The rows between; None if there are none."""
        row, column, rows, columns = self._place
        headings, totals = int(self.show_headers), int(self.show_totals)
        left = rows - headings - totals
        return self._sheet.range((row + headings, column, left, columns)) if left > 0 else None

    @property
    def columns(self) -> TableColumns:
        """The columns."""
        return TableColumns(self)

    def part(self, words: str) -> Range:
        """Return what is meant in brackets behind its name: a column, #All, or #Data for none."""
        if words == "#All":
            return self.range
        if words in {"", "#Data"}:
            return self.data_body_range or self.range
        return self.columns(words).data_body_range or self.range

    def resize(self, range: Any) -> None:  # noqa: A002  (xlwings names it so)
        """Make it larger or smaller; the headings stay where they are."""
        there: Range = range.impl
        row, column, _, _ = self._place
        if (there.row, there.column) != (row, column):
            raise DataError(
                f"The Table '{self.name}' keeps its first cell {self.range.address.split(':')[0]}: "
                f"{there.address} begins elsewhere."
            )
        self._sheet.must_be_free("its Tables")
        self._remote.setDataArea(there.cells.RangeAddress)
        self._sheet.book.app.tables_resized = True

    def holds(self, row: int, column: int) -> bool:
        """Return whether a cell, counted from 1, is in it."""
        top, left, rows, columns = self._place
        return top <= row < top + rows and left <= column < left + columns


@logical
class TableColumn:
    """One column of a Table."""

    def __init__(self, table: Table, index: int, name: str) -> None:
        self._table = table
        self._index = index
        self._name = name

    @property
    def name(self) -> str:
        """The heading."""
        return self._name

    @property
    def index(self) -> int:
        """Its number, from 1."""
        return self._index

    @property
    def range(self) -> Range:
        """Its cells, heading and total too."""
        return _slice(self._table.range, self._index)

    @property
    def data_body_range(self) -> Range | None:
        """Its cells between; None if there are none."""
        body = self._table.data_body_range
        return body and _slice(body, self._index)


@logical
class TableColumns:
    """The columns of a Table, by heading or by number from 1."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def __iter__(self) -> Iterator[TableColumn]:
        headings = self._table.header_row_range
        if headings is None:
            names = [f"Column{n}" for n in range(1, self._table.range.shape[1] + 1)]
        else:
            held = headings.cells.getDataArray()[0]
            names = [str(one) for one in held]
        return iter([TableColumn(self._table, n, name) for n, name in enumerate(names, 1)])

    def __len__(self) -> int:
        return int(self._table.range.shape[1])

    def __contains__(self, key: object) -> bool:
        return any(key in {one.name, one.index} for one in self)

    def __call__(self, key: str | int) -> TableColumn:
        """Return a column."""
        columns = list(self)
        for one in columns:
            if one.index == key or one.name.casefold() == str(key).casefold():
                return one
        hint = did_you_mean(str(key), [one.name for one in columns])
        raise NotInWorkbook(f"The Table '{self._table.name}' has no column '{key}'.{hint}")


@logical
class Tables(base_classes.Tables):
    """The Tables of a sheet, by name or by number from 1."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def _ranges(self) -> Any:
        return self._sheet.book.document.DatabaseRanges

    @property
    def api(self) -> Any:
        """The UNO object: the Tables of all sheets."""
        return self._ranges.raw

    @property
    def parent(self) -> Sheet:
        """The sheet."""
        return self._sheet

    def __iter__(self) -> Iterator[Table]:
        ranges, number = self._ranges, self._sheet.index - 1
        found = [
            ranges.getByName(name) for name in ranges.ElementNames if not name.startswith(_HIDDEN)
        ]
        return iter([Table(self._sheet, one) for one in found if one.DataArea.Sheet == number])

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __contains__(self, key: object) -> bool:
        return self.find(str(key)) is not None

    def find(self, name: str) -> Table | None:
        """Return a Table by its name, large and small letters being the same; None for none."""
        found = self._spelt_so(name)
        if found is not None:
            return found
        return next((one for one in self if one.name.casefold() == name.casefold()), None)

    def _spelt_so(self, name: str) -> Table | None:
        """The Table of exactly this name, without looking at all the others."""
        ranges = self._ranges
        if name.startswith(_HIDDEN) or not ranges.hasByName(name):
            return None
        found = ranges.getByName(name)
        here = found.DataArea.Sheet == self._sheet.index - 1
        return Table(self._sheet, found) if here else None

    def __call__(self, key: str | int) -> Table:
        """Return a Table; large and small letters are the same."""
        if isinstance(key, str) and (found := self.find(key)) is not None:
            return found
        known = list(self)
        if isinstance(key, int) and 1 <= key <= len(known):
            return known[key - 1]
        names = [one.name for one in known]
        # xlwings asks "is there one?" by catching a KeyError.
        raise KeyError(
            f"The sheet '{self._sheet.name}' has no Table '{key}'.{did_you_mean(str(key), names)}"
        )

    def add(
        self,
        source_type: str | None = None,
        source: Any = None,
        link_source: bool | None = None,
        has_headers: bool | None = True,
        destination: Any = None,
        table_style_name: str | None = None,
        name: str | None = None,
    ) -> Table:
        """Make a Table of cells whose first row has the headings."""
        del source_type, link_source, destination, table_style_name
        cells: Range = source.impl
        if not has_headers:
            raise DataError("A Table made in LibreOffice needs a row of headings: write it first.")
        self._sheet.must_be_free("its Tables")
        for other in self:
            if _overlap(cells, other.range):
                raise DataError(
                    f"{cells.address} of '{self._sheet.name}' overlaps the Table '{other.name}' "
                    f"({other.range.address})."
                )
        ranges = self._ranges
        taken = {one.casefold() for one in ranges.ElementNames}
        if name is None:
            name = next(free for n in range(1, 10**6) if (free := f"Table{n}").lower() not in taken)
        elif name.casefold() in taken:
            raise DataError(f"The workbook has a Table '{name}' already: choose another name.")
        elif not _NAME.fullmatch(name) or place_of(name):
            raise DataError(
                f"'{name}' cannot be the name of a Table: a name begins with a letter, has "
                "letters, digits, dots and underscores, and is no address of a cell."
            )
        _head(cells)
        ranges.addNewByName(name, cells.cells.RangeAddress)
        made = ranges.getByName(name)
        made.ContainsHeader = True
        made.AutoFilter = True
        return Table(self._sheet, made)


def _head(cells: Range) -> None:
    """Give a text of its own to every heading, as Excel does."""
    first = cells.sheet.range((cells.row, cells.column, 1, cells.shape[1])).cells
    held = first.getDataArray()[0]
    names: list[str] = []
    for number, value in enumerate(held, 1):
        text = f"{value:.15g}" if isinstance(value, float) else str(value or f"Column{number}")
        while text.casefold() in {name.casefold() for name in names}:
            text += "2"
        names.append(text)
    if tuple(names) != held:
        first.setDataArray((tuple(names),))


def _overlap(one: Range, other: Range) -> bool:
    return (
        one.row < other.row + other.shape[0]
        and other.row < one.row + one.shape[0]
        and one.column < other.column + other.shape[1]
        and other.column < one.column + one.shape[1]
    )


def _slice(cells: Range, index: int) -> Range:
    return cells.sheet.range((cells.row, cells.column + index - 1, cells.shape[0], 1))
