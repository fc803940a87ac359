"""Every button in a real LibreOffice does what the command does to the closed file.

To open a workbook there takes its time, so each test goes a person's way through a few presses.
"""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import pytest
from ward import WEEKS, Pressed

import vmbox
from vmbox.addin import checks, marking, page, specials, standing
from vmbox.libreoffice.bridge import properties
from vmbox.live import read_live
from vmbox.value import read_extract
from vmbox.verbs import medians, valuing
from vmbox.verbs.checking import check_file
from vmbox.verbs.cost_centres import Centres
from vmbox.verbs.costing import costs
from vmbox.verbs.extending import extend
from vmbox.verbs.special import special
from vmbox.workbook import judged
from vmbox.workbook.reading import find
from vmbox.xlsx import edit

FALLS = "Stürze > 65"
FIRST_FALLS = "B19"  # on Safety
EXTRACT = """Date,Cost centre,Account,Description,Amount
30/09/2025,Ward 7,5201,Drugs,100.00
07/10/2025,Ward 7,5201,Drugs,10.50
07/10/2025,Ward 7,9999,Unknown,7.00
"""


def _box(pressed):
    """The box score as it is in LibreOffice now."""
    return find(read_live(pressed.book)).whole_box()


# ------------------------------------------------------------------ check
def test_check_lists_what_vmbox_check_finds_and_touches_no_other_sheet(pressed) -> None:
    outcome = pressed.press("check")
    found = check_file(pressed.closed)
    expected = [
        [one.severity, one.where or "The workbook", one.found, one.do, one.code] for one in found
    ]
    assert pressed.rows("Checks") == expected
    assert outcome.words == f"Check: {checks.counted(found)}, on the sheet Checks."
    assert pressed.book.sheets.active.name == "Checks"
    assert pressed.unlike() == []
    # Again: the list is replaced, and is no finding itself.
    pressed.press("check")
    assert pressed.rows("Checks") == expected


def test_a_formula_error_is_found_linked_and_named_by_the_other_buttons(pressed) -> None:
    pressed.book.sheets["Safety"][FIRST_FALLS].formula = "=1/0"
    pressed.book.sheets.add("Checks")["A1"].value = "my own"
    pressed.press("check")
    assert pressed.book.sheets["Checks"]["A1"].value == "my own"
    ours = pressed.book.sheets["Checks 2"]
    assert page.is_page(ours)
    assert any(row[1] == "Safety!B19" for row in pressed.rows("Checks 2") if row[0] == "error")
    cells = ours.used_range.formula
    assert any('=HYPERLINK("#\'Safety\'!B19","Safety!B19")' in row for row in cells)
    outcome = pressed.press("medians")
    assert outcome.failed
    assert "Safety!B19" in outcome.words
    assert "the button Check lists them" in outcome.words or "more" not in outcome.words


def test_where_nothing_is_found_the_sheet_says_so() -> None:
    empty = checks.page_of((), "Ward 7")
    assert empty.rows == ()
    assert empty.lines == ("Nothing was found: the workbook is as it should be.",)


# ------------------------------------------------------------------ medians, and undo
def test_a_median_is_proposed_accepted_as_by_the_command_and_taken_back(pressed) -> None:
    outcome = pressed.press("medians")
    assert outcome.words == "Medians: 1 new median is proposed, on the sheet New medians."
    rows = pressed.book.sheets[standing.NAME].used_range.raw_value
    place, row = next((at, row) for at, row in enumerate(rows, start=1) if row[0] == FALLS)
    (proposed,) = medians.proposals(vmbox.read(pressed.closed))
    assert (row[1].date(), row[2]) == (proposed.week, proposed.reason)

    pressed.select(standing.NAME, f"C{place}")
    pressed.press("accept_median", "22 December 2025", "neues Licht")
    assert "Stürze > 65: a new median from 22 December 2025. Why?" in pressed.said[-1]
    assert medians.accept(pressed.closed, [medians.Acceptance(FALLS, proposed.week, "neues Licht")])
    assert pressed.unlike() == []

    outcome = pressed.press("undo_last", True)
    assert outcome.words.startswith("Undo last: what Accept median did on 2 March 2026 at 09:30")
    box = _box(pressed)
    assert box.medians == ()
    accepted = "Accepted a new median: Stürze > 65 from 22 December 2025"
    assert [entry.what for entry in box.log][-2:] == [accepted, f"Undid: {accepted}"]
    assert "nothing to undo" in pressed.press("undo_last").words


