"""What a series of values is: numbers in order, NaN where a week is missing."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from vmbox.errors import SeriesError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = "NDArray[np.float64]"
Flags: TypeAlias = "NDArray[np.bool_]"
Positions: TypeAlias = "NDArray[np.intp]"

# pandas' own words for "missing" are known by name, for this room imports numpy only.
_MISSING_TYPES = {"NAType", "NaTType", "NoneType", "MaskedConstant"}


# Beyond any measure; larger numbers would overflow in squares and sums.
_LARGEST = 1e100


def read_series(values: ArrayLike | Any, name: str = "values") -> Floats:
    """Return one series as a float array, with NaN where a value is missing.

    Parameters
    ----------
    values
        One-dimensional array-like; None, NaN and pandas' NA are missing.
    name
        What the values are called in an error message.

    Raises
    ------
    SeriesError
        Not one-dimensional; text, a date or anything else that is no number; an infinite value.
        The message names the position, counted from 0.
    """
    array = _as_array(values)
    if array.ndim != 1:
        raise SeriesError(
            f"{name} must be one series, a one-dimensional row of numbers, but came with "
            f"{array.ndim} dimensions. Judge several series at once with analyse_many."
        )
    return _finite(_as_floats(array, name), name)


def read_table(values: ArrayLike | Any, name: str = "values") -> Floats:
    """Return several series (one a row) as a float array of series x weeks; NaN is missing."""
    array = _as_array(values)
    if array.ndim != 2:  # noqa: PLR2004
        raise SeriesError(
            f"{name} must be a table of series x weeks (two dimensions, padded with NaN), but "
            f"came with {array.ndim}. Judge a single series with analyse."
        )
    return _finite(_as_floats(array, name), name)


def _as_array(values: Any) -> NDArray[Any]:
    if isinstance(values, np.ma.MaskedArray):
        kept: NDArray[Any] = np.asarray(values).astype(object)
        kept[np.ma.getmaskarray(values)] = None
        return kept
    if hasattr(values, "__array__"):
        array = np.asarray(values)
        if array.dtype.kind in "fiub":
            return array
    # Through objects, so that a number beside a text is not turned into a text itself.
    return np.asarray(values, dtype=object)


def _as_floats(array: NDArray[Any], name: str) -> Floats:
    if array.dtype.kind in "fiub":
        with np.errstate(over="ignore"):  # what overflows is refused as infinite
            return array.astype(np.float64)
    floats = np.empty(array.shape, dtype=np.float64)
    for where, value in np.ndenumerate(array):
        floats[where] = _as_float(value, name, where)
    return floats


def _as_float(value: Any, name: str, where: tuple[int, ...]) -> float:
    if type(value).__name__ in _MISSING_TYPES:
        return float("nan")
    if not isinstance(value, str | bytes):
        with suppress(TypeError, ValueError, OverflowError):
            return float(value)
    raise SeriesError(
        f"{position(name, where)} is {value!r}, which is no number. "
        "Give a number, or NaN where the week is missing."
    )


def _finite(floats: Floats, name: str) -> Floats:
    # The extremes first, which need no memory of their own however many values there are.
    high = np.fmax.reduce(floats, axis=None, initial=0.0)
    low = np.fmin.reduce(floats, axis=None, initial=0.0)
    if max(high, -low) > _LARGEST:
        where = tuple(np.argwhere(np.abs(floats) > _LARGEST)[0])
        size = "infinite" if np.isinf(floats[where]) else f"{floats[where]:g}, too large to judge"
        raise SeriesError(
            f"{position(name, where)} is {size}. Give a number, or NaN where the week is missing."
        )
    return floats


def position(name: str, where: tuple[int, ...]) -> str:
    """Return how a position reads in a message: ``values[3]`` or ``values[3, 12]``."""
    return f"{name}[{', '.join(str(int(step)) for step in where)}]"


def read_number(value: Any, name: str) -> float | None:
    """Return one finite number, or None where none was given (None, NaN).

    Raises
    ------
    SeriesError
        It is no number, or too large to judge.
    """
    if value is None:
        return None
    number = float("inf")
    if not isinstance(value, str | bytes):
        with suppress(TypeError, ValueError, OverflowError):
            number = float(value)
    if abs(number) > _LARGEST:
        raise SeriesError(f"{name} must be one finite number or None, not {value!r}.")
    return None if np.isnan(number) else number


def in_turn(values: Any, name: str) -> list[Any]:
    """Return what a collection holds, in order.

    Raises
    ------
    SeriesError
        It is no collection, as a single position would be.
    """
    try:
        return list(values)
    except TypeError:
        raise SeriesError(
            f"{name} must be a collection, such as [12, 30], not {values!r}."
        ) from None


def leave_out(series: Floats, exclude: Iterable[int]) -> Floats:
    """Return the series with NaN at the positions to leave out.

    Raises
    ------
    SeriesError
        One of them is no position of the series.
    """
    kept = series.copy()
    for where in in_turn(exclude, "exclude"):
        is_position = isinstance(where, int | np.integer) and not isinstance(where, bool)
        if not is_position or not 0 <= where < len(series):
            there_are = f"positions from 0 to {len(series) - 1}" if len(series) else "no position"
            raise SeriesError(f"exclude must name {there_are}, not {where!r}.")
        kept[where] = np.nan
    return kept
