"""Makes the standard workbook: every planned cell, and all that makes it worth looking at."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from vmbox._version import __version__
from vmbox.errors import FileError, OutputExists
from vmbox.template import rules
from vmbox.template.capacity import capacity_chart, capacity_columns
from vmbox.template.charts import HEIGHT, WIDTH, run_chart
from vmbox.template.exact import ExactWorksheet, Filled
from vmbox.template.guide import write_guide
from vmbox.template.styles import BLUE, GREY, LIGHT_BLUE, NAVY, Styles
from vmbox.template.value import value_tables, write_value
from vmbox.workbook import front as front_page
from vmbox.workbook import layout as at
from vmbox.workbook import registers
from vmbox.workbook.cells import address, column_letters
from vmbox.workbook.plan import WorkbookPlan, plan_workbook
from vmbox.workbook.value_layout import name as value_name
from vmbox.workbook.value_layout import standard_place

if TYPE_CHECKING:
    import datetime as dt

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from vmbox.measures import BoxScore
    from vmbox.workbook.cells import Cell, SheetPlan
    from vmbox.workbook.layout import Column, Tab

A3: Final = 8
A4: Final = 9
_CHARTS_ACROSS: Final = 2
_ROW: Final = 20
_CHART_ROWS: Final = HEIGHT // _ROW + 1
_CHART_COLUMNS: Final = 5
_CHART_COLUMN_WIDTH: Final = 16.0
_CHART_COLUMN_PIXELS: Final = 117
_HEADER_HEIGHT: Final = 62
# Points that a line of wrapped text is high, and characters that a unit of width holds.
_LINE: Final = 15.0
_CHARACTERS: Final = 1.1
# Points that a line of small print is high, and a column of Cost wide for its definition.
_SMALL_LINE: Final = 12.5
_COLUMN, _WIDE_COLUMN = 14.5, 21.0
_TAB_COLOURS: Final = {at.FRONT: NAVY, at.GUIDE: GREY}
_WIDE: Final = (at.MEDIANS, at.LEDGER)
_REGISTER_WIDTHS: Final = {
    at.MEDIANS: (38, 14, 44, 18, 14, 3, 38, 11, 13, 11, 18, 36),
    at.HUDDLES: (14, 20, 34, 60, 60),
    at.ACTIONS: (40, 36, 44, 11, 20, 14, 14),
    at.LEDGER: (24, 7, 13, 13, 14, 12, 36, 14, 24, 13, 13, 14, 14),
    at.COST_MAP: (18, 32, 60),
    at.LOG: (18, 80, 24, 10),
}


def write_workbook(
    box: BoxScore,
    path: str | os.PathLike[str],
    *,
    force: bool = False,
    made: dt.datetime | None = None,
) -> Path:
    """Write the standard workbook of a box score; return its path.

    The file appears whole or not at all. Given when it was `made`, it is the same to the byte
    every time; else that is now.

    Raises
    ------
    OutputExists
        There is a file already, and `force` is not set.
    FileError
        The folder is not there, or the file cannot be written.
    """
    target = Path(path)
    if target.exists() and not force:
        raise OutputExists(f"{target} is there already. Choose another name, or add --force.")
    if not target.parent.is_dir():
        raise FileError(f"There is no folder {target.parent}. Make it first.")
    plan = plan_workbook(box)
    try:
        handle, name = tempfile.mkstemp(".xlsx", ".vmbox-", target.parent)
        os.close(handle)
        try:
            _write(plan, name, made)
            _as_others_would(name)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except (OSError, xlsxwriter.exceptions.FileCreateError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise FileError(f"{target} cannot be written: {reason}. Is it open in Excel?") from problem
    return target


def _as_others_would(name: str) -> None:
    """Give the file the mode that any new file gets: a temporary one is for its owner alone."""
    mask = os.umask(0)
    os.umask(mask)
    Path(name).chmod(0o666 & ~mask)


def _write(plan: WorkbookPlan, name: str, made: dt.datetime | None) -> None:
    workbook = xlsxwriter.Workbook(name, {"strings_to_urls": False, "in_memory": True})
    workbook.worksheet_class = ExactWorksheet
    _Book(workbook, plan, made).write()
    workbook.close()


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of that width."""
    room = max(1, int(width * _CHARACTERS))
    return sum(max(1, -(-len(line) // room)) for line in text.split("\n"))


def _filled(cell: Cell, row: int, column: int, group: int) -> Filled:
    first, last = cell.filled or (row, row)
    area = f"{address(first, column)}:{address(last, column)}" if row == first else ""
    return Filled.of((cell.formula or "").removeprefix("="), group, area)


def _definition(column: Column) -> str:
    return column.item.definition if column.item else ""


class _Book:
    """One workbook being written."""

    def __init__(self, workbook: Workbook, plan: WorkbookPlan, made: dt.datetime | None) -> None:
        self.workbook = workbook
        self.made = made
        self.plan = plan
        self.styles = Styles(workbook)
        self.sheets: dict[str, Worksheet] = {
            name: workbook.add_worksheet(name) for name in at.SHEETS
        }

    def write(self) -> None:
        """Write every sheet, name and property."""
        self._properties()
        named = write_guide(self.sheets[at.GUIDE], self.plan, self.styles)
        self._guide_page()
        for sheet in self.plan.sheets.values():
            self._tables(sheet.name)
            self._cells(sheet)
        self._front()
        for tab in self.plan.layout.tabs:
            self._tab(tab)
        self._registers()
        write_value(self.workbook, self.sheets[at.VALUE_SHEET], self.plan, self.styles)
        self._edges(self.sheets[at.VALUE_SHEET])
        self.sheets[at.CALC].hide()
        self._names(named)
        self.sheets[at.FRONT].activate()
        self.workbook.set_calc_mode("auto")

    # ------------------------------------------------------------ cells
    def _cells(self, plan: SheetPlan) -> None:
        sheet = self.sheets[plan.name]
        groups: dict[tuple[int, int], int] = {}
        for (row, column), cell in plan.cells.items():
            look = self.styles[cell.style] if cell.style else None
            if cell.filled is not None:
                group = groups.setdefault((cell.filled[0], column), len(groups))
                formula = _filled(cell, row, column, group)
                sheet.write_formula(row, column, formula, look, cell.value)
            elif cell.formula is not None:
                self._formula(sheet, row, column, cell.formula, cell.value, look, array=cell.array)
            elif cell.value is None:
                if look is not None:
                    sheet.write_blank(row, column, None, look)
            elif isinstance(cell.value, str):
                sheet.write_string(row, column, cell.value, look)
            elif isinstance(cell.value, bool):
                sheet.write_boolean(row, column, cell.value, look)
            else:
                sheet.write_number(row, column, cell.value, look)

    @staticmethod
    def _formula(
        sheet: Worksheet,
        row: int,
        column: int,
        formula: str,
        value: object,
        look: Format | None,
        *,
        array: bool,
    ) -> None:
        if array:
            sheet.write_array_formula(row, column, row, column, formula, look, value)
        else:
            sheet.write_formula(row, column, formula, look, value)

    # ------------------------------------------------------------ tables
    def _tables(self, name: str) -> None:
        if name in at.TABLES:
            self._tab_table(self.plan.layout.tab(name))
        if name == at.VALUE_SHEET:
            for table, (cells, headings) in value_tables().items():
                columns = [{"header": heading} for heading in headings]
                self._table_at(name, table, cells, columns, filters=False)
        for register in registers.REGISTERS:
            if register.sheet == name:
                rows = len(registers.register_rows(self.plan.box, register))
                self._table(
                    name,
                    register.table,
                    (registers.HEADER_ROW, registers.HEADER_ROW + self._rows(register, rows)),
                    [{"header": header} for header in register.columns],
                    filters=True,
                )

    @staticmethod
    def _rows(register: registers.Register, filled: int) -> int:
        return registers.laid_rows(register, [()] * filled)

    def _tab_table(self, tab: Tab) -> None:
        cells = self.plan.sheets[tab.domain].single
        columns: list[dict[str, Any]] = [{"header": tab.period_header}]
        for column in tab.columns:
            options: dict[str, Any] = {"header": column.header}
            if column.kind == at.KIND_CALCULATED:
                formulas = (
                    cells[row, column.position].formula
                    for row in range(at.FIRST_WEEK_ROW, tab.last_week_row + 1)
                )
                options["formula"] = next((formula for formula in formulas if formula), "")
            columns.append(options)
        columns.append({"header": at.NOTES})
        self._table(
            tab.domain, tab.table, (at.HEADER_ROW, tab.last_week_row), columns, filters=False
        )

    def _table(
        self,
        sheet: str,
        table: str,
        rows: tuple[int, int],
        columns: list[dict[str, Any]],
        *,
        filters: bool,
    ) -> None:
        cells = (rows[0], 0, rows[1], len(columns) - 1)
        self._table_at(sheet, table, cells, columns, filters=filters)

    def _table_at(
        self,
        sheet: str,
        table: str,
        cells: tuple[int, int, int, int],
        columns: list[dict[str, Any]],
        *,
        filters: bool,
    ) -> None:
        self.sheets[sheet].add_table(
            *cells, {"name": table, "columns": columns, "style": None, "autofilter": filters}
        )

    # ------------------------------------------------------------ the front page
    def _front(self) -> None:
        sheet, front = self.sheets[at.FRONT], self.plan.front
        widths = (44, 10, 9, 10, 11, 11, 10, 30, 17, 7, 26)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        last_column = front_page.FIRST_WEEK + front.weeks_shown - 1
        sheet.set_column(front_page.FIRST_WEEK, last_column, 8.5)
        sheet.set_row(front_page.TEAM_ROW, 30)
        sheet.set_row(front_page.HEADER_ROW, 34)
        for row in front.bands.values():
            sheet.set_row(row, 20)
        for row, column in front.rows.items():
            sheet.set_row(row, 27 if column.item else 18)
            self._front_row(sheet, row)
        sheet.hide_gridlines(2)
        sheet.set_zoom(85)
        sheet.freeze_panes(front_page.HEADER_ROW + 1, 1)
        rules.light_up_front(sheet, front, self.styles)
        sheet.print_area(0, 0, front.last_row, last_column)
        sheet.set_landscape()
        sheet.set_paper(A3)
        sheet.fit_to_pages(1, 1)
        self._edges(sheet)

    def _front_row(self, sheet: Worksheet, row: int) -> None:
        column = self.plan.front.rows[row]
        cells = self.plan.sheets[at.FRONT].single
        for place, link, tip in (
            (front_page.MEASURE, column.link, "Go to its column"),
            (front_page.CHART, column.chart_link, "Go to its run chart"),
        ):
            cell = cells[row, place]
            look = self.styles[cell.style]
            sheet.write_url(row, place, f"internal:{link}", look, "-", tip)
            self._formula(sheet, row, place, cell.formula or "", cell.value, look, array=False)
        sheet.add_sparkline(
            row,
            front_page.SPARKLINE,
            {
                "range": self.plan.front.sparkline(column),
                # Columns, since LibreOffice prints no line here; a missing week is no bar.
                "type": "column",
                "series_color": LIGHT_BLUE,
                "last_point": True,
                "last_color": NAVY,
                "show_hidden": True,
            },
        )

    # ------------------------------------------------------------ the data tabs
    def _tab(self, tab: Tab) -> None:
        sheet = self.sheets[tab.domain]
        sheet.set_column(0, 0, 17)
        width = _COLUMN
        if tab.domain == "Cost":
            # Wide enough for its definitions; smaller, so that as many weeks are seen.
            width = _WIDE_COLUMN
            sheet.set_zoom(90)
        for column in tab.columns:
            sheet.set_column(column.position, column.position, width)
            rules.validate_column(sheet, tab, column)
        sheet.set_column(tab.notes_position, tab.notes_position, 44)
        self._tab_rows(sheet, tab)
        rules.light_up_tab(sheet, tab, self.styles, self.plan.box.period)
        last_column, last_row = self._run_charts(sheet, tab)
        sheet.hide_gridlines(2)
        recorded = self.plan.calc.last_recorded
        top = at.FIRST_WEEK_ROW + max(0, recorded - 10)
        sheet.freeze_panes(at.FIRST_WEEK_ROW, 1, top, 1)
        following = at.FIRST_WEEK_ROW + min(recorded, tab.weeks - 1)
        sheet.set_selection(following, 1, following, 1)
        sheet.print_area(0, 0, max(tab.last_week_row, last_row), last_column)
        sheet.repeat_rows(at.HEADER_ROW)
        sheet.set_landscape()
        sheet.set_paper(A3)
        # Two years fit on one page as small as its width asks for anyway; more weeks go on.
        sheet.fit_to_pages(1, 1 if tab.weeks <= at.WEEKS_ON_A_PAGE else 0)
        self._edges(sheet)

    def _tab_rows(self, sheet: Worksheet, tab: Tab) -> None:
        sheet.set_row(at.TITLE_ROW, 28)
        sheet.set_row(at.HINT_ROW, 20)
        # On Cost everybody shall see why each line matters.
        folded = at.FOLDED[:-1] if tab.domain == "Cost" else at.FOLDED
        for label in folded:
            height = {at.DEFINITION: 84, at.SOURCE: 38, at.MADE_FROM: 50, at.OWNER: 26}.get(label)
            sheet.set_row(at.LABEL_ROWS[label], height, None, {"level": 1, "hidden": True})
        below = at.LABEL_ROWS[folded[-1]] + 1
        tall: float | None = None
        if tab.domain == "Cost":
            lines = max(_lines(_definition(column), _WIDE_COLUMN) for column in tab.columns)
            tall = lines * _SMALL_LINE
        sheet.set_row(below, tall, None, {"collapsed": True})
        sheet.set_row(at.LABEL_ROWS[at.SIGNAL], 38 if tab.domain == "Cost" else 50)
        sheet.set_row(at.HEADER_ROW, _HEADER_HEIGHT)

    def _run_charts(self, sheet: Worksheet, tab: Tab) -> tuple[int, int]:
        """Put the run charts beside the Table; return the last column and row they reach."""
        left = tab.notes_position + 2
        sheet.set_column(tab.notes_position + 1, tab.notes_position + 1, 3)
        right = left + _CHARTS_ACROSS * _CHART_COLUMNS - 1
        sheet.set_column(left, right, _CHART_COLUMN_WIDTH)
        row = first = at.FIRST_WEEK_ROW + self._capacity(tab, left)
        for number, column in enumerate(tab.charted):
            down, across = divmod(number, _CHARTS_ACROSS)
            row = first + down * _CHART_ROWS
            place = left + across * _CHART_COLUMNS
            sheet.insert_chart(
                row,
                place,
                run_chart(self.workbook, self.plan, column),
                {
                    "description": (
                        f"Run chart of {column.header}: its value in each of the last 52 "
                        f"{self.plan.box.period}s, the median of each phase, the goal, and points "
                        "in a shift or a trend marked apart."
                    ),
                    "object_position": 2,
                    "x_scale": (_CHART_COLUMNS * _CHART_COLUMN_PIXELS - 8) / WIDTH,
                },
            )
            self._name(column.chart_link, tab.domain, row, place)
            self._name(column.link, tab.domain, at.HEADER_ROW, column.position)
        return right, row + _CHART_ROWS - 1

    def _capacity(self, tab: Tab, left: int) -> int:
        """Put the stacked chart above Capacity's run charts; return how many rows it takes."""
        columns = capacity_columns(self.plan) if tab.domain == "Capacity" else []
        if not columns:
            return 0
        chart = capacity_chart(self.workbook, self.plan, columns)
        width = _CHARTS_ACROSS * _CHART_COLUMNS * _CHART_COLUMN_PIXELS - 8
        chart.set_size({"width": width, "height": HEIGHT})
        self.sheets[tab.domain].insert_chart(
            at.FIRST_WEEK_ROW,
            left,
            chart,
            {
                "description": (
                    f"Stacked columns: where the contracted hours went in each of the last 52 "
                    f"{self.plan.box.period}s, as shares that add up to 100 %."
                ),
                "object_position": 2,
            },
        )
        return _CHART_ROWS

    # ------------------------------------------------------------ the registers
    def _registers(self) -> None:
        for register in registers.REGISTERS:
            sheet = self.sheets[register.sheet]
            for column, width in enumerate(_REGISTER_WIDTHS[register.sheet]):
                sheet.set_column(column, column, width)
            sheet.set_row(registers.TITLE_ROW, 28)
            sheet.set_row(registers.HEADER_ROW, 24)
            sheet.hide_gridlines(2)
            sheet.freeze_panes(registers.FIRST_ROW, 0)
            self._register_heights(register)
            sheet.set_landscape()
            sheet.set_paper(A3 if register.sheet in _WIDE else A4)
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(registers.HEADER_ROW)
            self._edges(sheet)
        self._register_rules()

    def _register_heights(self, register: registers.Register) -> None:
        """Make filled rows high enough for their text; blank ones grow as people type."""
        widths = _REGISTER_WIDTHS[register.sheet]
        for number, row in enumerate(registers.register_rows(self.plan.box, register)):
            texts = (
                _lines(value, widths[column])
                for column, value in enumerate(row)
                if isinstance(value, str)
            )
            lines = max(texts, default=1)
            if lines > 1:
                self.sheets[register.sheet].set_row(registers.FIRST_ROW + number, lines * _LINE)

    def _register_rules(self) -> None:
        first, box = registers.FIRST_ROW, self.plan.box
        last = {
            register.sheet: first
            + self._rows(register, len(registers.register_rows(box, register)))
            - 1
            for register in registers.REGISTERS
        }
        weeks = self.plan.front.dates
        rules.light_up_standing(self.sheets[at.MEDIANS], first, self.plan.layout.slots, self.styles)
        rules.validate_medians(self.sheets[at.MEDIANS], first, last[at.MEDIANS], weeks)
        cost = self.plan.layout.tab("Cost")
        rules.validate_cost_map(self.sheets[at.COST_MAP], first, last[at.COST_MAP], cost)
        rules.validate_actions(self.sheets[at.ACTIONS], first, last[at.ACTIONS])
        rules.light_up_actions(self.sheets[at.ACTIONS], first, last[at.ACTIONS], self.styles)

    # ------------------------------------------------------------ names, properties, pages
    def _names(self, named: dict[str, tuple[int, int]]) -> None:
        for name, (row, column) in named.items():
            self._name(name, at.GUIDE, row, column)
        self._name(at.NAME_TEAM, at.FRONT, front_page.TEAM_ROW, 0)
        self._name(at.NAME_BOARD, at.FRONT, front_page.PLACE_ROW, 0)
        self._name(at.NAME_SETTING, at.FRONT, front_page.PLACE_ROW, front_page.SIGNAL)
        self._name(at.NAME_REMARK, at.FRONT, front_page.REMARK_ROW, 0)
        for key, (row, column) in standard_place().cells.items():
            self._name(value_name(key), at.VALUE_SHEET, row, column)
        first = registers.FIRST_ROW + 1
        last = registers.FIRST_ROW + len(self.plan.layout.slots)
        letter = column_letters(registers.STANDING_COLUMN)
        self.workbook.define_name(
            at.NAME_MEASURES, f"={at.MEDIANS}!${letter}${first}:${letter}${last}"
        )

    def _name(self, name: str, sheet: str, row: int, column: int) -> None:
        quoted = f"'{sheet}'" if " " in sheet else sheet
        place = address(row, column, fix_row=True, fix_column=True)
        self.workbook.define_name(name, f"={quoted}!{place}")

    def _properties(self) -> None:
        box = self.plan.box
        self.workbook.set_properties(
            {
                "title": f"Box score: {box.team}",
                "subject": "Weekly box score: quality, safety, experience, capacity and cost",
                "author": f"vmbox {__version__}",
                "company": box.board,
                "category": box.setting,
                "keywords": "box score, run chart, value management",
                "comments": box.remark,
                **({"created": self.made} if self.made else {}),
            }
        )

    def _guide_page(self) -> None:
        sheet = self.sheets[at.GUIDE]
        sheet.hide_gridlines(2)
        sheet.set_portrait()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 1)
        self._edges(sheet)

    def _edges(self, sheet: Worksheet) -> None:
        colour = _TAB_COLOURS.get(sheet.name, BLUE if sheet.name in at.TABLES else None)
        if colour:
            sheet.set_tab_color(colour)
        team = self.plan.box.team[:100].replace("&", "&&")
        # The font's name parts the size from a team called "7 West".
        sheet.set_footer(f'&L&9&"-,Regular"{team}&C&9&A&R&9Page &P of &N')
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
