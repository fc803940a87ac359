"""`vmbox addin ...`: the options of its commands; `vmbox.cli.addin` does the work."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path  # Typer reads it when the program runs
from typing import Annotated, Any, Final

import typer

addin: Final = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help="Build, install and look after the add-in that puts the buttons into Excel.",
)

_INTERPRETER: Final = (
    "The Python that the buttons run, as a full path. Give it twice for a file that is for Windows "
    "and the Mac."
)
_AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]


def _work() -> Any:
    return import_module("vmbox.cli.addin")


def _leave(code: int) -> None:
    if code:
        raise typer.Exit(code)


@addin.callback()
def _group() -> None:
    """Build, install and look after the add-in that puts the buttons into Excel."""


@addin.command()
def build(
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to make.")] = Path(
        "vmbox.xlam"
    ),
    interpreter: Annotated[
        list[str] | None, typer.Option(metavar="PATH", help=_INTERPRETER)
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite a file that is there already.")
    ] = False,
) -> None:
    r"""Build the add-in's file on any system; no Excel is needed.

    The same versions give the same file, to the byte. Without a Python, the one on the path is run.

    One file for everybody of a board:

        vmbox addin build -o vmbox.xlam --interpreter "C:\vmbox\Scripts\python.exe"

    A Python in each person's own folder, typed in PowerShell; more in docs/for-it.md:

        vmbox addin build --interpreter '%LOCALAPPDATA%\vmbox\Scripts\python.exe'
    """
    _work().make(output, interpreter or (), force=force)


@addin.command()
def install(
    file: Annotated[
        Path | None, typer.Argument(help="An add-in built before; else one is built for here.")
    ] = None,
    interpreter: Annotated[
        str, typer.Option(metavar="PATH", help="The Python that the buttons run, if not this one.")
    ] = "",
) -> None:
    """Put the add-in where Excel opens it at its start, for you alone.

    Close Excel first. No other setting of Excel is changed.

    For this Python, or one that IT has built:

        vmbox addin install

        vmbox addin install vmbox.xlam
    """
    if file and interpreter:
        raise typer.BadParameter("a file that is built has its Python: leave out --interpreter")
    _work().put(file, interpreter)


@addin.command()
def remove() -> None:
    """Take the add-in out of Excel; nothing else is touched.

    Close Excel first. Leaves with 1 where there is none.

    Take it out:

        vmbox addin remove
    """
    _leave(_work().take_away())


@addin.command()
def status(json: _AsJson = False) -> None:
    """Say what is installed, where, and whether it is of this version.

    Leaves with 1 where it is not installed or is of another version.

    In words, or for a script:

        vmbox addin status

        vmbox addin status --json
    """
    _leave(_work().show_status(as_json=json))


@addin.command()
def doctor(json: _AsJson = False) -> None:
    """Look at everything between a button and Python, and say how to cure what is wrong.

    Leaves with 1 where something is wrong.

    Find out why a button does nothing, in words or for a script:

        vmbox addin doctor

        vmbox addin doctor --json
    """
    _leave(_work().doctor(as_json=json))
