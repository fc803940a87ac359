"""What a button has before it while it works, and what it says when it is done.

A button is a function of a `Desk` that returns `Done`: it asks through ``desk.ask``, reads and
changes the workbook's box score through ``desk.open()``, and leaves all else (errors, the status
bar, what the screen showed before) to `vmbox.addin.frame`. It stands in a module of its own and is
named in `vmbox.addin.works`; `vmbox.addin` has a function of the button's name, which the ribbon
runs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlwings

    from vmbox.addin.asking import Asker


@dataclass
class Desk:
    """What a button works with.

    Attributes
    ----------
    book
        The workbook that was before the person: known by itself, never by its path.
    ask
        Whoever is asked and told.
    """

    book: xlwings.Book
    ask: Asker


@dataclass(frozen=True)
class Done:
    """What a button did.

    Attributes
    ----------
    words
        A sentence for the status bar.
    show
        The sheet to show; "" for what was shown before.
    opened
        A workbook that it opened, to be shown instead.
    """

    words: str
    show: str = ""
    opened: xlwings.Book | None = None


Work = Callable[[Desk], Done]
