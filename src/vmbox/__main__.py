"""The `vmbox` command. Asking for the version imports nothing else, so that it is quick."""

from __future__ import annotations

import sys

from vmbox._version import __version__


def main() -> None:
    """Run the command line; leave with its exit code."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"vmbox {__version__}\n")
        return
    # The one import that waits: the command line itself, with Typer and Rich.
    from vmbox.cli import app  # noqa: PLC0415

    app()


if __name__ == "__main__":
    main()
