"""How cells look, as far as a program can ask: read out of a file's styles, changed by parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from excel_recorder.variants import GENERAL
from vmbox.xlsx import column_number

if TYPE_CHECKING:
    from vmbox.xlsx import Book, Sheet

_BUILT_IN: Final = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "dd/mm/yyyy",
    20: "hh:mm",
    21: "hh:mm:ss",
    22: "dd/mm/yyyy hh:mm",
    46: "[h]:mm:ss",
    49: "@",
}
_CELL: Final = re.compile(rb'<c\b[^>]*?\br="([A-Z]+)(\d+)"[^>]*?\bs="(\d+)"')
_CODE: Final = re.compile(r'<numFmt numFmtId="(\d+)" formatCode="([^"]*)"')
_FILL: Final = re.compile(r"<fill>(.*?)</fill>", re.DOTALL)
_COLOUR: Final = re.compile(r'patternType="solid".*?<fgColor rgb="FF([0-9A-F]{6})"', re.DOTALL)
_STYLE: Final = re.compile(r"<xf\b[^>]*?(?:/>|>.*?</xf>)", re.DOTALL)
_XML: Final = {"&quot;": '"', "&lt;": "<", "&gt;": ">", "&amp;": "&"}


@dataclass(frozen=True)
class Look:
    """How a cell looks. Colours are numbers as Excel has them, blue first; None is none."""

    number_format: str = GENERAL
    fill: int | None = None
    ink: int | None = None
    bold: bool = False
    italic: bool = False
    size: float = 11.0
    font: str = "Calibri"
    locked: bool = True
    wrap: bool = False
    horizontal: int = 1
    vertical: int = -4107


PLAIN: Final = Look()


def read_styles(book: Book) -> list[Look]:
    """Return the looks of a file's cell styles, by their numbers."""
    package = book.source.package
    parts = [
        one.target
        for one in package.relationships(package.workbook_part)
        if one.kind == "styles" and not one.external
    ]
    if not parts:
        return [PLAIN]
    xml = package.read(parts[0]).decode("utf-8")
    codes = _BUILT_IN | {int(number): in_words(code) for number, code in _CODE.findall(xml)}
    fills = [_colour(fill) for fill in _FILL.findall(xml)]
    listed = xml.partition("<cellXfs")[2].partition("</cellXfs>")[0]
    return [_look(style, codes, fills) for style in _STYLE.findall(listed)]


def read_looks(sheet: Sheet, styles: list[Look]) -> dict[tuple[int, int], Look]:
    """Return the looks of a sheet's cells, by row and column counted from 1."""
    columns: dict[bytes, int] = {}
    looks = {}
    for letters, row, style in _CELL.findall(sheet.source.read(sheet.part)):
        column = columns.get(letters)
        if column is None:
            column = columns[letters] = column_number(letters.decode()) + 1
        looks[int(row), column] = styles[int(style)]
    return looks


def in_words(xml: str) -> str:
    """Return a text as it is meant that XML spells."""
    for spelt, meant in _XML.items():
        xml = xml.replace(spelt, meant)
    return xml


def _colour(fill: str) -> int | None:
    found = _COLOUR.search(fill)
    return None if found is None else int.from_bytes(bytes.fromhex(found[1]), "little")


def _look(style: str, codes: dict[int, str], fills: list[int | None]) -> Look:
    numbers = {key: int(value) for key, value in re.findall(r'(numFmtId|fillId)="(\d+)"', style)}
    return Look(
        codes.get(numbers.get("numFmtId", 0), GENERAL),
        fills[numbers.get("fillId", 0)],
        locked='locked="0"' not in style,
        wrap='wrapText="1"' in style,
    )
