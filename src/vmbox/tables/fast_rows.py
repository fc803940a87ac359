"""The rows of a large text, read in pieces at once: text as it stands, amounts as numbers."""

from __future__ import annotations

import io
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Literal

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable

# Bytes of a large text that are read at a time.
_PIECE: Final = 8_000_000


def read_rows(
    body: bytes, at: int, delimiter: str, width: int, numbers: Collection[int]
) -> pd.DataFrame:
    """Return the rows of UTF-8 text from a place on, its columns numbered from 0.

    Columns of `numbers` are numbers where all their cells are plain decimals, NaN for a blank
    one; else they are text, as all others are.

    Raises
    ------
    pandas.errors.ParserError
        A row has more than `width` cells, or a quotation mark lacks its partner; or a cell with a
        line break stands where two pieces meet.
    """
    # A plain decimal is exact as a float, for whole pence come back from it to the penny; one
    # written in powers of ten (1.2E+05) has lost its pence, and stays text.
    powers = b"+" in body and (b"E+" in body or b"e+" in body)
    pieces = [
        _Piece(body, start, end, delimiter, width, frozenset(numbers))
        for start, end in pairwise(_cuts(body, at))
    ]
    if len(pieces) == 1:
        return pieces[0].read(as_text=powers)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        frames = list(pool.map(lambda piece: piece.read(as_text=powers), pieces))
    if any(_words(frame, numbers) for frame in frames):
        # What is text in one piece is text in all: 1.50 there is no longer the number 1.5.
        frames = [
            frame if _words(frame, numbers) == set(numbers) else piece.read(as_text=True)
            for frame, piece in zip(frames, pieces, strict=True)
        ]
    whole: pd.DataFrame = pd.concat(frames, ignore_index=True)
    return whole


def _cuts(body: bytes, at: int) -> list[int]:
    """Where the pieces begin, and where the last one ends."""
    cuts = [at]
    while len(body) - cuts[-1] > 2 * _PIECE and (cut := body.find(b"\n", cuts[-1] + _PIECE) + 1):
        cuts.append(cut)
    return [*cuts, len(body)]


def _words(frame: pd.DataFrame, numbers: Collection[int]) -> set[int]:
    """The columns of numbers that came out as text."""
    return {column for column in numbers if not pd.api.types.is_numeric_dtype(frame[column])}


@dataclass(frozen=True)
class _Piece:
    """Some rows of a text."""

    body: bytes
    start: int
    end: int
    delimiter: str
    width: int
    numbers: frozenset[int]

    def read(self, *, as_text: bool) -> pd.DataFrame:
        """Return the rows; a column of numbers that are not all plain is text by itself."""
        # A first row of words keeps codes text: of digits alone pandas makes 0412 a number.
        words = ("" if column in self.numbers else "text" for column in range(self.width))
        first = (self.delimiter.join(words) + "\n").encode()
        kinds: dict[Hashable, Literal["str"]] = {}
        if as_text:
            kinds = dict.fromkeys(self.numbers, "str")
        nothing: dict[Any, list[str]] = {column: [""] for column in self.numbers}
        frame = pd.read_csv(
            _Part(first, self.body, self.start, self.end),
            sep=self.delimiter,
            header=None,
            names=list(range(self.width)),
            dtype=kinds,
            keep_default_na=False,
            na_values=nothing,
            skip_blank_lines=False,
            low_memory=False,
        ).iloc[1:]
        if any(frame[column].dtype == bool for column in self.numbers):
            return self.read(as_text=True)
        return frame


class _Part(io.BytesIO):
    """Bytes from one place to another, with others before them, and no copy of either."""

    def __init__(self, first: bytes, body: bytes, start: int, end: int) -> None:
        super().__init__(body)
        self.seek(start)
        self._first = first
        self._left = end - start

    def read(self, size: int | None = -1, /) -> bytes:
        """Return the next bytes, the first ones by themselves."""
        if self._first:
            first, self._first = self._first, b""
            return first
        whole = size is None or size < 0 or size > self._left
        read = super().read(self._left if whole else size)
        self._left -= len(read)
        return read
