"""Words of a workbook that stand in no cell: headers, footers and document properties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from vmbox.xlsx._splice import Part

_PAGE_WORDS: Final = (
    "oddHeader",
    "oddFooter",
    "evenHeader",
    "evenFooter",
    "firstHeader",
    "firstFooter",
)
# Where each property stands: the part's kind, and its element.
PROPERTIES: Final = {
    "title": ("core-properties", "title"),
    "category": ("core-properties", "category"),
    "comments": ("core-properties", "description"),
    "company": ("extended-properties", "Company"),
}


def replace_in_pages(sheet: Part, old: str, new: str) -> None:
    """Put other words in place of some in the headers and footers of a sheet's pages."""
    for name in _PAGE_WORDS:
        for tag in sheet.tags(name):
            text = sheet.text(tag)
            if old in text:
                sheet.set_text(tag, text.replace(old, new))


def set_property(part: Part, element: str, text: str) -> None:
    """Give a document property another text; nothing where the document does not have it."""
    for tag in part.prefixed_tags(element):
        if tag.empty:
            name = tag.name
            written = b"<%s>%s</%s>" % (name, escape(text).encode(), name)
            part.replace(tag.start, tag.end, written)
        else:
            part.set_text(tag, text)
        return
