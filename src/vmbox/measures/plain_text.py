"""A file's text, whatever encoding it was saved in."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final

from vmbox.errors import DataError, FileError

if TYPE_CHECKING:
    from pathlib import Path

ZIP: Final = b"PK\x03\x04"
OLE: Final = b"\xd0\xcf\x11\xe0"


def read_bytes(path: Path) -> bytes:
    """Return what a file holds.

    Raises
    ------
    FileError
        The file is not there, is a folder, or cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FileError(f"{path}: there is no such file. Check the name and folder.") from error
    except IsADirectoryError as error:
        raise FileError(f"{path}: this is a folder. Name a file in it.") from error
    except OSError as error:
        raise FileError(f"{path}: cannot be read ({error.strerror}).") from error


def decoded(data: bytes, origin: str) -> str:
    """Return the text of bytes: UTF-8 with or without its mark, UTF-16, or Windows' cp1252.

    Raises
    ------
    DataError
        The bytes are a workbook, or no text in any of these.
    """
    if data.startswith((ZIP, OLE)):
        raise DataError(f"{origin}: this is a workbook, no CSV file. Save its sheet as CSV first.")
    encodings = [_marked(data)] if _marked(data) else ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
    raise DataError(
        f"{origin}, line {line}: bytes that are no text. Save the file again as 'CSV UTF-8'."
    )


def _marked(data: bytes) -> str:
    """The encoding that a mark, or every other byte being nothing, gives away."""
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    start = data[:200]
    if start[1::2].count(0) > len(start) // 4:
        return "utf-16-le"
    if start[::2].count(0) > len(start) // 4:
        return "utf-16-be"
    return ""
