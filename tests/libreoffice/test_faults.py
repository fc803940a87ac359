"""LibreOffice missing, killed or out of reach: a clear error, and nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import xlwings

from vmbox import libreoffice
from vmbox.libreoffice import bridge, process


def _state(pid: int) -> str:
    """The state of a process: "" once it is gone, "Z" for one that nobody buried."""
    answer = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip()[:1]


@pytest.fixture
def another(calc):
    """A LibreOffice of its own, to be ill-treated."""
    running = xlwings.App(visible=False)
    yield running
    running.kill()
    calc.activate()


def test_a_killed_libreoffice_is_reported_and_leaves_nothing(another) -> None:
    sheet = another.books[0].sheets[0]
    home = another.impl._office._home
    os.kill(another.pid, signal.SIGKILL)
    with pytest.raises(libreoffice.LibreOfficeStopped, match="LibreOffice has stopped"):
        sheet["A1:B2"].value = [[1, 2], [3, 4]]
    assert _state(another.pid) == ""
    assert not home.exists()
    assert another not in list(xlwings.apps)


def test_after_one_was_killed_another_works(another, app) -> None:
    os.kill(another.pid, signal.SIGKILL)
    with pytest.raises(libreoffice.LibreOfficeStopped):
        _ = another.books[0].name
    book = app.books.add()
    book.sheets[0]["A1"].value = 1
    assert xlwings.apps.active == app


def test_a_program_that_quits_leaves_no_process_and_no_profile(another) -> None:
    home = another.impl._office._home
    pid = another.pid
    another.quit()
    assert _state(pid) == ""
    assert not home.exists()


@pytest.mark.office
def test_a_program_that_dies_takes_its_libreoffice_along() -> None:
    script = (
        "import os, xlwings; from vmbox import libreoffice; libreoffice.install();"
        "app = xlwings.App(visible=False);"
        "print(app.pid, app.impl._office._home, flush=True); os.kill(os.getpid(), 9)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    pid, home = answer.stdout.split()
    until = time.monotonic() + 30
    while (_state(int(pid)) or Path(home).exists()) and time.monotonic() < until:
        time.sleep(0.05)
    assert _state(int(pid)) == ""
    assert not Path(home).exists()


def test_a_closed_workbook_says_that_it_is_closed(app) -> None:
    book = app.books.add()
    cell = book.sheets[0]["A1"]
    book.close()
    with pytest.raises(libreoffice.BookClosed, match="no longer open"):
        cell.value = 1


def test_a_second_process_attaches_and_works_in_the_same_workbook(app) -> None:
    book = app.books.add()
    script = (
        "import xlwings; from vmbox import libreoffice; libreoffice.install();"
        "xlwings.books.active.sheets[0]['A1'].value = [['done', 7]]"
    )
    environment = {**os.environ, libreoffice.ADDRESS: app.impl.address}
    subprocess.run([sys.executable, "-c", script], env=environment, check=True)
    assert book.sheets[0]["A1:B1"].value == ["done", 7]


def test_an_address_where_nobody_listens_is_reported(calc) -> None:
    with pytest.raises(libreoffice.NoLibreOffice, match="nothing listens"):
        libreoffice.install("pipe,name=vmbox-nobody")


def test_without_libreoffice_the_error_says_what_to_install(monkeypatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(libreoffice.NoLibreOffice, match="apt install libreoffice-calc"):
        process.Soffice()


def test_without_the_bridge_the_error_says_what_to_install(monkeypatch) -> None:
    monkeypatch.setattr(bridge, "_PYTHONS", ())
    with pytest.raises(libreoffice.NoLibreOffice, match="apt install python3-uno"):
        bridge._borrowed()


def test_a_bridge_for_another_python_is_named_with_its_version(monkeypatch) -> None:
    monkeypatch.setattr(bridge, "_who_has_it", lambda: ("3.9", Path("/usr/lib/uno.py")))
    with pytest.raises(libreoffice.NoLibreOffice, match=r"made for Python 3\.9"):
        bridge._borrowed()


def test_installing_twice_makes_one_engine(calc) -> None:
    engine = libreoffice.install()
    assert libreoffice.install() is engine
    assert [one.name for one in xlwings.engines].count("libreoffice") == 1
    assert (engine.type, str(calc.version)) == ("desktop", "16.0")


def test_nobody_loads_xlwings_or_the_bridge_who_does_not_ask_for_them() -> None:
    script = "import sys, vmbox, vmbox.cli.app; assert not {'xlwings', 'uno'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)
