"""Help and About."""

from __future__ import annotations

import platform
import sys
from importlib import metadata
from typing import TYPE_CHECKING

from vmbox._version import __version__
from vmbox.addin.buttons import BUTTONS
from vmbox.addin.desk import Done
from vmbox.addin.log_file import log_path
from vmbox.workbook import layout as at

if TYPE_CHECKING:
    from vmbox.addin.desk import Desk


def show_help(desk: Desk) -> Done:
    """Show the workbook's Guide; in a workbook without one, say what each button does."""
    # By the name that stands on it: people rename sheets.
    if at.NAME_SCHEMA in desk.book.names:
        guide = desk.book.names[at.NAME_SCHEMA].refers_to_range.sheet
        if not guide.visible:
            guide.visible = True
        return Done("the Guide says how a box score is filled in.", show=guide.name)
    desk.ask.tell("\n".join(f"{one.label}: {one.screentip}." for one in BUTTONS))
    return Done("what each button does.")


def about(desk: Desk) -> Done:
    """Say which versions are at work, and where the log file is."""
    app = desk.book.app
    version = f"vmbox {__version__}"
    desk.ask.tell(
        "\n".join(
            [
                version,
                f"{app.engine.name.capitalize()} {app.version}",
                f"xlwings {metadata.version('xlwings')}",
                f"Python {platform.python_version()} ({sys.executable})",
                f"Log file: {log_path()}",
            ]
        )
    )
    return Done(f"{version}.")
