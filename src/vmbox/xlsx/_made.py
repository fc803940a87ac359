"""A part as it will be in the new file, held in pieces: a large one is never copied as a whole."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from vmbox.xlsx._unpack import Unpacker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    # Where the old bytes begin and end, and the new ones that stand in their place.
    Edit = tuple[int, int, bytes]

_BLOCK: Final = 1 << 20
_SMALL: Final = 1 << 17
_ROW_BEGINS: Final = b"<row "
_ROW_ENDS: Final = b"</row>"
# A larger part is made twice, for packing it and for comparing, rather than kept.
_KEPT: Final = 1 << 22
_MANY: Final = 200
# A shorter piece is not searched for rows.
_SHORT: Final = 1 << 10


class ChangesMeetError(ValueError):
    """Two changes of one part overlap."""


@dataclass(frozen=True, slots=True)
class MadePart:
    """A part's new bytes: its old ones and the changes of them.

    Attributes
    ----------
    data
        The old bytes.
    edits
        Changes that put anything in place of anything.
    texts
        Changes that put escaped character data in place of character data, or an attribute in
        place of it in a tag.
    rows
        Whether it is a sheet in which everything that looks like a row is one.
    """

    data: bytes
    edits: Sequence[Edit] = ()
    texts: Sequence[Edit] = ()
    rows: bool = False
    _blocks: list[bytes] = field(default_factory=list, init=False, repr=False)

    def __len__(self) -> int:
        if self._blocks:
            return sum(map(len, self._blocks))
        changes = sum(len(new) - (end - start) for start, end, new in (*self.edits, *self.texts))
        return len(self.data) + changes

    @property
    def whole(self) -> bytes:
        """All of the bytes."""
        return b"".join(self.blocks())

    def blocks(self) -> Iterable[bytes | memoryview]:
        """Return the bytes in pieces; of a large part, of a megabyte at most and not copied."""
        if len(self.data) > _KEPT:
            return self._large_blocks()
        if not self._blocks:
            data, pieces = self.data, []
            for start, end, new in self._pieces((*self.edits, *self.texts)):
                pieces.append(data[start:end])
                pieces.append(new)
            self._blocks.append(b"".join(pieces))
        return self._blocks

    def _large_blocks(self) -> Iterator[bytes | memoryview]:
        view = memoryview(self.data)
        small: list[bytes] = []
        size = 0
        for start, end, new in self._pieces((*self.edits, *self.texts)):
            if end - start <= _SMALL:
                small += (self.data[start:end], new)
                size += end - start + len(new)
                if size <= _SMALL:
                    continue
            if size:
                yield b"".join(small)
            small, size = [], 0
            if end - start > _SMALL:
                yield from (view[at : min(at + _BLOCK, end)] for at in range(start, end, _BLOCK))
                small, size = [new], len(new)
        if size:
            yield b"".join(small)

    def outline(self) -> bytes:
        """Return what tells whether the part is well-formed.

        Where the old part was, the new one is if, and only if, this is: each piece that is left
        out begins after the end of a row and ends before another begins, so it is balanced, and
        it is the same bytes as before but for escaped character data.
        """
        return self._without_rows(self.edits)

    def touched(self) -> bytes:
        """Return the part without most of the rows in which nothing changed.

        Where much changed, leaving rows out takes longer than whoever looks through them.
        """
        if len(self.texts) > _MANY and self._blocks:
            return self.whole
        return self._without_rows((*self.edits, *self.texts))

    def _without_rows(self, edits: Sequence[Edit]) -> bytes:
        pieces: list[bytes] = []
        data = self.data
        for start, end, new in self._pieces(edits):
            if self.rows and end - start > _SHORT:
                first = data.find(_ROW_ENDS, start, end)
                last = data.rfind(_ROW_BEGINS, start, end)
                if 0 <= first < last:
                    pieces += (data[start : first + len(_ROW_ENDS)], data[last:end], new)
                    continue
            pieces += (data[start:end], new)
        return b"".join(pieces)

    def _pieces(self, edits: Sequence[Edit]) -> Iterator[Edit]:
        """Return where the bytes lie that stay, each with what follows them."""
        at = 0
        # Sorting keeps the order of what is put in at one place.
        for start, end, new in sorted(edits, key=itemgetter(0, 1)):
            if start < at:
                raise ChangesMeetError("two changes meet")
            yield at, start, new
            at = end
        yield at, len(self.data), b""

    def packed(self, level: int) -> tuple[int, bytes]:
        """Return the CRC, and the bytes compressed; at level 0 as they are."""
        packer = zlib.compressobj(level, zlib.DEFLATED, -15) if level else None
        crc = 0
        pieces: list[bytes] = []
        for block in self.blocks():
            crc = zlib.crc32(block, crc)
            pieces.append(packer.compress(block) if packer else bytes(block))
        if packer:
            pieces.append(packer.flush())
        return crc, b"".join(pieces)

    def is_packed_in(self, packed: memoryview, crc: int, *, compressed: bool) -> bool:
        """Return whether compressed bytes are those of the part, and a CRC is its."""
        found = at = 0
        unpacker = Unpacker(packed)
        for block in self.blocks():
            piece = unpacker.take(len(block)) if compressed else bytes(packed[at : at + len(block)])
            if piece != bytes(block):  # two bytes objects are compared much quicker than a view
                return False
            found = zlib.crc32(piece, found)
            at += len(block)
        whole = unpacker.is_done if compressed else at == len(packed)
        return whole and found == crc
