"""A small box score without a fault, and ways to put one in."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from vmbox.measures import BoxScore, Input, Measure, NewMedian
from vmbox.template import write_workbook
from vmbox.verbs.checking import check_file
from vmbox.workbook.reading import find
from vmbox.xlsx import edit, read_book

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from vmbox.workbook.findings import Finding

START, WEEKS, RECORDED = dt.date(2026, 3, 2), 30, 26
# The day after the last recorded week has ended.
TODAY = START + dt.timedelta(weeks=RECORDED)


def faultless() -> BoxScore:
    """A box score that nothing can be said against: 26 of 30 weeks recorded."""
    common = {"goal": 1.0, "definition": "As everybody counts it", "better": "down"}
    measures = [
        Measure(
            *("Falls per 1,000 days", "Safety", "per 1,000"),
            **common,
            numerator="Falls",
            denominator="Bed days",
            per=1000,
        ),
        Measure("Seen in time", "Quality", "%", **common, numerator="Seen", denominator="Referred"),
        Measure("Complaints", "Experience", "count", **common),
        Measure("First discharge", "Quality", "time of day", **common),
        Measure("Total cost", "Cost", "GBP", **common, adds=("Pay", "Supplies")),
        Measure(
            *("Available", "Capacity", "%"),
            **common,
            numerator="Available hours",
            denominator="Contracted hours",
        ),
    ]
    capacity = ("Contracted hours", "Direct care hours", "Other hours")
    inputs = [
        Input("Falls", "Safety"),
        Input("Bed days", "Safety"),
        Input("Seen", "Quality"),
        Input("Referred", "Quality"),
        *(Input(name, "Capacity", "hours") for name in capacity),
        Input("Available hours", "Capacity", "hours", adds=capacity[:1], less=capacity[1:]),
        Input("Pay", "Cost", "GBP", cost_line=True),
        Input("Supplies", "Cost", "GBP", cost_line=True),
    ]
    box = BoxScore.blank("Ward 7", measures, inputs, start=START, weeks=WEEKS)
    week = np.arange(RECORDED)
    values = {
        "Falls": 3.0 + week % 4,
        "Bed days": 200.0 + week % 7,
        "Seen": 40.0 + week % 5,
        "Referred": 50.0 + week % 3,
        "Complaints": 2.0 + week % 3,
        "First discharge": 0.5 + 0.01 * (week % 6),
        "Contracted hours": np.full(RECORDED, 900.0),
        "Direct care hours": 600.0 + week,
        "Other hours": 120.0 + week % 9,
        "Pay": 20000.0 + 10 * week,
        "Supplies": 3000.0 + week,
    }
    typed = pd.DataFrame(values, index=box.weeks[:RECORDED])
    medians = (NewMedian("Complaints", box.weeks[13].date(), "New way", "A. Nurse", START),)
    return BoxScore(box.team, box.measures, box.weeks, box.inputs, entered=typed, medians=medians)


class Book:
    """A workbook of the faultless box score, to be spoilt."""

    def __init__(self, path: Path, box: BoxScore | None = None) -> None:
        self.path = write_workbook(box or faultless(), path)
        self.layout = find(read_book(path)).layout

    def place(self, name: str, week: int) -> tuple[str, int, int]:
        """Sheet, row and column of a number."""
        column = self.layout.columns[name]
        tab = self.layout.tab(column.domain)
        return tab.sheet, tab.week_rows[week], column.position

    def label(self, name: str, label: str) -> tuple[str, int, int]:
        """Sheet, row and column of a cell above the Table."""
        column = self.layout.columns[name]
        tab = self.layout.tab(column.domain)
        return tab.sheet, tab.label_row(label), column.position

    def set(self, place: tuple[str, int, int] | tuple[str, str], value: object) -> str:
        """Write a cell, whatever is in it; return its address as findings have it."""
        sheet, *rest = place
        with edit(self.path) as book:
            if len(rest) == 1:
                book.sheets[sheet].set(rest[0], value, over_formula=True)
                return str(rest[0])
            book.sheets[sheet].set_many({tuple(rest): value}, over_formula=True)
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        return f"{letters[rest[1]]}{rest[0] + 1}"

    def rewrite(self, part: str, change: Callable[[str], str]) -> None:
        """Change the XML of the parts whose names match, as no program would."""
        with zipfile.ZipFile(self.path) as source:
            parts = {name: source.read(name) for name in source.namelist()}
        changed = 0
        for name, data in parts.items():
            if re.fullmatch(part, name):
                text = data.decode()
                parts[name] = change(text).encode()
                changed += parts[name] != data
        assert changed, f"no part {part} was changed"
        with zipfile.ZipFile(self.path, "w", zipfile.ZIP_DEFLATED) as target:
            for name, data in parts.items():
                target.writestr(name, data)

    def part_of(self, sheet: str) -> str:
        """The name of a sheet's part."""
        return read_book(self.path).sheet(sheet).part

    def findings(self, today: dt.date = TODAY) -> list[Finding]:
        """What a check finds."""
        return list(check_file(self.path, today=today))

    def found(self, today: dt.date = TODAY) -> list[tuple[str, str]]:
        """What a check finds: code and place."""
        return [(one.code, one.where) for one in self.findings(today)]
