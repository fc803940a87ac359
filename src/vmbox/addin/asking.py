"""Who answers when a button asks: a person at Excel, or a script."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from vmbox.errors import DataError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xlwings

TITLE: Final = "Box score"
# The two questions that Excel's message box cannot ask, as functions of the add-in itself.
ASK_TEXT: Final = "vmbox.xlam!VmboxAskText"
ASK_FILE: Final = "vmbox.xlam!VmboxAskFile"
# A message box that is longer runs off a small screen.
_MOST_LINES, _MOST_SIGNS = 24, 1500
# VBA's InputBox shows no more than about 1,024 characters.
_MOST_CHOICES, _MOST_ASKED = 15, 900


class Cancelled(Exception):  # noqa: N818  (reads as what it says)
    """The person said no, or closed the question: nothing is to be changed."""


class Asker(Protocol):
    """Whoever is asked and told."""

    def confirm(self, question: str) -> bool:
        """Return whether the person says yes."""

    def tell(self, words: str, *, failed: bool = False) -> None:
        """Show a message, one that says that something went wrong if it `failed`."""

    def text(self, question: str, default: str = "") -> str:
        """Return what was typed.

        Raises
        ------
        Cancelled
            Nothing was.
        """

    def choice(self, question: str, options: Sequence[str], default: str = "") -> str:
        """Return the option that was chosen; errors as of `text`."""

    def file(self, question: str, kinds: Sequence[tuple[str, str]]) -> Path:
        """Return the file that was chosen, of kinds such as ("Excel", "*.xlsx;*.xls").

        Raises
        ------
        Cancelled
            None was.
        """


@dataclass(frozen=True)
class ByExcel:
    """The person at Excel: its message box, and the add-in's questions for a text and a file.

    Attributes
    ----------
    app
        The Excel that the button was pressed in.
    """

    app: xlwings.App

    def confirm(self, question: str) -> bool:
        """Return whether the person says yes."""
        return self.app.alert(shortened(question), TITLE, "yes_no", "info") == "yes"

    def tell(self, words: str, *, failed: bool = False) -> None:
        """Show a message."""
        self.app.alert(shortened(words), TITLE, "ok", "critical" if failed else "info")

    def text(self, question: str, default: str = "") -> str:
        """Return what was typed."""
        return given(self.app.macro(ASK_TEXT)(question, TITLE, default))

    def choice(self, question: str, options: Sequence[str], default: str = "") -> str:
        """Return the option whose number or name was typed."""
        return chosen(self.text(listed(question, options), default), options)

    def file(self, question: str, kinds: Sequence[tuple[str, str]]) -> Path:
        """Return the file that was chosen."""
        return Path(given(self.app.macro(ASK_FILE)(question, file_filter(kinds))))


@dataclass
class Scripted:
    """The answers are known beforehand, one a question.

    Attributes
    ----------
    replies
        What to answer next, first things first: True and False to `confirm`, else texts; None
        cancels. When they are used up every question is cancelled.
    said
        Every message and question so far.
    """

    replies: list[str | bool | None] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def _next(self, question: str) -> str | bool | None:
        self.said.append(question)
        return self.replies.pop(0) if self.replies else None

    def confirm(self, question: str) -> bool:
        """Return whether the next answer is yes."""
        return self._next(question) is True

    def tell(self, words: str, *, failed: bool = False) -> None:
        """Remember a message."""
        del failed
        self.said.append(words)

    def text(self, question: str, default: str = "") -> str:
        """Return the next answer; True takes the default."""
        reply = self._next(question)
        return given(default if reply is True else reply)

    def choice(self, question: str, options: Sequence[str], default: str = "") -> str:
        """Return the option that the next answer names."""
        return chosen(self.text(listed(question, options), default), options)

    def file(self, question: str, kinds: Sequence[tuple[str, str]]) -> Path:
        """Return the next answer as a file."""
        del kinds
        return Path(given(self._next(question)))


def given(reply: object) -> str:
    """Return an answer as it was typed, without blanks around it.

    Raises
    ------
    Cancelled
        There is none.
    """
    words = "" if reply is None or isinstance(reply, bool) else str(reply).strip()
    if not words:
        raise Cancelled
    return words


def listed(question: str, options: Sequence[str]) -> str:
    """Return a question with the options below it, each with its number, as many as fit."""
    lines = [f"{number}  {option}" for number, option in enumerate(options, start=1)]
    shown = lines[:_MOST_CHOICES]
    while len("\n".join([question, *shown])) > _MOST_ASKED and len(shown) > 1:
        shown.pop()
    rest = len(lines) - len(shown)
    more = [f"... and {rest} more: type the name."] if rest else []
    return "\n".join([question, "", *shown, *more])


def chosen(reply: str, options: Sequence[str]) -> str:
    """Return the option that an answer names, by its number or its name.

    Raises
    ------
    DataError
        It names none.
    """
    by_name = {option.casefold(): option for option in options}
    if reply.casefold() in by_name:
        return by_name[reply.casefold()]
    if reply.isdecimal() and 1 <= int(reply) <= len(options):
        return options[int(reply) - 1]
    raise DataError(
        f"'{reply}' is none of the choices.{did_you_mean(reply, options)} Press the button again "
        "and type a number or a name from the list."
    )


def file_filter(kinds: Sequence[tuple[str, str]]) -> str:
    """Return kinds of files as Excel's own dialogue takes them."""
    return ",".join(f"{words} ({patterns}),{patterns}" for words, patterns in kinds)


def shortened(words: str) -> str:
    """Return a message that fits on a small screen."""
    lines = words.splitlines()
    kept = lines[:_MOST_LINES]
    if len(lines) > _MOST_LINES:
        kept.append(f"... and {len(lines) - _MOST_LINES} lines more.")
    short = "\n".join(kept)
    return short if len(short) <= _MOST_SIGNS else f"{short[: _MOST_SIGNS - 4]} ..."
