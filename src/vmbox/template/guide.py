"""The Guide: how to fill in the box score, on one printed page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vmbox._version import __version__
from vmbox.workbook import layout as at

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from vmbox.template.styles import Styles
    from vmbox.workbook.plan import WorkbookPlan

PAGE: Final = (
    (
        "Every {period}",
        "Open the tab of a domain, find the row of the {period} (today's is blue) and type the "
        "numbers in the white cells. Leave a cell empty when there is no number: a gap is no error "
        "and breaks no run. Use Notes for what happened: a change you tried, a bank holiday, a "
        "closed bay.",
    ),
    (
        "At the huddle",
        "Look at the Box score together: what is the signal, what did we try, what is next? Write "
        "the decision on Huddles and the work on Actions.",
    ),
    (
        "What the words mean",
        "Median: the middle of the first 12 points, carried on. Shift: 6 or more points in a row "
        "on one side of it. Trend: 5 or more in a row, all going up or all going down. A point on "
        "the median is passed over. Either is a signal that something has changed; without one, "
        "ups and downs are the ordinary kind and call for no explanation.",
    ),
    (
        "Better or worse",
        "Each measure says which way is better: up, down or neutral. The signal says Better, Worse "
        "or, for a neutral measure, Changed.",
    ),
    (
        "A new median",
        "When 9 or more points in a row lie on one side beyond the baseline, the Box score "
        "proposes a new median. Nothing changes until you accept it: add a row on Medians with the "
        "measure, the {period}, why, who and when. Take the row out to go back.",
    ),
    (
        "A new measure",
        "Type its name over a spare heading (grey, in italics), then its unit, which way is better "
        "and a goal above it. It comes onto the Box score with its run chart by itself.",
    ),
    (
        "Percentages",
        "Type 95% or 0.95. Where the workbook works a percentage out, type the two numbers that it "
        "is made from.",
    ),
    (
        "Cost and capacity",
        "Type each cost line and the patients; total and cost per patient work themselves "
        "out, and stay blank while either is missing. Type contracted hours and where they went; "
        "what is left is available. Sample capacity for a few shifts every 8 to 10 weeks if that "
        "is what you can do.",
    ),
    (
        "What changed in money",
        "Value compares a baseline with the current {period}s: cost per patient, what came from "
        "patients and what from spend, the cash that was released, and productivity, which is no "
        "cash. Ledger holds finance's rows, Cost map says which account belongs to which cost "
        "line; Value shows whether they add up. Your accountant fills these.",
    ),
    (
        "Please keep",
        "You may rename, move and colour sheets, insert rows and columns, and move measures. "
        "Please leave the grey cells and the headings Week and Notes as they are. Nothing is "
        "locked. Never write a patient's name or number anywhere in this workbook.",
    ),
)
LEGEND: Final = (
    ("input|", "white: type here"),
    ("calculated|", "grey: works itself out"),
    ("header", "dark heading: you type this column"),
    ("header calculated", "blue heading: formulas fill this column"),
    ("header spare", "grey heading: waits for a measure of yours"),
)
WIDTHS: Final = (24, 100)
# Rows are set for the text, since few programs fit the height of wrapped text by themselves.
_PER_LINE: Final = 112
_LINE_HEIGHT: Final = 15.5


def write_guide(sheet: Worksheet, plan: WorkbookPlan, styles: Styles) -> dict[str, tuple[int, int]]:
    """Write the Guide; return where the named cells are that it holds."""
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, "How to fill in this box score", styles["title"])
    sheet.set_row(0, 28)
    row = 2
    for heading, text in PAGE:
        words = text.format(period=plan.box.period)
        sheet.write_string(row, 0, heading.format(period=plan.box.period), styles["guide heading"])
        sheet.write_string(row, 1, words, styles["guide text"])
        lines = -(-len(words) // _PER_LINE)
        sheet.set_row(row, max(20.0, lines * _LINE_HEIGHT + 6))
        row += 1
    row += 1
    sheet.write_string(row, 0, "Colours", styles["guide heading"])
    row += 1
    for style, words in LEGEND:
        sheet.write_string(row, 0, "example" if "header" in style else "", styles[style])
        sheet.write_string(row, 1, words, styles["guide text"])
        row += 1
    return _version(sheet, plan, styles, row + 1)


def _version(
    sheet: Worksheet, plan: WorkbookPlan, styles: Styles, row: int
) -> dict[str, tuple[int, int]]:
    small = styles["guide small"]
    sheet.write_string(row, 0, f"Made by vmbox {__version__}", small)
    sheet.write_string(row + 1, 0, "Standard box score, version", small)
    sheet.write_number(row + 1, 1, at.SCHEMA, styles["guide small"])
    sheet.write_string(row + 2, 0, "One row is a", small)
    sheet.write_string(row + 2, 1, plan.box.period, small)
    return {at.NAME_SCHEMA: (row + 1, 1), at.NAME_PERIOD: (row + 2, 1)}
