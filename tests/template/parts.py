"""A workbook taken apart: its parts as XML, its sheets, cells, tables, names and charts.

It reads the file anew, by the format's own rules and without a line of vmbox, so that a fault of
the program's reading cannot hide one of its writing.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from xml.etree import ElementTree as Xml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
SPARKLINES = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
FORMULA = "{http://schemas.microsoft.com/office/excel/2006/main}f"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?")


@dataclass(frozen=True)
class Cell:
    """A cell of the file: its formula as written there, if any, and its value."""

    value: float | str | bool | None
    formula: str | None = None
    error: bool = False


@dataclass(frozen=True)
class SharedFormula:
    """A formula written once for a range: where, its words, and the cells that refer to it."""

    cell: str
    text: str
    area: str
    group: str


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook."""

    workbook: Workbook
    name: str
    part: str
    hidden: bool

    @cached_property
    def xml(self) -> Xml.Element:
        return self.workbook.xml(self.part)

    @cached_property
    def cells(self) -> dict[str, Cell]:
        texts = self.workbook.texts
        return {
            cell.get("r", ""): Cell(
                _value(cell, texts), cell.findtext(f"{MAIN}f"), cell.get("t") == "e"
            )
            for cell in self.xml.iter(f"{MAIN}c")
        }

    @cached_property
    def shared(self) -> list[SharedFormula]:
        return [
            SharedFormula(
                cell.get("r", ""), formula.text or "", formula.get("ref", ""), formula.get("si", "")
            )
            for cell in self.xml.iter(f"{MAIN}c")
            for formula in cell.iter(f"{MAIN}f")
            if formula.get("t") == "shared"
        ]

    def related(self, kind: str) -> list[str]:
        """The parts of a kind that the sheet points to."""
        return [part for part in self.workbook.related(self.part).values() if f"/{kind}" in part]


class Workbook:
    """A workbook's parts."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with zipfile.ZipFile(path) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self._known: dict[str, Xml.Element] = {}

    def xml(self, part: str) -> Xml.Element:
        if part not in self._known:
            self._known[part] = Xml.fromstring(self.parts[part])
        return self._known[part]

    def related(self, part: str) -> dict[str, str]:
        """What a part points to inside the workbook, by the relationship's id."""
        folder, name = posixpath.split(part)
        rels = f"{folder}/_rels/{name}.rels"
        if rels not in self.parts:
            return {}
        return {
            one.get("Id", ""): posixpath.normpath(
                posixpath.join(folder, one.get("Target", "")).lstrip("/")
            )
            for one in self.xml(rels)
            if one.get("TargetMode") != "External"
        }

    @cached_property
    def texts(self) -> list[str]:
        return ["".join(item.itertext()) for item in self.xml("xl/sharedStrings.xml")]

    @cached_property
    def sheets(self) -> dict[str, Sheet]:
        parts = self.related("xl/workbook.xml")
        return {
            one.get("name", ""): Sheet(
                self, one.get("name", ""), parts[one.get(RELATION, "")], "state" in one.attrib
            )
            for one in self.xml("xl/workbook.xml").iter(f"{MAIN}sheet")
        }

    @cached_property
    def names(self) -> dict[str, str]:
        """The defined names and what they stand for."""
        return {
            one.get("name", ""): one.text or ""
            for one in self.xml("xl/workbook.xml").iter(f"{MAIN}definedName")
        }

    @cached_property
    def tables(self) -> dict[str, tuple[str, list[str]]]:
        """The Tables: the area of each, with its sheet, and the names of its columns."""
        return {
            table.get("displayName", ""): (
                f"{sheet.name}!{table.get('ref')}",
                [column.get("name", "") for column in table.iter(f"{MAIN}tableColumn")],
            )
            for sheet in self.sheets.values()
            for table in map(self.xml, sheet.related("tables"))
        }

    @cached_property
    def charts(self) -> dict[str, tuple[Sheet, Xml.Element, str]]:
        """The charts: on which sheet, the chart, and what it says to those who cannot see it."""
        found: dict[str, tuple[Sheet, Xml.Element, str]] = {}
        for sheet in self.sheets.values():
            for drawing in sheet.related("drawings"):
                targets = self.related(drawing)
                for frame in self.xml(drawing).iter(f"{DRAWING}graphicFrame"):
                    (chart,) = frame.iter(f"{CHART}chart")
                    (shape,) = frame.iter(f"{DRAWING}cNvPr")
                    part = targets[chart.get(RELATION, "")]
                    found[part] = (sheet, self.xml(part), shape.get("descr", ""))
        return found

    @cached_property
    def formulas(self) -> list[tuple[str, str]]:
        """Every formula of the workbook, wherever it stands, and where."""
        found: list[tuple[str, str]] = []
        for sheet in self.sheets.values():
            found += [
                (f"{sheet.name}!{at}", cell.formula)
                for at, cell in sheet.cells.items()
                if cell.formula
            ]
            for tag in ("conditionalFormatting", "dataValidation"):
                for area in sheet.xml.iter(f"{MAIN}{tag}"):
                    found += [
                        (f"{sheet.name}!{area.get('sqref')} {tag}", one.text or "")
                        for name in ("formula", "formula1", "formula2")
                        for one in area.iter(f"{MAIN}{name}")
                    ]
            for table in map(self.xml, sheet.related("tables")):
                found += [
                    (f"{sheet.name} {table.get('name')}", one.text or "")
                    for one in table.iter(f"{MAIN}calculatedColumnFormula")
                ]
        return found

    def range(self, reference: str) -> Iterator[Cell | None]:
        """The cells of a reference such as "Calc!$B$135:$B$186", row by row."""
        name, _, area = reference.rpartition("!")
        cells = self.sheets[name.strip("'")].cells
        return (cells.get(at) for at in addresses(area))


def addresses(area: str) -> list[str]:
    """The cells of an area, row by row."""
    found = REFERENCE.fullmatch(area)
    assert found, area
    left, top, right, bottom = found.groups()
    columns = range(number(left), number(right or left) + 1)
    rows = range(int(top), int(bottom or top) + 1)
    return [f"{letters(column)}{row}" for row in rows for column in columns]


def number(column: str) -> int:
    """A column's number: A is 1, AA 27."""
    total = 0
    for letter in column:
        total = 26 * total + ord(letter) - ord("A") + 1
    return total


def letters(column: int) -> str:
    """A column's letters: 1 is A, 27 is AA."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def _value(cell: Xml.Element, texts: list[str]) -> float | str | bool | None:
    kind, text = cell.get("t", "n"), cell.findtext(f"{MAIN}v")
    if kind == "inlineStr":
        return "".join(part.text or "" for part in cell.iter(f"{MAIN}t"))
    if text is None:
        return "" if kind == "str" else None
    if kind == "s":
        return texts[int(text)]
    if kind == "b":
        return text == "1"
    return text if kind in {"str", "e"} else float(text)
