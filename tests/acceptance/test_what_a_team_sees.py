"""Promises to a team that has Excel or LibreOffice and nothing else, kept by a real LibreOffice."""

from __future__ import annotations

import datetime as dt
import subprocess
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from vmbox.measures import BoxScore, Measure
from vmbox.template import write_workbook
from vmbox.workbook import layout as at
from vmbox.workbook import read
from vmbox.workbook.front import (
    BASELINE,
    CURRENT,
    FIRST_WEEK,
    MEASURE,
    PROPOSAL,
    SIGNAL,
    UNIT,
)
from vmbox.workbook.plan import WorkbookPlan, plan_workbook
from vmbox.workbook.registers import FIRST_ROW as FIRST_REGISTER_ROW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bridge import Office

START = dt.date(2026, 3, 2)
STEADY = [5, 7, 5, 7, 6, 5, 7, 5, 7, 6, 5, 7]


class Team:
    """A person at a workbook: types into it and looks at it."""

    def __init__(self, office: Office, path: Path, plan: WorkbookPlan) -> None:
        self.office = office
        self.path = path
        self.plan = plan
        office.open(path)

    def types_week(self, header: str, week: int, value: Any) -> None:
        column = self.plan.layout.columns[header]
        self.office.type(column.domain, at.FIRST_WEEK_ROW + week, column.position, value)

    def types_above(self, header: str, label: str, value: Any) -> None:
        column = self.plan.layout.columns[header]
        self.office.type(column.domain, at.LABEL_ROWS[label], column.position, value)

    def names_spare(self, header: str, name: str) -> None:
        column = self.plan.layout.columns[header]
        self.office.type(column.domain, at.HEADER_ROW, column.position, name)

    def sees(self, header: str, place: int) -> Any:
        row = next(r for r, c in self.plan.front.rows.items() if c.header == header)
        return self.office.get(at.FRONT, row, place)

    def chart(self, header: str, name: str = "") -> dict[str, list[float | None]]:
        """The series of a column's chart, that of the measure itself as "Value"."""
        domain = self.plan.layout.columns[header].domain
        charts = [c for c in self.office.charts(domain) if c["title"] == header]
        assert len(charts) == 1, f"{len(charts)} charts are called {header}"
        series = charts[0]["series"]
        return {"Value": series[name], **series} if name else series

    def prints(self, path: Path) -> list[str]:
        """The text of each printed page."""
        self.office.save(path)
        text = subprocess.run(
            ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
        )
        return text.stdout.split("\f")[:-1]


@pytest.fixture
def team(office: Office, tmp_path: Path) -> Iterator[Team]:
    measures = [
        Measure("Falls", "Safety", "count", "down", goal=4),
        Measure("Complaints", "Experience", "count", "down"),
    ]
    box = BoxScore.blank("Ward 7", measures, start=START, weeks=60)
    typed = pd.DataFrame({"Falls": STEADY}, index=box.weeks[:12], dtype="float64")
    box = box.recording(typed)
    path = write_workbook(box, tmp_path / "ward 7.xlsx")
    yield Team(office, path, plan_workbook(box))
    office.close()


def drawn(series: list[float | None]) -> list[float]:
    return [value for value in series if value is not None]


def test_a_name_and_numbers_in_a_spare_column_bring_the_measure_onto_the_front_page(
    team: Team,
) -> None:
    assert team.sees("Spare safety 1", MEASURE) == ""
    team.names_spare("Spare safety 1", "Sharps injuries")
    team.types_above("Spare safety 1", at.UNIT, "count")
    team.types_above("Spare safety 1", at.BETTER, "down")
    for week, value in enumerate([*STEADY, 8, 8, 9, 8, 9, 8]):
        team.types_week("Spare safety 1", week, value)

    assert team.sees("Spare safety 1", MEASURE) == "Sharps injuries"
    assert team.sees("Spare safety 1", UNIT) == "count"
    assert team.sees("Spare safety 1", BASELINE) == 6
    assert team.sees("Spare safety 1", CURRENT) == 6
    assert team.sees("Spare safety 1", SIGNAL) == "Worse: 7 weeks above the median"
    chart = team.chart("Spare safety 1", "Sharps injuries")
    assert drawn(chart["Value"]) == [*STEADY, 8, 8, 9, 8, 9, 8]
    assert set(drawn(chart["Median"])) == {6.0}
    assert drawn(chart["Shift"]) == [7, 8, 8, 9, 8, 9, 8]


