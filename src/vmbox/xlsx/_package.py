"""The zip file that a workbook is: its parts, and the relationships by which they are found.

ECMA-376 part 2 (Open Packaging Conventions): part names compare without case, and a part is
found by following relationships from the root, never by its name or position.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeVar

from vmbox.errors import FileError, NotAWorkbook
from vmbox.xlsx import _xml
from vmbox.xlsx._relationships import Relationship, relationships_in, relationships_of
from vmbox.xlsx._unpack import Unpacker

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from xml.etree.ElementTree import Element

# A zip bomb is small as a file and vast when opened. A sheet of blank, formatted cells shrinks
# to a sixtieth at most; nothing but a bomb shrinks a large part to less than a three-hundredth.
LARGEST_FILE: Final = 1 << 29
LARGEST_PART: Final = 1 << 29
LARGEST_TOTAL: Final = 1 << 30
HARMLESS_PART: Final = 1 << 24
LARGEST_RATIO: Final = 300

# Larger parts are unpacked into memory once, after a look at their true size.
_LARGE: Final = 1 << 23
_PIECE: Final = 1 << 18
# What is kept of parts that say the same in many workbooks.
_SMALL, _MOST_SAID = 1 << 14, 512
_said: Final[dict[object, Any]] = {}
T = TypeVar("T")
_PATTERN: Final = 64
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCAL_HEADER: Final = struct.Struct("<4s22xHH")
_RESAVE: Final = "Open it in Excel and save it as an Excel workbook (.xlsx)."


class Package:
    """The parts of one workbook file, held in memory as they were compressed."""

    def __init__(self, path: Path, data: bytes) -> None:
        self.path = path
        self.data = data
        self.members, self.comment = _members(path, data)
        # Parts that are other than in the file, by their keys: what is read from now on.
        self.over: dict[str, bytes] = {}
        # Where its parts point to, as far as anybody asked.
        self.arrows: dict[str, tuple[Relationship, ...]] = {}
        self.by_name = {part_key(member.filename): member for member in self.members}

    def __contains__(self, name: str) -> bool:
        return part_key(name) in self.by_name

    def read(self, name: str) -> bytes:
        """Return the bytes of a part.

        Raises
        ------
        NotAWorkbook
            The part is missing or damaged, or it is a zip bomb.
        """
        member = self.by_name.get(part_key(name))
        if member is None:
            raise NotAWorkbook(
                f"{self.path}: the part {name} is missing, so the file is incomplete. "
                "Fetch it again, or open it in Excel and let Excel repair it."
            )
        return self.inflate(member)

    def inflate(self, member: zipfile.ZipInfo) -> bytes:
        """Return the bytes of a member of the zip."""
        over = self.over.get(part_key(member.filename))
        if over is not None:
            return over
        packed = self.view(member)
        if member.flag_bits & 0x1:
            raise NotAWorkbook(
                f"{self.path}: the zip file has a password. Save it from Excel without a password."
            )
        if member.compress_type == zipfile.ZIP_STORED:
            content = bytes(packed)
        elif member.compress_type == zipfile.ZIP_DEFLATED:
            content = self._decompress(member, packed)
        else:
            raise NotAWorkbook(
                f"{self.path}: the part {member.filename} is compressed in a way that Excel does "
                f"not use. {_RESAVE}"
            )
        if len(content) != member.file_size or zlib.crc32(content) != member.CRC:
            raise self._damaged(member.filename)
        return content

    def with_parts(self, parts: Mapping[str, bytes]) -> Package:
        """Return the package with other bytes in some parts."""
        new = copy(self)
        new.arrows = {}
        new.over = {**self.over, **{part_key(name): data for name, data in parts.items()}}
        return new

    @property
    def in_file(self) -> Package:
        """The package as it is in the file."""
        new = copy(self)
        new.arrows = {}
        new.over = {}
        return new

    def packed(self, member: zipfile.ZipInfo) -> bytes:
        """Return the bytes of a member as they stand in the file, still compressed."""
        return bytes(self.view(member))

    def view(self, member: zipfile.ZipInfo) -> memoryview:
        """Return the same as `packed`, without a copy."""
        start = member.header_offset
        header = self.data[start : start + 30]
        if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
            raise self._damaged(member.filename)
        _, name_length, extra_length = _LOCAL_HEADER.unpack(header)
        first = start + 30 + name_length + extra_length
        packed = memoryview(self.data)[first : first + member.compress_size]
        if len(packed) != member.compress_size:
            raise self._damaged(member.filename)
        return packed

    def contains(self, name: str, pattern: re.Pattern[bytes]) -> bool:
        """Return whether a part matches a pattern of at most 64 bytes, unpacking it piecemeal."""
        member = self.by_name[part_key(name)]
        if part_key(name) in self.over:
            return pattern.search(self.over[part_key(name)]) is not None
        packed = self.view(member)
        if member.compress_type == zipfile.ZIP_STORED:
            return pattern.search(bytes(packed)) is not None
        unpacker = Unpacker(packed)
        before = b""
        try:
            while piece := unpacker.take(_PIECE):
                piece = before[-_PATTERN:] + piece
                if pattern.search(piece):
                    return True
                before = piece
        except zlib.error as error:
            raise self._damaged(name) from error
        return False

    def local_extra(self, member: zipfile.ZipInfo) -> bytes:
        """Return the extra field in a member's own header; the directory may hold another."""
        start = member.header_offset
        _, name_length, extra_length = _LOCAL_HEADER.unpack(self.data[start : start + 30])
        first: int = start + 30 + name_length
        return self.data[first : first + extra_length]

    def _decompress(self, member: zipfile.ZipInfo, packed: memoryview) -> bytes:
        try:
            if member.file_size < _LARGE:
                # The limit, because the size that a zip declares may be a lie.
                return zlib.decompressobj(-15).decompress(packed, member.file_size + 1)
            if not _unpacks_to(packed, member.file_size):
                raise self._damaged(member.filename)
            # In one piece, which the limit would put together from several.
            return zlib.decompress(packed, -15, member.file_size)
        except zlib.error as error:
            raise self._damaged(member.filename) from error

    def _damaged(self, name: str) -> NotAWorkbook:
        return NotAWorkbook(
            f"{self.path}: the part {name} is damaged. Fetch the file again, or open it in Excel "
            "and let Excel repair it."
        )

    def xml(self, name: str) -> Element:
        """Return the root element of a part."""
        return _xml.parse(self.read(name), f"{self.path}: the part {name}")

    def relationships(self, source: str = "") -> tuple[Relationship, ...]:
        """Return where a part points to; without a part, where the file itself points to."""
        known = self.arrows.get(source)
        if known is None:
            name = relationships_of(source)
            known = self.understood(name, relationships_in, source) if name in self else ()
            self.arrows[source] = known
        return known

    def understood(self, name: str, reader: Callable[[Element, str], T], source: str = "") -> T:
        """Return what `reader` makes of a part's root and of `source`.

        Small parts are much the same in workbooks of one kind, so what they say is kept.
        """
        data = self.read(name)
        key = (reader, source, data)
        if key in _said:
            said: T = _said[key]
            return said
        said = reader(_xml.parse(data, f"{self.path}: the part {name}"), source)
        if len(data) <= _SMALL:
            if len(_said) >= _MOST_SAID:
                _said.clear()
            _said[key] = said
        return said

    def targets(self, source: str, *kinds: str) -> list[str]:
        """Return the parts of some kinds that a part points to and that are there."""
        return [
            one.target
            for one in self.relationships(source)
            if one.kind in kinds and not one.external and one.target in self
        ]

    @cached_property
    def workbook_part(self) -> str:
        """The name of the workbook part."""
        found = [one for one in self.relationships() if one.kind == "officeDocument"]
        if not found or found[0].external or found[0].target not in self:
            raise NotAWorkbook(f"{self.path}: {self._instead()}")
        if found[0].target.lower().endswith(".bin"):
            raise NotAWorkbook(
                f"{self.path}: this is a binary workbook (.xlsb), which only Excel reads. {_RESAVE}"
            )
        return found[0].target

    def _instead(self) -> str:
        if "mimetype" in self and b"opendocument" in self.read("mimetype"):
            return f"this is an OpenDocument file (.ods), not an Excel workbook. {_RESAVE}"
        return f"this zip file holds no workbook. {_RESAVE}"


