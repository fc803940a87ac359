"""What a fill writes, what it leaves alone, and what it says."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

import vmbox
from vmbox.errors import DataError
from vmbox.measures import BoxScore, Input, Measure
from vmbox.template import write_workbook
from vmbox.verbs.fill_plan import unmatched_teams
from vmbox.verbs.filling import fill
from vmbox.xlsx import read_book

if TYPE_CHECKING:
    from pathlib import Path

START = dt.date(2026, 3, 2)
BOX = BoxScore.blank(
    "Ward 7",
    [
        Measure("Falls", "Safety", "count", "down"),
        Measure("Staff who feel safe", "Experience", "%", "up"),
        Measure("Safe care", "Quality", "%", "up", numerator="Safe", denominator="Seen"),
    ],
    [Input("Safe", "Quality"), Input("Seen", "Quality")],
    start=START,
    weeks=20,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_workbook(BOX, tmp_path / "ward7.xlsx")


def values(*rows: tuple[str, str, float], **columns: Any) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["measure", "week", "value"])
    return frame.assign(week=pd.to_datetime(frame["week"]), **columns)


def test_names_are_found_whatever_their_case_and_spaces(path: Path) -> None:
    filling = fill(path, values(("falls ", "2026-03-02", 3), ("FALLS", "2026-03-09", 0)))
    assert filling.written
    assert filling.new == 2
    assert vmbox.read(path).values["Falls"].iloc[:2].tolist() == [3, 0]


def test_a_day_inside_a_week_counts_for_that_week(path: Path) -> None:
    fill(path, values(("Falls", "2026-03-15", 4)))
    assert vmbox.read(path).values["Falls"].iloc[1] == 4


def test_a_ratio_is_worked_out_from_its_inputs(path: Path) -> None:
    fill(path, values(("Safe", "2026-03-02", 9), ("Seen", "2026-03-02", 12)))
    assert vmbox.read(path).values["Safe care"].iloc[0] == 0.75
    filling = fill(path, values(("Safe care", "2026-03-09", 0.5)))
    assert not filling.written
    assert "'Safe care' is worked out from 'Safe' and 'Seen': give those" in filling.left_out[0]


def test_a_ratios_parts_go_to_their_columns(path: Path) -> None:
    rows = values(("safe care", "2026-03-02", np.nan), ("Safe care", "2026-03-09", 0.9))
    rows = rows.assign(numerator=[9.0, 18.0], denominator=[12.0, 20.0], note=["quiet", ""])
    filling = fill(path, rows)
    assert filling.left_out == ()
    assert vmbox.read(path).values["Safe care"].iloc[:2].tolist() == [0.75, 0.9]
    assert vmbox.read(path).entered["Seen"].iloc[:2].tolist() == [12, 20]
    assert vmbox.read(path).notes["Quality", START] == "quiet"


class TestConflicts:
    """A cell that holds another value already."""

    NEW = values(("Falls", "2026-03-02", 5), ("Falls", "2026-03-09", 6))

    @pytest.fixture(autouse=True)
    def with_three_falls(self, path: Path) -> None:
        fill(path, values(("Falls", "2026-03-02", 3)))

    def test_stop_the_fill_of_the_workbook(self, path: Path) -> None:
        before = path.read_bytes()
        filling = fill(path, self.NEW)
        assert [(one.before, one.after) for one in filling.conflicts] == [(3, 5)]
        assert not filling.written
        assert path.read_bytes() == before

    def test_keep_what_the_workbook_holds(self, path: Path) -> None:
        assert fill(path, self.NEW, on_conflict="keep").written
        assert vmbox.read(path).values["Falls"].iloc[:2].tolist() == [3, 6]

    def test_replace_it(self, path: Path) -> None:
        filling = fill(path, self.NEW, on_conflict="replace")
        assert [one.outcome for one in filling.changes] == ["replaced", "new"]
        assert vmbox.read(path).values["Falls"].iloc[:2].tolist() == [5, 6]

    def test_a_dry_run_shows_them_and_writes_nothing(self, path: Path) -> None:
        before = path.read_bytes()
        filling = fill(path, self.NEW, on_conflict="replace", dry_run=True)
        assert filling.table["outcome"].tolist() == ["replaced", "new"]
        assert not filling.written
        assert path.read_bytes() == before


class TestPercentages:
    """31, 0.31 and 31 % are the same share; a mixture is not guessed at."""

    def test_figures_above_one_are_percent_points(self, path: Path) -> None:
        fill(path, values(("Staff who feel safe", "2026-03-02", 31), *self.more(80, 1)))
        assert vmbox.read(path).values["Staff who feel safe"].iloc[:3].tolist() == [
            0.31,
            0.8,
            0.01,
        ]

    def test_figures_up_to_one_are_shares(self, path: Path) -> None:
        fill(path, values(("Staff who feel safe", "2026-03-02", 0.31), *self.more(0.8, 1)))
        assert vmbox.read(path).values["Staff who feel safe"].iloc[:3].tolist() == [0.31, 0.8, 1]

    def test_a_mixture_is_refused_and_named(self, path: Path) -> None:
        mixed = values(("Staff who feel safe", "2026-03-02", 31), *self.more(0.8, 0.9))
        with pytest.raises(DataError, match=r"mixes shares \(0\.8\) and percent points \(31\)"):
            fill(path, mixed)

    def test_a_share_above_one_is_left_out(self, path: Path) -> None:
        filling = fill(
            path, values(("Staff who feel safe", "2026-03-02", 1.2), percent=True, where="line 9")
        )
        assert filling.left_out == (
            "line 9: 'Staff who feel safe' is 1.2: it cannot be over 100 %.",
        )

    @staticmethod
    def more(*figures: float) -> list[tuple[str, str, float]]:
        weeks = ("2026-03-09", "2026-03-16")
        return [
            ("Staff who feel safe", week, one) for week, one in zip(weeks, figures, strict=True)
        ]


class TestWhatHasNoCell:
    """Named, with the nearest name and what to do; the rest is filled."""

    def test_a_measure_that_the_box_score_does_not_have(self, path: Path) -> None:
        filling = fill(
            path, values(("Fals", "2026-03-02", 1), ("Falls", "2026-03-02", 2), where="line 4")
        )
        assert filling.left_out == (
            "line 4: Ward 7 has no measure 'Fals' (1 value). Did you mean 'Falls'?",
        )
        assert filling.written

    def test_a_week_that_it_does_not_have(self, path: Path) -> None:
        rows = [("Falls", f"2027-01-{day:02}", 1.0) for day in (4, 11, 18, 25)]
        (said,) = fill(path, values(*rows)).left_out
        assert "4 January 2027, 11 January 2027, 18 January 2027 and 1 more" in said
        assert "`vmbox extend`" in said

    def test_a_negative_count(self, path: Path) -> None:
        (said,) = fill(path, values(("Falls", "2026-03-02", -1))).left_out
        assert "'Falls' is -1: it cannot be negative" in said

    def test_two_rows_that_contradict_each_other(self, path: Path) -> None:
        rows = values(("Falls", "2026-03-02", 1), ("falls", "2026-03-04", 2))
        rows["where"] = ["line 2", "line 3"]
        before = path.read_bytes()
        with pytest.raises(DataError, match=r"line 3: 'Falls' in the week of 2 March 2026 is 2"):
            fill(path, rows)
        assert path.read_bytes() == before

    def test_a_team_that_has_no_workbook(self, path: Path) -> None:
        rows = values(("Falls", "2026-03-02", 1), ("Falls", "2026-03-02", 2))
        rows["team"] = ["Ward 7", "Ward 8"]
        assert fill(path, rows).new == 1
        assert unmatched_teams(rows, ["Ward 7"]) == (
            "No workbook is of the team 'Ward 8'. Did you mean 'Ward 7'?",
        )


def test_notes_are_added_to_what_people_wrote_and_only_once(path: Path) -> None:
    first = values(("Falls", "2026-03-02", 1), note="Bay closed")
    second = values(("Falls", "2026-03-02", 1), note="=New lights")
    for rows in (first, second, second):
        fill(path, rows)
    assert vmbox.read(path).notes["Safety", START] == "Bay closed; =New lights"
    sheet = read_book(path).sheet("Safety")
    assert [cell.formula for cell in sheet.cells.values() if cell.value == "=New lights"] == []


def test_every_change_by_a_fill_is_one_row_of_the_log(path: Path) -> None:
    fill(path, values(("Falls", "2026-03-02", 1), ("Falls", "2026-03-09", 1)), source="incidents")
    (entry,) = vmbox.read(path).log
    assert (entry.what, entry.cells) == ("Filled 2 cells from incidents", 2)
    assert abs((dt.datetime.now() - entry.when).total_seconds()) < 600  # noqa: DTZ005


def test_a_value_of_more_digits_than_a_cell_keeps_is_the_same_the_second_time(path: Path) -> None:
    rows = values(("Safe", "2026-03-02", 1 / 3))
    assert fill(path, rows).written
    assert not fill(path, rows).written


def test_a_source_without_values_for_the_team_does_nothing(path: Path) -> None:
    before = path.read_bytes()
    assert fill(path, values()).changes == ()
    assert fill(path, values(("Falls", "2026-03-02", np.nan))).changes == ()
    assert path.read_bytes() == before
