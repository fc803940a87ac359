"""Bad input: one clear message, exit code 2, nothing written."""

from __future__ import annotations

import io
import os
import re
import sys
import tempfile
import zipfile
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from command_line import OURS, Answer, typed

from vmbox.workbook import layout as at

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Files = Mapping[str, bytes]

WARD = ("new", "--team", "Ward 7", "--start", "2026-03-02", "-o", "ward7.xlsx")
OURS_TOO = ("--measures", "ours.toml")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def other_workbook() -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.add_worksheet("Rota").write(0, 0, "Monday")
    book.close()
    return file.getvalue()


def newer(workbook: bytes) -> bytes:
    """The workbook as a later vmbox will write it: its schema is one more than ours."""
    package = zipfile.ZipFile(io.BytesIO(workbook))
    parts = {name: package.read(name) for name in package.namelist()}
    names = parts["xl/workbook.xml"].decode()
    cell = re.search(rf'name="{at.NAME_SCHEMA}">{at.GUIDE}!\$(\w+)\$(\d+)<', names)
    assert cell
    guide = parts["xl/worksheets/sheet1.xml"].decode()
    ours, theirs = f"<v>{at.SCHEMA}</v>", f"<v>{at.SCHEMA + 1}</v>"
    pattern = rf'(<c r="{cell[1]}{cell[2]}"[^>]*>){ours}'
    guide, count = re.subn(pattern, rf"\g<1>{theirs}", guide)
    assert count == 1
    parts["xl/worksheets/sheet1.xml"] = guide.encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in parts.items():
            written.writestr(name, content)
    return file.getvalue()


def holdings(folder: Path) -> dict[str, bytes | None]:
    """All that a folder holds, to the byte."""
    return {
        str(path.relative_to(folder)): None if path.is_dir() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
    }


def put(folder: Path, files: Files) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)


def assert_refused(answer: Answer, words: str) -> None:
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.startswith("vmbox: ")
    assert answer.err.count("\nvmbox: ") == 0
    assert "Traceback" not in answer.err
    assert re.search(words, answer.err), answer.err
    first, *others = answer.err.rstrip("\n").split("\n")
    # Several things wrong in one file are told a line each; all else is one line.
    assert not others or first.endswith("problems:")
    assert all(line.startswith("  ") for line in others)


def teams(*rows: str) -> bytes:
    return "\n".join(("team,setting,start,Complaints", *rows)).encode()


