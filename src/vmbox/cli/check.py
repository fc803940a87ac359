"""`vmbox check`: what is wrong with workbooks, in words or as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from rich.table import Table
from rich.text import Text

from vmbox.bulk import each, expand
from vmbox.cli.terminal import terminal
from vmbox.verbs.checking import check_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from rich.console import Console

    from vmbox.bulk import Outcome
    from vmbox.workbook.findings import Finding, Severity

    Checked = Outcome[tuple[Finding, ...]]

FOUND_ERRORS, NOT_READ = 1, 2
_COLOURS: Final[dict[Severity, str]] = {"error": "red", "warning": "yellow", "note": "dim"}
# Below this width a table's words break too often to be read.
_NARROW: Final = 70
_GAP: Final = 2


def run(paths: Sequence[str], *, as_json: bool, notes: bool, jobs: int, cluster: str | None) -> int:
    """Print what is found in the workbooks; return the exit code."""
    outcomes = each(check_file, expand(paths), jobs=jobs, cluster=cluster)
    return _as_json(outcomes) if as_json else _in_words(outcomes, notes=notes)


# ------------------------------------------------------------------ for scripts
def _as_json(outcomes: Iterator[Checked]) -> int:
    """Print one object a workbook, in a list that grows as files are done."""
    console, code, before = terminal(), 0, "["
    plain = not console.encoding.casefold().startswith("utf")
    for outcome in outcomes:
        text = json.dumps(_described(outcome), indent=2, ensure_ascii=plain)
        print(f"{before}\n{text}", end="")  # noqa: T201
        before, code = ",", max(code, _exit_code(outcome))
    print("\n]" if before == "," else "[]")  # noqa: T201
    return code


def _described(outcome: Checked) -> dict[str, Any]:
    findings = [
        {
            "code": one.code,
            "severity": one.severity,
            "sheet": one.sheet,
            "cell": one.cell,
            "found": one.found,
            "do": one.do,
        }
        for one in outcome.result or ()
    ]
    return {"file": str(outcome.path), "error": outcome.error, "findings": findings}


def _exit_code(outcome: Checked) -> int:
    if outcome.error is not None:
        return NOT_READ
    return FOUND_ERRORS if _count(outcome, "error") else 0


def _count(outcome: Checked, severity: Severity) -> int:
    return sum(one.severity == severity for one in outcome.result or ())


# ------------------------------------------------------------------ for people
def _in_words(outcomes: Iterator[Checked], *, notes: bool) -> int:
    console, errors = terminal(), terminal(stderr=True)
    code = files = clean = unread = 0
    found: dict[Severity, int] = {"error": 0, "warning": 0, "note": 0}
    for outcome in outcomes:
        files += 1
        code = max(code, _exit_code(outcome))
        if outcome.error is not None:
            unread += 1
            errors.print(f"vmbox: {outcome.error}", style="red", soft_wrap=True)
            continue
        for severity in found:
            found[severity] += _count(outcome, severity)
        clean += not outcome.result
        if outcome.result:
            _print_file(console, outcome.path, outcome.result, notes=notes)
    console.print(_summary(files, clean, unread, found))
    return code


def _print_file(console: Console, path: Path, findings: Sequence[Finding], *, notes: bool) -> None:
    console.print(Text(str(path), style="bold"), soft_wrap=True)
    shown = [one for one in findings if notes or one.severity != "note"]
    narrow = console.width < _NARROW
    table = Table(box=None, show_header=False, padding=(0, _GAP, 0, 0), pad_edge=False)
    table.add_column(no_wrap=True)
    if not narrow:
        table.add_column(max_width=console.width // 4, overflow="fold")
    table.add_column(overflow="fold", ratio=1)
    for one in shown:
        severity = Text(one.severity, style=_COLOURS[one.severity])
        words = Text.assemble(one.found, "\n", (one.do, "dim"), (f"  [{one.code}]", "dim"))
        where = Text(one.where or "the workbook")
        if narrow:
            table.add_row(severity, Text.assemble(where, ": ", words))
        else:
            table.add_row(severity, where, words)
    if shown:
        console.print(table)
    left = len(findings) - len(shown)
    if left:
        codes = dict.fromkeys(one.code for one in findings if one.severity == "note")
        what = ", ".join(f"{code} {sum(one.code == code for one in findings)}" for code in codes)
        console.print(Text(f"{_many(left, 'note')}: {what} (--notes shows them)", style="dim"))
    console.print()


def _summary(files: int, clean: int, unread: int, found: dict[Severity, int]) -> str:
    parts = [_many(count, severity) for severity, count in found.items() if count]
    if clean:
        parts.append(f"{clean} without a finding")
    if unread:
        parts.append(f"{unread} could not be opened")
    return f"{_many(files, 'workbook')}: {', '.join(parts) or 'nothing to look at'}."


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"
