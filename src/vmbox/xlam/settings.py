"""The settings that the add-in brings along, on a sheet of its own that nobody sees.

xlwings looks for a setting on such a sheet of the workbook, then of the add-in, then in files
beside the workbook and in the person's folder. Every setting that it knows stands on the add-in's
sheet, so that no file beside a workbook decides which program runs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vmbox.errors import AddInError

if TYPE_CHECKING:
    from collections.abc import Iterable

# Names the sheet, and so is told to xlwings as well.
PROJECT: Final = "vmbox"
SHEET: Final = f"{PROJECT}.conf"
VMBOX: Final = "VMBOX_VERSION"
XLWINGS: Final = "XLWINGS_VERSION"
WINDOWS: Final = "INTERPRETER_WIN"
MAC: Final = "INTERPRETER_MAC"
# What xlwings starts when it is told nothing else.
ON_THE_PATH: Final = "python"
_WINDOWS_PATH: Final = re.compile(r"[A-Za-z]:|\\\\|%")
_MAC_PATH: Final = re.compile(r"/|\$HOME/")
_NEVER: Final = re.compile(r'["|<>\r\n\t]')
# xlwings puts the path into a Mac's shell as it is; a $ may begin it.
_SHELL: Final = re.compile(r"[\s'\\`$&;()*?\[\]{}!#~]")

# Where a synchronised folder is on this computer: of no use to the buttons.
_DRIVES: Final = ("ONEDRIVE_CONSUMER", "ONEDRIVE_COMMERCIAL", "SHAREPOINT")

Setting = str | bool


@dataclass(frozen=True)
class Interpreters:
    r"""The Pythons that the buttons run; "" is the one that a system finds by itself.

    Attributes
    ----------
    windows
        As ``C:\vmbox\Scripts\python.exe`` or ``%LOCALAPPDATA%\vmbox\python.exe``.
    mac
        As ``/opt/vmbox/bin/python`` or ``$HOME/vmbox/bin/python``.
    """

    windows: str = ""
    mac: str = ""


def interpreters_of(paths: Iterable[str]) -> Interpreters:
    """Return the Pythons that somebody named, at most one for Windows and one for the Mac.

    Raises
    ------
    AddInError
        One is no full path, or cannot be run from Excel, or two are for one system.
    """
    windows, mac = [], []
    for path in paths:
        if _NEVER.search(path):
            raise AddInError(f"{path!r} is no path: it has a character that no path may have.")
        if _WINDOWS_PATH.match(path):
            windows.append(path)
        elif _MAC_PATH.match(path):
            _refuse_shell(path)
            mac.append(path)
        else:
            raise AddInError(
                f"'{path}' is no full path of a Python. Write it from its root: "
                r"C:\vmbox\Scripts\python.exe, %LOCALAPPDATA%\vmbox\Scripts\python.exe, "
                "/opt/vmbox/bin/python or $HOME/vmbox/bin/python."
            )
    for system, named in (("Windows", windows), ("the Mac", mac)):
        if len(named) > 1:
            raise AddInError(f"Two Pythons for {system}: {named[0]} and {named[1]}. Name one.")
    return Interpreters("".join(windows), "".join(mac))


def _refuse_shell(path: str) -> None:
    found = _SHELL.search(path, 1)
    if found:
        raise AddInError(
            f"{path}: xlwings cannot run a Python on a Mac whose path has the character "
            f"{found[0]!r}. Make the environment in a folder whose name has none, such as "
            "$HOME/vmbox."
        )


def settings(
    interpreters: Interpreters, vmbox: str, xlwings: str
) -> tuple[tuple[str, Setting], ...]:
    """Return the rows of the sheet: each setting and its value."""
    return (
        (WINDOWS, interpreters.windows),
        (MAC, interpreters.mac),
        ("INTERPRETER", ON_THE_PATH),
        ("CONDA PATH", ""),
        ("CONDA ENV", ""),
        ("PYTHONPATH", ""),
        # A folder that a workbook happens to be in is no place for programs.
        ("ADD_WORKBOOK_TO_PYTHONPATH", "false"),
        ("UDF MODULES", ""),
        ("DEBUG UDFS", False),
        ("USE UDF SERVER", False),
        ("SHOW CONSOLE", False),
        ("SHOW_ERROR_POPUPS", "True"),
        ("TEMP DIR", "%TEMP%"),
        ("LICENSE_KEY", ""),
        *((f"{drive}_{system}", "") for drive in _DRIVES for system in ("WIN", "MAC")),
        (VMBOX, vmbox),
        (XLWINGS, xlwings),
    )
