"""What the add-in's own macros do, run by pyOpenVBA's interpreter of VBA."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.interpreter import NOTHING

from vmbox.addin import BUTTONS
from vmbox.live.directory import Directory
from vmbox.measures import BoxScore, Measure
from vmbox.template import write_workbook
from vmbox.xlam import build, interpreters_of
from vmbox.xlam.sources import sources
from vmbox.xlsx import read_book

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from vmbox.xlam.modules import Module

# xlwings' module as far as ours calls it.
BRIDGE = """
Public Asked As String
Public Python As String
Public Function RunPython(PythonCommand As String)
    Asked = PythonCommand
End Function
Public Function GetConfig(configKey As String, Optional default As String = "") As Variant
    GetConfig = Python
End Function
Public Function FileExists(path As String) As Boolean
    FileExists = path = "C:\\here\\python.exe"
End Function
Public Sub PythonIs(path As String)
    Python = path
End Sub
Public Function WhatWasAsked() As String
    WhatWasAsked = Asked
End Function
"""
ON_MAC = 'InStr(1, Application.OperatingSystem, "Mac", vbTextCompare) > 0'


class Desk:
    """An Excel of pyOpenVBA with the add-in's macros, and a workbook unless none is wanted."""

    def __init__(
        self, module: Module | None = None, *, mac: bool = False, workbook: bool = True
    ) -> None:
        self.excel = ExcelApplication()
        if workbook:
            self.excel.add_workbook()
        source = (module or sources().modules[0]).source
        assert source.count(ON_MAC) == 1  # pyOpenVBA does not know what system it plays
        self.excel.add_module(BRIDGE, name="xlwings")
        self.excel.add_module(source.replace(ON_MAC, str(mac)), name="VmboxButtons")

    def click(self, button: str) -> str:
        """What Python is asked to do, or what a message says."""
        self.excel.run(f"Vmbox_{button}", NOTHING)
        messages = [text for kind, text, *_ in self.excel.dialogs if kind == "MsgBox"]
        return "".join(messages) or str(self.excel.run("WhatWasAsked"))


@pytest.mark.parametrize("button", [button.name for button in BUTTONS])
def test_a_button_asks_python_for_its_function(button: str) -> None:
    command = Desk().click(button)
    assert command.endswith(f"; import vmbox.addin; vmbox.addin.{button}()")
    # Both shells have it in double quotes; on a Mac it is one of several words between |.
    assert re.findall(r'["%$`\\|\n]', command) == []


def test_new_workbook_needs_no_workbook() -> None:
    desk = Desk(workbook=False)
    assert "vmbox.addin.new_workbook()" in desk.click("new_workbook")
    assert len(desk.excel.workbooks()) == 1


def test_a_button_without_a_workbook_says_so() -> None:
    assert "No workbook is open for changes" in Desk(workbook=False).click("check")


@pytest.mark.parametrize("name", ["vmbox.conf", "VMBOX.Conf", "report.py"])
def test_a_workbook_that_brings_settings_or_code_of_its_own_is_refused(name: str) -> None:
    desk = Desk()
    desk.excel.add_module(f'Sub Rename()\nActiveSheet.Name = "{name}"\nEnd Sub', name="Spoil")
    desk.excel.run("Rename")
    assert "brings settings or code for Python of its own" in desk.click("check")


def test_a_python_that_is_gone_is_named() -> None:
    desk = Desk()
    desk.excel.run("PythonIs", r"C:\gone\python.exe")
    message = desk.click("check")
    assert r"C:\gone\python.exe" in message
    assert "vmbox addin install" in message


@pytest.mark.parametrize("python", ["", r"C:\here\python.exe"])
def test_a_python_that_is_there_or_on_the_path_is_asked(python: str) -> None:
    desk = Desk()
    desk.excel.run("PythonIs", python)
    assert "vmbox.addin.check()" in desk.click("check")


def test_on_a_mac_a_name_that_a_shell_would_carry_out_is_refused(tmp_path: Path) -> None:
    from openpyxl import Workbook  # noqa: PLC0415

    for name, refused in (("$(date).xlsx", True), ("Ward 7 (new).xlsx", False)):
        Workbook().save(tmp_path / name)
        desk = Desk(mac=True, workbook=False)
        desk.excel.activate_workbook(desk.excel.open_workbook(tmp_path / name))
        assert ("The name of this workbook" in desk.click("check")) == refused


