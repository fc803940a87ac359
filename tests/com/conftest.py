"""An Excel for each test, and workbooks to open in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from excel_recorder import Excel, excel_running

from vmbox.demo import demo_box_scores
from vmbox.template import write_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import xlwings


@pytest.fixture
def excel() -> Iterator[Excel]:
    """An Excel without a workbook."""
    with excel_running() as running:
        yield running


@pytest.fixture
def sheet(excel: Excel) -> xlwings.Sheet:
    """The only sheet of a new workbook."""
    return excel.app.books.add().sheets[0]


@pytest.fixture(scope="session")
def rowan_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's ward as a standard workbook."""
    box = next(box for box in demo_box_scores() if box.team == "Rowan Ward")
    return write_workbook(box, tmp_path_factory.mktemp("com") / "Rowan Ward.xlsx")


@pytest.fixture
def rowan(excel: Excel, rowan_file: Path) -> xlwings.Book:
    """The demo's ward, open in Excel."""
    return excel.open(rowan_file)
