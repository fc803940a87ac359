"""Columns of text of which every distinct cell is looked at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray


def tidy(column: pd.Series) -> pd.Categorical:
    """Return a column's text without outer or double spaces; a blank cell is ""."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes, cells = column.cat.codes.to_numpy(), column.cat.categories.tolist()
    else:
        codes, distinct = pd.factorize(column)
        cells = list(distinct)
    words = [" ".join(str(cell).split()) for cell in cells]
    missing = bool((codes < 0).any())
    if not missing and words == cells:
        return pd.Categorical.from_codes(codes, pd.Index(words, dtype=object))
    return _merged(np.asarray(codes), [*words, ""])


def one_word(word: str, rows: int) -> pd.Categorical:
    """Return a column that says the same in every row."""
    return pd.Categorical.from_codes(np.zeros(rows, dtype=np.int8), pd.Index([word], dtype=object))


def words_of(column: pd.Categorical) -> list[str]:
    """Return the distinct cells of a column, in the order of its codes."""
    return list(column.categories)


def cell(column: pd.Categorical, at: int) -> str:
    """Return the cell of one row."""
    return str(column.categories[column.codes[at]])


def where(column: pd.Categorical, said: Callable[[str], bool]) -> NDArray[np.bool_]:
    """Return the rows whose cell is as `said` has it."""
    fits = np.array([said(word) for word in words_of(column)], dtype=bool)
    found: NDArray[np.bool_] = fits[column.codes]
    return found


def filled_down(column: pd.Categorical) -> pd.Categorical:
    """Return a column in which a blank cell says what stands above it."""
    full = ~where(column, lambda word: not word)
    source = np.maximum.accumulate(np.where(full, np.arange(len(full)), 0))
    return pd.Categorical.from_codes(column.codes[source], column.categories)


def together(columns: Sequence[pd.Categorical]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return which combination of cells each row has, and the first row of each combination."""
    keys = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        # A column that says the same everywhere parts nothing.
        if len(column.categories) > 1:
            keys = keys * len(column.categories) + column.codes
    codes, distinct = pd.factorize(keys)
    first = np.full(len(distinct), len(codes), dtype=np.int64)
    # From the last row to the first, so that the first one stays.
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    return np.asarray(codes, dtype=np.int64), first


def _merged(codes: NDArray[Any], words: list[str]) -> pd.Categorical:
    """A column whose words may repeat; a code of -1 is the last word."""
    places, distinct = pd.factorize(np.array(words, dtype=object))
    return pd.Categorical.from_codes(places[codes], pd.Index(distinct, dtype=object))
