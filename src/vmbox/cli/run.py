"""`vmbox run`: a button of the add-in pressed in a workbook that LibreOffice has open."""

from __future__ import annotations

import sys
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from vmbox import libreoffice
from vmbox.addin import BUTTONS
from vmbox.addin.asking import chosen, given, listed
from vmbox.addin.buttons import button
from vmbox.addin.frame import run as press
from vmbox.cli.output import refuse_existing, refuse_other_suffix
from vmbox.errors import DataError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xlwings

    from vmbox.addin.buttons import Button

_FAILED = 2
_REWRITTEN = (
    "LibreOffice writes the whole file anew, in its own way: what it does not know (slicers, "
    "sparklines, threaded comments, macros) is lost."
)


class AtTerminal:
    """Whoever sits at the terminal; the answers given on the command line come first.

    Attributes
    ----------
    answers
        What to answer next, first things first.
    agreed
        Whether every question for a yes or no has a yes.
    """

    def __init__(self, answers: Sequence[str], *, agreed: bool) -> None:
        self.answers = deque(answers)
        self.agreed = agreed

    def _asked(self, question: str, default: str = "") -> str:
        if self.answers:
            reply = self.answers.popleft()
            typer.echo(f"{question}\n> {reply}")
            return reply
        if not sys.stdin.isatty():
            raise DataError(f"There is nobody to answer: {question}\nGive --answer.")
        return str(typer.prompt(question, default=default, prompt_suffix="\n> "))

    def confirm(self, question: str) -> bool:
        """Return whether the answer is yes."""
        if self.agreed:
            typer.echo(f"{question}\n> yes")
            return True
        return self._asked(f"{question} (yes or no)", "no").strip().casefold() in {"y", "yes"}

    def tell(self, words: str, *, failed: bool = False) -> None:
        """Print a message; what failed is told when the button has ended."""
        if not failed:
            typer.echo(words)

    def text(self, question: str, default: str = "") -> str:
        """Return what was typed."""
        return given(self._asked(question, default))

    def choice(self, question: str, options: Sequence[str], default: str = "") -> str:
        """Return the option whose number or name was typed."""
        return chosen(self.text(listed(question, options), default), options)

    def file(self, question: str, kinds: Sequence[tuple[str, str]]) -> Path:
        """Return the file that was typed."""
        del kinds
        return Path(self.text(question))


def run(
    name: str,
    file: Path,
    output: Path | None,
    answers: Sequence[str],
    *,
    yes: bool,
    force: bool,
) -> None:
    """Press a button in a workbook, and save what it changed."""
    one = _button(name)
    if output is not None:
        refuse_other_suffix(output)
        refuse_existing([output], force=force)
    ask = AtTerminal(answers, agreed=yes)
    libreoffice.install()
    with libreoffice.open_book(file) as book:
        outcome = press(one, book, ask)
        typer.echo(outcome.words, err=outcome.failed)
        if outcome.failed:
            raise typer.Exit(_FAILED)
        if libreoffice.is_changed(book):
            _save(book, file, output, ask)


def _save(book: xlwings.Book, file: Path, output: Path | None, ask: AtTerminal) -> None:
    if output is not None:
        book.save(output.resolve())
        typer.echo(f"Saved as {output}. {_REWRITTEN}")
    elif ask.confirm(f"{_REWRITTEN} Save over {file}?"):
        book.save()
        typer.echo(f"Saved {file}.")
    else:
        typer.echo(f"{file} is as it was.")


def _button(name: str) -> Button:
    known = {one.name.replace("_", "-"): one for one in BUTTONS}
    if name.replace("_", "-") not in known:
        raise DataError(
            f"There is no button '{name}'.{did_you_mean(name, known)} There are: "
            f"{', '.join(known)}."
        )
    return button(name)
