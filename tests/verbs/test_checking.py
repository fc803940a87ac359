"""Every fault that a check knows, made in a real workbook and found in the right cell."""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
from checked_books import START, TODAY, Book, faultless
from openpyxl.comments import Comment

import vmbox
from vmbox.errors import FileError, WorkbookError
from vmbox.measures import BoxScore, Huddle, Measure, NewMedian
from vmbox.template import write_workbook
from vmbox.verbs.checking import check_file
from vmbox.workbook import layout as at
from vmbox.xlsx import Formula, edit, read_book

if TYPE_CHECKING:
    from pathlib import Path

# By the check digit: a made-up person born on 1 January 1990, and the NHS's own example.
CHI, NHS = "0101901232", "9434765919"
TABLE_OF_SAFETY = r"xl/tables/table\d+\.xml"


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A workbook without a fault, to be spoilt."""
    return Book(tmp_path / "ward7.xlsx")


def load(book: Book) -> openpyxl.Workbook:
    """The workbook in openpyxl, which says that it drops native sparklines."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Sparkline Group extension")
        return openpyxl.load_workbook(book.path)


def test_a_faultless_workbook_has_no_finding(book: Book) -> None:
    assert book.findings() == []


def test_a_fresh_workbook_has_nothing_worse_than_notes(tmp_path: Path) -> None:
    box = BoxScore.blank("New", faultless().measures, faultless().inputs, start=START)
    book = Book(tmp_path / "new.xlsx", box)
    assert book.found(today=START) == []


class TestNumbers:
    def test_text(self, book: Book) -> None:
        cell = book.set(book.place("Complaints", 3), "lots")
        (found,) = [one for one in book.findings() if one.severity == "error"]
        assert (found.code, found.where) == ("text-in-number", f"Experience!{cell}")

    def test_a_date(self, book: Book) -> None:
        cell = book.set(book.place("Complaints", 3), 46000)
        assert ("date-in-number", f"Experience!{cell}") in book.found()

    def test_a_date_typed_as_one(self, book: Book) -> None:
        cell = book.set(book.place("Falls", 3), dt.date(2026, 5, 1))
        assert ("date-in-number", f"Safety!{cell}") in book.found()

    def test_a_large_sum_of_money_is_no_date(self, book: Book) -> None:
        for week in range(4):
            book.set(book.place("Pay", week), 46000)
        assert "date-in-number" not in dict(book.found())

    @pytest.mark.parametrize(
        ("name", "value", "words"),
        [
            ("Complaints", -1, "cannot be negative"),
            ("Seen in time", 1.3, "over 100 %"),
            ("First discharge", 10.75, "write a time of day"),
            ("Direct care hours", -4, "cannot be negative"),
        ],
    )
    def test_what_cannot_be(self, book: Book, name: str, value: float, words: str) -> None:
        place = book.place(name, 5)
        cell = book.set(place, value)
        found = [one for one in book.findings() if one.code == "value-impossible"]
        assert [one.where for one in found] == [f"{place[0]}!{cell}"]
        assert words in found[0].found

    def test_several_in_a_column_are_one_finding_that_names_them(self, book: Book) -> None:
        for week in range(6):
            book.set(book.place("Complaints", week), -1)
        (found,) = [one for one in book.findings() if one.code == "value-impossible"]
        first = book.place("Complaints", 0)[1] + 1
        assert found.cell == f"B{first}"
        assert f"Also in B{first + 1}, B{first + 2}, B{first + 3} and 2 more." in found.found

    def test_a_part_larger_than_its_whole(self, book: Book) -> None:
        cell = book.set(book.place("Seen", 2), 77)
        assert ("numerator-over", f"Quality!{cell}") in book.found()

    def test_more_hours_than_contracted(self, book: Book) -> None:
        book.set(book.place("Direct care hours", 2), 2000)
        place = book.place("Contracted hours", 2)
        assert ("capacity-over", f"Capacity!B{place[1] + 1}") in book.found()

    def test_a_calculated_column_typed_over_is_a_warning(self, book: Book) -> None:
        place = book.place("Seen in time", 4)
        cell = book.set(place, 0.5)
        found = [one for one in book.findings() if one.code == "typed-over"]
        assert [one.where for one in found] == [f"Quality!{cell}"]
        assert found[0].severity == "warning"


