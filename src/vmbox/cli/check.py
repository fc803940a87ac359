"""`vmbox check`: what is wrong with workbooks, in words or as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Final

from rich.console import Group
from rich.table import Table
from rich.text import Text

from vmbox.bulk import expand
from vmbox.cli import many
from vmbox.cli.many import Row, in_number
from vmbox.cli.terminal import terminal
from vmbox.verbs.checking import check_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from vmbox.workbook.findings import Finding, Severity

FOUND_ERRORS: Final = 1
_COLOURS: Final[dict[Severity, str]] = {"error": "red", "warning": "yellow", "note": "dim"}
# Below this width a table's words break too often to be read.
_NARROW: Final = 70
_GAP: Final = 2


def run(paths: Sequence[str], *, as_json: bool, notes: bool, jobs: int, cluster: str) -> None:
    """Say what is found in the workbooks.

    Raises
    ------
    Exit
        1 where there are errors; 2 where a workbook could not be read.
    """
    told = _Told(notes)
    tally = many.run(
        check_file,
        expand(paths),
        told.row,
        doing="Checking",
        jobs=jobs,
        cluster=cluster,
        as_json=as_json,
    )
    words = f"Checked {in_number(tally.files - tally.failed, 'workbook')}: {_counted(told.found)}."
    data = {f"{severity}s": count for severity, count in told.found.items()}
    many.finish(tally, words, {**data, "clean": told.clean}, as_json=as_json)


@dataclass
class _Told:
    """What the rows come to."""

    notes: bool
    clean: int = 0
    found: dict[Severity, int] = field(default_factory=lambda: dict.fromkeys(_COLOURS, 0))

    def row(self, findings: tuple[Finding, ...]) -> Row:
        """Return what to say of one workbook."""
        here = {level: sum(one.severity == level for one in findings) for level in _COLOURS}
        for severity, count in here.items():
            self.found[severity] += count
        self.clean += not findings
        return Row(
            _counted(here),
            {"findings": [asdict(one) for one in findings]},
            FOUND_ERRORS if here["error"] else 0,
            _shown(findings, notes=self.notes) if findings else None,
        )


def _counted(found: dict[Severity, int]) -> str:
    """How many of each: "2 errors, 1 note"."""
    parts = [in_number(count, severity) for severity, count in found.items() if count]
    return ", ".join(parts) or "nothing found"


def _shown(findings: Sequence[Finding], *, notes: bool) -> RenderableType:
    """The findings as a table, and how many notes are left out."""
    shown = [one for one in findings if notes or one.severity != "note"]
    parts: list[RenderableType] = [_table(shown, terminal().width)] if shown else []
    left = len(findings) - len(shown)
    if left:
        codes = dict.fromkeys(one.code for one in findings if one.severity == "note")
        what = ", ".join(f"{code} {sum(one.code == code for one in findings)}" for code in codes)
        parts.append(Text(f"{in_number(left, 'note')}: {what} (--notes shows them)", style="dim"))
    return Group(*parts, "")


def _table(findings: Sequence[Finding], width: int) -> Table:
    narrow = width < _NARROW
    table = Table(box=None, show_header=False, padding=(0, _GAP, 0, 0), pad_edge=False)
    table.add_column(no_wrap=True)
    if not narrow:
        table.add_column(max_width=width // 4, overflow="fold")
    table.add_column(overflow="fold", ratio=1)
    for one in findings:
        severity = Text(one.severity, style=_COLOURS[one.severity])
        words = Text.assemble(one.found, "\n", (one.do, "dim"), (f"  [{one.code}]", "dim"))
        where = Text(one.where or "the workbook")
        if narrow:
            table.add_row(severity, Text.assemble(where, ": ", words))
        else:
            table.add_row(severity, where, words)
    return table
