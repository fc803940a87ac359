"""What was changed in an open workbook, as plain values, and how it is put back.

A spreadsheet empties its own list of undoings when a macro writes; so what a button did is kept
as values that can be saved as JSON, and put back as long as the cells hold what it left there.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from vmbox.errors import EditRefused
from vmbox.live.border import border
from vmbox.live.contents import Entry, entry_of, same
from vmbox.live.putting import enter, tell
from vmbox.live.view import LiveView, block_of
from vmbox.workbook.cells import address
from vmbox.xlsx import Area, area

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import xlwings

    from vmbox.live.view import LiveSheet
    from vmbox.workbook.port import Place

Rows = tuple[tuple[Entry, ...], ...]


@dataclass(frozen=True)
class Changed:
    """A block of cells that was written; rows and columns count from 0.

    Attributes
    ----------
    sheet
        The sheet's name.
    before, after
        What the cells held, row by row: a number, a truth value, None for nothing, or a text: "="
        begins a formula, "'" words, "#" an error.
    ours
        Whether the sheet is vmbox's alone: what it holds is not looked at before it is put back.
    arrays
        The cells whose formulas are array formulas, by row and column of the sheet.
    """

    sheet: str
    first_row: int
    first_column: int
    before: Rows
    after: Rows
    ours: bool = False
    arrays: tuple[Place, ...] = ()

    @property
    def area(self) -> Area:
        """The cells."""
        rows, columns = len(self.before), len(self.before[0])
        return Area(
            self.first_row,
            self.first_column,
            self.first_row + rows - 1,
            self.first_column + columns - 1,
        )


@dataclass(frozen=True)
class Grown:
    """A Table that was made longer: its last row before and after, counted from 0."""

    sheet: str
    table: str
    before: int
    after: int


@dataclass(frozen=True)
class Added:
    """A sheet that was added."""

    sheet: str


Change = Changed | Grown | Added


def as_plain(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """Return changes as what JSON can hold; `from_plain` makes changes of it again."""
    return [{"kind": type(one).__name__, **asdict(one)} for one in changes]


def from_plain(plain: Iterable[dict[str, Any]]) -> tuple[Change, ...]:
    """Return the changes that `as_plain` was given."""
    kinds = {kind.__name__: kind for kind in (Changed, Grown, Added)}
    found = []
    for one in plain:
        words = {name: value for name, value in one.items() if name != "kind"}
        for side in ("before", "after", "arrays"):
            if isinstance(words.get(side), (list, tuple)):
                words[side] = tuple(map(tuple, words[side]))
        found.append(kinds[one["kind"]](**words))
    return tuple(found)


def put_back(book: xlwings.Book, changes: Sequence[Change]) -> None:
    """Put back what was changed in an open workbook, the last change first.

    Raises
    ------
    EditRefused
        A cell does not hold any more what was left there; nothing is put back. Or the spreadsheet
        refuses.
    NotInWorkbook
        A sheet or Table is gone.
    """
    view = LiveView(book)
    for change in changes:
        if isinstance(change, Changed) and not change.ours:
            _must_be_as_left(view.sheet(change.sheet), change)
        elif not isinstance(change, Added):
            view.sheet(change.sheet)
    restore(view, changes)


def restore(view: LiveView, changes: Sequence[Change]) -> None:
    """Put back changes without asking what the cells hold now."""
    for change in reversed(changes):
        sheet = view.sheet(change.sheet)
        if isinstance(change, Changed):
            enter(sheet, change.area, change.before, change.arrays)
            if not change.ours:
                tell(sheet, change.area, change.before)
        elif isinstance(change, Grown):
            _shorten(sheet, change)
        else:
            with border(view.name, sheet.name):
                sheet.remote.delete()


def unlike(sheet: LiveSheet, change: Changed, rows: Rows) -> tuple[Place, Entry, Entry] | None:
    """Return the first cell that does not hold what it should: where, and what it holds; or None.

    Parameters
    ----------
    rows
        What the cells should hold: what was there before the change, or after it.
    """
    with border(sheet.book.name, sheet.name):
        block = block_of(sheet.remote.range(str(change.area)), change.area)
    cells = sheet.book.cells_of(sheet, block)
    for down, row in enumerate(rows):
        for across, entry in enumerate(row):
            place = (change.first_row + down, change.first_column + across)
            now = entry_of(cells[place]) if place in cells else None
            if not same(now, entry):
                return place, now, entry
    return None


def _must_be_as_left(sheet: LiveSheet, change: Changed) -> None:
    found = unlike(sheet, change, change.after)
    if found is not None:
        place, now, left = found
        raise EditRefused(
            f"{sheet.book.name}: {sheet.name}!{address(*place)} was changed since: it holds "
            f"{_shown(now)} now, and {_shown(left)} was left there. So nothing was put back. "
            "Change by hand what you want to be otherwise."
        )


def _shown(entry: Entry) -> str:
    if entry is None:
        return "nothing"
    words = str(entry).removeprefix("'")
    return f"'{words[:40]}...'" if len(words) > 40 else f"'{words}'"  # noqa: PLR2004


def _shorten(sheet: LiveSheet, change: Grown) -> None:
    """Make a Table as long as it was, and empty the rows that it gives up."""
    with border(sheet.book.name, sheet.name):
        table = sheet.remote.tables[change.table]
        there = table.range
        columns = (there.column, there.column + there.shape[1] - 1)
        first = there.row - 1
        shorter = Area(first, columns[0] - 1, change.before, columns[1] - 1)
        rest = Area(change.before + 1, columns[0] - 1, change.after, columns[1] - 1)
        table.resize(sheet.remote.range(str(shorter)))
        sheet.remote.range(str(rest)).clear()
    print_to(sheet, change.after, change.before)


def print_to(sheet: LiveSheet, before: int, after: int) -> None:
    """Let an area that is printed down to one row end with another: the Table's last one."""
    with border(sheet.book.name, sheet.name):
        pages = sheet.remote.page_setup
        told = pages.print_area
        printed = [place for one in (told or "").split(",") if (place := area(one)) is not None]
        grown = [replace(one, last_row=after) if one.last_row == before else one for one in printed]
        if grown != printed and len(grown) == 1 + (told or "").count(","):
            pages.print_area = ",".join(map(str, grown))
