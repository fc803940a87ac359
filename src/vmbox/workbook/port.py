"""The port: what a verb sees of a workbook, a closed file or one open in a spreadsheet.

Sheets, Tables, cells and names, and nothing of how they are stored. `vmbox.xlsx` meets these
protocols as it is, and `vmbox.live` for a workbook that is open in a spreadsheet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from vmbox.xlsx import Cell

Place = tuple[int, int]
T_co = TypeVar("T_co", covariant=True)


class ToFourPlaces(float):
    """A number that the program tells to four decimals only, as Excel does in a currency format."""


class SheetView(Protocol):
    """A sheet as it was when the workbook was opened; rows and columns count from 0."""

    @property
    def name(self) -> str:
        """The sheet's name."""

    @property
    def cells(self) -> Mapping[Place, Cell]:
        """The cells that hold a value or a formula."""

    def cell(self, row: int, column: int, /) -> Cell:
        """Return a cell; an empty one if nothing is there."""


class TableView(Protocol):
    """An Excel Table as it was when the workbook was opened."""

    @property
    def name(self) -> str:
        """The Table's name."""

    @property
    def sheet(self) -> SheetView:
        """The sheet that it is on."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings."""

    @property
    def first_row(self) -> int:
        """The row of the headings."""

    @property
    def first_column(self) -> int:
        """The first column."""

    @property
    def last_row(self) -> int:
        """The last row of data."""


class BookView(Protocol):
    """A workbook as it was when it was opened."""

    @property
    def path(self) -> Path:
        """The file, or the name that people know the workbook by."""

    @property
    def date1904(self) -> bool:
        """Whether its dates count from 1904."""

    @property
    def sheets(self) -> Sequence[SheetView]:
        """The sheets in order."""

    @property
    def tables(self) -> Mapping[str, TableView]:
        """The Tables by name."""

    @property
    def names(self) -> Mapping[str, str]:
        """What the defined names stand for."""

    def sheet(self, name: str, /) -> SheetView:
        """Return a sheet by its name."""

    def locate(self, name: str, /) -> tuple[SheetView, int, int]:
        """Return sheet, row and column of the cell that a defined name points to."""


class ByName(Protocol[T_co]):
    """What is found by its name."""

    def __getitem__(self, name: str, /) -> T_co:
        """Return what has the name."""


class OpenSheetPort(Protocol):
    """A sheet that is being changed."""

    def cell(self, place: Any, /) -> Cell:
        """Return a cell as it will be, by row and column."""

    def set_many(self, values: Mapping[Any, object], /, *, over_formula: bool = False) -> None:
        """Write cells by row and column: all of them, or none."""

    def cache_many(self, values: Mapping[Any, object], /) -> None:
        """Give formulas the values that they have now, where the program does not calculate."""

    def rewrite(self, cells: Mapping[Any, Any], /) -> None:
        """Write the whole sheet anew, for one that vmbox alone owns."""

    def print_on(self) -> None:
        """Let what prints onto one page go on over as many as its rows need, where it may."""


class OpenTablePort(Protocol):
    """A Table that is being changed."""

    def append(self, rows: Any, /) -> None:
        """Write rows below those that are filled; the Table grows where it must."""


class OpenWorkbookPort(Protocol):
    """A workbook that is being changed: nothing is seen by others before it is saved."""

    @property
    def calculates(self) -> bool:
        """Whether formulas get their values by themselves, as in a spreadsheet."""

    @property
    def closed(self) -> BookView:
        """The workbook as it was."""

    @property
    def sheets(self) -> ByName[Any]:
        """The sheets by name, to be changed: `OpenSheetPort`."""

    @property
    def tables(self) -> ByName[Any]:
        """The Tables by name, to be changed: `OpenTablePort`."""
