"""A click on each button goes the whole way: ribbon's macro, Python, workbook, in LibreOffice.

What a button does is tested in tests/addin; here it is that it comes about.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from clicking import Ribbon

from vmbox._version import __version__
from vmbox.addin import BUTTONS

# The ward that buttons are pressed in.
sys.path.insert(0, str(Path(__file__).parents[1] / "addin"))
from ward import ward_file

if TYPE_CHECKING:
    import xlwings

__all__ = ["ward_file"]
EXTRACT = "Date,Cost centre,Account,Amount\n30/09/2025,Ward 7,5201,100.00\n"


class Story:
    """The ward open in LibreOffice, and the clicks on its ribbon so far."""

    def __init__(self, app: xlwings.App, file: Path, folder: Path) -> None:
        self.app, self.folder = app, folder
        self.ribbon = Ribbon(app, folder)
        self.book = app.books.open(file)
        self.clicked: list[str] = []

    def click(self, button: str, *replies: str | bool) -> str:
        """What the person was asked and told."""
        self.clicked.append(button)
        click = self.ribbon.click(button, *replies)
        assert (click.code, click.out) == (0, "")
        return "\n".join(click.told)

    def cells(self, sheet: str) -> list[object]:
        """Everything that stands on a sheet."""
        rows = self.book.sheets[sheet].used_range.value
        return [cell for row in rows for cell in row if cell is not None]


@pytest.fixture
def story(app: xlwings.App, ward_file: Path, tmp_path: Path) -> Story:
    return Story(app, ward_file, tmp_path)


def test_a_click_on_each_button_changes_the_workbook_that_is_open(story: Story) -> None:
    extract = story.folder / "october.csv"
    extract.write_text(EXTRACT)
    sheets = story.book.sheets

    story.click("check")
    assert sheets.active.name == "Checks"
    story.click("medians")
    assert sheets.active.name == "New medians"
    story.click("shifts")
    assert sheets.active.name == "Shifts"

    sheets["Safety"].activate()
    sheets["Safety"]["B31"].select()
    story.click("accept_median", "neues Licht")
    assert "neues Licht" in story.cells("Medians")
    story.click("undo_last", True)
    assert "neues Licht" not in story.cells("Medians")

    story.click("cost_refresh", str(extract), "1", True)
    assert sheets["Cost"]["C19"].value == 100
    assert "fell" in story.click("cost_per_patient")

    weeks = len(story.cells("Safety"))
    story.click("add_weeks", "1")
    assert len(story.cells("Safety")) > weeks

    charts = sheets["Safety"].charts
    drawn = len(charts)
    charts[0].delete()
    story.click("redraw_charts")
    assert len(charts) == drawn

    story.click("board_report", str(story.folder / "report.html"))
    assert "Stürze &gt; 65" in (story.folder / "report.html").read_text(encoding="utf-8")
    assert f"vmbox {__version__}" in story.click("about")
    story.click("show_help")
    assert sheets.active.name == "Guide"
    story.click("new_workbook", "Ward 8", "-", "1", "2 March 2026", str(story.folder / "8.xlsx"))
    assert "8.xlsx" in [book.name for book in story.app.books]

    assert sorted(set(story.clicked)) == sorted(button.name for button in BUTTONS)
