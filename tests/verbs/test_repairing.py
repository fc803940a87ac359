"""A repair puts back what holds a box score together, and loses nothing that a person typed."""

from __future__ import annotations

import random
import re
import shutil
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest
from checked_books import TODAY, Book, faultless
from recalculated import differences

import vmbox
from vmbox.demo import demo_box_scores
from vmbox.errors import EditRefused, WorkbookError
from vmbox.template import write_workbook
from vmbox.verbs.checking import check_file
from vmbox.verbs.extending import extend
from vmbox.verbs.repairing import Repair, repair
from vmbox.workbook import layout as at
from vmbox.workbook.cells import address
from vmbox.workbook.plan import WorkbookPlan, plan_workbook
from vmbox.workbook.reading import find
from vmbox.xlsx import ErrorValue, Formula, WholeCell, edit, lint, read_book

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bridge import Office

    from vmbox.measures import BoxScore

BOX = faultless()
ROWS = at.LABEL_ROWS
ROWAN = next(box for box in demo_box_scores() if box.team == "Rowan Ward")
BROKEN = 40
FRONT_FIRST = 7


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A workbook without a fault, to be spoilt in copies."""
    return Book(tmp_path_factory.mktemp("repairing") / "ward7.xlsx")


@pytest.fixture
def book(whole: Book, tmp_path: Path) -> Book:
    """A copy of it."""
    copy = object.__new__(Book)
    copy.path, copy.layout = tmp_path / "ward7.xlsx", whole.layout
    shutil.copyfile(whole.path, copy.path)
    return copy


def planned(path: Path) -> WorkbookPlan:
    found = find(read_book(path))
    return plan_workbook(found.whole_box(), found.layout)


def stale(path: Path) -> list[str]:
    """The formulas whose cached value is not what it must be, but for a program's last digit."""
    there = read_book(path)
    return [
        f"{name}!{place}: {there.sheet(name).cell(*place).value!r}, not {cell.value!r}"
        for name, sheet in planned(path).sheets.items()
        for place, cell in sheet.cells.items()
        if cell.formula is not None and not close(there.sheet(name).cell(*place).value, cell.value)
    ]


def close(value: object, expected: object) -> bool:
    if type(value) is float and isinstance(expected, (int, float)):
        return value == pytest.approx(expected, rel=1e-12, abs=1e-12)
    return value == expected or (expected == "" and value is None)


def assert_whole(path: Path, box: BoxScore) -> None:
    """Assert that nothing is wrong with a workbook, and that it holds what it held."""
    assert find(read_book(path)).findings == ()
    assert replace(vmbox.read(path), log=()) == replace(box, log=())
    assert [one for one in check_file(path, today=TODAY) if one.severity == "error"] == []
    assert stale(path) == []
    assert list(lint(path)) == []


def repaired(path: Path, box: BoxScore = BOX) -> Repair:
    """Repair a workbook; assert that all of it was, and that a second time changes no byte."""
    tried = repair(path, dry_run=True)
    assert not tried.written
    result = repair(path)
    assert result.written
    assert result.left == ()
    assert tried == replace(result, written=False)
    assert_whole(path, box)
    once = path.read_bytes()
    assert repair(path) == Repair(path, (), result.kept, (), 0, written=False)
    assert path.read_bytes() == once
    return result


def logged(path: Path) -> str:
    return "\n".join(entry.what for entry in vmbox.read(path).log)


def spoil(book: Book, sheet: str, cells: dict[tuple[int, int], object]) -> None:
    with edit(book.path) as opened:
        opened.sheets[sheet].set_many(cells, over_formula=True)


def rename(book: Book, table: str, **headings: str) -> None:
    with edit(book.path) as opened:
        for old, new in headings.items():
            opened.tables[table].rename_column(old.replace("_", " "), new)


def change_names(book: Book, pattern: str, new: str) -> None:
    found = rf'(<definedName [^>]*name="{pattern}"[^>]*>)[^<]*(</definedName>)'
    book.rewrite(r"xl/workbook\.xml", lambda text: re.sub(found, new, text))


