"""Reading XML parts safely: no DOCTYPE, so no entities; names without their namespaces.

Transitional and Strict workbooks use different namespaces for the same names, so elements are
told apart by their local names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree
from xml.parsers import expat

from vmbox.errors import NotAWorkbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_DOCTYPE: Final = b"<!DOCTYPE"
_WIDE_DOCTYPES: Final = ("<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


def refuse_doctype(data: bytes, where: str) -> None:
    """Raise NotAWorkbook for a part with a DOCTYPE: no workbook has one, but attacks do."""
    # UTF-16 has a zero byte, or a byte order mark, at its beginning.
    wide = b"\0" in data[:4] or data[:1] in {b"\xff", b"\xfe"}
    if _DOCTYPE in data or (wide and any(doctype in data for doctype in _WIDE_DOCTYPES)):
        raise NotAWorkbook(
            f"{where} declares a DOCTYPE, which no workbook needs. "
            "Do not open the file unless you know who made it."
        )


def damaged(where: str, error: Exception) -> NotAWorkbook:
    """Return the error for a part that is no well-formed XML."""
    return NotAWorkbook(
        f"{where} is damaged ({error}). Fetch the file again, or open it in Excel and let Excel "
        "repair it."
    )


def parse(data: bytes, where: str) -> ElementTree.Element:
    """Return the root element of a part; `where` names it in errors.

    Raises
    ------
    NotAWorkbook
        The part is not well-formed, or it has a DOCTYPE.
    """
    refuse_doctype(data, where)
    try:
        return ElementTree.fromstring(data)
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise damaged(where, error) from error


def run(data: bytes, where: str, handlers: dict[str, Callable[..., object]]) -> None:
    """Call expat's `handlers` for a part, element names given as ``namespace name``.

    A handler may raise StopIteration when it has seen enough.
    """
    refuse_doctype(data, where)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    for name, handler in handlers.items():
        setattr(parser, name, handler)
    try:
        parser.Parse(data, True)
    except StopIteration:
        return
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise damaged(where, error) from error


def local(tag: str) -> str:
    """Return a name without its namespace."""
    return tag.rpartition("}")[2]


def children(parent: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    """Return the children of an element that have a local name."""
    return (child for child in parent if local(child.tag) == name)


def child(parent: ElementTree.Element, name: str) -> ElementTree.Element | None:
    """Return the first child of an element that has a local name, or None."""
    return next(children(parent, name), None)


def attribute(element: ElementTree.Element, name: str) -> str | None:
    """Return an attribute by its local name, in whatever namespace it stands."""
    return next((value for key, value in element.attrib.items() if local(key) == name), None)


def true(text: str | None) -> bool:
    """Return whether an attribute says yes."""
    return text in {"1", "true", "on"}


def number(text: str | None, where: str) -> int:
    """Return an attribute as a whole number, 0 if it is missing.

    Raises
    ------
    NotAWorkbook
        It is no number.
    """
    try:
        return int(text or 0)
    except ValueError as error:
        raise damaged(where, error) from error


def unescaped(text: str) -> str:
    """Return text with ``_xHHHH_`` turned into the characters that it stands for.

    ECMA-376 part 1, 22.9.2.19 (ST_Xstring).
    """
    if "_x" not in text:
        return text
    plain = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    # Two escapes may be the two halves of one character.
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
