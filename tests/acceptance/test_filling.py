"""A fill puts an export into a workbook, and every formula shows what Excel will make of it."""

from __future__ import annotations

import hashlib
import re
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from recalculated import differences, planned, stale

import vmbox
from random_box_scores import random_box_score
from vmbox.demo import demo_box_scores
from vmbox.template import write_workbook
from vmbox.verbs.filling import fill
from vmbox.verbs.medians import accept, proposals, undo
from vmbox.workbook import layout as at
from vmbox.workbook.layout import Layout
from vmbox.xlsx import read_book

if TYPE_CHECKING:
    from bridge import Office

    from vmbox.measures import BoxScore

TEAMS = {box.team: box for box in demo_box_scores()}
ROWAN = TEAMS["Rowan Ward"]


def without_last(box: BoxScore, weeks: int) -> BoxScore:
    """The box score before its last recorded weeks were recorded."""
    recorded = np.flatnonzero(box.entered.notna().any(axis=1))
    entered = box.entered.copy()
    if len(recorded):
        entered.iloc[max(0, recorded[-1] + 1 - weeks) :] = np.nan
    return replace(box, entered=entered)


def export_of(box: BoxScore, earlier: BoxScore) -> pd.DataFrame:
    """What an export of the missing weeks looks like: one row a number that somebody types."""
    typed = [item.name for item in box.items if not item.calculated]
    new = box.entered[typed].where(earlier.entered[typed].isna())
    tidy = new.stack().rename_axis(["week", "measure"]).rename("value").reset_index()
    # An export says 25 where the box score holds 0.25; with the sign there is nothing to guess.
    return tidy.assign(percent=True)


@pytest.mark.parametrize("seed", range(400, 424))
def test_a_filled_workbook_shows_what_libreoffice_makes_of_it(
    office: Office, tmp_path: Path, seed: int
) -> None:
    box = random_box_score(seed)
    typed_over = [item.name for item in box.items if item.calculated]
    entered = box.entered.assign(**dict.fromkeys(typed_over, np.nan))
    box = replace(box, entered=entered)
    earlier = without_last(box, 1 + seed % 7)
    path = write_workbook(earlier, tmp_path / "a.xlsx")
    filling = fill(path, export_of(box, earlier))
    assert filling.left_out == ()
    again = vmbox.read(path)
    assert again.entered.equals(box.entered)
    assert stale(path) == []
    assert differences(office, path, planned(path)) == []


@pytest.mark.parametrize("team", TEAMS)
def test_filling_the_weeks_again_gives_the_same_workbook(tmp_path: Path, team: str) -> None:
    box = TEAMS[team]
    earlier = without_last(box, 3)
    path = write_workbook(earlier, tmp_path / "a.xlsx")
    filling = fill(path, export_of(box, earlier), source="export.csv")
    again = vmbox.read(path)
    assert filling.written
    assert replace(again, log=()) == replace(box, log=())
    assert again.log[-1].what == f"Filled {filling.new} cells from export.csv"
    assert stale(path) == []


def test_the_same_fill_twice_changes_no_byte(tmp_path: Path) -> None:
    earlier = without_last(ROWAN, 3)
    path = write_workbook(earlier, tmp_path / "a.xlsx")
    export = export_of(ROWAN, earlier)
    fill(path, export)
    once = hashlib.sha256(path.read_bytes()).hexdigest()
    second = fill(path, export)
    assert not second.written
    assert {change.outcome for change in second.changes} == {"same"}
    assert hashlib.sha256(path.read_bytes()).hexdigest() == once


def test_a_workbook_that_was_rearranged_is_filled_where_its_cells_are_now(
    office: Office, tmp_path: Path
) -> None:
    earlier = without_last(ROWAN, 4)
    office.open(write_workbook(earlier, tmp_path / "a.xlsx"))
    office.insert_columns("Safety", 0, 2)
    office.insert_columns("Safety", 5, 1)
    office.insert_rows("Safety", 3, 2)
    office.insert_rows("Box score", 0, 3)
    office.insert_columns("Box score", 1, 1)
    office.insert_rows("Medians", 0, 1)
    office.rename("Safety", "Keeping safe")
    office.rename("Box score", "Week by week")
    office.move("Keeping safe", 0)
    path = tmp_path / "b.xlsx"
    office.save(path)
    assert fill(path, export_of(ROWAN, earlier)).written
    assert vmbox.read(path).entered.equals(ROWAN.entered)
    assert stale(path) == []
    assert differences(office, path, planned(path)) == []


