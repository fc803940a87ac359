"""The native run chart of one measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vmbox.template.styles import GREY, LINE
from vmbox.workbook import layout as at
from vmbox.workbook.block import (
    DATE,
    WINDOW_GOAL,
    WINDOW_MEDIAN,
    WINDOW_SHIFT,
    WINDOW_TREND,
    WINDOW_VALUE,
)
from vmbox.workbook.cells import NOT_AVAILABLE, address
from vmbox.workbook.units import GENERAL, number_format

if TYPE_CHECKING:
    from xlsxwriter.chart_line import ChartLine
    from xlsxwriter.workbook import Workbook

    from vmbox.measures import Period
    from vmbox.workbook.block import Block
    from vmbox.workbook.layout import Column
    from vmbox.workbook.plan import WorkbookPlan

WIDTH, HEIGHT = 580, 320
# Okabe and Ito's colours: told apart by every kind of sight; shapes differ for print in grey.
COLOURS: Final = ("#0072B2", "#333333", "#009E73", "#E69F00", "#CC79A7")
_VALUE, _MEDIAN, _GOAL, _SHIFT, _TREND = COLOURS
# Pence only where amounts are small.
POUNDS_AXIS: Final = "[=0][$£-809]0;[<20][$£-809]#,##0.00;[$£-809]#,##0"
_AXIS_FORMATS: Final = {"%": "0%", "GBP": POUNDS_AXIS, "per 1,000": "0.0"}


def _no_line() -> dict[str, Any]:
    return {"none": True}


def run_chart(workbook: Workbook, plan: WorkbookPlan, column: Column) -> ChartLine:
    """Return the run chart of a column, its title that of the column's heading.

    The median is drawn with dashes and no line, one a week: a step where a phase begins, and
    nothing drawn between phases, in every program.
    """
    # By its name tools find it again, wherever somebody has moved it.
    chart = workbook.add_chart({"type": "line", "name": column.chart_link})
    block = plan.calc.blocks[column.slot or 0]
    for which, name, look in _series(column):
        chart.add_series(
            {
                "name": name,
                "categories": shown_range(block, None),
                "categories_data": _dates(plan, block),
                "values": shown_range(block, which),
                "values_data": shown_values(plan, block, which),
                **look,
            }
        )
    _finish(chart, plan, column)
    return chart


def _series(column: Column) -> tuple[tuple[int, str, dict[str, Any]], ...]:
    """What is drawn: (the series of the window, its name, its look)."""
    # A spare's value line bears its heading: LibreOffice follows a renamed one there, though not
    # in the title as Excel does.
    value = f"={column.domain}!{_header(column)}" if column.spare else "Value"
    return (
        (
            WINDOW_VALUE,
            value,
            {
                "line": {"color": _VALUE, "width": 1.5},
                "marker": _marker("circle", 5, _VALUE),
            },
        ),
        (
            WINDOW_MEDIAN,
            "Median",
            {"line": _no_line(), "marker": _marker("long_dash", 8, _MEDIAN)},
        ),
        (
            WINDOW_GOAL,
            "Goal",
            {
                "line": {"color": _GOAL, "width": 1.5, "dash_type": "dash"},
                "marker": {"type": "none"},
            },
        ),
        (
            WINDOW_SHIFT,
            "Shift",
            {"line": _no_line(), "marker": _marker("diamond", 10, _SHIFT, "#000000")},
        ),
        (
            WINDOW_TREND,
            "Trend",
            {"line": _no_line(), "marker": _marker("triangle", 8, _TREND, "#000000")},
        ),
    )


def _header(column: Column) -> str:
    return address(at.HEADER_ROW, column.position, fix_row=True, fix_column=True)


def _marker(shape: str, size: int, fill: str, border: str | None = None) -> dict[str, Any]:
    return {
        "type": shape,
        "size": size,
        "fill": {"color": fill},
        "border": {"color": border or fill, "width": 0.75},
    }


def _finish(chart: ChartLine, plan: WorkbookPlan, column: Column) -> None:
    unit = column.item.unit if column.item else ""
    chart.set_title(
        {
            "name": f"={column.domain}!{_header(column)}",
            "data": [column.header],
            "name_font": {"size": 12, "bold": True},
            "overlay": False,
        }
    )
    monthly = plan.box.period == "month"
    chart.set_x_axis(
        {
            "date_axis": True,
            "major_unit": 3 if monthly else 28,
            "major_unit_type": "months" if monthly else "days",
            "num_format": date_format(plan.box.period),
            "num_font": {"size": 8, "rotation": -45, "color": GREY},
            "line": {"color": LINE},
            "label_position": "low",
        }
    )
    chart.set_y_axis(
        {
            "num_format": axis_format(unit),
            "num_font": {"size": 8, "color": GREY},
            "major_gridlines": {"visible": True, "line": {"color": "#E3E7EB", "width": 0.75}},
            "line": {"none": True},
        }
    )
    chart.set_legend({"position": "bottom", "font": {"size": 8, "color": GREY}})
    chart.set_chartarea({"border": {"color": LINE}})
    chart.set_size({"width": WIDTH, "height": HEIGHT})
    # A missing week is no point: the line goes on to the next one.
    chart.show_blanks_as("span")
    chart.show_hidden_data()


def axis_format(unit: str) -> str:
    """Return the number format of a run chart's values; General for none that is known."""
    return _AXIS_FORMATS.get(unit, number_format(unit) if unit else GENERAL)


def date_format(period: Period) -> str:
    """Return the number format of a run chart's weeks or months."""
    return "mmm yy" if period == "month" else "d mmm yy"


def shown_range(block: Block, which: int | None) -> list[str | int]:
    """Return the cells of one series of a run chart's window, or of its dates."""
    first, column, last, _ = block.shown(which or 0)
    shown = DATE if which is None else column
    return [at.CALC, first, shown, last, shown]


def _dates(plan: WorkbookPlan, block: Block) -> list[object]:
    first, _, last, _ = block.shown(0)
    return list(plan.calc.sheet.down(first, last, DATE))


def shown_values(plan: WorkbookPlan, block: Block, which: int) -> list[object]:
    """Return the values of one series of a run chart's window, None where nothing is drawn."""
    first, column, last, _ = block.shown(which)
    values = plan.calc.sheet.down(first, last, column)
    return [None if value == NOT_AVAILABLE else value for value in values]
