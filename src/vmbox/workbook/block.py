"""Where a measure's cells are on the hidden Calc sheet, and on its data tab."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from vmbox.workbook import layout as at
from vmbox.workbook.cells import address, down

if TYPE_CHECKING:
    from vmbox.measures import Period
    from vmbox.workbook.layout import Column, Tab

# Figures of a measure, one a row, in the first column of its block.
FIGURES: Final = (
    "Name",
    "In use",
    "Unit",
    "Better",
    "Goal",
    "Baseline",
    "Minimum",
    "Ceiling",
    "Points",
    "Latest row",
    "Latest",
    "Baseline median",
    "Current median",
    "Change",
    "Current points",
    "Phase row",
    "Point 21 row",
    "Run of point 21",
    "Proposed row",
    "Proposed week",
    "Proposed run",
    "Evidence",
    "Signal",
)
FIGURE_ROWS: Final = {name: 2 + row for row, name in enumerate(FIGURES)}
# The window that run charts show stands above the weeks, so that more weeks can be laid out below
# them and no chart has to look elsewhere.
WINDOW_ROW: Final = 2 + len(FIGURES) + 2
# The row above the first week, where every chain of formulas starts.
ZERO_ROW: Final = WINDOW_ROW + at.WINDOW + 2
FIRST_ROW: Final = ZERO_ROW + 1
# Window series, in the columns of the block.
WINDOW_VALUE, WINDOW_MEDIAN, WINDOW_GOAL, WINDOW_SHIFT, WINDOW_TREND = range(5)
# Shared columns: the place in the window or week, its date.
PLACE, DATE = 0, 1
LAST_RECORDED_ROW: Final = 2
FIRST_SHOWN_ROW: Final = 3


@dataclass(frozen=True)
class Block:
    """Where a measure's cells are: on Calc, and on its data tab."""

    column: Column
    tab: Tab
    weeks: int
    period: Period = "week"

    @cached_property
    def left(self) -> int:
        """The first sheet column of the block."""
        return at.SHARED + at.BLOCK * (self.column.slot or 0)

    @property
    def last_row(self) -> int:
        """The row of the last week."""
        return FIRST_ROW + self.weeks - 1

    @property
    def end_row(self) -> int:
        """The row below the last week, where the chains that run upwards start."""
        return self.last_row + 1

    def figure(self, name: str) -> str:
        """Return the address, on Calc, of one of the measure's figures."""
        return address(FIGURE_ROWS[name], self.left, fix_row=True, fix_column=True)

    def place(self, name: str) -> tuple[int, int]:
        """Return the row and column, on Calc, of one of the measure's figures."""
        return FIGURE_ROWS[name], self.left

    def weekly(self, which: int, *, shift: int = 0) -> str:
        """Return the range of one of the block's weekly columns, `shift` rows up or down."""
        return down(FIRST_ROW + shift, self.last_row + shift, self.left + which)

    def shown(self, which: int) -> tuple[int, int, int, int]:
        """Return first row, column, last row, column of a series of the window."""
        column = self.left + which
        return WINDOW_ROW, column, WINDOW_ROW + at.WINDOW - 1, column

    @property
    def recorded(self) -> str:
        """The range of the column's values on the data tab."""
        rows = self.tab.week_rows
        return self.tab.prefix + down(rows[0], rows[-1], self.column.position)

    def typed(self, row: int) -> str:
        """Return the address, on the data tab, of the week that stands in a row of Calc."""
        place = address(self.tab.week_rows[row - FIRST_ROW], self.column.position)
        return self.tab.prefix + place

    def label(self, name: str) -> str:
        """Return the address of a definition row's cell on the data tab."""
        return self.tab.prefix + address(
            self.tab.label_row(name), self.column.position, fix_row=True, fix_column=True
        )

    @property
    def header(self) -> str:
        """The address of the column's header cell."""
        return self.tab.prefix + address(
            self.tab.header_row, self.column.position, fix_row=True, fix_column=True
        )


def week_dates(weeks: int) -> str:
    """Return the range, on Calc, of the weeks' dates."""
    return down(FIRST_ROW, FIRST_ROW + weeks - 1, DATE, fix_column=True)
