"""Formulas move as Excel moves them, and ranges grow where they should."""

from __future__ import annotations

import pytest

from vmbox.xlsx._formulas import grown, is_balanced, moved


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("A1+B$2+$C3+$D$4", "A3+B$2+$C5+$D$4"),
        ('SUM(A1:B2)&"A1"', 'SUM(A3:B4)&"A1"'),
        ("LOG10(A1)+ATAN2(B1,C1)", "LOG10(A3)+ATAN2(B3,C3)"),
        ("'A1 ''B2'!A1+Sheet1!B2", "'A1 ''B2'!A3+Sheet1!B4"),
        ("tbl[[#This Row],[A1]]*A1", "tbl[[#This Row],[A1]]*A3"),
        ("tbl['[A1']]+[1]Sheet!A1", "tbl['[A1']]+[1]Sheet!A3"),
        ("A1_name+x.A1+1E5+A1B2", "A1_name+x.A1+1E5+A1B2"),
        ("SUM(5:7)+SUM($5:7)+SUM(A:B)", "SUM(7:9)+SUM($5:9)+SUM(A:B)"),
        ("A1048576", "#REF!"),
    ],
)
def test_two_rows_down(formula: str, expected: str) -> None:
    assert moved(formula, 2, 0) == expected


def test_to_the_left() -> None:
    assert moved("B1+$B1+SUM(C:D)+A1", 0, -1) == "A1+$B1+SUM(B:C)+#REF!"


def test_only_the_last_row_of_a_chosen_range_is_other() -> None:
    formula = "SUM(Data!$A$2:$A$9,'My ''s'!A2:A9,A2:A9)+B2:B8+[1]Data!A2:A9+Data!A2&\"A2:A9\""
    new = grown(
        formula, "Own", lambda sheet, place: 10 if sheet == "Data" and place.last_row == 8 else None
    )
    assert new == formula.replace("Data!$A$2:$A$9", "Data!$A$2:$A$11")
    mine = grown(formula, "Own", lambda sheet, _: 10 if sheet in {"Own", "My 's"} else None)
    assert mine == (
        "SUM(Data!$A$2:$A$9,'My ''s'!A2:A11,A2:A11)+B2:B11+[1]Data!A2:A9+Data!A2&\"A2:A9\""
    )


@pytest.mark.parametrize(
    ("formula", "balanced"),
    [
        ('IF(A1="(",{1,2;3,4},tbl[[#This Row],[a\'[b]])', True),
        ("'It''s'!A1", True),
        ("SUM((A1)", False),
        ("A1)", False),
        ('"open', False),
        ("{1,2)", False),
        ("tbl[a", False),
    ],
)
def test_brackets_and_quotation_marks_pair(formula: str, balanced: bool) -> None:
    assert is_balanced(formula) is balanced
