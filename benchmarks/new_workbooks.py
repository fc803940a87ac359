"""How fast workbooks are made: 100 teams as `vmbox new --teams` makes them, and with openpyxl.

    python benchmarks/new_workbooks.py        100 workbooks
    python benchmarks/new_workbooks.py 20     20 workbooks

Prints seconds on the clock and of processor, the rate per core, and the ratio to the same cells
written with openpyxl in the same run, turn about, on a few of the teams. openpyxl gets the planned
cells with their values or formulas and their looks, and nothing else: no value beside a formula,
no chart, table, sparkline, validation, conditional format or page. So the ratio flatters it.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING

import openpyxl
from openpyxl.styles import Border, Font, PatternFill, Side

from vmbox.cli.new import make, make_each
from vmbox.measures import read_teams, settings
from vmbox.verbs.making import first_day, fresh
from vmbox.workbook.plan import plan_workbook
from vmbox.workbook.units import number_format

if TYPE_CHECKING:
    from vmbox.measures import TeamRow

WEEKS = 104
TEAMS = 100
SAMPLE = 6
LINE = Side("thin", "C5CCD3")


def teams(folder: Path, count: int) -> list[TeamRow]:
    """So many teams of all settings in turn, as a list of teams gives them."""
    names = list(settings())
    rows = [f"Team {at},{names[at % len(names)]},2026-03-02" for at in range(count)]
    path = folder / "teams.csv"
    path.write_text("\n".join(["team,setting,start", *rows]), encoding="utf-8")
    return list(read_teams(path))


def processor() -> float:
    """Seconds of processor that this process and those it started have had."""
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def seconds_of_all(rows: list[TeamRow], folder: Path, jobs: int) -> tuple[float, float]:
    """Seconds, on the clock and of processor, for all workbooks; the processes' start included."""
    folder.mkdir()
    begun, before = perf_counter(), processor()
    made = list(make_each(rows, folder, WEEKS, jobs=jobs))
    seconds = perf_counter() - begun, processor() - before
    assert len(made) == len(rows) == len(list(folder.iterdir()))
    return seconds


def with_openpyxl(row: TeamRow, path: Path) -> int:
    """Write the planned cells of a team's workbook with openpyxl; return how many."""
    chosen = row.measure_set
    box = fresh(row.team, row.board, chosen, first_day(row.start, chosen), WEEKS)
    book = openpyxl.Workbook()
    book.remove(book.active)
    looks: dict[str, object] = {}
    count = 0
    for plan in plan_workbook(box).sheets.values():
        sheet = book.create_sheet(plan.name)
        for (at, column), planned in plan.cells.items():
            cell = sheet.cell(at + 1, column + 1, planned.formula or planned.value)
            if planned.style:
                if planned.style not in looks:
                    put_on(cell, planned.style)
                    looks[planned.style] = cell._style  # noqa: SLF001
                # The quickest way that it has: the look is found once, then only referred to.
                cell._style = looks[planned.style]  # noqa: SLF001
            count += 1
    book.save(path)
    return count


def put_on(cell: openpyxl.cell.Cell, style: str) -> None:
    """Give a cell about as much to wear as the style has in a standard workbook."""
    role, _, unit = style.partition("|")
    cell.font = Font(bold=role in {"header", "title", "measure"}, size=10)
    cell.border = Border(LINE, LINE, LINE, LINE)
    if role != "input":
        cell.fill = PatternFill("solid", "EEF1F4")
    cell.number_format = number_format(unit)


def seconds_each(rows: list[TeamRow], folder: Path) -> tuple[float, float]:
    """Seconds of processor a workbook takes with vmbox and with openpyxl: the best of three."""
    ours = theirs = 0.0
    for row in rows:
        tries: tuple[list[float], list[float]] = ([], [])
        for _ in range(3):
            begun = process_time()
            make(row, folder, WEEKS, force=True)
            tries[0].append(process_time() - begun)
            begun = process_time()
            cells = with_openpyxl(row, folder / "openpyxl.xlsx")
            tries[1].append(process_time() - begun)
            assert cells > 30_000
        ours += min(tries[0])
        theirs += min(tries[1])
    return ours / len(rows), theirs / len(rows)


def main(count: int) -> int:
    """Make so many workbooks in each way, and print a table."""
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = teams(folder, count)
        make(rows[0], folder, WEEKS)
        print(f"{'':22}{'workbooks':>10}{'clock s':>9}{'cpu s each':>12}{'a minute and core':>19}")
        for jobs in dict.fromkeys((1, cores)):
            clock, cpu = seconds_of_all(rows, folder / f"made by {jobs}", jobs)
            words = f"vmbox, {jobs} process{'es' if jobs > 1 else ''}"
            each = cpu / count
            print(f"{words:22}{count:>10}{clock:>9.1f}{each:>12.2f}{60 / each:>19.0f}")
        ours, theirs = seconds_each(rows[:SAMPLE], folder)
        for words, each in (("vmbox, best of three", ours), ("openpyxl, cells alone", theirs)):
            print(f"{words:22}{min(SAMPLE, count):>10}{'':9}{each:>12.2f}{60 / each:>19.0f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"openpyxl takes {theirs / ours:.1f} times as long for a part of the content")
    print(f"peak of memory {peak:,.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else TEAMS))
