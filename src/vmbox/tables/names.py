"""Names as they are compared, and the words that stand for a total instead of a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TOTAL: Final = re.compile(
    r"(?:(?:grand|sub)[\s-]*)?totals?|sum|average|mean|overall|ytd|year to date", re.IGNORECASE
)
_TOTAL_WEEK: Final = re.compile(rf"(?:{_TOTAL.pattern})\b.*", re.IGNORECASE)


def key_of(name: str) -> str:
    """Return a name for comparison, whatever its case and spaces."""
    return " ".join(name.split()).casefold()


def keys_of(words: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return the keys of many names."""
    codes, distinct = pd.factorize(words)
    return np.array([key_of(word) for word in distinct] or [""], dtype=object)[codes]


def is_total_word(word: str) -> bool:
    """Whether a word alone stands for a total: Total cost is a measure's name."""
    return _TOTAL.fullmatch(word.rstrip(" :")) is not None


def is_total(words: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Return which of many words stand for a total."""
    totals = [word for word in pd.unique(words) if is_total_word(word)]
    found: NDArray[np.bool_] = np.isin(words, totals)
    return found


def begins_as_total(text: str) -> bool:
    """Whether what stands where a week belongs is a total, as in Total for March."""
    return _TOTAL_WEEK.fullmatch(text) is not None
