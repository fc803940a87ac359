"""Where everything is in a workbook that people have moved, renamed and added to.

The formulas tell: a data tab's "Weeks recorded" says where on Calc its measure is worked out, a
measure's cell on the front page says which measure the row shows. Excel keeps them pointing to the
right cells, whatever people move.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from vmbox.errors import NotInWorkbook, WorkbookError
from vmbox.measures import DOMAINS, BoxScore, Domain
from vmbox.workbook import layout as at
from vmbox.workbook.block import FIGURE_ROWS
from vmbox.workbook.cells import NOWHERE
from vmbox.workbook.front import COLUMNS
from vmbox.workbook.headings import Heading, as_text
from vmbox.workbook.layout import Column, FrontPlace, Layout, StandingPlace, Tab
from vmbox.workbook.registers import STANDING
from vmbox.workbook.value_layout import find_place
from vmbox.xlsx import column_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vmbox.workbook.port import BookView, SheetView
    from vmbox.workbook.tab_reading import TabReader

# =Calc!$D$10, and no more.
_POINTER: Final = re.compile(
    r"=?(?:'(?P<quoted>(?:[^']|'')+)'|(?P<sheet>[^'!()\",&]+))!\$?(?P<column>[A-Z]{1,3})\$?(?P<row>\d+)"
)
# The end of a week's date on the front page: MAX(1,Calc!$B$3-12)+4)
_LAST_WEEK: Final = re.compile(r"-(?P<before>\d+)\)\+(?P<place>\d+)\)$")
_WEEK_SHOWN: Final = re.compile(r"-(?P<before>\d+)\)\+(?P<place>\d+)\)")
# Rows of a data tab that repeat a figure of Calc as it is.
_POINTING: Final = {
    at.RECORDED: "Points",
    at.CURRENT_MEDIAN: "Current median",
    at.LATEST: "Latest",
    at.SIGNAL: "Signal",
}


class Pointer(NamedTuple):
    """The one cell that a formula repeats."""

    sheet: str
    row: int
    column: int


def pointer(formula: str | None) -> Pointer | None:
    """Return the cell of another sheet that a formula repeats; None if it does anything else."""
    found = _POINTER.fullmatch(formula) if formula else None
    if found is None:
        return None
    sheet = (found["quoted"] or "").replace("''", "'") or found["sheet"]
    return Pointer(sheet, int(found["row"]) - 1, column_number(found["column"]))


def find_layout(book: BookView, box: BoxScore, tabs: Mapping[Domain, TabReader]) -> Layout:
    """Return where everything is in a workbook that could be read.

    Raises
    ------
    WorkbookError
        The data tabs have not the same weeks in the same order, or a measure's formulas cannot
        be found.
    """
    finder = _Finder(book, box, tabs)
    return finder.layout()


class _Finder:
    """Finds the places of one workbook."""

    def __init__(self, book: BookView, box: BoxScore, tabs: Mapping[Domain, TabReader]) -> None:
        self.book = book
        self.box = box
        self.tabs = tabs
        self.calc = ""
        self.items = {item.name: item for item in box.items}

    def layout(self) -> Layout:
        """Return the layout; see `find_layout`."""
        tabs = tuple(self._tab(self.tabs[domain]) for domain in DOMAINS)
        slots = {column.slot for tab in tabs for column in tab.charted}
        if slots != set(range(len(slots))):
            raise self._lost(f"only {len(slots)} of its measures have their formulas on it")
        return Layout(
            tabs,
            len(self.box.weeks),
            self.calc,
            self._front(len(slots)),
            self._standing(),
            find_place(self.book),
        )

    def _lost(self, why: str) -> WorkbookError:
        return WorkbookError(
            f"{self.book.path}: the sheet of formulas (Calc) is not as it was: {why}. "
            "Run `vmbox repair`."
        )

    # ------------------------------------------------------------ data tabs
    def _tab(self, reader: TabReader) -> Tab:
        rows = list(reader.rows.values())
        if list(reader.rows) != [week.date() for week in self.box.weeks]:
            raise WorkbookError(
                f"{self.book.path}: {reader.sheet.name} has not the weeks of the other data tabs, "
                "or not in their order. Put them in order: `vmbox check` lists them."
            )
        headings = sorted((*reader.headings, *reader.spares), key=lambda one: one.column)
        return Tab(
            reader.domain,
            tuple(self._column(reader, heading) for heading in headings),
            len(rows),
            next(header for header, place in reader.places.items() if place == reader.week_column),
            reader.sheet.name,
            reader.notes_column,
            rows,
            reader.week_column,
            reader.table.first_row,
            reader.label_column,
            reader.labels,
            self._above(reader, at.NAME_TEAM),
            self._above(reader, at.NAME_REMARK),
            hint=(NOWHERE, NOWHERE),
        )

    @staticmethod
    def _above(reader: TabReader, name: str) -> tuple[int, int]:
        """The cell above the Table whose formula shows a defined name."""
        for place, cell in reader.sheet.cells.items():
            if cell.formula and name in cell.formula and place[0] < reader.table.first_row:
                return place
        return NOWHERE, NOWHERE

    def _column(self, reader: TabReader, heading: Heading) -> Column:
        return Column(
            heading.raw,
            reader.domain,
            heading.column,
            self.items.get(heading.name) if heading.kind != at.KIND_SPARE else None,
            self._slot(reader, heading),
            heading.spare_name,
        )

    def _slot(self, reader: TabReader, heading: Heading) -> int | None:
        """The place of a measure's formulas on Calc; None for a column without a run chart."""
        for label, figure in _POINTING.items():
            there = pointer(reader.label(label, heading.column).formula)
            if there is None:
                continue
            place, rest = divmod(there.column - at.SHARED, at.BLOCK)
            if there.row != FIGURE_ROWS[figure] or rest or place < 0:
                raise self._lost(f"'{heading.name}' looks for '{figure}' in another row or column")
            self.calc = self.calc or there.sheet
            return place
        return None

    # ------------------------------------------------------------ the front page
    def _front(self, slots: int) -> FrontPlace:
        try:
            sheet, team_row, _ = self.book.locate(at.NAME_TEAM)
        except NotInWorkbook as problem:
            raise WorkbookError(f"{problem} Run `vmbox repair`.") from problem
        rows, measure_column = self._front_rows(sheet, slots)
        first = min(rows.values(), default=team_row + 1)
        header_row, columns = self._front_columns(sheet, range(team_row, first), measure_column)
        weeks: dict[int, int] = {}
        shown = min(at.LAST_WEEKS, len(self.box.weeks))
        # The headings first; where one was typed over, the measures' cells below it tell.
        below = set(rows.values())
        for (row, column), cell in sorted(sheet.cells.items()):
            words = _LAST_WEEK if row == header_row else _WEEK_SHOWN if row in below else None
            found = words.search(cell.formula) if words and cell.formula else None
            if found:
                shown = int(found["before"]) + 1
                weeks.setdefault(int(found["place"]), column)
        return FrontPlace(
            sheet.name,
            header_row,
            self._weeks_sentence(sheet, team_row, header_row),
            columns,
            tuple(weeks.get(place, NOWHERE) for place in range(shown)),
            rows,
            shown,
        )

    def _front_rows(self, sheet: SheetView, slots: int) -> tuple[dict[int, int], int]:
        pointers = self._pointers(sheet, 0)
        named = [place for place, there in pointers.items() if there.row == FIGURE_ROWS["Name"]]
        rows = {slot: row for slot, row in self._rows(pointers).items() if 0 <= slot < slots}
        return rows, named[-1][1] if named else 0

    def _pointers(self, sheet: SheetView, right: int) -> dict[tuple[int, int], Pointer]:
        """The cells that repeat a figure of Calc, from a column on."""
        found = {}
        for place, cell in sheet.cells.items():
            there = pointer(cell.formula) if cell.formula and place[1] >= right else None
            if there and there.sheet == self.calc and (there.column - at.SHARED) % at.BLOCK == 0:
                found[place] = there
        return found

    @staticmethod
    def _rows(pointers: Mapping[tuple[int, int], Pointer]) -> dict[int, int]:
        """The row of each measure: by its name, or where that was typed over, by its figures."""
        rows: dict[int, int] = {}
        others: Counter[tuple[int, int]] = Counter()
        for (row, _), there in pointers.items():
            slot = (there.column - at.SHARED) // at.BLOCK
            if there.row == FIGURE_ROWS["Name"]:
                rows.setdefault(slot, row)
            else:
                others[slot, row] += 1
        for (slot, row), count in others.items():
            if count > 1 and row not in rows.values():
                rows.setdefault(slot, row)
        return rows

    def _front_columns(
        self, sheet: SheetView, rows: range, measure_column: int
    ) -> tuple[int, tuple[int, ...]]:
        """The row of the headings, and where each is; the measures' column needs none."""
        wanted = [words.format(period=self.box.period).casefold() for words in COLUMNS]
        best: dict[str, int] = {}
        header_row = NOWHERE
        for row in rows:
            here = {
                as_text(cell.value).strip().casefold(): column
                for (at_row, column), cell in sheet.cells.items()
                if at_row == row
            }
            found = {words: here[words] for words in wanted if words in here}
            if len(found) > len(best):
                best, header_row = found, row
        best.setdefault(wanted[0], measure_column)
        return header_row, tuple(best.get(words, NOWHERE) for words in wanted)

    @staticmethod
    def _weeks_sentence(sheet: SheetView, first: int, last: int) -> tuple[int, int]:
        for (row, column), cell in sheet.cells.items():
            if first <= row < last and cell.formula and "Nothing recorded yet" in cell.formula:
                return row, column
        return NOWHERE, NOWHERE

    # ------------------------------------------------------------ beside the Medians table
    def _standing(self) -> StandingPlace | None:
        tables = {name.casefold(): table for name, table in self.book.tables.items()}
        table = tables.get(at.MEDIANS_TABLE.casefold())
        if table is None:
            return None
        sheet = table.sheet
        right = table.first_column + len(table.columns)
        pointers = self._pointers(sheet, right)
        named = [place for place, there in pointers.items() if there.row == FIGURE_ROWS["Name"]]
        rows, name_column = self._rows(pointers), named[-1][1] if named else NOWHERE
        first = min(rows.values(), default=0)
        heads = {
            as_text(cell.value).strip().casefold(): column
            for (row, column), cell in sheet.cells.items()
            if row < first and column >= right
        }
        heads.setdefault(STANDING[0].casefold(), name_column)
        columns = tuple(heads.get(words.casefold(), NOWHERE) for words in STANDING)
        return StandingPlace(sheet.name, NOWHERE, columns, rows)
