"""One thing done to many workbooks: the bar, a row for each, the totals, the exit code."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

import typer
from rich.cells import cell_len
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from vmbox.bulk import each
from vmbox.cli.terminal import terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from rich.console import Console, RenderableType

    from vmbox.bulk import Outcome

T = TypeVar("T")
# What a shell makes of Ctrl-C.
_INTERRUPTED: Final = 130
_WIDEST: Final = 60


@dataclass(frozen=True)
class Row:
    """What is said of one workbook.

    Attributes
    ----------
    words
        What happened, for people.
    data
        The same for a script.
    exit_code
        1 where there is a finding.
    below
        What is shown to people below the words.
    """

    words: str
    data: Mapping[str, Any] = field(default_factory=dict)
    exit_code: int = 0
    below: RenderableType | None = None


@dataclass
class Tally:
    """How many workbooks there were, how many failed, and the worst exit code."""

    files: int
    done: int = 0
    failed: int = 0
    findings: int = 0
    exit_code: int = 0

    def count(self, exit_code: int, *, failed: bool) -> None:
        """Count one more workbook."""
        self.done += 1
        self.failed += failed
        self.findings += not failed and exit_code > 0
        self.exit_code = max(self.exit_code, exit_code)


def run(
    function: Callable[[Path], T],
    files: Sequence[Path],
    tell: Callable[[T], Row],
    *,
    doing: str,
    jobs: int = 0,
    cluster: str = "",
    as_json: bool = False,
) -> Tally:
    """Do one thing to every workbook and say what became of each; return the totals.

    Parameters
    ----------
    function
        Takes a path; other processes find it by its name.
    files
        What `vmbox.bulk.expand` made of the command line.
    tell
        Makes a row of what the function returned, in this process and in the order of the files.
    doing
        Words for the bar: "Collecting".
    jobs, cluster
        Who does the work, as for `vmbox.bulk.each`.
    as_json
        Whether to print a line of JSON for each workbook, for a script.

    Raises
    ------
    Exit
        Somebody pressed Ctrl-C; what is done was told.
    """
    tally = Tally(len(files))
    say = _Speaker(files, as_json=as_json)
    with _bar(doing, len(files)) as advance:
        outcomes = each(function, files, jobs=jobs, cluster=cluster or None)
        try:
            for outcome in outcomes:
                row = None if outcome.error else tell(outcome.result)  # type: ignore[arg-type]
                code = row.exit_code if row else outcome.exit_code
                tally.count(code, failed=row is None)
                say.row(outcome, row)
                advance()
        except KeyboardInterrupt as interrupt:
            remark(f"stopped after {tally.done} of {tally.files}.")
            raise typer.Exit(_INTERRUPTED) from interrupt
    return tally


def finish(tally: Tally, words: str, data: Mapping[str, Any], *, as_json: bool) -> None:
    """Say the totals in one last line, and leave with the worst exit code.

    Raises
    ------
    Exit
        Something failed, or there is a finding.
    """
    if as_json:
        counts = {"files": tally.files, "failed": tally.failed, "findings": tally.findings}
        _print_json({"total": {**counts, **data}})
    else:
        failed = f" {in_number(tally.failed, 'workbook')} failed." if tally.failed else ""
        terminal().print(f"{words}{failed}", soft_wrap=True)
    if tally.exit_code:
        raise typer.Exit(tally.exit_code)


def in_number(count: int, noun: str) -> str:
    """Return "1 workbook", "2 workbooks", "1,200 workbooks"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


class _Speaker:
    """Says what became of each workbook: in columns for people, in JSON for a script."""

    def __init__(self, files: Sequence[Path], *, as_json: bool) -> None:
        self.as_json = as_json
        self.console: Console = terminal()
        self.width = min(max((cell_len(str(file)) for file in files), default=0), _WIDEST)

    def row(self, outcome: Outcome[Any], row: Row | None) -> None:
        """Print the row of one workbook; None for one that failed."""
        if outcome.error:
            remark(outcome.error)
        if self.as_json:
            _print_json(_described(outcome, row))
            return
        name = str(outcome.path)
        gap = " " * (max(self.width - cell_len(name), 0) + 2)
        self.console.print(f"{name}{gap}{row.words if row else 'failed'}", soft_wrap=True)
        if row and row.below is not None:
            self.console.print(row.below)


def _described(outcome: Outcome[Any], row: Row | None) -> dict[str, Any]:
    if row is None:
        return {"path": str(outcome.path), "exit_code": outcome.exit_code, "error": outcome.error}
    return {"path": str(outcome.path), "exit_code": row.exit_code, **row.data}


def _print_json(data: Mapping[str, Any]) -> None:
    # Names that are not UTF-8 have characters that no output takes but as escapes.
    print(json.dumps(data, ensure_ascii=True, allow_nan=False), flush=True)  # noqa: T201


def remark(words: str) -> None:
    """Say what a person must know besides, where it disturbs no script."""
    sys.stdout.flush()
    typer.echo(f"vmbox: {words}", err=True)


class _bar:  # noqa: N801  (it is used as a function)
    """Shows a bar on a terminal's standard error while many files are worked on."""

    def __init__(self, doing: str, total: int) -> None:
        console = terminal(stderr=True)
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=total < 2 or not console.is_terminal,  # noqa: PLR2004
            # Rows go where they were sent; on the same terminal, above the bar.
            redirect_stdout=sys.stdout.isatty(),
        )
        self.task = self.progress.add_task(doing, total=total)

    def __enter__(self) -> Callable[[], None]:
        self.progress.start()
        return lambda: self.progress.advance(self.task)

    def __exit__(self, *_: object) -> None:
        self.progress.stop()
