"""`vmbox new` and `vmbox template`: fresh workbooks for one team or for many."""

from __future__ import annotations

import datetime as dt
import gc
import os
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path  # noqa: TC003  (a dataclass's field that processes unpickle)
from typing import TYPE_CHECKING, Final

from rich.progress import track

from vmbox.cli.output import make_folder, refuse_existing, refuse_other_suffix
from vmbox.cli.terminal import terminal
from vmbox.errors import DataError
from vmbox.measures import (
    WEEKS,
    BoxScore,
    MeasureSet,
    TeamRow,
    file_name,
    load_set,
    parse_date,
    read_long,
    read_teams,
    spoken,
)
from vmbox.template import write_workbook
from vmbox.verbs.making import first_day, fresh, logged
from vmbox.verbs.moulding import pour, read_mould

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GENERAL: Final = "general"
# The blank standard is made for these, so that it comes out the same every time.
TEMPLATE_TEAM: Final = "Team name"
TEMPLATE_START: Final = dt.date(2026, 1, 5)
TEMPLATE_MADE: Final = dt.datetime(2026, 1, 5)  # noqa: DTZ001  (a workbook has no time zones)
# Below this many, starting processes costs more than it saves.
_WORTH_PROCESSES: Final = 6


@dataclass(frozen=True)
class Request:
    """What somebody asked for, as typed."""

    team: str
    board: str
    setting: str
    measures: Path | None
    start: str
    weeks: int | None
    data: Path | None
    template: Path | None = None


@dataclass(frozen=True)
class Defaults:
    """What holds for the rows of a list that do not say, as typed."""

    board: str
    setting: str
    start: str
    weeks: int | None
    template: Path | None = None


def one(request: Request, output: Path, *, force: bool) -> None:
    """Make one team's workbook and say so."""
    refuse_other_suffix(output)
    refuse_existing([output], force=force)
    file_name(request.team)
    asked = _date(request.start)
    chosen, weeks = _measures(request)
    start = first_day(asked, chosen)
    box = fresh(request.team, request.board, chosen, start, weeks)
    if request.data is not None:
        box = read_long(request.data, box)
    if request.template is not None:
        pour(request.template, box, output, force=force)
    else:
        write_workbook(logged(box), output, force=force)
    console = terminal()
    if start != asked:
        console.print(f"{spoken(asked)} is inside a {box.period}: starting {spoken(start)}.")
    recorded = int(box.values.notna().any(axis=1).sum())
    console.print(
        f"Made {output}: {len(box.measures)} measures, {weeks} {box.period}s, {recorded} recorded.",
        soft_wrap=True,
    )


def _measures(request: Request | Defaults) -> tuple[MeasureSet, int]:
    """What is measured, and over how many weeks: as asked, or as the template has it."""
    if request.template is None:
        named = request.measures if isinstance(request, Request) else None
        chosen = load_set(named or request.setting or GENERAL)
        return chosen, WEEKS if request.weeks is None else request.weeks
    mould = read_mould(request.template)
    if request.weeks not in {None, len(mould.weeks)}:
        raise DataError(
            f"{request.template} has {len(mould.weeks)} {mould.period}s. Leave out --weeks, and "
            "lay out more in the template with `vmbox extend`."
        )
    setting = request.setting or mould.setting
    return MeasureSet(setting, mould.measures, mould.inputs, mould.period), len(mould.weeks)


def many(teams: Path, folder: Path, defaults: Defaults, *, jobs: int, force: bool) -> None:
    """Make a workbook for every team of a list, with a progress bar."""
    start = _date(defaults.start) if defaults.start else None
    measures, weeks = None, WEEKS if defaults.weeks is None else defaults.weeks
    if defaults.template is not None:
        measures, weeks = _measures(defaults)
    rows = [
        replace(row, board=row.board or defaults.board)
        for row in read_teams(teams, setting=defaults.setting, start=start, measures=measures)
    ]
    refuse_existing([folder / row.file for row in rows], force=force)
    make_folder(folder)
    made = track(
        make_each(rows, folder, weeks, jobs=jobs, force=force, template=defaults.template),
        "Making workbooks",
        total=len(rows),
        console=terminal(stderr=True),
    )
    count = sum(1 for _ in made)
    plural = "" if count == 1 else "s"
    terminal().print(f"Made {count} workbook{plural} in {folder}.", soft_wrap=True)


def _date(text: str) -> dt.date:
    try:
        return parse_date(text)
    except DataError as problem:
        raise DataError(f"--start: {problem}.") from problem


def make_each(
    rows: Sequence[TeamRow],
    folder: Path,
    weeks: int,
    *,
    jobs: int = 0,
    force: bool = False,
    template: Path | None = None,
) -> Iterator[Path]:
    """Yield the path of each team's workbook as it is made, in the list's order."""
    workers = min(jobs or os.cpu_count() or 1, len(rows))
    if workers < 2 or len(rows) < _WORTH_PROCESSES:  # noqa: PLR2004
        for row in rows:
            yield make(row, folder, weeks, force=force, template=template)
        return
    # Fresh processes on every system: a copy of this one, with a progress bar's thread in it,
    # could wait for ever.
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
    try:
        waiting = [
            pool.submit(make, row, folder, weeks, force=force, template=template) for row in rows
        ]
        for future in waiting:
            yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def make(
    row: TeamRow, folder: Path, weeks: int, *, force: bool = False, template: Path | None = None
) -> Path:
    """Make the workbook of one row of a list; return its path."""
    chosen = row.measure_set
    with _collecting_seldom():
        box = fresh(row.team, row.board, chosen, first_day(row.start, chosen), weeks)
        if template is not None:
            return pour(template, box, folder / row.file, force=force)
        return write_workbook(logged(box), folder / row.file, force=force)


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Look for garbage seldom: a workbook's many small parts live until it is written.

    Looking through them again and again takes a third of the time.
    """
    before = gc.get_threshold()
    gc.set_threshold(200_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def blank_standard(output: Path, *, force: bool) -> None:
    """Write the blank standard workbook, the same to the byte every time."""
    refuse_other_suffix(output)
    refuse_existing([output], force=force)
    write_workbook(blank_box(), output, force=force, made=TEMPLATE_MADE)
    terminal().print(f"Made {output}, the blank standard workbook.", soft_wrap=True)


def blank_box() -> BoxScore:
    """Return the box score of the blank standard workbook."""
    return fresh(TEMPLATE_TEAM, "", load_set(GENERAL), TEMPLATE_START, 104)
