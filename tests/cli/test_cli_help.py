"""Help, the version and the demo: what a newcomer types first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from command_line import typed

import vmbox as package
from vmbox import read
from vmbox.cli import app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from command_line import Answer

    Command = Callable[..., Answer]

EXAMPLES = {
    "": 3,
    "new": 4,
    "settings": 3,
    "template": 1,
    "show": 3,
    "check": 3,
    "demo": 2,
    "repair": 3,
    "report": 2,
    "addin build": 2,
    "addin install": 2,
    "addin doctor": 2,
}


@pytest.mark.parametrize("command", EXAMPLES)
def test_help_shows_examples_each_on_a_line_of_its_own(vmbox: Command, command: str) -> None:
    answer = vmbox(*command.split(), "--help", columns=100)
    assert answer.code == 0
    lines = answer.out.splitlines()
    examples = [line.strip() for line in lines if re.match(rf" {{5}}vmbox {command}", line)]
    assert len(examples) == EXAMPLES[command]
    assert "\\b" not in answer.out
    assert "\b" not in answer.out
    assert max(map(len, lines)) <= 100
    # An example that is cut goes on in the next line; none does.
    following = [lines[at + 1] for at, line in enumerate(lines) if re.match(r" {5}vmbox ", line)]
    assert not any(line.strip() for line in following)


def test_help_lists_every_command(vmbox: Command) -> None:
    said = vmbox("--help").out
    for command in app.registered_commands:
        assert command.callback
        assert re.search(rf"│ {command.callback.__name__} ", said)


@pytest.mark.parametrize("words", [[], ["addin"], ["costmap"]])
def test_nothing_typed_is_answered_with_help(vmbox: Command, words: list[str]) -> None:
    answer = vmbox(*words)
    assert "Usage:" in answer.out + answer.err
    assert "vmbox: " not in answer.err


def test_the_version(vmbox: Command) -> None:
    said = f"vmbox {package.__version__}\n"
    assert vmbox("--version").out == said
    real = typed("--version")
    assert (real.code, real.out, real.err) == (0, said, "")


def test_the_module_is_the_command() -> None:
    answer = typed("settings")
    assert answer.code == 0
    assert "Acute ward" in answer.out


def test_the_demo_tells_its_three_stories(vmbox: Command, tmp_path: Path) -> None:
    answer = vmbox("demo", "examples")
    assert answer.code == 0, answer.err
    assert answer.err == ""
    assert "Referrals returned to GPs: median 31.0% to 15.0% (-16.0 pts)" in answer.out
    assert re.search(r"Staff who feel supported: median \S+ to 9[0-9]\.\d% ", answer.out)
    assert "£10,185.00 less (15%)" in answer.out
    assert "These figures are made up." in answer.out
    named = re.findall(r"^  (examples/.*\.xlsx)$", answer.out, re.MULTILINE)
    assert len(named) == 3
    for name in named:
        box = read(tmp_path / name)
        assert box.remark.startswith("Illustrative data")
        assert int(box.values.notna().any(axis=1).sum()) >= 60
    before = (tmp_path / named[0]).read_bytes()
    assert vmbox("demo", "examples").code == 2
    assert (tmp_path / named[0]).read_bytes() == before
