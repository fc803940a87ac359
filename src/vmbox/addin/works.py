"""Which function does the work of which button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vmbox.addin.board import board_report
from vmbox.addin.helping import about, show_help
from vmbox.addin.new_workbook import new_workbook
from vmbox.addin.redraw import redraw_charts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vmbox.addin.desk import Work

WORKS: Final[Mapping[str, Work]] = {
    "new_workbook": new_workbook,
    "redraw_charts": redraw_charts,
    "board_report": board_report,
    "show_help": show_help,
    "about": about,
}
