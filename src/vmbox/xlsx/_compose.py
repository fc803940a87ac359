"""A workbook's zip file written again: changed parts anew, all others as they were compressed."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING, Final

from vmbox.errors import EditRefused
from vmbox.xlsx import _xml
from vmbox.xlsx._package import Package, part_key

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from vmbox.xlsx._made import MadePart

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s4B4H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_UTF8_NAME: Final = 0x800
_SIZES_FOLLOW: Final = 0x08
_ZIP64: Final = 1
_LARGEST: Final = 0xFFFF_FFFF
_MOST: Final = 0xFFFF
# Level 3 costs half of Excel's 6 for a seventh of the size; level 5 two thirds for a hundredth,
# which is spent on small parts alone.
_LEVEL: Final = 5
_LARGE: Final = 1 << 16
_LEVEL_OF_LARGE: Final = 3


def refuse_unsafe(package: Package) -> None:
    """Raise EditRefused for a package that cannot be written again without loss.

    Signed ones, since any change breaks the signature; two members of one name, since nobody
    knows which one counts; encrypted members.
    """
    path = package.path
    if any(one.kind == "origin" for one in package.relationships()):
        raise EditRefused(
            f"{path}: the workbook is digitally signed, and any change would break the signature. "
            "Remove the signature in Excel first (File, Info)."
        )
    seen: set[str] = set()
    for member in package.members:
        key = part_key(member.filename)
        if key in seen:
            raise EditRefused(
                f"{path}: the part {member.filename} is in the file twice. "
                "Open it in Excel and save it."
            )
        seen.add(key)
        if member.flag_bits & 0x1:
            raise EditRefused(f"{path}: the zip file has a password. Save it without one.")
        if max(member.file_size, member.compress_size) >= _LARGEST:
            raise EditRefused(f"{path}: the part {member.filename} is too large to be copied.")


def composed(
    package: Package, changed: Mapping[str, MadePart], dropped: AbstractSet[str] = frozenset()
) -> bytes:
    """Return the bytes of the package with some parts changed and some left out.

    `changed` and `dropped` name parts as `part_key` does.
    """
    file = io.BytesIO()
    records: dict[int, bytes] = {}
    kept = [member for member in package.members if part_key(member.filename) not in dropped]
    for member in sorted(kept, key=lambda member: member.header_offset):
        content = changed.get(part_key(member.filename))
        sizes, packed = _packed(package, member, content)
        name = member.orig_filename.encode("utf-8" if member.flag_bits & _UTF8_NAME else "cp437")
        head = _local(member, sizes, name, package.local_extra(member))
        records[id(member)] = _central(member, sizes, name, file.tell())
        file.write(head)
        file.write(packed)
        del packed  # a large one need not be there twice while the next is made
    directory = b"".join(records[id(member)] for member in kept)
    end = _END.pack(
        *(b"PK\x05\x06", 0, 0, len(kept), len(kept)),
        *(len(directory), file.tell(), len(package.comment)),
    )
    file.write(directory + end + package.comment)
    return file.getvalue()


def _packed(
    package: Package, member: zipfile.ZipInfo, content: MadePart | None
) -> tuple[tuple[int, int, int], bytes]:
    """Return (CRC, packed size, size), and the packed bytes."""
    if content is None:
        return (member.CRC, member.compress_size, member.file_size), package.packed(member)
    level = _LEVEL if len(content) < _LARGE else _LEVEL_OF_LARGE
    crc, packed = content.packed(0 if member.compress_type == zipfile.ZIP_STORED else level)
    return (crc, len(packed), len(content)), packed


def _local(
    member: zipfile.ZipInfo, sizes: tuple[int, int, int], name: bytes, extra: bytes
) -> bytes:
    extra = _without_zip64(extra)
    head = _LOCAL.pack(
        b"PK\x03\x04",
        min(member.extract_version, 20),
        member.flag_bits & ~_SIZES_FOLLOW,
        member.compress_type,
        *_dos_time(member),
        *sizes,
        len(name),
        len(extra),
    )
    return head + name + extra


def _central(
    member: zipfile.ZipInfo, sizes: tuple[int, int, int], name: bytes, offset: int
) -> bytes:
    extra = _without_zip64(member.extra)
    head = _CENTRAL.pack(
        b"PK\x01\x02",
        member.create_version,
        member.create_system,
        min(member.extract_version, 20),
        member.reserved,
        member.flag_bits & ~_SIZES_FOLLOW,
        member.compress_type,
        *_dos_time(member),
        *sizes,
        len(name),
        len(extra),
        len(member.comment),
        0,
        member.internal_attr,
        member.external_attr,
        offset,
    )
    return head + name + extra + member.comment


def _dos_time(member: zipfile.ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = member.date_time
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day


def _without_zip64(extra: bytes) -> bytes:
    # Sizes stand in the header itself, since none is too large for it.
    kept = b""
    while len(extra) >= 4:  # noqa: PLR2004
        kind, length = struct.unpack_from("<HH", extra)
        if kind != _ZIP64:
            kept += extra[: 4 + length]
        extra = extra[4 + length :]
    return kept + extra


def verify(
    package: Package,
    data: bytes,
    changed: Mapping[str, MadePart],
    dropped: AbstractSet[str],
) -> Package:
    """Return the package in `data`, which `package` became by a change, after a look through it.

    Every member is compared with what it should be, byte for byte: with its packed bytes in the
    old file, or, unpacked and with its CRC, with the part that was made. An XML parser then reads
    the outline of each changed part, which is enough: what an outline leaves out is whole rows,
    the same bytes as before, in the same place among other rows.

    Raises
    ------
    EditRefused
        A part is missing, or one that was not to be changed is not the same bytes.
    NotAWorkbook
        A changed part is not well-formed.
    """
    path = package.path
    new = Package(path, data)
    expected = [one.filename for one in package.members if part_key(one.filename) not in dropped]
    if [member.filename for member in new.members] != expected:
        raise _unsafe(path, "its parts")
    for member in new.members:
        key = part_key(member.filename)
        if key not in changed:
            old = package.by_name[key]
            if member.CRC != old.CRC or new.packed(member) != package.packed(old):
                raise _unsafe(path, member.filename)
            continue
        compressed = member.compress_type != zipfile.ZIP_STORED
        made, packed = changed[key], new.view(member)
        if not made.is_packed_in(packed, member.CRC, compressed=compressed):
            raise _unsafe(path, member.filename)
        _xml.run(made.outline(), f"{path}: the part {member.filename}", {})
    return new


def _unsafe(path: Path, what: str) -> EditRefused:
    return EditRefused(
        f"{path}: {what} would not be the same after saving, so nothing was written. "
        "Save the file once from Excel and try again."
    )
