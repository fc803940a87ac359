"""What many workbooks take: collecting and checking them, against reading them with pandas.

    python benchmarks/many.py                40 workbooks
    python benchmarks/many.py --files 500    500 workbooks

Prints, for one run, seconds of processor (other processes' start included) and on the clock, and
the peak of memory of the process that collects (those that it starts for 2 jobs have their own).
A few distinct workbooks are made and copied, since making one takes longer than reading many.

pandas (with openpyxl) reads every sheet as it stands, which is less than collecting does: no
measure is known by its name, nothing is judged, nothing is written. Checking looks at every formula
and at every value. What it keeps from one workbook to the next is how formulas are written, never
what a workbook holds, so a copy is checked as another workbook of its kind is.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from time import perf_counter

import numpy as np
import pandas as pd

from vmbox.bulk import each, expand
from vmbox.measures import load_set, parse_date, settings
from vmbox.tables.writing import table_writer
from vmbox.template import write_workbook
from vmbox.verbs.checking import check_file
from vmbox.verbs.collect import collect_one
from vmbox.verbs.making import first_day, fresh

DISTINCT = 6
WEEKS = 104
RECORDED = 80
# pandas is measured on this many workbooks at most: it takes the same time for each.
SAMPLE = 20


# ------------------------------------------------------------------ what is measured
def collect(folder: Path, jobs: int) -> int:
    """Collect a folder into a CSV as the command does; return how many workbooks."""
    count = 0
    with table_writer(str(folder.parent / f"{os.getpid()}.csv")) as add:
        for outcome in each(collect_one, expand([folder]), jobs=jobs):
            assert outcome.result is not None, outcome.error
            add(outcome.result.frame)
            count += 1
    return count


def check(folder: Path, jobs: int) -> int:
    """Check a folder as the command does; return how many workbooks."""
    outcomes = each(check_file, expand([folder]), jobs=jobs)
    return sum(outcome.result is not None for outcome in outcomes)


def pandas_openpyxl(folder: Path, _: int) -> int:
    """Read every sheet of the first workbooks of a folder with pandas; return how many."""
    warnings.simplefilter("ignore")
    paths = sorted(folder.iterdir())[:SAMPLE]
    for path in paths:
        assert pd.read_excel(path, sheet_name=None, engine="openpyxl")
    return len(paths)


# Each stands by itself: more are added here, and to the rows of `main`.
TASKS = {"collect": collect, "check": check, "pandas": pandas_openpyxl}


def measured(task: str, folder: Path, jobs: int = 1) -> dict[str, float]:
    """Run a task in a fresh process and return what it took."""
    words = [sys.executable, __file__, "--task", task, "--folder", str(folder), "--jobs", str(jobs)]
    answer = subprocess.run(words, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    found: dict[str, float] = json.loads(answer.stdout)
    return found


def peak() -> float:
    """Return the most memory that this process has had, in MB (Linux).

    Not ru_maxrss, which a process takes over from the one that started it.
    """
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return float(status.partition("VmHWM:")[2].split()[0]) / 1024


def run_task(task: str, folder: Path, jobs: int) -> None:
    """Run a task here, and print what it took as JSON."""
    begun = perf_counter()
    files = TASKS[task](folder, jobs)
    clock = perf_counter() - begun
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    took = {
        "files": files,
        "clock": clock,
        "cpu": sum(one.ru_utime + one.ru_stime for one in used),
        "peak": peak(),
    }
    print(json.dumps(took))


# ------------------------------------------------------------------ the workbooks
def make_distinct(folder: Path) -> list[Path]:
    """Write a few standard workbooks of different settings, most weeks recorded."""
    folder.mkdir()
    made = []
    names = list(settings())
    for number in range(DISTINCT):
        chosen = load_set(names[number % len(names)])
        start = first_day(parse_date("2024-09-02"), chosen)
        box = fresh(f"Team {number}", "NHS Somewhere", chosen, start, WEEKS)
        dice = np.random.default_rng(number)
        typed = {
            item.name: np.round(dice.normal(30, 5, WEEKS)) / (100 if item.unit == "%" else 1)
            for item in box.items
            if not item.calculated
        }
        values = pd.DataFrame(typed, index=box.weeks)
        values.iloc[RECORDED:] = np.nan
        made.append(write_workbook(box.recording(values), folder / f"{number}.xlsx"))
    return made


def copied(distinct: list[Path], folder: Path, count: int) -> Path:
    """Return a folder with so many workbooks."""
    folder.mkdir()
    for number in range(count):
        shutil.copyfile(distinct[number % len(distinct)], folder / f"team {number:04}.xlsx")
    return folder


# ------------------------------------------------------------------ the table
def main(count: int) -> int:
    """Measure everything on so many workbooks, and print a table."""
    with tempfile.TemporaryDirectory() as name:
        here = Path(name)
        distinct = make_distinct(here / "distinct")
        books = copied(distinct, here / "books", count)
        more = copied(distinct, here / "more", 4 * count)
        print(f"{'':28}{'files':>6}{'clock s':>9}{'cpu s':>8}{'cpu ms each':>13}{'peak MB':>9}")
        theirs = row("pandas, openpyxl", measured("pandas", books))
        for task in ("collect", "check"):
            compare(task, theirs, books, more)
    return 0


def compare(task: str, theirs: dict[str, float], books: Path, more: Path) -> None:
    """Measure a task, and print how it stands to what pandas takes."""
    ours = row(f"{task}, 1 job", measured(task, books, 1))
    two = row(f"{task}, 2 jobs", measured(task, books, 2))
    four = row(f"{task}, 1 job, 4 x files", measured(task, more, 1))
    # What starting takes, Python and pandas, is in each: the difference of two runs is without it.
    each = (four["cpu"] - ours["cpu"]) / (four["files"] - ours["files"])
    per_file = theirs["cpu"] / theirs["files"]
    print(f"  pandas takes {per_file * ours['files'] / ours['cpu']:.1f} times the processor, 1 job")
    print(f"               {per_file * two['files'] / two['cpu']:.1f} times, 2 jobs")
    print(f"               {per_file * four['files'] / four['cpu']:.1f} times, 4 x files")
    print(f"               {per_file / each:.1f} times for each further workbook")
    print(f"  memory for 4 times the files: {four['peak'] / ours['peak']:.2f} times")


def row(words: str, took: dict[str, float]) -> dict[str, float]:
    """Print one row of the table and return it."""
    each = took["cpu"] / took["files"] * 1000
    print(
        f"{words:28}{took['files']:>6}{took['clock']:>9.1f}{took['cpu']:>8.1f}{each:>13.1f}"
        f"{took['peak']:>9.0f}"
    )
    return took


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--files", type=int, default=40)
    options.add_argument("--task", choices=TASKS, help=argparse.SUPPRESS)
    options.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--jobs", type=int, default=1, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.task:
        run_task(chosen.task, chosen.folder, chosen.jobs)
        sys.exit(0)
    sys.exit(main(chosen.files))
