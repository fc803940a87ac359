"""No button makes more calls than its budget, however many weeks a workbook has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from desk import app, calc
from excel_recorder import Calls, Excel, counted
from pressing import BUDGETS, MOST, WAITED_FOR, pressed
from wide_box_scores import wide_box

from vmbox import libreoffice
from vmbox.addin.folders import FOLDER
from vmbox.addin.works import WORKS
from vmbox.template import write_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import xlwings

__all__ = ["app", "calc"]


@pytest.fixture(scope="session")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int, int], Path]:
    """Makes a workbook of so many measures and weeks, once."""
    made: dict[tuple[int, int], Path] = {}
    folder = tmp_path_factory.mktemp("wide")

    def of(measures: int, weeks: int) -> Path:
        if (measures, weeks) not in made:
            file = folder / f"{measures} measures in {weeks} weeks.xlsx"
            made[measures, weeks] = write_workbook(wide_box(measures, weeks), file)
        return made[measures, weeks]

    return of


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder for the log file and what is undone, instead of the person's."""
    monkeypatch.setenv(FOLDER, str(tmp_path / "own"))


def press(name: str, book: xlwings.Book, folder: Path) -> Calls:
    outcome, calls = pressed(name, book, folder, counted)
    assert not outcome.failed, outcome.words
    return calls


def test_every_button_has_a_budget_and_four_have_a_hard_one() -> None:
    assert set(BUDGETS["com"]) == set(BUDGETS["uno"]) == set(WORKS)
    assert max(BUDGETS["com"][name] for name in WAITED_FOR) <= MOST == 150


def test_what_people_wait_for_takes_as_many_calls_for_one_year_as_for_five(
    excel: Excel, wide: Callable[[int, int], Path], tmp_path: Path
) -> None:
    counts: dict[str, set[int]] = {name: set() for name in WAITED_FOR}
    for measures, weeks in ((30, 104), (6, 260), (6, 52)):
        book = excel.open(wide(measures, weeks))
        for name in WAITED_FOR:
            calls = press(name, book, tmp_path)
            assert calls.total <= BUDGETS["com"][name], f"{name}: {calls}"
            counts[name].add(calls.total)
    # Pressed again, a button writes over its list.
    sheets = [sheet.name for sheet in book.sheets]
    for name in ("check", "medians", "shifts"):
        calls = press(name, book, tmp_path)
        assert calls.total <= MOST, f"{name}: {calls}"
    assert [sheet.name for sheet in book.sheets] == sheets
    assert {name: len(found) for name, found in counts.items()} == dict.fromkeys(WAITED_FOR, 1)


@pytest.mark.parametrize("name", sorted(set(WORKS) - set(WAITED_FOR)))
def test_every_other_button_keeps_to_its_budget_of_com_calls(
    excel: Excel, wide: Callable[[int, int], Path], name: str, tmp_path: Path
) -> None:
    calls = press(name, excel.open(wide(6, 52)), tmp_path)
    assert calls.total <= BUDGETS["com"][name], calls


def test_what_writes_into_no_cell_keeps_to_its_budget_over_uno(
    app: xlwings.App, wide: Callable[[int, int], Path], tmp_path: Path
) -> None:
    # The others are counted where they are pressed in LibreOffice: tests/addin/ward.py.
    book = app.books.open(wide(6, 52))
    for name in ("show_help", "about", "redraw_charts", "board_report", "new_workbook"):
        outcome, calls = pressed(name, book, tmp_path, libreoffice.counted)
        assert not outcome.failed, outcome.words
        assert calls.total <= BUDGETS["uno"][name], f"{name}: {calls}"
