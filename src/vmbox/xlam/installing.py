"""The add-in put into the folder that Excel opens at its start, taken out again, and looked up.

Nothing else of Excel is changed: no registry, no list of add-ins.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vmbox.errors import AddInError, FileError, FileInUse
from vmbox.xlam.building import FILE, build
from vmbox.xlam.made import AddIn, read_add_in
from vmbox.xlam.settings import Interpreters, interpreters_of
from vmbox.xlam.sources import xlwings_folder
from vmbox.xlam.surroundings import MAC, WINDOWS, Surroundings

if TYPE_CHECKING:
    from pathlib import Path

_CLOSE_EXCEL = {
    WINDOWS: "Close every window of Excel and try again. If none is open, end EXCEL.EXE in the "
    "Task Manager.",
    MAC: "Quit Excel with Command+Q and try again.",
}


@dataclass(frozen=True)
class Status:
    """What is installed, against what could be.

    Attributes
    ----------
    place
        Where the add-in is, or would be.
    installed
        The add-in there, if it is one of ours.
    stranger
        Whether a file of its name is there that is none of ours.
    vmbox, xlwings
        The versions that are installed for this Python; xlwings "" where it is missing.
    """

    place: Path
    installed: AddIn | None
    stranger: bool
    vmbox: str
    xlwings: str

    @property
    def current(self) -> bool:
        """Whether the add-in is of these versions."""
        made = self.installed
        return made is not None and (made.vmbox, made.xlwings) == (self.vmbox, self.xlwings)


def status(here: Surroundings) -> Status:
    """Return what is installed on a computer."""
    place = here.startup / FILE
    there = place.is_file()
    installed = read_add_in(place) if there else None
    packages = here.packages
    return Status(
        place,
        installed,
        there and installed is None,
        packages["vmbox"],
        packages.get("xlwings", ""),
    )


def install(here: Surroundings, interpreter: str = "", file: Path | None = None) -> AddIn:
    """Put the add-in in its place, and return it.

    Parameters
    ----------
    here
        The computer.
    interpreter
        The Python that the buttons run; this one where nobody says.
    file
        An add-in that was built before, to be put there as it is.

    Raises
    ------
    AddInError
        No Excel runs on this system, or the file is no add-in of vmbox.
    FileInUse
        Excel runs, or holds the file open.
    FileError
        The folder may not be written to, or a file of that name that is none of ours is there.
    """
    now = status(here)
    _refuse_stranger(now)
    if file is None:
        data = build(_own(here, interpreter))
    elif read_add_in(file) is None:
        raise AddInError(f"{file} is no add-in of vmbox. Make one: vmbox addin build -o {FILE}")
    else:
        data = file.read_bytes()
    _refuse_running(here)
    _put(data, now.place, here)
    if here.system == MAC:
        _let_excel_start_python(here)
    made = read_add_in(now.place)
    if made is None:
        raise FileError(f"{now.place} is not what was written. Check the disk.")
    return made


def remove(here: Surroundings) -> AddIn | None:
    """Take the add-in away and return what it was; None where there was none.

    Raises
    ------
    FileInUse
        Excel runs, or holds the file open.
    FileError
        The file is none of ours, or may not be deleted.
    """
    now = status(here)
    _refuse_stranger(now)
    if now.installed is None:
        return None
    _refuse_running(here)
    try:
        now.place.unlink()
    except PermissionError as problem:
        raise _held(now.place, here) from problem
    return now.installed


def _own(here: Surroundings, interpreter: str) -> Interpreters:
    path = interpreter or here.python.executable
    chosen = interpreters_of([path])
    if here.system == WINDOWS:
        wanted, other = chosen.windows, "Windows"
    else:
        wanted, other = chosen.mac, "a Mac"
    if not wanted:
        raise AddInError(f"{path} is no path of {other}, so no button here could run it.")
    return chosen


def _refuse_stranger(now: Status) -> None:
    if now.stranger:
        raise FileError(
            f"{now.place} is there, and was not made by vmbox. Move it away if nobody needs it."
        )


def _refuse_running(here: Surroundings) -> None:
    if here.excel_runs():
        raise FileInUse(f"Excel is running. {_CLOSE_EXCEL[here.system]}")


def _held(place: Path, here: Surroundings) -> FileInUse:
    return FileInUse(
        f"{place} may not be written. {_CLOSE_EXCEL[here.system]} If Excel is closed, you may "
        "lack the right to write to this folder: ask whoever looks after your computer."
    )


def _put(data: bytes, place: Path, here: Surroundings) -> None:
    """Write the file, whole or not at all."""
    # Excel would open a half-written file in the folder itself; the one above is on the same disk.
    beside = place.parent.with_name(f".{FILE}.new")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(place)
    except PermissionError as problem:
        raise _held(place, here) from problem
    except OSError as problem:
        raise FileError(
            f"{place} cannot be written: {problem.strerror}. Check the folder and the disk."
        ) from problem
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()


def _let_excel_start_python(here: Surroundings) -> None:
    """Put xlwings' script where a Mac lets Excel run it, as `xlwings runpython install` does."""
    script = xlwings_folder() / f"xlwings-{here.packages['xlwings']}.applescript"
    try:
        here.scripts.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(script, here.scripts / script.name)
    except OSError as problem:
        raise FileError(
            f"{here.scripts} cannot be written: {problem.strerror}. Without xlwings' script in it "
            "no button can start Python. In a terminal, type: xlwings runpython install"
        ) from problem
