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
    "board_report",
    "new_workbook",
    "redraw_charts",
    "show_help",
]


def new_workbook() -> None:
    """Make a team's blank workbook and open it."""
    press("new_workbook")


def redraw_charts() -> None:
    """Put every run chart back in its place."""
    press("redraw_charts")


def board_report() -> None:
    """Write a report of the workbook and show it."""
    press("board_report")


def show_help() -> None:
    """Show the workbook's Guide."""
    press("show_help")


def about() -> None:
    """Say which versions are at work."""
    press("about")
