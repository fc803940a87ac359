"""The Cost map: exact codes, beginnings, and what must not be guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from ledgers import cost_map, written

from vmbox.errors import DataError
from vmbox.value import (
    CostMap,
    MapEntry,
    as_csv,
    cost_map_of,
    read_cost_map,
    read_extract,
    suggest_cost_map,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_the_longest_beginning_wins_and_the_exact_code_before_it() -> None:
    chosen = CostMap(
        [MapEntry("4*", "Pay"), MapEntry("41*", "Drugs"), MapEntry("4120", "Vaccines")]
    )
    assert [chosen.line(code) for code in ("4120", "4121", "4200", "5")] == [
        "Vaccines", "Drugs", "Pay", None,
    ]  # fmt: skip
    assert chosen.lines == ("Pay", "Drugs", "Vaccines")


def test_codes_are_text_whose_case_and_spaces_do_not_count_but_whose_zeros_do() -> None:
    chosen = cost_map(a0412="Drugs", **{"aAB 1": "Bank"})
    assert (chosen.line(" 0412 "), chosen.line("ab  1")) == ("Drugs", "Bank")
    assert chosen.line("412") is None
    assert (chosen.near("412"), chosen.near("0412.0"), chosen.near("5")) == ("0412", "0412", "")


def test_a_centre_of_its_own_goes_before_all_centres() -> None:
    chosen = CostMap([MapEntry("4120", "Drugs"), MapEntry("41*", "Supplies", "E2")])
    assert (chosen.line("4120", "E1"), chosen.line("4120", "e2")) == ("Drugs", "Supplies")


def test_two_lines_for_one_code_are_an_error_with_both_rows(tmp_path: Path) -> None:
    path = written(tmp_path, "Account,Cost line\n4120,Drugs\n4130,Bank\n 4120,Supplies\n")
    with pytest.raises(DataError, match=r"line 4: '4120' goes to 'Supplies'.*'Drugs' by .*line 2"):
        read_cost_map(path)


def test_the_same_line_twice_is_no_harm_and_is_spelled_as_at_first(tmp_path: Path) -> None:
    path = written(tmp_path, "Account,Cost line\n4120,Drugs\n4120,drugs\n4121,DRUGS\n4122,\n")
    chosen = read_cost_map(path)
    assert chosen.lines == ("Drugs",)
    assert chosen.line("4122") is None


@pytest.mark.parametrize(
    ("row", "words"), [("4*2,Drugs", "stands at the end"), (",Drugs", "has no account code")]
)
def test_a_row_that_cannot_be_is_an_error_with_its_place(
    tmp_path: Path, row: str, words: str
) -> None:
    with pytest.raises(DataError, match=f"line 2: .*{words}"):
        read_cost_map(written(tmp_path, f"Account,Cost line\n{row}\n"))


def test_a_file_without_the_columns_says_what_it_found(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"'Cost line'. Found: Code, Name"):
        read_cost_map(written(tmp_path, "Code,Name\n1,2\n"))


def test_a_cost_map_in_excel_keeps_text_codes_and_reads_numbers_without_a_point(
    tmp_path: Path,
) -> None:
    book = openpyxl.Workbook()
    for row in (["Our map"], ["Account code", "Cost line"], [4120, "Drugs"], ["0412", "Bank"]):
        book.active.append(row)
    book.save(tmp_path / "map.xlsx")
    chosen = read_cost_map(tmp_path / "map.xlsx")
    assert (chosen.line("4120"), chosen.line("0412")) == ("Drugs", "Bank")


DESCRIPTIONS = {
    "1001": ("Nurse Band 5", "Substantive nursing"),
    "1002": ("NHS Bank Nurse B5", "Bank"),
    "1003": ("Agency Nursing Qualified", "Agency"),
    "1004": ("Nursing Overtime", "Overtime"),
    "1005": ("Consultant Medical Staff", "Medical"),
    "1006": ("Locum Junior Doctor", "Medical"),
    "1007": ("Bank Holiday Enhancements", ""),
    "2001": ("Drugs General", "Drugs"),
    "2002": ("Medical Gases", "Supplies"),
    "2003": ("Dressings & Bandages", "Supplies"),
    "2004": ("Medical & Surgical Equipment", "Supplies"),
    "2005": ("Total Parenteral Nutrition", "Drugs"),
    "2006": ("Staff Mileage", "Travel"),
    "3001": ("Miscellaneous", ""),
    "3002": ("", ""),
}


def ledger_of_descriptions(folder: Path) -> Path:
    rows = [f'Oct-25,{code},"{words}",10.00' for code, (words, _) in DESCRIPTIONS.items()]
    return written(folder, "Period,Account,Description,Amount\n" + "\n".join(rows) + "\n")


def test_a_first_cost_map_comes_from_what_accounts_are_called(tmp_path: Path) -> None:
    found = suggest_cost_map(read_extract(ledger_of_descriptions(tmp_path)))
    assert {one.account: one.line for one in found} == {
        code: line for code, (_, line) in DESCRIPTIONS.items()
    }
    assert all(one.why for one in found)


def test_a_suggestion_names_the_lines_of_the_team(tmp_path: Path) -> None:
    lines = ("Substantive nursing", "Bank and agency nursing", "Drugs", "Supplies and equipment")
    found = suggest_cost_map(read_extract(ledger_of_descriptions(tmp_path)), lines)
    by_account = {one.account: one for one in found}
    assert by_account["1002"].line == by_account["1003"].line == "Bank and agency nursing"
    assert by_account["2003"].line == "Supplies and equipment"
    assert by_account["1004"].line == ""
    assert "no line" in by_account["1004"].why


def test_a_suggestion_is_a_cost_map_that_can_be_read_back(tmp_path: Path) -> None:
    found = suggest_cost_map(read_extract(ledger_of_descriptions(tmp_path)))
    chosen = read_cost_map(written(tmp_path, as_csv(found), "map.csv"))
    assert chosen.lines == cost_map_of(found).lines
    assert chosen.line("2001") == "Drugs"
    assert chosen.line("3001") is None