def test_a_workbook_whose_measures_changed_places_is_filled_where_they_are_now(
    office: Office, tmp_path: Path
) -> None:
    earlier = without_last(ROWAN, 4)
    tab = Layout.of(ROWAN).tab("Safety")
    rows = (0, tab.last_week_row)
    first, last = tab.columns[0].position, tab.charted[2].position
    office.open(write_workbook(earlier, tmp_path / "a.xlsx"))
    free = tab.notes_position + 30
    office.move_column("Safety", first, rows, free)
    office.move_column("Safety", last, rows, first)
    office.move_column("Safety", free, rows, last)
    path = tmp_path / "b.xlsx"
    office.save(path)
    assert fill(path, export_of(ROWAN, earlier)).written
    columns = list(ROWAN.entered.columns)
    assert vmbox.read(path).entered[columns].equals(ROWAN.entered)
    assert stale(path) == []
    assert differences(office, path, planned(path)) == []


def test_a_measure_that_a_team_added_in_a_spare_column_is_filled_too(
    office: Office, tmp_path: Path
) -> None:
    path = write_workbook(ROWAN, tmp_path / "a.xlsx")
    spare = Layout.of(ROWAN).columns["Spare safety 1"]
    office.open(path)
    office.type("Safety", at.HEADER_ROW, spare.position, "Near misses")
    office.type("Safety", at.LABEL_ROWS[at.UNIT], spare.position, "count")
    office.save(tmp_path / "b.xlsx")
    path = tmp_path / "b.xlsx"
    weeks = ROWAN.weeks[:20]
    values = pd.DataFrame({"measure": "near misses", "week": weeks, "value": range(20)})
    assert fill(path, values).new == len(weeks)
    assert vmbox.read(path).values["Near misses"].notna().sum() == len(weeks)
    assert stale(path) == []
    assert differences(office, path, planned(path)) == []


def test_a_workbook_without_cached_values_gets_all_of_them(tmp_path: Path) -> None:
    earlier = without_last(ROWAN, 2)
    path = write_workbook(earlier, tmp_path / "a.xlsx")
    bare = tmp_path / "b.xlsx"
    without_cached_values(path, bare)
    assert stale(bare)
    fill(bare, export_of(ROWAN, earlier))
    assert stale(bare) == []


def without_cached_values(path: Path, to: Path) -> None:
    """The workbook as a program saves it that calculates nothing."""

    formula = re.compile(rb"(</f>|<f[^>]*/>)<v>[^<]*</v>")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, formula.sub(rb"\1", old.read(name)))


def test_a_formula_that_somebody_emptied_is_put_back(tmp_path: Path) -> None:
    earlier = without_last(ROWAN, 2)
    path = write_workbook(earlier, tmp_path / "a.xlsx")
    ratio = next(measure for measure in ROWAN.measures if measure.ratio)
    column = Layout.of(ROWAN).columns[ratio.name]
    with vmbox.xlsx.edit(path) as book:
        place = (at.FIRST_WEEK_ROW + 5, column.position)
        book.sheets[ratio.domain].set(place, None, over_formula=True)
    fill(path, export_of(ROWAN, earlier))
    assert read_book(path).sheet(ratio.domain).cell(*place).formula
    assert "1 emptied formulas put back" in vmbox.read(path).log[-1].what
    assert stale(path) == []


def test_accepting_what_is_proposed_and_taking_it_back(office: Office, tmp_path: Path) -> None:
    path = write_workbook(ROWAN, tmp_path / "a.xlsx")
    offered = proposals(ROWAN)[:3]
    accepted = accept(path, offered)
    assert [(one.measure, one.week) for one in accepted] == [
        (one.measure, one.week) for one in offered
    ]
    assert stale(path) == []
    looked_at = Path(shutil.copyfile(path, tmp_path / "copy.xlsx"))
    assert differences(office, looked_at, planned(looked_at)) == []
    assert accept(path, offered) == ()
    taken = [undo(path) for _ in offered]
    assert [one.measure for one in taken] == [one.measure for one in reversed(accepted)]
    assert replace(vmbox.read(path), log=()) == replace(ROWAN, log=())
    assert stale(path) == []
