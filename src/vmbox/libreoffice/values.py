"""Blocks of values: what Python has, what a cell holds, and one call between the two.

UNO gives numbers and texts alone. Whether a number is a date or a truth value its format says, and
a cell in error comes without a value; so reading asks for the formats as well, and for the kind of
error only where there is one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from vmbox.errors import DataError
from vmbox.libreoffice import forms, typed
from vmbox.libreoffice.formulas import to_calc
from vmbox.libreoffice.process import service

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vmbox.libreoffice.remote import Remote

Value = float | str | bool | int | dt.datetime | None
Rows = tuple[tuple[Value, ...], ...]
_DAY = dt.timedelta(days=1)
_FIRST_YEAR = 1900
_LONGEST = 32_767
# LibreOffice's numbers of errors, as Excel names them.
_ERRORS = {
    502: "#VALUE!",
    503: "#NUM!",
    504: "#REF!",
    519: "#VALUE!",
    521: "#NULL!",
    523: "#NUM!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
    32767: "#N/A",
}
ERROR_NAMES = {code: name for name, code in typed.ERRORS.items()}


# ------------------------------------------------------------------ Python's values
def prepared(value: Any) -> Any:
    """Return a value of Python as the engine takes it; "" for whatever stands for nothing."""
    if value is None or value is pd.NaT or value is pd.NA:
        return ""
    if isinstance(value, (str, typed.Shown)):
        return value
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, float, Decimal, np.number)):
        return _number(value)
    if isinstance(value, (dt.date, np.datetime64)):
        return _moment(value)
    if isinstance(value, (dt.time, dt.timedelta)):
        return _clock(value)
    raise DataError(
        f"A cell cannot hold {type(value).__name__} ({str(value)[:40]!r}): give a number, a text, "
        "a date or a truth value."
    )


def _number(value: Any) -> float | str:
    try:
        number = float(value)
    except OverflowError:
        number = np.inf
    if np.isinf(number):
        raise DataError(f"A cell cannot hold {str(value)[:20]}: no number of Excel is so large.")
    return "" if np.isnan(number) else number


def _clock(value: dt.time | dt.timedelta) -> typed.Shown:
    """A time of day or a duration, as the part of a day that it is."""
    if isinstance(value, dt.timedelta):
        return typed.Shown(value / _DAY, "[h]:mm:ss")
    seconds = value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
    return typed.Shown(seconds / 86400, "hh:mm:ss")


def _moment(value: Any) -> dt.datetime:
    """A date or moment without its time zone, as Excel keeps it."""
    if isinstance(value, np.datetime64):
        value = pd.Timestamp(value)
    if isinstance(value, pd.Timestamp):
        value = value.to_pydatetime(warn=False)
    if value.year < _FIRST_YEAR:
        raise DataError(f"A cell cannot hold {value}: Excel's dates begin in {_FIRST_YEAR}.")
    if not isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001
    return value.replace(tzinfo=None)


# ------------------------------------------------------------------ reading
def read_block(cells: Any, book_forms: forms.Forms, day_zero: dt.datetime, context: Remote) -> Rows:
    """Return what a block of cells holds; errors as the numbers that Excel has for them."""
    data = cells.getDataArray()
    rows = [list(row) for row in data]
    flat = [value for row in data for value in row]
    if any(isinstance(value, float) for value in flat):
        _give_kinds(rows, cells, book_forms, day_zero)
    if any(value is None for value in flat):
        _name_errors(rows, cells, context)
    return tuple(map(tuple, rows))


def _give_kinds(
    rows: list[list[Any]], cells: Any, book_forms: forms.Forms, day_zero: dt.datetime
) -> None:
    """Make dates and truth values of the numbers that are formatted so."""
    address = None
    for key, (top, left, bottom, right) in book_forms.areas(cells):
        kind = book_forms.kind(key)
        if kind not in {forms.DATE, forms.TRUTH}:
            continue
        address = address or cells.RangeAddress
        for row in rows[top - address.StartRow : bottom - address.StartRow + 1]:
            for place in range(left - address.StartColumn, right - address.StartColumn + 1):
                if isinstance(row[place], float):
                    row[place] = _of_kind(row[place], kind, day_zero)


def _of_kind(number: float, kind: str, day_zero: dt.datetime) -> Value:
    if kind == forms.TRUTH:
        return bool(number) if number in {0.0, 1.0} else number
    try:
        # As fine as Excel keeps it.
        return day_zero + dt.timedelta(milliseconds=round(number * 86_400_000))
    except OverflowError:
        return number


def _name_errors(rows: list[list[Any]], cells: Any, context: Remote) -> None:
    """Put the numbers of Excel's errors where a value is missing.

    #N/A, which charts live on, is found by one question for the whole block; others one by one.
    """
    asked = service(context, "com.sun.star.sheet.FunctionAccess").callFunction("ISNA", (cells,))
    absent = asked if isinstance(asked, tuple) else ((asked,),)
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            if value is None:
                missing = absent[number][place]
                code = 32767 if missing else cells.getCellByPosition(place, number).getError()
                row[place] = typed.ERRORS[_ERRORS.get(code, "#VALUE!")]


# ------------------------------------------------------------------ writing
@dataclass
class Block:
    """What is to be written: the block itself, and the formats that it brings.

    Attributes
    ----------
    rows
        Numbers, texts and formulas, the last as `typed.Formula`.
    shown
        The cells that bring a format with them, by row and column in the block.
    """

    rows: list[list[Any]] = field(default_factory=list)
    shown: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def formulas(self) -> bool:
        """Whether there is any formula among them."""
        return any(isinstance(value, typed.Formula) for row in self.rows for value in row)


def block_of(
    data: Sequence[Sequence[Any]], literal: frozenset[tuple[int, int]], day_zero: dt.datetime
) -> Block:
    """Return the block that cells hold after the values were put into them.

    Parameters
    ----------
    literal
        The cells formatted as text, where nothing is made of what is written.
    """
    block = Block()
    for number, row in enumerate(data):
        block.rows.append(
            [
                _cell(block, (number, place), value, literal, day_zero)
                for place, value in enumerate(row)
            ]
        )
    return block


def _cell(
    block: Block,
    place: tuple[int, int],
    value: Any,
    literal: frozenset[tuple[int, int]],
    day_zero: dt.datetime,
) -> Any:
    value = prepared(value)
    if place in literal:
        return _as_text(value)
    if isinstance(value, str) and value:
        if len(value) > _LONGEST:
            raise DataError(
                f"A cell cannot hold a text of {len(value):,} characters ({value[:20]!r}...): "
                f"{_LONGEST:,} at most."
            )
        value = typed.read(value)
    if isinstance(value, typed.Shown):
        if value.form:
            block.shown[place] = value.form
        value = value.value
        return _serial(value, day_zero) if isinstance(value, dt.datetime) else value
    if isinstance(value, bool):
        block.shown[place] = forms.BOOLEAN
        return float(value)
    if isinstance(value, dt.datetime):
        whole = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
        block.shown[place] = typed.DATE if whole else typed.MOMENT
        return _serial(value, day_zero)
    return value


def _serial(moment: dt.datetime, day_zero: dt.datetime) -> float:
    return (moment - day_zero) / _DAY


def _as_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, typed.Shown):
        value = value.value
    if isinstance(value, dt.datetime):
        return value.isoformat(" ")
    return f"{value:.15g}"


def put(cells: Any, block: Block) -> None:
    """Write a block in one call."""
    if block.formulas:
        cells.setFormulaArray(tuple(tuple(map(_as_formula, row)) for row in block.rows))
    else:
        cells.setDataArray(tuple(map(tuple, block.rows)))
    for number, row in enumerate(block.rows):
        for place, value in enumerate(row):
            if isinstance(value, str) and _leaves_a_format(value, block):
                block.shown[number, place] = forms.GENERAL


def _as_formula(value: Any) -> str:
    if isinstance(value, typed.Formula):
        return to_calc(value.words)
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)  # noqa: PLR2004
    return f"'{value}" if _would_change(value) else str(value)


def _leaves_a_format(text: str, block: Block) -> bool:
    """Whether the format of text stays behind with a text that looks otherwise: not so in Excel."""
    return _would_change(text) if block.formulas else text.startswith("=")


def _would_change(text: str) -> bool:
    """Whether a text that is meant as it is would be read as something else."""
    return text.startswith(("'", "=")) or bool(text and not isinstance(typed.read(text), str))


def rectangles(places: Iterable[tuple[int, int]]) -> list[forms.Area]:
    """Return rectangles that hold exactly these cells, columns first: few for what is regular."""
    columns: dict[int, list[int]] = {}
    for row, column in sorted(places):
        columns.setdefault(column, []).append(row)
    runs: dict[tuple[int, int], list[int]] = {}
    for column, rows in sorted(columns.items()):
        for run in _runs(rows):
            runs.setdefault(run, []).append(column)
    found = []
    for (top, bottom), columns_there in runs.items():
        found += [(top, left, bottom, right) for left, right in _runs(columns_there)]
    return found


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Stretches of numbers that follow each other, first and last."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = found[-1][0], number
        else:
            found.append((number, number))
    return found
