"""The Value sheet's looks: its Tables, what its cells refuse, its bridge chart, its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vmbox.measures import RECURRING
from vmbox.template import rules
from vmbox.template.charts import POUNDS_AXIS
from vmbox.template.styles import GREY, LINE, NAVY
from vmbox.workbook import layout as at
from vmbox.workbook import value_layout as place
from vmbox.workbook.value_figures import unit_cost

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from vmbox.template.styles import Styles
    from vmbox.workbook.cells import SheetPlan
    from vmbox.workbook.plan import WorkbookPlan

_A3: Final = 8
_WIDTHS: Final = (36, 17, 21, 17, 19, 84, 3, 30, 14, 14, 14, 14)
_CHART_WIDTH, _CHART_HEIGHT = 626, 400
_FALL, _RISE = "#0072B2", "#E69F00"
_TALL: Final = 27.0
# Rows whose words take two lines.
_TWO_LINES: Final = (place.FROM_ROW, place.MEDIAN_ROW, place.CASH_ROW, place.PRODUCTIVITY_ROW)


def write_value(workbook: Workbook, sheet: Worksheet, plan: WorkbookPlan, styles: Styles) -> None:
    """Give the Value sheet all that its planned cells do not say."""
    planned = plan.sheets[at.VALUE_SHEET]
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_row(place.TITLE_ROW, 28)
    sheet.set_row(place.SENTENCE_ROW, 56)
    for row in _TWO_LINES:
        sheet.set_row(row, _TALL)
    _sentence(sheet, planned, styles)
    _rules(sheet, plan, styles)
    if unit_cost(plan.box) is not None:
        sheet.insert_chart(
            place.PERIODS_ROW,
            place.BRIDGE_COLUMN,
            _bridge(workbook, planned),
            {
                "description": (
                    "Bridge from the baseline's cost per patient to the current one: what the "
                    "change in patients and the change in spend made of it."
                ),
                "object_position": 2,
            },
        )
    sheet.hide_gridlines(2)
    sheet.freeze_panes(place.SENTENCE_ROW + 1, 0)
    sheet.set_selection(place.FROM_ROW, place.FIRST, place.FROM_ROW, place.FIRST)
    sheet.print_area(0, 0, place.ALL_ROW, place.BRIDGE_COLUMN + len(place.BRIDGE) - 1)
    sheet.set_landscape()
    sheet.set_paper(_A3)
    sheet.fit_to_pages(1, 1)


def value_tables() -> dict[str, tuple[tuple[int, int, int, int], Sequence[str]]]:
    """Return the Tables of formulas on Value: their cells and headings by name."""
    rows = place.RECONCILIATION_ROW, place.RECONCILIATION_ROW + place.EXTRACTS
    bridge = place.BRIDGE_ROW, place.BRIDGE_ROW + len(place.STEPS)
    left = place.BRIDGE_COLUMN
    return {
        at.RECONCILIATION_TABLE: (
            (rows[0], 0, rows[1], len(place.RECONCILIATION) - 1),
            place.RECONCILIATION,
        ),
        at.BRIDGE_TABLE: (
            (bridge[0], left, bridge[1], left + len(place.BRIDGE) - 1),
            place.BRIDGE,
        ),
    }


def _sentence(sheet: Worksheet, planned: SheetPlan, styles: Styles) -> None:
    row = place.SENTENCE_ROW
    cell = planned.single[row, place.LABEL]
    sheet.merge_range(row, place.LABEL, row, place.WORDS, "", styles["sentence"])
    if cell.formula is None:
        sheet.write_string(row, place.LABEL, str(cell.value), styles["sentence"])
    else:
        sheet.write_formula(row, place.LABEL, cell.formula, styles["sentence"], cell.value)


def _rules(sheet: Worksheet, plan: WorkbookPlan, styles: Styles) -> None:
    period, weeks = plan.box.period, plan.front.dates
    sheet.data_validation(
        place.FROM_ROW,
        place.FIRST,
        place.TO_ROW,
        place.SECOND,
        {
            "validate": "decimal",
            "criteria": "between",
            "minimum": f"=MIN({weeks})",
            "maximum": f"=MAX({weeks})+31",
            "input_title": f"Which {period}?",
            "input_message": (
                f"Any day of the {period}, as a date: 2/3/2026. Leave it empty for the usual ones."
            ),
            "error_title": f"Not one of the {period}s",
            "error_message": f"Type a date that lies in this box score's {period}s.",
        },
    )
    sheet.data_validation(
        place.RECURRING_ROW,
        place.FIRST,
        place.RECURRING_ROW,
        place.FIRST,
        {
            "validate": "list",
            "source": list(RECURRING),
            "input_title": "Does it recur?",
            "input_message": "Does the cash come again every year? The accountant says.",
            "error_title": "yes, no or unknown",
            "error_message": "Choose yes, no or unknown.",
        },
    )
    rules.light_up_checks(
        sheet,
        (
            (place.RECONCILIATION_ROW + 1, place.WORDS, place.ALL_ROW, place.WORDS),
            (place.TOGETHER_ROW, place.SECOND, place.TOGETHER_ROW, place.SECOND),
        ),
        styles,
    )


def _bridge(workbook: Workbook, planned: SheetPlan) -> Any:
    """A waterfall of stacked columns: an unseen one below, and on it what can be seen."""
    chart = workbook.add_chart({"type": "column", "subtype": "stacked"})
    for heading, fill in (
        ("Below", None),
        ("Level", NAVY),
        ("Fall", _FALL),
        ("Rise", _RISE),
    ):
        chart.add_series(_series(planned, heading, fill))
    title = planned.single[place.UNIT_ROW, place.LABEL].value
    chart.set_title(
        {
            "name": f"={at.VALUE_SHEET}!$A${place.UNIT_ROW + 1}",
            "data": [title],
            "name_font": {"size": 12, "bold": True},
            "overlay": False,
        }
    )
    chart.set_x_axis({"num_font": {"size": 10}, "line": {"color": LINE}, "label_position": "low"})
    chart.set_y_axis(
        {
            "num_format": POUNDS_AXIS,
            "num_font": {"size": 8, "color": GREY},
            "major_gridlines": {"visible": True, "line": {"color": "#E3E7EB", "width": 0.75}},
            "line": {"none": True},
        }
    )
    chart.set_legend({"position": "bottom", "delete_series": [0, 1]})
    chart.set_chartarea({"border": {"color": LINE}})
    chart.set_size({"width": _CHART_WIDTH, "height": _CHART_HEIGHT})
    chart.show_hidden_data()
    return chart


def _series(planned: SheetPlan, heading: str, fill: str | None) -> dict[str, Any]:
    first, last = place.BRIDGE_ROW + 1, place.BRIDGE_ROW + len(place.STEPS)
    column = place.BRIDGE_COLUMN + place.BRIDGE.index(heading)
    values = [planned.single[row, column].value for row in range(first, last + 1)]
    steps = [planned.single[row, place.BRIDGE_COLUMN].value for row in range(first, last + 1)]
    look: dict[str, Any] = {"fill": {"none": True}, "border": {"none": True}}
    if fill is not None:
        look = {"fill": {"color": fill}, "border": {"color": "#000000", "width": 0.5}}
    return {
        "name": heading,
        "categories": [at.VALUE_SHEET, first, place.BRIDGE_COLUMN, last, place.BRIDGE_COLUMN],
        "categories_data": steps,
        "values": [at.VALUE_SHEET, first, column, last, column],
        "values_data": [None if value == "" else value for value in values],
        "gap": 40,
        **look,
    }
