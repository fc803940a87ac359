"""`vmbox addin`: the add-in built, installed, removed, looked up and examined."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from rich.table import Table
from rich.text import Text

from vmbox.cli.output import refuse_existing
from vmbox.cli.terminal import terminal
from vmbox.errors import FileError
from vmbox.xlam import (
    build,
    examine,
    install,
    interpreters_of,
    remove,
    status,
    this_computer,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from vmbox.xlam import Finding, Interpreters, Status

_NOT_SO: Final = 1
_COLOURS: Final = {"fine": "green", "look": "yellow", "wrong": "bold red"}


def make(output: Path, interpreters: Iterable[str], *, force: bool) -> None:
    """Build the add-in's file."""
    refuse_existing([output], force=force)
    chosen = interpreters_of(interpreters)
    data = build(chosen)
    try:
        output.write_bytes(data)
    except OSError as problem:
        raise FileError(f"{output} cannot be written: {problem.strerror}.") from problem
    _say(f"Made {output}. Its buttons run {_runs(chosen)}.")
    _say(f"To install it: vmbox addin install {output}")


def put(file: Path | None, interpreter: str) -> None:
    """Install the add-in for this person."""
    made = install(this_computer(), interpreter, file)
    _say(f"Installed {made.path}. Start Excel: the buttons are on the tab Box score.")
    _say("If they are not, ask: vmbox addin doctor")


def take_away() -> int:
    """Remove the add-in; return 1 where there is none."""
    here = this_computer()
    removed = remove(here)
    if removed is None:
        _say(f"No add-in is installed: nothing is in {here.startup}.")
        return _NOT_SO
    _say(f"Removed {removed.path}.")
    return 0


def show_status(*, as_json: bool) -> int:
    """Say what is installed; return 1 where it is nothing, or of another version."""
    now = status(this_computer())
    if as_json:
        _print_json(_described(now))
    else:
        _tell(now)
    return 0 if now.current else _NOT_SO


def doctor(*, as_json: bool) -> int:
    """Say what was found and how to cure it; return 1 where something is wrong."""
    findings = examine(this_computer())
    if as_json:
        _print_json([asdict(finding) for finding in findings])
    else:
        _list(findings)
    return _NOT_SO if any(finding.state == "wrong" for finding in findings) else 0


def _tell(now: Status) -> None:
    have = f"vmbox {now.vmbox} with xlwings {now.xlwings or '(not installed)'}"
    made = now.installed
    if made is None:
        if now.stranger:
            _say(f"{now.place} is there, but was not made by vmbox.")
        else:
            _say(f"Not installed: nothing is in {now.place}.")
        return
    _say(f"Installed: {made.path}")
    _say(f"It was made by vmbox {made.vmbox} with xlwings {made.xlwings}.")
    _say(f"Its buttons run {_runs(made.interpreters)}.")
    if not now.current:
        _say(f"This Python has {have}. Close Excel, then: vmbox addin install")


def _described(now: Status) -> dict[str, Any]:
    made = now.installed
    return {
        "installed": made is not None,
        "current": now.current,
        "path": str(now.place),
        "stranger": now.stranger,
        "made_by": {"vmbox": made.vmbox, "xlwings": made.xlwings} if made else None,
        "interpreters": asdict(made.interpreters) if made else None,
        "here": {"vmbox": now.vmbox, "xlwings": now.xlwings or None},
    }


def _runs(interpreters: Interpreters) -> str:
    named = [path for path in (interpreters.windows, interpreters.mac) if path]
    return " and ".join(named) or "the Python on the path"


def _list(findings: Sequence[Finding]) -> None:
    table = Table(box=None, show_header=False, padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for finding in findings:
        state = Text(finding.state, style=_COLOURS[finding.state])
        table.add_row(state, finding.subject, finding.words)
        if finding.cure:
            table.add_row("", "", Text(f"To do: {finding.cure}", style="bold"))
    console = terminal()
    console.print(table)
    wrong = sum(finding.state == "wrong" for finding in findings)
    if wrong:
        words = f"{wrong} {'thing keeps' if wrong == 1 else 'things keep'} the buttons from working"
    else:
        words = "Nothing that can be told from here keeps the buttons from working"
    _say(f"{words}.")


def _say(words: str) -> None:
    terminal().print(words, soft_wrap=True)


def _print_json(data: Any) -> None:
    print(json.dumps(data, indent=2))  # noqa: T201
