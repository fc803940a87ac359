"""`vmbox collect`: every recorded value of many workbooks as one tidy table."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from vmbox.bulk import expand
from vmbox.cli import many
from vmbox.cli.many import Row, in_number
from vmbox.errors import FileError, VmboxError
from vmbox.tables.whole_file import explained, whole_file
from vmbox.tables.writing import kind_of, table_writer
from vmbox.template.plain_table import refuse_too_long, write_plain_table
from vmbox.verbs.collect import Collected, Namesakes, collect_one, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pandas as pd


@dataclass
class _Told:
    """What the rows come to."""

    add: Callable[[pd.DataFrame], None]
    rows: int = 0
    namesakes: Namesakes = field(default_factory=Namesakes)

    def row(self, one: Collected) -> Row:
        """Put the rows of one workbook into the table, and return what to say of it."""
        self.add(one.frame)
        self.rows += len(one.frame)
        self.namesakes.add(one)
        weeks = one.frame["week"]
        rows, measures = len(one.frame), int(one.frame["measure"].nunique())
        data = {
            "team": one.team,
            "rows": rows,
            "measures": measures,
            "first_week": None if weeks.empty else f"{weeks.min():%Y-%m-%d}",
            "last_week": None if weeks.empty else f"{weeks.max():%Y-%m-%d}",
        }
        words = "nothing recorded"
        if not weeks.empty:
            words = (
                f"{in_number(rows, 'row')}, {in_number(measures, 'measure')}, "
                f"{data['first_week']} to {data['last_week']}"
            )
        return Row(words, data)


def run(
    paths: Sequence[str],
    output: str,
    *,
    table: str,
    force: bool,
    jobs: int,
    cluster: str,
    as_json: bool,
) -> None:
    """Collect the workbooks, write the table, and say what each gave."""
    kind_of(output)
    with _table(output, table, force=force) as add:
        files = _without(output, expand(paths))
        told = _Told(add)
        tally = many.run(
            collect_one,
            files,
            told.row,
            doing="Collecting",
            jobs=jobs,
            cluster=cluster,
            as_json=as_json,
        )
        if tally.failed == tally.files:
            raise VmboxError("No workbook could be read, so nothing was written.")
    for words in told.namesakes.remarks():
        many.remark(words)
    teams = len(told.namesakes)
    words = (
        f"Wrote {output}: {in_number(told.rows, 'row')} of {in_number(teams, 'team')} "
        f"from {in_number(tally.files - tally.failed, 'workbook')}."
    )
    data = {"output": output, "rows": told.rows, "teams": teams}
    many.finish(tally, words, data, as_json=as_json)


@contextmanager
def _table(output: str, table: str, *, force: bool) -> Iterator[Callable[[pd.DataFrame], None]]:
    if kind_of(output) != "xlsx":
        with table_writer(output, table=table, force=force) as add:
            yield add
        return
    frames: list[pd.DataFrame] = []

    def keep(frame: pd.DataFrame) -> None:
        frames.append(frame)
        refuse_too_long(sum(map(len, frames)))

    with whole_file(Path(output), force=force) as temporary:
        yield keep
        with explained(output):
            write_plain_table(joined(frames), temporary, name=table)


def _without(output: str, files: Sequence[Path]) -> Sequence[Path]:
    """Leave out the table itself, which may stand in the folder that is collected."""
    own = os.path.realpath(output)
    left = [file for file in files if os.path.realpath(file) != own]
    if not left:
        raise FileError(f"There is nothing to collect but {output}, which is to be written.")
    return left
