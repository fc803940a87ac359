"""A workbook that is open in Windows' Excel reads as its file does, in few calls."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from excel_recorder import Excel, counted

from random_box_scores import random_box_score
from vmbox.live import read_live
from vmbox.template import write_workbook
from vmbox.verbs.checking import check
from vmbox.workbook.port import ToFourPlaces
from vmbox.workbook.reading import find
from vmbox.xlsx import Cell, read_book

if TYPE_CHECKING:
    from pathlib import Path

    from vmbox.workbook.port import BookView

NOTHING = Cell()


def unlike(closed: BookView, live: BookView) -> list[str]:
    """Return the cells that are not alike, in words."""
    found = []
    for sheet in closed.sheets:
        there = live.sheet(sheet.name).cells
        for place in sheet.cells.keys() | there.keys():
            one, other = sheet.cells.get(place, NOTHING), there.get(place, NOTHING)
            if one != other and not alike(one, other):
                found.append(f"{sheet.name} {place}: {one} closed, {other} open")
    return found


def alike(one: Cell, other: Cell) -> bool:
    if one.formula != other.formula:
        return False
    if isinstance(one.value, float) and isinstance(other.value, float):
        # Money that a formula works out comes to four places; what is typed comes to fifteen.
        digits = {"abs_tol": 5e-5} if type(other.value) is ToFourPlaces else {"rel_tol": 1e-14}
        return math.isclose(one.value, other.value, **digits)
    return (one.value or None) == (other.value or None)


@pytest.mark.parametrize("addin", [True, False], ids=["with the add-in", "without it"])
def test_every_cell_table_and_name_is_that_of_the_file(
    excel: Excel, rowan_file: Path, addin: bool
) -> None:
    excel.application.addin = addin
    closed, live = read_book(rowan_file), read_live(excel.open(rowan_file))
    assert unlike(closed, live) == []
    assert live.names == closed.names
    assert live.date1904 is False
    for name, table in closed.tables.items():
        there = live.tables[name]
        assert there.columns == table.columns
        assert (there.first_row, there.first_column) == (table.first_row, table.first_column)
        assert there.last_row == table.last_row
    hidden = [sheet.name for sheet in closed.sheets if sheet.hidden]
    assert [sheet.name for sheet in live.sheets if sheet.hidden] == hidden
    assert hidden


def test_a_random_box_score_is_the_same_open_and_closed(excel: Excel, tmp_path: Path) -> None:
    path = write_workbook(random_box_score(7), tmp_path / "box.xlsx")
    closed = find(read_book(path)).whole_box()
    live = find(read_live(excel.open(path))).whole_box()
    assert live.entered.equals(closed.entered)
    assert (live.ledger, live.notes, live.medians) == (closed.ledger, closed.notes, closed.medians)
    assert (live.measures, live.inputs, live.huddles) == (
        *(closed.measures, closed.inputs),
        closed.huddles,
    )


def test_the_add_in_spares_calls(excel: Excel, rowan_file: Path) -> None:
    book = excel.open(rowan_file)
    with counted() as calls:
        find(read_live(book)).whole_box()
    assert calls.total <= 70, calls
    assert calls.kinds["Application.Run()"] == 3
    excel.application.addin = False
    with counted() as without:
        find(read_live(book)).whole_box()
    assert calls.total < without.total <= 130, without


def test_charts_alone_are_read_from_half_of_the_sheets(excel: Excel, rowan_file: Path) -> None:
    book = excel.open(rowan_file)
    whole = find(read_live(book)).whole_box()
    with counted() as calls:
        charts = find(read_live(book), charts_alone=True).whole_box()
    assert calls.kinds["Range.Value"] == 8
    assert charts.values.equals(whole.values)
    assert (charts.medians, charts.measures, charts.notes) == (
        *(whole.medians, whole.measures),
        whole.notes,
    )
    assert charts.huddles == charts.log == ()


def test_check_finds_the_same_in_windows_types(excel: Excel, rowan_file: Path) -> None:
    # Money that comes to four places is no formula that was not calculated.
    assert check(read_live(excel.open(rowan_file))) == check(read_book(rowan_file))
