"""What was not read of a source, and why: left out and said, or too doubtful to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vmbox.errors import DataError
from vmbox.measures.problems import SHOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from vmbox.tables.raw import RawTable

_NAMED: Final = 6


class Findings:
    """The findings of one table, in the order in which they are made.

    Attributes
    ----------
    left_out
        Totals, headings, footers, blanks: in words, each with its place.
    """

    def __init__(self, raw: RawTable, headings: Sequence[str], *, strict: bool) -> None:
        self.raw = raw
        self._headings = headings
        self.left_out: list[str] = []
        self._strict = strict
        self._doubtful: list[tuple[int, int, str]] = []
        self._more = 0

    def leave_out(self, rows: NDArray[np.int64], what: str, column: int = -1) -> None:
        """Say that rows are not read: the first by its place, the others by their number."""
        if len(rows):
            more = f" (and {len(rows) - 1:,} more)" if len(rows) > 1 else ""
            self.left_out.append(f"{self.raw.where(int(rows[0]), column)}: {what}{more}.")

    def leave_out_columns(self, header: int, names: list[str], why: str) -> None:
        """Say that columns are not read."""
        if names:
            shown = ", ".join(f"'{name}'" for name in names[:_NAMED])
            more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
            columns = "the column" if len(names) == 1 else "the columns"
            place = self.raw.where(header) if self.raw.titles is None else self.raw.origin
            self.left_out.append(f"{place}: {columns} {shown}{more}: {why}.")

    def doubt(
        self, rows: NDArray[np.int64], columns: NDArray[np.int64], words: NDArray[np.object_]
    ) -> None:
        """Note cells that nobody should guess at, each with what is wrong."""
        some = list(zip(rows[:SHOWN], columns[:SHOWN], words[:SHOWN], strict=True))
        self._doubtful += [
            (int(row), int(column), f"{what}{self._under(int(column))}")
            for row, column, what in some
        ]
        self._more += len(rows) - len(some)

    def _under(self, column: int) -> str:
        heading = self._headings[column] if column >= 0 else ""
        return f" (under '{heading}')" if heading else ""

    def settle(self) -> None:
        """Raise what is doubtful, or where the map says so leave it out.

        Raises
        ------
        DataError
            The first ten doubtful cells, in order of place, and how many more there are.
        """
        found = sorted(dict.fromkeys(self._doubtful))
        said = [f"{self.raw.where(row, column)}: {what}" for row, column, what in found[:SHOWN]]
        more = len(found) - len(said) + self._more
        if more:
            said.append(f"... and {more:,} more.")
        if not self._strict:
            self.left_out += said
        elif len(said) == 1:
            raise DataError(said[0])
        elif said:
            lines = "\n".join(f"  {one}" for one in said)
            raise DataError(
                f"{self.raw.origin} has {len(found) + self._more:,} cells that cannot be read:\n"
                f'{lines}\nCorrect them, or let a map say: unreadable = "leave out".'
            )
