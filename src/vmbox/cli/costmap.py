"""`vmbox costmap suggest`: a first Cost map, for an accountant to correct."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from vmbox.cli import many
from vmbox.cli.many import in_number
from vmbox.cli.output import refuse_existing
from vmbox.cli.terminal import terminal
from vmbox.errors import DataError, FileError
from vmbox.measures import Input
from vmbox.value import as_csv, pounds, read_extract, suggest_cost_map
from vmbox.workbook.reading import read

if TYPE_CHECKING:
    from pathlib import Path

    from vmbox.value import Suggestion


def suggest(
    extract: Path, output: Path | None, workbook: Path | None, read_as: Path | None, *, force: bool
) -> None:
    """Write or print the CSV of a first Cost map.

    Raises
    ------
    DataError
        The extract has no account codes, or the workbook no cost lines.
    """
    if output is not None:
        refuse_existing([output], force=force)
    lines = _lines(workbook) if workbook else ()
    found = suggest_cost_map(read_extract(extract, map=read_as), lines)
    if not found:
        raise DataError(
            f"{extract}: no row has an account code. Name its column in a map, --read-as."
        )
    text = as_csv(found)
    if output is None:
        sys.stdout.write(text)
    else:
        _write(output, text)
        terminal().print(f"{output}: {in_number(len(found), 'account')}.", soft_wrap=True)
    _say_missing(found)


def _lines(workbook: Path) -> tuple[str, ...]:
    box = read(workbook)
    lines = tuple(one.name for one in box.items if isinstance(one, Input) and one.cost_line)
    if not lines:
        raise DataError(f"{workbook}: Cost has no cost lines to suggest.")
    return lines


def _write(output: Path, text: str) -> None:
    try:
        # With its mark, so that Excel knows the file for UTF-8.
        output.write_text(text, encoding="utf-8-sig", newline="")
    except OSError as problem:
        raise FileError(f"{output}: {problem.strerror}.") from problem


def _say_missing(found: tuple[Suggestion, ...]) -> None:
    blank = [one for one in found if not one.line]
    if blank:
        pence = sum(one.pence for one in blank)
        many.remark(
            f"{in_number(len(blank), 'account')}, together {pounds(pence)}, "
            f"{'has' if len(blank) == 1 else 'have'} no suggestion: write a cost line, or leave "
            "the cell blank and the money is listed as unmapped."
        )
    many.remark("these are guesses from what the accounts are called: an accountant corrects them.")
