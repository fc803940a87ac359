"""What tests of the template share: every workbook that the program makes by itself, made once."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from parts import Workbook

from vmbox.demo import demo_box_scores
from vmbox.measures import BoxScore, load_set, settings
from vmbox.template import write_workbook

if TYPE_CHECKING:
    from collections.abc import Callable

SETTINGS = tuple(settings())
DEMOS = ("demo 1", "demo 2", "demo 3")
MONTHLY = "monthly"
STANDARD = (*SETTINGS, *DEMOS, MONTHLY)


def box_of(name: str) -> BoxScore:
    """The box score of a standard workbook: a setting's blank one, a demo's, or a monthly one."""
    if name in DEMOS:
        return demo_box_scores()[DEMOS.index(name)]
    chosen = load_set("general" if name == MONTHLY else name)
    return BoxScore.blank(
        "7 West & co",
        chosen.measures,
        chosen.inputs,
        start=dt.date(2026, 6, 1),
        period="month" if name == MONTHLY else "week",
        weeks=36 if name == MONTHLY else 104,
        board="NHS Orkney",
        setting=chosen.setting,
    )


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Workbook]:
    """A standard workbook by its name; made once, whoever asks."""
    folder = tmp_path_factory.getbasetemp()
    if folder.name.startswith("popen-"):
        # One folder for all of pytest-xdist's workers.
        folder = folder.parent
    return cache(lambda name: Workbook(_made(name, Path(folder))))


def _made(name: str, folder: Path) -> Path:
    path = folder / f"standard-{name}.xlsx"
    if not path.exists():
        write_workbook(box_of(name), path, force=True)
    return path


@pytest.fixture(scope="session", params=STANDARD)
def workbook(request: pytest.FixtureRequest, made: Callable[[str], Workbook]) -> Workbook:
    """Each of the standard workbooks in turn."""
    return made(request.param)
