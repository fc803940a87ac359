"""An extract opened: its heading found, its rows as text that know their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from vmbox.errors import DataError, NotAWorkbook, NotInWorkbook
from vmbox.tables.extract import RawExtract, open_extract

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def lacking(cells: Sequence[str]) -> dict[str, str]:
    return {name: f"for {name}" for name in ("Code", "Amount") if name not in cells}


def wanted(cells: Sequence[str]) -> tuple[set[int], set[int]]:
    return {cells.index("Amount")}, {cells.index("Code")}


def opened(path: Path, text: str, **more: object) -> RawExtract:
    path = path / "ledger.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return open_extract(path, lacking, wanted, **more)  # type: ignore[arg-type]


def test_the_heading_is_found_below_titles_and_rows_count_as_lines_do(tmp_path: Path) -> None:
    raw = opened(tmp_path, "Ledger\n\nCode,Amount\n0412,1.50\n\n0413,2\n")
    assert raw.heading.line == 3
    assert [row.cells[0] for row in raw.above] == ["Ledger"]
    assert raw.frame.index.tolist() == [4, 5, 6]
    assert raw.frame[0].tolist() == ["0412", "", "0413"]
    assert raw.frame[1].tolist()[::2] == [1.5, 2.0]


def test_amounts_are_text_where_one_of_them_is_no_plain_decimal(tmp_path: Path) -> None:
    raw = opened(tmp_path, "Code,Amount\n1,1.50\n2,(2.00)\n")
    assert raw.frame[1].tolist() == ["1.50", "(2.00)"]
    powers = opened(tmp_path, "Code,Amount\n1,1.50\n2,1.2E+05\n")
    assert powers.frame[1].tolist() == ["1.50", "1.2E+05"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_any_system_ends_them(tmp_path: Path, end: str) -> None:
    raw = opened(tmp_path, end.join(["Code,Amount", "a,1", "b,2"]))
    assert raw.frame[0].tolist() == ["a", "b"]
    assert raw.frame.index.tolist() == [2, 3]


def test_the_row_of_the_heading_can_be_given(tmp_path: Path) -> None:
    text = "Code,Amount\nx,1\nCode,Amount\ny,2\n"
    assert opened(tmp_path, text, header=3).frame[0].tolist() == ["y"]
    with pytest.raises(DataError, match="row 2: no heading with a column for Code and for Amount"):
        opened(tmp_path, text, header=2)
    with pytest.raises(DataError, match="row 9 is blank or not there"):
        opened(tmp_path, text, header=9)


def test_a_heading_without_rows_has_none(tmp_path: Path) -> None:
    assert len(opened(tmp_path, "Code,Amount").frame) == 0


def test_a_sheet_that_is_not_there_and_a_damaged_workbook_are_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Code", "Amount"])
    book.save(tmp_path / "ledger.xlsx")
    with pytest.raises(NotInWorkbook, match="Did you mean 'Sheet'"):
        open_extract(tmp_path / "ledger.xlsx", lacking, wanted, sheet="Sheets")
    (tmp_path / "cut.xlsx").write_bytes((tmp_path / "ledger.xlsx").read_bytes()[:900])
    with pytest.raises(NotAWorkbook):
        open_extract(tmp_path / "cut.xlsx", lacking, wanted)
