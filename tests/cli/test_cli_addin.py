"""`vmbox addin`: what it says of a Windows made up in a folder, and of this Linux."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vmbox.cli import addin
from vmbox.xlam import interpreters_of, read_add_in

# The made-up computers stand beside the tests of the room.
sys.path.insert(0, str(Path(__file__).parents[1] / "xlam"))
from computers import WINDOWS_PYTHON, XLWINGS, windows

if TYPE_CHECKING:
    from collections.abc import Callable

    from command_line import Answer

    Command = Callable[..., Answer]


@pytest.fixture
def on_windows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The start-up folder of Excel on a Windows, on which all commands now work."""
    here = windows(tmp_path)
    monkeypatch.setattr(addin, "this_computer", lambda: here)
    return here.startup


def test_build_makes_a_file_that_runs_the_python_that_was_named(
    vmbox: Command, tmp_path: Path
) -> None:
    out = tmp_path / "vmbox.xlam"
    answer = vmbox("addin", "build", "-o", str(out), "--interpreter", WINDOWS_PYTHON)
    assert answer.code == 0
    assert f"Its buttons run {WINDOWS_PYTHON}." in answer.out
    made = read_add_in(out)
    assert made is not None
    assert made.interpreters == interpreters_of([WINDOWS_PYTHON])


def test_build_overwrites_nothing_that_it_was_not_told_to(vmbox: Command, tmp_path: Path) -> None:
    out = tmp_path / "vmbox.xlam"
    out.write_text("precious")
    answer = vmbox("addin", "build", "-o", str(out))
    assert answer.code == 2
    assert "is there already" in answer.err
    assert out.read_text() == "precious"
    assert vmbox("addin", "build", "-o", str(out), "--force").code == 0


def test_a_python_is_not_named_for_a_file_that_has_one(vmbox: Command) -> None:
    answer = vmbox("addin", "install", "vmbox.xlam", "--interpreter", WINDOWS_PYTHON)
    assert answer.code == 2
    assert "leave out --interpreter" in answer.err


@pytest.mark.parametrize("command", ["install", "remove", "status", "doctor"])
def test_on_linux_it_says_what_works_there(vmbox: Command, command: str) -> None:
    answer = vmbox("addin", command)
    assert answer.code == 2
    assert "vmbox run" in answer.err


def test_installed_looked_up_examined_and_removed(vmbox: Command, on_windows: Path) -> None:
    place = on_windows / "vmbox.xlam"
    assert vmbox("addin", "status").code == 1
    assert vmbox("addin", "remove").code == 1

    answer = vmbox("addin", "install")
    assert (answer.code, answer.out.splitlines()[0]) == (
        0,
        f"Installed {place}. Start Excel: the buttons are on the tab Box score.",
    )
    answer = vmbox("addin", "status")
    assert answer.code == 0
    assert f"Its buttons run {WINDOWS_PYTHON}." in answer.out

    answer = vmbox("addin", "doctor", columns=200)
    assert answer.code == 1  # its Python is not on this disk
    assert f"wrong  Buttons  run {WINDOWS_PYTHON}, which is not there" in " ".join(
        answer.out.split(" ")
    )
    assert answer.out.splitlines()[-1] == "1 thing keeps the buttons from working."

    answer = vmbox("addin", "remove")
    assert (answer.code, answer.out) == (0, f"Removed {place}.\n")
    assert not place.exists()


def test_a_script_gets_json(vmbox: Command, on_windows: Path) -> None:
    vmbox("addin", "install")
    status = json.loads(vmbox("addin", "status", "--json").out)
    assert status["installed"]
    assert status["current"]
    assert status["path"] == str(on_windows / "vmbox.xlam")
    assert status["made_by"]["xlwings"] == XLWINGS
    assert status["interpreters"] == {"windows": WINDOWS_PYTHON, "mac": ""}
    findings = json.loads(vmbox("addin", "doctor", "--json").out)
    assert {"subject", "state", "words", "cure"} == set(findings[0])
