"""Buttons, pressed in an open workbook: by tests, and by the benchmark that counts their calls."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from unittest.mock import patch

import xlwings
from wide_box_scores import AHEAD, START

from vmbox.addin.asking import ByExcel, Scripted
from vmbox.addin.buttons import button
from vmbox.addin.frame import Outcome, run

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager

T = TypeVar("T")

# Logical calls that a button may make, by the counter and the button's name; see the file.
BUDGETS: Mapping[str, Mapping[str, int]] = tomllib.loads(
    (Path(__file__).parent / "budgets.toml").read_text(encoding="utf-8")
)
# A person waits for each of these, on a slow machine too, and it may make no more COM calls.
WAITED_FOR = ("check", "medians", "shifts", "cost_per_patient")
MOST = 150
# What must have been pressed before, so that there is something to do.
BEFORE = {"undo_last": "accept_median"}


def pressed(
    name: str, book: xlwings.Book, folder: Path, counter: Callable[[], AbstractContextManager[T]]
) -> tuple[Outcome, T]:
    """Return how a button ended, and the count of its calls.

    Its questions are answered as a person would answer them.

    Parameters
    ----------
    folder
        Where files are read from and written to.
    counter
        What counts: of COM calls, or of those to LibreOffice.
    """
    if name in BEFORE:
        pressed(BEFORE[name], book, folder, counter)
    ask, title = Scripted(list(_answers(name, book, folder))), book.name
    with patch("webbrowser.open", return_value=True), counter() as calls:
        # As a ribbon's button finds the workbook that it was pressed in.
        caller = xlwings.apps.active.books[title]
        ByExcel(caller.app)
        outcome = run(button(name), caller, ask)
    return outcome, calls


def _answers(name: str, book: xlwings.Book, folder: Path) -> Sequence[str | bool]:
    answers: dict[str, Sequence[str | bool]] = {
        "new_workbook": ("Ward 9", "-", "general", True, str(folder / "Ward 9.xlsx")),
        "accept_median": ("1", f"{START + dt.timedelta(weeks=20):%d/%m/%Y}", "A new rota"),
        "add_weeks": ("4",),
        "board_report": (str(folder / "report.html"), True),
        "undo_last": (True,),
    }
    if name == "cost_refresh":
        return str(_extract(book, folder)), True
    return answers.get(name, ())


def _extract(book: xlwings.Book, folder: Path) -> Path:
    """A finance extract for the weeks that nobody has filled in."""
    weeks = book.sheets["Cost"].tables["bsCost"].data_body_range.shape[0]
    first = START + dt.timedelta(weeks=weeks - AHEAD)
    team = book.sheets["Box score"].range("A1").raw_value
    rows = [
        f"{first + dt.timedelta(days=day):%d/%m/%Y},{team},{account},Staff,{100 + day}.50"
        for day in (0, 8, 15)
        for account in ("4101", "5200")
    ]
    path = folder / "extract.csv"
    path.write_text("\n".join(["Date,Cost centre,Account,Description,Amount", *rows]), "utf-8")
    return path