class TestMeasures:
    @pytest.mark.parametrize(
        ("label", "value", "code"),
        [
            (at.UNIT, None, "unit-missing"),
            (at.UNIT, "litres", "unit-unknown"),
            (at.UNIT, "percent", "unit-misspelt"),
            (at.UNIT, "per 1.000", "unit-misspelt"),
            (at.BETTER, None, "better-missing"),
            (at.BETTER, "lower", "better-unclear"),
            (at.GOAL, None, "goal-missing"),
            (at.GOAL, "under 5", "goal-unclear"),
            (at.DEFINITION, None, "definition-missing"),
            (at.BASELINE, 99, "measure-unclear"),
        ],
    )
    def test_the_rows_above(self, book: Book, label: str, value: object, code: str) -> None:
        place = book.label("Complaints", label)
        cell = book.set(place, value)
        if code == "measure-unclear":  # read at the heading, whatever row is wrong
            cell = f"B{at.HEADER_ROW + 1}"
        assert (code, f"Experience!{cell}") in book.found()

    def test_neutral_is_a_choice(self, book: Book) -> None:
        book.set(book.label("Complaints", at.BETTER), "neutral")
        assert "better-missing" not in dict(book.found())

    def test_one_name_on_two_tabs(self, book: Book) -> None:
        with edit(book.path) as open_book:
            open_book.tables["bsSafety"].rename_column("Falls", "complaints")
        found = dict(book.found())
        assert "name-twice" in found
        assert "measures-unclear" not in found

    def test_a_label_that_went(self, book: Book) -> None:
        book.set(("Safety", at.LABEL_ROWS[at.GOAL], 0), None)
        assert ("label-missing", "Safety") in book.found()

    def test_the_label_that_tells_where_all_others_are(self, book: Book) -> None:
        book.set(("Safety", at.LABEL_ROWS[at.UNIT], 0), "units!")
        assert ("label-missing", "Safety") in book.found()


class TestWeeks:
    def move(self, book: Book, sheet: str, week: int, to: object) -> str:
        return book.set((sheet, at.FIRST_WEEK_ROW + week, 0), to)

    def day(self, week: int) -> dt.date:
        return START + dt.timedelta(weeks=week)

    def test_twice(self, book: Book) -> None:
        cell = self.move(book, "Cost", 4, self.day(3))
        assert ("week-twice", f"Cost!{cell}") in book.found()

    def test_no_date(self, book: Book) -> None:
        cell = self.move(book, "Cost", 4, "next week")
        assert ("week-unclear", f"Cost!{cell}") in book.found()

    def test_missing_on_one_tab(self, book: Book) -> None:
        self.move(book, "Cost", 4, None)
        assert ("week-missing", f"Cost!A{at.HEADER_ROW + 1}") in book.found()

    def test_left_out_everywhere(self, book: Book) -> None:
        for tab in book.layout.tabs:
            for week in range(10, 30):
                self.move(book, tab.sheet, week, self.day(week + 2))
        found = [one for one in book.findings() if one.code == "week-gap"]
        cells = [f"{tab.sheet}!A{at.FIRST_WEEK_ROW + 11}" for tab in book.layout.tabs]
        assert [one.where for one in found] == cells
        assert "2026-05-11 and 1 more is left out" in found[0].found

    def test_out_of_order(self, book: Book) -> None:
        self.move(book, "Cost", 4, self.day(5))
        cell = self.move(book, "Cost", 5, self.day(4))
        found = dict(book.found())
        assert found["week-order"] == f"Cost!{cell}"
        assert "calc-lost" not in found

    def test_on_another_day(self, book: Book) -> None:
        cell = ""
        for tab in book.layout.tabs:
            cell = self.move(book, tab.sheet, 4, self.day(4) + dt.timedelta(days=1))
        assert ("week-off-day", f"Cost!{cell}") in book.found()

    def test_not_begun(self, book: Book) -> None:
        today = self.day(20) + dt.timedelta(days=2)
        found = [one for one in book.findings(today) if one.code == "week-future"]
        assert [one.where for one in found] == [f"Quality!A{at.FIRST_WEEK_ROW + 22}"]
        assert "Safety, Experience, Capacity, Cost" in found[0].found

    def test_a_month_without_anything(self, book: Book) -> None:
        assert book.found(TODAY + dt.timedelta(weeks=3)) == []
        later = TODAY + dt.timedelta(weeks=4)
        for name in ("Seen", "Referred", "Falls", "Bed days", "Complaints", "First discharge"):
            for week in (24, 25):
                book.set(book.place(name, week), None)
        for name in ("Contracted hours", "Direct care hours", "Other hours", "Pay", "Supplies"):
            for week in (24, 25):
                book.set(book.place(name, week), None)
        found = [one for one in book.findings(later) if one.code == "not-recorded"]
        assert [one.found for one in found] == [
            f"Nothing was recorded since the week {self.day(23)}: 6 weeks are blank."
        ]

    def test_one_measure_that_fell_silent(self, book: Book) -> None:
        for week in range(18, 26):
            book.set(book.place("First discharge", week), None)
        _, row, _ = book.place("First discharge", 17)
        found = [one for one in book.findings() if one.code == "measure-silent"]
        assert [one.cell[1:] for one in found] == [str(row + 1)]

    def test_a_sampled_measure_may_be_silent(self, book: Book) -> None:
        book.set(book.label("First discharge", at.CADENCE), "sampled")
        for week in range(18, 26):
            book.set(book.place("First discharge", week), None)
        assert "measure-silent" not in dict(book.found())


