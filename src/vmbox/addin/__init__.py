"""What the buttons of Excel's ribbon do.

Each button runs one of these functions in a Python of its own::

    RunPython "import vmbox.addin; vmbox.addin.check()"

It works in the workbook that was before the person, says in the status bar what it did, and never
raises an error that a person would have to read as such.
"""

from __future__ import annotations

from vmbox.addin.buttons import BUTTONS, Button
from vmbox.addin.frame import press

__all__ = [
    "BUTTONS",
    "Button",
    "about",
    "accept_median",
    "add_weeks",
    "board_report",
    "check",
    "cost_per_patient",
    "cost_refresh",
    "medians",
    "new_workbook",
    "redraw_charts",
    "shifts",
    "show_help",
    "undo_last",
]


def new_workbook() -> None:
    """Make a team's blank workbook and open it."""
    press("new_workbook")


def check() -> None:
    """List what is wrong with the workbook."""
    press("check")


def medians() -> None:
    """List where new medians are proposed."""
    press("medians")


def accept_median() -> None:
    """Accept a new median."""
    press("accept_median")


def shifts() -> None:
    """List and mark what is special."""
    press("shifts")


def cost_refresh() -> None:
    """Post a finance extract."""
    press("cost_refresh")


def cost_per_patient() -> None:
    """Say what a patient cost, then and now."""
    press("cost_per_patient")


def add_weeks() -> None:
    """Lay out more weeks."""
    press("add_weeks")


def redraw_charts() -> None:
    """Put every run chart back in its place."""
    press("redraw_charts")


def board_report() -> None:
    """Write a report of the workbook and show it."""
    press("board_report")


def undo_last() -> None:
    """Put back what the last button changed."""
    press("undo_last")


def show_help() -> None:
    """Show the workbook's Guide."""
    press("show_help")


def about() -> None:
    """Say which versions are at work."""
    press("about")
