"""The parts of workbooks written by hand, so that a test can say what is odd in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def relationships(*rows: tuple[str, str, str], kinds: str = RELS) -> str:
    arrows = "".join(
        f'<Relationship Id="{name}" Type="{kinds}/{kind}" Target="{target}"/>'
        for name, kind, target in rows
    )
    return f'<Relationships xmlns="{PACKAGE_RELS}">{arrows}</Relationships>'


def plain_parts(sheet: str, strings: str = "") -> dict[str, str | bytes]:
    """The parts of a workbook with one sheet, S, whose XML (within `worksheet`) is given."""
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{TYPES}">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{WORKBOOK_TYPE}"/>'
            "</Types>"
        ),
        "_rels/.rels": relationships(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>'
            '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": relationships(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "sharedStrings", "sharedStrings.xml"),
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
    }


class MakeZip(Protocol):
    def __call__(self, parts: dict[str, str | bytes], name: str = "made.xlsx") -> Path: ...


class MakeSheet(Protocol):
    def __call__(self, sheet: str, strings: str = "") -> Path: ...
