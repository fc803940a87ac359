"""`vmbox run`: a button pressed in a real LibreOffice, the answers given on the command line."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

import vmbox as package
from vmbox.measures import BoxScore, Measure
from vmbox.template import write_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from command_line import Answer

    Command = Callable[..., Answer]

WEEK = dt.date(2026, 3, 30)


@pytest.fixture
def ward7(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbook with a few falls."""
    monkeypatch.setenv("VMBOX_FOLDER", str(tmp_path / "own"))
    measure = Measure("Falls", "Safety", "count", "down")
    box = BoxScore.blank("Ward 7", [measure], start=dt.date(2026, 1, 5), weeks=20)
    falls = pd.DataFrame({"Falls": np.arange(16.0) % 5}, index=box.weeks[:16])
    return write_workbook(box.recording(falls), tmp_path / "ward7.xlsx")


@pytest.mark.office
def test_a_button_does_its_work_and_the_file_is_saved_as_another(
    vmbox: Command, ward7: Path
) -> None:
    before = ward7.read_bytes()
    other = ward7.with_name("other.xlsx")
    answers = ("--answer", "Falls", "--answer", str(WEEK), "--answer", "new lamps")
    answer = vmbox("run", "accept-median", str(ward7), *answers, "-o", str(other))
    assert answer.code == 0, answer.err
    assert "> new lamps" in answer.out
    assert "Accept median: Falls from 30 March 2026" in answer.out
    assert "LibreOffice writes the whole file anew" in answer.out
    (row,) = package.read(other).medians
    assert (row.measure, row.week, row.reason) == ("Falls", WEEK, "new lamps")
    assert ward7.read_bytes() == before


@pytest.mark.office
def test_where_nobody_answers_nothing_is_saved(vmbox: Command, ward7: Path) -> None:
    before = ward7.read_bytes()
    answer = vmbox("run", "accept-median", str(ward7))
    assert answer.code == 2
    assert "There is nobody to answer: Which measure has a new median?" in answer.err
    assert "Give --answer." in answer.err
    assert ward7.read_bytes() == before


def test_a_button_that_is_none_is_named_with_the_nearest(vmbox: Command, ward7: Path) -> None:
    answer = vmbox("run", "medans", str(ward7))
    assert answer.code == 2
    assert "Did you mean 'medians'?" in answer.err


def test_a_file_that_is_there_is_not_overwritten(vmbox: Command, ward7: Path) -> None:
    answer = vmbox("run", "check", str(ward7), "-o", str(ward7))
    assert answer.code == 2
    assert "is there already" in answer.err
