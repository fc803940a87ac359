"""What stands beside the cells of a closed workbook: comments, text boxes, headers, protection."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from vmbox.xlsx import _xml
from vmbox.xlsx._address import cell_position
from vmbox.xlsx._read_plain import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from vmbox.xlsx._package import Package

_PROTECTED: Final = re.compile(
    rb"<(?:\w+:)?sheetProtection\s[^>]*\bsheet\s*=\s*[\"'](?:1|true)[\"']"
)
_MARGIN: Final = re.compile(
    rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)(?:\s[^>]*)?>([^<]*)<", re.DOTALL
)
# What stands for a page number, a font or a part of the margin: ECMA-376 part 1, 18.3.1.46.
_CODE: Final = re.compile(
    r'&(?:"[^"]*"|K(?:[0-9A-Fa-f]{6}|[0-9]{2}[+-][0-9]{3})|[0-9]{1,3}|[A-Za-z&])'
)
_ANCHORS: Final = frozenset({"twoCellAnchor", "oneCellAnchor", "absoluteAnchor"})
_TAG: Final = re.compile(rb"<[^>]*>")
_VML_TEXT: Final = re.compile(rb"<v:textbox\b[^>]*>(.*?)</v:textbox>", re.DOTALL)
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


class Beside(NamedTuple):
    """A text that stands in no cell.

    Parameters
    ----------
    where
        What it stands in: "text box", or "header or footer".
    place
        The row and column below its upper left corner, from 0; None where nobody can say.
    text
        What it says.
    """

    where: str
    place: tuple[int, int] | None
    text: str


def text_boxes_of(package: Package, part: str) -> tuple[Beside, ...]:
    """Return the texts of a sheet's text boxes, shapes and form controls."""
    found: list[Beside] = []
    for drawing in package.targets(part, "drawing"):
        # Most drawings hold charts and no text, which a look at the bytes tells at once.
        if b":t>" in package.read(drawing):
            found += package.understood(drawing, _shapes)
    for drawing in package.targets(part, "vmlDrawing"):
        for words in _VML_TEXT.findall(package.read(drawing)):
            text = xml_text(_TAG.sub(b" ", words)).strip()
            found += [Beside("text box", None, text)] if text else []
    return tuple(found)


def _shapes(root: Element, _: str) -> tuple[Beside, ...]:
    return tuple(_texts_of_shapes(root))


def _texts_of_shapes(root: Element) -> Iterator[Beside]:
    for anchor in root:
        if _xml.local(anchor.tag) not in _ANCHORS:
            continue
        # Paragraphs apart, the pieces of one together: a number may change its look halfway.
        text = "\n".join(
            "".join(piece.text or "" for piece in paragraph.iter() if _is_text(piece.tag))
            for paragraph in anchor.iter()
            if _xml.local(paragraph.tag) == "p"
        ).strip()
        if text:
            yield Beside("text box", _corner(anchor), text)


def _corner(anchor: Element) -> tuple[int, int] | None:
    corner = _xml.child(anchor, "from")
    if corner is None:
        return None
    at = {_xml.local(one.tag): (one.text or "").strip() for one in corner}
    row, column = at.get("row", ""), at.get("col", "")
    return (int(row), int(column)) if row.isdigit() and column.isdigit() else None


def margins_of(sheet: bytes) -> tuple[Beside, ...]:
    """Return the texts of a sheet's headers and footers, without their codes."""
    after = sheet[max(sheet.rfind(b"</sheetData>"), 0) :]
    if b"headerFooter" not in after:
        return ()
    texts = (_CODE.sub(" ", xml_text(found)) for found in _MARGIN.findall(after))
    return tuple(Beside("header or footer", None, text) for text in texts if text.strip())


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
