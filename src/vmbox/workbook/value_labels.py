"""The plain words of a fresh Value sheet: what each row is, and how it is worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vmbox.workbook import value_layout as at

if TYPE_CHECKING:
    from vmbox.measures import Period
    from vmbox.workbook.cells import SheetPlan

_HINT: Final = (
    "Baseline against current, from what stands on Cost. Type in the white cells; grey cells work "
    "themselves out and stay blank while figures are missing."
)
# By row: the heading over the columns of a part.
_HEADINGS: Final = {
    at.PERIODS_ROW: (
        "Which {period}s",
        "Baseline",
        "Current",
        "With both, in all",
        "",
        "What it is",
    ),
    at.COST_ROW: ("Cost and patients", "Baseline", "Current", "Change", "Change %", "What it is"),
    at.EFFECTS_ROW: ("Where the change came from", "£ each", "Check", "", "", "What it is"),
    at.WORTH_ROW: (
        *("What it was worth", "A {period}", "Over current {period}s", "", ""),
        "What it is",
    ),
}
# By row: its label ("" where the workbook's own words stand), and what it is.
_LABELS: Final = {
    at.FROM_ROW: (
        "From",
        "Type any day of the first {period}. Empty: the first 12 {period}s with both cost and "
        "patients are the baseline, the last 12 after them are current.",
    ),
    at.TO_ROW: ("To", "Type any day of the last {period}, or leave it empty."),
    at.USED_FROM_ROW: ("First {period} in use", ""),
    at.USED_TO_ROW: ("Last {period} in use", ""),
    at.SPAN_ROW: ("{Period}s in the period", ""),
    at.WEEKS_ROW: ("{Period}s with both", "Only {period}s with both cost and patients count."),
    at.TOTAL_ROW: (
        "Total cost",
        "The sum of the cost lines: direct costs that the team can influence, no overheads.",
    ),
    at.COUNTED_ROW: ("", ""),
    at.SPEND_ROW: ("Total cost a {period}", "Total cost over the {period}s with both."),
    at.VOLUME_ROW: ("", "Over the {period}s with both."),
    at.UNIT_ROW: (
        "",
        "Sum of costs over sum of patients. This is the figure that is compared and explained.",
    ),
    at.MEDIAN_ROW: (
        "Median of the {period}ly figures",
        "The middle one of each {period}'s own figure, as on its run chart: another question, "
        "another answer.",
    ),
    at.VOLUME_EFFECT_ROW: (
        "Because patients changed",
        "Average spend, times the change of one over patients.",
    ),
    at.SPEND_EFFECT_ROW: (
        "Because spend changed",
        "Change in spend, times the average of one over patients.",
    ),
    at.TOGETHER_ROW: ("Together", "The two add up to the change in the figure above."),
    at.CASH_ROW: (
        "Cash-releasing",
        "Baseline spend a {period} less current spend. Below zero: spend rose, and no cash was "
        "released.",
    ),
    at.PRODUCTIVITY_ROW: (
        "Productivity (no cash released)",
        "More patients at the baseline's cost each. It is not money in hand: never add it to cash.",
    ),
    at.RECURRING_ROW: (
        "Does the cash recur?",
        "The accountant's word: yes, no or unknown.",
    ),
    at.OTHER_ROW: ("All other extracts", ""),
    at.ALL_ROW: ("All extracts", ""),
}
_LEDGER: Final = "Does the ledger add up? Total = posted to Cost + unmapped + outside the weeks."


def plan_labels(sheet: SheetPlan, period: Period) -> None:
    """Plan the words of a fresh sheet."""
    words = {"period": period, "Period": period.capitalize()}
    sheet.put(at.HINT_ROW, at.LABEL, _HINT, "hint")
    for row, headings in _HEADINGS.items():
        for column, heading in enumerate(headings):
            sheet.put(row, column, heading.format(**words) or None, "header")
    for row, (label, meaning) in _LABELS.items():
        if label:
            sheet.put(row, at.LABEL, label.format(**words), "row label")
        if row < at.LEDGER_ROW and row != at.COUNTED_ROW:
            sheet.put(row, at.WORDS, meaning.format(**words) or None, "row words")
    for column in range(at.WORDS + 1):
        sheet.put(at.LEDGER_ROW, column, None if column else _LEDGER, "band")
    for column, heading in enumerate(at.RECONCILIATION):
        sheet.put(at.RECONCILIATION_ROW, column, heading, "header")
    for column, heading in enumerate(at.BRIDGE):
        sheet.put(at.BRIDGE_ROW, at.BRIDGE_COLUMN + column, heading, "header spare")
