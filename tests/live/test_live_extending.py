"""More weeks laid out in the open workbook: as in the closed file, cell for cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from random_box_scores import random_box_score
from vmbox.live import LiveView, put_back
from vmbox.template import write_workbook
from vmbox.verbs.extending import extend_opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import xlwings
    from two_doors import Doors


def test_weeks_are_laid_out_and_taken_back(doors: Callable[[Path], Doors], tmp_path: Path) -> None:
    both = doors(write_workbook(random_box_score(12), tmp_path / "team.xlsx"))
    before = _some_cells(both.book)
    pages = both.book.sheets["Safety"].page_setup
    pages.print_area = "A1:H48"
    longer = both.do(lambda opened: extend_opened(opened, 8))
    assert len(longer.weeks) == 38
    both.must_be_alike(with_calc=True)
    first, last = both.book.sheets["Safety"]["A48"], both.book.sheets["Safety"]["A56"]
    assert (first.number_format, first.color) == (last.number_format, last.color)
    assert pages.print_area == "$A$1:$H$56"
    put_back(both.book, both.changes)
    assert pages.print_area == "$A$1:$H$48"
    assert _some_cells(both.book) == before


def _some_cells(book: xlwings.Book) -> list[object]:
    view = LiveView(book)
    calc = book.sheets["Calc"].used_range
    return [dict(view.sheet(name).cells) for name in ("Quality", "Log")] + [calc.raw_value]
