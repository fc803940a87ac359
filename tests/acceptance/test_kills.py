"""Killed at any instant, a bulk fill leaves every file as it was or as it shall be."""

from __future__ import annotations

import datetime as dt
import math
import os
import random
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pytest

import vmbox
from vmbox.measures import BoxScore, Input, Measure
from vmbox.template import write_workbook
from vmbox.xlsx import lint

pytestmark = pytest.mark.skipif(os.name != "posix", reason="only Unix kills at any instant")

KILLS = 200
FILES = 3
START = dt.date(2026, 3, 2)
BOX = BoxScore.blank(
    "Ward",
    [
        Measure("Falls", "Safety", "count", "down"),
        Measure("Safe care", "Quality", "%", "up", numerator="Safe", denominator="Seen"),
    ],
    [Input("Safe", "Quality"), Input("Seen", "Quality")],
    start=START,
    weeks=16,
)
EXPORT = "Measure,Week,Value\n" + "".join(
    f"Falls,{START + dt.timedelta(weeks=week)},{week % 5}\n" for week in range(14)
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    books = tmp_path / "books"
    books.mkdir()
    (tmp_path / "export.csv").write_text(EXPORT)
    whole = write_workbook(BOX, tmp_path / "blank.xlsx").read_bytes()
    (tmp_path / "warm.xlsx").write_bytes(whole)
    for number in range(FILES):
        (books / f"ward {number}.xlsx").write_bytes(whole)
    return books


def is_filled(path: Path) -> bool:
    """Whether a workbook has all that the fill brings; it is whole, or this fails."""
    box = vmbox.read(path)
    falls = box.values["Falls"].iloc[:14]
    assert falls.isna().all() or falls.tolist() == [week % 5 for week in range(14)]
    assert len(box.log) == int(falls.notna().any())
    assert pd.isna(box.values["Falls"].iloc[14:]).all()
    assert lint(path) == []
    return bool(falls.notna().any())


def test_two_hundred_kills_of_a_bulk_fill(folder: Path, tmp_path: Path) -> None:
    blank = (tmp_path / "blank.xlsx").read_bytes()
    dice = random.Random(20261124)
    program = [sys.executable, str(Path(__file__).with_name("filling_child.py"))]
    killed = filled = 0
    with subprocess.Popen(
        [*program, str(folder), str(tmp_path / "export.csv")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
    ) as filler:
        assert filler.stdin
        assert filler.stdout

        def go(after: float | None) -> bool:
            """Fill, and kill after a while; return whether it was killed."""
            filler.stdin.write(b"go\n")
            child = int(filler.stdout.readline())
            # Nobody waits for one that was quicker.
            if after is not None and not select.select([filler.stdout], [], [], after)[0]:
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
            return filler.stdout.readline() == b"killed\n"

        lasts = math.inf
        for _ in range(3):
            for path in folder.glob("*.xlsx"):
                path.write_bytes(blank)
            begun = time.monotonic()
            assert not go(None)
            lasts = min(lasts, time.monotonic() - begun)
        for _ in range(KILLS):
            for path in folder.glob("*.xlsx"):
                path.write_bytes(blank)
            killed += go(dice.uniform(0, lasts))
            states = [path.read_bytes() == blank for path in sorted(folder.glob("*.xlsx"))]
            assert len(states) == FILES
            filled += sum(
                is_filled(path)
                for path, old in zip(sorted(folder.glob("*.xlsx")), states, strict=True)
                if not old
            )
        # The rerun finishes what is left, and tidies up after the killed.
        assert not go(None)
        filler.stdin.close()
    assert killed > KILLS // 2
    assert 0 < filled < KILLS * FILES
    assert all(is_filled(path) for path in folder.glob("*.xlsx"))
    assert sorted(path.name for path in folder.iterdir()) == [
        f"ward {number}.xlsx" for number in range(FILES)
    ]


def test_a_rerun_changes_nothing_that_was_finished(folder: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "vmbox", "fill", str(folder)]
    command += ["--from", str(tmp_path / "export.csv"), "--jobs", "2"]
    with subprocess.Popen(command, start_new_session=True, stdout=subprocess.PIPE) as filling:
        assert filling.stdout
        filling.stdout.readline()
        os.killpg(filling.pid, signal.SIGKILL)
    done = {path: path.read_bytes() for path in folder.glob("*.xlsx") if is_filled(path)}
    assert done
    subprocess.run(command, check=True, capture_output=True)
    assert all(path.read_bytes() == content for path, content in done.items())
    assert all(is_filled(path) for path in folder.glob("*.xlsx"))
    assert len(list(folder.iterdir())) == FILES
