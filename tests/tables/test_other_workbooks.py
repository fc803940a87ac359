"""Workbooks that LibreOffice wrote: .ods and .xls."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import openpyxl

from vmbox.tables import read_grids, read_source

if TYPE_CHECKING:
    from pathlib import Path

    from bridge import Office


def test_old_and_open_workbooks_read_as_the_new_one_does(tmp_path: Path, office: Office) -> None:
    new = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["Rowan Ward"])
    book.active.append([])
    book.active.append(["Week", "Falls", "Uptake"])
    book.active.append([dt.date(2026, 3, 2), 3, "12%"])
    book.active.append([dt.date(2026, 3, 9), None, "n/a"])
    book.active.merge_cells("A1:C1")
    book.save(new)
    wanted = read_source(new).values
    for suffix in (".ods", ".xls"):
        path = tmp_path / f"book{suffix}"
        office.open(new)
        office.save(path)
        assert read_grids(path)[0].rows[2] == ("Week", "Falls", "Uptake")
        assert read_grids(path)[0].rows[3][0] == dt.datetime(2026, 3, 2)  # noqa: DTZ001
        read = read_source(path).values
        assert read.drop(columns="where").equals(wanted.drop(columns="where"))
