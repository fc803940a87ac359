"""The stacked chart of the Capacity tab: where the contracted hours went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vmbox.measures import Input
from vmbox.template.charts import shown_range, shown_values
from vmbox.template.styles import GREY, LINE
from vmbox.workbook import layout as at
from vmbox.workbook.block import WINDOW_ROW, WINDOW_VALUE

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

    from vmbox.measures import BoxScore
    from vmbox.workbook.layout import Column
    from vmbox.workbook.plan import WorkbookPlan

TITLE: Final = "Where the contracted hours went"
NAME: Final = "bsChart_Capacity"
# Okabe and Ito's colours, dark beside light, so that neighbours differ in grey, too.
_FILLS: Final = (
    *("#0072B2", "#F0E442", "#D55E00", "#56B4E9", "#7A4B6E", "#E69F00", "#009E73", "#CCCCCC"),
)
# Every part whose share has a chart; a single one says nothing beside another.
_FEWEST: Final = 2


def capacity_columns(plan: WorkbookPlan) -> list[Column]:
    """Return the columns of the shares that add up to all contracted hours; none if there are none.

    What is available by subtraction comes last, and so on top.
    """
    names = _shares(plan.box)
    columns = plan.layout.columns
    return [columns[name] for name in names] if len(names) >= _FEWEST else []


def _shares(box: BoxScore) -> list[str]:
    for left in box.items:
        if isinstance(left, Input) and left.domain == "Capacity" and left.less:
            parts = (*left.less, left.name)
            shares = {
                measure.numerator: measure.name
                for measure in box.measures
                if measure.denominator in left.adds and measure.domain == "Capacity"
            }
            if len(left.adds) == 1 and all(part in shares for part in parts):
                return [shares[part] for part in parts]
    return []


def capacity_chart(workbook: Workbook, plan: WorkbookPlan, columns: list[Column]) -> Any:
    """Return the stacked columns of the shares, week by week; a week without them has none."""
    chart = workbook.add_chart({"type": "column", "subtype": "stacked", "name": NAME})
    first, last = WINDOW_ROW, WINDOW_ROW + at.WINDOW - 1
    label = at.SHARED - 1
    days = [None if day == "" else day for day in plan.calc.sheet.down(first, last, label)]
    for column, fill in zip(columns, _FILLS * len(columns), strict=False):
        block = plan.calc.blocks[column.slot or 0]
        chart.add_series(
            {
                "name": column.header.partition(" (")[0],
                "categories": [at.CALC, first, label, last, label],
                "categories_data": days,
                "values": shown_range(block, WINDOW_VALUE),
                "values_data": shown_values(plan, block, WINDOW_VALUE),
                "fill": {"color": fill},
                "border": {"color": "#FFFFFF", "width": 0.25},
                "gap": 15,
            }
        )
    monthly = plan.box.period == "month"
    chart.set_title({"name": TITLE, "name_font": {"size": 12, "bold": True}, "overlay": False})
    chart.set_x_axis(
        {
            "text_axis": True,
            "interval_unit": 3 if monthly else 4,
            "num_format": "mmm yy" if monthly else "d mmm yy",
            "num_font": {"size": 8, "rotation": -45, "color": GREY},
            "line": {"color": LINE},
            "label_position": "low",
        }
    )
    chart.set_y_axis(
        {
            "num_format": "0%",
            "max": 1,
            "num_font": {"size": 8, "color": GREY},
            "major_gridlines": {"visible": True, "line": {"color": "#E3E7EB", "width": 0.75}},
            "line": {"none": True},
        }
    )
    chart.set_legend({"position": "right", "font": {"size": 9, "color": GREY}})
    chart.set_chartarea({"border": {"color": LINE}})
    chart.show_hidden_data()
    return chart
