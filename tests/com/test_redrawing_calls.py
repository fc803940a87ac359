"""Redraw charts by xlwings' Windows engine: few calls a chart, and a lost one made again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from excel_recorder import Excel, counted
from wide_box_scores import wide_box

from vmbox.addin import frame
from vmbox.addin.asking import Scripted
from vmbox.addin.buttons import button
from vmbox.measures import DOMAINS
from vmbox.template import write_workbook

if TYPE_CHECKING:
    from pathlib import Path

    import xlwings

# What a chart may cost: its name, and its place read and set.
A_CHART = 14


def pressed(excel: Excel, path: Path) -> tuple[int, int, str]:
    """How many charts there are, how many calls were made, and what was said."""
    book = excel.open(path)
    tabs = [sheet for sheet in excel.held(book).sheets if sheet.Name in DOMAINS]
    charts = sum(len(sheet.shapes) for sheet in tabs)
    with counted() as calls:
        outcome = frame.run(button("redraw_charts"), book, Scripted())
    return charts, calls.total, outcome.words


def test_the_count_hangs_on_the_charts_and_not_on_the_weeks(excel: Excel, tmp_path: Path) -> None:
    found = [
        pressed(excel, write_workbook(wide_box(25, weeks), tmp_path / f"{weeks}.xlsx"))
        for weeks in (30, 75)
    ]
    (charts, calls, words), (_, longer, _) = found
    assert words == f"Redraw charts: put {charts} run charts back in place."
    assert calls == longer
    assert calls <= 150 + A_CHART * charts


def test_a_chart_that_was_deleted_is_made_again(excel: Excel, rowan: xlwings.Book) -> None:
    rowan.sheets["Safety"].charts["bsChart_Safety_7"].delete()
    ask = Scripted()
    with counted() as calls:
        outcome = frame.run(button("redraw_charts"), rowan, ask)
    assert outcome.words.endswith("made 1 run chart again.")
    assert "Made again: Self-harm per 1,000 bed days." in ask.said[0]
    (safety,) = (one for one in excel.held(rowan).sheets if one.Name == "Safety")
    made = safety.shapes[-1]
    assert (made.Name, made.Height) == ("bsChart_Safety_7", 240)
    assert made.chart.title.Text == "Self-harm per 1,000 bed days"
    # The cells that the first one drew, as LibreOffice tells them of the fresh workbook.
    assert [one.cells for one in made.chart.all.series] == [
        f"Calc!${letters}$28:${letters}$79" for letters in ("BP", "BQ", "BR", "BS", "BT")
    ]
    assert {one.below for one in made.chart.all.series} == {"Calc!$B$28:$B$79"}
    assert [one.Name for one in made.chart.all.series] == [
        *("Value", "Median", "Goal", "Shift", "Trend")
    ]
    assert made.chart.axes[2].labels.NumberFormat == "0.0"
    assert calls.total <= 150 + A_CHART * 30 + 120
