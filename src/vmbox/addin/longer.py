"""The button Add weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vmbox.addin.desk import Done
from vmbox.errors import MeasureError
from vmbox.measures import spoken
from vmbox.verbs.extending import extend_opened

if TYPE_CHECKING:
    from vmbox.addin.desk import Desk

_USUAL: Final = {"week": 52, "month": 12}


def add_weeks(desk: Desk) -> Done:
    """Lay out as many more weeks as the person wants."""
    with desk.open() as opened:
        box = opened.box
        period = box.period
        typed = desk.ask.text(
            f"{len(box.weeks)} {period}s are laid out, up to {spoken(box.weeks[-1].date())}. How "
            "many more?",
            str(_USUAL[period]),
        )
        if not typed.isdecimal():
            raise MeasureError(
                f"'{typed}' is no number of {period}s. Press the button again and type one, such "
                f"as {_USUAL[period]}."
            )
        longer = extend_opened(opened, int(typed))
    return Done(f"{int(typed)} more {period}s, up to {spoken(longer.weeks[-1].date())}.")
