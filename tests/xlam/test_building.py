"""The add-in's file: its modules byte for byte, its ribbon, and the way from one to the other."""

from __future__ import annotations

import inspect
import re
import warnings
import zipfile
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pyopenvba
import pytest
from pyopenvba.cfb import CFB

import vmbox
from vmbox import addin
from vmbox.addin import BUTTONS
from vmbox.errors import AddInError
from vmbox.xlam import build, interpreters_of
from vmbox.xlam.modules import module_of
from vmbox.xlam.settings import Interpreters, settings
from vmbox.xlam.sources import sources, xlwings_folder
from vmbox.xlsx import read_book

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RIBBON = "{http://schemas.microsoft.com/office/2009/07/customui}"
OFFICE_LIBRARY = "{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}"
WINDOWS = r"C:\Program Files\vmbox & co\Scripts\python.exe"
MAC = "$HOME/vmbox/bin/python"
# A class's file begins so; in the project it does not.
CLASS_FILE = "VERSION 1.0 CLASS\r\nBEGIN\r\n  MultiUse = -1  'True\r\nEND\r\n"
BASE_OF_CLASSES = 'Attribute VB_Base = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"\r\n'


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("xlam") / "vmbox.xlam"
    path.write_bytes(build(interpreters_of([MAC, WINDOWS])))
    return path


@pytest.fixture(scope="module")
def streams(file: Path) -> CFB:
    return CFB.from_bytes(zipfile.ZipFile(file).read("xl/vbaProject.bin"))


@pytest.fixture(scope="module")
def buttons() -> str:
    return sources().modules[0].source


@pytest.fixture(scope="module")
def ribbon(file: Path) -> ElementTree.Element:
    return ElementTree.fromstring(zipfile.ZipFile(file).read("customUI/customUI14.xml"))


# ------------------------------------------------------------------ the modules
def test_two_builds_are_the_same_to_the_byte() -> None:
    assert build() == build()


