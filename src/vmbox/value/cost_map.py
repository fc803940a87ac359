"""The Cost map: which account code goes to which cost line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vmbox.errors import DataError
from vmbox.measures.csv_table import columns_of
from vmbox.tables import read_grids
from vmbox.value.headings import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from vmbox.tables import Grid, GridValue

_HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "account": HEADINGS["account"],
    "line": ("costline", "line", "costlinename", "boxscoreline"),
    "centre": HEADINGS["centre"],
}
_HEADING_WITHIN: Final = 30
_ANY: Final = "*"


@dataclass(frozen=True)
class MapEntry:
    """One row of a Cost map.

    Attributes
    ----------
    account
        A code, or the beginning of codes and a `*`.
    line
        The cost line; "" while nobody has said which.
    centre
        The one cost centre that the row is for; "" for all.
    where
        Where it stands, for messages.
    """

    account: str
    line: str
    centre: str = ""
    where: str = ""


def key_of(code: str) -> str:
    """Return a code as codes are compared: no outer or double spaces, small letters.

    Zeros in front count: 0412 is not 412.
    """
    return " ".join(code.split()).casefold()


class CostMap:
    """Which account goes to which cost line: the exact code, else the longest beginning with `*`.

    A row for one cost centre goes before one for all, whatever its length.

    Attributes
    ----------
    entries
        The rows that name a cost line, in their order.
    lines
        The cost lines, in the order in which they are first named.

    Raises
    ------
    DataError
        Two cost lines for one code, with both rows; a `*` that is not at the end of a code; a cost
        line without a code.
    """

    def __init__(self, entries: Iterable[MapEntry]) -> None:
        given = [entry for entry in entries if entry.account.strip() or entry.line.strip()]
        self.entries = tuple(entry for entry in given if entry.line.strip())
        self._spelled: dict[str, str] = {}
        self._exact: dict[tuple[str, str], MapEntry] = {}
        self._begins: dict[tuple[str, str], MapEntry] = {}
        for entry in self.entries:
            self._take(entry)
        self.lines = tuple(self._spelled.values())

    def line(self, account: str, centre: str = "") -> str | None:
        """Return the cost line of an account in a cost centre, None where no row names it."""
        code = key_of(account)
        for owner in dict.fromkeys((key_of(centre), "")):
            entry = self._exact.get((owner, code)) or self._longest(owner, code)
            if entry:
                return self._spelled[key_of(entry.line)]
        return None

    def near(self, account: str) -> str:
        """Return the code of the map that an account would be, had Excel not touched it, or ""."""
        bare = _without_zeros(key_of(account))
        for entry in self.entries:
            known = key_of(entry.account)
            if _ANY not in known and known != key_of(account) and _without_zeros(known) == bare:
                return entry.account.strip()
        return ""

    def _longest(self, owner: str, code: str) -> MapEntry | None:
        for length in range(len(code), -1, -1):
            if entry := self._begins.get((owner, code[:length])):
                return entry
        return None

    def _take(self, entry: MapEntry) -> None:
        code = key_of(entry.account)
        if not code:
            raise DataError(f"{_at(entry)}'{entry.line.strip()}' has no account code.")
        if _ANY in code[:-1]:
            raise DataError(
                f"{_at(entry)}'{entry.account.strip()}': a * stands at the end of a code, and "
                "means all codes that begin so."
            )
        table = self._begins if code.endswith(_ANY) else self._exact
        key = (key_of(entry.centre), code.removesuffix(_ANY).rstrip())
        other = table.setdefault(key, entry)
        if key_of(other.line) != key_of(entry.line):
            raise DataError(
                f"{_at(entry)}'{entry.account.strip()}' goes to '{entry.line.strip()}', and to "
                f"'{other.line.strip()}' by {other.where or 'another row'}. Keep one."
            )
        self._spelled.setdefault(key_of(entry.line), " ".join(entry.line.split()))


def read_cost_map(path: str | Path) -> CostMap:
    """Return the Cost map of a CSV or Excel file with columns for the account and the cost line.

    A third column may name the cost centre that a row is for. A row whose cost line is blank is
    passed over: nobody has said yet where it goes.

    Raises
    ------
    FileError
        The file cannot be read.
    DataError
        It has no such columns, or two cost lines for one code.
    """
    grids = read_grids(Path(path))
    for grid in grids:
        for at, cells in enumerate(grid.rows[:_HEADING_WITHIN]):
            columns = columns_of([_text(cell) for cell in cells], _HEADINGS)
            if {"account", "line"} <= set(columns):
                return CostMap(_entries(grid, at + 1, columns))
    first = next((row for row in grids[0].rows if any(row)), ()) if grids else ()
    found = ", ".join(filter(None, map(_text, first))) or "nothing"
    raise DataError(
        f"{path}: a Cost map has a column 'Account' and a column 'Cost line'. Found: {found}."
    )


def _entries(grid: Grid, start: int, columns: Mapping[str, int]) -> Iterator[MapEntry]:
    for at, cells in enumerate(grid.rows[start:], start=start):
        texts: Sequence[str] = [_text(cell) for cell in cells]
        account, line = texts[columns["account"]], texts[columns["line"]]
        centre = texts[columns["centre"]] if "centre" in columns else ""
        yield MapEntry(account, line, centre, grid.where(at))


def _text(cell: GridValue) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _without_zeros(code: str) -> str:
    """A code as Excel leaves it that takes it for a number."""
    return (code[:-2] if code.endswith(".0") else code).lstrip("0")


def _at(entry: MapEntry) -> str:
    return f"{entry.where}: " if entry.where else ""
