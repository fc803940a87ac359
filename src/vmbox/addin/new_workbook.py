"""The button New workbook."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from vmbox.addin.desk import Done
from vmbox.addin.saving import asked_place, stem_of
from vmbox.measures import WEEKS, load_set, parse_date, settings, spoken
from vmbox.template import write_workbook
from vmbox.verbs.making import first_day, fresh, logged
from vmbox.workbook import layout as at

if TYPE_CHECKING:
    import xlwings

    from vmbox.addin.desk import Desk

# An answer cannot be left empty: that is how people say no.
_NONE = "-"


def new_workbook(desk: Desk) -> Done:
    """Make a team's blank workbook, as `vmbox new` does, and open it."""
    ask = desk.ask
    kinds = list(settings().values())
    team = ask.text("What is the team's name?")
    board = ask.text(
        f"Which health board? (Type {_NONE} to leave it out.)",
        _named(desk.book, at.NAME_BOARD) or _NONE,
    )
    here = _named(desk.book, at.NAME_SETTING)
    setting = ask.choice("What kind of team is it?", kinds, here if here in kinds else "")
    chosen = load_set(setting)
    today = dt.date.today()  # noqa: DTZ011  (the day where the person is)
    typed = ask.text(
        f"Which is the first {chosen.period}? Type any day of it.",
        spoken(first_day(today, chosen)),
    )
    start = first_day(parse_date(typed), chosen)
    place = asked_place(
        ask,
        "Where shall the workbook be saved?",
        f"{stem_of(team, 'Box score')}.xlsx",
        replaceable=False,
    )
    box = fresh(team, "" if board == _NONE else board, chosen, start, WEEKS)
    write_workbook(logged(box), place)
    return Done(
        f"{place}: {len(box.measures)} measures, {WEEKS} {box.period}s from {spoken(start)}.",
        opened=desk.book.app.books.open(place),
    )


def _named(book: xlwings.Book, name: str) -> str:
    """What a name of the workbook before the person says; "" if it has none, or points nowhere."""
    if name not in book.names or "#REF!" in (book.names[name].refers_to or ""):
        return ""
    value = book.names[name].refers_to_range.raw_value
    return value.strip() if isinstance(value, str) else ""
