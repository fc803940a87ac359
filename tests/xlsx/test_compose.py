"""The zip file is written again as it was: what others put into it travels along."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from xlsx_parts import plain_parts

from vmbox.xlsx import edit

if TYPE_CHECKING:
    from pathlib import Path


class Unseekable(io.BytesIO):
    """A stream, into which sizes cannot be written back: they follow the data instead."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise io.UnsupportedOperation


def odd_zip(path: Path) -> None:
    """Sizes after the data, a stored member, a folder, extra fields, a comment, a new name."""
    stream = Unseekable()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        file.comment = b"made by hand"
        file.mkdir("xl/media")
        stored = zipfile.ZipInfo("docProps/été.bin", (2001, 2, 3, 4, 5, 6))
        stored.comment, stored.extra = b"of a part", b"\x99\x99\x02\x00hi"
        file.writestr(stored, b"stored as it is")
        for name, content in plain_parts("<sheetData/>").items():
            file.writestr(name, content)
        file.writestr("xl/large.bin", bytes(range(256)) * 100)
        with file.open("xl/wide.bin", "w", force_zip64=True) as wide:
            wide.write(b"sizes of 64 bits")
    path.write_bytes(stream.getvalue())


def test_every_member_and_what_is_said_of_it_stays(tmp_path: Path) -> None:
    path = tmp_path / "odd.xlsx"
    odd_zip(path)
    with zipfile.ZipFile(path) as file:
        before = {info.filename: (info, file.read(info)) for info in file.infolist()}
    with edit(path) as book:
        book.sheets[0].set("A1", 1)
    with zipfile.ZipFile(path) as file:
        assert file.comment == b"made by hand"
        assert file.testzip() is None
        after = {info.filename: (info, file.read(info)) for info in file.infolist()}
    assert list(after) == list(before)
    for name, (info, content) in after.items():
        old, old_content = before[name]
        assert not info.flag_bits & 0x08
        assert info.date_time == old.date_time
        assert info.comment == old.comment
        assert info.external_attr == old.external_attr
        assert info.compress_type == old.compress_type
        if name != "xl/worksheets/sheet1.xml":
            assert (content, info.CRC, info.compress_size) == (
                old_content,
                old.CRC,
                old.compress_size,
            )
    assert after["docProps/été.bin"][0].extra == b"\x99\x99\x02\x00hi"
