"""The defined names of an open workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from vmbox.errors import NotInWorkbook
from vmbox.live.asking import areas_of
from vmbox.live.border import border
from vmbox.workbook import layout as at
from vmbox.workbook import value_layout
from vmbox.workbook.cells import address, sheet_prefix
from vmbox.workbook.places import pointer
from vmbox.xlsx import sheet_and_cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vmbox.live.view import LiveSheet, LiveView

# So many names are asked one by one; more are found by looking through all that there are.
_FEW: Final = 6


class LiveNames(Mapping[str, str]):
    """What the names that vmbox works with stand for, and any other that is asked for by name.

    Names are the same in large and small letters.
    """

    def __init__(self, book: LiveView, all_names: Mapping[str, str] | None = None) -> None:
        self._book = book
        # By the name in small letters: as it is spelt, and what it stands for; None for no name.
        self._known: dict[str, tuple[str, str] | None] = {
            name.casefold(): (name, refers) for name, refers in (all_names or {}).items()
        }
        self._has_all = all_names is not None

    def __getitem__(self, name: str) -> str:
        """Return what a name stands for, without the ``=``."""
        found = self._find(name)
        if found is None:
            raise KeyError(name)
        return found[1]

    def __iter__(self) -> Iterator[str]:
        if not self._has_all:
            for sheet, names in self._groups():
                self._learn(sheet, names)
        return (found[0] for found in self._known.values() if found is not None)

    def __len__(self) -> int:
        return len(list(iter(self)))

    def _find(self, name: str) -> tuple[str, str] | None:
        if name.casefold() not in self._known and not self._has_all:
            for sheet, names in self._standing():
                if name in names:
                    self._learn(sheet, names)
                    break
            else:
                self._ask(name)
        return self._known.get(name.casefold())

    # ------------------------------------------------------------ where vmbox puts them
    def _groups(self) -> Iterator[tuple[str, list[str]]]:
        """The names that vmbox makes, with the sheet that each is on in a fresh workbook."""
        yield from self._standing()
        for table in self._book.tables.values():
            domain = next((one for one, name in at.TABLES.items() if name == table.name), None)
            if domain is not None:
                columns = sorted(_charted(table.sheet, range(table.first_row)))
                kinds = ("Column", "Chart")
                names = [f"bs{kind}_{domain}_{place}" for kind in kinds for place in columns]
                yield table.sheet.name, names

    @staticmethod
    def _standing() -> Iterator[tuple[str, list[str]]]:
        yield at.GUIDE, [at.NAME_SCHEMA, at.NAME_PERIOD]
        yield at.FRONT, [at.NAME_TEAM, at.NAME_BOARD, at.NAME_SETTING, at.NAME_REMARK]
        yield at.MEDIANS, [at.NAME_MEASURES]
        keys = value_layout.standard_place().cells
        typed = [key for key in keys if key.endswith(("_from", "_to")) and "used" not in key]
        yield at.VALUE_SHEET, [value_layout.name(key) for key in (*typed, "recurring")]
        yield at.VALUE_SHEET, [value_layout.name(key) for key in keys]

    # ------------------------------------------------------------ asking
    def _learn(self, sheet: str, names: Iterable[str]) -> None:
        """Find out what some names stand for that are likely to be on one sheet."""
        left = [name for name in names if name.casefold() not in self._known]
        if self._has_all or not left:
            return
        there = next((one for one in self._book.sheets if one.name == sheet), None)
        left = self._ask_together(there, left)
        if left:
            left = self._ask_together(self._ask(left[0]), left[1:])
        if len(left) > _FEW:
            self._ask_all()
        for name in left:
            if name.casefold() not in self._known:
                self._ask(name)

    def _ask_together(self, sheet: LiveSheet | None, names: list[str]) -> list[str]:
        """Ask a sheet for names; return those that it does not have."""
        if sheet is None:
            return names
        found = areas_of(sheet, names)
        for name, place in found.items():
            ends = [(place.first_row, place.first_column), (place.last_row, place.last_column)]
            corners = [address(*end, fix_row=True, fix_column=True) for end in ends]
            cells = ":".join(dict.fromkeys(corners))
            self._known[name.casefold()] = name, f"{sheet_prefix(sheet.name)}{cells}"
        return [name for name in names if name not in found]

    def _ask(self, name: str) -> LiveSheet | None:
        """Ask for one name; return the sheet that it points to."""
        if self._has_all:
            return None
        with border(self._book.name):
            names = self._book.remote.names
            if name not in names:
                self._known[name.casefold()] = None
                return None
            refers = (names[name].refers_to or "").removeprefix("=")
        self._known[name.casefold()] = name, refers
        target = sheet_and_cells(refers)
        try:
            return self._book.sheet(target[0]) if target else None
        except NotInWorkbook:
            return None

    def _ask_all(self) -> None:
        """Look through all names, but for those of one sheet alone."""
        with border(self._book.name):
            told = [(one.name, one.refers_to or "") for one in self._book.remote.names]
        self._known = {
            name.casefold(): (name, refers.removeprefix("="))
            for name, refers in told
            if "!" not in name
        }
        self._has_all = True


def _charted(sheet: LiveSheet, rows: range) -> set[int]:
    """The columns whose run chart's figures stand above a data tab's Table."""
    return {
        column
        for (row, column), cell in sheet.cells.items()
        if row in rows and cell.formula and pointer(cell.formula)
    }
