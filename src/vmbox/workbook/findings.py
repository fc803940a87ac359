"""What is found in a workbook that should not be so: a value, never raised by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is not as it should be.

    Attributes
    ----------
    code
        Its short name, as in docs/checks.md: "text-in-number".
    severity
        "error" where a figure is wrong or a tool cannot work; "warning" where it may be; "note"
        for what could be better.
    sheet, cell
        Where: a sheet's name and an address such as B4, "" where there is none.
    found, do
        What was found, and what to do: a sentence each.
    """

    code: str
    severity: Severity
    sheet: str
    cell: str
    found: str
    do: str

    @property
    def where(self) -> str:
        """The place as people write it: "Safety!B4", "Safety", or "" for the whole workbook."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet

    def __str__(self) -> str:
        where = f"{self.where}: " if self.where else ""
        return f"{where}{self.found} {self.do}"