def test_on_a_data_tab_only_why_is_asked_and_undo_respects_what_was_changed_since(pressed) -> None:
    for name in ("Medians", "Log"):
        pressed.book.sheets[name].visible = False
    pressed.select("Safety", "B31")
    assert pressed.press("accept_median", None).words == "Accept median: nothing was changed."
    pressed.press("accept_median", "because")
    assert len(pressed.said) == 2
    assert not pressed.book.sheets["Medians"].visible
    (row,) = _box(pressed).medians
    assert (row.measure, row.week, row.reason) == (FALLS, dt.date(2025, 12, 22), "because")

    register = pressed.book.sheets["Medians"].tables["bsMedians"].data_body_range
    register[0, 2].value = "my own words"
    outcome = pressed.press("undo_last", True)
    assert outcome.failed
    assert "was changed since" in outcome.words
    assert "'my own words'" in outcome.words
    register[0, 2].value = "because"
    # Another workbook of the same name has another Log.
    pressed.book.sheets["Log"].tables["bsLog"].data_body_range.clear_contents()
    outcome = pressed.press("undo_last", True)
    assert "another workbook of the same name" in outcome.words
    assert register[0, 2].value == "because"


# ------------------------------------------------------------------ shifts
def test_shifts_are_listed_and_their_weeks_marked_once_until_that_is_undone(pressed) -> None:
    pressed.press("shifts")
    box = vmbox.read(pressed.closed)
    found = special(box)
    told = pressed.rows(specials.NAME)
    assert [row[:2] for row in told] == [[one.measure, one.words] for one in found]
    assert found[0].words == "Better: 9 weeks below the median of 5.5"
    assert told[0][5] == "Safety!B31:B41"
    falls = next(one for one in judged(box) if one.measure.name == FALLS)
    flagged = set(np.flatnonzero(falls.analysis.shift | falls.analysis.trend))
    assert _marked(pressed, "Safety", "B") == flagged
    pressed.press("shifts")
    assert len(_rules(pressed, "Safety")) == 1
    pressed.press("undo_last", True)
    assert _rules(pressed, "Safety") == []


def _rules(pressed, sheet):
    cells = pressed.book.sheets[sheet].tables[0].data_body_range
    return [one for one in cells.conditional_formats if "COUNTIFS" in (one.formula or "")]


def _marked(pressed, sheet, column):
    """The weeks of a column that the conditional format's formula is true for."""
    (rule,) = _rules(pressed, sheet)
    assert rule.fill_color == marking.YELLOW
    # The formula asks for its own row and column: in the same cells of another sheet it says
    # what it says of these, once it names their sheet.
    own = r"(?<![!:$])\$(?:[A-Z]+:\$[A-Z]+|\d+:\$\d+)"
    there = re.sub(own, lambda found: f"{sheet}!{found[0]}", rule.formula)
    scratch = pressed.book.sheets.add("Scratch")
    cells = scratch.range(f"{column}19:{column}{18 + WEEKS}")
    cells.formula = there
    said = cells.raw_value
    scratch.delete()
    return {week for week, (true,) in enumerate(said) if true is True}