class TestMedians:
    def row(self, book: Book, *values: object) -> int:
        with edit(book.path) as open_book:
            open_book.tables["bsMedians"].append([values])
        return 6  # one row stands there already

    @pytest.mark.parametrize(
        ("values", "code", "column"),
        [
            (("Complains", START, "Why", "Who"), "median-measure", "A"),
            (("Complaints", dt.date(2020, 1, 6), "Why", "Who"), "median-week", "B"),
            (("Complaints", "soon", "Why", "Who"), "median-week", "B"),
            (("Complaints", None, "Why", "Who"), "median-week", "B"),
            (("Complaints", START + dt.timedelta(days=2), "Why", "Who"), "median-midweek", "B"),
            (("Complaints", START, None, "Who"), "median-bare", "C"),
            (("Complaints", START, "Why", None), "median-bare", "D"),
        ],
    )
    def test_a_row(self, book: Book, values: tuple[object, ...], code: str, column: str) -> None:
        row = self.row(book, *values, None)
        found = [one for one in book.findings() if one.code.startswith("median")]
        assert [(one.code, one.where) for one in found] == [(code, f"Medians!{column}{row}")]

    def test_names_the_nearest_measure(self, book: Book) -> None:
        self.row(book, "Complains", START, "Why", "Who", None)
        (found,) = [one for one in book.findings() if one.code == "median-measure"]
        assert "Did you mean 'Complaints'?" in found.found

    def test_a_baseline_that_is_not_firm(self, tmp_path: Path) -> None:
        box = faultless()
        box = BoxScore(
            *(box.team, box.measures, box.weeks, box.inputs),
            entered=box.entered.iloc[:9],
        )
        book = Book(tmp_path / "young.xlsx", box)
        found = list(book.findings(START + dt.timedelta(weeks=9)))
        assert {one.code for one in found} == {"baseline-short"}
        complaints = next(one for one in found if "Complaints" in one.found)
        assert complaints.where == f"Experience!B{at.LABEL_ROWS[at.BASELINE_MEDIAN] + 1}"
        assert "9 of 12 points" in complaints.found


