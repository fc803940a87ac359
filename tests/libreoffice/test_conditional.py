"""Conditional formats by a formula: cells light up by what they hold, and as others hold."""

from __future__ import annotations

import pytest

from vmbox.errors import DataError, EditRefused

YELLOW = (255, 238, 0)


def _rule(cells, formula="=$B$1>3"):
    return cells.conditional_formats.add_custom(formula, fill_color=YELLOW)


def test_a_rule_is_read_back_as_it_was_written(sheet) -> None:
    sheet.book.sheets.add("Other")
    rule = _rule(sheet["A1:B3"], "=COUNTIFS(Other!$A$1:$A$9,$A$1)>0")
    assert rule.type == "custom"
    assert rule.formula == "=COUNTIFS(Other!$A$1:$A$9,$A$1)>0"
    assert rule.fill_color == YELLOW


def test_the_newest_rule_is_the_first_one(sheet) -> None:
    _rule(sheet["A1:B3"])
    _rule(sheet["A1:B3"], "=$B$1>4")
    rules = sheet["A2"].conditional_formats
    assert [rule.formula for rule in rules] == ["=$B$1>4", "=$B$1>3"]
    assert len(sheet["C1"].conditional_formats) == 0


def test_a_rule_is_deleted_from_all_its_cells_and_others_stay(sheet) -> None:
    _rule(sheet["A1:B3"])
    _rule(sheet["A2:A9"], "=$B$1>4").delete()
    assert [rule.formula for rule in sheet["A1:A9"].conditional_formats] == ["=$B$1>3"]
    sheet["A1"].conditional_formats.clear()
    assert len(sheet["A1:A9"].conditional_formats) == 0


def test_a_protected_sheet_takes_no_rule(sheet) -> None:
    sheet.api.protect("")
    with pytest.raises(EditRefused, match="protected"):
        _rule(sheet["A1"])


def test_what_a_rule_cannot_do_here_is_named(sheet) -> None:
    with pytest.raises(DataError, match="font_bold"):
        sheet["A1"].conditional_formats.add_custom("=$B$1>3", font_bold=True)


def test_text_stands_at_the_top_of_its_cell_where_it_is_told_to(sheet) -> None:
    assert sheet["A1"].vertical_alignment == "bottom"
    sheet["A1:B2"].vertical_alignment = "top"
    assert sheet["B2"].vertical_alignment == "top"
    assert sheet["A1:C1"].vertical_alignment is None
