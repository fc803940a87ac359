"""The Value sheet: which weeks it compares, what it says, and what it leaves blank."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from random_box_scores import random_value_box
from vmbox import read
from vmbox.errors import MeasureError, WorkbookError
from vmbox.measures import BoxScore, CostMapRow, Input, LedgerRow, Measure, ValueChoice
from vmbox.template import write_workbook
from vmbox.workbook import layout as at
from vmbox.workbook.plan import plan_workbook
from vmbox.workbook.reading import find
from vmbox.workbook.value_figures import unit_cost
from vmbox.workbook.value_layout import RECONCILIATION, find_place, standard_place
from vmbox.workbook.value_words import NO_UNIT_COST
from vmbox.xlsx import edit, read_book

if TYPE_CHECKING:
    from pathlib import Path

START = dt.date(2026, 3, 2)
LINE = Input("Staff", "Cost", "GBP", cost_line=True)
COUNTED = Input("Patients seen", "Cost", definition="Different people.")
TOTAL = Measure("Total cost", "Cost", "GBP", adds=("Staff",))
EACH = Measure(
    "Cost per patient", "Cost", "GBP", "down", numerator="Total cost", denominator="Patients seen"
)


def team(costs: list[float], patients: list[float], **more: Any) -> BoxScore:
    box = BoxScore.blank("Ward 7", [TOTAL, EACH], [LINE, COUNTED], start=START, weeks=52)
    typed = pd.DataFrame(
        {"Staff": costs, "Patients seen": patients}, index=box.weeks[: len(costs)], dtype="float64"
    )
    return replace(box.recording(typed), **more)


def value_of(box: BoxScore, key: str) -> Any:
    sheet = plan_workbook(box).sheets[at.VALUE_SHEET]
    return sheet.cells[standard_place().cells[key]].value


def day(box: BoxScore, serial: int) -> int:
    return (dt.date(1899, 12, 30) + dt.timedelta(days=serial) - START).days // 7


class TestTheWeeksCompared:
    def test_are_the_first_12_and_the_last_12_with_both_cost_and_patients(self) -> None:
        costs = [1000.0] * 30
        costs[0] = costs[29] = np.nan
        box = team(costs, [10.0] * 30)
        keys = ("baseline_used_from", "baseline_used_to", "current_used_from", "current_used_to")
        assert [day(box, value_of(box, key)) for key in keys] == [1, 12, 17, 28]

    def test_of_the_baseline_are_never_current_too(self) -> None:
        box = team([1000.0] * 15, [10.0] * 15)
        assert value_of(box, "baseline_weeks") == 12
        assert value_of(box, "current_weeks") == 3
        assert day(box, value_of(box, "current_used_from")) == 12

    def test_are_those_that_people_chose_by_any_day_in_them(self) -> None:
        choice = ValueChoice(
            baseline_from=START + dt.timedelta(days=9), current_to=START + dt.timedelta(days=140)
        )
        box = team([1000.0] * 30, [10.0] * 30, value_choice=choice)
        assert day(box, value_of(box, "baseline_used_from")) == 1
        assert day(box, value_of(box, "current_used_to")) == 20

    def test_without_patients_do_not_count(self) -> None:
        box = team([1000.0] * 14, [10.0, 0.0, *[10.0] * 12])
        assert value_of(box, "baseline_weeks") == 12
        assert value_of(box, "baseline_span") == 13


class TestTheFigures:
    def test_state_cost_per_patient_in_both_ways(self) -> None:
        box = team([1000.0] * 12 + [900.0] * 12, [10.0] * 6 + [20.0] * 6 + [15.0] * 12)
        assert value_of(box, "baseline_unit") == pytest.approx(12000 / 180)
        assert value_of(box, "baseline_median") == 75.0

    def test_add_up(self) -> None:
        box = team([1000.0] * 12 + [900.0] * 12, [10.0] * 12 + [15.0] * 12)
        assert value_of(box, "effects_check") == "adds up"
        parts = value_of(box, "spend_effect") + value_of(box, "volume_effect")
        assert parts == pytest.approx(value_of(box, "unit_change"))
        assert (value_of(box, "cash_week"), value_of(box, "cash_period")) == (100, 1200)
        assert value_of(box, "productivity_week") == 500

    @pytest.mark.parametrize("seed", range(40))
    def test_are_blank_never_an_error_while_numbers_are_missing(self, seed: int) -> None:
        for box in (random_value_box(seed), team([], [])):
            for cell in plan_workbook(box).sheets[at.VALUE_SHEET].cells.values():
                assert not str(cell.value).startswith("#")

    def test_are_blank_and_say_why_where_there_is_no_cost_per_patient(self) -> None:
        box = BoxScore.blank("Ward 7", [Measure("Falls", "Safety")], start=START)
        assert unit_cost(box) is None
        assert value_of(box, "sentence") == NO_UNIT_COST
        assert value_of(box, "baseline_unit") is None

    def test_are_of_the_ratio_that_covers_most_cost_lines(self) -> None:
        milk = Input("Milk", "Cost", "GBP", cost_line=True)
        some = Measure("Milk each", "Cost", "GBP", numerator="Milk", denominator="Patients seen")
        total = Measure("All", "Cost", "GBP", adds=("Staff", "Milk"))
        each = Measure("Each", "Cost", "GBP", numerator="All", denominator="Patients seen")
        box = BoxScore.blank("W", [some, total, each], [LINE, milk, COUNTED], start=START)
        assert unit_cost(box) == each


class TestTheSentence:
    def test_says_that_spend_rose_and_no_cash_was_released(self) -> None:
        words = value_of(team([1000.0] * 12 + [1100.0] * 12, [10.0] * 12 + [20.0] * 12), "sentence")
        assert "Spending rose" in words
        assert "no cash was released" in words
        assert "productivity, and no cash" in words

    def test_says_whether_the_accountant_calls_it_recurring(self) -> None:
        box = team([1000.0] * 12 + [900.0] * 12, [10.0] * 24)
        assert "an accountant has yet to say" in value_of(box, "sentence")
        yes = replace(box, value_choice=ValueChoice(recurring="yes"))
        assert "(recurring)" in value_of(yes, "sentence")

    @pytest.mark.parametrize("seed", range(40))
    def test_never_says_saved(self, seed: int) -> None:
        box = random_value_box(seed)
        plan = plan_workbook(box).sheets[at.VALUE_SHEET]
        cell = plan.cells[standard_place().cells["sentence"]]
        for words in (str(cell.value), str(cell.formula)):
            assert "sav" not in words.casefold()

    def test_fits_into_what_excel_takes(self) -> None:
        plan = plan_workbook(team([], [])).sheets[at.VALUE_SHEET]
        assert max(len(cell.formula or "") for cell in plan.cells.values()) < 8192


class TestTheLedger:
    ROWS = (
        LedgerRow("P01.csv", 2, amount=Decimal("100.10"), cost_line="Staff", posted=Decimal(100),
                  outside=Decimal("0.10")),
        LedgerRow("P01.csv", 3, account="9999", amount=Decimal("-20.05")),
        LedgerRow("P02.csv", 2, amount=Decimal(30), cost_line="Staff", posted=Decimal("29.99")),
    )  # fmt: skip

    def test_is_reconciled_extract_by_extract(self) -> None:
        box = team([], [], ledger=self.ROWS)
        plan = plan_workbook(box).sheets[at.VALUE_SHEET]
        table = standard_place().reconciliation
        assert table is not None
        shown = [
            [plan.cells[row, table.columns[heading]].value for heading in RECONCILIATION]
            for row in table.rows[:3]
        ]
        assert shown == [
            ["P01.csv", 80.05, 100.0, -20.05, 0.1, "adds up"],
            ["P02.csv", 30.0, 29.99, 0.0, 0.0, "£0.01 not accounted for"],
            ["", "", "", "", "", ""],
        ]
        assert value_of(box, "ledger_total") == 110.05
        assert value_of(box, "ledger_check") == "£0.01 not accounted for"
        assert value_of(box, "other_total") == ""

    def test_extracts_beyond_those_listed_stand_together(self) -> None:
        rows = tuple(LedgerRow(f"P{n}", n, amount=Decimal(n)) for n in range(1, 18))
        box = team([], [], ledger=rows)
        assert value_of(box, "other_total") == 15 + 16 + 17
        assert value_of(box, "other_check") == "adds up"

    def test_and_its_map_and_what_people_chose_are_read_back_exactly(self, tmp_path: Path) -> None:
        row = replace(
            self.ROWS[0], account="0412", start=START, end=START, description="=1+1", row=None
        )
        box = team(
            [1.0], [2.0],
            ledger=(row, *self.ROWS),
            cost_map=(CostMapRow("0412", "Staff", "pay"), CostMapRow("41*", "Staff")),
            value_choice=ValueChoice(START, None, None, START, "no"),
        )  # fmt: skip
        back = read(write_workbook(box, tmp_path / "b.xlsx"))
        assert back.ledger == box.ledger
        assert back == box

    def test_an_amount_that_is_no_number_is_told_with_its_cell(self, tmp_path: Path) -> None:
        path = write_workbook(team([], [], ledger=self.ROWS), tmp_path / "b.xlsx")
        with edit(path) as book:
            book.sheets[at.LEDGER].set_many({(4, at.LEDGER_COLUMNS.index("Amount")): "1,2x"})
        with pytest.raises(WorkbookError, match="Ledger!H5: '1,2x' is no amount"):
            read(path)

    def test_a_sum_that_is_no_number_is_refused(self) -> None:
        with pytest.raises(MeasureError, match="no number"):
            LedgerRow("P01", amount=float("nan"))  # type: ignore[arg-type]


def test_every_cell_is_found_by_its_name(tmp_path: Path) -> None:
    path = write_workbook(random_value_box(3), tmp_path / "b.xlsx")
    assert find_place(read_book(path)) == standard_place()


def test_a_workbook_that_is_found_is_planned_with_the_same_values(tmp_path: Path) -> None:
    box = random_value_box(7)
    path = write_workbook(box, tmp_path / "b.xlsx")
    found = find(read_book(path))
    fresh = plan_workbook(box).sheets[at.VALUE_SHEET].cells
    again = plan_workbook(found.whole_box(), found.layout).sheets[at.VALUE_SHEET].cells
    formulas = {place: cell for place, cell in fresh.items() if cell.formula is not None}
    assert {place: (cell.value, cell.formula) for place, cell in again.items()} == {
        place: (cell.value, cell.formula) for place, cell in formulas.items()
    }
