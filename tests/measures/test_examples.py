"""The files under examples/ work as their README says."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from vmbox.measures import BoxScore, load_set, read_long, read_teams

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_the_list_of_teams_is_read() -> None:
    rows = read_teams(EXAMPLES / "teams.csv")
    assert [row.file for row in rows][1] == "Ward 9, Strathview.xlsx"
    assert rows[-1].measure_set.setting == "Hospital pharmacy"
    assert dict(rows[1].goals) == {"Staff who feel supported": 0.9, "Complaints": 2.0}


def test_the_pharmacys_values_fit_its_measure_set() -> None:
    own = load_set(EXAMPLES / "pharmacy.toml")
    blank = BoxScore.blank("Pharmacy", own.measures, own.inputs, start=dt.date(2026, 3, 2), weeks=4)
    read = read_long(EXAMPLES / "values.csv", blank)
    first = read.values.iloc[0]
    assert first["Discharge prescriptions ready in two hours"] == 118 / 160
    assert first["Staff who feel supported"] == 0.71
    assert first["Total cost"] == 1204.6
    assert read.notes == {("Safety", dt.date(2026, 3, 2)): "Near miss: look-alike boxes"}
