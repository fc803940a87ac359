"""The accountants' page walks through the files of examples/ledger, and shows what comes out."""

from __future__ import annotations

import csv
import re
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from command_line import Answer

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "for-accountants.md").read_text(encoding="utf-8")
# A block of the page in which a command is typed: the command, and what it prints.
TYPED = re.findall(r"```\n\$ vmbox (.*)\n((?:.*\n)*?)```", PAGE)


def test_every_command_of_the_page_prints_what_the_page_shows(
    vmbox: Callable[..., Answer], tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "examples" / "ledger", tmp_path, dirs_exist_ok=True)
    assert [command.split()[0] for command, _ in TYPED] == ["new", "costmap", "costs", "value"]
    for command, shown in TYPED:
        answer = vmbox(*shlex.split(command), columns=120)
        printed = [line.rstrip() for line in (answer.out + answer.err).splitlines()]
        assert sorted(printed) == sorted(shown.splitlines())


def test_the_suggested_cost_map_on_the_page_is_the_one_that_is_written(
    vmbox: Callable[..., Answer], tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "examples" / "ledger", tmp_path, dirs_exist_ok=True)
    vmbox(*shlex.split(TYPED[0][0]))
    suggested = vmbox("costmap", "suggest", "ledger.csv", "--for", "ward7.xlsx").out
    table = PAGE[PAGE.index("| Account | Cost line |") :].partition("\n\n")[0].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    assert [rows[0], *rows[2:]] == list(csv.reader(suggested.lstrip("\ufeff").splitlines()))
