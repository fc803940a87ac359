"""How many calls each button makes: to Excel on Windows, and to LibreOffice.

    python benchmarks/button_calls.py            both, LibreOffice where it is installed
    python benchmarks/button_calls.py --com      Excel on Windows alone

Prints the logical calls beside the budget of tests/com/budgets.toml, for workbooks of several
widths and lengths. A count does not vary from run to run or from machine to machine, so it says
more of a button's speed than a clock. Excel is the recorder of tests/com: xlwings' own Windows
engine, and a stand-in for Excel behind it. Fails where a budget is not kept.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import xlwings

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "com"))

from excel_recorder import counted, excel_running
from pressing import BUDGETS, WAITED_FOR, pressed
from wide_box_scores import wide_box

from vmbox import libreoffice
from vmbox.addin.folders import FOLDER
from vmbox.addin.works import WORKS
from vmbox.template import write_workbook

# Measures and weeks.
SIZES = ((30, 52), (30, 104), (30, 260), (60, 104))
IN_LIBREOFFICE = ((6, 52),)
# These cost so much a chart or measure; their budgets are for the small workbook of the tests.
PER_MEASURE = {"redraw_charts", "add_weeks"}
BUTTONS = (*WAITED_FOR, *sorted(set(WORKS) - set(WAITED_FOR)))


def com_calls(files: list[Path], folder: Path) -> dict[str, list[int]]:
    """Count each button's calls to Excel, workbook by workbook."""
    found: dict[str, list[int]] = {}
    with excel_running() as excel:
        for name in BUTTONS:
            for file in files:
                outcome, calls = pressed(name, excel.open(file), folder, counted)
                assert not outcome.failed, outcome.words
                found.setdefault(name, []).append(calls.total)
                close_all(excel.app, folder)
    return found


def uno_calls(files: list[Path], folder: Path) -> dict[str, list[int]]:
    """Count each button's calls to LibreOffice, workbook by workbook."""
    found: dict[str, list[int]] = {}
    libreoffice.install()
    app = xlwings.App(visible=False, add_book=False)
    try:
        for name in BUTTONS:
            for file in files:
                outcome, calls = pressed(name, app.books.open(file), folder, libreoffice.counted)
                assert not outcome.failed, outcome.words
                found.setdefault(name, []).append(calls.total)
                close_all(app, folder)
    finally:
        app.quit()
    return found


def close_all(app: xlwings.App, folder: Path) -> None:
    """Close what a button left open, and take away what it made."""
    for book in list(app.books):
        book.close()
    for made in (*folder.glob("Ward*.xlsx"), *folder.glob("*.html")):
        made.unlink()


def table(title: str, counter: str, sizes: tuple[tuple[int, int], ...], folder: Path) -> bool:
    """Print the counts of one counter; return whether all budgets are kept."""
    files = []
    for measures, weeks in sizes:
        file = folder / f"{measures} measures {weeks} weeks.xlsx"
        files.append(file if file.exists() else write_workbook(wide_box(measures, weeks), file))
    counts = (com_calls if counter == "com" else uno_calls)(files, folder)
    print(f"{title:18}{'budget':>8}" + "".join(f"{f'{m} x {w}':>10}" for m, w in sizes))
    kept = True
    for name, found in counts.items():
        budget = BUDGETS[counter][name]
        over = max(found) > budget and name not in PER_MEASURE
        kept &= not over
        line = f"{name:18}{budget:8}" + "".join(f"{count:10}" for count in found)
        print(line + (" over its budget" if over else ""))
    print(f"({' and '.join(sorted(PER_MEASURE))} go by measures; their budgets are for 6.)")
    return kept


def main(words: list[str]) -> int:
    """Print both tables; return 1 where a budget is not kept."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ[FOLDER] = str(folder / "own")
        kept = table("calls to Excel", "com", SIZES, folder)
        if "--com" in words:
            return 0 if kept else 1
        print()
        try:
            kept &= table("to LibreOffice", "uno", IN_LIBREOFFICE, folder)
        except libreoffice.NoLibreOffice as missing:
            print(f"LibreOffice was not counted: {missing}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