class TestParts:
    def test_a_table_renamed(self, book: Book) -> None:
        book.rewrite(TABLE_OF_SAFETY, lambda text: text.replace('"bsSafety"', '"Table7"'))
        assert ("table-missing", "") in book.found()

    def test_the_column_of_weeks_renamed(self, book: Book) -> None:
        with edit(book.path) as open_book:
            open_book.tables["bsSafety"].rename_column("Week", "Date")
        assert ("column-missing", "Safety") in book.found()

    def test_a_column_of_a_register_renamed(self, book: Book) -> None:
        with edit(book.path) as open_book:
            open_book.tables["bsMedians"].rename_column("Reason", "Because")
        assert ("column-missing", "Medians") in book.found()

    @pytest.mark.parametrize("name", ["bsTeam", "bsMeasures"])
    def test_a_name(self, book: Book, name: str) -> None:
        book.rewrite("xl/workbook.xml", lambda text: text.replace(f'"{name}"', '"mine"'))
        assert ("name-missing", "") in book.found()

    def test_a_name_that_lost_its_cell(self, book: Book) -> None:
        wanted = re.compile(r'(name="bsColumn_Safety_3"[^>]*>)[^<]*')
        book.rewrite("xl/workbook.xml", lambda text: wanted.sub(r"\1Safety!#REF!", text))
        found = book.findings()
        assert [one.code for one in found] == ["name-broken"]
        assert "bsColumn_Safety_3" in found[0].found

    @pytest.mark.parametrize(("sheet", "table"), [("Safety", "bsSafety"), ("Huddles", "bsHuddles")])
    def test_a_row_below_the_table(self, book: Book, sheet: str, table: str) -> None:
        below = read_book(book.path).tables[table].last_row + 1
        cell = book.set((sheet, below, 1), 5)
        assert book.found() == [("below-table", f"{sheet}!{cell}")]

    def test_a_hidden_tab_and_a_protected_one(self, book: Book) -> None:
        book.rewrite(
            "xl/workbook.xml",
            lambda text: text.replace(
                '<sheet name="Safety"', '<sheet state="hidden" name="Safety"'
            ),
        )
        book.rewrite(
            book.part_of("Cost"),
            lambda text: text.replace("</sheetData>", '</sheetData><sheetProtection sheet="1"/>'),
        )
        assert book.found() == [("tab-hidden", "Safety"), ("sheet-protected", "Cost")]

    def test_a_measure_taken_from_the_front_page(self, book: Book) -> None:
        sheet, row, _ = read_book(book.path).locate(at.NAME_TEAM)
        pattern = re.compile(r'<row r="8" .*?</row>')
        book.rewrite(book.part_of(sheet.name), lambda text: pattern.sub("", text))
        found = book.findings()
        assert [(one.code, one.where) for one in found] == [("part-gone", sheet.name)]
        assert row == 0

    def test_a_column_taken_from_the_front_page(self, book: Book) -> None:
        book.set(("Box score", 5, 3), "Target")
        (found,) = book.findings()
        assert found.code == "part-gone"
        assert "'Goal'" in found.found


class TestWrecks:
    """Whatever is gone, a check says so and does not fall over."""

    def without(self, book: Book, sheet: str) -> list[str]:
        other = load(book)
        del other[sheet]
        other.save(book.path)
        return [one.code for one in book.findings()]

    @pytest.mark.parametrize(
        ("sheet", "code"),
        [
            ("Calc", "calc-lost"),
            ("Box score", "name-missing"),
            ("Safety", "table-missing"),
            ("Medians", "table-missing"),
            ("Log", "table-missing"),
        ],
    )
    def test_without_a_sheet(self, book: Book, sheet: str, code: str) -> None:
        assert code in self.without(book, sheet)

    def test_without_any_week(self, book: Book) -> None:
        other = load(book)
        for tab in book.layout.tabs:
            for row in tab.week_rows:
                for column in range(1, 12):
                    other[tab.sheet].cell(row + 1, column).value = None
        other.save(book.path)
        assert "week-missing" in dict(book.found())

    def test_numbers_beyond_all_bounds(self, book: Book) -> None:
        book.set(book.place("Complaints", 1), -1e308)
        book.set(book.place("Complaints", 2), 1e308)
        book.set(("Medians", "B5"), 1e12)
        codes = set(dict(book.found()))
        assert {"value-impossible", "median-week"} <= codes

    def test_settings_of_another_kind(self, book: Book) -> None:
        for label, value in ((at.UNIT, 5), (at.BETTER, True), (at.GOAL, False)):
            book.set(book.label("Complaints", label), value)
        codes = set(dict(book.found()))
        assert {"unit-unknown", "better-unclear", "goal-unclear"} <= codes


