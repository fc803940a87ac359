"""Formulas: told apart from others, and known again whichever program saved them."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
import openpyxl
import pytest
from checked_books import TODAY, Book, faultless
from hypothesis import given
from hypothesis import strategies as st

from vmbox.demo import demo_box_scores
from vmbox.errors import EditRefused
from vmbox.template import write_workbook
from vmbox.verbs.checking import check, check_file
from vmbox.verbs.checking.formulas import FilledDown, Spelling, plain
from vmbox.workbook.cells import address
from vmbox.workbook.front import WEEKS_ROW
from vmbox.workbook.plan import plan_workbook
from vmbox.workbook.reading import find
from vmbox.xlsx import Formula, edit, read_book

if TYPE_CHECKING:
    from pathlib import Path

    from bridge import Office

    from vmbox.xlsx import Book as ClosedBook

TEAMS = {box.team: box for box in demo_box_scores()}
BROKEN = 60


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A workbook to be spoilt in copies."""
    return Book(tmp_path_factory.mktemp("formulas") / "ward7.xlsx")


@pytest.fixture(scope="module")
def closed(book: Book) -> ClosedBook:
    return read_book(book.path)


def owned(closed: ClosedBook) -> list[tuple[str, int, int]]:
    found = find(closed)
    plan = plan_workbook(found.whole_box(), found.layout)
    return [
        (name, *place)
        for name, sheet in plan.sheets.items()
        for place, cell in sheet.cells.items()
        if cell.formula is not None
    ]


# ------------------------------------------------------------------ whole files
@pytest.mark.parametrize("team", TEAMS)
def test_a_demo_workbook_has_no_error(tmp_path: Path, team: str) -> None:
    path = write_workbook(TEAMS[team], tmp_path / "a.xlsx")
    found = check_file(path, today=TEAMS[team].weeks[-1].date())
    assert {one.severity for one in found} == {"note", "warning"}
    assert {one.code for one in found} <= {"goal-missing", "unit-unknown", "not-recorded"}


@pytest.mark.parametrize("team", TEAMS)
def test_libreoffice_alters_no_formula(office: Office, tmp_path: Path, team: str) -> None:
    office.open(write_workbook(TEAMS[team], tmp_path / "a.xlsx"))
    office.save(tmp_path / "b.xlsx")
    today = TEAMS[team].weeks[-1].date()
    found = check_file(tmp_path / "b.xlsx", today=today)
    assert {(one.code, one.where) for one in found} == {
        (one.code, one.where) for one in check_file(tmp_path / "a.xlsx", today=today)
    }


def test_after_sheets_and_columns_were_moved(office: Office, tmp_path: Path) -> None:
    book = Book(tmp_path / "a.xlsx")
    office.open(book.path)
    office.insert_columns("Safety", 0, 2)
    office.insert_rows("Safety", 3, 2)
    office.insert_rows("Medians", 0, 1)
    office.rename("Safety", "Keeping safe")
    office.move("Keeping safe", 0)
    office.save(tmp_path / "b.xlsx")
    assert check_file(tmp_path / "b.xlsx", today=TODAY) == ()


