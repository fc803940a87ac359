"""What posting a ledger writes, what it leaves alone, and where every penny goes."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import vmbox
from vmbox.errors import DataError
from vmbox.measures import BoxScore, CostMapRow, Input, Measure
from vmbox.template import write_workbook
from vmbox.value import CostMap, Extract, MapEntry, post, read_extract
from vmbox.verbs.cost_centres import ByCentre, Centres, read_centres
from vmbox.verbs.costing import Costing, costs
from vmbox.verbs.filling import fill

if TYPE_CHECKING:
    from collections.abc import Sequence

START = dt.date(2025, 9, 29)
LINES = ("Nursing", "Agency", "Drugs")
BOX = BoxScore.blank(
    "Ward 7",
    [
        Measure("Total cost", "Cost", "GBP", "down", adds=LINES),
        Measure(
            "Cost per patient",
            "Cost",
            "GBP",
            "down",
            numerator="Total cost",
            denominator="Patients",
        ),
    ],
    [*(Input(line, "Cost", "GBP", cost_line=True) for line in LINES), Input("Patients", "Cost")],
    start=START,
    weeks=12,
)
MAP = CostMap([MapEntry("41*", "Nursing"), MapEntry("4150", "Agency"), MapEntry("52*", "Drugs")])
HEAD = "Date,Cost centre,Account,Description,Amount\n"
OCTOBER = (
    HEAD
    + "30/09/2025,Ward 7,4101,Nurses band 5,1000.00\n"
    + "07/10/2025,Ward 7,4101,Nurses band 5,1100.50\n"
    + "08/10/2025,Ward 7,4150,Agency nurses,250.25\n"
    + "08/10/2025,Ward 7,5200,Drugs,99.99\n"
    + "09/10/2025,Ward 8,5200,Drugs,5000.00\n"
)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_workbook(BOX, tmp_path_factory.mktemp("fresh") / "ward7.xlsx")


@pytest.fixture
def path(tmp_path: Path, fresh: Path) -> Path:
    return Path(shutil.copy(fresh, tmp_path / "ward7.xlsx"))


def extract(folder: Path, text: str, name: str = "october.csv") -> Extract:
    (folder / name).write_text(text, encoding="utf-8")
    return read_extract(folder / name)


def typed_in(name: str, value: float) -> pd.DataFrame:
    week = pd.to_datetime(["2025-10-06"])
    return pd.DataFrame({"measure": [name], "week": week, "value": [value]})


def entered(path: Path, line: str) -> list[float]:
    return vmbox.read(path).entered[line].dropna().tolist()


def test_money_goes_to_its_week_and_line_and_the_rows_to_the_ledger(path: Path) -> None:
    costing = costs(path, extract(path.parent, OCTOBER), MAP)
    assert costing.written
    assert (costing.rows, costing.changed) == (4, 4)
    assert entered(path, "Nursing") == [1000.0, 1100.5]
    assert entered(path, "Agency") == [250.25]
    ledger = vmbox.read(path).ledger
    assert [row.row for row in ledger] == [2, 3, 4, 5]
    assert {row.cost_centre for row in ledger} == {"Ward 7"}
    assert str(ledger[2].posted) == "250.25"
    assert ledger[2].first_week == dt.date(2025, 10, 6)


def test_formulas_have_the_new_values_and_the_log_a_row(path: Path) -> None:
    fill(path, typed_in("Patients", 10.0))
    costs(path, extract(path.parent, OCTOBER), MAP)
    box = vmbox.read(path)
    assert box.values["Cost per patient"].dropna().tolist() == [145.074]
    assert box.log[-1].what == "Posted 4 rows of october.csv to 4 cells of Cost"


def test_the_same_extract_twice_changes_no_byte(path: Path) -> None:
    once = extract(path.parent, OCTOBER)
    costs(path, once, MAP)
    before = path.read_bytes()
    again = costs(path, once, MAP)
    assert not again.written
    assert {cell.outcome for cell in again.cells} == {"same"}
    assert path.read_bytes() == before


def test_a_corrected_extract_replaces_its_own_rows_and_nothing_else(path: Path) -> None:
    november = HEAD + "07/10/2025,Ward 7,4101,Late bill,10.00\n"
    costs(path, extract(path.parent, OCTOBER), MAP)
    costs(path, extract(path.parent, november, "november.csv"), MAP)
    assert entered(path, "Nursing") == [1000.0, 1110.5]
    lines = OCTOBER.splitlines()
    corrected = "\n".join([*lines[:2], lines[2].replace("1100.50", "1200.50"), *lines[4:], ""])
    costing = costs(path, extract(path.parent, corrected), MAP)
    assert costing.written
    assert entered(path, "Nursing") == [1000.0, 1210.5]
    assert entered(path, "Agency") == []
    assert {cell.line: cell.outcome for cell in costing.cells if cell.outcome != "same"} == {
        "Nursing": "corrected",
        "Agency": "cleared",
    }
    box = vmbox.read(path)
    assert sorted((row.extract, row.row) for row in box.ledger) == [
        ("november.csv", 2),
        ("october.csv", 2),
        ("october.csv", 3),
        ("october.csv", 4),
    ]


class TestTypedNumbers:
    """A person typed another number into a cell that the ledger has money for."""

    @pytest.fixture
    def typed(self, path: Path) -> Path:
        values = typed_in("Agency", 300.0)
        fill(path, values)
        return path

    def test_stop_the_posting(self, typed: Path) -> None:
        before = typed.read_bytes()
        costing = costs(typed, extract(typed.parent, OCTOBER), MAP)
        assert not costing.written
        assert [(cell.line, cell.before, cell.after) for cell in costing.conflicts] == [
            ("Agency", 300.0, 250.25)
        ]
        assert typed.read_bytes() == before

    def test_stay_where_they_are_kept_and_their_money_is_not_called_posted(
        self, typed: Path
    ) -> None:
        costing = costs(typed, extract(typed.parent, OCTOBER), MAP, on_conflict="keep")
        assert costing.written
        assert entered(typed, "Agency") == [300.0]
        assert costing.kept_out == 25025
        before = typed.read_bytes()
        assert not costs(typed, extract(typed.parent, OCTOBER), MAP, on_conflict="keep").written
        assert typed.read_bytes() == before

    def test_give_way_where_they_are_replaced(self, typed: Path) -> None:
        costs(typed, extract(typed.parent, OCTOBER), MAP, on_conflict="replace")
        assert entered(typed, "Agency") == [250.25]

    def test_that_say_the_same_are_no_conflict(self, path: Path) -> None:
        values = typed_in("Agency", 250.25)
        fill(path, values)
        assert costs(path, extract(path.parent, OCTOBER), MAP).written

    def test_stay_where_a_corrected_extract_has_nothing_any_more(self, path: Path) -> None:
        costs(path, extract(path.parent, OCTOBER), MAP)
        values = typed_in("Agency", 300.0)
        fill(path, values, on_conflict="replace")
        gone = "".join(line for line in OCTOBER.splitlines(keepends=True) if "4150" not in line)
        costs(path, extract(path.parent, gone), MAP)
        assert entered(path, "Agency") == [300.0]


class TestMoneyThatHasNoPlace:
    """Nothing is posted by guess; every row is named with its amount."""

    def test_an_unmapped_account(self, path: Path) -> None:
        text = OCTOBER + "10/10/2025,Ward 7,9999,Something,12.34\n"
        costing = costs(path, extract(path.parent, text), MAP)
        (one,) = costing.unplaced
        assert (one.account, one.first_row, one.pence) == ("9999", 7, 1234)
        assert costing.reconciliation.unmapped == 1234
        assert vmbox.read(path).ledger[-1].cost_line == ""

    def test_a_cost_line_that_the_workbook_does_not_have(self, path: Path) -> None:
        wrong = CostMap([*MAP.entries, MapEntry("9999", "Agencies")])
        text = OCTOBER + "10/10/2025,Ward 7,9999,Something,12.34\n"
        costing = costs(path, extract(path.parent, text), wrong)
        assert "Cost has no such cost line. Did you mean 'Agency'?" in costing.unplaced[0].why
        assert costing.reconciliation.difference == 0

    def test_days_outside_the_weeks(self, path: Path) -> None:
        text = OCTOBER + "10/10/2026,Ward 7,4150,Agency nurses,12.34\n"
        costing = costs(path, extract(path.parent, text), MAP)
        assert costing.reconciliation.outside == 1234
        assert costing.outside[0].startswith(
            "£12.34 of 1 row, the first being row 7, is after the workbook's weeks."
        )

    def test_an_unclear_period(self, path: Path) -> None:
        text = OCTOBER + "32/13/2025,Ward 7,4150,Agency nurses,12.34\n"
        costing = costs(path, extract(path.parent, text), MAP)
        assert costing.unclear == ((7, 1234),)
        assert costing.reconciliation.unclear == 1234
        assert costing.reconciliation.difference == 0

    def test_a_date_that_no_cell_can_hold(self, path: Path) -> None:
        text = OCTOBER + "10/10/1850,Ward 7,4150,Agency nurses,12.34\n"
        costing = costs(path, extract(path.parent, text), MAP)
        assert costing.unclear == ((7, 1234),)
        assert costing.written

    def test_a_doubled_row_is_posted_and_named(self, path: Path) -> None:
        text = OCTOBER + "08/10/2025,Ward 7,5200,Drugs,99.99\n"
        costing = costs(path, extract(path.parent, text), MAP)
        assert any("row 7 as row 5 (£99.99)" in words for words in costing.remarks)
        assert entered(path, "Drugs") == [199.98]

    def test_a_week_of_which_the_ledger_has_some_days_only(self, path: Path) -> None:
        costing = costs(path, extract(path.parent, OCTOBER), MAP)
        assert any("29 September 2025 has 6 of its 7 days" in words for words in costing.remarks)
        assert any("6 October 2025 has 4 of its 7 days" in words for words in costing.remarks)

    def test_an_extract_of_other_centres(self, path: Path) -> None:
        before = path.read_bytes()
        others = "".join(line for line in OCTOBER.splitlines(keepends=True) if "Ward 7" not in line)
        costing = costs(path, extract(path.parent, others), MAP)
        assert "has the cost centre 'Ward 7'. It has 'Ward 8'." in costing.stopped
        assert path.read_bytes() == before

    def test_the_same_rows_under_another_name(self, path: Path) -> None:
        costs(path, extract(path.parent, OCTOBER), MAP)
        before = path.read_bytes()
        copy = extract(path.parent, OCTOBER, "october v2.csv")
        costing = costs(path, copy, MAP)
        assert "4 of the 4 rows of october v2.csv are posted already" in costing.stopped
        assert path.read_bytes() == before
        assert not costs(path, copy, MAP, name="october.csv").written


class TestWhatWasPostedBefore:
    """Money that stands in the workbook is not taken out because somebody forgot an option."""

    NONE = "".join(line for line in OCTOBER.splitlines(keepends=True) if "Ward 7" not in line)

    @pytest.fixture
    def posted(self, path: Path) -> Path:
        both = Centres(only=("Ward 7", "Ward 8"))
        assert costs(path, extract(path.parent, OCTOBER), MAP, centres=both).written
        return path

    @pytest.mark.parametrize("text", [NONE, HEAD])
    def test_stays_where_the_extract_has_none_of_the_teams_rows(
        self, posted: Path, text: str
    ) -> None:
        before = posted.read_bytes()
        costing = costs(posted, extract(posted.parent, text), MAP)
        assert "5 rows, and 4 cells that would be cleared" in costing.stopped
        assert not costing.written
        assert posted.read_bytes() == before

    def test_stays_where_one_of_its_cost_centres_is_not_named_again(self, posted: Path) -> None:
        before = posted.read_bytes()
        costing = costs(posted, extract(posted.parent, OCTOBER), MAP)
        assert "rows of the cost centre 'Ward 8' were posted here from october.csv" in (
            costing.stopped
        )
        assert posted.read_bytes() == before

    def test_goes_where_somebody_says_so(self, posted: Path) -> None:
        costing = costs(posted, extract(posted.parent, self.NONE), MAP, name="october.csv")
        assert costing.written
        assert vmbox.read(posted).ledger == ()
        assert entered(posted, "Drugs") == []

    def test_goes_where_its_cost_centre_is_in_the_corrected_extract_no_more(
        self, posted: Path
    ) -> None:
        gone = "".join(line for line in OCTOBER.splitlines(keepends=True) if "Ward 8" not in line)
        assert costs(posted, extract(posted.parent, gone), MAP).written
        assert entered(posted, "Drugs") == [99.99]


def test_without_a_cost_map_nothing_is_posted(path: Path) -> None:
    with pytest.raises(DataError, match="the sheet Cost map is empty"):
        costs(path, extract(path.parent, OCTOBER))


def test_the_workbooks_own_cost_map_serves(tmp_path: Path) -> None:
    own = replace(BOX, cost_map=(CostMapRow("4*", "Nursing"), CostMapRow("5200", "Drugs")))
    path = write_workbook(own, tmp_path / "own.xlsx")
    costs(path, extract(tmp_path, OCTOBER))
    assert entered(path, "Nursing") == [1000.0, 1350.75]


def test_a_cost_map_with_two_lines_for_one_code_is_refused(tmp_path: Path) -> None:
    own = replace(BOX, cost_map=(CostMapRow("4*", "Nursing"), CostMapRow("4*", "Drugs")))
    path = write_workbook(own, tmp_path / "own.xlsx")
    with pytest.raises(DataError, match="Cost map, row 2 of the table: '4\\*' goes to 'Drugs'"):
        costs(path, extract(tmp_path, OCTOBER))


def test_a_list_says_whose_cost_centres_are_whose(path: Path) -> None:
    teams = path.parent / "teams.csv"
    teams.write_text("Team,Cost centre\nward 7,Ward 8\nWard 7,E1\nWard 9,Ward 7\n")
    centres = read_centres(teams)
    assert centres.of("Ward 7") == ("Ward 8", "E1")
    costs(path, extract(path.parent, OCTOBER), MAP, centres=centres)
    assert entered(path, "Drugs") == [5000.0]


def test_a_cost_centre_of_two_teams_is_refused(tmp_path: Path) -> None:
    (tmp_path / "teams.csv").write_text("Team,Cost centre\nWard 7,E1\nWard 8,e1\n")
    with pytest.raises(DataError, match="line 3: the cost centre 'e1' is the team 'Ward 8'"):
        read_centres(tmp_path / "teams.csv")


def test_an_extract_without_cost_centres_is_one_teams(path: Path) -> None:
    text = "Date,Account,Amount\n08/10/2025,5200,99.99\n"
    costs(path, extract(path.parent, text), MAP)
    assert entered(path, "Drugs") == [99.99]


def test_odd_texts_come_back_as_they_were_written(path: Path) -> None:
    text = HEAD + '08/10/2025,Ward 7,5200,"=1+1\x07  ' + "x" * 40000 + '",1.00\n'
    once = extract(path.parent, text)
    costs(path, once, MAP)
    assert vmbox.read(path).ledger[0].description.startswith("=1+1 xxx")
    assert not costs(path, once, MAP).written


# ------------------------------------------------------------------ laws
DAYS = st.integers(-20, 100)
ROWS = st.lists(
    st.tuples(
        DAYS,
        st.sampled_from([0, 0, 6, 27, 30]),
        st.sampled_from(["Ward 7", "Ward 8"]),
        st.sampled_from(["4101", "4150", "5200", "9999"]),
        st.integers(-10_000_000, 10_000_000),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)
Raw = tuple[int, int, str, str, int, bool]


def made(rows: Sequence[Raw], name: str) -> Extract:
    starts = [
        START + dt.timedelta(days=row[0]) if not (row[5] and row[4] % 5 == 0) else None
        for row in rows
    ]
    ends = [
        start and start + dt.timedelta(days=row[1]) for start, row in zip(starts, rows, strict=True)
    ]
    frame = pd.DataFrame(
        {
            "row": np.arange(2, 2 + len(rows)),
            "start": pd.Series(pd.to_datetime(pd.Series(starts, dtype=object))).astype(
                "datetime64[s]"
            ),
            "end": pd.Series(pd.to_datetime(pd.Series(ends, dtype=object))).astype("datetime64[s]"),
            "when": pd.Categorical([str(start) for start in starts]),
            "centre": pd.Categorical([row[2] for row in rows]),
            "account": pd.Categorical([row[3] for row in rows]),
            "description": pd.Categorical([""] * len(rows)),
            "pence": np.array([row[4] for row in rows], dtype=np.int64),
        }
    )
    return Extract(name, frame)


def post_to(path: Path, one: Extract) -> Costing:
    return costs(path, one, MAP, name=one.origin, centres=Centres(only=("Ward 7", "none")))


@settings(max_examples=25)
@given(ROWS)
def test_every_penny_is_accounted_for_and_twice_is_as_once(fresh: Path, rows: list[Raw]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(fresh, folder))
        one = made(rows, "one.csv")
        costing = post_to(path, one)
        known = costing.reconciliation
        mine = sum(row[4] for row in rows if row[2] == "Ward 7")
        assert known.extract == mine
        assert known.difference == 0
        others = sum(pence for *_, pence in ByCentre(one).others(["Ward 7"]))
        assert known.extract + others == one.total
        box = vmbox.read(path)
        posted = post(one, MAP, BOX.weeks, centres=["Ward 7"])
        assert (posted.reconciliation.posted, posted.reconciliation.outside) == (
            known.posted,
            known.outside,
        )
        for line in MAP.lines:
            cells = (box.entered[line].fillna(0) * 100).round().astype(int).tolist()
            assert cells == posted.of("Ward 7")[line].tolist()
        ledger = [row for row in box.ledger if row.extract == "one.csv"]
        assert sum(int((row.posted or 0) * 100) for row in ledger) == known.posted
        before = path.read_bytes()
        assert not post_to(path, one).written
        assert path.read_bytes() == before


@settings(max_examples=15)
@given(ROWS, st.data())
def test_an_extract_in_two_files_posts_the_same_as_one(
    fresh: Path, rows: list[Raw], data: st.DataObject
) -> None:
    first = [data.draw(st.booleans()) for _ in rows]
    halves = [
        [row for row, mine in zip(rows, first, strict=True) if mine is half]
        for half in (True, False)
    ]
    with tempfile.TemporaryDirectory() as folder:
        whole, split = (Path(folder) / name for name in ("whole.xlsx", "split.xlsx"))
        shutil.copy(fresh, whole)
        shutil.copy(fresh, split)
        post_to(whole, made(rows, "one.csv"))
        for name, half in zip(("a.csv", "b.csv"), halves, strict=True):
            if half:
                post_to(split, made(half, name))
        assert vmbox.read(whole).entered.equals(vmbox.read(split).entered)
        said = [
            sorted(
                (
                    str(row.start),
                    str(row.end),
                    row.account,
                    row.amount,
                    row.posted is None,
                    row.posted or 0,
                    row.outside or 0,
                )
                for row in vmbox.read(path).ledger
            )
            for path in (whole, split)
        ]
        assert said[0] == said[1]
        # A corrected first half replaces its own rows: to nothing, and the other half stays.
        if halves[0] and halves[1]:
            post_to(split, made([(*halves[0][0][:4], 0, False)], "a.csv"))
            alone = Path(shutil.copy(fresh, Path(folder) / "alone.xlsx"))
            post_to(alone, made(halves[1], "b.csv"))
            left = vmbox.read(split).entered.fillna(0)
            assert left.equals(vmbox.read(alone).entered.fillna(0))