# ------------------------------------------------------------------ the versions
def run(command: str) -> subprocess.CompletedProcess[str]:
    work = "import vmbox.addin; vmbox.addin.about()"
    assert work in command
    return subprocess.run(
        [sys.executable, "-c", command.replace(work, "print('at work')")],
        capture_output=True,
        text=True,
        check=False,
    )


def test_python_goes_to_work_where_the_versions_are_those_of_the_add_in() -> None:
    done = run(Desk().click("about"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "at work\n", "")


@pytest.mark.parametrize("package", ["vmbox", "xlwings"])
def test_python_stops_where_a_version_is_another_and_says_what_to_do(package: str) -> None:
    module = (
        sources()
        .modules[0]
        .with_constant(f"VMBOX_{'VERSION' if package == 'vmbox' else 'XLWINGS'}", "0.0")
    )
    done = run(Desk(module).click("about"))
    assert done.returncode == 1
    assert f"This add-in is of {package} 0.0, but Python has " in done.stderr
    assert f'"{sys.executable}" -m vmbox addin install' in done.stderr
    assert "Traceback" not in done.stderr


def test_a_python_without_vmbox_is_named() -> None:
    command = Desk().click("about").replace("find_spec('vmbox')", "find_spec('no_vmbox')")
    done = run(command)
    assert done.stderr == (
        f"vmbox is not installed in {sys.executable}. Install it there, as its README says.\n"
    )


# ------------------------------------------------------------------ what Python asks of Excel
def test_text_that_is_asked_for_comes_back_and_nothing_when_cancelled() -> None:
    desk = Desk()
    desk.excel.answer_dialogs("new lighting")
    assert desk.excel.run("VmboxAskText", "Why?", "Accept median", "") == "new lighting"
    assert desk.excel.dialogs[-1][:3] == ("InputBox", "Why?", "Accept median")


class InTheAddIn:
    """A workbook of pyOpenVBA's Excel as far as its directory is asked for, by xlwings' names."""

    def __init__(self, desk: Desk, path: Path) -> None:
        self.desk, self.app = desk, self
        desk.excel.open_workbook(path)

    def macro(self, name: str) -> Callable[[str], object]:
        return lambda book: self.desk.excel.run(name.removeprefix("vmbox.xlam!"), book)


def test_the_macros_tell_what_sheets_tables_and_names_a_workbook_has(tmp_path: Path) -> None:
    box = BoxScore.blank("Team", [Measure("Falls", "Safety")], start=dt.date(2026, 1, 5), weeks=4)
    path = write_workbook(box, tmp_path / "Team.xlsx")
    closed = read_book(path)
    told = Directory(InTheAddIn(Desk(workbook=False), path), path.name)
    assert [one.name for one in told.sheets] == [sheet.name for sheet in closed.sheets]
    assert all(one.used.startswith("$A$1:") and one.hidden is False for one in told.sheets)
    assert {name: rest for name, *rest in told.tables or ()} == {
        name: [table.sheet.name, table.place, table.totals] for name, table in closed.tables.items()
    }
    assert told.names == closed.names


# ------------------------------------------------------------------ xlwings' own module
def test_xlwings_finds_its_settings_in_the_add_in(tmp_path: Path) -> None:
    path = tmp_path / "vmbox.xlam"
    path.write_bytes(build(interpreters_of([r"C:\vmbox\python.exe"])))
    excel = ExcelApplication.open(path, with_vba=False)
    bridge = re.sub(r"(?m)^(\s*#[^']*)'.*$", r"\1", sources().modules[1].source)
    # Windows' own shell would put in the environment.
    shell = "WScript.ExpandEnvironmentStrings(s)"
    assert shell in bridge
    excel.add_module(bridge.replace(shell, "s"), name="xlwings")
    assert excel.run("GetConfig", "INTERPRETER_WIN", "elsewhere") == r"C:\vmbox\python.exe"
    assert excel.run("GetConfig", "ADD_WORKBOOK_TO_PYTHONPATH", "true") == "false"
    assert excel.run("GetConfig", "PYTHONPATH", "elsewhere") == ""
    assert excel.run("GetConfig", "USE UDF SERVER", "True") == "False"
