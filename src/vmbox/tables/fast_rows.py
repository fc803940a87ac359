"""The rows of a large text, read in pieces at once: text as it stands, amounts as numbers."""

from __future__ import annotations

import io
import os
from concurrent.futures import ThreadPoolExecutor
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
    frames = [] if powers else _pieces(body, at, delimiter, width, numbers, as_text=False)
    plain = all(
        pd.api.types.is_numeric_dtype(frame[column]) and frame[column].dtype != bool
        for frame in frames
        for column in numbers
    )
    if not (frames and plain):
        frames = _pieces(body, at, delimiter, width, numbers, as_text=True)
    return pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]


def _pieces(
    body: bytes, at: int, delimiter: str, width: int, numbers: Collection[int], *, as_text: bool
) -> list[pd.DataFrame]:
    """The rows piece by piece, as many at once as there are processors."""
    cuts = [at]
    while len(body) - cuts[-1] > 2 * _PIECE and (cut := body.find(b"\n", cuts[-1] + _PIECE) + 1):
        cuts.append(cut)
    ends = [*cuts[1:], len(body)]
    # A first row of words keeps codes text: of digits alone pandas makes 0412 a number.
    words = ("" if column in numbers else "text" for column in range(width))
    first = (delimiter.join(words) + "\n").encode()
    kinds: dict[Hashable, Literal["str"]] = dict.fromkeys(numbers, "str") if as_text else {}
    nothing: dict[Any, list[str]] = {column: [""] for column in numbers}

    def piece(start: int, end: int) -> pd.DataFrame:
        return pd.read_csv(
            _Part(first, body, start, end),
            sep=delimiter,
            header=None,
            names=list(range(width)),
            dtype=kinds,
            keep_default_na=False,
            na_values=nothing,
            skip_blank_lines=False,
            low_memory=False,
        ).iloc[1:]

    if len(cuts) == 1:
        return [piece(at, len(body))]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(piece, cuts, ends))


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