def test_openpyxl_leaves_values_out_and_nothing_that_it_kept_is_called_altered(
    book: Book, tmp_path: Path
) -> None:
    """It moves `MEDIAN(I28:INDEX(` down wrongly: that one is altered, and all others are not."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Sparkline Group extension")
        openpyxl.load_workbook(book.path).save(tmp_path / "b.xlsx")
    found = check_file(tmp_path / "b.xlsx", today=TODAY)
    altered = [one for one in found if one.code == "formula-altered"]
    assert all("MEDIAN" in _formula(tmp_path / "b.xlsx", one.cell) for one in altered)
    assert {one.code for one in found} in ({"formula-altered"}, {"stale-value"})


def _formula(path: Path, cell: str) -> str:
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return str(
        read_book(path).sheet("Calc").cell(int(cell[len(letters) :]) - 1, column - 1).formula
    )


# ------------------------------------------------------------------ one cell at a time
def test_each_of_many_broken_cells_is_found(book: Book, closed: ClosedBook, tmp_path: Path) -> None:
    dice = np.random.default_rng(7)
    cells, tabs = owned(closed), book.layout.tabs
    titles = {tab.sheet: (tab.title, tab.remark) for tab in tabs} | {"Box score": ((WEEKS_ROW, 0),)}
    number = 0
    while number < BROKEN:
        sheet, row, column = cells[int(dice.integers(len(cells)))]
        value, code = [
            (123.0, "formula-overwritten"),
            (None, "formula-cleared"),
            (Formula("=PI()", 3.14), "formula-altered"),
        ][number % 3]
        path = tmp_path / f"{number}.xlsx"
        try:
            with edit(book.path, save_as=path) as changed:
                changed.sheets[sheet].set_many({(row, column): value}, over_formula=True)
        except EditRefused:
            continue  # the formula of its whole column is written in this cell alone
        number += 1
        found = check(read_book(path), today=TODAY)
        if (row, column) in titles.get(sheet, ()):  # a person's own words: a note
            assert [(one.code, one.where) for one in found] == [("part-gone", sheet)]
            continue
        if code == "formula-overwritten" and sheet in {"Safety", "Quality", "Capacity", "Cost"}:
            assert {one.code for one in found} & {code, "typed-over"}, (sheet, row, column)
            continue
        wrong = [one for one in found if one.code.startswith("formula-")]
        assert [(one.code, one.where) for one in wrong] == [
            (code, f"{sheet}!{address(row, column)}")
        ]


def test_neighbours_are_one_finding(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with edit(book.path, save_as=path) as changed:
        changed.sheets["Calc"].set_many({(row, 5): 1.0 for row in range(35, 39)}, over_formula=True)
    (found,) = check_file(path, today=TODAY)
    assert found.where == "Calc!F36"
    assert "down to F39" in found.found


# ------------------------------------------------------------------ spelling
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("if(A1=\"a b\",'Cost'!B2,0)", 'IF(A1="a b",Cost!B2,0)'),
        ("_xlfn.IFERROR(A1, 0)", "IFERROR(A1,0)"),
        ("SUM( A1 , B2 )", "SUM(A1,B2)"),
        ("IF(A1<5e-05,TRUE,FALSE)", "IF(A1<0.00005,TRUE(),false( ))"),
        ("A1*1E3+.5", "A1*1000+0.5"),
        ("bsSafety[[#This Row],[Falls]]", "bsSafety[@Falls]"),
        ("bsSafety[[#This Row],[Bed days]]", "bsSafety[@[Bed days]]"),
        ("bsSafety[[#This Row],[Falls]]*2", "$B21*2"),
        ("bsSafety[[#This Row],[Falls]]*2", "Safety!B21*2"),
        ("SUM(bsSafety[[#This Row],[Falls]:[Bed days]])", "SUM($B21:$C21)"),
        ("SUM(bsSafety[Falls])", "SUM($B$19:$B$48)"),
        ("SUM(bsSafety[[Falls]])", "SUM(bsSafety[ Falls ])"),
        ("SUM(bsCost[Pay])", "SUM(Cost!B$19:B$48)"),
        ("sum(BSCOST[pay])", "SUM(bsCost[Pay])"),
    ],
)
def test_one_formula_written_in_two_ways(closed: ClosedBook, one: str, other: str) -> None:
    assert Spelling(closed).same(one, other, "Safety", 20)
    assert Spelling(closed).same(other, one, "Safety", 20)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('IF(A1="a b",1,0)', 'IF(A1="ab",1,0)'),
        ('IF(A1="a",1,0)', 'IF(A1="A",1,0)'),
        ("A1+B1", "A1-B1"),
        ("A1*1.5", "A1*1.25"),
        ("A1*1E3", "A1*1E4"),
        ("$A1", "A1"),
        ("Cost!B2", "Safety!B2"),
        ("bsSafety[[#This Row],[Falls]]", "$B22"),
        ("bsSafety[[#This Row],[Falls]]", "bsSafety[[#This Row],[Bed days]]"),
        ("SUM(bsSafety[Falls])", "SUM($B$19:$B$47)"),
        ("bsSafety[[#Headers],[Falls]]", "bsSafety[[#This Row],[Falls]]"),
        ("bsNobody[Falls]", "bsSafety[Falls]"),
    ],
)
def test_two_formulas(closed: ClosedBook, one: str, other: str) -> None:
    assert not Spelling(closed).same(one, other, "Safety", 20)


@given(st.text("ab\"'![]( )$A1,", max_size=30))
def test_nothing_that_stands_in_a_formula_makes_it_fail(text: str) -> None:
    assert plain(plain(text)) is not None


@given(st.text("AB$12:+(),[]'#@ bsCot", max_size=30))
def test_no_reference_makes_it_fail(closed: ClosedBook, text: str) -> None:
    assert Spelling(closed).same(f"bsCost[{text}", f"bsCost[{text}", "Cost", 3)
    assert not Spelling(closed).same(f"bsCost[{text}", "PI()", "Cost", 3)


def test_a_formula_filled_down_moves_what_is_not_fixed() -> None:
    down = FilledDown('IF($A28="A28",E27+LOG10(E$28)+$E$28+D29,0)', 27)
    assert down(27) == 'IF($A28="A28",E27+LOG10(E$28)+$E$28+D29,0)'
    assert down(30) == 'IF($A31="A28",E30+LOG10(E$28)+$E$28+D32,0)'


def test_a_shape_is_kept_and_a_changed_one_is_not_taken_for_it(tmp_path: Path) -> None:
    first, second = Book(tmp_path / "a.xlsx"), Book(tmp_path / "b.xlsx")
    assert first.findings() == []
    place = second.place("Seen in time", 4)
    second.set(place, 0.5)
    assert "typed-over" in dict(second.found())
    cell = first.set(place, None)
    assert first.found() == [("formula-cleared", f"Quality!{cell}")]
    assert faultless().team == "Ward 7"
