"""What a button changed is put back, as long as the cells hold what it left there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from vmbox.errors import EditRefused
from vmbox.live import LiveView, as_plain, from_plain, open_live, put_back
from vmbox.verbs.medians import accept_opened, proposals

if TYPE_CHECKING:
    import xlwings

    from vmbox.live import Change


def _accept(book: xlwings.Book) -> tuple[Change, ...]:
    with open_live(book, who="coach") as opened:
        accept_opened(opened, proposals(opened.box)[:2])
    return opened.port.changes


def _register(book: xlwings.Book) -> object:
    return LiveView(book).sheet("Medians").cells, LiveView(book).sheet("Log").cells


def test_a_button_is_undone_from_what_was_kept_as_json(rowan: xlwings.Book) -> None:
    before = _register(rowan)
    kept = json.dumps(as_plain(_accept(rowan)))
    assert _register(rowan) != before
    put_back(rowan, from_plain(json.loads(kept)))
    assert _register(rowan) == before


def test_nothing_is_put_back_where_somebody_went_on_typing(rowan: xlwings.Book) -> None:
    changes = _accept(rowan)
    there = next(one for one in changes if one.sheet == "Medians")
    cell = rowan.sheets["Medians"][there.first_row, 2]
    cell.value = "Because we moved house"
    after = _register(rowan)
    with pytest.raises(EditRefused, match="'Because we moved house' now, and"):
        put_back(rowan, changes)
    assert _register(rowan) == after
