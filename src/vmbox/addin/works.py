"""Which function does the work of which button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vmbox.addin.accepting import accept_median
from vmbox.addin.board import board_report
from vmbox.addin.checks import list_findings
from vmbox.addin.comparing import compare_costs
from vmbox.addin.helping import about, show_help
from vmbox.addin.longer import add_weeks
from vmbox.addin.new_workbook import new_workbook
from vmbox.addin.posting import refresh_costs
from vmbox.addin.redraw import redraw_charts
from vmbox.addin.specials import list_shifts
from vmbox.addin.standing import propose_medians
from vmbox.addin.undoing import undo_last

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vmbox.addin.desk import Work

WORKS: Final[Mapping[str, Work]] = {
    "new_workbook": new_workbook,
    "check": list_findings,
    "medians": propose_medians,
    "accept_median": accept_median,
    "shifts": list_shifts,
    "cost_refresh": refresh_costs,
    "cost_per_patient": compare_costs,
    "add_weeks": add_weeks,
    "redraw_charts": redraw_charts,
    "board_report": board_report,
    "undo_last": undo_last,
    "show_help": show_help,
    "about": about,
}
