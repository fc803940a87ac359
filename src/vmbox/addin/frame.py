"""The frame around every button: what it was before, what it says, and what went wrong."""

from __future__ import annotations

import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from vmbox.addin.asking import ByExcel, Cancelled
from vmbox.addin.buttons import button
from vmbox.addin.desk import Desk
from vmbox.addin.explaining import explained
from vmbox.addin.log_file import note
from vmbox.addin.works import WORKS
from vmbox.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import xlwings

    from vmbox.addin.asking import Asker
    from vmbox.addin.buttons import Button

NOTHING_CHANGED: Final = "nothing was changed"
# Excel's status bar is one line.
_LONGEST_STATUS: Final = 250


@dataclass(frozen=True)
class Outcome:
    """How a button ended.

    Attributes
    ----------
    words
        What it did, or what went wrong and what to do.
    failed
        Whether something went wrong.
    told
        Whether the person has read it already.
    """

    words: str
    failed: bool = False
    told: bool = False


def press(name: str) -> None:
    """Do what a button does, in the workbook that it was pressed in.

    Raises
    ------
    SystemExit
        Something went wrong, and the workbook's program is not there to show it: one message,
        which the add-in's macro shows.
    """
    one = button(name)
    try:
        book = _caller()
        outcome = run(one, book, ByExcel(book.app))
    except Exception as problem:
        outcome = _failure(one, problem)
    if outcome.failed and not outcome.told:
        sys.exit(outcome.words)


def run(one: Button, book: xlwings.Book, ask: Asker) -> Outcome:
    """Return how a button ended that was pressed in a workbook."""
    app = book.app
    try:
        app.status_bar = f"{one.label} ..."
        with as_it_was(app, book) as shown:
            done = WORKS[one.name](Desk(book, ask, one.name))
            shown.instead = done.show
        if done.opened is not None:
            done.opened.activate()
        words = f"{one.label}: {done.words}"
        app.status_bar = _short(words)
        return Outcome(words)
    except Cancelled:
        words = f"{one.label}: {NOTHING_CHANGED}."
        app.status_bar = words
        return Outcome(words)
    except Exception as problem:
        return _tell(_failure(one, problem), one, app, ask)


def _caller() -> xlwings.Book:
    """The workbook that the button was pressed in."""
    import xlwings  # noqa: PLC0415  (an extra, which only the buttons need)

    try:
        return xlwings.Book.caller()
    except Exception as problem:
        # xlwings is told the name of the workbook in a way that "=" ends.
        raise FileError(
            "The workbook that the button was pressed in is not found. Press it with the workbook "
            "before you; if its name has an '=', save it under another one first."
        ) from problem


def _failure(one: Button, problem: Exception) -> Outcome:
    return Outcome(explained(problem, note(one.name, problem)), failed=True)


def _tell(outcome: Outcome, one: Button, app: xlwings.App, ask: Asker) -> Outcome:
    """The outcome, told to the person if the program still runs."""
    try:
        app.status_bar = _short(f"{one.label}: {outcome.words}")
        ask.tell(outcome.words, failed=True)
    except Exception as problem:
        note(one.name, problem)
        return outcome
    return Outcome(outcome.words, failed=True, told=True)


@dataclass
class Shown:
    """What the screen shows when a button is done.

    Attributes
    ----------
    instead
        The sheet to show; "" for the one that was there, with the cells that were selected.
    """

    instead: str = ""


@contextmanager
def as_it_was(app: xlwings.App, book: xlwings.Book) -> Iterator[Shown]:
    """Return, to a ``with`` block, quiet: nothing is drawn and nothing calculated meanwhile.

    Whatever happens, the program then calculates and draws as before, and shows the sheet and the
    cells that it showed, or the sheet that the button was to show.
    """
    calculation, drawing = app.calculation, app.screen_updating
    sheet, selected = book.sheets.active, app.selection
    shown = Shown()
    app.screen_updating = False
    app.calculation = "manual"
    try:
        yield shown
    finally:
        back = [sheet.activate, *([selected.select] if selected is not None else [])]
        if shown.instead:
            # A sheet that is not before the others keeps the cells that are selected on it.
            back = [partial(_show, book, shown.instead)]
        for put_back in (
            *back,
            _setting(app, "calculation", calculation),
            _setting(app, "screen_updating", drawing),
        ):
            # Each for itself: a sheet that is gone must not leave the screen standing still.
            with suppress(Exception):
                put_back()


def _show(book: xlwings.Book, sheet: str) -> None:
    book.sheets[sheet].activate()


def _setting(app: xlwings.App, name: str, value: object) -> Callable[[], None]:
    return lambda: setattr(app, name, value)


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST_STATUS else f"{line[: _LONGEST_STATUS - 4]} ..."
