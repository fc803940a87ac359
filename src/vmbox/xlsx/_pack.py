"""A new package of parts: the zip file that a workbook is."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

# The first day that a zip file knows.
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
_MADE_BY_DOS: Final = 0


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Return a package of parts, in their order: the same parts give the same bytes anywhere.

    For that nothing is compressed, as each version of each library compresses a little otherwise.
    """
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts.items():
            member = zipfile.ZipInfo(name, _NO_TIME)
            # Python writes what system it runs on, unless it is told.
            member.create_system = _MADE_BY_DOS
            package.writestr(member, content)
    return file.getvalue()