class TestVersions:
    def version(self, book: Book, number: int) -> None:
        sheet, row, column = read_book(book.path).locate(at.NAME_SCHEMA)
        book.set((sheet.name, row, column), number)

    def test_too_new(self, book: Book) -> None:
        self.version(book, at.SCHEMA + 1)
        assert book.found() == [("schema-newer", "")]

    def test_too_old(self, book: Book) -> None:
        self.version(book, at.SCHEMA - 1)
        assert book.found() == [("schema-older", "")]

    def test_none(self, tmp_path: Path) -> None:
        path = tmp_path / "other.xlsx"
        write_workbook(faultless(), path)
        with zipfile.ZipFile(path) as source:
            parts = {name: source.read(name) for name in source.namelist()}
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'"bsSchema"', b'"ours"')
        with zipfile.ZipFile(path, "w") as target:
            for name, data in parts.items():
                target.writestr(name, data)
        with pytest.raises(WorkbookError, match="no standard box score"):
            check_file(path)


class TestFormulas:
    """`test_checking_formulas.py` has the rest."""

    def test_a_value_on_the_front_page(self, book: Book) -> None:
        cell = book.set(("Box score", "F8"), 12)
        assert book.found() == [("formula-overwritten", f"Box score!{cell}")]

    def test_another_formula(self, book: Book) -> None:
        book.set(("Medians", "I5"), Formula("=1+1", 2.0))
        found = book.findings()
        assert [(one.code, one.where) for one in found] == [("formula-altered", "Medians!I5")]
        assert "=1+1" in found[0].found

    def test_an_empty_cell(self, book: Book) -> None:
        cell = book.set(book.place("Seen in time", 4), None)
        assert book.found() == [("formula-cleared", f"Quality!{cell}")]

    def test_an_error(self, book: Book) -> None:
        book.rewrite(
            book.part_of("Medians"),
            lambda text: re.sub(
                r'<c r="I5"([^>]*?)(?: t="\w+")?>(<f>[^<]*</f>)<v>[^<]*</v>',
                r'<c r="I5"\1 t="e">\2<v>#REF!</v>',
                text,
            ),
        )
        assert book.found() == [("error-value", "Medians!I5")]

    def test_an_old_value(self, book: Book) -> None:
        book.set(book.place("Complaints", 25), 55)
        found = book.findings()
        assert {one.code for one in found} == {"stale-value"}
        assert {one.sheet for one in found} == {"Box score", "Experience", "Calc"}

    def test_no_value_at_all(self, book: Book) -> None:
        blank = re.compile(r"(</f>|<f [^>]*/>)<v>[^<]*</v>")
        book.rewrite(r"xl/worksheets/sheet\d+\.xml", lambda text: blank.sub(r"\1", text))
        found = book.findings()
        assert [(one.code, one.where) for one in found] == [("stale-value", "")]
        assert "have no value" in found[0].found

    def test_a_sheet_of_formulas_that_is_gone(self, book: Book) -> None:
        for tab in book.layout.tabs:
            for column in tab.charted[:1]:
                for label in (at.RECORDED, at.CURRENT_MEDIAN, at.LATEST, at.SIGNAL):
                    book.set((tab.sheet, tab.label_row(label), column.position), None)
        assert "calc-lost" in dict(book.found())


