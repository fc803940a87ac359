"""The doctor: each thing that keeps a button from working is named, with its cure."""

from __future__ import annotations

import plistlib
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from computers import OWN, POLICY, WINDOWS_PYTHON, mac, windows

from vmbox.errors import AddInError
from vmbox.xlam import build, examine, install
from vmbox.xlam.sources import sources

if TYPE_CHECKING:
    from pathlib import Path

    from vmbox.xlam import Surroundings

DEFENDER = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender"
CHILDREN = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
EXCEL = rf"{POLICY}\Excel\Security"
TRUSTED = rf"{EXCEL}\Trusted Locations"
COMMON = rf"{POLICY}\Common\Security\Trusted Locations"
ALL_OFF = {TRUSTED: {"AllLocationsDisabled": 1}}
POLICY_ALONE = {COMMON: {"Allow User Locations": 0}}


def told(here: Surroundings, *states: str) -> str:
    """What is not as it should be, a line each."""
    wanted = states or ("wrong", "look")
    return "\n".join(
        f"{one.state} {one.subject}: {one.words}. {one.cure}"
        for one in examine(here)
        if one.state in wanted
    )


@pytest.fixture
def ready(tmp_path: Path) -> Path:
    """The folder of a Windows with the add-in installed."""
    install(windows(tmp_path))
    return tmp_path


def with_python(folder: Path, **more: object) -> Surroundings:
    """A Windows whose Python is a file that is there, here, and is the one that buttons run."""
    python = folder / "python.exe"
    python.touch()
    here = windows(folder, **more)
    here = replace(here, python=replace(here.python, executable=str(python)))
    # A path of this system stands for one of Windows: only the add-in's file has the real form.
    made = build(interpreters_at(f"%VMBOX_TEST%/{python.name}"))
    here.startup.mkdir(parents=True, exist_ok=True)
    (here.startup / "vmbox.xlam").write_bytes(made)
    return replace(here, environment={**here.environment, "VMBOX_TEST": str(folder)})


def interpreters_at(path: str):
    from vmbox.xlam import interpreters_of  # noqa: PLC0415

    return interpreters_of([path])


# ------------------------------------------------------------------ the add-in and its Python
def test_where_all_is_well_nothing_is_to_be_done(tmp_path: Path) -> None:
    here = with_python(tmp_path)
    assert told(here) == ""
    said = {one.subject: one.words for one in examine(here)}
    assert said["Python"].startswith("3.12.4, 64-bit, ")
    assert said["Excel"] == "Microsoft Office 16.0.17928.20114, 64-bit"
    assert said["Buttons"] == "run this Python"


def test_an_add_in_that_is_not_installed_is_missed(tmp_path: Path) -> None:
    assert "wrong Add-in: is not installed" in told(windows(tmp_path))
    assert "vmbox addin install" in told(windows(tmp_path))


def test_an_add_in_of_another_version_is_told_with_both(ready: Path) -> None:
    here = windows(ready)
    older = replace(sources(), vmbox="0.0.1", xlwings="0.33.0")
    (here.startup / "vmbox.xlam").write_bytes(build(of=older))
    words = told(here, "wrong")
    assert "of vmbox 0.0.1 and xlwings 0.33.0" in words
    assert (
        f"this Python has vmbox {here.packages['vmbox']} and xlwings {sources().xlwings}" in words
    )


def test_a_python_that_is_gone_is_named(ready: Path) -> None:
    assert f"wrong Buttons: run {WINDOWS_PYTHON}, which is not there" in told(windows(ready))


def test_another_python_is_told_to_be_asked_itself(tmp_path: Path) -> None:
    here = with_python(tmp_path)
    here = replace(here, python=replace(here.python, executable=r"D:\other\python.exe"))
    path = tmp_path / "python.exe"
    assert f'look Buttons: run another Python than this one: {path}. Ask that one: "{path}" -m' in (
        told(here)
    )


def test_buttons_that_run_the_python_on_the_path_need_one_there(ready: Path) -> None:
    here = windows(ready)
    (here.startup / "vmbox.xlam").write_bytes(build())
    assert "wrong Buttons: run 'python', which is not on the PATH" in told(here)


def test_missing_packages_are_told(tmp_path: Path) -> None:
    here = windows(tmp_path, packages={"vmbox": "0.1.0"})
    assert "wrong xlwings: is not installed for this Python. In a terminal, type: pip" in told(here)
    assert "look pyOpenVBA: is not installed" in told(here)


def test_a_mark_of_the_internet_is_told(tmp_path: Path) -> None:
    here = with_python(tmp_path, from_internet=lambda _: True)
    assert "tick Unblock" in told(here, "wrong")


def test_on_linux_there_is_nothing_to_examine(tmp_path: Path) -> None:
    with pytest.raises(AddInError, match="vmbox run"):
        examine(replace(windows(tmp_path), system="linux"))


