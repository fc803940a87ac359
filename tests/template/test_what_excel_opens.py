"""Nothing in a standard workbook makes Excel repair it, or another program complain.

What the format's schema cannot say is asked here: that formulas stay within Excel's limits and
name only what there is, that what is filled down is whole, that links lead somewhere.
"""

from __future__ import annotations

import re
import warnings
from collections import Counter
from typing import TYPE_CHECKING

import openpyxl
from parts import MAIN, addresses

from vmbox.workbook import layout as at
from vmbox.xlsx import lint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from parts import Workbook

MOST_BYTES = 500_000
MOST_FORMULAS = 40_000
LONGEST_FORMULA = 8_192
DEEPEST = 64
MOST_ARGUMENTS = 255
# What Excel 2016 and LibreOffice 7.4 both have; a newer function needs a prefix and shows #NAME?.
FUNCTIONS = {
    *("ABS", "AND", "COUNT", "EDATE", "IF", "IFERROR", "INDEX", "INT", "ISNUMBER", "MATCH", "MAX"),
    *("MEDIAN", "MIN", "NA", "NOT", "OR", "ROUND", "SEARCH", "SIGN", "SUM", "SUMPRODUCT", "TEXT"),
    *("FIXED", "ISNA", "LARGE", "LEFT", "LOWER", "RIGHT", "SMALL"),
    *("TODAY", "_xlfn.ISFORMULA", "COUNTIF", "COUNTIFS", "ROW", "ROWS", "TRIM", "LEN", "ISTEXT"),
}
WORDS = re.compile(r'"(?:[^"]|"")*"')
QUOTED_SHEET = re.compile(r"'(?:[^']|'')+'!")
CALL = re.compile(r"([A-Za-z_][\w.]*)\(")
SHEET = re.compile(r"(?:'((?:[^']|'')+)'|\b([A-Za-z]\w*))!")
COLUMN = re.compile(r"\b(bs[A-Z]\w*)\[(.*?)\](?![\],:])")
NAME = re.compile(r"\bbs[A-Z]\w*\b(?!\[)")


def bare(formula: str) -> str:
    """A formula without its texts and the names of its columns."""
    return re.sub(r"\[[^\[\]]*\]", "[]", WORDS.sub('""', formula))


def test_it_is_small(workbook: Workbook) -> None:
    assert workbook.path.stat().st_size <= MOST_BYTES
    assert sum(part.count(b"<f") for part in workbook.parts.values()) <= 2 * MOST_FORMULAS
    formulas = sum(
        1
        for sheet in workbook.sheets.values()
        for cell in sheet.cells.values()
        if cell.formula is not None
    )
    assert 0 < formulas <= MOST_FORMULAS


def test_microsofts_validator_has_nothing_against_it(
    workbook: Workbook, validate: Callable[[object], list[str]]
) -> None:
    assert validate(workbook.path) == []


def test_its_parts_agree(workbook: Workbook) -> None:
    assert [str(fault) for fault in lint(workbook.path)] == []


def test_openpyxl_opens_it_without_a_warning(workbook: Workbook) -> None:
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        book = openpyxl.load_workbook(workbook.path)
    # It cannot keep native sparklines, and says so of every workbook that has any.
    others = {str(one.message) for one in said} - {
        "Sparkline Group extension is not supported and will be removed"
    }
    assert others == set()
    assert book.sheetnames == list(at.SHEETS)


