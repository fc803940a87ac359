"""Amounts as ledgers print them, read into whole pence: exactly, or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import compress
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from vmbox.value.money import MOST_PENCE, PENCE_A_POUND

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_DIGITS: Final = r"(?:\d{1,3}(?:,\d{3})+|\d+)"
# What a million rows may be without a look at each by itself; no digits but 0 to 9.
_PLAIN: Final = rf"(?:-?{_DIGITS}\.\d\d|\({_DIGITS}\.\d\d\))".replace(r"\d", "[0-9]")
_PENCE_DIGITS: Final = str.maketrans("(", "-", ",.)")
_MOST_DIGITS: Final = 20
_AMOUNT: Final = re.compile(
    rf"(?P<number>{_DIGITS}(?:\.\d*)?|\.\d+|\d{{1,3}}(?: \d{{3}})+(?:\.\d*)?)"
    r"(?P<power>[eE]-?\d{1,3})?",
    re.ASCII,
)
_POWER: Final = re.compile(r"-?\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
_SIDE: Final = re.compile(r"\s*(?P<side>CR|DR)\.?$", re.IGNORECASE)
_CURRENCY: Final = re.compile(r"£|GBP", re.IGNORECASE)
_LOOK_ALIKES: Final = str.maketrans(
    {"−": "-", "–": "-", "—": "-", "\N{NO-BREAK SPACE}": " ", "\N{THIN SPACE}": " "}
    | {"\N{NARROW NO-BREAK SPACE}": " ", "\N{FULLWIDTH POUND SIGN}": "£"}
)
_NOTHING: Final = frozenset({"", "-", "--", "£-", "nil"})
# A float's last bits, in pence: 1234.5600000000001 is 1,234.56, and nobody rounded it.
_NOISE: Final = Decimal("0.0001")


@dataclass(frozen=True, eq=False)
class Amounts:
    """A column of amounts.

    Attributes
    ----------
    pence
        Whole pence; 0 where there is no amount.
    known
        Where there is an amount, though it may be nought. A dash is an amount of nought.
    wrong
        What is wrong with the cells that are no amounts, in words, by position.
    rounded
        Where the amount was finer than a penny, and is rounded, half a penny away from zero.
    """

    pence: NDArray[np.int64]
    known: NDArray[np.bool_]
    wrong: dict[int, str]
    rounded: NDArray[np.bool_]


def read_amounts(column: pd.Series) -> Amounts:
    """Return a column of amounts in pence: numbers, or text as people and systems write it.

    1234.56, £1,234.56, (1,234.56), -1,234.56, 1,234.56-, 1,234.56 CR. A comma parts thousands and
    stands before three digits, never anywhere else: 12,34 and 1.234,56 are no amounts here. Nor is
    1.2E+05, of which Excel has dropped the pence; 1.2E5, as some systems write it, is exact.
    """
    if pd.api.types.is_numeric_dtype(column.dtype) and column.dtype != bool:
        return _from_numbers(column)
    # Amounts recur; every distinct one is read once. A blank cell has the last code, -1.
    codes, distinct = pd.factorize(column)
    words = pd.Series(distinct).astype("str")
    texts = [*map(str, words.tolist()), ""]
    made = _empty(len(texts))
    odd = _read_plain(texts, _are_plain(words), made)
    _read_odd([texts[at] for at in odd], odd, made)
    wrong = np.zeros(len(texts), dtype=bool)
    wrong[list(made.wrong)] = True
    places = np.flatnonzero(wrong[codes])
    return Amounts(
        made.pence[codes],
        made.known[codes],
        {int(at): made.wrong[int(codes[at])] for at in places},
        made.rounded[codes],
    )


def pence_of_text(text: str) -> tuple[int | None, bool]:
    """Return the pence of a written amount, None for a blank one, and whether it was rounded.

    Raises
    ------
    ValueError
        It is no amount; says so in words.
    """
    plain = " ".join(text.translate(_LOOK_ALIKES).split())
    if plain.casefold() in _NOTHING:
        return (0 if plain else None), False
    if _POWER.fullmatch(plain):
        raise ValueError(f"'{text.strip()}' has lost its pence: format the column as a number")
    body, minus = _without_signs(plain)
    found = _AMOUNT.fullmatch(body)
    if found is None or minus > 1:
        raise ValueError(f"'{text.strip()}' is no amount")
    exact = Decimal(re.sub(r"[, ]", "", body)) * PENCE_A_POUND
    if exact >= MOST_PENCE:
        raise ValueError(f"'{text.strip()}' is too large an amount")
    whole = exact.quantize(Decimal(1), ROUND_HALF_UP)
    return (-int(whole) if minus else int(whole)), abs(whole - exact) > _NOISE


def _without_signs(text: str) -> tuple[str, int]:
    """The digits of an amount, and how often it is said to be negative."""
    minus = 0
    if side := _SIDE.search(text):
        text = text[: side.start()].strip()
        minus += side["side"].upper() == "CR"
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
        minus += 1
    text = _CURRENCY.sub("", text, count=1).strip()
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
        minus += 1
    if text[:1] in "+-" or text[-1:] == "-":
        minus += text[:1] == "-" or text[-1:] == "-"
        text = (text[1:] if text[:1] in "+-" else text[:-1]).strip()
    return _CURRENCY.sub("", text, count=1).strip(), minus


def _empty(rows: int) -> Amounts:
    return Amounts(
        np.zeros(rows, dtype=np.int64),
        np.zeros(rows, dtype=bool),
        {},
        np.zeros(rows, dtype=bool),
    )


def _from_numbers(column: pd.Series) -> Amounts:
    made = _empty(len(column))
    values = column.to_numpy(dtype=np.float64, na_value=np.nan)
    known = ~np.isnan(values)
    made.known[:] = known
    small = known & (np.abs(values) < MOST_PENCE / PENCE_A_POUND)
    with np.errstate(invalid="ignore", over="ignore"):
        near = np.rint(values * PENCE_A_POUND)
        # A number with two decimals is the float next to it, and whole pence lead back to it.
        exact = small & (near / PENCE_A_POUND == values)
        np.copyto(made.pence, near, casting="unsafe", where=exact)
    odd = np.flatnonzero(known & ~exact).tolist()
    made.known[odd] = False
    _read_odd([_decimal_text(values[at]) for at in odd], odd, made)
    return made


def _decimal_text(value: float) -> str:
    """A float's shortest digits, written out without powers of ten."""
    return format(Decimal(repr(float(value))), "f") if np.isfinite(value) else str(value)


def _are_plain(words: pd.Series) -> NDArray[np.bool_]:
    """Which texts are plainly amounts; and that the blank one, which comes after them, is not."""
    short = words.str.len() < _MOST_DIGITS
    plain = (words.str.fullmatch(_PLAIN) & short).to_numpy(dtype=bool)
    return np.append(plain, False)


def _read_plain(texts: list[str], plain: NDArray[np.bool_], made: Amounts) -> list[int]:
    """Read what is plainly an amount, all at once; return the places of what is not."""
    chosen = list(compress(texts, plain.tolist()))
    if chosen:
        # Without comma and point the digits are whole pence: no float comes near them.
        digits = "\n".join(chosen).translate(_PENCE_DIGITS)
        made.pence[plain] = np.fromstring(digits, dtype=np.int64, sep="\n")
        made.known[plain] = True
    return [int(at) for at in np.flatnonzero(~plain)]


def _read_odd(texts: list[str], places: Sequence[int], made: Amounts) -> None:
    """Read cells one by one."""
    for text, at in zip(texts, places, strict=True):
        try:
            value, made.rounded[at] = pence_of_text(text)
        except ValueError as error:
            made.wrong[at] = str(error)
            continue
        made.known[at], made.pence[at] = value is not None, value or 0