def open_package(path: Path) -> Package:
    """Return the package in a file; the file itself is closed again.

    Raises
    ------
    FileError
        The file is missing, a folder, unreadable or too large.
    NotAWorkbook
        It is no zip file, or a damaged or dangerous one.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise FileError(
                f"{path}: the file is larger than {LARGEST_FILE >> 20} MB. "
                "Take pictures or old data out of it first."
            )
        data = path.read_bytes()
    except IsADirectoryError as error:
        raise _folder(path) from error
    except FileNotFoundError as error:
        raise FileError(f"{path}: there is no such file. Check the name and the folder.") from error
    except PermissionError as error:
        # Windows answers so for a folder too.
        if path.is_dir():
            raise _folder(path) from error
        raise FileError(
            f"{path}: the file may not be read. Close it in Excel, or ask its owner for access."
        ) from error
    except (OSError, ValueError) as error:
        raise FileError(
            f"{path}: the file cannot be read ({error}). Check the disk or the network drive."
        ) from error
    return Package(path, data)


def _folder(path: Path) -> FileError:
    return FileError(f"{path}: this is a folder. Name a workbook inside it.")


def part_key(name: str) -> str:
    """Return the form of a part name under which two spellings of one name are equal."""
    return name.replace("\\", "/").lstrip("/").lower()


def _unpacks_to(packed: memoryview, size: int) -> bool:
    """Return whether compressed bytes have a size, unpacking no more than that, piecemeal."""
    unpacker = Unpacker(packed)
    found = 0
    while found <= size and (piece := unpacker.take(_PIECE)):
        found += len(piece)
    return found == size


def _members(path: Path, data: bytes) -> tuple[list[zipfile.ZipInfo], bytes]:
    """Return the members in the order of the zip's directory, and the zip's comment."""
    if not data.startswith(b"PK"):
        raise NotAWorkbook(f"{path}: {_what_it_is(data)}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            members, comment = file.infolist(), file.comment
    except (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError, EOFError) as error:
        raise NotAWorkbook(
            f"{path}: the file is cut short or damaged. Fetch it again from where it came from."
        ) from error
    _refuse_bomb(path, members)
    return members, comment


def _what_it_is(data: bytes) -> str:
    if not data:
        return "the file is empty. Fetch it again from where it came from."
    if not data.startswith(_OLE):
        return f"this is no Excel workbook, whatever its name says. {_RESAVE}"
    if _stream("DRMEncrypted", data):
        return "the workbook is protected by a label that encrypts it. Save a copy without it."
    if _stream("EncryptedPackage", data):
        return "the workbook is encrypted with a password. Save a copy without a password."
    return f"this is a workbook of Excel 97-2003 (.xls). {_RESAVE}"


def _stream(name: str, data: bytes) -> bool:
    return name.encode("utf-16-le") in data


def _refuse_bomb(path: Path, members: list[zipfile.ZipInfo]) -> None:
    total = sum(member.file_size for member in members)
    for member in members:
        ratio = member.file_size / max(member.compress_size, 1)
        bomb = member.file_size > HARMLESS_PART and ratio > LARGEST_RATIO
        if bomb or member.file_size > LARGEST_PART or total > LARGEST_TOTAL:
            raise NotAWorkbook(
                f"{path}: the file unpacks to {total >> 20} MB, which is more than a workbook "
                f"should (see {member.filename}). Do not open it unless you know who made it."
            )
