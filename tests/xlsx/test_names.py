"""Columns and names are called otherwise, and everything that calls them follows."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from decorated import decorate
from xlsx_parts import plain_parts

from vmbox.errors import EditRefused
from vmbox.xlsx import edit, lint, read_book
from vmbox.xlsx._formulas import renamed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from xlsx_parts import MakeZip


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("SUM(T[a])+U[a]+xT[a]", "SUM(T[b]])+U[a]+xT[a]"),
        ("t[[#This Row],[A]]*T[[a]:[c]]", "t[[#This Row],[b]]]*T[[b]]:[c]]"),
        ("T[[#All],[aa]]", "T[[#All],[aa]]"),
    ],
)
def test_structured_references_follow_a_column(formula: str, expected: str) -> None:
    assert renamed(formula, "T", "a", "b]") == expected.replace("b]", "b']")


def test_a_name_with_brackets_is_told_apart() -> None:
    assert renamed("T[a '[1'] '#]*2", "T", "a [1] #", "plain") == "T[plain]*2"


def test_a_renamed_column_is_renamed_everywhere(
    tmp_path: Path, validate: Callable[[Path], list[str]]
) -> None:
    path = decorate(tmp_path / "decorated.xlsm")
    with edit(path) as book:
        book.tables["tblFalls"].rename_column("Falls & slips", "Harm\n& #1")
    read = read_book(path)
    assert read.tables["tblFalls"].columns == ("Week", "Harm\n& #1", "Double")
    assert read.sheets[0].cell(3, 3).formula == "tblFalls[[#This Row],[Harm\n& '#1]]*2"
    assert read.sheets[1].cell(1, 0).formula == "SUM(tblFalls[Harm\n& '#1])"
    with zipfile.ZipFile(path) as file:
        table = file.read("xl/tables/table1.xml").decode()
    assert 'name="Harm_x000a_&amp; #1"' in table
    assert lint(path) == []
    assert validate(path) == []


def test_a_column_cannot_have_anothers_name_or_none(tmp_path: Path) -> None:
    path = decorate(tmp_path / "decorated.xlsm")
    with edit(path) as book:
        for new in ("week", " ", "x" * 256):
            with pytest.raises(EditRefused, match="cannot be called"):
                book.tables["tblFalls"].rename_column("Double", new)


def test_columns_are_renamed_apart_from_other_changes(tmp_path: Path) -> None:
    path = decorate(tmp_path / "decorated.xlsm")

    def both() -> None:
        with edit(path) as book:
            book.tables["tblFalls"].rename_column("Double", "Twice")
            book.sheets[0].set("Z1", 1)

    with pytest.raises(EditRefused, match="apart from other changes"):
        both()


def test_names_are_put_back_or_added(make_zip: MakeZip) -> None:
    path = make_zip(plain_parts("<sheetData/>"))
    with edit(path) as book:
        book.define_name("bsSchema", "=S!$A$1")
    with edit(path) as book:
        book.define_name("bsschema", "S!$B$2")
        book.define_name("Other", 'IF(S!$A$1<2,"a&b",0)')
    assert read_book(path).names == {"bsSchema": "S!$B$2", "Other": 'IF(S!$A$1<2,"a&b",0)'}
    before = path.read_bytes()
    with edit(path) as book:
        book.define_name("bsSchema", "S!$B$2")
        for name in ("A1", "two words", ""):
            with pytest.raises(EditRefused, match="cannot be defined"):
                book.define_name(name, "S!$A$1")
    assert path.read_bytes() == before
    assert lint(path) == []
