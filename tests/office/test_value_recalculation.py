"""The Value sheet, recalculated by a real LibreOffice, against exact arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from recalculated import differences

from random_box_scores import random_value_box
from vmbox import read
from vmbox.template import write_workbook
from vmbox.workbook.plan import plan_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from bridge import Office


@pytest.mark.parametrize("seed", range(100))
def test_every_figure_of_a_random_comparison_and_ledger_comes_out_as_cached(
    office: Office, tmp_path: Path, seed: int
) -> None:
    box = random_value_box(seed)
    path = write_workbook(box, tmp_path / "value.xlsx")
    assert read(path) == box
    assert differences(office, path, plan_workbook(box)) == []