class TestEveryFormula:
    def test_is_within_excels_limits(self, workbook: Workbook) -> None:
        for where, formula in workbook.formulas:
            assert 0 < len(formula) <= LONGEST_FORMULA, where
            assert not formula.startswith("="), where
            assert deepest(formula) <= DEEPEST, where
            assert most_arguments(formula) <= MOST_ARGUMENTS, where

    def test_calls_only_functions_that_every_excel_has(self, workbook: Workbook) -> None:
        called = {name for _, formula in workbook.formulas for name in CALL.findall(bare(formula))}
        assert called - FUNCTIONS == set()

    def test_names_only_sheets_names_and_columns_that_there_are(self, workbook: Workbook) -> None:
        for where, formula in workbook.formulas:
            plain = WORDS.sub('""', formula)
            for quoted, name in SHEET.findall(plain):
                assert quoted.replace("''", "'") + name in workbook.sheets, where
            for table, columns in COLUMN.findall(plain):
                for column in named_columns(columns):
                    assert column in workbook.tables[table][1], f"{where}: {table}[{column}]"
            for name in NAME.findall(re.sub(r"\[.*?\]", "", plain)):
                assert name in workbook.names or name in workbook.tables, f"{where}: {name}"

    def test_has_a_value_beside_it(self, workbook: Workbook) -> None:
        for sheet in workbook.sheets.values():
            silent = [
                at
                for at, cell in sheet.cells.items()
                if cell.formula is not None and cell.value is None
            ]
            assert silent == []

    def test_is_asked_for_anew_when_excel_opens_the_file(self, workbook: Workbook) -> None:
        (calculation,) = workbook.xml("xl/workbook.xml").iter(f"{MAIN}calcPr")
        assert calculation.get("fullCalcOnLoad") == "1"


class TestAFormulaFilledDown:
    def test_stands_in_the_first_of_its_cells_and_is_referred_to_in_all_others(
        self, workbook: Workbook
    ) -> None:
        for sheet in workbook.sheets.values():
            groups: dict[str, list[str]] = {}
            firsts = {}
            for one in sheet.shared:
                groups.setdefault(one.group, []).append(one.cell)
                if one.area:
                    assert one.group not in firsts
                    assert one.text
                    firsts[one.group] = one
            for group, cells in groups.items():
                assert firsts[group].cell == cells[0]
                assert sorted(addresses(firsts[group].area)) == sorted(cells)

    def test_refers_to_its_own_sheet_alone(self, workbook: Workbook) -> None:
        filled = [one for sheet in workbook.sheets.values() for one in sheet.shared if one.text]
        assert filled
        for one in filled:
            assert "!" not in WORDS.sub("", one.text)
            assert "[" not in WORDS.sub("", one.text)


def test_every_link_leads_to_a_defined_name(workbook: Workbook) -> None:
    links = list(workbook.sheets[at.FRONT].xml.iter(f"{MAIN}hyperlink"))
    assert links
    for link in links:
        assert link.get("location") in workbook.names
        assert len(link.get("tooltip", "")) <= 255


def test_every_name_points_to_cells_of_a_sheet(workbook: Workbook) -> None:
    for name, reference in workbook.names.items():
        if name == "_xlnm.Print_Titles":
            continue
        sheet, _, area = reference.rpartition("!")
        assert sheet.strip("'") in workbook.sheets, name
        assert addresses(area), name
    assert set(at.TABLES.values()) <= set(workbook.tables)
    assert {at.NAME_SCHEMA, at.NAME_TEAM, at.NAME_MEASURES} <= set(workbook.names)


def test_every_table_has_headings_of_text_each_its_own(workbook: Workbook) -> None:
    for area, columns in workbook.tables.values():
        sheet, _, cells = area.partition("!")
        first, *others = addresses(cells)
        row = re.sub(r"[A-Z]", "", first)
        heading = [first, *(cell for cell in others if re.sub(r"[A-Z]", "", cell) == row)]
        assert [workbook.sheets[sheet].cells[cell].value for cell in heading] == columns
        assert max(Counter(name.casefold() for name in columns).values()) == 1


def named_columns(inside: str) -> Iterator[str]:
    """The columns of a structured reference: "[#This Row],[A]:[B]" names A and B."""
    for part in re.findall(r"\[([^\[\]]*)\]", inside) or [inside]:
        if not part.startswith("#"):
            yield part


def deepest(formula: str) -> int:
    """How many brackets stand inside one another."""
    depth = most = 0
    for character in bare(formula):
        depth += (character == "(") - (character == ")")
        most = max(most, depth)
    assert depth == 0, formula
    return most


def most_arguments(formula: str) -> int:
    """The most arguments of any function, counted by commas."""
    counts, most = [1], 1
    for character in bare(formula):
        if character == "(":
            counts.append(1)
        elif character == ")":
            counts.pop()
        elif character == ",":
            counts[-1] += 1
            most = max(most, counts[-1])
    return most
