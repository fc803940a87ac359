"""`vmbox settings`: the measure sets that come with vmbox."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table

from vmbox.measures import load_set, set_source, settings


def run(name: str) -> None:
    """List the settings; with a name, print its TOML as it is, for a file."""
    if name:
        sys.stdout.write(set_source(name))
        return
    table = Table("Setting", "Measures", "To start your own", box=None, header_style="bold")
    for key, title in settings().items():
        table.add_row(
            title, str(len(load_set(key).measures)), f'vmbox settings "{key}" > ours.toml'
        )
    Console().print(table)
