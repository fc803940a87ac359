"""A LibreOffice that xlwings drives: one for all tests of a worker, an empty desk for each.

A room whose tests need it has a conftest.py that takes these fixtures over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import xlwings

from vmbox import libreoffice
from vmbox.demo import demo_box_scores
from vmbox.template import write_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vmbox.measures import BoxScore


@pytest.fixture(scope="session")
def calc() -> Iterator[xlwings.App]:
    """The LibreOffice of all tests. Where there is none the test fails: it is no skipped test."""
    before = xlwings.engines.active
    libreoffice.install()
    try:
        running = xlwings.App(visible=False, add_book=False)
    except libreoffice.NoLibreOffice as missing:
        pytest.fail(str(missing), pytrace=False)
    yield running
    running.quit()
    xlwings.engines.active = before


@pytest.fixture
def app(calc: xlwings.App) -> Iterator[xlwings.App]:
    """The LibreOffice, with no workbook open in it before and after."""
    calc.impl.answers = libreoffice.Cautious()
    yield calc
    calc.screen_updating = True
    calc.calculation = "automatic"
    for book in list(calc.books):
        book.close()


@pytest.fixture
def sheet(app: xlwings.App) -> xlwings.Sheet:
    """The only sheet of a new workbook."""
    return app.books.add().sheets[0]


@pytest.fixture(scope="session")
def rowan_box() -> BoxScore:
    """The demo's ward."""
    return next(box for box in demo_box_scores() if box.team == "Rowan Ward")


@pytest.fixture(scope="session")
def rowan_file(rowan_box: BoxScore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's ward as a standard workbook; to be opened, not saved over."""
    path = tmp_path_factory.mktemp("demo") / "Rowan Ward.xlsx"
    write_workbook(rowan_box, path)
    return path


@pytest.fixture
def rowan(app: xlwings.App, rowan_file: Path) -> xlwings.Book:
    """The demo's ward, open in LibreOffice."""
    return app.books.open(rowan_file)
