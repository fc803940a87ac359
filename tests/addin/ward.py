"""A small ward, open in LibreOffice and beside it in a closed file."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from vmbox import libreoffice
from vmbox.addin import frame
from vmbox.addin.asking import Scripted
from vmbox.addin.buttons import button
from vmbox.live import LiveView
from vmbox.measures import BoxScore, CostMapRow, Input, Measure
from vmbox.template import write_workbook
from vmbox.verbs import opened
from vmbox.xlsx import read_book

# What compares two workbooks cell for cell stands beside the tests of the other door.
sys.path.insert(0, str(Path(__file__).parents[1] / "live"))
from two_doors import unlike

if TYPE_CHECKING:
    import xlwings

    from vmbox.addin.frame import Outcome

# How many calls to LibreOffice a button may make.
BUDGETS = tomllib.loads(
    (Path(__file__).parents[1] / "com" / "budgets.toml").read_text(encoding="utf-8")
)["uno"]
NOW = dt.datetime(2026, 3, 2, 9, 30, 15)  # noqa: DTZ001  (a workbook has no time zones)
START = dt.date(2025, 9, 29)
WEEKS = 30
FALLS = [*[5, 6] * 6, 3, 2, 5.5, np.nan, 3, 2, 3, 2, 3, 2, 3]


def ward() -> BoxScore:
    """Return a box score with a shift, a proposed median, costs and patients."""
    box = BoxScore.blank(
        "Vårdcentral & Søn",
        [
            Measure("Stürze > 65", "Safety", "count", "down", definition="Falls.", goal=4.0),
            Measure("Total cost", "Cost", "GBP", "down", adds=("Nursing", "Drugs")),
            Measure(
                *("Cost per patient", "Cost", "GBP", "down"),
                numerator="Total cost",
                denominator="Patients",
            ),
        ],
        [
            *(Input(line, "Cost", "GBP", cost_line=True) for line in ("Nursing", "Drugs")),
            Input("Patients", "Cost"),
        ],
        start=START,
        weeks=WEEKS,
    )
    count = len(FALLS)
    typed = {
        "Stürze > 65": FALLS,
        "Nursing": [1000.0 + 7 * (week % 3) for week in range(count)],
        "Patients": [float(10 + week % 4) for week in range(count)],
    }
    box = box.recording(pd.DataFrame(typed, index=box.weeks[:count], dtype="float64"))
    return replace(box, cost_map=(CostMapRow("41*", "Nursing"), CostMapRow("52*", "Drugs")))


@pytest.fixture(scope="session")
def ward_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ward as a standard workbook; to be copied."""
    return write_workbook(ward(), tmp_path_factory.mktemp("ward") / "Vårdcentral.xlsx")


class Pressed:
    """The ward open in LibreOffice, with somebody who presses buttons.

    Attributes
    ----------
    closed
        The same ward in a closed file.
    said
        All that was asked and told.
    """

    def __init__(self, book: xlwings.Book, closed: Path) -> None:
        self.book = book
        self.closed = closed
        self.said: list[str] = []

    def press(self, name: str, *replies: str | bool | None) -> Outcome:
        """Return how a button ended, the answers being known beforehand."""
        ask = Scripted(list(replies))
        with libreoffice.counted() as calls:
            outcome = frame.run(button(name), self.book, ask)
        assert calls.total <= BUDGETS[name], f"{name}: {calls}"
        self.said += ask.said
        assert not ask.replies, f"nobody asked for {ask.replies}"
        return outcome

    def select(self, sheet: str, cells: str) -> None:
        """Select cells as a person does."""
        self.book.sheets[sheet].range(cells).select()

    def rows(self, sheet: str) -> list[list[object]]:
        """Return the rows of a list that a button wrote, below its headings."""
        block = [list(row) for row in self.book.sheets[sheet].used_range.raw_value]
        head = next(place for place, row in enumerate(block) if row[1] not in {None, ""})
        return [[None if cell == "" else cell for cell in row] for row in block[head + 1 :]]

    def unlike(self) -> list[str]:
        """Return the cells that are not as in the closed file, in words; new sheets are none."""
        return unlike(read_book(self.closed), LiveView(self.book))


@pytest.fixture
def pressed(app, ward_file, tmp_path, monkeypatch) -> Pressed:
    """The ward at both doors; the Log is always written at the same moment by the same person."""
    save = opened.OpenBoxScore.save
    monkeypatch.setattr(opened.OpenBoxScore, "save", lambda self, what: save(self, what, now=NOW))
    monkeypatch.setattr(opened, "user_name", lambda: "coach")
    there = shutil.copy(ward_file, tmp_path / "Vårdcentral.xlsx")
    closed = shutil.copy(ward_file, tmp_path / "closed.xlsx")
    return Pressed(app.books.open(there), Path(closed))
