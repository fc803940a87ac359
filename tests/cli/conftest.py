"""What tests of the command line share: a way to type a command, and a workbook to look at."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from command_line import OURS, Answer
from typer.testing import CliRunner

from vmbox.cli import app
from vmbox.measures import BoxScore, Measure, parse_set
from vmbox.template import write_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def vmbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Answer]:
    """Type a command in a folder that holds ours.toml and nothing else."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ours.toml").write_text(OURS, encoding="utf-8")

    def run(*words: str, columns: int = 80, **env: str) -> Answer:
        found = CliRunner().invoke(app, words, env={"COLUMNS": str(columns), **env})
        if found.exception is not None and not isinstance(found.exception, SystemExit):
            raise found.exception
        return Answer(found.exit_code, found.stdout, found.stderr)

    return run


@pytest.fixture(scope="session")
def small_box() -> BoxScore:
    """Two measures, of which the first shifts, 30 of 40 weeks recorded."""
    ours = parse_set(OURS)
    measures = (*ours.measures, Measure("Never recorded", "Cost", "GBP"))
    box = BoxScore.blank(
        "Còrnaig [pharmacy]",
        measures,
        start=dt.date(2026, 3, 2),
        weeks=40,
        board="NHS Orkney",
        setting="Pharmacy",
    )
    weeks = np.arange(40)
    errors = np.where(weeks < 15, 8.0 + weeks % 3, 3.0 + weeks % 2)
    answered = 0.8 + 0.01 * (weeks * 7 % 11)
    values = pd.DataFrame({"Errors": errors, "Answered in a day": answered}, index=box.weeks)
    values.iloc[30:] = np.nan
    values.iloc[5, 1] = np.nan
    return box.recording(values)


@pytest.fixture(scope="session")
def small_workbook(small_box: BoxScore, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The workbook of the small box score."""
    path = write_workbook(small_box, tmp_path_factory.mktemp("small") / "box.xlsx")
    return path.read_bytes()
