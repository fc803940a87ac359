"""Several rectangles of cells as one range, as Excel has them between commas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmbox.libreoffice.calls import logical
from vmbox.libreoffice.places import Place, address_of
from vmbox.libreoffice.ranges import Range

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vmbox.libreoffice.sheets import Sheet

# A comma, but for one in the name of a Table's column.
_COMMA = re.compile(r",(?![^\[\]]*\])")


@logical
class Areas(Range):
    """Several rectangles: it has the address of all, and is the first in all else, as in Excel."""

    def __init__(self, sheet: Sheet, places: Sequence[Place]) -> None:
        super().__init__(sheet, places[0])
        self._places = tuple(places)

    @property
    def address(self) -> str:
        """The addresses: "$A$1:$B$2,$D$4"."""
        return ",".join(map(address_of, self._places))


def parts(words: str) -> list[str]:
    """Return what stands between the commas of an address, a name or several of them."""
    return _COMMA.split(words)