def test_olevba_reads_every_module_back_byte_for_byte(file: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # oletools calls its parser by old names
        from oletools.olevba import VBA_Parser  # noqa: PLC0415
    macros = VBA_Parser(str(file)).extract_macros()
    found = {name: code for _, _, name, code in macros}
    assert {name: found.pop(name) for name in expected_modules()} == expected_modules()
    assert sorted(found) == ["Sheet1.cls", "ThisWorkbook.cls"]


def expected_modules() -> dict[str, str]:
    """What was put in, by what olevba calls it."""
    expected = {}
    for module in sources().modules:
        text = module.source
        if module.is_class:
            first, rest = text.removeprefix(CLASS_FILE).split("\r\n", 1)
            text = f"{first}\r\n{BASE_OF_CLASSES}{rest}"
        expected[module.name + (".cls" if module.is_class else ".bas")] = text
    return expected


def test_pyopenvba_finds_nothing_wrong(file: Path) -> None:
    report = pyopenvba.check_file(file)
    assert report.complete
    assert report.issues == ()
    with pyopenvba.ExcelFile(file) as book:
        assert book.validate() == []


def test_the_list_of_names_is_not_compressed(streams: CFB) -> None:
    names = ["ThisWorkbook", "Sheet1", "VmboxButtons", "xlwings", "Dictionary"]
    pairs = b"".join(name.encode() + b"\0" + f"{name}\0".encode("utf-16-le") for name in names)
    assert streams.get_stream("PROJECTwm") == pairs + b"\0\0"


def test_the_project_has_office_s_library_and_no_name_of_a_module(file: Path) -> None:
    with pyopenvba.ExcelFile(file) as book:
        assert OFFICE_LIBRARY in [reference.guid for reference in book.references()]
        assert book.vba_project().name not in book.module_names()
        assert all(len(name) <= 31 for name in book.module_names())


def test_workbook_and_sheet_have_the_names_of_their_modules(file: Path) -> None:
    package = zipfile.ZipFile(file)
    assert b'<workbookPr codeName="ThisWorkbook"/>' in package.read("xl/workbook.xml")
    assert b'<sheetPr codeName="Sheet1"/>' in package.read("xl/worksheets/sheet1.xml")


def test_a_character_that_vba_cannot_hold_is_refused_with_its_line() -> None:
    with pytest.raises(AddInError, match=r"ours\.bas, line 2: .*'≥' \(U\+2265\).*Windows-1252"):
        module_of('Attribute VB_Name = "Ours"\nConst MANY = "≥"\n', "ours.bas")


def test_a_character_of_the_code_page_and_any_line_ends_are_taken() -> None:
    module = module_of('Attribute VB_Name = "Ours"\nConst POUND = "£"\r\n\' it’s\r', "ours.bas")
    assert module.source == 'Attribute VB_Name = "Ours"\r\nConst POUND = "£"\r\n\' it’s\r\n'


@pytest.mark.parametrize("name", ["", "1st", "two words", "a" * 32])
def test_a_name_that_excel_does_not_take_is_refused(name: str) -> None:
    with pytest.raises(AddInError, match="is no name for a module"):
        module_of(f'Attribute VB_Name = "{name}"\n', "ours.bas")


def test_a_module_without_a_name_is_refused() -> None:
    with pytest.raises(AddInError, match=r"ours\.bas has 0 lines 'Attribute VB_Name"):
        module_of("Option Explicit\n", "ours.bas")


# ------------------------------------------------------------------ the settings
def test_the_add_in_says_which_python_and_of_what_it_is(file: Path) -> None:
    sheet = read_book(file).sheet("vmbox.conf")
    rows = {sheet.cell(row, 0).value: sheet.cell(row, 1).value for row in range(24)}
    assert rows["INTERPRETER_WIN"] == WINDOWS
    assert rows["INTERPRETER_MAC"] == MAC
    assert rows["USE UDF SERVER"] is False
    assert rows["ADD_WORKBOOK_TO_PYTHONPATH"] == "false"
    assert rows["VMBOX_VERSION"] == vmbox.__version__
    assert rows["XLWINGS_VERSION"] == sources().xlwings


def test_no_setting_is_left_to_a_file_beside_the_workbook() -> None:
    asked = set(re.findall(r'GetConfig\("([^"]+)"', sources().modules[1].source))
    assert asked - {name for name, _ in settings(Interpreters(), "1", "1")} == set()


def test_xlwings_looks_for_the_settings_of_this_project() -> None:
    bridge = sources().modules[1]
    assert 'Public Const PROJECT_NAME As String = "vmbox"\r\n' in bridge.source
    original = (xlwings_folder() / "xlwings_custom_addin.bas").read_text(encoding="utf-8")
    changed = [
        (old, new)
        for old, new in zip(original.splitlines(), bridge.source.splitlines(), strict=True)
        if old != new
    ]
    assert len(changed) == 1


@pytest.mark.parametrize(
    ("paths", "message"),
    [
        (["python3"], "'python3' is no full path of a Python"),
        (["$VENV/bin/python"], "'$VENV/bin/python' is no full path of a Python"),
        (["/opt/a/python", "/opt/b/python"], "Two Pythons for the Mac: /opt/a/python and"),
        (['C:\\"x"\\python.exe'], "is no path"),
        (["/opt/a b/bin/python"], "a Python on a Mac whose path has the character ' '"),
    ],
)
def test_a_python_that_no_button_could_find_is_refused(paths: list[str], message: str) -> None:
    with pytest.raises(AddInError, match=re.escape(message)):
        interpreters_of(paths)


@pytest.mark.parametrize("path", [WINDOWS, r"%LOCALAPPDATA%\vmbox\python.exe", r"\\server\x\p.exe"])
def test_a_path_of_windows_is_known_by_its_beginning(path: str) -> None:
    assert interpreters_of([path]) == Interpreters(windows=path)


# ------------------------------------------------------------------ the ribbon
def test_the_ribbon_shows_the_buttons_in_their_groups_and_words(
    ribbon: ElementTree.Element,
) -> None:
    shown = [
        (
            button.get("id"),
            button.get("label"),
            group.get("label"),
            button.get("screentip"),
            button.get("supertip"),
            button.get("keytip"),
            button.get("imageMso"),
        )
        for group in ribbon.iter(f"{RIBBON}group")
        for button in group
    ]
    assert shown == [
        (f"vmbox_{b.name}", b.label, b.group, b.screentip, b.supertip, b.key_tip, b.image)
        for b in BUTTONS
    ]
    (tab,) = ribbon.iter(f"{RIBBON}tab")
    assert tab.get("label") == "Box score"


def test_every_button_calls_a_macro_that_takes_a_ribbon_control(
    ribbon: ElementTree.Element, buttons: str
) -> None:
    called = [button.get("onAction") for button in ribbon.iter(f"{RIBBON}button")]
    macros = re.findall(r"^Public Sub (\w+)\(control As IRibbonControl\)\r$", buttons, re.M)
    assert called == [f"VmboxButtons.{macro}" for macro in macros]


def test_every_macro_runs_the_function_of_its_button(buttons: str) -> None:
    runs = re.findall(r'^Public Sub Vmbox_(\w+)\(.*\)\r\n    RunVmbox "(\w+)"\r$', buttons, re.M)
    assert runs == [(button.name, button.function) for button in BUTTONS]


@pytest.mark.parametrize("button", [button.function for button in BUTTONS])
def test_every_macro_runs_a_function_that_is_there_and_needs_nothing(button: str) -> None:
    parameters = inspect.signature(getattr(addin, button)).parameters.values()
    assert [one.name for one in parameters if one.default is one.empty] == []


def test_excel_s_own_rules_for_the_ribbon_hold(
    file: Path, validate: Callable[[Path], list[str]]
) -> None:
    assert validate(file) == []


def test_faults_in_the_ribbon_are_found(
    tmp_path: Path, validate: Callable[[Path], list[str]]
) -> None:
    texts = sources()
    ribbon = texts.ribbon.replace('keytip="N"', 'keytip="NEWW"').replace("onAction", "onClick", 1)
    (tmp_path / "spoilt.xlam").write_bytes(build(of=replace(texts, ribbon=ribbon)))
    found = "".join(validate(tmp_path / "spoilt.xlam"))
    assert "The length must be smaller than or equal to 3" in found
    assert "The 'onClick' attribute is not declared" in found


def test_what_no_schema_says_of_the_ribbon_holds_too(ribbon: ElementTree.Element) -> None:
    # [MS-CUSTOMUI2] 2.2: ids are unique, a control has one kind of id and one kind of picture;
    # key tips would take each other's letters.
    controls = [one for one in ribbon.iter() if one.tag.removeprefix(RIBBON) in IDENTIFIED]
    for kind in ("id", "keytip"):
        counts = Counter(one.get(kind) for one in controls if one.get(kind))
        assert [name for name, count in counts.items() if count > 1] == []
    assert all(len({"id", "idMso", "idQ"} & set(one.attrib)) == 1 for one in controls)
    pictures = {"image", "imageMso", "getImage"}
    assert all(len(pictures & set(one.attrib)) == 1 for one in controls if "button" in one.tag)


IDENTIFIED = {"tab", "group", "button"}
