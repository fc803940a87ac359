"""`vmbox new` and `vmbox template`: fresh workbooks for one team or for many."""

from __future__ import annotations

import datetime as dt
import getpass
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path  # noqa: TC003  (a dataclass's field that processes unpickle)
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.progress import track

from vmbox._version import __version__
from vmbox.errors import FileError, OutputExists
from vmbox.measures import (
    BoxScore,
    LogEntry,
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

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GENERAL: Final = "general"
# The blank standard is made for these, so that it comes out the same every time.
TEMPLATE_TEAM: Final = "Team name"
TEMPLATE_START: Final = dt.date(2026, 1, 5)
TEMPLATE_MADE: Final = dt.datetime(2026, 1, 5)  # noqa: DTZ001  (a workbook has no time zones)
# Below this many, starting processes costs more than it saves.
_WORTH_PROCESSES: Final = 4


@dataclass(frozen=True)
class Request:
    """What somebody asked for, as typed."""

    team: str
    board: str
    setting: str
    measures: Path | None
    start: str
    weeks: int
    data: Path | None


def one(request: Request, output: Path, *, force: bool) -> None:
    """Make one team's workbook and say so."""
    refuse_existing([output], force=force)
    chosen: MeasureSet = load_set(request.measures or request.setting or GENERAL)
    file_name(request.team)
    asked = parse_date(request.start)
    start = first_day(asked, chosen)
    box = fresh(request.team, request.board, chosen, start, request.weeks)
    if request.data is not None:
        box = read_long(request.data, box)
    write_workbook(_logged(box, chosen), output, force=force)
    console = Console()
    if start != asked:
        console.print(f"{spoken(asked)} is inside a {box.period}: starting {spoken(start)}.")
    recorded = int(box.values.notna().any(axis=1).sum())
    console.print(
        f"Made {output}: {len(box.measures)} measures, {request.weeks} {box.period}s, "
        f"{recorded} recorded.",
        soft_wrap=True,
    )


def many(
    teams: Path,
    folder: Path,
    *,
    setting: str,
    start: str,
    weeks: int,
    jobs: int,
    force: bool,
) -> None:
    """Make a workbook for every team of a list, with a progress bar."""
    rows = read_teams(teams, setting=setting, start=parse_date(start) if start else None)
    if folder.exists() and not folder.is_dir():
        raise FileError(f"{folder} is a file. With --teams, -o names a folder.")
    refuse_existing([folder / row.file for row in rows], force=force)
    folder.mkdir(parents=True, exist_ok=True)
    console = Console()
    made = track(
        make_each(rows, folder, weeks, jobs=jobs, force=force),
        "Making workbooks",
        total=len(rows),
        console=Console(stderr=True),
    )
    count = sum(1 for _ in made)
    console.print(f"Made {count} workbooks in {folder}.", soft_wrap=True)


def make_each(
    rows: Sequence[TeamRow], folder: Path, weeks: int, *, jobs: int = 0, force: bool = False
) -> Iterator[Path]:
    """Yield the path of each team's workbook as it is made, in the list's order."""
    workers = min(jobs or os.cpu_count() or 1, len(rows))
    if workers < 2 or len(rows) < _WORTH_PROCESSES:  # noqa: PLR2004
        for row in rows:
            yield make(row, folder, weeks, force=force)
        return
    with ProcessPoolExecutor(workers) as pool:
        waiting = [pool.submit(make, row, folder, weeks, force=force) for row in rows]
        for future in waiting:
            yield future.result()


def make(row: TeamRow, folder: Path, weeks: int, *, force: bool = False) -> Path:
    """Make the workbook of one row of a list; return its path."""
    chosen = row.measure_set
    box = fresh(row.team, row.board, chosen, first_day(row.start, chosen), weeks)
    return write_workbook(_logged(box, chosen), folder / row.file, force=force)


def blank_standard(output: Path, *, force: bool) -> None:
    """Write the blank standard workbook, the same to the byte every time."""
    write_workbook(blank_box(), output, force=force, made=TEMPLATE_MADE)
    Console().print(f"Made {output}, the blank standard workbook.", soft_wrap=True)


def blank_box() -> BoxScore:
    """Return the box score of the blank standard workbook."""
    return fresh(TEMPLATE_TEAM, "", load_set(GENERAL), TEMPLATE_START, 104)


def fresh(team: str, board: str, chosen: MeasureSet, start: dt.date, weeks: int) -> BoxScore:
    """Return a team's box score with nothing recorded."""
    return BoxScore.blank(
        team,
        chosen.measures,
        chosen.inputs,
        start=start,
        weeks=weeks,
        period=chosen.period,
        board=board,
        setting=chosen.setting,
    )


def first_day(day: dt.date, chosen: MeasureSet) -> dt.date:
    """Return the Monday of a day's week; for a monthly set, the first of its month."""
    if chosen.period == "month":
        return day.replace(day=1)
    return day - dt.timedelta(days=day.weekday())


def refuse_existing(outputs: list[Path], *, force: bool) -> None:
    """Raise OutputExists where one of the files is there, and nothing is to be overwritten."""
    there = [output for output in outputs if output.exists()]
    if there and not force:
        more = f" (and {len(there) - 1} more)" if len(there) > 1 else ""
        raise OutputExists(
            f"{there[0]}{more} is there already. Choose another name, or add --force."
        )


def _logged(box: BoxScore, chosen: MeasureSet) -> BoxScore:
    return replace(box, log=(*box.log, logged(chosen.setting)))


def logged(setting: str) -> LogEntry:
    """Return the Log row of a workbook that is made now."""
    what = f"Made this workbook with the measures of {setting} (vmbox {__version__})"
    now = dt.datetime.now().replace(microsecond=0)  # noqa: DTZ005  (the clock on the wall)
    return LogEntry(now, what, _user(), 0)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no account of that number, as in some containers
        return ""
