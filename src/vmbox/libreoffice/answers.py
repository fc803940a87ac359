"""Who answers when a button asks: nobody, a script or a person at a terminal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

# What each set of buttons means when nobody is there: the answer that changes nothing.
_CAUTIOUS = {"ok": "ok", "ok_cancel": "cancel", "yes_no": "no", "yes_no_cancel": "cancel"}


class Answers(Protocol):
    """Whoever answers the questions of a program that has no window."""

    def alert(self, prompt: str, title: str, buttons: str, mode: str | None) -> str:
        """Return "ok", "cancel", "yes" or "no" to a message."""

    def ask(self, prompt: str, title: str, default: str) -> str | None:
        """Return the text that was typed; None for Cancel."""


@dataclass
class Cautious:
    """Nobody is there: every question has the answer that changes nothing, and is remembered.

    Attributes
    ----------
    said
        Every message and question so far.
    """

    said: list[str] = field(default_factory=list)

    def alert(self, prompt: str, title: str, buttons: str, mode: str | None) -> str:
        """Return the answer that changes nothing."""
        del title, mode
        self.said.append(prompt)
        return _CAUTIOUS[buttons]

    def ask(self, prompt: str, title: str, default: str) -> str | None:
        """Return None: nothing was typed."""
        del title, default
        self.said.append(prompt)
        return None


@dataclass
class Scripted(Cautious):
    """The answers are known beforehand, one a question; then nobody is there any more.

    Attributes
    ----------
    replies
        What to answer next, first things first.
    """

    replies: list[str | None] = field(default_factory=list)

    def alert(self, prompt: str, title: str, buttons: str, mode: str | None) -> str:
        """Return the next reply; a message that asks nothing takes none away."""
        cautious = super().alert(prompt, title, buttons, mode)
        if buttons == "ok" or not self.replies:
            return cautious
        return self.replies.pop(0) or "cancel"

    def ask(self, prompt: str, title: str, default: str) -> str | None:
        """Return the next reply."""
        super().ask(prompt, title, default)
        return self.replies.pop(0) if self.replies else None
