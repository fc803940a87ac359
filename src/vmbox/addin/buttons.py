"""The buttons of the ribbon: one table, which the add-in's ribbon and the help are made from.

Names of pictures are Office's own (``imageMso``), which every Excel since 2010 has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Button:
    """One button.

    Attributes
    ----------
    name
        What it is known by: part of its id on the ribbon, the word of ``vmbox run`` with hyphens.
    label
        What stands on it.
    group
        The group of the ribbon that it is in.
    screentip, supertip
        Its tip: a line in bold, and what it does in a sentence or two.
    key_tip
        The letters that press it, after those of the tab.
    image
        Office's name of its picture.
    function
        The function of `vmbox.addin` that it runs.
    """

    name: str
    label: str
    group: str
    screentip: str
    supertip: str
    key_tip: str
    image: str
    function: str


BUTTONS: Final = (
    Button(
        "new_workbook",
        "New workbook",
        "Workbook",
        "New box score workbook",
        "Makes a blank box score workbook for a team, from one of the measure sets, and opens it.",
        "N",
        "FileNew",
        "new_workbook",
    ),
    Button(
        "check",
        "Check",
        "Workbook",
        "Check this workbook",
        "Looks the whole workbook over and lists on a sheet Checks what is wrong with it, where, "
        "and what to do. Changes nothing else.",
        "C",
        "ErrorChecking",
        "check",
    ),
    Button(
        "medians",
        "Medians",
        "Run charts",
        "Where each median stands",
        "Lists on a sheet New medians where the run-chart rules propose a new median, and why. "
        "Accepts none of them.",
        "M",
        "ChartTrendline",
        "medians",
    ),
    Button(
        "accept_median",
        "Accept median",
        "Run charts",
        "Accept a new median",
        "Accepts a new median for the selected measure and week. Asks for the reason and keeps it "
        "in the Medians register.",
        "A",
        "AcceptInvitation",
        "accept_median",
    ),
    Button(
        "shifts",
        "Shifts",
        "Run charts",
        "Shifts and trends",
        "Lists on a sheet Shifts, in words, which measures have a shift or a trend, and marks the "
        "weeks of each in colour.",
        "S",
        "ConditionalFormattingMenu",
        "shifts",
    ),
    Button(
        "cost_refresh",
        "Cost refresh",
        "Cost",
        "Post a finance extract",
        "Asks for a finance extract, says what it would change, and on your word posts it to the "
        "weeks and cost lines, to the penny.",
        "R",
        "RefreshAll",
        "cost_refresh",
    ),
    Button(
        "cost_per_patient",
        "Cost per patient",
        "Cost",
        "Cost per patient, then and now",
        "Says what a patient cost in the baseline and in the current weeks, and what that released "
        "in cash and in productivity.",
        "P",
        "Calculator",
        "cost_per_patient",
    ),
    Button(
        "add_weeks",
        "Add weeks",
        "Layout",
        "Lay out more weeks",
        "Asks how many more weeks to lay out, and makes every data tab, chart and formula longer.",
        "W",
        "DateAndTimeInsert",
        "add_weeks",
    ),
    Button(
        "redraw_charts",
        "Redraw charts",
        "Layout",
        "Put the run charts right",
        "Puts every run chart back in its place and size, and makes those again that were deleted.",
        "D",
        "ChartInsert",
        "redraw_charts",
    ),
    Button(
        "board_report",
        "Board report",
        "Layout",
        "A report for the board",
        "Writes the board report of this workbook, ready to print or send, and shows it in the "
        "browser.",
        "B",
        "CreateReport",
        "board_report",
    ),
    Button(
        "undo_last",
        "Undo last",
        "Help",
        "Undo the last button",
        "Puts back what the last button changed in this workbook. Excel's own Undo cannot.",
        "U",
        "Undo",
        "undo_last",
    ),
    Button(
        "show_help",
        "Help",
        "Help",
        "How a box score is filled in",
        "Opens the workbook's Guide.",
        "H",
        "Help",
        "show_help",
    ),
    Button(
        "about",
        "About",
        "Help",
        "About vmbox",
        "Says which versions of vmbox, Python and Excel are at work, and where the log file is.",
        "O",
        "Info",
        "about",
    ),
)


def button(name: str) -> Button:
    """Return the button of a name; hyphens and underscores are the same."""
    return next(one for one in BUTTONS if one.name == name.replace("-", "_"))
