"""The Value sheet, recalculated by a real LibreOffice, against exact arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from recalculated import differences
from valued import figures_of, unlike

from random_box_scores import random_value_box
from vmbox import read
from vmbox.demo import demo_box_scores
from vmbox.template import write_workbook
from vmbox.verbs.opened import OpenBoxScore
from vmbox.verbs.valuing import value_of
from vmbox.workbook import layout as at
from vmbox.workbook.plan import plan_workbook
from vmbox.workbook.reading import find
from vmbox.xlsx import edit, read_book

if TYPE_CHECKING:
    from pathlib import Path

    from bridge import Office


@pytest.mark.parametrize("seed", range(100))
def test_every_figure_of_a_random_comparison_comes_out_as_cached_and_as_vmbox_value_says(
    office: Office, tmp_path: Path, seed: int
) -> None:
    box = random_value_box(seed)
    path = write_workbook(box, tmp_path / "value.xlsx")
    again = read(path)
    assert again == box
    assert differences(office, path, plan_workbook(box)) == []
    assert unlike(office.sheet_results(at.VALUE_SHEET), figures_of(value_of(again))) == []


def test_where_people_have_moved_the_sheet_it_is_found_refreshed_and_still_right(
    office: Office, tmp_path: Path
) -> None:
    kitchen = demo_box_scores()[2]
    path = write_workbook(kitchen, tmp_path / "kitchen.xlsx")
    office.open(path)
    office.insert_rows(at.VALUE_SHEET, 4, 3)
    office.insert_columns(at.VALUE_SHEET, 0, 1)
    office.insert_rows(at.LEDGER, 0, 2)
    office.insert_columns(at.LEDGER, 7, 1)
    office.rename(at.VALUE_SHEET, "Money, in words")
    office.rename(at.LEDGER, "Finance")
    office.rename(at.COST_MAP, "Codes")
    moved = tmp_path / "moved.xlsx"
    office.save(moved)
    office.close()
    assert read(moved) == kitchen

    with edit(moved) as book:
        opened = OpenBoxScore(book)
        opened.enter({("Milk", 79): 9000.0, ("Meals served", 3): None})
        opened.save("A correction")
    found = find(read_book(moved))
    plan = plan_workbook(found.whole_box(), found.layout)
    assert found.layout.value is not None
    assert found.layout.value.sheet == "Money, in words"
    assert differences(office, moved, plan) == []
    sheet = found.book.sheet("Money, in words")
    for place, cell in plan.sheets[sheet.name].cells.items():
        shown = sheet.cell(*place).value
        assert shown == (cell.value if isinstance(cell.value, str) else pytest.approx(cell.value))
