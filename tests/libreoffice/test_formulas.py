"""Formulas between Excel's way of writing and LibreOffice's."""

from __future__ import annotations

import pytest

from vmbox.libreoffice.formulas import to_calc, to_excel
from vmbox.workbook.plan import plan_workbook

PAIRS = {
    "=SUM(A1,B2)": "=SUM(A1;B2)",
    "=Costs!$A$1:B2": "=$Costs.$A$1:B2",
    "='Box score'!A1": "=$'Box score'.A1",
    "='Ann''s'!A1": "=$'Ann''s'.A1",
    "=SUM({1,2;3,4})": "=SUM({1;2|3;4})",
    "=SUM((A1:A2,C1:C2))": "=SUM((A1:A2~C1:C2))",
    '=IF(A1="a,b;c","d!e",1)': '=IF(A1="a,b;c";"d!e";1)',
    "=bsSafety[[#This Row],[Falls, all]]+1": "=bsSafety[[#This Row];[Falls, all]]+1",
    "=SUM(bsSafety[Falls])": "=SUM(bsSafety[Falls])",
    "=IF(#N/A,#REF!,1.5E+3)": "=IF(#N/A;#REF!;1.5E+3)",
    "=Lärm!A1": "=$Lärm.A1",
}


@pytest.mark.parametrize(("excel", "calc"), PAIRS.items())
def test_a_formula_is_written_as_the_other_side_reads_it(excel: str, calc: str) -> None:
    assert to_calc(excel) == calc
    assert to_excel(calc) == excel


def test_a_sheet_that_looks_like_a_cell_is_put_in_quotes() -> None:
    assert to_excel("=$'A1'.B2") == "='A1'!B2"


def test_prefixes_of_newer_functions_are_for_files_alone() -> None:
    assert to_calc("=_xlfn.STDEV.S(A1,A2)") == "=STDEV.S(A1;A2)"


def test_the_short_form_of_this_row_is_spelt_out() -> None:
    assert to_calc("=bsX[@[Bed days]]/bsX[@Falls]") == (
        "=bsX[[#This Row];[Bed days]]/bsX[[#This Row];[Falls]]"
    )


def test_truth_values_stay_truth_values() -> None:
    assert to_calc("=IF(TRUE,1,FALSE)") == "=IF(TRUE();1;FALSE())"


def test_an_array_formula_loses_its_braces() -> None:
    assert to_excel("{=SUM(A1:A3*B1:B3)}") == "=SUM(A1:A3*B1:B3)"


def test_every_formula_of_a_standard_workbook_is_told_as_it_was_planned(rowan, rowan_box) -> None:
    compared = 0
    for name, planned in plan_workbook(rowan_box).sheets.items():
        sheet = rowan.sheets[name]
        told = sheet.range((1, 1), sheet.used_range.last_cell).formula
        for (row, column), cell in planned.cells.items():
            # A formula that is filled down stands in the plan as its first row has it.
            first = cell.filled is None or cell.filled[0] == row
            if cell.formula is not None and first:
                # Programs write numbers out that Python shortens.
                planned_words = cell.formula.replace("5e-05", "0.00005")
                assert told[row][column].removeprefix("=") == planned_words.removeprefix("=")
                compared += 1
    assert compared > 5000
