"""The rules read aloud in plain Python, one point after another: what the engine must equal.

Nothing here is shared with the engine. Slow, and meant to be read beside the rules.
"""

from __future__ import annotations

from math import comb, log2
from statistics import median


def plain_his(
    points: list[float], ceiling: float | None = None
) -> tuple[list[tuple[int, float, bool]], set[int], set[int]]:
    """Phases (first point, median, firm), points in a shift, points in a trend (from 12 points)."""
    phases: list[tuple[int, float, bool]] = []
    in_force = [0.0] * len(points)
    start: int | None = 0
    while start is not None:
        resting_on = points[start : start + 12]
        in_force[start:] = [median(resting_on)] * (len(points) - start)
        phases.append((start, in_force[start], len(resting_on) == 12))
        run, length, side = _runs(points, in_force, ceiling)
        start = _next_start(start, run, length, side)
    shift = {i for i, y in enumerate(points) if y != in_force[i] and length[run[i]] >= 6}
    return phases, shift, plain_trends(points, 5)


def _runs(
    points: list[float], in_force: list[float], ceiling: float | None
) -> tuple[list[int], list[int], list[int]]:
    run: list[int] = []
    length: list[int] = []
    sides: list[int] = []
    side = 0
    for i, (y, centre) in enumerate(zip(points, in_force, strict=True)):
        before = side
        if y != centre:
            side = 1 if y > centre else -1
        elif centre in (0, ceiling):
            side = 0
        if i == 0 or side != before or centre != in_force[i - 1]:
            length.append(0)
        run.append(len(length) - 1)
        length[-1] += y != centre
        sides.append(side)
    return run, length, sides


def _next_start(start: int, run: list[int], length: list[int], side: list[int]) -> int | None:
    if len(run) < start + 21:
        return None
    for i in range(start + 12, len(run)):
        if side[i] != 0 and length[run[i]] >= 9 and run[i] >= run[start + 20]:
            return i
    return None


def plain_trends(points: list[float], trend: int) -> set[int]:
    """Points in a trend, ties passed over; a tie is flagged where the point after it is in one."""
    flagged: set[int] = set()
    for way in (1, -1):
        i = 0
        while i < len(points) - 1:
            moves, last_member, j = [], i, i + 1
            while j < len(points) and (points[j] - points[j - 1]) * way >= 0:
                if points[j] != points[j - 1]:
                    moves.append(j)
                if moves:
                    last_member = j
                j += 1
            if len(moves) >= trend - 1:
                flagged |= {k - 1 for k in range(moves[0], last_member + 1)} | set(moves)
            i = max(j - 1, i + 1)
    return flagged


def plain_anhoej(points: list[float]) -> tuple[float, int, int, int, bool]:
    """Median, useful points, longest run, crossings, signal."""
    centre = median(points)
    above = [y > centre for y in points if y != centre]
    longest = crossings = current = 0
    for i, side in enumerate(above):
        is_same = i > 0 and side == above[i - 1]
        current = current + 1 if is_same else 1
        crossings += i > 0 and not is_same
        longest = max(longest, current)
    n = len(above)
    if not n:
        return centre, 0, 0, 0, False
    seldom, ways = 0, 1
    while ways * 20 < 2 ** (n - 1):
        seldom += 1
        ways += comb(n - 1, seldom)
    return centre, n, longest, crossings, longest > round(log2(n)) + 3 or crossings < seldom
