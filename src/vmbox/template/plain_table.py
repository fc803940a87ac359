"""Writes a plain table as a workbook: one Excel Table that can be filtered, and nothing else."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from vmbox.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from xlsxwriter.worksheet import Worksheet

# Excel's rows, less the one with the headings.
MOST_ROWS: Final = 1_048_575
_DATE: Final = "yyyy-mm-dd"
_NARROWEST, _WIDEST = 8, 48
# Room for the arrow of the filter beside a heading.
_ARROW: Final = 3
_LOOKED_AT: Final = 2_000


def write_plain_table(frame: pd.DataFrame, path: Path, *, name: str) -> None:
    """Write the frame as the Excel Table of that name.

    Text stays text, also where it begins like a formula or an address.

    Raises
    ------
    DataError
        It has more rows than an Excel sheet; says what to do.
    """
    refuse_too_long(len(frame))
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = xlsxwriter.Workbook(str(path), options)
    # A Table's name has neither blanks nor signs, and begins with a letter or this.
    title = "".join(one if one.isalnum() else "_" for one in name)
    title = title if title[:1].isalpha() else f"_{title}"
    sheet = workbook.add_worksheet(title[:31])
    dates = workbook.add_format({"num_format": _DATE, "align": "left"})
    for place, column in enumerate(frame.columns):
        _write_column(sheet, place, frame[column], dates)
        sheet.set_column(place, place, _width(str(column), frame[column]))
    sheet.add_table(
        *(0, 0, max(len(frame), 1), len(frame.columns) - 1),
        {
            "name": title,
            "style": "Table Style Light 9",
            "columns": [{"header": str(column)} for column in frame.columns],
        },
    )
    sheet.freeze_panes(1, 0)
    try:
        workbook.close()
    except xlsxwriter.exceptions.FileCreateError as problem:
        # It wraps what the system said, which is told in words elsewhere.
        raise OSError(*problem.args[0].args) from problem


def refuse_too_long(rows: int) -> None:
    """Raise DataError where so many rows do not fit an Excel sheet."""
    if rows > MOST_ROWS:
        raise DataError(
            f"An Excel sheet holds {MOST_ROWS:,} rows, and there are {rows:,} or more. Write a "
            ".csv, .parquet or .duckdb file, or collect fewer workbooks at a time."
        )


def _write_column(sheet: Worksheet, place: int, column: pd.Series[Any], dates: Any) -> None:
    kind = getattr(column.dtype, "kind", "O")
    there = column.notna().to_numpy()
    if kind == "M":
        for row, moment in enumerate(column.dt.to_pydatetime() if len(column) else (), 1):
            if there[row - 1]:
                sheet.write_datetime(row, place, moment, dates)
    elif kind in "fiu":
        for row, number in enumerate(column.tolist(), 1):
            if there[row - 1] and math.isfinite(number):
                sheet.write_number(row, place, number)
    else:
        for row, word in enumerate(column.tolist(), 1):
            if there[row - 1] and word != "":
                sheet.write_string(row, place, str(word))


def _width(heading: str, column: pd.Series[Any]) -> int:
    """Return the width that shows the heading and the first values, within reason."""
    if getattr(column.dtype, "kind", "O") == "M":
        longest = len(_DATE) + 1
    else:
        longest = max((len(str(one)) for one in column.head(_LOOKED_AT).unique()), default=0)
    return min(max(len(heading) + _ARROW, longest + 1, _NARROWEST), _WIDEST)
