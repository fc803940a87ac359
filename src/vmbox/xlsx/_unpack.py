"""Compressed bytes unpacked a piece at a time, without a copy of what is still packed."""

from __future__ import annotations

import zlib
from typing import Final

_FED: Final = 1 << 16


class Unpacker:
    """Unpacks raw deflate data; `zlib.error` where it is damaged."""

    def __init__(self, packed: memoryview) -> None:
        self._packed = packed
        self._at = 0
        self._rest: bytes | memoryview = b""
        self._unpacker = zlib.decompressobj(-15)

    def take(self, size: int) -> bytes:
        """Return the next bytes, fewer than asked for only at the end."""
        pieces: list[bytes] = []
        while size and not self._unpacker.eof:
            fed = self._rest
            if not fed:
                fed = self._packed[self._at : self._at + _FED]
                self._at += len(fed)
            piece = self._unpacker.decompress(fed, size)
            self._rest = self._unpacker.unconsumed_tail
            if not piece and not fed:
                break  # cut short
            pieces.append(piece)
            size -= len(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    @property
    def is_done(self) -> bool:
        """Whether the end was reached, with nothing after it."""
        if not self._unpacker.eof and self.take(1):
            return False
        return self._unpacker.eof
