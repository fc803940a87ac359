"""Where things are, before any file is written."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vmbox.measures import BoxScore, Input, Measure
from vmbox.workbook import layout as at
from vmbox.workbook.cells import address, column_letters, down
from vmbox.workbook.layout import Layout
from vmbox.workbook.plan import plan_workbook

MEASURES = [
    Measure("Cost per patient", "Cost", "GBP", numerator="Total", denominator="Patients"),
    Measure("Total", "Cost", "GBP", adds=("Bank", "Drugs")),
    Measure("Spare safety 1", "Safety"),
]
INPUTS = [
    Input("Patients", "Cost"),
    Input("Bank", "Cost", "GBP", cost_line=True),
    Input("Drugs", "Cost", "GBP", cost_line=True),
]
BOX = BoxScore.blank("W", MEASURES, INPUTS, start=dt.date(2026, 3, 2), weeks=20)
LAYOUT = Layout.of(BOX)


def test_cost_lines_come_first_then_spare_ones_then_what_needs_them() -> None:
    headers = [column.header for column in LAYOUT.tab("Cost").columns]
    assert headers == [
        "Bank",
        "Drugs",
        "Spare cost line 1",
        "Spare cost line 2",
        "Total",
        "Patients",
        "Cost per patient",
        "Spare cost 1",
    ]


def test_a_spare_column_never_takes_the_name_of_a_measure() -> None:
    headers = [column.header for column in LAYOUT.tab("Safety").columns]
    assert headers == ["Spare safety 1", "Spare safety 2", "Spare safety 3"]
    assert len(LAYOUT.columns) == sum(len(tab.columns) for tab in LAYOUT.tabs)


def test_only_measures_and_their_spares_have_a_run_chart() -> None:
    charted = [column.header for column in LAYOUT.tab("Cost").charted]
    assert charted == ["Total", "Cost per patient", "Spare cost 1"]
    assert [column.slot for column in LAYOUT.slots] == list(range(len(LAYOUT.slots)))


def test_a_total_counts_a_cost_line_that_somebody_adds_in_a_spare_column() -> None:
    plan = plan_workbook(BOX)
    total = LAYOUT.columns["Total"].position
    formula = plan.sheets["Cost"].cells[at.FIRST_WEEK_ROW, total].formula
    assert formula is not None
    assert "[Bank]:[Spare cost line 2]" in formula


@given(st.integers(0, 16383))
def test_column_letters_count_as_excel_counts(column: int) -> None:
    letters = column_letters(column)
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    assert number - 1 == column


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (address(0, 0), "A1"),
        (address(4, 27, fix_row=True, fix_column=True), "$AB$5"),
        (down(1, 9, 2), "C$2:C$10"),
        (down(1, 9, 2, fix_column=True), "$C$2:$C$10"),
    ],
)
def test_addresses_are_written_as_formulas_want_them(made: str, expected: str) -> None:
    assert made == expected
