"""`vmbox settings`: the measure sets that come with vmbox."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.table import Table

from vmbox.cli.output import refuse_existing
from vmbox.cli.terminal import terminal
from vmbox.errors import FileError
from vmbox.measures import load_set, set_source, settings

if TYPE_CHECKING:
    from pathlib import Path


def run(name: str, output: Path | None, *, force: bool) -> None:
    """List the settings; with a name, print its TOML, or write it to a file."""
    if not name:
        _list()
    elif output is None:
        # UTF-8 whatever the console speaks: TOML is nothing else.
        sys.stdout.flush()
        sys.stdout.buffer.write(set_source(name).encode())
        sys.stdout.buffer.flush()
    else:
        _write(set_source(name), output, force=force)


def _list() -> None:
    table = Table("Setting", "Measures", box=None, header_style="bold", padding=(0, 1))
    for key, title in settings().items():
        table.add_row(title, str(len(load_set(key).measures)))
    console = terminal()
    console.print(table)
    console.print()
    console.print(" To start a set of your own:")
    console.print('   vmbox settings "Acute ward" -o ours.toml', soft_wrap=True)


def _write(text: str, output: Path, *, force: bool) -> None:
    refuse_existing([output], force=force)
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as problem:
        raise FileError(f"{output} cannot be written: {problem.strerror}.") from problem
    terminal().print(
        f"Made {output}. Change it, then: vmbox new --measures {output} ...", soft_wrap=True
    )