GOOD_ROW = "Ward 1,Acute ward,2026-03-02,3"
CASES: dict[str, tuple[tuple[str, ...], Files, str]] = {
    "an unknown setting": (
        (*WARD, "--setting", "Acute wrd"),
        {},
        r"There is no setting 'Acute wrd'\. Did you mean 'Acute ward'\?",
    ),
    "an unknown setting, printed": (("settings", "Kitchen"), {}, "no setting 'Kitchen'"),
    "an unknown setting, to a file": (
        ("settings", "Kitchen", "-o", "new.toml"),
        {},
        "no setting 'Kitchen'",
    ),
    "settings over a file": (
        ("settings", "General", "-o", "ours.toml"),
        {},
        r"ours\.toml is there already",
    ),
    "malformed TOML": (
        (*WARD, "--measures", "bad.toml"),
        {"bad.toml": b'setting = "X"\n\n[[measure]]\nname = "Falls\n'},
        r"bad\.toml, line 4",
    ),
    "TOML that is no measure set": (
        (*WARD, "--measures", "bad.toml"),
        {"bad.toml": b'setting = "X"\n[[measure]]\nname = "Falls"\ndomain = "Safty"\n'},
        r"bad\.toml, line \d.*Safty",
    ),
    "no TOML file": ((*WARD, "--measures", "none.toml"), {}, r"none\.toml: there is no such file"),
    "two measures of one name": (
        (*WARD, "--measures", "twice.toml"),
        {"twice.toml": (OURS + OURS.partition("\n")[2]).encode()},
        r"twice\.toml: two columns are named 'Errors', on lines 3 and 16",
    ),
    "a CSV without its heading": (
        (*WARD, *OURS_TOO, "--data", "data.csv"),
        {"data.csv": b"a,b\n1,2\n"},
        r"data\.csv, line 1: no heading",
    ),
    "a quotation mark without its partner": (
        (*WARD, *OURS_TOO, "--data", "data.csv"),
        {"data.csv": b'week,measure,value\n2026-03-02,Errors,1\n2026-03-09,"Errors,2\n'},
        r"data\.csv, line 3",
    ),
    "a value that is no number": (
        (*WARD, *OURS_TOO, "--data", "data.csv"),
        {"data.csv": b"week,measure,value\n2026-03-02,Errors,lots\n"},
        r"data\.csv, line 2: .*'lots'",
    ),
    "several things wrong in a CSV": (
        (*WARD, *OURS_TOO, "--data", "data.csv"),
        {"data.csv": b"week,measure,value\n2026-03-02,Errors,lots\nsoon,Error,1\n"},
        r"data\.csv has 3 problems:\n  line 2: .*\n  line 3: .*\n  line 3: ",
    ),
    "no CSV file": ((*WARD, *OURS_TOO, "--data", "no.csv"), {}, r"no\.csv: there is no such file"),
    "a workbook for a CSV": (
        (*WARD, *OURS_TOO, "--data", "data.csv"),
        {"data.csv": other_workbook()},
        r"data\.csv: this is a workbook",
    ),
    "a start that is no date": (
        ("new", "--team", "A", "--start", "soon", "-o", "a.xlsx"),
        {},
        r"--start: 'soon' is no date: write 2026-03-02",
    ),
    "an American date": (
        ("new", "--team", "A", "--start", "03/16/2026", "-o", "a.xlsx"),
        {},
        "the day comes first",
    ),
    "a team that no file can be named after": (
        ("new", "--team", "Ward 7/8", "--start", "2026-03-02", "-o", "a.xlsx"),
        {},
        r"'Ward 7/8' contains /: no file can be named so",
    ),
    "an output that is there": (
        (*WARD, *OURS_TOO),
        {"ward7.xlsx": b"theirs"},
        "there already.*--force",
    ),
    "a template that is there": (
        ("template", "-o", "a.xlsx"),
        {"a.xlsx": b"theirs"},
        "there already.*--force",
    ),
    "a demo workbook that is there": (
        ("demo", "d"),
        {"d/Rowan Ward.xlsx": b"theirs"},
        r"Rowan Ward\.xlsx is there already",
    ),
    "an output that is a folder": ((*WARD, "--force"), {"ward7.xlsx/x": b""}, "is a folder"),
    "an output in no folder": (
        ("new", "--team", "A", "--start", "2026-03-02", "-o", "none/a.xlsx"),
        {},
        "There is no folder none",
    ),
    "an output that Excel would not open": (
        ("new", "--team", "A", "--start", "2026-03-02", "-o", "a.xls"),
        {},
        r"a\.xls is no name for a workbook\. Write a\.xlsx",
    ),
    "an output with too long a name": (
        ("new", "--team", "A", "--start", "2026-03-02", "-o", "x" * 300 + ".xlsx"),
        {},
        "too long",
    ),
    "a folder that is a file": (("demo", "ours.toml"), {}, r"ours\.toml cannot be a folder"),
    "a folder inside a file": (("demo", "ours.toml/d"), {}, "cannot be a folder"),
    "a list's folder that is a file": (
        ("new", "--teams", "teams.csv", "-o", "ours.toml"),
        {"teams.csv": teams(GOOD_ROW)},
        r"ours\.toml cannot be a folder",
    ),
    "a list with a bad row": (
        ("new", "--teams", "teams.csv", "-o", "made"),
        {"teams.csv": teams(GOOD_ROW, "Ward 2,Acute wrd,2026-03-02,")},
        r"teams\.csv, line 3: There is no setting 'Acute wrd'",
    ),
    "a list with bad rows": (
        ("new", "--teams", "teams.csv", "-o", "made"),
        {"teams.csv": teams(GOOD_ROW, "Ward 2/3,Acute ward,2026-03-02,", "Ward 4,General,soon,")},
        r"teams\.csv has 2 problems:\n  line 3: .*/.*\n  line 4: 'soon' is no date",
    ),
    "a list with a goal that is none": (
        ("new", "--teams", "teams.csv", "-o", "made"),
        {"teams.csv": teams(GOOD_ROW, "Ward 2,Acute ward,2026-03-02,ten")},
        r"line 3: 'Complaints': 'ten'",
    ),
    "a list of which one file is there": (
        ("new", "--teams", "teams.csv", "-o", "made"),
        {"teams.csv": teams(GOOD_ROW), "made/Ward 1.xlsx": b"theirs"},
        r"Ward 1\.xlsx is there already",
    ),
    "a list that is not there": (
        ("new", "--teams", "none.csv", "-o", "made"),
        {},
        r"none\.csv: there is no such file",
    ),
    "no such workbook": (("show", "none.xlsx"), {}, r"none\.xlsx: there is no such file"),
    "a folder for a workbook": (("show", "d"), {"d/x": b""}, "this is a folder"),
    "no zip file": (("show", "a.xlsx"), {"a.xlsx": b"Dear all,\n"}, r"a\.xlsx: "),
    "an empty file": (("show", "a.xlsx"), {"a.xlsx": b""}, "empty"),
    "a zip file cut short": (("show", "a.xlsx"), {"a.xlsx": other_workbook()[:-99]}, "cut short"),
    "a workbook that is no box score": (
        ("show", "a.xlsx"),
        {"a.xlsx": other_workbook()},
        r"a\.xlsx is no standard box score",
    ),
    "an encrypted workbook": (
        ("show", "a.xlsx"),
        {"a.xlsx": OLE + "EncryptedPackage".encode("utf-16-le")},
        "password",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_refused_in_one_message(
    vmbox: Callable[..., Answer], tmp_path: Path, case: str
) -> None:
    words, files, said = CASES[case]
    put(tmp_path, files)
    before = holdings(tmp_path)
    assert_refused(vmbox(*words), said)
    assert holdings(tmp_path) == before


@pytest.mark.parametrize(
    "case",
    [
        "an unknown setting",
        "malformed TOML",
        "an output that is there",
        "a list with bad rows",
        "an encrypted workbook",
    ],
)
def test_bad_input_is_refused_by_the_real_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    words, files, said = CASES[case]
    monkeypatch.chdir(tmp_path)
    put(tmp_path, {"ours.toml": OURS.encode(), **files})
    before = holdings(tmp_path)
    assert_refused(typed(*words), said)
    assert holdings(tmp_path) == before


def test_a_workbook_of_a_newer_version_is_refused(
    vmbox: Callable[..., Answer], tmp_path: Path, small_workbook: bytes
) -> None:
    (tmp_path / "box.xlsx").write_bytes(newer(small_workbook))
    assert_refused(vmbox("show", "box.xlsx"), f"of version {at.SCHEMA + 1}, newer.*Update vmbox")
    assert_refused(vmbox("show", "box.xlsx", "--json"), "newer")


def test_an_unknown_measure_is_told_with_the_nearest(
    vmbox: Callable[..., Answer], tmp_path: Path, small_workbook: bytes
) -> None:
    (tmp_path / "box.xlsx").write_bytes(small_workbook)
    for further in ((), ("--json",)):
        answer = vmbox("show", "box.xlsx", "--measure", "Erors", *further)
        assert_refused(answer, r"no measure 'Erors'\. Did you mean 'Errors'\?")


class TestAFolderThatNobodyMayWriteTo:
    WORDS = r"ward7\.xlsx cannot be written: Permission denied"

    def test_is_told(
        self, vmbox: Callable[..., Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*args: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(tempfile, "mkstemp", refuse)
        before = holdings(tmp_path)
        assert_refused(vmbox(*WARD, *OURS_TOO), self.WORDS)
        assert holdings(tmp_path) == before

    @pytest.mark.skipif(
        sys.platform == "win32" or (hasattr(os, "getuid") and os.getuid() == 0),
        reason="Windows and the superuser may write everywhere",
    )
    def test_is_told_for_a_real_one(self, vmbox: Callable[..., Answer], tmp_path: Path) -> None:
        tmp_path.chmod(0o555)
        try:
            assert_refused(vmbox(*WARD, *OURS_TOO), self.WORDS)
        finally:
            tmp_path.chmod(0o755)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nwe",), "No such command 'nwe'. Did you mean 'new'[?] Try: .*vmbox --help"),
        (("--colour",), "No such option: --colour.*Try: .*vmbox --help"),
        (("new",), "Missing option '--output'.*Try: .*vmbox new --help"),
        (("new", "-o", "a.xlsx"), "Give --team and --start, or --teams with a list[.]"),
        ((*WARD, "--weeks", "0"), "--weeks"),
        ((*WARD, "--weeks", "many"), "--weeks"),
        ((*WARD, *OURS_TOO, "--setting", "General"), "--setting or --measures, not both"),
        (("new", "--teams", "t.csv", "--team", "A", "-o", "d"), "leave out --team"),
        (("show",), "Missing argument"),
        (("settings", "-o", "a.toml"), "Say which setting"),
    ],
)
def test_a_command_that_is_none_is_told_alike(
    vmbox: Callable[..., Answer], tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    before = holdings(tmp_path)
    assert_refused(vmbox(*words), said)
    assert holdings(tmp_path) == before


def test_a_failure_of_the_machine_is_told_without_a_traceback(
    vmbox: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **options: object) -> None:
        raise OSError(28, "No space left on device", "ward7.xlsx")

    monkeypatch.setattr("vmbox.cli.new.write_workbook", full)
    assert_refused(vmbox(*WARD, *OURS_TOO), r"ward7\.xlsx: No space left on device\.")
