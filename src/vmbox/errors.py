"""The one error tree: every failure that vmbox reports to a person.

::

    VmboxError                 exit code 2
    ├── SeriesError            values that no rule can judge
    │   └── RulesError         rules that nobody knows, or that cannot be
    ├── MeasureError           a measure, a measure set or its TOML file
    ├── DataError              a CSV or table of values, with its line
    ├── FileError              a file that cannot be opened or written
    │   ├── NotAWorkbook       no .xlsx file at all: encrypted, .xls, cut short
    │   ├── NotInWorkbook      a sheet, table, name or cell that the file does not have
    │   ├── EditRefused        a change that would harm the workbook: formula, merged cell...
    │   ├── FileInUse          open in Excel, or another program is changing it
    │   └── OutputExists       never overwritten without being told to
    ├── WorkbookError          an .xlsx file that is no (readable) box score
    └── AddInError             the add-in of Excel cannot be built, installed or removed

A finding is a value; a failure is an error. An error knows its facts and the next step: its
message names the file, sheet, cell or line, says what was found and what to do. The command
line prints the message and leaves with the error's ``exit_code``.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class VmboxError(Exception):
    """Any failure that vmbox explains to a person."""

    exit_code = 2


class SeriesError(VmboxError, ValueError):
    """Values that no run-chart or control-chart rule can judge."""


class RulesError(SeriesError):
    """Rules of a run chart that nobody knows, or with numbers that cannot be."""


class MeasureError(VmboxError, ValueError):
    """A measure, a measure set or its TOML file is not as it must be."""


class DataError(VmboxError, ValueError):
    """A table of values cannot be read as a box score's data."""


class FileError(VmboxError):
    """A file cannot be opened or written."""


class NotAWorkbook(FileError):  # noqa: N818  (reads as what it says)
    """The file is no .xlsx workbook that anyone could open without a password."""


class NotInWorkbook(FileError, LookupError):  # noqa: N818
    """The file has no such sheet, table, column, name or cell."""


class EditRefused(FileError):  # noqa: N818
    """The change would harm the workbook, or the workbook cannot be changed safely."""


class FileInUse(FileError):  # noqa: N818
    """Excel holds the file open, or another program changed it at the same time."""


class OutputExists(FileError):  # noqa: N818
    """The file to write is already there."""


class WorkbookError(VmboxError):
    """The workbook is no box score, or not one that this version can read."""


class AddInError(VmboxError):
    """The add-in of Excel cannot be built, installed or removed."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``" Did you mean 'Falls'?"`` for the nearest known word, or an empty string."""
    by_lower = {name.casefold(): name for name in known}
    near = get_close_matches(word.casefold(), by_lower, n=1, cutoff=0.6)
    return f" Did you mean '{by_lower[near[0]]}'?" if near else ""
