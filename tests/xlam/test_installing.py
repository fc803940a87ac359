"""The add-in put in its place and taken out again, on a Windows and a Mac made up in a folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from computers import WINDOWS_PYTHON, XLWINGS, mac, windows

from vmbox._version import __version__
from vmbox.errors import AddInError, FileError, FileInUse
from vmbox.xlam import Interpreters, build, install, interpreters_of, remove, status
from vmbox.xlam.sources import sources

MAC_STARTUP = (
    "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
)


def test_on_windows_it_goes_where_excel_looks_and_runs_this_python(tmp_path: Path) -> None:
    made = install(windows(tmp_path))
    assert made.path == tmp_path / "Roaming/Microsoft/Excel/XLSTART/vmbox.xlam"
    assert made.path.read_bytes() == build(interpreters_of([WINDOWS_PYTHON]))
    assert made.interpreters == Interpreters(windows=WINDOWS_PYTHON)
    assert (made.vmbox, made.xlwings) == (__version__, XLWINGS)


def test_nothing_else_is_left_in_the_folder_that_excel_opens(tmp_path: Path) -> None:
    place = install(windows(tmp_path)).path
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files == [place]


def test_on_a_mac_it_goes_with_the_script_that_starts_python(tmp_path: Path) -> None:
    here = mac(tmp_path)
    made = install(here)
    assert made.path == tmp_path / MAC_STARTUP / "vmbox.xlam"
    assert made.interpreters == Interpreters(mac=here.python.executable)
    scripts = tmp_path / "Library/Application Scripts/com.microsoft.Excel"
    assert [file.name for file in scripts.iterdir()] == [f"xlwings-{XLWINGS}.applescript"]


def test_a_file_that_it_built_goes_in_as_it_is(tmp_path: Path) -> None:
    built = tmp_path / "for everybody.xlam"
    built.write_bytes(build(interpreters_of([r"%LOCALAPPDATA%\vmbox\python.exe"])))
    assert install(windows(tmp_path), file=built).path.read_bytes() == built.read_bytes()


def test_a_newer_one_takes_an_older_one_s_place(tmp_path: Path) -> None:
    here = windows(tmp_path)
    older = replace(sources(), vmbox="0.0.1")
    place = install(here).path
    place.write_bytes(build(of=older))
    assert not status(here).current
    install(here)
    assert status(here).current


def test_taking_it_out_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    here = windows(tmp_path)
    here.startup.mkdir(parents=True)
    personal = here.startup / "PERSONAL.XLSB"
    personal.write_bytes(b"macros of somebody's own")
    install(here)
    assert remove(here) is not None
    assert list(here.startup.iterdir()) == [personal]
    assert remove(here) is None


# ------------------------------------------------------------------ what is refused
@pytest.mark.parametrize("act", [install, remove])
def test_while_excel_runs_nothing_is_touched(act: object, tmp_path: Path) -> None:
    install(windows(tmp_path))
    before = (windows(tmp_path).startup / "vmbox.xlam").stat()
    with pytest.raises(FileInUse, match=r"Excel is running. Close every window of Excel"):
        act(windows(tmp_path, excel_runs=lambda: True))
    assert (windows(tmp_path).startup / "vmbox.xlam").stat() == before


@pytest.mark.parametrize("act", [install, remove])
def test_a_file_of_that_name_that_is_none_of_ours_stays(act: object, tmp_path: Path) -> None:
    here = windows(tmp_path)
    here.startup.mkdir(parents=True)
    (here.startup / "vmbox.xlam").write_bytes(b"PK somebody else's")
    with pytest.raises(FileError, match="was not made by vmbox"):
        act(here)
    assert (here.startup / "vmbox.xlam").read_bytes() == b"PK somebody else's"
    assert status(here).stranger


def test_a_folder_that_may_not_be_written_to_is_named(tmp_path: Path) -> None:
    here = windows(tmp_path)
    # A file where the folder should be: root, too, is refused that.
    (tmp_path / "Roaming").write_text("")
    with pytest.raises(FileError, match=r"XLSTART.vmbox.xlam cannot be written: Not a directory"):
        install(here)


def test_a_locked_file_is_told_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = windows(tmp_path)
    place = install(here).path
    before = place.read_bytes()

    def locked(self: Path, target: Path) -> None:
        raise PermissionError(13, "The process cannot access the file", str(self), 32, str(target))

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(FileInUse, match=r"vmbox.xlam may not be written. Close every window"):
        install(here, r"C:\another\python.exe")
    assert place.read_bytes() == before
    assert list(place.parent.parent.iterdir()) == [place.parent]


def test_on_linux_it_says_what_works_there(tmp_path: Path) -> None:
    here = replace(windows(tmp_path), system="linux")
    with pytest.raises(AddInError, match=r"Excel is for Windows and the Mac.*vmbox run"):
        install(here)


def test_a_python_of_the_other_system_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AddInError, match="/usr/bin/python3 is no path of Windows"):
        install(windows(tmp_path), "/usr/bin/python3")


def test_a_workbook_is_not_installed_for_an_add_in(tmp_path: Path) -> None:
    other = tmp_path / "other.xlam"
    other.write_bytes(b"PK")
    with pytest.raises(AddInError, match=r"other.xlam is no add-in of vmbox"):
        install(windows(tmp_path), file=other)
