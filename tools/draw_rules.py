"""Draw the pictures of docs/run-chart-rules.md from the engine's own answers.

    python tools/draw_rules.py [FOLDER]

Writes rules-*.png to docs/pictures, or to the folder named. Needs matplotlib.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np

mpl.use("Agg")

from matplotlib import pyplot as plt
from matplotlib.ticker import MaxNLocator

from vmbox.runcharts import PRESETS, Analysis, analyse, expected_signals

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe and Ito's colours hold for colour-blind readers; the markers hold in black and white.
BLUE, ORANGE, GREEN, PINK, GREY = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#666666"
NAMES = {
    "his": "his: Healthcare Improvement Scotland",
    "phs": "phs: Public Health Scotland",
    "runcharter": "runcharter",
    "anhoej": "anhoej: longest run and crossings",
    "mdc": "mdc: Making Data Count (XmR)",
}


def improving_series() -> np.ndarray:
    """Forty weeks of delayed discharges that fall after week 21, two of them missing."""
    rng = np.random.default_rng(12)
    before = np.round(rng.normal(14, 2.2, 21))
    after = np.round(rng.normal(9, 2.0, 19))
    values = np.array([*before, *after])
    values[[8, 27]] = np.nan
    return values


def draw_series(axes: Axes, answer: Analysis) -> None:
    """Draw a series with its medians, limits and signals."""
    weeks = np.arange(1, len(answer.values) + 1)
    present = ~np.isnan(answer.values)
    axes.plot(weeks[present], answer.values[present], color=GREY, lw=1, zorder=1)
    axes.scatter(weeks[present], answer.values[present], s=14, color=GREY, zorder=2)
    beyond = answer.beyond | answer.close
    # One mark a point: a triangle says more than that the point is part of a run.
    shift = answer.shift & ~beyond
    axes.scatter(
        weeks[shift],
        answer.values[shift],
        s=42,
        color=ORANGE,
        zorder=3,
        label="shift",
    )
    axes.scatter(
        weeks[answer.trend],
        answer.values[answer.trend],
        s=80,
        marker="D",
        facecolors="none",
        edgecolors=GREEN,
        linewidths=1.6,
        zorder=4,
        label="trend",
    )
    axes.scatter(
        weeks[beyond],
        answer.values[beyond],
        s=48,
        marker="^",
        color=PINK,
        zorder=4,
        label="beyond or close to a limit",
    )
    draw_medians(axes, answer)
    for limit in (answer.lower, answer.upper):
        axes.plot(weeks, limit, color=BLUE, lw=1, ls=":")
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_xlim(0.5, len(weeks) + 0.5)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(integer=True))


def draw_medians(axes: Axes, answer: Analysis) -> None:
    """Draw each phase's centre: solid where it rests, dashed where it is extended."""
    for phase in answer.phases:
        if np.isnan(phase.median):
            continue
        axes.plot([phase.start + 0.6, phase.settled + 0.4], [phase.median] * 2, color=BLUE, lw=2.4)
        axes.plot(
            [phase.settled + 0.4, phase.stop + 0.4],
            [phase.median] * 2,
            color=BLUE,
            lw=1.4,
            ls=(0, (4, 3)),
        )


def note(axes: Axes, words: str, at: tuple[float, float], to: tuple[float, float]) -> None:
    """Write words at one place with a line to another."""
    axes.annotate(
        words,
        xy=to,
        xytext=at,
        fontsize=9,
        ha="center",
        va="center",
        arrowprops={"arrowstyle": "-", "color": GREY, "lw": 0.8, "shrinkB": 4},
    )


def draw_his(folder: Path) -> None:
    """The default preset's answers on one series, explained."""
    values = improving_series()
    before, after = analyse(values, phases=()), analyse(values)
    figure, (top, bottom) = plt.subplots(2, 1, figsize=(9, 7.4), sharex=True, sharey=True)
    draw_series(top, before)
    draw_series(bottom, after)
    top.set_ylim(2, 23)
    old, new = before.phases[0], after.phases[-1]
    top.set_title("Before: one median, extended", loc="left", fontsize=11)
    bottom.set_title("After a person accepted the new median", loc="left", fontsize=11)
    note(top, "median of the first 12 points", (7, 21), (6.5, old.median))
    note(top, "extended to the end", (31, 18.5), (31, old.median))
    shifted = np.flatnonzero(before.shift)
    note(top, "shift: 6 or more points\non one side", (17, 4), (shifted[0] + 1, values[shifted[0]]))
    note(
        bottom,
        "the run reaches 9 points past the baseline:\na new median begins here",
        (31, 19),
        (new.start + 1, values[new.start] + 0.4),
    )
    bottom.set_xlabel("week (weeks 9 and 28 are missing: they make and break nothing)")
    for axes in (top, bottom):
        axes.set_ylabel("delayed discharges")
    save(figure, folder / "rules-his.png")


