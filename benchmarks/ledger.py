"""How fast a ledger becomes weekly cost lines: 1,000,000 rows for 1,000 teams.

    python benchmarks/ledger.py               1,000,000 rows
    python benchmarks/ledger.py 100000        so many

Three ways take turns over the same rows: vmbox (read_extract and post, from the CSV to weekly
pence with reconciliation and doubled rows), pandas.read_csv of that CSV and nothing else, and a
plain script with openpyxl (read-only) and dictionaries over the same rows as .xlsx, which parses
each date and amount and adds up pence by team, week and line. The plain script would take minutes
for a million rows, so it gets the first 20,000, and its time is counted by the row; so does the
first of its turns not count the making of the file.

Prints the best of the turns in seconds on the clock and of processor, and the ratios of the
latter: pandas and vmbox both read with every core there is, and on the clock a ratio says as much
about what else the machine does. Fails where a promise is not kept: at least 20 times faster than
the plain script, and no more than 4 times the time of pandas.read_csv. The plain script's sums are
compared with vmbox's.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
import resource
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import xlsxwriter

from vmbox.value import CostMap, MapEntry, post, read_extract

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = 1_000_000
SAMPLE = 20_000
TEAMS = 1_000
TURNS = 5
LEAST_FASTER = 20
MOST_OF_PANDAS = 4
WEEKS = pd.date_range("2025-03-31", periods=104, freq="7D")
HEADING = (
    "Posting date",
    "Cost centre",
    "Account code",
    "Account description",
    "Journal",
    "Amount",
)
LINES = {
    "41": ("Substantive nursing", "Nurse band 5 basic pay"),
    "42": ("Bank nursing", "Bank nurse band 5, unsocial hours"),
    "43": ("Agency nursing", "Agency nursing, qualified"),
    "44": ("Overtime", "Nursing overtime"),
    "51": ("Drugs", "Drugs issued to the ward"),
    "52": ("Supplies", "Dressings and consumables"),
}


def rows_of(count: int) -> list[tuple[str, str, str, str, str, str]]:
    """So many rows of a year's ledger, the same every time."""
    chance = random.Random(5)
    first = dt.date(2025, 4, 1)
    days = [(first + dt.timedelta(days=at)).strftime("%d/%m/%Y") for at in range(365)]
    accounts = [
        (f"{start}{at:02d}", f"{words} {at:02d}") for start, (_, words) in LINES.items()
        for at in range(20)
    ]  # fmt: skip
    centres = [f"E{10_000 + at}" for at in range(TEAMS)]
    made = []
    for at in range(count):
        code, words = chance.choice(accounts)
        pence = int(chance.lognormvariate(9.5, 1.5)) * (-1 if at % 20 == 0 else 1)
        amount = f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02d}"
        made.append(
            (chance.choice(days), chance.choice(centres), code, words, f"J{at // 50}", amount)
        )
    return made


def write(folder: Path, count: int) -> tuple[Path, Path, Path]:
    """The ledger as CSV; the first of its rows as CSV and as .xlsx for the plain script."""
    rows = rows_of(count)
    whole, part, book = (folder / name for name in ("ledger.csv", "part.csv", "part.xlsx"))
    for path, some in ((whole, rows), (part, rows[:SAMPLE])):
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([HEADING, *some])
    with xlsxwriter.Workbook(book, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for at, row in enumerate([HEADING, *rows[:SAMPLE]]):
            sheet.write_row(at, 0, row)
    return whole, part, book


def with_vmbox(path: Path) -> pd.DataFrame:
    """Weekly pence of every team, from the CSV."""
    cost_map = CostMap(MapEntry(f"{start}*", line) for start, (line, _) in LINES.items())
    posting = post(read_extract(path), cost_map, WEEKS)
    assert posting.reconciliation.difference == 0
    assert posting.reconciliation.unmapped == posting.reconciliation.outside == 0
    return posting.lines


def plainly(path: Path) -> dict[tuple[str, dt.date, str], int]:
    """Weekly pence of every team, as a script does it that somebody wrote in an afternoon."""
    lines = {start: line for start, (line, _) in LINES.items()}
    first = WEEKS[0].date()
    sums: dict[tuple[str, dt.date, str], int] = {}
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    rows = book.active.iter_rows(min_row=2, values_only=True)
    for date, centre, account, _, _, amount in rows:
        day = dt.datetime.strptime(date, "%d/%m/%Y").date()  # noqa: DTZ007
        week = first + dt.timedelta(days=(day - first).days // 7 * 7)
        key = (centre, week, lines[account[:2]])
        sums[key] = sums.get(key, 0) + round(float(amount.replace(",", "")) * 100)
    book.close()
    return sums


def check_alike(part: Path, book: Path) -> None:
    """Both ways must say the same of the same rows."""
    long = with_vmbox(part).stack()
    ours = {
        (centre, week.date(), line): pence
        for (centre, week, line), pence in long[long != 0].items()
    }
    assert ours == {key: pence for key, pence in plainly(book).items() if pence}


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock and of processor."""
    clock, processor = perf_counter(), process_time()
    work()
    return perf_counter() - clock, process_time() - processor


def main(count: int) -> int:
    """Run the three ways in turns, print a table, and say whether the promises are kept."""
    with tempfile.TemporaryDirectory() as name:
        whole, part, book = write(Path(name), count)
        check_alike(part, book)
        ways: dict[str, Callable[[], object]] = {
            "vmbox": lambda: with_vmbox(whole),
            "pandas.read_csv alone": lambda: pd.read_csv(whole),
            "openpyxl and dict": lambda: plainly(book),
        }
        tries: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        for _ in range(TURNS):
            for way, work in ways.items():
                tries[way].append(timed(work))
    rows = {"openpyxl and dict": min(SAMPLE, count)}
    best = {way: (min(t[0] for t in all_), min(t[1] for t in all_)) for way, all_ in tries.items()}
    print(f"{'':24}{'rows':>11}{'clock s':>9}{'cpu s':>8}{'rows a second':>16}")
    for way, (clock, processor) in best.items():
        many = rows.get(way, count)
        print(f"{way:24}{many:>11,}{clock:>9.2f}{processor:>8.2f}{many / clock:>16,.0f}")
    clock, (faster, times) = (
        (
            best["openpyxl and dict"][which] / rows["openpyxl and dict"] * count / ours,
            ours / best["pandas.read_csv alone"][which],
        )
        for which in (0, 1)
        for ours in (best["vmbox"][which],)
    )
    print(
        f"a plain script takes {faster:.0f} times as long, by the row (at least {LEAST_FASTER}; "
        f"on the clock {clock[0]:.0f})"
    )
    print(
        f"vmbox takes {times:.1f} times as long as pandas.read_csv (at most {MOST_OF_PANDAS}; "
        f"on the clock {clock[1]:.1f})"
    )
    print(f"peak of memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
    return 0 if faster >= LEAST_FASTER and times <= MOST_OF_PANDAS else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
