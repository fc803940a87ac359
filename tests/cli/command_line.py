"""Typing a command: what it says and how it leaves; and a set small enough to be quick."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass

# A set so small that a workbook of it takes no time.
OURS = """\
setting = "Pharmacy"

[[measure]]
name = "Errors"
domain = "Safety"
unit = "count"
better = "down"

[[measure]]
name = "Answered in a day"
domain = "Quality"
unit = "%"
better = "up"
goal = 0.9
"""


@dataclass(frozen=True)
class Answer:
    """What a command said and how it left."""

    code: int
    out: str
    err: str


def typed(*words: str, **env: str) -> Answer:
    """Type a command for a process of its own."""
    found = subprocess.run(
        [sys.executable, "-m", "vmbox", *words],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8", **env},
        check=False,
        timeout=60,
    )
    return Answer(found.returncode, found.stdout, found.stderr)
