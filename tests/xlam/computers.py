"""Computers made up for tests: a Windows and a Mac, all in one folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vmbox._version import __version__
from vmbox.xlam import Surroundings
from vmbox.xlam.sources import sources
from vmbox.xlam.surroundings import Python

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

WINDOWS_PYTHON = r"C:\vmbox\Scripts\python.exe"
XLWINGS = sources().xlwings
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0"
OWN = r"HKCU\Software\Microsoft\Office\16.0"
CLICK_TO_RUN = r"HKLM\Software\Microsoft\Office\ClickToRun\Configuration"
OFFICE = {CLICK_TO_RUN: {"VersionToReport": "16.0.17928.20114", "Platform": "x64"}}


@dataclass
class Keys:
    """A registry: its keys with their values."""

    held: dict[str, dict[str, object]] = field(default_factory=dict)

    def values(self, key: str) -> Mapping[str, object]:
        return next((self.held[k] for k in self.held if k.casefold() == key.casefold()), {})

    def keys(self, key: str) -> list[str]:
        start = f"{key}\\".casefold()
        return [k[len(start) :] for k in self.held if k.casefold().startswith(start)]


def windows(folder: Path, registry: Mapping[str, dict[str, object]] | None = None, **more: object):
    """A Windows of somebody whose files are all in the folder."""
    roaming = folder / "Roaming"
    facts = {
        "system": "win32",
        "home": folder,
        "environment": {"APPDATA": str(roaming), "PATH": ""},
        "python": Python(WINDOWS_PYTHON, "3.12.4", 64),
        "packages": {"vmbox": __version__, "xlwings": XLWINGS, "pyOpenVBA": "6.5.0"},
        "excel_runs": lambda: False,
        "registry": Keys({**OFFICE, **(registry or {})}),
    }
    return Surroundings(**{**facts, **more})


def mac(folder: Path, **more: object):
    """A Mac of somebody whose files are all in the folder, with a Python that is there."""
    python = folder / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True, exist_ok=True)
    python.touch()
    facts = {
        "system": "darwin",
        "home": folder,
        "environment": {"PATH": ""},
        "python": Python(str(python), "3.12.4", 64),
        "packages": {"vmbox": __version__, "xlwings": XLWINGS, "pyOpenVBA": "6.5.0"},
        "excel_runs": lambda: False,
        "applications": folder / "Applications",
    }
    return Surroundings(**{**facts, **more})
