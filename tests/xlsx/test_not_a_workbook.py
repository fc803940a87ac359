"""A file that is no workbook is refused in one line that says what to do."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from xlsx_parts import MAIN, plain_parts, relationships

from vmbox.errors import FileError, NotAWorkbook
from vmbox.xlsx import read_book

if TYPE_CHECKING:
    from pathlib import Path

    from xlsx_parts import MakeSheet, MakeZip

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
CELL = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"none\.xlsx: there is no such file"):
        read_book(tmp_path / "none.xlsx")
    with pytest.raises(FileError, match="this is a folder"):
        read_book(tmp_path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"week,falls\n1,2\n", "no Excel workbook"),
        (OLE + bytes(512), r"Excel 97-2003 \(.xls\)"),
        (OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le"), "password"),
        (
            OLE + "EncryptedPackage\x06DRMEncryptedDataSpace".encode("utf-16-le"),
            "label that encrypts it",
        ),
        (b"PK\x03\x04 and no more", "cut short"),
    ],
)
def test_what_is_no_zip_is_told_apart(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "odd.xlsx"
    path.write_bytes(content)
    with pytest.raises(NotAWorkbook, match=words) as caught:
        read_book(path)
    assert str(path) in str(caught.value)


def test_a_truncated_workbook_is_refused(make_sheet: MakeSheet) -> None:
    path = make_sheet(CELL)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(NotAWorkbook, match="cut short or damaged"):
        read_book(path)


def test_a_changed_byte_is_noticed(make_sheet: MakeSheet) -> None:
    path = make_sheet(CELL)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as file:
        info = file.getinfo("xl/worksheets/sheet1.xml")
    data[info.header_offset + 30 + len(info.filename) + 5] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(NotAWorkbook, match=r"the part xl/worksheets/sheet1\.xml is damaged"):
        _ = read_book(path).sheets[0].cells


def test_other_zip_files_are_told_apart(make_zip: MakeZip) -> None:
    with pytest.raises(NotAWorkbook, match="holds no workbook"):
        read_book(make_zip({"a.txt": "hello"}))
    ods = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}
    with pytest.raises(NotAWorkbook, match="OpenDocument"):
        read_book(make_zip(ods))
    xlsb: dict[str, str | bytes] = {
        "_rels/.rels": relationships(("rId1", "officeDocument", "xl/workbook.bin")),
        "xl/workbook.bin": b"\x83\x01",
    }
    with pytest.raises(NotAWorkbook, match=r"\.xlsb"):
        read_book(make_zip(xlsb))
    document = plain_parts(CELL) | {"xl/workbook.xml": "<document/>"}
    with pytest.raises(NotAWorkbook, match="Office document, but no workbook"):
        read_book(make_zip(document))


def test_entities_are_refused_in_every_encoding(make_zip: MakeZip) -> None:
    bomb = f'<!DOCTYPE w [<!ENTITY a "aaa">]><worksheet xmlns="{MAIN}">&a;</worksheet>'
    for encoding in ("utf-8", "utf-16", "utf-16-be"):
        parts = plain_parts("") | {"xl/worksheets/sheet1.xml": bomb.encode(encoding)}
        sheet = read_book(make_zip(parts)).sheets[0]
        with pytest.raises(NotAWorkbook, match="DOCTYPE"):
            _ = sheet.cells


def test_a_zip_bomb_is_not_unpacked(make_zip: MakeZip) -> None:
    parts = plain_parts(CELL) | {"xl/media/image1.png": bytes(20 << 20)}
    with pytest.raises(NotAWorkbook, match="unpacks to 20 MB"):
        read_book(make_zip(parts))


def test_a_part_that_is_larger_than_it_says_is_not_unpacked(make_sheet: MakeSheet) -> None:
    path = make_sheet(" " * 1_000_000)
    data = path.read_bytes()
    true_size, small = (1_000_000).to_bytes(4, "little"), (9).to_bytes(4, "little")
    with zipfile.ZipFile(path) as file:
        true_size = file.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    path.write_bytes(data.replace(true_size, small))
    with pytest.raises(NotAWorkbook, match="is damaged"):
        _ = read_book(path).sheets[0].cells


@pytest.mark.parametrize(
    "cell",
    ['<c r="A1"><v>x</v></c>', '<c r="A1" t="s"><v>7</v></c>', '<c r="A1" t="d"><v>soon</v></c>'],
)
def test_a_value_that_is_none_is_a_damaged_part(make_sheet: MakeSheet, cell: str) -> None:
    path = make_sheet(f'<sheetData><row r="1">{cell}</row></sheetData>')
    with pytest.raises(NotAWorkbook, match=r"the part xl/worksheets/sheet1\.xml is damaged"):
        _ = read_book(path).sheets[0].cells


def test_a_sheet_without_its_part_is_named(make_zip: MakeZip) -> None:
    parts = plain_parts(CELL)
    del parts["xl/worksheets/sheet1.xml"]
    with pytest.raises(NotAWorkbook, match="the sheet 'S' is missing"):
        read_book(make_zip(parts))
