"""The import rules hold in the program, and the script that checks them sees what breaks them."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "check_imports", ROOT / "tools" / "check_imports.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


check_imports = _load()


@pytest.fixture
def found(tmp_path: Path):
    """Lay out a small program, given as path and text, and return what the script says of it."""

    def lay_out(files: dict[str, str]) -> list[str]:
        for name, text in files.items():
            path = tmp_path / f"{name}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return [str(finding) for finding in check_imports.check(tmp_path)]

    return lay_out


def test_every_room_of_the_program_keeps_the_rules() -> None:
    assert [str(finding) for finding in check_imports.check()] == []


def test_every_row_of_the_table_is_a_room_that_exists() -> None:
    rooms = {path.stem for path in check_imports.SOURCE.iterdir()}
    assert set(check_imports.ROOMS) <= rooms


def test_a_room_below_may_be_imported(found) -> None:
    assert (
        found({"errors": "", "measures/goals": "import numpy\nfrom vmbox.errors import X\n"}) == []
    )


def test_an_arrow_that_points_up_is_found(found) -> None:
    words = found({"runcharts/rules": "from vmbox.workbook import layout\n", "workbook/layout": ""})
    assert words == [
        "vmbox.runcharts.rules:1: 'runcharts' may not import 'workbook' "
        "(vmbox.workbook.layout): arrows point down"
    ]


def test_an_arrow_that_points_up_is_found_for_type_checkers_and_in_relative_words(found) -> None:
    hidden = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from ..cli import app\n"
    (words,) = found({"xlsx/_book": hidden, "cli/app": ""})
    assert "'xlsx' may not import 'cli' (vmbox.cli.app)" in words


@pytest.mark.parametrize(
    ("room", "package", "owner"),
    [
        ("workbook", "zipfile", "xlsx"),
        ("measures", "xml.etree.ElementTree", "xlsx"),
        ("cli", "xlsxwriter", "template"),
        ("workbook", "rich", "cli"),
    ],
)
def test_a_package_with_an_owner_is_imported_by_nobody_else(
    found, room: str, package: str, owner: str
) -> None:
    (words,) = found({f"{room}/new": f"import {package}\n"})
    top = package.split(".", maxsplit=1)[0]
    assert words == f"vmbox.{room}.new:1: '{room}' may not import '{top}': only '{owner}' knows it"


def test_a_pure_room_imports_numpy_at_most(found) -> None:
    assert found({"runcharts/rules": "import numpy\nimport math\n"}) == []
    assert found({"runcharts/rules": "import pandas as pd\n"}) == [
        "vmbox.runcharts.rules:1: 'runcharts' may not import 'pandas'"
    ]


def test_a_package_named_for_type_checkers_alone_is_nobodys_business(found) -> None:
    assert (
        found(
            {
                "runcharts/rules": "from typing import TYPE_CHECKING\n"
                "if TYPE_CHECKING:\n    import pandas\n"
            }
        )
        == []
    )


def test_an_import_inside_a_function_is_found(found) -> None:
    assert found({"errors": "def words():\n    import json\n"}) == [
        "vmbox.errors:2: 'json' is imported inside words: move it to the top"
    ]
    (words,) = found({"errors": "from importlib import import_module\nx = import_module('json')\n"})
    assert words.startswith("vmbox.errors:2: 'json' is imported inside import_module()")


def test_an_import_may_wait_on_the_start_up_path_but_still_points_down(found) -> None:
    late = "def main():\n    from vmbox.cli import app\n"
    assert found({"__main__": late, "cli/app": ""}) == []
    late = "def main():\n    from vmbox.xlsx import read_book\n"
    (words,) = found({"__main__": late, "xlsx/a": ""})
    assert "'__main__' may not import 'xlsx'" in words


def test_a_private_module_of_another_room_is_left_alone(found) -> None:
    assert found({"xlsx/_xml": "", "xlsx/_book": "from vmbox.xlsx import _xml\n"}) == []
    (words,) = found({"workbook/reading": "from vmbox.xlsx._xml import parse\n"})
    assert "'vmbox.xlsx._xml' is private to 'xlsx': import from vmbox.xlsx" in words


def test_a_cycle_is_found_and_told_whole(found) -> None:
    words = found(
        {
            "measures/a": "from vmbox.measures.b import x\n",
            "measures/b": "import vmbox.measures.c\n",
            "measures/c": "from vmbox.measures import a\n",
        }
    )
    assert words == [
        "vmbox.measures.a:1: import cycle: "
        "vmbox.measures.a > vmbox.measures.b > vmbox.measures.c > vmbox.measures.a"
    ]


def test_a_cycle_for_type_checkers_alone_is_none(found) -> None:
    back = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from vmbox.measures import a\n"
    assert found({"measures/a": "from vmbox.measures import b\n", "measures/b": back}) == []


def test_a_room_without_a_row_is_asked_for_one(found) -> None:
    assert found({"helpers/things": ""}) == [
        "vmbox.helpers.things:1: the room 'helpers' has no row in ROOMS: say what it may import"
    ]
