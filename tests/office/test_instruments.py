"""The instruments themselves: a test that trusts them proves nothing unless they see faults."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import xlsxwriter

if TYPE_CHECKING:
    from pathlib import Path


def _workbook(path: Path, *, claimed: int) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Sums")
        sheet.write("A1", 20)
        sheet.write_formula("A2", "=A1+22", None, claimed)
    return path


def test_libreoffice_works_a_formula_out_and_does_not_trust_what_the_file_claims(
    office, tmp_path: Path
) -> None:
    office.open(_workbook(tmp_path / "wrong.xlsx", claimed=7))
    assert office.get("Sums", 1, 0) == 42


def test_libreoffice_shows_an_error_as_one(office, tmp_path: Path) -> None:
    office.open(_workbook(tmp_path / "right.xlsx", claimed=42))
    office.type("Sums", 0, 0, "twenty")
    assert "error" in office.get("Sums", 1, 0)


def test_the_validator_passes_a_sound_workbook(validate, tmp_path: Path) -> None:
    assert validate(_workbook(tmp_path / "sound.xlsx", claimed=42)) == []


def test_the_validator_names_what_is_wrong_and_where(validate, tmp_path: Path) -> None:
    sound = _workbook(tmp_path / "sound.xlsx", claimed=42)
    broken = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(broken, "w") as new:
        for member in old.namelist():
            content = old.read(member).replace(b"<sheetData>", b'<sheetData><row r="none"/>')
            new.writestr(member, content)
    (error, *_) = validate(broken)
    assert error.startswith("/xl/worksheets/sheet1.xml")
    assert "none" in error


def test_the_validator_says_when_a_file_cannot_be_opened(validate, tmp_path: Path) -> None:
    empty = tmp_path / "empty.xlsx"
    empty.write_bytes(b"")
    assert validate(empty)
