"""A click goes the whole way: ribbon's macro, Python, workbook, in a real LibreOffice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from clicking import Ribbon

if TYPE_CHECKING:
    from pathlib import Path

    import xlwings


@pytest.fixture
def ribbon(app: xlwings.App, tmp_path: Path) -> Ribbon:
    return Ribbon(app, tmp_path)


def test_a_click_on_help_shows_the_guide(ribbon: Ribbon, rowan: xlwings.Book) -> None:
    assert rowan.sheets.active.name != "Guide"
    click = ribbon.click("show_help")
    assert click.command.endswith("import vmbox.addin; vmbox.addin.show_help()")
    assert (click.code, click.said) == (0, "")
    assert rowan.sheets.active.name == "Guide"
