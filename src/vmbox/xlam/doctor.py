"""The doctor: everything between a button and Python, looked at in turn."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vmbox.xlam.findings import Finding
from vmbox.xlam.installing import status
from vmbox.xlam.mac_settings import mac_findings
from vmbox.xlam.settings import ON_THE_PATH
from vmbox.xlam.surroundings import WINDOWS
from vmbox.xlam.windows_settings import windows_findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmbox.xlam.installing import Status
    from vmbox.xlam.made import AddIn
    from vmbox.xlam.surroundings import Surroundings

_PACKAGES: Final = 'In a terminal, type: pip install "vmbox[addin]"'
_INSTALL: Final = "Close Excel. Then type in a terminal: vmbox addin install"
_OF_WINDOWS: Final = re.compile("%([^%]+)%")


def examine(here: Surroundings) -> tuple[Finding, ...]:
    """Return everything that was looked at, in order.

    Raises
    ------
    AddInError
        No Excel runs on this system.
    """
    now = status(here)
    made = now.installed
    return (
        *_python(here),
        *_add_in(now, here),
        *(_interpreter(made, here) if made else ()),
        *_system(here, signed=made is not None and made.signed),
    )


def _system(here: Surroundings, *, signed: bool) -> Iterator[Finding]:
    return windows_findings(here, signed=signed) if here.system == WINDOWS else mac_findings(here)


def _python(here: Surroundings) -> Iterator[Finding]:
    python = here.python
    words = f"{python.version}, {python.bits}-bit, {python.executable}"
    yield Finding("Python", "fine", words)
    yield Finding("vmbox", "fine", here.packages["vmbox"])
    xlwings = here.packages.get("xlwings")
    if xlwings:
        yield Finding("xlwings", "fine", xlwings)
    else:
        yield Finding("xlwings", "wrong", "is not installed for this Python", _PACKAGES)
    if "pyOpenVBA" not in here.packages:
        words = "is not installed, so no add-in can be built here"
        yield Finding("pyOpenVBA", "look", words, _PACKAGES)


def _add_in(now: Status, here: Surroundings) -> Iterator[Finding]:
    made = now.installed
    if now.stranger:
        words = f"{now.place} was not made by vmbox"
        yield Finding("Add-in", "wrong", words, f"Move it away. {_INSTALL}")
        return
    if made is None:
        yield Finding("Add-in", "wrong", f"is not installed: nothing is in {now.place}", _INSTALL)
        return
    words = f"of vmbox {made.vmbox} and xlwings {made.xlwings}, in {now.place}"
    if now.current:
        yield Finding("Add-in", "fine", words)
    else:
        have = f"this Python has vmbox {now.vmbox} and xlwings {now.xlwings or 'not at all'}"
        yield Finding("Add-in", "wrong", f"{words}; {have}", _INSTALL)
    if here.from_internet(now.place):
        yield Finding(
            "Add-in",
            "wrong",
            "Windows marks it as a file from the internet, and Excel may block its macros",
            f"Close Excel. In the file's Properties, tick Unblock: {now.place}",
        )


def _interpreter(made: AddIn, here: Surroundings) -> Iterator[Finding]:
    """Yield what is to be said of the Python that the buttons run."""
    chosen = made.interpreters
    named = chosen.windows if here.system == WINDOWS else chosen.mac
    if not named:
        found = shutil.which(ON_THE_PATH, path=here.environment.get("PATH", ""))
        if found is None:
            words = f"run '{ON_THE_PATH}', which is not on the PATH"
            yield Finding("Buttons", "wrong", words, _INSTALL)
            return
        named = found
    path = Path(_expanded(named, here))
    if not path.is_file():
        words = f"run {path}, which is not there"
        yield Finding("Buttons", "wrong", words, _INSTALL)
    elif path != Path(here.python.executable):
        words = f"run another Python than this one: {path}"
        yield Finding("Buttons", "look", words, f'Ask that one: "{path}" -m vmbox addin doctor')
    else:
        yield Finding("Buttons", "fine", "run this Python")


def _expanded(path: str, here: Surroundings) -> str:
    """Return a path as xlwings expands it."""
    if here.system == WINDOWS:
        return _OF_WINDOWS.sub(lambda name: here.environment.get(name[1], name[0]), path)
    return path.replace("$HOME", str(here.home), 1)