def test_a_spare_percentage_looks_like_one_everywhere(team: Team, tmp_path: Path) -> None:
    team.names_spare("Spare safety 2", "Hands washed")
    team.types_above("Spare safety 2", at.UNIT, "%")
    for week in range(12):
        team.types_week("Spare safety 2", week, 0.955)
    pages = team.prints(tmp_path / "ward 7.pdf")
    lines = [line for page in pages for line in page.splitlines() if "Hands washed" in line]
    on_front, on_medians = (
        next(line for line in lines if "chart" in line),
        next(line for line in lines if "firm" in line),
    )
    assert on_front.count("95.5%") == 2 + 12
    assert on_medians.count("95.5%") == 1
    assert not any("0.955" in page for page in pages)


def test_the_front_page_prints_on_one_page(team: Team, tmp_path: Path) -> None:
    pages = team.prints(tmp_path / "ward 7.pdf")
    assert sum("New median?" in page and "Baseline" in page for page in pages) == 1


def test_the_next_weeks_numbers_move_signal_latest_week_and_chart(team: Team) -> None:
    assert team.sees("Falls", SIGNAL) == "No signal"
    for week in range(12, 18):
        team.types_week("Falls", week, 4)
    assert team.sees("Falls", SIGNAL) == "Better: 6 weeks below the median"
    latest = FIRST_WEEK + team.plan.front.weeks_shown - 1
    assert team.sees("Falls", latest) == 4
    chart = team.chart("Falls")
    assert drawn(chart["Value"]) == [*STEADY, 4, 4, 4, 4, 4, 4]
    assert drawn(chart["Goal"]) == [4.0] * 18
    assert drawn(chart["Shift"]) == [4.0] * 6


def test_a_new_median_is_proposed_and_moves_the_line_once_it_is_accepted(team: Team) -> None:
    for week in range(12, 26):
        team.types_week("Falls", week, 4 if week % 2 else 3)
    assert team.sees("Falls", PROPOSAL) == "from 25 May 2026"
    assert team.sees("Falls", CURRENT) == 6

    from_week = (dt.date(2026, 5, 25) - dt.date(1899, 12, 30)).days
    for column, value in enumerate(["Falls", from_week, "New slippers", "Charge nurse", 46200]):
        team.office.type(at.MEDIANS, FIRST_REGISTER_ROW, column, value)

    assert team.sees("Falls", BASELINE) == 6
    assert team.sees("Falls", CURRENT) == 3.5
    assert team.sees("Falls", PROPOSAL) == ""
    assert drawn(team.chart("Falls")["Median"]) == [6.0] * 12 + [3.5] * 14
    # Taken out again, the old median is back.
    for column in range(5):
        team.office.type(at.MEDIANS, FIRST_REGISTER_ROW, column, None)
    assert team.sees("Falls", CURRENT) == 6


def test_a_chart_shows_the_last_52_weeks_and_a_young_one_is_not_squeezed(team: Team) -> None:
    young = team.chart("Falls")["Value"]
    assert len(drawn(young)) == 12
    for week in range(12, 60):
        team.types_week("Falls", week, week)
    grown = team.chart("Falls")["Value"]
    assert drawn(grown) == [float(value) for value in [*STEADY, *range(12, 60)][-52:]]


def test_every_chart_has_words_for_those_who_cannot_see_it(team: Team) -> None:
    for domain in ("Quality", "Safety", "Experience", "Capacity", "Cost"):
        for chart in team.office.charts(domain):
            assert chart["title"] in chart["alt"]


def test_what_a_team_typed_in_libreoffice_is_read_back(team: Team, tmp_path: Path) -> None:
    team.names_spare("Spare cost 1", "Agency shifts")
    team.types_above("Spare cost 1", at.UNIT, "count")
    team.types_week("Spare cost 1", 3, 2)
    team.types_week("Complaints", 0, 1)
    team.office.save(tmp_path / "saved.xlsx")
    box = read(tmp_path / "saved.xlsx")
    assert box.entered["Agency shifts"].iloc[3] == 2
    assert box.measure("Agency shifts").domain == "Cost"
    assert box.entered["Complaints"].iloc[0] == 1
    assert np.array_equal(box.entered["Falls"].iloc[:12], STEADY)
