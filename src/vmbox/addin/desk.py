"""What a button has before it while it works, and what it says when it is done.

A button is a function of a `Desk` that returns `Done`: it asks through ``desk.ask``, looks at the
workbook through ``desk.look()``, changes its box score through ``desk.open()``, writes lists with
`vmbox.addin.page`, and leaves all else (errors, the status bar, what the screen showed before, what
Undo last needs) to `vmbox.addin.frame`. It stands in a module of its own and is named in
`vmbox.addin.works`; `vmbox.addin` has a function of the button's name, which the ribbon runs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from vmbox.addin.keeping import Kept, keep
from vmbox.live import LiveView, open_live

if TYPE_CHECKING:
    from collections.abc import Iterator

    import xlwings

    from vmbox.addin.asking import Asker
    from vmbox.live import LiveBook
    from vmbox.verbs.opened import OpenBoxScore


@dataclass
class Desk:
    """What a button works with.

    Attributes
    ----------
    book
        The workbook that was before the person: known by itself, never by its path.
    ask
        Whoever is asked and told.
    button
        The button's name.
    """

    book: xlwings.Book
    ask: Asker
    button: str = ""

    def look(self) -> LiveView:
        """Return the workbook as it is now, to look at."""
        return LiveView(self.book)

    @contextmanager
    def open(self, *, keep_for_undo: bool = True) -> Iterator[OpenBoxScore]:
        """Return, to a ``with`` block, the workbook's box score to change.

        What was changed when the block ends well is kept for Undo last.
        """
        with open_live(self.book) as opened:
            yield opened
        changes = cast("LiveBook", opened.port).changes
        if changes and keep_for_undo:
            entry = opened.box.log[-1]
            keep(self.book.name, Kept(self.button, entry.when, entry.what, changes))

    def keep_marks(self, book: str, what: str) -> None:
        """Keep for Undo last that special weeks were marked."""
        now = dt.datetime.now().replace(microsecond=0)  # noqa: DTZ005  (as the Log has it)
        keep(book, Kept(self.button, now, what, marked=True))


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
