"""What the doctor finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# "look" may be as somebody wants it; "wrong" keeps the buttons from working.
State = Literal["fine", "look", "wrong"]


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes
    ----------
    subject
        What it is about: "Python", "Macros".
    state
        How it stands.
    words
        What was found.
    cure
        What to do; "" where nothing is to be done.
    """

    subject: str
    state: State
    words: str
    cure: str = ""