# ------------------------------------------------------------------ what policies say
@pytest.mark.parametrize(
    ("registry", "words"),
    [
        ({rf"{POLICY}\Common": {"vbaoff": 1}}, "wrong Macros: a policy switches macros off"),
        ({EXCEL: {"DisableAllAddins": 1}}, "wrong Add-ins: a policy switches all add-ins"),
        ({EXCEL: {"requireaddinsig": 1}}, "wrong Add-ins: a policy asks for add-ins that are sig"),
        (ALL_OFF, "look Macros: Excel asks before it runs the add-in's macros, as trusted loc"),
        (
            {**ALL_OFF, EXCEL: {"VBAWarnings": 3}},
            "wrong Macros: trusted locations are switched off, so Excel runs macros only where",
        ),
        (
            {**POLICY_ALONE, rf"{OWN}\Excel\Security": {"VBAWarnings": 4}},
            "wrong Macros: no policy names ",
        ),
        (
            {rf"{DEFENDER}\Windows Defender Exploit Guard\ASR\Rules": {CHILDREN.upper(): "1"}},
            "wrong Defender: Microsoft Defender's rule 'Block all Office applications from creat",
        ),
        (
            {rf"{DEFENDER}\Policy Manager": {"ASRRules": f"{CHILDREN}=6|x=1"}},
            "look Defender: ",
        ),
        (
            {
                rf"{OWN}\Excel\Resiliency\DisabledItems": {
                    "1A2B": b"\x01\x00" + r"c:\x\VMBOX.xlam".encode("utf-16-le")
                }
            },
            "wrong Add-in: Excel has put the add-in on its list of disabled items",
        ),
    ],
)
def test_what_blocks_the_add_in_is_named(
    registry: dict[str, dict[str, object]], words: str, tmp_path: Path
) -> None:
    found = told(with_python(tmp_path, registry=registry))
    assert found.startswith(words)
    assert found.count("\n") == 0


def test_macros_that_are_blocked_elsewhere_run_in_a_trusted_folder(tmp_path: Path) -> None:
    registry = {EXCEL: {"VBAWarnings": 4, "BlockContentExecutionFromInternet": 1}}
    assert told(with_python(tmp_path, registry=registry)) == ""


@pytest.mark.parametrize(
    "registry", [{EXCEL: {"RequireAddinSig": 1}}, {**ALL_OFF, EXCEL: {"VBAWarnings": 3}}]
)
def test_where_a_signature_is_wanted_one_that_is_there_is_told(
    registry: dict[str, dict[str, object]], tmp_path: Path
) -> None:
    here = with_python(tmp_path, registry=registry)
    with zipfile.ZipFile(here.startup / "vmbox.xlam", "a") as file:
        file.writestr("xl/vbaProjectSignature.bin", b"...")
    assert "look " in told(here)
    assert "this one is, and Excel must trust who signed it" in told(here)
    assert told(here, "wrong") == ""


@pytest.mark.parametrize(
    ("location", "trusted"),
    [
        ({"Path": r"%APPDATA%/Microsoft/Excel/XLSTART"}, True),
        ({"Path": "%APPDATA%/Microsoft", "AllowSubFolders": 1}, True),
        ({"Path": "%APPDATA%/Microsoft"}, False),
    ],
)
def test_a_policy_may_name_the_folder_as_trusted(
    location: dict[str, object], trusted: bool, tmp_path: Path
) -> None:
    registry = {**POLICY_ALONE, rf"{TRUSTED}\Location20": location}
    assert ("Macros" not in told(with_python(tmp_path, registry=registry))) == trusted


def test_a_windows_without_office_is_told(tmp_path: Path) -> None:
    nothing = {r"HKLM\Software\Microsoft\Office\ClickToRun\Configuration": {}}
    assert "look Excel: no Excel 2016 or later" in told(with_python(tmp_path, registry=nothing))
    msi = {**nothing, r"HKLM\Software\Microsoft\Office\16.0\Excel\InstallRoot": {"Path": "C:\\O"}}
    assert "Excel" not in told(with_python(tmp_path, registry=msi))


# ------------------------------------------------------------------ a Mac
def with_excel(folder: Path) -> None:
    contents = folder / "Applications" / "Microsoft Excel.app" / "Contents"
    contents.mkdir(parents=True)
    told = plistlib.dumps({"CFBundleShortVersionString": "16.89"})
    (contents / "Info.plist").write_bytes(told)


def test_on_a_mac_only_what_cannot_be_told_is_left_to_look_at(tmp_path: Path) -> None:
    with_excel(tmp_path)
    install(mac(tmp_path))
    assert [line.split(":")[0] for line in told(mac(tmp_path)).splitlines()] == ["look Automation"]
    assert "Microsoft Excel 16.89" in [one.words for one in examine(mac(tmp_path))]


def test_on_a_mac_a_script_of_another_version_is_no_help(tmp_path: Path) -> None:
    install(mac(tmp_path))
    (script,) = mac(tmp_path).scripts.iterdir()
    script.rename(script.with_name("xlwings-0.33.0.applescript"))
    assert "wrong Script: " in told(mac(tmp_path))
    assert "xlwings runpython install" in told(mac(tmp_path))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VisualBasicEntirelyDisabled", True),
        ("VisualBasicMacroExecutionState", "DisabledWithoutWarnings"),
        ("DisableVisualBasicMacScript", True),
    ],
)
def test_on_a_mac_preferences_that_block_macros_are_named(
    name: str, value: object, tmp_path: Path
) -> None:
    install(mac(tmp_path))

    def preference(program: str, asked: str) -> object:
        return value if (program, asked) == ("com.microsoft.office", name) else None

    found = told(mac(tmp_path, preference=preference), "wrong")
    assert found.startswith("wrong Macros: ")
    assert name in found
