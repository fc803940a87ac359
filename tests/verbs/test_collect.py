"""Many box scores as one tidy table."""

from __future__ import annotations

import datetime as dt
import warnings
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import vmbox
from random_box_scores import random_box_score
from vmbox.errors import FileError, VmboxError
from vmbox.measures import BoxScore, Measure, NewMedian
from vmbox.template import write_workbook
from vmbox.verbs.collect import COLUMNS, tidy
from vmbox.workbook import judged

if TYPE_CHECKING:
    from pathlib import Path

START = dt.date(2026, 3, 2)


def ward(team: str, values: list[float], **words: str) -> BoxScore:
    box = BoxScore.blank(
        team,
        [Measure("Falls", "Safety", better="down", goal=2.0), Measure("Cost", "Cost", "GBP")],
        start=START,
        weeks=len(values),
        board=words.get("board", ""),
    )
    return box.recording(pd.DataFrame({"Falls": values}, index=box.weeks))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two teams' workbooks, and a file that is none."""
    write_workbook(ward("Ward 7", [8.0] * 5 + [9.0, np.nan]), tmp_path / "7.xlsx")
    write_workbook(ward("Ward 8", [1.0, 2.0], board="NHS Orkney"), tmp_path / "8.xlsx")
    (tmp_path / "broken.xlsx").write_text("no workbook")
    return tmp_path


class TestTheTable:
    def test_has_a_row_for_each_recorded_value_and_these_columns(self, folder: Path) -> None:
        found = vmbox.collect([folder / "7.xlsx", folder / "8.xlsx"])
        assert tuple(found.columns) == COLUMNS
        assert list(found["team"]) == ["Ward 7"] * 6 + ["Ward 8"] * 2
        assert list(found["value"]) == [8, 8, 8, 8, 8, 9, 1, 2]
        assert set(found["board"]) == {"", "NHS Orkney"}
        assert set(found["measure"]) == {"Falls"}
        assert found["week"].dtype.kind == "M"
        assert found["week"].iloc[0] == pd.Timestamp(START)

    @settings(max_examples=40)
    @given(st.integers(0, 10_000))
    def test_begins_as_tidy_and_goes_on_as_judged(self, seed: int) -> None:
        box = random_box_score(seed)
        found, plain = tidy(box), box.tidy()
        assert len(found) == len(plain)
        for name in plain.columns:
            assert_same(found[name], plain[name])
        analyses = {one.measure.name: one.analysis for one in judged(box)}
        for row in found.itertuples():
            at = int(box.weeks.get_loc(row.week))
            analysis = analyses[row.measure]
            assert (
                row.median == analysis.median[at]
                or np.isnan([row.median, analysis.median[at]]).all()
            )
            begun = sum(phase.start <= at for phase in analysis.phases)
            assert row.phase == max(begun, 1)
            assert ("shift" in row.signal) == analysis.shift[at]
            assert ("trend" in row.signal) == analysis.trend[at]
            assert row.note == box.notes.get((row.domain, row.week.date()), "")

    def test_numbers_the_phases_and_gives_each_its_median(self) -> None:
        box = ward("Ward 7", [9.0] * 12 + [3.0] * 12)
        box = replace(box, medians=(NewMedian("Falls", box.weeks[12].date()),))
        found = tidy(box)
        assert list(found["phase"]) == [1] * 12 + [2] * 12
        assert list(found["median"]) == [9.0] * 12 + [3.0] * 12

    def test_marks_the_points_of_a_shift(self) -> None:
        found = tidy(ward("Ward 7", [5.0, 7.0] * 6 + [1.0] * 8))
        assert list(found["signal"][-8:]) == ["shift"] * 8
        assert set(found["signal"][:11]) == {""}

    def test_has_no_median_while_there_are_too_few_points(self) -> None:
        found = tidy(ward("Ward 7", [5.0, 7.0]))
        assert found["median"].isna().all()
        assert list(found["phase"]) == [1, 1]

    def test_of_nothing_recorded_is_empty_with_the_same_columns_and_kinds(self) -> None:
        empty, full = tidy(ward("Ward 7", [np.nan] * 3)), tidy(ward("Ward 7", [1.0]))
        assert empty.empty
        assert {name: str(kind) for name, kind in empty.dtypes.items()} == {
            name: str(kind) for name, kind in full.dtypes.items()
        }

    def test_of_no_measure_at_all_is_empty(self) -> None:
        assert tuple(tidy(BoxScore.blank("Ward 7", [], start=START, weeks=3)).columns) == COLUMNS

    def test_is_the_same_whoever_does_the_work(self, folder: Path) -> None:
        paths = [folder / "7.xlsx", folder / "8.xlsx"]
        one, two = (vmbox.collect(paths, jobs=jobs) for jobs in (1, 2))
        pd.testing.assert_frame_equal(one, two)


def assert_same(found: pd.Series, wanted: pd.Series) -> None:
    if wanted.dtype.kind in "fM":
        np.testing.assert_array_equal(found.to_numpy(), wanted.to_numpy())
    else:
        assert list(found) == list(wanted)


class TestWhatGoesWrong:
    def test_a_file_that_cannot_be_read_is_warned_of_and_the_others_come(
        self, folder: Path
    ) -> None:
        with pytest.warns(UserWarning, match=r"broken\.xlsx: this is no Excel workbook"):
            found = vmbox.collect(folder)
        assert list(found["team"].unique()) == ["Ward 7", "Ward 8"]

    def test_where_none_can_be_read_it_is_an_error(self, folder: Path) -> None:
        with pytest.raises(VmboxError, match=r"^No workbook could be read\. .*broken\.xlsx"):
            vmbox.collect([folder / "broken.xlsx"])

    def test_nothing_found_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(FileError, match="holds no workbook"):
            vmbox.collect(tmp_path)

    def test_teams_of_one_name_are_kept_and_warned_of(self, folder: Path) -> None:
        write_workbook(ward("WARD 7", [4.0]), folder / "other.xlsx")
        paths = [folder / name for name in ("7.xlsx", "8.xlsx", "other.xlsx")]
        with pytest.warns(
            UserWarning, match=r"2 workbooks are of a team named 'Ward 7': \S+7\.xlsx"
        ):
            found = vmbox.collect(paths)
        assert list(found["team"].unique()) == ["Ward 7", "Ward 8", "WARD 7"]

    def test_nothing_is_warned_of_where_all_is_well(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            vmbox.collect(str(folder / "[78].xlsx"))


def test_the_kinds_stay_the_same_however_many_files(folder: Path) -> None:
    read = partial(vmbox.collect, jobs=1)
    one, two = read([folder / "7.xlsx"]), read([folder / "7.xlsx", folder / "8.xlsx"])
    assert [kind.name for kind in one.dtypes] == [kind.name for kind in two.dtypes]
