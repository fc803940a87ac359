"""What stands beside the cells of a closed workbook: comments, protection, links to other files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vmbox.xlsx import _xml
from vmbox.xlsx._address import cell_position

if TYPE_CHECKING:
    from vmbox.xlsx._package import Package

_PROTECTED: Final = re.compile(
    rb"<(?:\w+:)?sheetProtection\s[^>]*\bsheet\s*=\s*[\"'](?:1|true)[\"']"
)
_COMMENTS: Final = frozenset({"comments", "threadedComment"})


def comments_of(package: Package, part: str) -> dict[tuple[int, int], str]:
    """Return the texts of a sheet's comments and threads, by row and column from 0."""
    texts: dict[tuple[int, int], str] = {}
    for one in package.relationships(part):
        if one.kind not in _COMMENTS or one.external or one.target not in package:
            continue
        for element in package.xml(one.target).iter():
            place = cell_position(element.get("ref") or "")
            if place is not None:
                words = "".join(piece.text or "" for piece in element.iter() if _is_text(piece.tag))
                texts[place] = f"{texts[place]}\n{words}" if place in texts else words
    return texts


def _is_text(tag: str) -> bool:
    return _xml.local(tag) in {"t", "text"}


def is_protected(sheet: bytes) -> bool:
    """Return whether a sheet's XML says that its locked cells are protected."""
    # The word first: a pattern looks at each of tens of thousands of tags.
    return b"sheetProtection" in sheet and _PROTECTED.search(sheet) is not None


def linked_files(package: Package) -> tuple[str, ...]:
    """Return the other files that a workbook is linked to."""
    arrows = package.relationships(package.workbook_part)
    parts = [one.target for one in arrows if one.kind == "externalLink" and one.target in package]
    return tuple(
        one.target for part in parts for one in package.relationships(part) if one.external
    )