def draw_presets(folder: Path) -> None:
    """One series judged by every preset: where they disagree."""
    values = improving_series()
    values[3:9] = [12, 13, 14, 15, 16, np.nan]
    figure, table = plt.subplots(5, 1, figsize=(9, 13), sharex=True, sharey=True)
    for axes, (name, title) in zip(table, NAMES.items(), strict=True):
        # Where the baseline is for a person to say, the twelve weeks that his takes.
        rules = PRESETS[name]
        answer = analyse(values, rules, baseline=rules.baseline or (12 if rules.trend else None))
        draw_series(axes, answer)
        axes.set_title(title, loc="left", fontsize=11, fontweight="bold")
        axes.set_title(_verdict(answer), loc="right", fontsize=9, color=GREY)
    table[0].legend(loc="upper right", fontsize=8, frameon=False, ncols=3)
    table[-1].set_xlabel("week")
    save(figure, folder / "rules-presets.png")


def _verdict(answer: Analysis) -> str:
    runs = answer.phases[0].runs
    if runs is not None:
        return (
            f"longest run {runs.longest_run} (at most {runs.longest_run_limit}), "
            f"crossings {runs.crossings} (at least {runs.crossings_limit})"
        )
    if answer.rules.rephase_on == "run":
        return "centre " + " then ".join(f"{phase.median:g}" for phase in answer.phases)
    medians = " then ".join(f"{phase.median:g}" for phase in answer.phases)
    if answer.rules.centre == "mean":
        medians = f"{answer.phases[0].median:.1f}"
    return (
        f"centre {medians}; {_counted(answer.shifts, 'shift')}, {_counted(answer.trends, 'trend')}"
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def draw_on_median(folder: Path) -> None:
    """The same points, one of them on the median: passed over, or the end of the run."""
    values = [4.0, 6, 4, 6, 5, 4, 6, 5, 6, 4, 6, 4, 7, 8, 7, 5, 8, 7, 9, 6]
    figure, table = plt.subplots(1, 2, figsize=(9, 3.4), sharey=True)
    for axes, name in zip(table, ("his", "phs"), strict=True):
        answer = analyse(values, name, baseline=12, phases=())
        draw_series(axes, answer)
        axes.set_title(
            f"{name}: {_counted(answer.shifts, 'shift')}",
            loc="left",
            fontsize=11,
            fontweight="bold",
        )
        words = (
            "passed over:\n7 points in one run"
            if answer.shifts
            else "ends the run:\n3 and 4 points"
        )
        note(axes, words, (13.5, 2.4), (16, 5))
        axes.set_ylim(1.5, 10)
        axes.set_xlabel("week")
    save(figure, folder / "rules-on-median.png")


def draw_chance(folder: Path) -> None:
    """How many of 100 steady measures show a signal, by weeks."""
    weeks = [15, 20, 26, 39, 52, 65, 78, 91, 104]
    figure, axes = plt.subplots(figsize=(9, 4.2))
    styles = {"his": (ORANGE, "o"), "phs": (GREEN, "D"), "mdc": (PINK, "^"), "anhoej": (BLUE, "s")}
    for name, (colour, marker) in styles.items():
        shares = [expected_signals(100, n, name).measures_with_signal for n in weeks]
        axes.plot(weeks, shares, color=colour, marker=marker, lw=1.8)
        # Two lines end close together: the upper one's name goes above its end.
        above = "bottom" if name == "his" else "center"
        axes.text(105.5, shares[-1], name, color=colour, va=above, fontsize=10)
    axes.set_ylim(0, 106)
    axes.set_xlim(10, 116)
    axes.set_xticks(weeks)
    axes.set_xlabel("weeks recorded")
    axes.set_ylabel("of 100 steady measures")
    axes.set_title("Steady measures that show some signal by chance alone", loc="left", fontsize=11)
    axes.spines[["top", "right"]].set_visible(False)
    save(figure, folder / "rules-chance.png")


def save(figure: Figure, path: Path) -> None:
    """Write a picture and forget it."""
    figure.tight_layout()
    figure.savefig(path, dpi=110, metadata={"Software": None})
    plt.close(figure)
    print(path)


def main(folder: Path) -> None:
    """Draw every picture."""
    missing = set(NAMES) ^ set(PRESETS)
    if missing:
        sys.exit(f"No name in a picture for {', '.join(missing)}.")
    for draw in (draw_his, draw_presets, draw_on_median, draw_chance):
        draw(folder)


if __name__ == "__main__":
    default = Path(__file__).parents[1] / "docs" / "pictures"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else default)
