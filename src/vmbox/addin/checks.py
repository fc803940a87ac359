"""The button Check: what is wrong with the workbook, on a sheet with links to the cells."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from vmbox.addin.desk import Done
from vmbox.addin.page import Entry, Link, Page, show
from vmbox.verbs.checking import check

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vmbox.addin.desk import Desk
    from vmbox.workbook.findings import Finding

NAME: Final = "Checks"
HEADINGS: Final = ("Severity", "Where", "Found", "What to do", "Code")
_WIDTHS: Final = (10.0, 24.0, 60.0, 60.0, 20.0)
_NOTHING: Final = "Nothing was found: the workbook is as it should be."


def list_findings(desk: Desk) -> Done:
    """Write what `vmbox check` finds on the sheet Checks."""
    view = desk.look()
    findings = check(view)
    sheet = show(view, page_of(findings, view.path.stem))
    return Done(f"{counted(findings)}, on the sheet {sheet}.", show=sheet)


def page_of(findings: Sequence[Finding], book: str) -> Page:
    """Return the sheet of some findings; an empty result says so."""
    line = f"{counted(findings)}. Click on a place to go there." if findings else _NOTHING
    return Page(
        NAME,
        f"{NAME}: {book}",
        (line,),
        HEADINGS,
        _WIDTHS,
        tuple(_row(one) for one in findings),
        links=("Where",),
    )


def counted(findings: Sequence[Finding]) -> str:
    """Return how many findings there are, by severity: "1 error, 2 notes"."""
    counts = Counter(one.severity for one in findings)
    words = [
        f"{counts[severity]:,} {severity}{'' if counts[severity] == 1 else 's'}"
        for severity in ("error", "warning", "note")
        if counts[severity]
    ]
    return ", ".join(words) or "nothing found"


def _row(one: Finding) -> tuple[Entry, ...]:
    where: Entry = "The workbook"
    if one.sheet:
        where = Link(one.sheet, one.cell or "A1", one.where)
    return (one.severity, where, one.found, one.do, one.code)