# ------------------------------------------------------------------ money
def test_costs_are_posted_as_by_the_command_and_what_was_typed_is_asked_about(
    pressed, tmp_path
) -> None:
    ledger = tmp_path / "october.csv"
    ledger.write_text(EXTRACT, encoding="utf-8")
    pressed.book.sheets["Cost"]["C19"].value = 99
    with edit(pressed.closed) as book:
        book.sheets["Cost"].set_many({(18, 2): 99})
    answers = (str(ledger), "Ward 7", "Keep what was typed")
    outcome = pressed.press("cost_refresh", *answers, False)
    assert outcome.words == "Cost refresh: nothing was changed."
    assert "Drugs, 29 September 2025: £99.00 typed, £100.00 in the ledger" in pressed.said[2]
    assert "1 filled, 1 kept as typed" in pressed.said[3]
    assert "£7.00 is not posted, of accounts 9999" in pressed.said[3]

    outcome = pressed.press("cost_refresh", *answers, True)
    assert "of the cost centre Ward 7" in pressed.said[-1]
    # The second time the cost centre is known, and nothing changes.
    pressed.press("cost_refresh", str(ledger), "Keep what was typed", True)
    centres = Centres(only=("Ward 7",))
    assert costs(pressed.closed, read_extract(ledger), centres=centres, on_conflict="keep").written
    assert pressed.unlike() == []
    assert "posted to 1 cell of Cost" in outcome.words
    assert "£7.00 unmapped" in outcome.words


def test_cost_per_patient_is_told_in_the_words_of_the_value_sheet(pressed) -> None:
    pressed.press("cost_per_patient")
    assert valuing.value(pressed.closed).words in pressed.said[-1]
    # Selected weeks become the current ones, if the person wants.
    pressed.select("Cost", "B31:B36")
    pressed.press("cost_per_patient", True)
    chosen = valuing.Weeks(dt.date(2025, 12, 22), dt.date(2026, 1, 26))
    assert valuing.value(pressed.closed, None, chosen, save=True).words in pressed.said[-1]
    assert pressed.unlike() == []


# ------------------------------------------------------------------ weeks
def test_weeks_are_added_as_by_the_command_and_taken_back(pressed, ward_file) -> None:
    outcome = pressed.press("add_weeks", "1.5")
    assert outcome.failed
    assert "'1.5' is no number of weeks" in outcome.words
    outcome = pressed.press("add_weeks", "3")
    assert outcome.words == "Add weeks: 3 more weeks, up to 11 May 2026."
    extend(pressed.closed, 3)
    assert pressed.unlike() == []
    pressed.press("undo_last", True)
    pressed.closed = ward_file
    assert [words for words in pressed.unlike() if not words.startswith("Log ")] == []


# ------------------------------------------------------------------ awkward workbooks
def test_a_workbook_never_saved_is_worked_in_beside_another_one(pressed, app, ward_file) -> None:
    document = app.impl.desktop.loadComponentFromURL(
        ward_file.as_uri(), "_blank", 0, properties(AsTemplate=True, Hidden=True)
    )
    pressed.book, other = app.books[document.Title], pressed.book
    pressed.book.activate()
    pressed.select("Safety", "B31")
    assert not pressed.press("accept_median", "because").failed
    assert len(_box(pressed).medians) == 1
    pressed.book = other
    assert _box(pressed).medians == ()


@pytest.mark.parametrize("name", ["check", "accept_median"])
def test_a_workbook_that_is_no_box_score_is_told_so(app, name) -> None:
    nobody = Pressed(app.books.add(), None)
    outcome = nobody.press(name)
    assert outcome.failed
    assert "is no standard box score" in outcome.words
    assert "the button New workbook" in outcome.words
    assert len(nobody.book.sheets) == 1


def test_a_protected_sheet_is_named_and_nothing_is_half_written(pressed) -> None:
    pressed.book.sheets["Log"].api.protect("")
    pressed.select("Safety", "B31")
    outcome = pressed.press("accept_median", "because")
    assert outcome.failed
    assert "'Log' is protected" in outcome.words
    assert _box(pressed).medians == ()
    assert "nothing to undo" in pressed.press("undo_last").words
