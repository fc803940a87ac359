"""Files for the tests of the xlsx room."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from xlsx_parts import plain_parts

if TYPE_CHECKING:
    from pathlib import Path

    from xlsx_parts import MakeSheet, MakeZip


@pytest.fixture
def make_zip(tmp_path: Path) -> MakeZip:
    def make(parts: dict[str, str | bytes], name: str = "made.xlsx") -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            for part, content in parts.items():
                file.writestr(part, content)
        return path

    return make


@pytest.fixture
def make_sheet(make_zip: MakeZip) -> MakeSheet:
    return lambda sheet, strings="": make_zip(plain_parts(sheet, strings))
