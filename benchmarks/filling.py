"""What filling one week costs, against openpyxl's load-set-save and against copying the zip file.

    python benchmarks/filling.py                 40 workbooks for the run over many
    python benchmarks/filling.py --files 500     500 workbooks

A fill is all that `vmbox fill` does to a workbook once its source is read: open and lock it, read
the box score, find the team's rows among all teams', write one week's thirty or so numbers, work
out medians, signals and totals anew, put fresh values into each of the tens of thousands of
formulas that show something else now, add a row to the Log, read back what was written, compare
the new file with what it should be byte for byte, and put it in the old one's place through to the
disk. openpyxl loads the workbook, sets the same cells and saves: formulas lose their values, and
sparklines and much else are gone. Copying unpacks every part of the zip file and packs it again.

The first table is one process that has worked before, over workbooks of six kinds, each way in
turn. Nothing is kept from one workbook for the next. The second is processes from their start:
one for a single file, and one or two for a whole folder. All figures are seconds of processor.
"""

from __future__ import annotations

import argparse
import gc
import json
import shutil
import subprocess
import sys
import tempfile
import warnings
import zipfile
from pathlib import Path
from statistics import mean
from time import perf_counter, process_time
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd

from many import RECORDED, copied, make_distinct
from new_workbooks import processor
from vmbox import read
from vmbox.bulk import each, expand
from vmbox.verbs.filling import ByTeam, fill_from

if TYPE_CHECKING:
    from collections.abc import Callable

    from vmbox.measures import BoxScore
    from vmbox.verbs.filling import Filling

AIM = 20
TURNS = 3
OURS, THEIRS, COPY = "vmbox fill", "openpyxl, load-set-save", "unpack and pack the zip file"


# ------------------------------------------------------------------ what is filled
def typed(box: BoxScore) -> dict[str, float]:
    """A number for each column that people type into."""
    items = (item for item in box.items if not item.calculated)
    return {item.name: 0.31 if item.unit == "%" else 31.0 for item in items}


def source_of(books: list[Path]) -> pd.DataFrame:
    """One week's numbers of all the teams: the first week that none of them has recorded."""
    rows = [
        (box.team, name, box.weeks[RECORDED], value)
        for box in map(read, books)
        for name, value in typed(box).items()
    ]
    return pd.DataFrame(rows, columns=["team", "measure", "week", "value"])


class Fill:
    """Fills one of many workbooks; travels to other processes."""

    def __init__(self, values: pd.DataFrame) -> None:
        self.values = ByTeam(values)

    def __call__(self, path: Path) -> Filling:
        return fill_from(path, self.values, source="benchmark")