class TestSurroundings:
    @pytest.mark.parametrize(
        "value",
        [CHI, f"Mrs Example {CHI[:6]} {CHI[6:]}", f"NHS {NHS[:3]} {NHS[3:6]} {NHS[6:]}", NHS],
    )
    def test_a_patient_in_a_text(self, book: Book, value: str) -> None:
        cell = book.set(("Huddles", "D5"), value)
        found = book.findings()
        assert [(one.code, one.where) for one in found] == [("identifier", f"Huddles!{cell}")]
        said = str(found)
        assert CHI not in said
        assert NHS not in said
        assert CHI[6:] not in said

    def test_a_chi_number_as_a_number_has_lost_its_zero(self, book: Book) -> None:
        cell = book.set(("Guide", "J40"), int(CHI))
        assert book.found() == [("identifier", f"Guide!{cell}")]

    def test_an_nhs_number_as_a_number_may_be_a_code(self, book: Book) -> None:
        cell = book.set(("Guide", "J40"), int(NHS))
        (found,) = book.findings()
        assert (found.code, found.where) == ("identifier-like", f"Guide!{cell}")
        assert found.severity == "warning"

    @pytest.mark.parametrize(
        "value",
        ["0131 496 0123", "01314960123", "+44 131 496 0123", "Order 4300012345", 3101901232],
    )
    def test_other_numbers_are_no_patients(self, book: Book, value: object) -> None:
        book.set(("Guide", "J40"), value)
        assert book.found() == []

    def test_no_finding_of_another_kind_repeats_the_number(self, book: Book) -> None:
        book.set(book.place("Complaints", 2), CHI)
        found = book.findings()
        assert {"identifier", "text-in-number"} <= {one.code for one in found}
        assert CHI not in str(found)

    def test_a_patient_in_a_comment(self, tmp_path: Path) -> None:
        book = Book(tmp_path / "a.xlsx")
        other = load(book)
        other["Cost"]["B20"].comment = Comment(f"Agency for {CHI}", "A. Nurse")
        other.save(book.path)
        assert ("identifier", "Cost!B20") in book.found()

    @pytest.mark.parametrize(
        "formula",
        ["=[1]Sheet1!A1", "='[Finance 2026.xlsx]Pay'!B4", "=SUM('C:\\x\\[a.xls]P'!B4,1)"],
    )
    def test_a_link_to_another_file(self, book: Book, formula: str) -> None:
        cell = book.set(("Guide", "J40"), Formula(formula, 4.0))
        assert book.found() == [("link-out", f"Guide!{cell}")]

    def test_a_tables_column_is_no_link(self, book: Book) -> None:
        book.set(("Guide", "J40"), Formula("=SUM(bsSafety[Falls])+Cost!B20", 4.0))
        assert book.found() == []

    def test_what_people_add_of_their_own_is_left_alone(self, book: Book) -> None:
        book.set(("Guide", "J40"), "Phone 01463 704000")
        book.set(("Box score", "AC3"), Formula("=B8&1", "x"))
        assert book.found() == []


class TestManyFiles:
    def test_a_frame_with_a_row_a_finding(self, book: Book) -> None:
        cell = book.set(("Box score", "F8"), 12)
        frame = vmbox.check(book.path, today=TODAY)
        assert list(frame.columns) == [
            *("file", "code", "severity", "sheet", "cell", "found", "do"),
        ]
        assert frame[["file", "code", "sheet", "cell"]].to_numpy().tolist() == [
            [str(book.path), "formula-overwritten", "Box score", cell]
        ]

    def test_a_file_that_cannot_be_opened_is_a_row(self, book: Book, tmp_path: Path) -> None:
        bad = tmp_path / "bad.xlsx"
        bad.write_text("no workbook")
        frame = vmbox.check([bad, book.path], today=TODAY)
        assert frame["code"].tolist() == ["not-read"]
        assert "bad.xlsx" in frame["found"][0]

    def test_one_file_that_is_not_there_raises_where_one_was_asked_for(
        self, tmp_path: Path
    ) -> None:
        with pytest.raises(FileError, match="no such file"):
            check_file(tmp_path / "none.xlsx")


def test_a_workbook_whose_team_writes_much_has_its_words_left_alone(tmp_path: Path) -> None:
    box = faultless()
    measures = (*box.measures, Measure("Odd (no), name", "Cost", "GBP"))
    box = BoxScore(
        *(box.team, measures, box.weeks, box.inputs),
        entered=box.entered,
        huddles=(Huddle(START, "A", "B", "=C", "-D"),),
        medians=(NewMedian("Complaints", box.weeks[13].date(), "=why", "me"),),
    )
    book = Book(tmp_path / "words.xlsx", box)
    assert {one.code for one in book.findings()} == {
        *("goal-missing", "definition-missing"),
    }
