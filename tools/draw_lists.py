"""Makes a workbook to draw pictures of: the lists that buttons write, each on one wide page.

    python tools/draw_lists.py "Rowan Ward.xlsx" OUT.xlsx BUTTON ...

The buttons are pressed in a LibreOffice, which also saves the workbook.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from vmbox import libreoffice
from vmbox.addin.asking import Scripted
from vmbox.addin.buttons import button
from vmbox.addin.frame import run

if TYPE_CHECKING:
    import xlwings

A4 = (29700, 21000)


def on_one_page(sheet: xlwings.Sheet) -> None:
    """Print a sheet as wide as a page, across."""
    styles = sheet.book.api.StyleFamilies.getByName("PageStyles")
    style = styles.getByName(sheet.api.PageStyle)
    style.IsLandscape = True
    style.Width, style.Height = A4
    style.ScaleToPagesX, style.ScaleToPagesY = 1, 0
    style.HeaderIsOn = style.FooterIsOn = False


def main() -> int:
    """Press the buttons and save; return the exit code."""
    book, made, *names = sys.argv[1:]
    libreoffice.install()
    with libreoffice.open_book(book) as opened:
        for name in names:
            outcome = run(button(name), opened, Scripted())
            print(outcome.words)
            if outcome.failed:
                return 1
            on_one_page(opened.sheets.active)
        opened.save(Path(made).resolve())
    return 0


if __name__ == "__main__":
    sys.exit(main())
