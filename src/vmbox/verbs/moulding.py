"""A coach's restyled standard workbook as the mould for many teams' workbooks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from vmbox.errors import MeasureError, WorkbookError
from vmbox.measures import DOMAINS, Measure
from vmbox.verbs.opened import OpenBoxScore
from vmbox.workbook import layout as at
from vmbox.workbook import read
from vmbox.workbook.dates import serials
from vmbox.xlsx import edit

if TYPE_CHECKING:
    import os

    from vmbox.measures import BoxScore
    from vmbox.workbook.port import Place
    from vmbox.xlsx import OpenBook


def read_mould(path: str | os.PathLike[str]) -> BoxScore:
    """Return the blank box score of a workbook that others shall be made from.

    Raises
    ------
    WorkbookError
        Something is recorded in it, which every team would get.
    VmboxError
        As of `vmbox.read`.
    """
    box = read(path)
    _refuse_filled(path, box)
    return box


def _refuse_filled(path: str | os.PathLike[str], box: BoxScore) -> None:
    filled = {
        "figures": bool(box.entered.notna().to_numpy().any()),
        "notes": any(box.notes.values()),
        "accepted medians": bool(box.medians),
        "huddles": bool(box.huddles),
        "actions": bool(box.actions),
        "ledger rows": bool(box.ledger),
    }
    there = [what for what, some in filled.items() if some]
    if there:
        raise WorkbookError(
            f"{path}: {' and '.join(there)} are recorded in it, and every team's workbook would "
            "get them. Clear them, and use it as a template then."
        )


def pour(
    mould: str | os.PathLike[str],
    box: BoxScore,
    target: str | os.PathLike[str],
    *,
    force: bool = False,
    what: str = "",
) -> Path:
    """Return the path of a workbook made for `box` out of a restyled blank one.

    Looks, charts, extra sheets and everything else that the mould has stay as they are.

    Parameters
    ----------
    mould
        The blank workbook.
    box
        The team's box score: the mould's measures, as many weeks as it has.
    what
        What the Log says of it.

    Raises
    ------
    MeasureError
        The box score has other measures than the mould, or another number of weeks.
    WorkbookError
        The mould is no blank box score.
    OutputExists
        There is a file already, and `force` is not set.
    """
    with edit(mould, target, overwrite=force) as book:
        opened = OpenBoxScore(book)
        blank = opened.box
        _refuse_filled(mould, blank)
        _refuse_other(mould, blank, box)
        _name(opened, book, box)
        _date(opened, box)
        _set_goals(opened, box)
        opened.box = replace(
            blank,
            team=box.team,
            board=box.board,
            setting=box.setting,
            remark=box.remark,
            weeks=box.weeks,
            entered=blank.entered.set_axis(box.weeks),
            measures=box.measures,
        )
        _record(opened, box)
        opened.save(what or f"Made this workbook from {Path(mould).name}")
    return Path(target)


def _refuse_other(mould: str | os.PathLike[str], blank: BoxScore, box: BoxScore) -> None:
    ours = [_without_goal(item) for item in blank.items]
    theirs = [_without_goal(item) for item in box.items]
    if ours != theirs:
        names = {item.name for item in blank.items} ^ {item.name for item in box.items}
        said = f": {', '.join(sorted(names)[:3])}" if names else ""
        raise MeasureError(
            f"{mould}: the team's measures are not those of the template{said}. Change the "
            "template's measures, or make the workbook without it."
        )
    if len(blank.weeks) != len(box.weeks) or blank.period != box.period:
        raise MeasureError(
            f"{mould}: the template has {len(blank.weeks)} {blank.period}s and the team "
            f"{len(box.weeks)} {box.period}s. Lay out as many with `vmbox extend`."
        )


def _without_goal(item: object) -> object:
    return replace(item, goal=None) if isinstance(item, Measure) else item


def _name(opened: OpenBoxScore, book: OpenBook, box: BoxScore) -> None:
    """Write whose box score it is: in the cells, on the pages' feet, in the file's properties."""
    before = opened.box
    for name, text in (
        (at.NAME_TEAM, box.team),
        (at.NAME_BOARD, box.board),
        (at.NAME_SETTING, box.setting),
        (at.NAME_REMARK, box.remark),
    ):
        sheet, row, column = opened.found.book.locate(name)
        opened.write({sheet.name: {(row, column): text or None}})
    old, new = (f'"-,Regular"{one.team[:100].replace("&", "&&")}&C' for one in (before, box))
    book.replace_in_pages(old, new)
    book.set_property("title", f"Box score: {box.team}")
    book.set_property("category", box.setting)
    book.set_property("company", box.board)
    book.set_property("comments", box.remark)


def _date(opened: OpenBoxScore, box: BoxScore) -> None:
    days = serials(box)
    if opened.found.book.date1904:
        raise WorkbookError(
            f"{opened.found.book.path}: its dates count from 1904. Save it once with the usual "
            "dates (Options, Advanced) before it is used as a template."
        )
    for tab in opened.found.layout.tabs:
        cells: dict[Place, object] = {
            (row, tab.week_column): float(day) for row, day in zip(tab.week_rows, days, strict=True)
        }
        opened.write({tab.sheet: cells})


def _set_goals(opened: OpenBoxScore, box: BoxScore) -> None:
    for measure in box.measures:
        if measure.goal != opened.box.measure(measure.name).goal:
            column = opened.column(measure.name)
            tab = opened.found.layout.tab(column.domain)
            place = (tab.label_row(at.GOAL), column.position)
            opened.write({tab.sheet: {place: measure.goal}})


def _record(opened: OpenBoxScore, box: BoxScore) -> None:
    entered = box.entered.to_numpy()
    names = list(box.entered.columns)
    rows, columns = np.nonzero(~np.isnan(entered))
    opened.enter(
        {
            (names[column], int(row)): float(entered[row, column])
            for row, column in zip(rows, columns, strict=True)
        }
    )
    opened.note(
        {
            (domain, week): box.notes[domain, day.date()]
            for domain in DOMAINS
            for week, day in enumerate(box.weeks)
            if box.notes.get((domain, day.date()))
        }
    )
