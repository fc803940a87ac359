"""The tests of this room press buttons in a LibreOffice: see tests/office/desk.py."""

from __future__ import annotations

import pytest
from desk import app, calc, rowan, rowan_box, rowan_file, sheet
from ward import pressed, ward_file

from vmbox.addin.folders import FOLDER

__all__ = [
    "app",
    "calc",
    "pressed",
    "rowan",
    "rowan_box",
    "rowan_file",
    "sheet",
    "ward_file",
]


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """A folder for the log file and what is undone, instead of the person's."""
    folder = tmp_path / "own"
    monkeypatch.setenv(FOLDER, str(folder))
    return folder
