"""The parts of an add-in's file but for its VBA: the least that Excel opens.

ECMA-376 part 1 for the workbook, [MS-CUSTOMUI2] for the ribbon. The workbook has one sheet, which
holds the settings; an add-in's sheets are never shown.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from vmbox.xlam.settings import SHEET

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vmbox.xlam.settings import Setting

# What the VBA project calls the workbook and its sheet; the modules of both have these names.
BOOK_MODULE: Final = "ThisWorkbook"
SHEET_MODULE: Final = "Sheet1"
VBA: Final = "xl/vbaProject.bin"
RIBBON: Final = "customUI/customUI14.xml"

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def parts(vba: bytes, ribbon: str, settings: Iterable[tuple[str, Setting]]) -> dict[str, bytes]:
    """Return all parts by their names."""
    texts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _relationships(
            (f"{_OFFICE}/relationships/officeDocument", "xl/workbook.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ("http://schemas.microsoft.com/office/2007/relationships/ui/extensibility", RIBBON),
        ),
        "docProps/core.xml": _CORE,
        RIBBON: ribbon,
        "xl/workbook.xml": _WORKBOOK,
        "xl/_rels/workbook.xml.rels": _relationships(
            (f"{_OFFICE}/relationships/worksheet", "worksheets/sheet1.xml"),
            (f"{_OFFICE}/relationships/styles", "styles.xml"),
            ("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin"),
        ),
        "xl/styles.xml": _STYLES,
        "xl/worksheets/sheet1.xml": _sheet(settings),
    }
    return {**{name: text.encode() for name, text in texts.items()}, VBA: vba}


def _relationships(*targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _sheet(settings: Iterable[tuple[str, Setting]]) -> str:
    rows = "".join(
        f'<row r="{number}">{_text(f"A{number}", name)}{_cell(f"B{number}", value)}</row>'
        for number, (name, value) in enumerate(settings, start=1)
    )
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr codeName="{SHEET_MODULE}"/>'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )


def _cell(place: str, value: Setting) -> str:
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    return _text(place, value) if value else ""


def _text(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(text, quote=False)}</t></is></c>'


_CONTENT_TYPES: Final = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.ms-excel.addin.macroEnabled.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_EXCEL}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_EXCEL}.worksheet+xml"/>'
    "</Types>"
)
# Title and comments are what Excel's list of add-ins shows.
_CORE: Final = (
    f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>Box score</dc:title><dc:creator>vmbox</dc:creator>"
    "<dc:description>The buttons of vmbox for box score workbooks.</dc:description>"
    "</cp:coreProperties>"
)
_WORKBOOK: Final = (
    f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}/relationships">'
    f'<workbookPr codeName="{BOOK_MODULE}"/><bookViews><workbookView visibility="hidden"/>'
    f'</bookViews><sheets><sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_STYLES: Final = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    "</styleSheet>"
)
