"""The published results come out of the illustrative workbooks under examples/value."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from vmbox.measures import BoxScore, load_set, read_long
from vmbox.template import write_workbook
from vmbox.workbook.value_layout import name
from vmbox.xlsx import Book, read_book

EXAMPLES = Path(__file__).parents[2] / "examples" / "value"
NO_CASH = "no cash was released"


def example(data: str, measures: str = "team") -> BoxScore:
    own = load_set(EXAMPLES / f"{measures}.toml")
    blank = BoxScore.blank("Day hospital", own.measures, own.inputs, start=dt.date(2025, 10, 6))
    return read_long(EXAMPLES / f"{data}.csv", blank)


class Shown:
    """What the Value sheet of a written workbook shows."""

    def __init__(self, box: BoxScore, folder: Path) -> None:
        self.book: Book = read_book(write_workbook(box, folder / "example.xlsx"))

    def __getitem__(self, key: str) -> object:
        return self.book.named_cell(name(key)).value


def test_28_percent_more_patients_for_the_same_money_release_no_cash(tmp_path: Path) -> None:
    shown = Shown(example("more-patients"), tmp_path)
    assert shown["baseline_unit"] == 807.70
    assert shown["current_unit"] == 631.50
    assert shown["unit_percent"] == pytest.approx(-0.218, abs=5e-4)
    assert shown["volume_percent"] == pytest.approx(0.289, abs=5e-4)
    assert shown["spend_percent"] == pytest.approx(0.008, abs=5e-4)
    assert "from £807.70 to £631.50 (-21.8 %)" in str(shown["sentence"])
    assert NO_CASH in str(shown["sentence"])


def test_milk_costs_15_percent_less_which_is_10185_pounds(tmp_path: Path) -> None:
    shown = Shown(example("milk", "milk"), tmp_path)
    assert (shown["baseline_cost"], shown["current_cost"]) == (67_900, 57_715)
    assert shown["spend_percent"] == pytest.approx(-0.15, abs=1e-12)
    assert shown["cash_period"] == 10_185
    assert "£10,185.00 over 12 weeks" in str(shown["sentence"])


def test_69720_pounds_are_released_where_spend_fell_and_patients_did_not(tmp_path: Path) -> None:
    shown = Shown(example("agency"), tmp_path)
    assert shown["cash_period"] == 69_720
    assert shown["productivity_period"] == 0
    assert NO_CASH not in str(shown["sentence"])


@pytest.mark.parametrize(("data", "fall"), [("ten-percent", 0.10), ("twenty-one-percent", 0.21)])
def test_unit_costs_fall_by_10_to_21_percent(tmp_path: Path, data: str, fall: float) -> None:
    shown = Shown(example(data), tmp_path)
    assert shown["unit_percent"] == pytest.approx(-fall, abs=1e-12)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*")), ids=lambda path: path.name)
def test_every_example_says_that_its_weeks_are_made_up(path: Path) -> None:
    assert "made-up weekly figures" in path.read_text(encoding="utf-8").splitlines()[0] + "".join(
        line for line in path.read_text(encoding="utf-8").splitlines() if "setting" in line
    )
