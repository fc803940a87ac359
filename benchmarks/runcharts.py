"""How fast run charts are judged: many series at once, and against plain Python.

    python benchmarks/runcharts.py            all sizes
    python benchmarks/runcharts.py 1000       one size

Prints series a second, the ratio to a plain-Python reading of the same rules in the same run (on
200 of the series), and the peak of memory. Fails where a promise is not kept: 100,000 series of
104 weeks in 10 seconds by ``his`` and 3 by ``anhoej`` in under 2 GB, and a cost per series that
does not grow with their number. The sizes take turns, so that a slow minute of the machine falls
on all of them, and the cost is the median of the turns in processor time, which other programs
lengthen least.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "runcharts"))

from plain import plain_anhoej, plain_his

from vmbox.runcharts import analyse, analyse_many

WEEKS = 104
SIZES = (1_000, 10_000, 100_000)
SECONDS = {"his": 10.0, "anhoej": 3.0}
PLAIN = {"his": plain_his, "anhoej": plain_anhoej}
PLAIN_SERIES = 200
MEGABYTES = 2_000
TURNS = 5
# Series that are judged in one turn, so that the clock sees small sizes as long as large ones.
A_TURN = 20_000
# Flat, but for what the same size differs from turn to turn on a busy machine.
MOST_GROWTH = 1.2


def weekly_series(count: int) -> np.ndarray:
    """Series that move at some week, rounded so that they tie, with a gap in twenty weeks."""
    rng = np.random.default_rng(104)
    values = rng.normal(50, 10, (count, WEEKS))
    moved = np.arange(WEEKS) >= rng.integers(0, WEEKS, count)[:, None]
    values = np.round(values + moved * rng.normal(0, 8, count)[:, None], 0)
    values[rng.random(values.shape) < 0.05] = np.nan
    return values


def plain_seconds(rules: str, values: np.ndarray) -> float:
    """Processor seconds a series in plain Python."""
    rows = [[y for y in row.tolist() if y == y] for row in values[:PLAIN_SERIES]]  # noqa: PLR0124
    begun = process_time()
    for points in rows:
        PLAIN[rules](points)
    return (process_time() - begun) / len(rows)


def one_turn(rules: str, values: np.ndarray, size: int) -> tuple[float, float]:
    """Seconds by the clock, and of the processor, for one table of that size."""
    tables = [values[at : at + size] for at in range(0, max(A_TURN, size) - size + 1, size)]
    clock, processor = perf_counter(), process_time()
    for table in tables:
        analyse_many(table, rules)
    taken = perf_counter() - clock, process_time() - processor
    return taken[0] / len(tables), taken[1] / len(tables)


def growth(turns: list[dict[int, tuple[float, float]]], sizes: tuple[int, ...]) -> float:
    """How many times the cost of a series of the smallest table is that of the largest.

    The median of what each turn says by itself, so that a slow turn does not count against one.
    """
    small, large = min(sizes), max(sizes)
    return median((turn[large][1] / large) / (turn[small][1] / small) for turn in turns)


def assert_same(rules: str, values: np.ndarray) -> None:
    """The engine and the plain reading agree on the series that are timed."""
    for row in values[:PLAIN_SERIES]:
        points = row[~np.isnan(row)].tolist()
        answer = analyse(points, rules)
        if rules == "his":
            phases = [(p.start, p.median, p.firm) for p in answer.phases]
            flags = set(np.flatnonzero(answer.shift)), set(np.flatnonzero(answer.trend))
            assert (phases, *flags) == plain_his(points)
        else:
            assert plain_anhoej(points)[1] == answer.useful


def judged(rules: str, values: np.ndarray, sizes: tuple[int, ...]) -> bool:
    """Print what one preset costs; whether its promises are kept."""
    assert_same(rules, values)
    plain = plain_seconds(rules, values)
    kept = True
    turns = [{size: one_turn(rules, values, size) for size in sizes} for _ in range(TURNS)]
    for size in sizes:
        seconds = median(turn[size][0] for turn in turns)
        each = median(turn[size][1] for turn in turns) / size
        print(
            f"{rules:8}{size:>9,}{seconds:>10.3f}{size / seconds:>11,.0f}"
            f"{each * 1e6:>9.1f}{plain / each:>9.0f}"
        )
        kept &= size < 100_000 or seconds <= SECONDS[rules]
    grown = growth(turns, sizes)
    print(f"{rules:8}{min(sizes):,} to {max(sizes):,} series: {grown:.2f} times the cost of each")
    return kept and grown <= MOST_GROWTH


def main(sizes: tuple[int, ...]) -> int:
    """Run the sizes asked for; 1 where a promise is not kept."""
    values = weekly_series(max(*sizes, A_TURN))
    print(f"{'rules':8}{'series':>9}{'seconds':>10}{'series/s':>11}{'us each':>9}{'x plain':>9}")
    kept = True
    for rules in SECONDS:
        kept &= judged(rules, values, sizes)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak of memory {peak:,.0f} MB")
    kept &= peak <= MEGABYTES
    print("every promise kept" if kept else "A PROMISE IS NOT KEPT")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(tuple(int(size) for size in sys.argv[1:]) or SIZES))
