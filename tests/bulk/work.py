"""What files are put through in these tests; other processes must find it by name."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

from vmbox.errors import WorkbookError

if TYPE_CHECKING:
    from pathlib import Path


def name_of(path: Path) -> str:
    return path.name


def process_of(path: Path) -> int:
    return os.getpid()


def moody(path: Path) -> str:
    """Fails, panics, or dies, by the name of the file."""
    if path.name.startswith("refused"):
        raise WorkbookError(f"{path} is no standard box score.")
    if path.name.startswith("odd"):
        raise KeyError("week")
    if path.name.startswith("panic"):
        raise BaseException("a library written in Rust gave up")  # noqa: TRY002
    if path.name.startswith("deadly"):
        os.kill(os.getpid(), signal.SIGKILL)
    if path.name.startswith("unsendable"):
        return lambda: ""  # type: ignore[return-value]
    return path.name


def deadly_once(path: Path) -> str:
    """Dies of the first file it meets, and leaves a mark so that the next try succeeds."""
    mark = path.parent / "died"
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return path.name


def slow(path: Path) -> str:
    """Leave a mark that the file was begun, and take a while."""
    path.with_suffix(".begun").touch()
    time.sleep(0.2)
    return path.name
