"""A workbook with everything that people put into workbooks, and that careless tools lose.

XlsxWriter makes what it can; the other parts are added to its zip file by hand.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

import xlsxwriter
from xlsx_parts import MAIN, PACKAGE_RELS, RELS

if TYPE_CHECKING:
    from pathlib import Path

MS_RELS = "http://schemas.microsoft.com/office/2006/relationships"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
X15 = "http://schemas.microsoft.com/office/spreadsheetml/2010/11/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
PERSON = "{11111111-2222-4333-8444-555555555555}"
THREAD = "{AAAAAAAA-BBBB-4CCC-8DDD-EEEEEEEEEEEE}"


def picture() -> io.BytesIO:
    """One red pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\x00\xff\x00\x00")
    png = chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + png)


def write_base(path: Path) -> None:
    """Write what XlsxWriter can make: two sheets, the first with a table in B3:D8."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        other = book.add_worksheet("Board & more")
        day = book.add_format({"num_format": "dd/mm/yyyy", "bg_color": "#DDEEFF"})
        rows = [[45352 + 7 * week, week * 2.5, week * 5] for week in range(5)]
        sheet.add_table(
            "B3:D8",
            {
                "name": "tblFalls",
                "data": rows,
                "columns": [
                    {"header": "Week", "format": day},
                    {"header": "Falls & slips"},
                    {"header": "Double", "formula": "=[@[Falls & slips]]*2"},
                ],
            },
        )
        for week, (_, _, double) in enumerate(rows):
            sheet.write_formula(
                3 + week, 3, "=tblFalls[[#This Row],[Falls & slips]]*2", None, double
            )
        sheet.conditional_format("C4:C8", {"type": "data_bar", "data_bar_2010": True})
        sheet.conditional_format("C4:C8", {"type": "cell", "criteria": ">", "value": 100})
        sheet.data_validation("C4:C8", {"validate": "decimal", "criteria": ">=", "value": 0})
        sheet.write_comment("A1", "An old comment")
        sheet.write_rich_string("A2", "rich ", book.add_format({"bold": True}), "text")
        sheet.insert_textbox("H2", "A text box")
        sheet.insert_image("H12", "red.png", {"image_data": picture()})
        sheet.insert_button("H20", {"caption": "Press"})
        sheet.set_header("&C&G", {"image_center": "red.png", "image_data_center": picture()})
        sheet.merge_range("F1:G2", "merged")
        sheet.print_area("A1:D8")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"categories": "=Data!$B$4:$B$8", "values": "=Data!$C$4:$C$8"})
        other.insert_chart("B2", chart)
        other.add_sparkline("A1", {"range": "Data!C4:C8"})
        other.write_formula("A2", "=SUM(tblFalls[Falls & slips])", None, 25)
        book.define_name("FallsRange", "=Data!$C$4:$C$8")
        book.define_name("Everything", "=Data!$A$1:$Z$99")


def _add_relationship(parts: dict[str, bytes], source: str, kind: str, target: str) -> str:
    folder, _, name = source.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels".lstrip("/")
    empty = f'<Relationships xmlns="{PACKAGE_RELS}"></Relationships>'.encode()
    text = parts.get(rels, empty).decode()
    identity = f"rIdX{text.count('<Relationship ') + 1}"
    arrow = f'<Relationship Id="{identity}" Type="{kind}" Target="{target}"/>'
    parts[rels] = text.replace("</Relationships>", f"{arrow}</Relationships>").encode()
    return identity


def _add_type(parts: dict[str, bytes], name: str, kind: str) -> None:
    types = parts["[Content_Types].xml"].decode()
    override = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'
    parts["[Content_Types].xml"] = types.replace("</Types>", override).encode()


def _change(parts: dict[str, bytes], name: str, old: str, new: str) -> None:
    text = parts[name].decode()
    before, found, after = text.rpartition(old)
    assert found, (name, old)
    parts[name] = f"{before}{new}{after}".encode()


def _add_macros(parts: dict[str, bytes]) -> None:
    parts["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 no real project, but bytes to keep"
    _add_relationship(parts, "xl/workbook.xml", f"{MS_RELS}/vbaProject", "vbaProject.bin")
    _add_type(parts, "xl/vbaProject.bin", "application/vnd.ms-office.vbaProject")
    _change(
        parts,
        "[Content_Types].xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )


def _add_thread(parts: dict[str, bytes]) -> None:
    parts["xl/persons/person.xml"] = (
        f'<personList xmlns="{THREADS}"><person displayName="Ann" id="{PERSON}" '
        'userId="Ann" providerId="None"/></personList>'
    ).encode()
    parts["xl/threadedComments/threadedComment1.xml"] = (
        f'<ThreadedComments xmlns="{THREADS}"><threadedComment ref="A1" '
        f'dT="2026-03-02T09:00:00.00" personId="{PERSON}" id="{THREAD}">'
        "<text>Why so many?</text></threadedComment></ThreadedComments>"
    ).encode()
    kind = "http://schemas.microsoft.com/office/2017/10/relationships"
    _add_relationship(parts, "xl/workbook.xml", f"{kind}/person", "persons/person.xml")
    _add_relationship(
        parts,
        "xl/worksheets/sheet1.xml",
        f"{kind}/threadedComment",
        "../threadedComments/threadedComment1.xml",
    )
    _add_type(parts, "xl/persons/person.xml", "application/vnd.ms-excel.person+xml")
    _add_type(
        parts,
        "xl/threadedComments/threadedComment1.xml",
        "application/vnd.ms-excel.threadedcomments+xml",
    )


def _add_slicer(parts: dict[str, bytes]) -> None:
    parts["xl/slicers/slicer1.xml"] = (
        f'<slicers xmlns="{X14}"><slicer name="Week" cache="Slicer_Week" caption="Week" '
        'rowHeight="241300"/></slicers>'
    ).encode()
    parts["xl/slicerCaches/slicerCache1.xml"] = (
        f'<slicerCacheDefinition xmlns="{X14}" xmlns:x="{MAIN}" xmlns:x15="{X15}" '
        'name="Slicer_Week" sourceName="Week"><extLst>'
        '<x:ext uri="{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}">'
        '<x15:tableSlicerCache tableId="1" column="1"/></x:ext></extLst></slicerCacheDefinition>'
    ).encode()
    kind = "http://schemas.microsoft.com/office/2007/relationships"
    sheet = _add_relationship(
        parts, "xl/worksheets/sheet1.xml", f"{kind}/slicer", "../slicers/slicer1.xml"
    )
    book = _add_relationship(
        parts, "xl/workbook.xml", f"{kind}/slicerCache", "slicerCaches/slicerCache1.xml"
    )
    _add_type(parts, "xl/slicers/slicer1.xml", "application/vnd.ms-excel.slicer+xml")
    _add_type(parts, "xl/slicerCaches/slicerCache1.xml", "application/vnd.ms-excel.slicerCache+xml")
    _change(
        parts,
        "xl/worksheets/sheet1.xml",
        "</extLst>",
        f'<ext uri="{{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}}" xmlns:x15="{X15}">'
        f'<x14:slicerList xmlns:x14="{X14}"><x14:slicer r:id="{sheet}"/></x14:slicerList></ext>'
        "</extLst>",
    )
    _change(
        parts,
        "xl/workbook.xml",
        "</workbook>",
        '<extLst><ext uri="{46BE6895-7355-4a93-B00E-2C351335B9C9}" '
        f'xmlns:x15="{X15}"><x15:slicerCaches xmlns:x14="{X14}">'
        f'<x14:slicerCache r:id="{book}"/></x15:slicerCaches></ext></extLst></workbook>',
    )


def _add_form_control(parts: dict[str, bytes]) -> None:
    """A check box over H20:I22 that is linked to C5, drawn as the button that is there."""
    parts["xl/ctrlProps/ctrlProp1.xml"] = (
        f'<formControlPr xmlns="{X14}" objectType="CheckBox" fmlaLink="$C$5" lockText="1"/>'
    ).encode()
    identity = _add_relationship(
        parts, "xl/worksheets/sheet1.xml", f"{RELS}/ctrlProp", "../ctrlProps/ctrlProp1.xml"
    )
    _add_type(parts, "xl/ctrlProps/ctrlProp1.xml", "application/vnd.ms-excel.controlproperties+xml")
    ends = "".join(
        f"<{end}><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></{end}>"
        for end, column, row in (("from", 7, 19), ("to", 9, 22))
    )
    choice = f'<mc:AlternateContent xmlns:mc="{COMPATIBILITY}"><mc:Choice Requires="x14" {{}}>'
    end = "</mc:Choice></mc:AlternateContent>"
    _change(
        parts,
        "xl/worksheets/sheet1.xml",
        "<tableParts",
        f"{choice.format(f'xmlns:x14={chr(34)}{X14}{chr(34)}')}<controls>"
        f"{choice.format('')}"
        f'<control shapeId="1026" r:id="{identity}" name="Check Box 2">'
        '<controlPr defaultSize="0" autoFill="0" autoLine="0" linkedCell="$C$5">'
        f'<anchor moveWithCells="1" xmlns:xdr="{DRAWING}">{ends}</anchor>'
        f"</controlPr></control>{end}</controls>{end}<tableParts",
    )


def _add_x14_validation(parts: dict[str, bytes]) -> None:
    _change(
        parts,
        "xl/worksheets/sheet1.xml",
        "</extLst>",
        '<ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}">'
        f'<x14:dataValidations xmlns:x14="{X14}" xmlns:xm="{XM}" count="1">'
        '<x14:dataValidation type="list" allowBlank="1"><x14:formula1>'
        "<xm:f>'Board &amp; more'!$A$1:$A$5</xm:f></x14:formula1><xm:sqref>B4:B8</xm:sqref>"
        "</x14:dataValidation></x14:dataValidations></ext></extLst>",
    )


def _add_loose_parts(parts: dict[str, bytes]) -> None:
    parts["customXml/item1.xml"] = b'<case xmlns="urn:example">custom</case>'
    parts["customXml/itemProps1.xml"] = (
        b'<ds:datastoreItem ds:itemID="{F0F0F0F0-1111-4222-8333-444444444444}" '
        b'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml">'
        b'<ds:schemaRefs><ds:schemaRef ds:uri="urn:example"/></ds:schemaRefs></ds:datastoreItem>'
    )
    _add_relationship(parts, "xl/workbook.xml", f"{RELS}/customXml", "../customXml/item1.xml")
    _add_relationship(parts, "customXml/item1.xml", f"{RELS}/customXmlProps", "itemProps1.xml")
    _add_type(
        parts,
        "customXml/itemProps1.xml",
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    )
    parts["docMetadata/LabelInfo.xml"] = (
        b'<clbl:labelList xmlns:clbl="http://schemas.microsoft.com/office/2020/mipLabelMetadata">'
        b'<clbl:label id="{99999999-1111-4222-8333-444444444444}" enabled="1" method="Standard" '
        b'siteId="{88888888-1111-4222-8333-444444444444}" contentBits="0" removed="0"/>'
        b"</clbl:labelList>"
    )
    kind = "http://schemas.microsoft.com/office/2020/02/relationships/classificationlabels"
    _add_relationship(parts, "", kind, "docMetadata/LabelInfo.xml")
    _add_type(
        parts, "docMetadata/LabelInfo.xml", "application/vnd.ms-office.classificationlabels+xml"
    )
    parts["xl/printerSettings/printerSettings1.bin"] = b"\x01\x02printer"
    _change(
        parts,
        "[Content_Types].xml",
        "<Default ",
        '<Default Extension="bin" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"/><Default ',
    )
    _add_relationship(
        parts,
        "xl/worksheets/sheet1.xml",
        f"{RELS}/printerSettings",
        "../printerSettings/printerSettings1.bin",
    )


def decorate(path: Path) -> Path:
    """Write the decorated workbook, and return its path."""
    write_base(path)
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    for add in (
        *(_add_macros, _add_thread, _add_form_control),
        *(_add_x14_validation, _add_slicer, _add_loose_parts),
    ):
        add(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return path
