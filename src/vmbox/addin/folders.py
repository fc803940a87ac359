"""Where vmbox keeps what belongs to a person and not to a workbook."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

# For a machine where the usual place cannot be written.
FOLDER: Final = "VMBOX_FOLDER"


def own_folder(
    platform: str = sys.platform,
    environment: Mapping[str, str] = os.environ,
    home: Path | None = None,
) -> Path:
    r"""Return the folder where vmbox keeps its log file and what it needs to undo.

    ``%LOCALAPPDATA%\vmbox`` on Windows, ``~/Library/Application Support/vmbox`` on a Mac,
    ``~/.local/state/vmbox`` elsewhere (or below ``XDG_STATE_HOME``); what the environment variable
    VMBOX_FOLDER says goes before all of them.
    """
    if environment.get(FOLDER):
        return Path(environment[FOLDER])
    there = home or Path.home()
    if platform == "win32":
        base = environment.get("LOCALAPPDATA") or there / "AppData" / "Local"
    elif platform == "darwin":
        base = there / "Library" / "Application Support"
    else:
        base = environment.get("XDG_STATE_HOME") or there / ".local" / "state"
    return Path(base) / "vmbox"


def made_folder() -> Path:
    """Return the folder, made for this person alone; the machine's own for passing files if not."""
    try:
        folder = own_folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, RuntimeError):  # no right to write there, or a person without a home
        folder = Path(tempfile.gettempdir()) / "vmbox"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def documents_folder(home: Path | None = None, environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder where a person keeps documents: Documents, in OneDrive if only there."""
    there = home or Path.home()
    drives = (environment.get(name) for name in ("OneDriveCommercial", "OneDrive"))
    for folder in (there, *(Path(drive) for drive in drives if drive)):
        if (folder / "Documents").is_dir():
            return folder / "Documents"
    return there
