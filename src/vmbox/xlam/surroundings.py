"""The computer as installing and the doctor see it: one value, which a test can make up."""

from __future__ import annotations

import os
import plistlib
import struct
import subprocess
import sys
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vmbox._version import __version__
from vmbox.errors import AddInError
from vmbox.xlam.registry import NoRegistry, Registry, registry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

WINDOWS: Final = "win32"
MAC: Final = "darwin"
_SECONDS: Final = 20
_PACKAGES: Final = ("xlwings", "pyOpenVBA")
# Where Excel's own add-ins and templates of a person are, since 2016.
_MAC_OFFICE: Final = "Library/Group Containers/UBF8T346G9.Office/User Content.localized"


@dataclass(frozen=True)
class Python:
    """The Python that runs this.

    Attributes
    ----------
    executable
        Its program.
    version
        As "3.12.4".
    bits
        32 or 64.
    """

    executable: str
    version: str
    bits: int


@dataclass(frozen=True)
class Surroundings:
    """A computer, and the person's place on it.

    Attributes
    ----------
    system
        As `sys.platform` has it.
    home
        The person's folder.
    environment
        The environment's variables.
    python
        The Python that runs this.
    packages
        The versions of packages that are installed, by name; what is missing is not in it.
    excel_runs
        Whether Excel runs.
    registry
        Windows' registry.
    from_internet
        Whether Windows marks a file as one that came from the internet.
    preference
        A preference of a Mac, by the program's name and its own; None where it is not set.
    applications
        A Mac's folder of programs.
    """

    system: str
    home: Path
    environment: Mapping[str, str]
    python: Python
    packages: Mapping[str, str]
    excel_runs: Callable[[], bool] = field(repr=False)
    registry: Registry = field(default_factory=NoRegistry, repr=False)
    from_internet: Callable[[Path], bool] = field(default=lambda _: False, repr=False)
    preference: Callable[[str, str], object] = field(default=lambda *_: None, repr=False)
    applications: Path = Path("/Applications")

    @property
    def startup(self) -> Path:
        """The folder whose files Excel opens whenever it starts.

        Raises
        ------
        AddInError
            No Excel runs on this system.
        """
        if self.system == WINDOWS:
            roaming = self.environment.get("APPDATA")
            base = Path(roaming) if roaming else self.home / "AppData" / "Roaming"
            return base / "Microsoft" / "Excel" / "XLSTART"
        if self.system == MAC:
            return self.home / _MAC_OFFICE / "Startup.localized" / "Excel"
        raise AddInError(
            "Excel is for Windows and the Mac, so there is nothing to install the add-in in. "
            "Here the same buttons work on a file in LibreOffice: vmbox run --help"
        )

    @property
    def scripts(self) -> Path:
        """The folder of a Mac from which Excel may start other programs."""
        return self.home / "Library" / "Application Scripts" / "com.microsoft.Excel"


def this_computer() -> Surroundings:
    """Return the computer that this runs on."""
    return Surroundings(
        system=sys.platform,
        home=Path.home(),
        environment=os.environ,
        python=Python(
            sys.executable, ".".join(map(str, sys.version_info[:3])), struct.calcsize("P") * 8
        ),
        packages={"vmbox": __version__, **_installed()},
        excel_runs=_excel_runs,
        registry=registry(),
        preference=_preference,
        from_internet=_from_internet,
    )


def _installed() -> dict[str, str]:
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _excel_runs() -> bool:
    if sys.platform == WINDOWS:
        told = _told("tasklist", "/FI", "IMAGENAME eq EXCEL.EXE", "/NH", "/FO", "CSV")
        return "excel.exe" in told.casefold()
    return bool(_told("pgrep", "-x", "Microsoft Excel").strip())


def _told(*command: str) -> str:
    """Return what a program says; nothing where it is missing or silent."""
    try:
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_SECONDS,
            check=False,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return ""


def _from_internet(path: Path) -> bool:
    # Windows keeps the mark in a second stream of the file; other systems have no such streams.
    if sys.platform != WINDOWS:
        return False
    try:
        Path(f"{path}:Zone.Identifier").open("rb").close()
    except OSError:
        return False
    return True


def _preference(program: str, name: str) -> object:
    """Return a preference of a Mac: what an administrator sets counts before the person's own."""
    managed = Path("/Library/Managed Preferences")
    own = Path.home() / "Library" / "Preferences"
    for folder in (managed / os.environ.get("USER", ""), managed, own):
        try:
            known = plistlib.loads((folder / f"{program}.plist").read_bytes())
        except (OSError, ValueError, plistlib.InvalidFileException):
            continue
        if name in known:
            found: object = known[name]
            return found
    return None