def by_openpyxl(path: Path) -> None:
    """Load a workbook, set as many cells of its data tabs, save it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        for table in sheet.tables.values():
            if table.name in {"bsQuality", "bsSafety", "bsDelivery", "bsCost", "bsCapacity"}:
                top = sheet[table.ref][0][0].row
                for cell in sheet[top + 1 + RECORDED][1:8]:
                    if cell.value is None:
                        cell.value = 31.0
    book.save(path)


def by_copying(path: Path) -> None:
    """Unpack every part and pack it again, as Python's zipfile does by itself."""
    with zipfile.ZipFile(path) as old:
        parts = [(info, old.read(info)) for info in old.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for info, content in parts:
            new.writestr(info, content)


# ------------------------------------------------------------------ in one process
def in_turn(books: list[Path], folder: Path, fill: Fill) -> dict[str, float]:
    """Seconds of processor that a workbook takes each way, on average."""
    ways: dict[str, Callable[[Path], object]] = {
        OURS: fill,
        THEIRS: by_openpyxl,
        COPY: by_copying,
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(TURNS + 1):
        for number, book in enumerate(books):
            for name, way in ways.items():
                if turn == 0 and name != OURS:
                    continue  # a turn to warm up, for the way that has the most to load
                path = Path(shutil.copyfile(book, folder / f"{number}.xlsx"))
                gc.collect()
                begun = process_time()
                way(path)
                if turn:
                    taken[name].append(process_time() - begun)
    return {name: mean(times) for name, times in taken.items()}


def is_honest(book: Path, folder: Path, fill: Fill) -> bool:
    """Whether everything was filled and a second fill leaves the file as it is, byte for byte."""
    path = Path(shutil.copyfile(book, folder / "twice.xlsx"))
    before = path.stat().st_size
    first = fill(path)
    data, written = path.read_bytes(), path.stat().st_mtime_ns
    again = fill(path)
    box = read(path)
    there = all(box.entered[name].iloc[RECORDED] == value for name, value in typed(box).items())
    same = path.read_bytes() == data and path.stat().st_mtime_ns == written
    print(f"{first.new} numbers; {before / 1000:.0f} kB before, {len(data) / 1000:.0f} kB after")
    return first.written and not again.written and there and same


# ------------------------------------------------------------------ processes from their start
def folder_task(folder: Path, source: Path, jobs: int) -> None:
    """Fill a folder's workbooks here, and print what it took as JSON."""
    begun = perf_counter()
    fill = Fill(pd.read_pickle(source))
    files = 0
    for outcome in each(fill, expand([folder]), jobs=jobs):
        assert outcome.result is not None, outcome.error
        assert outcome.result.written
        files += 1
    print(json.dumps({"files": files, "clock": perf_counter() - begun, "cpu": processor()}))


def measured(folder: Path, source: Path, jobs: int) -> dict[str, float]:
    """Fill a folder in a fresh process and return what it took, its start included."""
    words = [sys.executable, __file__, "--folder", str(folder), "--source", str(source)]
    answer = subprocess.run(
        [*words, "--jobs", str(jobs)], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    found: dict[str, float] = json.loads(answer.stdout)
    return found


def from_the_start(distinct: list[Path], here: Path, source: Path, count: int) -> None:
    """Print what a single file takes, and a folder with 1 and with 2 jobs."""
    print(f"\n{'from the start':32}{'files':>6}{'clock s':>9}{'cpu s':>8}{'cpu ms each':>13}")
    one = measured(copied(distinct, here / "one", 1), source, 1)
    table = {"one file": one}
    for jobs in (1, 2):
        folder = copied(distinct, here / f"by {jobs}", count)
        table[f"a folder, {jobs} job{'s' * (jobs > 1)}"] = measured(folder, source, jobs)
    for words, took in table.items():
        each_one = took["cpu"] / took["files"] * 1000
        print(
            f"{words:32}{took['files']:>6}{took['clock']:>9.1f}{took['cpu']:>8.1f}{each_one:>13.1f}"
        )


def main(count: int) -> int:
    """Measure everything and print two tables; return 1 where a fill is not what it should be."""
    with tempfile.TemporaryDirectory() as name:
        here = Path(name)
        distinct = make_distinct(here / "distinct")
        values = source_of(distinct)
        source = here / "source.pickle"
        values.to_pickle(source)
        fill = Fill(values)
        honest = is_honest(distinct[0], here, fill)
        times = in_turn(distinct, here, fill)
        print(f"\n{'in a process at work':32}{'cpu ms each':>13}{'':4}openpyxl takes")
        for words, taken in times.items():
            print(f"{words:32}{taken * 1000:>13.1f}{times[THEIRS] / taken:>13.1f} times")
        from_the_start(distinct, here, source, count)
    ratio = times[THEIRS] / times[OURS]
    print(f"{'' if ratio >= AIM else 'NOT '}reached: {ratio:.1f} times, where {AIM} are aimed for")
    print("filled as it should be" if honest else "NOT filled as it should be")
    return 0 if honest else 1


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--files", type=int, default=40)
    options.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--source", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--jobs", type=int, default=1, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.folder:
        folder_task(chosen.folder, chosen.source, chosen.jobs)
        sys.exit(0)
    sys.exit(main(chosen.files))
