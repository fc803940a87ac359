"""Redraw charts in Windows' Excel: the same few calls a chart, however many weeks there are."""

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
        for weeks in (40, 130)
    ]
    (charts, calls, words), (_, longer, _) = found
    assert words == f"Redraw charts: put {charts} run charts back in place."
    assert calls == longer
    assert calls <= 150 + A_CHART * charts