def with_openpyxl(book: Book, change: Callable[[openpyxl.Workbook], object]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        opened = openpyxl.load_workbook(book.path)
        change(opened)
        opened.save(book.path)


# ------------------------------------------------------------------ nothing to repair
def test_a_workbook_without_a_fault_keeps_every_byte(book: Book) -> None:
    before = book.path.read_bytes()
    result = repair(book.path, typed_over=True)
    assert (result.written, result.needed, result.left) == (False, False, ())
    assert book.path.read_bytes() == before
    assert [one.name for one in book.path.parent.iterdir()] == ["ward7.xlsx"]


def test_what_is_no_box_score_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(WorkbookError, match="no standard box score"):
        repair(path)


def test_a_newer_box_score_is_refused(book: Book) -> None:
    sheet, row, column = read_book(book.path).locate("bsSchema")
    spoil(book, sheet.name, {(row, column): 2.0})
    with pytest.raises(WorkbookError, match="newer than this vmbox"):
        repair(book.path)


# ------------------------------------------------------------------ formulas
@pytest.mark.parametrize("seed", range(6))
def test_many_broken_formulas_at_once_are_all_put_back(book: Book, seed: int) -> None:
    break_formulas(book.path, seed)
    result = repaired(book.path)
    assert result.count >= BROKEN - 3  # a broken cell of Calc may be broken twice


def test_broken_formulas_of_a_ward_are_put_back_as_libreoffice_works_them_out(
    office: Office, tmp_path: Path
) -> None:
    path = write_workbook(ROWAN, tmp_path / "a.xlsx")
    break_formulas(path, 11)
    repaired(path, ROWAN)
    assert differences(office, path, planned(path)) == []


def break_formulas(path: Path, seed: int) -> None:
    """Overwrite, clear or alter formulas anywhere; no number over a week, which is a choice."""
    dice, plan, broken = random.Random(seed), planned(path), 0
    cells = {
        name: [place for place, cell in sheet.cells.items() if cell.formula is not None]
        for name, sheet in plan.sheets.items()
    }
    weeks = {tab.sheet: set(tab.week_rows) for tab in plan.layout.tabs}
    with edit(path) as opened:
        while broken < BROKEN:
            sheet = dice.choice(list(cells))
            place = dice.choice(cells[sheet])
            bad: list[object] = ["text", None, Formula("PI()", 3.14)]
            bad.append(Formula("#REF!*2", ErrorValue("#REF!")))
            if place[0] not in weeks.get(sheet, ()):
                bad.append(123.0)
            try:
                opened.sheets[sheet].set_many({place: dice.choice(bad)}, over_formula=True)
            except EditRefused:
                continue  # the formula of its whole column is written in this cell alone
            broken += 1


def test_what_stood_in_place_of_a_formula_is_told_and_logged(book: Book) -> None:
    spoil(book, "Box score", {(FRONT_FIRST, 3): "ask Jo", (FRONT_FIRST, 4): Formula("1+1", 2.0)})
    result = repaired(book.path)
    told = {mend.where: mend.before for mend in result.mends}
    assert told == {"Box score!D8": "ask Jo", "Box score!E8": "=1+1"}
    (entry,) = vmbox.read(book.path).log
    assert "Box score!D8, where 'ask Jo' stood" in entry.what
    assert "Box score!E8, where '=1+1' stood" in entry.what
    assert entry.cells == len(told)


def test_a_long_text_is_logged_whole_in_several_rows(book: Book) -> None:
    words = [f"word{number}" for number in range(3000)]
    spoil(book, "Box score", {(FRONT_FIRST, 3): " ".join(words)})
    repaired(book.path)
    rows = [entry.what for entry in vmbox.read(book.path).log]
    assert len(rows) > 1
    pieces = [row.removeprefix("Repaired: ").removeprefix("Repair went on: ") for row in rows]
    assert " ".join(words) in "".join(pieces)


def test_a_page_of_pasted_values_is_made_formulas_again(book: Book) -> None:
    with edit(book.path) as opened:
        cells = opened.closed.sheet("Calc").cells
        opened.sheets["Calc"].rewrite({at_: WholeCell(one.value) for at_, one in cells.items()})
    repaired(book.path)


@pytest.mark.parametrize("rows", ['<row r="1"><c r="A1"><v>1</v></c></row>', ""])
def test_an_emptied_sheet_of_formulas_is_written_anew(book: Book, rows: str) -> None:
    data = re.compile(r"<sheetData>.*</sheetData>", re.DOTALL)
    new = f"<sheetData>{rows}</sheetData>" if rows else "<sheetData/>"
    book.rewrite(book.part_of("Calc"), lambda text: data.sub(new, text))
    repaired(book.path)


def test_what_others_put_on_the_sheet_of_formulas_stays(book: Book) -> None:
    spoil(book, "Calc", {(400, 2): "my note", (401, 3): Formula("1+1", 2.0), (12, 3): 7.0})
    repaired(book.path)
    calc = read_book(book.path).sheet("Calc")
    assert calc.cell(400, 2).value == "my note"
    assert calc.cell(401, 3) == (2.0, "1+1")
    assert "Calc!D13, where '7' stood" in logged(book.path)


def test_values_that_no_program_worked_out_are_made_fresh(book: Book) -> None:
    formula = re.compile(r"(</f>|<f[^>]*/>)<v>[^<]*</v>")
    book.rewrite(r"xl/worksheets/sheet\d+\.xml", lambda text: formula.sub(r"\1", text))
    result = repaired(book.path)
    assert result.mends == ()
    assert result.refreshed > 1000


def test_a_number_typed_over_a_calculated_week_is_kept_and_told(book: Book) -> None:
    place = book.place("Falls per 1,000 days", 3)
    book.set(place, 9.5)
    first = repair(book.path)
    assert (first.mends, first.left) == ((), ())
    assert [one.code for one in first.kept] == ["typed-over"]
    assert "9.5" in first.kept[0].found
    assert vmbox.read(book.path).entered["Falls per 1,000 days"].iloc[3] == 9.5
    second = repair(book.path, typed_over=True)
    assert [mend.before for mend in second.mends] == ["9.5"]
    assert "'9.5' stood" in logged(book.path)
    assert_whole(book.path, BOX)


def test_a_dragged_row_of_the_front_page_shows_its_own_measure_again(book: Book) -> None:
    front = read_book(book.path).sheet("Box score")
    copied = {
        (FRONT_FIRST + 1, column): Formula(cell.formula, cell.value)
        for (row, column), cell in front.cells.items()
        if row == FRONT_FIRST and cell.formula
    }
    spoil(book, "Box score", copied)
    assert repaired(book.path).count >= len(copied) // 2


def test_array_formulas_of_value_are_put_back_as_such(book: Book) -> None:
    value = planned(book.path).sheets["Value"].single
    cells = [address(*place) for place, cell in value.items() if cell.array]
    typed = re.compile(rf'<c r="({"|".join(cells)})"( s="\d+")[^>]*><f .*?</f><v>[^<]*</v></c>')
    part = book.part_of("Value")
    book.rewrite(part, lambda text: typed.sub(r'<c r="\1"\2><v>5</v></c>', text))
    assert repaired(book.path).count == len(cells) > 3
    text = read_book(book.path).source.package.read(part).decode()
    assert all(f'<f t="array" ref="{cell}">' in text for cell in cells)


def test_weeks_that_were_laid_out_later_are_repaired_too(book: Book) -> None:
    extend(book.path, 20)
    longer = vmbox.read(book.path)
    place = book.place("Falls per 1,000 days", 0)
    spoil(book, "Safety", {(place[1] + 45, place[2]): None, (ROWS["Latest"], place[2]): 5.0})
    assert repaired(book.path, longer).count == 2


# ------------------------------------------------------------------ headings and labels
def test_headings_get_their_names_back_in_every_formula(book: Book) -> None:
    rename(book, "bsSafety", Week="W/c", Notes="Comments")
    rename(book, "bsMedians", Measure="Indicator", From_week="Since")
    rename(book, "bsActions", Aim="A", Measure="B", Change_idea="C", PDSA_step="D", Owner="E")
    result = repaired(book.path)
    assert {mend.after for mend in result.mends} == {
        *("Week", "Notes", "Measure", "From week"),
        *("Aim", "Change idea", "PDSA step", "Owner"),
    }
    assert "'Week' in Safety!A18, where 'W/c' stood" in logged(book.path)


def test_a_heading_that_another_program_changed_in_its_cell_alone(book: Book) -> None:
    def change(opened: openpyxl.Workbook) -> None:
        opened["Safety"].cell(at.HEADER_ROW + 1, 1).value = "Wk"
        opened["Cost"].cell(at.HEADER_ROW + 1, 2).value = None

    with_openpyxl(book, change)
    repaired(book.path)


@pytest.mark.parametrize("word", [None, "row", 5.0])
@pytest.mark.parametrize("labels", [("Unit", "Goal", "Kind", "Signal"), tuple(ROWS)])
def test_labels_come_back_in_their_order(book: Book, labels: tuple[str, ...], word: object) -> None:
    spoil(book, "Safety", {(ROWS[label], 0): word for label in labels})
    result = repaired(book.path)
    assert {mend.after for mend in result.mends} == set(labels)


def test_a_deleted_row_is_named_and_comes_back_once_there_is_room(
    book: Book, office: Office
) -> None:
    office.open(book.path)
    office.delete_rows("Safety", ROWS["Owner"], 1)
    office.save(book.path)
    result = repair(book.path)
    assert [one.code for one in result.left] == ["label-missing"]
    assert "Insert an empty row" in result.left[0].do
    assert "no row 'Owner'" in result.left[0].found
    office.open(book.path)
    office.insert_rows("Safety", ROWS["Owner"], 1)
    office.save(book.path)
    assert [mend.after for mend in repaired(book.path).mends] == ["Owner"]


@pytest.mark.parametrize("word", [None, "x", "measure", 4.0])
def test_what_columns_are_is_told_by_their_formulas(book: Book, word: object) -> None:
    for sheet in at.TABLES.values():
        tab = next(one for one in book.layout.tabs if one.table == sheet)
        cells = {(ROWS["Kind"], column.position): word for column in tab.columns}
        made = {(ROWS["Made from"], column.position): word for column in tab.columns}
        spoil(book, tab.sheet, cells | (made if word != "measure" else {}))
    repaired_but_for_words(book)


def repaired_but_for_words(book: Book) -> None:
    result = repair(book.path)
    assert result.left == ()
    assert_whole(book.path, BOX)


def test_a_spare_column_in_use_is_known_by_the_others(book: Book) -> None:
    rename(book, "bsSafety", Spare_safety_1="Near misses")
    place = book.label("Spare safety 1", "Unit")
    book.set(place, "count")
    repair(book.path)
    used = vmbox.read(book.path)
    assert "Near misses" in [measure.name for measure in used.measures]
    book.set((place[0], ROWS["Kind"], place[2]), None)
    repaired(book.path, used)


def test_a_lost_baseline_of_a_calculated_measure_is_the_usual_one(book: Book) -> None:
    book.set(book.label("Falls per 1,000 days", "Baseline"), None)
    assert [mend.after for mend in repaired(book.path).mends] == ["12"]


def test_rows_that_point_to_calc_are_put_back_by_what_calc_reads(book: Book) -> None:
    for tab in book.layout.tabs:
        rows = [ROWS[label] for label in ("Weeks recorded", "Current median", "Latest", "Signal")]
        columns = [column.position for column in tab.charted]
        spoil(book, tab.sheet, {(row, column): 7.0 for row in rows for column in columns})
    repaired(book.path)


def test_dates_between_two_others_come_back(book: Book) -> None:
    first = at.FIRST_WEEK_ROW
    spoil(book, "Safety", {(first + 2, 0): None, (first + 3, 0): "last week", (first + 7, 0): 3.0})
    assert {mend.what for mend in repaired(book.path).mends} == {"date"}


def test_headings_and_rows_of_the_front_page_and_beside_medians_come_back(book: Book) -> None:
    front = book.layout.front
    standing = book.layout.standing
    assert front
    assert standing
    width = range(len(front.columns) + len(front.week_columns))
    spoil(book, front.sheet, {(front.header_row, column): "X" for column in front.columns[:10]})
    spoil(book, front.sheet, {(front.rows[2], column): None for column in width})
    spoil(book, front.sheet, {front.weeks: "this week"})
    spoil(book, standing.sheet, {(standing.rows[0] - 1, one): "X" for one in standing.columns})
    spoil(book, standing.sheet, {(standing.rows[1], one): None for one in standing.columns})
    spoil(book, "Safety", {(0, 0): "Our safety"})
    result = repaired(book.path)
    assert "Our safety" in [mend.before for mend in result.mends]


# ------------------------------------------------------------------ names
@pytest.mark.parametrize("new", ["", r"\1#REF!\2"])
@pytest.mark.parametrize("pattern", ['bs[^"]*', "bsTeam", "bsSchema", "bsPeriod", "bsMeasures"])
def test_names_point_again_where_they_did(book: Book, pattern: str, new: str) -> None:
    before = read_book(book.path).names
    change_names(book, pattern, new)
    repaired(book.path)
    after = read_book(book.path).names
    charts = {name for name in before if name.startswith("bsChart_Capacity")}
    assert set(after) == set(before)
    assert {name for name in before if after[name] != before[name]} <= charts


def test_links_are_put_back_beside_those_that_are_there(book: Book) -> None:
    before = read_book(book.path).names
    change_names(book, r"bs(?:Column|Chart)_\w+_[2-9]", "")
    repaired(book.path)
    assert read_book(book.path).names == before


def test_names_follow_where_the_front_page_was_moved(office: Office, book: Book) -> None:
    office.open(book.path)
    office.insert_rows("Box score", 0, 3)
    office.insert_columns("Box score", 0, 1)
    office.insert_columns("Safety", 0, 2)
    office.rename("Box score", "Week by week")
    office.save(book.path)
    once = book.path.read_bytes()
    assert not repair(book.path).written
    assert book.path.read_bytes() == once
    before = {key: one for key, one in read_book(book.path).names.items() if key[:2] == "bs"}
    change_names(book, "bs(?:Team|Board|Setting|Remark|Column_Safety_3)", r"\1#REF!\2")
    spoil(book, "Week by week", {(FRONT_FIRST + 3, 4): "x"})
    repaired(book.path)
    after = read_book(book.path).names
    bare = str.maketrans("", "", "$")
    assert {key: after[key].translate(bare) for key in before} == {
        key: one.translate(bare) for key, one in before.items()
    }
    assert differences(office, book.path, planned(book.path)) == []


def test_the_marks_of_a_deleted_guide_get_a_new_home(book: Book) -> None:
    with_openpyxl(book, lambda opened: opened.remove(opened["Guide"]))
    repaired(book.path)
    assert read_book(book.path).locate("bsSchema")[0].name == "Log"


def test_the_words_of_the_guide_come_back(book: Book) -> None:
    there = read_book(book.path)
    for name, word in (("bsSchema", "one"), ("bsPeriod", "month")):
        sheet, row, column = there.locate(name)
        spoil(book, sheet.name, {(row, column): word})
    assert {mend.after for mend in repaired(book.path).mends} == {"1", "week"}


# ------------------------------------------------------------------ what cannot be repaired
def test_a_text_among_numbers_is_left_and_the_rest_repaired(book: Book) -> None:
    book.set(book.place("Falls", 3), "about 5")
    book.set(book.label("Falls per 1,000 days", "Latest"), 5.0)
    result = repair(book.path)
    assert [one.code for one in result.left] == ["text-in-number"]
    assert [mend.before for mend in result.mends] == ["5"]
    assert "about 5" in [cell.value for cell in read_book(book.path).sheet("Safety").cells.values()]


@pytest.mark.parametrize("table", ["bsSafety", "bsMedians", "bsHuddles", "bsLog"])
def test_a_table_made_a_range_is_named_and_what_to_do(book: Book, table: str) -> None:
    sheet = read_book(book.path).tables[table].sheet.name

    def change(opened: openpyxl.Workbook) -> None:
        opened[sheet].tables.clear()

    with_openpyxl(book, change)
    spoil(book, "Box score", {(FRONT_FIRST, 3): "ask Jo"})
    result = repair(book.path)
    assert f"The Table {table} is missing" in result.left[0].found
    assert "Insert, Table" in result.left[0].do
    assert not any("vmbox repair" in one.do for one in result.left)
    kept = read_book(book.path).sheet("Box score").cell(FRONT_FIRST, 3).value == "ask Jo"
    assert kept == (table != "bsHuddles")  # without a Log, or without formulas, nothing goes
    assert list(lint(book.path)) == []


@pytest.mark.parametrize("sheet", ["Calc", "Safety", "Box score", "Medians", "Huddles", "Log"])
def test_a_deleted_sheet_is_named_and_what_to_do(book: Book, sheet: str) -> None:
    with_openpyxl(book, lambda opened: opened.remove(opened[sheet]))
    result = repair(book.path)
    assert result.left
    assert all("earlier copy" in one.do for one in result.left)
    assert not any("vmbox repair" in one.do for one in result.left)
    assert list(lint(book.path)) == []


def test_a_measure_whose_column_was_deleted_is_named(book: Book, office: Office) -> None:
    column = book.layout.columns["Complaints"].position
    office.open(book.path)
    office.delete_columns("Experience", column, 1)
    office.save(book.path)
    result = repair(book.path)
    assert [one.code for one in result.left] == ["calc-lost"]
    assert "vmbox adopt" in result.left[0].do


def test_locked_cells_are_named_and_the_rest_repaired(book: Book) -> None:
    spoil(book, "Safety", {(ROWS["Latest"], 3): 5.0, (ROWS["Signal"], 3): 6.0})
    spoil(book, "Box score", {(FRONT_FIRST, 3): 99.0})
    lock = '</sheetData><sheetProtection sheet="1" objects="1" scenarios="1"/>'
    book.rewrite(book.part_of("Safety"), lambda text: text.replace("</sheetData>", lock))
    result = repair(book.path)
    (left,) = result.left
    assert "its sheet is protected. (So are 1 more cells of the sheet.)" in left.found
    assert [mend.where for mend in result.mends] == ["Box score!D8"]
    once = book.path.read_bytes()
    repair(book.path)
    assert book.path.read_bytes() == once


def test_a_backup_is_the_file_as_it_was(book: Book) -> None:
    rename(book, "bsSafety", Week="W/c")
    spoil(book, "Box score", {(FRONT_FIRST, 3): 99.0})
    before = book.path.read_bytes()
    repair(book.path, backup=True)
    backups = [one for one in book.path.parent.iterdir() if one != book.path]
    assert [one.read_bytes() for one in backups] == [before]


def test_a_column_of_the_team_s_own_is_left_as_it_is(book: Book, office: Office) -> None:
    """Nothing is made from it and no chart shows it: nobody else knows what it is."""
    tab = book.layout.tab("Safety")
    office.open(book.path)
    office.insert_columns("Safety", tab.notes_position, 1)
    office.type("Safety", tab.header_row, tab.notes_position, "Our own count")
    for label, word in (("Kind", "measure"), ("Unit", "count")):
        office.type("Safety", ROWS[label], tab.notes_position, word)
    office.save(book.path)
    once = book.path.read_bytes()
    names = [measure.name for measure in vmbox.read(book.path).measures]
    assert "Our own count" in names
    result = repair(book.path)
    assert (result.mends, result.left) == ((), ())
    assert book.path.read_bytes() == once
