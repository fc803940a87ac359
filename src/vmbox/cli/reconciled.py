"""Where every penny of an extract went, for people and for a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.table import Table

from vmbox.cli import many
from vmbox.cli.many import in_number
from vmbox.cli.terminal import terminal
from vmbox.value import pounds

if TYPE_CHECKING:
    from collections import Counter

    from vmbox.value import Extract, Reconciliation

_MOST_NAMED: Final = 5
FATES: Final = (
    *("posted", "unmapped", "outside the weeks", "of an unclear time", "not posted"),
    *("kept out by typed numbers", "other cost centres"),
)


def parts_of(known: Reconciliation) -> dict[str, int]:
    """Return the pence of one workbook's rows by what became of them."""
    return {
        "posted": known.posted,
        "unmapped": known.unmapped,
        "outside the weeks": known.outside,
        "of an unclear time": known.unclear,
    }


def say_reconciliation(sums: Counter[str], extract: Extract, *, dry: bool, failed: bool) -> None:
    """Print where every penny of the extract went."""
    others = "other cost centres"
    said = {
        "posted": "would be posted" if dry else "posted",
        others: f"{others}, and workbooks that failed" if failed else others,
    }
    table = Table(title="The ledger reconciled", title_justify="left", box=None, pad_edge=False)
    table.add_column("")
    table.add_column("£", justify="right")
    table.add_row(f"{in_number(len(extract.rows), 'row')} of the extract", _amount(extract.total))
    for name in FATES:
        if sums[name] or name == "posted":
            table.add_row(f"  {said.get(name, name)}", _amount(sums[name]))
    left = extract.total - sum(sums[name] for name in FATES)
    table.add_row("  not accounted for", _amount(left))
    terminal().print(table)
    if extract.unread:
        rows = ", ".join(str(problem.row) for problem in extract.unread[:_MOST_NAMED])
        more = ", ..." if len(extract.unread) > _MOST_NAMED else ""
        many.remark(
            f"in none of these figures are the rows whose amount nobody can read: {rows}{more}."
        )


def _amount(pence: int) -> str:
    return pounds(pence).replace("£", "")
