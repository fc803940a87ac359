"""`vmbox report`: a board report for each workbook, to show and to print."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vmbox.bulk import expand
from vmbox.cli import many
from vmbox.cli.many import Row, in_number
from vmbox.cli.output import make_folder, refuse_existing
from vmbox.errors import FileError
from vmbox.measures import parse_date
from vmbox.reports import Reported, report

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

_SUFFIX: Final = ".html"
_SUFFIXES: Final = (_SUFFIX, ".htm")


def run(
    paths: Sequence[str],
    output: Path,
    day: str,
    *,
    force: bool,
    jobs: int,
    cluster: str,
    as_json: bool,
) -> None:
    """Write the report of every workbook, and say what each shows.

    Raises
    ------
    Exit
        1 where nothing is recorded in a workbook; 2 where one failed.
    """
    today = parse_date(day) if day else None
    files = expand(paths)
    places = _places(files, output)
    refuse_existing(tuple(places.values()), force=force)
    for folder in sorted({place.parent for place in places.values()}):
        make_folder(folder)
    tally = many.run(
        partial(_reported, places=places, force=force, today=today),
        files,
        _row,
        doing="Reporting",
        jobs=jobs,
        cluster=cluster,
        as_json=as_json,
    )
    written = tally.files - tally.failed
    words = f"Wrote {in_number(written, 'report')} to {output}."
    many.finish(tally, words, {"output": str(output), "reports": written}, as_json=as_json)


def _reported(
    file: Path, places: Mapping[Path, Path], *, force: bool, today: dt.date | None
) -> Reported:
    return report(file, places[file], force=force, today=today)


def _row(reported: Reported) -> Row:
    counts = {"worse": reported.worse, "better": reported.better, "changed": reported.changed}
    shown = ", ".join(f"{count} {verdict}" for verdict, count in counts.items() if count)
    words = shown or "no signal"
    if not reported.recorded:
        words = "nothing recorded yet"
    data = {
        "team": reported.team,
        "output": str(reported.output),
        "measures": reported.measures,
        "recorded": reported.recorded,
        **counts,
    }
    return Row(words, data, 0 if reported.recorded else 1)


def _places(files: Sequence[Path], output: Path) -> dict[Path, Path]:
    """The report of each workbook: the file that was named, or in the folder by its own name.

    Workbooks of several folders keep their folders, so that two of one name stay two.

    Raises
    ------
    FileError
        One file was named for many reports, or two would get the same.
    """
    if output.suffix.casefold() in _SUFFIXES and not output.is_dir():
        if len(files) > 1:
            raise FileError(
                f"{output} is one file, and there are {in_number(len(files), 'workbook')}. Name a "
                f"folder: {output.with_suffix('')}"
            )
        return {files[0]: output}
    places: dict[Path, Path] = {}
    owners: dict[Path, Path] = {}
    top = _common_folder(files)
    for file in files:
        own = file.absolute().relative_to(top) if top else Path(file.name)
        place = output / own.with_suffix(_SUFFIX)
        other = owners.setdefault(place, file)
        if other != file:
            raise FileError(f"{other} and {file} would both be {place}. Report one by itself.")
        places[file] = place
    return places


def _common_folder(files: Sequence[Path]) -> Path | None:
    try:
        return Path(os.path.commonpath([file.absolute().parent for file in files]))
    except ValueError:  # on several drives
        return None
