"""A report written to a file, which appears whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vmbox.measures import BoxScore
from vmbox.reports.board import board_report
from vmbox.reports.special import signals
from vmbox.tables.whole_file import whole_file
from vmbox.workbook import judged, read
from vmbox.workbook.judging import BETTER_WORD, CHANGED, WORSE_WORD

if TYPE_CHECKING:
    import datetime as dt
    import os


@dataclass(frozen=True)
class Reported:
    """What was written, and the gist of it.

    Attributes
    ----------
    team
        Whose box score it is.
    output
        The file.
    measures, recorded
        How many measures there are, and how many have a value at all.
    worse, better, changed
        How many measures show such a signal now; one may show two.
    """

    team: str
    output: Path
    measures: int
    recorded: int
    worse: int
    better: int
    changed: int


def report(
    source: BoxScore | str | os.PathLike[str],
    output: str | os.PathLike[str],
    *,
    force: bool = False,
    today: dt.date | None = None,
) -> Reported:
    """Write the board report of a box score or a workbook; return what it says in short.

    Parameters
    ----------
    source
        A workbook's file, or a box score that was read from anywhere.
    output
        The HTML file to write.
    force
        Whether to replace a file that is there.
    today
        As for `board_report`.

    Raises
    ------
    VmboxError
        As of `vmbox.read`; the file is there already or cannot be written; jinja2 is missing.
    """
    box = source if isinstance(source, BoxScore) else read(source)
    target = Path(output)
    page = board_report(box, today=today)
    with whole_file(target, force=force) as temporary:
        temporary.write_text(page, encoding="utf-8", newline="\n")
    judgements = judged(box)
    special = dict(signals(box, judgements))
    return Reported(
        box.team,
        target,
        len(judgements),
        sum(one.points > 0 for one in judgements),
        *(len(special.get(word, ())) for word in (WORSE_WORD, BETTER_WORD, CHANGED)),
    )
