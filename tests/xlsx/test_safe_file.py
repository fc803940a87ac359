"""A file is replaced as a whole or stays as it was, whoever else wants it."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from xlsx_parts import plain_parts

from vmbox.errors import FileError, FileInUse, OutputExists
from vmbox.xlsx import edit, read_book

if TYPE_CHECKING:
    from pathlib import Path

    from xlsx_parts import MakeZip

POSIX = pytest.mark.skipif(os.name != "posix", reason="Windows locks every open file by itself")
CELLS = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'


@pytest.fixture
def workbook(make_zip: MakeZip) -> Path:
    return make_zip(plain_parts(CELLS))


def value(path: Path) -> object:
    return read_book(path).sheets[0].cell(0, 0).value


def set_value(path: Path, new: object = 2, **how: object) -> None:
    with edit(path, **how) as book:  # type: ignore[arg-type]
        book.sheets[0].set("A1", new)


def test_saving_under_another_name_leaves_the_file_alone(workbook: Path, tmp_path: Path) -> None:
    before = workbook.read_bytes()
    other = tmp_path / "other.xlsx"
    set_value(workbook, save_as=other)
    assert workbook.read_bytes() == before
    assert value(other) == 2
    with pytest.raises(OutputExists, match="already there"):
        set_value(workbook, save_as=other)
    set_value(workbook, 3, save_as=other, overwrite=True)
    assert value(other) == 3
    set_value(workbook, 1, save_as=tmp_path / "same.xlsx")
    assert (tmp_path / "same.xlsx").read_bytes() == before


def test_backups_are_kept_side_by_side(workbook: Path) -> None:
    first = workbook.read_bytes()
    set_value(workbook, 2, backup=True)
    second = workbook.read_bytes()
    set_value(workbook, 3, backup=True)
    set_value(workbook, 3, backup=True)
    names = sorted(path.name for path in workbook.parent.iterdir())
    assert names == ["made.xlsx", "made.xlsx.1.bak", "made.xlsx.2.bak"]
    assert workbook.with_name("made.xlsx.1.bak").read_bytes() == first
    assert workbook.with_name("made.xlsx.2.bak").read_bytes() == second


@pytest.mark.parametrize(
    ("owner", "words"),
    [
        ("~$made.xlsx", "open in Excel by Ann"),
        ("~$de.xlsx", "open in Excel by Ann"),
        (".~lock.made.xlsx#", "open in LibreOffice by Ann"),
    ],
)
def test_a_file_that_a_spreadsheet_holds_open_is_left_alone(
    workbook: Path, owner: str, words: str
) -> None:
    content = b"Ann,host,..." if owner.startswith(".") else b"\x03Ann" + b" " * 50
    workbook.with_name(owner).write_bytes(content)
    before = workbook.read_bytes()
    with pytest.raises(FileInUse, match=words):
        set_value(workbook)
    assert workbook.read_bytes() == before


def test_a_change_by_another_program_is_not_overwritten(workbook: Path) -> None:
    def both() -> None:
        with edit(workbook) as book:
            book.sheets[0].set("A1", 2)
            workbook.write_bytes(b"theirs")

    with pytest.raises(FileInUse, match="changed this file meanwhile"):
        both()
    assert workbook.read_bytes() == b"theirs"


@POSIX
def test_two_writers_at_once_do_not_meet(workbook: Path) -> None:
    with edit(workbook) as book:
        with pytest.raises(FileInUse, match="another program is changing this file just now"):
            set_value(workbook, 7)
        book.sheets[0].set("A1", 8)
    assert value(workbook) == 8
    set_value(workbook, 9)
    assert value(workbook) == 9


@POSIX
def test_the_files_mode_and_a_link_to_it_stay(workbook: Path, tmp_path: Path) -> None:
    workbook.chmod(0o640)
    link = tmp_path / "link.xlsx"
    link.symlink_to(workbook)
    set_value(link)
    assert link.is_symlink()
    assert value(workbook) == 2
    assert workbook.stat().st_mode & 0o777 == 0o640


def test_a_read_only_file_is_refused(workbook: Path) -> None:
    workbook.chmod(0o444)
    with pytest.raises(FileError, match="read-only"):
        set_value(workbook)
    assert value(workbook) == 1
    workbook.chmod(0o644)


def test_a_full_disk_leaves_the_file_and_nothing_else(
    workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError, match="the disk is full"):
        set_value(workbook)
    assert value(workbook) == 1
    assert [path.name for path in workbook.parent.iterdir()] == ["made.xlsx"]


KILLED = """
import sys
from vmbox.xlsx import edit
path, value = sys.argv[1:]
print("ready", flush=True)
while True:
    with edit(path, backup=False) as book:
        book.sheets[0].set("A1", float(value))
        book.sheets[0].set("A2", "x" * 20000)
    with edit(path) as book:
        book.sheets[0].set("A1", 0.0)
        book.sheets[0].set("A2", None)
"""


@POSIX
def test_a_kill_at_any_instant_leaves_the_old_file_or_the_new_one(workbook: Path) -> None:
    set_value(workbook, 0.0)
    for kill in range(1, 21):
        command = [sys.executable, "-c", KILLED, str(workbook), str(kill)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(0.003 * kill)
            process.kill()
        old_or_new = (read_book(workbook).sheets[0].cell(0, 0).value, _length(workbook))
        assert old_or_new in {(0.0, 0), (float(kill), 20000)}
        set_value(workbook, 0.0)
        with edit(workbook) as book:
            book.sheets[0].set("A2", None)
    assert [path.name for path in workbook.parent.iterdir()] == ["made.xlsx"]


def _length(path: Path) -> int:
    text = read_book(path).sheets[0].cell(1, 0).value
    return len(text) if isinstance(text, str) else 0
