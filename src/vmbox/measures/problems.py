"""All that is wrong in a file, told together."""

from __future__ import annotations

from typing import Final

from vmbox.errors import DataError

SHOWN: Final = 10


class Problems:
    """What is wrong in one file, line by line, collected before anything is raised."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self._found: list[tuple[int, str]] = []

    def add(self, line: int, what: str) -> None:
        """Note a problem in a line of the file, counted from 1."""
        self._found.append((line, what))

    def raise_any(self) -> None:
        """Raise what was noted, if anything: the first ten, in order, and how many more.

        Raises
        ------
        DataError
            Names the file, and for every problem its line.
        """
        found = sorted(dict.fromkeys(self._found))
        if not found:
            return
        if len(found) == 1:
            raise DataError(f"{self.origin}, line {found[0][0]}: {found[0][1]}")
        shown = [f"  line {line}: {what}" for line, what in found[:SHOWN]]
        if more := len(found) - SHOWN:
            shown += [f"  ... and {more} more."] if more > 0 else []
        raise DataError("\n".join([f"{self.origin} has {len(found)} problems:", *shown]))
