"""Extend: lay out more weeks in a box score, with all that hangs on them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from vmbox.errors import EditRefused, MeasureError
from vmbox.measures import laid_weeks, spoken
from vmbox.verbs.opened import OpenBoxScore, open_box_score
from vmbox.workbook import layout as at
from vmbox.workbook.plan import plan_workbook
from vmbox.workbook.refreshing import cached, write_calc
from vmbox.xlsx import Formula

if TYPE_CHECKING:
    import os

    import pandas as pd

    from vmbox.measures import BoxScore
    from vmbox.workbook.layout import Layout, Tab
    from vmbox.workbook.port import Place

_MOST_WEEKS: Final = 1040


def extend(path: str | os.PathLike[str], weeks: int = 52, *, backup: bool = False) -> BoxScore:
    """Return the box score of a workbook with `weeks` more weeks (or months) laid out.

    Every data tab's Table grows, with its formulas, formats and validations; the front page, the
    run charts and the sheet of formulas know of the new weeks.

    Raises
    ------
    MeasureError
        Fewer than one week, or more than twenty years in all.
    EditRefused
        Something lies below a data tab's Table.
    VmboxError
        As of `vmbox.read`; or the file cannot be written.
    """
    with open_box_score(path, backup=backup) as opened:
        return extend_opened(opened, weeks)


def extend_opened(opened: OpenBoxScore, weeks: int) -> BoxScore:
    """Return a box score that is open already, with more weeks laid out; see `extend`."""
    box = opened.box
    _check(box, weeks)
    last = len(box.weeks)
    laid = laid_weeks(box.weeks[0].date(), last + weeks, box.period)
    if list(laid[:last]) != list(box.weeks):
        raise MeasureError(
            f"{opened.found.book.path}: a {box.period} is missing between "
            f"{spoken(box.weeks[0].date())} and {spoken(box.weeks[-1].date())}. Lay it out first."
        )
    entered = box.entered.reindex(laid)
    longer = replace(box, weeks=laid, entered=entered)
    before = opened.found.layout
    after = _longer(before, weeks)
    for tab in before.tabs:
        _grow(opened, tab, laid[last:])
        if len(laid) > at.WEEKS_ON_A_PAGE:
            opened.port.sheets[tab.sheet].print_on()
    _write_formulas(opened, longer, before, after)
    opened.take_over(longer, after)
    first, end = spoken(laid[last].date()), spoken(laid[-1].date())
    opened.save(f"Laid out {weeks} more {box.period}s, {first} to {end}")
    return opened.box


def _check(box: BoxScore, weeks: int) -> None:
    if weeks < 1:
        raise MeasureError(f"{weeks} weeks: give how many more to lay out, such as 52.")
    if len(box.weeks) + weeks > _MOST_WEEKS:
        raise MeasureError(
            f"{len(box.weeks)} {box.period}s are laid out, and {weeks} more would be over "
            f"{_MOST_WEEKS}. Begin a new workbook with `vmbox new`."
        )


def _longer(layout: Layout, weeks: int) -> Layout:
    """The layout with more rows below the last week of each data tab."""
    tabs = tuple(
        replace(
            tab,
            weeks=tab.weeks + weeks,
            week_rows=[
                *tab.week_rows,
                *range(tab.last_week_row + 1, tab.last_week_row + 1 + weeks),
            ],
        )
        for tab in layout.tabs
    )
    return replace(layout, tabs=tabs, weeks=layout.weeks + weeks)


def _grow(opened: OpenBoxScore, tab: Tab, days: pd.DatetimeIndex) -> None:
    """Make a data tab's Table longer by the rows of new weeks."""
    table = opened.found.tabs[tab.domain].table
    if table.last_row != tab.last_week_row:
        raise EditRefused(
            f"{opened.found.book.path}: {tab.sheet} has rows without a week at the end of its "
            "Table. Delete them, or type their weeks."
        )
    rows = [{tab.period_header: day.date()} for day in days]
    opened.append(table.name, rows)


def _write_formulas(opened: OpenBoxScore, box: BoxScore, before: Layout, after: Layout) -> None:
    """Write the formulas that name the weeks anew; those of the new rows came with the Tables."""
    old = plan_workbook(opened.box, before)
    new = plan_workbook(box, after)
    for name, sheet in new.sheets.items():
        if name == after.calc:
            write_calc(opened.port, sheet)
            continue
        view = opened.found.book.sheet(name)
        changed: dict[Place, object] = {
            place: Formula(cell.formula, cached(cell.value))
            for place, cell in sheet.single.items()
            if cell.formula is not None
            and place in old.sheets[name].single
            and old.sheets[name].single[place].formula != cell.formula
            and view.cell(*place).formula is not None
        }
        if changed:
            opened.port.sheets[name].set_many(changed, over_formula=True)
