"""What a change to a closed workbook costs, against openpyxl and against copying the file.

    python benchmarks/xlsx_edit.py

Fills one week of a standard workbook: about forty values, with fresh values for the formulas that
depend on them. Prints processor time of each way, in one run and taking turns, and the ratio to
openpyxl's load-set-save, which loses half of the workbook. Fails where the promise of 20 times is
not kept, or where two edits of one kind leave different bytes.
"""

from __future__ import annotations

import gc
import shutil
import sys
import tempfile
import warnings
import zipfile
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

import openpyxl

from vmbox.demo import demo_box_scores
from vmbox.template import write_workbook
from vmbox.xlsx import edit, lint, read_book

if TYPE_CHECKING:
    from collections.abc import Callable

    from vmbox.xlsx import Book

PROMISED = 20
TURNS = 5
ROW = 30
# Formulas whose values one week changes on each sheet: a row of Calc, the front page, the tabs.
FRESH = 150


class Week:
    """The cells that one week of a workbook is, and the formulas that it makes stale."""

    def __init__(self, book: Book) -> None:
        self.inputs: list[tuple[str, str]] = []
        self.fresh: dict[str, dict[tuple[int, int], float]] = {}
        self.places: dict[str, list[tuple[int, int]]] = {}
        for table in book.tables.values():
            row = table.first_row + ROW
            for offset, name in enumerate(table.columns[1:-1], 1):
                place = (row, table.first_column + offset)
                cell = table.sheet.cell(*place)
                if cell.formula is None and isinstance(cell.value, float):
                    self.inputs.append((table.name, name))
                    self.places.setdefault(table.sheet.name, []).append(place)
        for sheet in book.sheets:
            numbers = {
                place: cell.value
                for place, cell in sheet.cells.items()
                if cell.formula is not None and type(cell.value) is float
            }
            self.fresh[sheet.name] = dict(list(numbers.items())[-FRESH:])


def fill(path: Path, week: Week, value: float) -> None:
    with edit(path) as book:
        for table, column in week.inputs:
            book.tables[table].write(column, ROW - 1, [value])
        for sheet, numbers in week.fresh.items():
            if numbers:
                book.sheets[sheet].cache_many({at: one + value for at, one in numbers.items()})


def set_one(path: Path, week: Week, value: float) -> None:
    with edit(path) as book:
        table, column = week.inputs[0]
        book.tables[table].write(column, ROW - 1, [value])


def fill_by_openpyxl(path: Path, week: Week, value: float) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path)
    for sheet, places in week.places.items():
        for row, column in places:
            book[sheet].cell(row + 1, column + 1, value)
    book.save(path)


def recompress(path: Path, _week: Week, _value: float) -> None:
    with zipfile.ZipFile(path) as old:
        parts = [(info, old.read(info)) for info in old.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for info, content in parts:
            new.writestr(info, content)


WAYS: dict[str, Callable[[Path, Week, float], None]] = {
    "vmbox, one cell": set_one,
    "vmbox, one week with fresh values": fill,
    "copy and recompress": recompress,
    "openpyxl, load-set-save": fill_by_openpyxl,
}


def timed(source: Path, folder: Path, week: Week) -> dict[str, float]:
    """The median of the turns of each way, in seconds of processor time."""
    times: dict[str, list[float]] = {name: [] for name in WAYS}
    for turn in range(TURNS):
        for name, way in WAYS.items():
            path = Path(shutil.copyfile(source, folder / f"{turn} {name}.xlsx"))
            gc.collect()
            start = process_time()
            way(path, week, 12.5)
            times[name].append(process_time() - start)
    return {name: median(taken) for name, taken in times.items()}


def main() -> int:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        source = folder / "standard.xlsx"
        write_workbook(demo_box_scores()[1], source)
        book = read_book(source)
        week = Week(book)
        cells = sum(len(sheet.cells) for sheet in book.sheets)
        fresh = sum(map(len, week.fresh.values()))
        print(
            f"{cells} cells, {source.stat().st_size >> 10} KB; "
            f"{len(week.inputs)} values and {fresh} fresh values of formulas"
        )
        times = timed(source, folder, week)
        for name, taken in times.items():
            ratio = times["openpyxl, load-set-save"] / taken
            print(f"{name:36}{taken * 1000:9.1f} ms{ratio:9.1f} times")
        once, again = folder / "once.xlsx", folder / "again.xlsx"
        for path in (once, again):
            shutil.copyfile(source, path)
            fill(path, week, 12.5)
        before = again.stat().st_mtime_ns
        fill(again, week, 12.5)
        same = once.read_bytes() == again.read_bytes() and again.stat().st_mtime_ns == before
        good = lint(once) == lint(source)
    ratio = times["openpyxl, load-set-save"] / times["vmbox, one week with fresh values"]
    kept = ratio >= PROMISED and same and good
    print("kept" if kept else f"NOT kept: {ratio:.1f} times, same bytes {same}, no fault {good}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
