"""More weeks are laid out with everything that hangs on them, and nothing is lost."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from recalculated import differences, planned, stale
from test_filling import export_of, without_last

import vmbox
from random_box_scores import random_box_score
from vmbox.demo import demo_box_scores
from vmbox.errors import EditRefused, MeasureError
from vmbox.measures import BoxScore, Measure, laid_weeks
from vmbox.template import write_workbook
from vmbox.verbs.extending import extend
from vmbox.verbs.filling import fill
from vmbox.workbook import layout as at
from vmbox.xlsx import edit, lint, read_book

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bridge import Office

ROWAN = next(box for box in demo_box_scores() if box.team == "Rowan Ward")


def longer(box: BoxScore, weeks: int) -> BoxScore:
    laid = laid_weeks(box.weeks[0].date(), len(box.weeks) + weeks, box.period)
    return replace(box, weeks=laid, entered=box.entered.reindex(laid))


@pytest.mark.parametrize("seed", range(500, 512))
def test_a_longer_workbook_holds_the_same_and_shows_what_libreoffice_makes_of_it(
    office: Office, tmp_path: Path, seed: int
) -> None:
    box = random_box_score(seed)
    path = write_workbook(box, tmp_path / "a.xlsx")
    extend(path, 1 + seed % 60)
    again = vmbox.read(path)
    assert replace(again, log=box.log) == longer(box, 1 + seed % 60)
    assert stale(path) == []
    assert differences(office, path, planned(path)) == []


def test_new_weeks_are_filled_like_the_old_ones(
    office: Office, tmp_path: Path, validate: Callable[[Path], list[str]]
) -> None:
    short = replace(ROWAN, weeks=ROWAN.weeks[:60], entered=ROWAN.entered.iloc[:60])
    short = replace(short, notes={}, medians=short.medians)
    path = write_workbook(short, tmp_path / "a.xlsx")
    extend(path, 30)
    extend(path, 14)
    assert fill(path, export_of(ROWAN, short_of(ROWAN, 60))).written
    assert vmbox.read(path).entered.equals(ROWAN.entered)
    assert stale(path) == []
    assert differences(office, path, planned(path)) == []
    assert lint(path) == []
    assert validate(path) == []


def short_of(box: BoxScore, weeks: int) -> BoxScore:
    recorded = int(box.entered.notna().any(axis=1).to_numpy().nonzero()[0].max()) + 1
    return without_last(box, recorded - weeks)


def test_a_workbook_that_was_rearranged_is_extended_where_its_cells_are_now(
    office: Office, tmp_path: Path
) -> None:
    office.open(write_workbook(ROWAN, tmp_path / "a.xlsx"))
    office.insert_columns("Safety", 5, 1)
    office.insert_rows("Safety", 3, 2)
    office.insert_rows("Box score", 0, 3)
    office.rename("Safety", "Keeping safe")
    office.rename("Calc", "The works")
    office.move("Keeping safe", 0)
    path = tmp_path / "b.xlsx"
    office.save(path)
    extend(path, 10)
    assert len(vmbox.read(path).weeks) == len(ROWAN.weeks) + 10
    assert stale(path) == []
    assert differences(office, path, planned(path)) == []


def test_formats_and_validations_reach_the_new_weeks(tmp_path: Path) -> None:
    path = write_workbook(ROWAN, tmp_path / "a.xlsx")
    before = read_book(path).tables["bsSafety"].last_row
    extend(path, 52)
    book = read_book(path)
    assert book.tables["bsSafety"].last_row == before + 52
    source = book.source.package
    xml = source.read(book.tables["bsSafety"].sheet.part).decode()
    old_end, new_end = str(before + 1), str(before + 53)
    assert f"{new_end}" in xml
    areas = [part.split('"')[0] for part in xml.split('sqref="')[1:]]
    weekly = [area for area in areas if area.split(":")[-1].strip("ABCDEFGHIJKLMNOP") == old_end]
    assert weekly == []


def page_setup(path: Path) -> set[str]:
    """How the tab Safety is printed."""
    book = read_book(path)
    part = book.source.package.read(book.tables["bsSafety"].sheet.part).decode()
    return set(re.findall(r"<pageSetup ([^>]*)/>", part)[0].split())


@pytest.fixture
def two_years() -> BoxScore:
    measure = Measure("Falls", "Safety", "count", "down")
    return BoxScore.blank("Ward 7", [measure], start=dt.date(2025, 9, 29), weeks=104)


def test_a_longer_workbook_prints_on_as_many_pages_as_a_fresh_one(
    tmp_path: Path, two_years: BoxScore
) -> None:
    path = write_workbook(two_years, tmp_path / "a.xlsx")
    on_one_page = page_setup(path)
    extend(path, 2)
    assert page_setup(path) == on_one_page
    extend(path, 52)
    fresh = write_workbook(longer(two_years, 54), tmp_path / "fresh.xlsx")
    assert page_setup(path) == page_setup(fresh) == on_one_page | {'fitToHeight="0"'}


def test_pages_that_a_team_has_set_up_stay_so(tmp_path: Path, two_years: BoxScore) -> None:
    path = write_workbook(two_years, tmp_path / "a.xlsx")
    own = tmp_path / "own.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(own, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            ours = b'<pageSetup paperSize="8" orientation="landscape"/>'
            theirs = b'<pageSetup paperSize="8" fitToHeight="3" orientation="landscape"/>'
            target.writestr(name, part.replace(ours, theirs))
    before = page_setup(own)
    extend(own, 52)
    assert page_setup(own) == before
    assert 'fitToHeight="3"' in before


def test_what_lies_below_the_weeks_is_in_the_way_and_is_named(tmp_path: Path) -> None:
    path = write_workbook(ROWAN, tmp_path / "a.xlsx")
    below = at.FIRST_WEEK_ROW + len(ROWAN.weeks)
    with edit(path) as book:
        book.sheets["Safety"].set((below + 1, 1), "our own sums")
    before = path.read_bytes()
    with pytest.raises(EditRefused, match="Safety"):
        extend(path, 10)
    assert path.read_bytes() == before


@pytest.mark.parametrize("weeks", [0, -3, 5000])
def test_a_number_of_weeks_that_makes_no_sense_is_refused(tmp_path: Path, weeks: int) -> None:
    path = write_workbook(ROWAN, tmp_path / "a.xlsx")
    with pytest.raises(MeasureError, match=f"{weeks}"):
        extend(path, weeks)
