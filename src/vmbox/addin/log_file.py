"""The log file: what went wrong behind a button, for whoever is asked to help."""

from __future__ import annotations

import datetime as dt
import platform
import traceback
from typing import TYPE_CHECKING, Final

from vmbox._version import __version__
from vmbox.addin.folders import made_folder

if TYPE_CHECKING:
    from pathlib import Path

_NAME: Final = "vmbox.log"
_LARGEST: Final = 1_000_000


def log_path() -> Path:
    """Return where the log file is, or will be."""
    return made_folder() / _NAME


def note(button: str, problem: BaseException) -> Path | None:
    """Return the log file that a problem was written into; None where none can be written.

    It grows up to a megabyte; then a new one is begun, and the one before is kept as vmbox.log.1.
    """
    moment = dt.datetime.now().astimezone().isoformat(timespec="seconds")
    head = (
        f"{moment} {button}, vmbox {__version__}, Python {platform.python_version()}, "
        f"{platform.platform()}"
    )
    lines = [head, *traceback.format_exception(problem), ""]
    try:
        path = log_path()
        if path.exists() and path.stat().st_size > _LARGEST:
            path.replace(path.with_name(f"{_NAME}.1"))
        with path.open("a", encoding="utf-8") as file:
            file.write("\n".join(lines))
    except OSError:
        return None
    return path
