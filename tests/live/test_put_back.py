"""What a button changed is put back, as long as the cells hold what it left there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from random_box_scores import random_box_score
from vmbox.errors import EditRefused
from vmbox.live import LiveView, as_plain, from_plain, open_live, put_back
from vmbox.template import write_workbook
from vmbox.verbs.medians import Acceptance, accept_opened

if TYPE_CHECKING:
    from pathlib import Path

    import xlwings

    from vmbox.live import Change


BOX = random_box_score(9)


@pytest.fixture
def book(app: xlwings.App, tmp_path: Path) -> xlwings.Book:
    """A small box score, open."""
    return app.books.open(write_workbook(BOX, tmp_path / "small.xlsx"))


def _accept(book: xlwings.Book) -> tuple[Change, ...]:
    name, week = BOX.measures[0].name, BOX.weeks[3].date()
    with open_live(book, who="coach") as opened:
        accept_opened(opened, [Acceptance(name, week, "We moved")])
    return opened.port.changes


def _register(book: xlwings.Book) -> object:
    view = LiveView(book)
    return dict(view.sheet("Medians").cells), dict(view.sheet("Log").cells)


def test_a_button_is_undone_from_what_was_kept_as_json(book: xlwings.Book) -> None:
    before = _register(book)
    kept = json.dumps(as_plain(_accept(book)))
    assert _register(book) != before
    put_back(book, from_plain(json.loads(kept)))
    assert _register(book) == before


def test_nothing_is_put_back_where_somebody_went_on_typing(book: xlwings.Book) -> None:
    changes = _accept(book)
    there = next(one for one in changes if one.sheet == "Medians")
    cell = book.sheets["Medians"][there.first_row, 2]
    cell.value = "Because we moved house"
    after = _register(book)
    with pytest.raises(EditRefused, match="'Because we moved house' now, and"):
        put_back(book, changes)
    assert _register(book) == after
