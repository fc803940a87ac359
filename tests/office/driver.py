"""Drives a real LibreOffice over UNO: one request a line on standard input, one answer a line.

Runs under the Python that `import uno` belongs to (the system's), not under the project's; so it
imports nothing of the project and nothing of the tests.
"""

import contextlib
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.sheet.CellFlags import FORMULA as FORMULAS
from com.sun.star.sheet.FormulaResult import STRING
from com.sun.star.table.CellContentType import EMPTY, FORMULA, TEXT

FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".pdf": "calc_pdf_Export",
    ".ods": "calc8",
    ".xls": "MS Excel 97",
}
# Without this LibreOffice trusts cached values, and a test of recalculation proves nothing.
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
 oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
FRESH_PROFILE_RESTARTS = 81


def prop(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


class Office:
    """One soffice process with a profile of its own, and the document that is open in it."""

    def __init__(self):
        self.home = Path(tempfile.mkdtemp(prefix="vmbox-office-"))
        user = self.home / "user"
        user.mkdir()
        (user / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE, encoding="utf-8")
        self.pipe = f"vmbox{os.getpid()}"
        self.process = self.start()
        self.desktop = self.connect()
        self.document = None

    def start(self):
        return subprocess.Popen(
            [
                "soffice",
                "--headless",
                "--invisible",
                "--norestore",
                "--nologo",
                "--nodefault",
                f"-env:UserInstallation={self.home.as_uri()}",
                f"--accept=pipe,name={self.pipe};urp;",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def connect(self):
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", local
        )
        address = f"uno:pipe,name={self.pipe};urp;StarOffice.ComponentContext"
        for _ in range(600):
            if self.process.poll() == FRESH_PROFILE_RESTARTS:
                self.process = self.start()
            try:
                context = resolver.resolve(address)
            except NoConnectException:
                time.sleep(0.1)
            else:
                return context.ServiceManager.createInstanceWithContext(
                    "com.sun.star.frame.Desktop", context
                )
        raise RuntimeError("LibreOffice did not answer within a minute")

    # ------------------------------------------------------------ requests
    def open(self, path):
        self.close()
        self.document = self.desktop.loadComponentFromURL(
            Path(path).as_uri(), "_blank", 0, (prop("Hidden", True),)
        )
        if self.document is None:
            raise RuntimeError(f"LibreOffice does not open {path}")
        self.document.calculateAll()

    def close(self):
        if self.document is not None:
            self.document.close(True)
            self.document = None

    def sheets(self):
        return list(self.document.Sheets.ElementNames)

    def results(self):
        """Every sheet's results: rows of values, an error as {"error": 7 for #N/A, else 1}."""
        names = list(self.document.Sheets.ElementNames)
        return {name: self.sheet_results(name) for name in names}

    def sheet_results(self, name):
        sheet = self.document.Sheets.getByName(name)
        area = self.used(sheet)
        rows = [list(row) for row in area.getDataArray()]
        for row, kinds in enumerate(self.error_kinds(name, area)):
            for column, kind in enumerate(kinds):
                if kind:
                    rows[row][column] = {"error": int(kind)}
        return rows

    def error_kinds(self, name, area):
        """7 where a cell is #N/A, 1 where it is another error, 0 for none.

        Asked by one array formula on a sheet of its own: asking cell by cell takes minutes.
        """
        end = area.getRangeAddress()
        self.document.Sheets.insertNewByName("asked", self.document.Sheets.Count)
        asked = self.document.Sheets.getByName("asked")
        same = asked.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)
        there = area.AbsoluteName
        same.setArrayFormula(f"=IF(ISNA({there});7;IF(ISERROR({there});1;0))")
        kinds = same.getDataArray()
        self.document.Sheets.removeByName("asked")
        return kinds

    def formula_count(self):
        """How many cells LibreOffice takes for formulas."""
        count = 0
        for name in self.document.Sheets.ElementNames:
            found = self.used(self.document.Sheets.getByName(name)).queryContentCells(FORMULAS)
            for one in found.getRangeAddresses():
                wide = one.EndColumn - one.StartColumn + 1
                count += wide * (one.EndRow - one.StartRow + 1)
        return count

    @staticmethod
    def used(sheet):
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.getRangeAddress()
        return sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)

    def get(self, sheet, row, column):
        cell = self.document.Sheets.getByName(sheet).getCellByPosition(column, row)
        if cell.getError():
            return {"error": cell.getError()}
        kind = cell.FormulaResultType2 if cell.Type == FORMULA else None
        if cell.Type == EMPTY:
            return None
        if cell.Type == TEXT or kind == STRING:
            return cell.String
        return cell.Value

    def shown(self, sheet, row, column):
        return self.document.Sheets.getByName(sheet).getCellByPosition(column, row).String

    def type(self, sheet, row, column, text):
        """Type as a person would: LibreOffice reads numbers, dates and percentages itself."""
        cell = self.document.Sheets.getByName(sheet).getCellByPosition(column, row)
        if isinstance(text, (int, float)):
            cell.setValue(text)
        elif text is None:
            cell.setFormula("")
        else:
            cell.setFormula(text)

    def rename(self, sheet, to):
        self.document.Sheets.getByName(sheet).setName(to)

    def move(self, sheet, to):
        self.document.Sheets.moveByName(sheet, to)

    def insert_columns(self, sheet, at, count):
        self.document.Sheets.getByName(sheet).Columns.insertByIndex(at, count)

    def insert_rows(self, sheet, at, count):
        self.document.Sheets.getByName(sheet).Rows.insertByIndex(at, count)

    def delete_columns(self, sheet, at, count):
        self.document.Sheets.getByName(sheet).Columns.removeByIndex(at, count)

    def delete_rows(self, sheet, at, count):
        self.document.Sheets.getByName(sheet).Rows.removeByIndex(at, count)

    def move_column(self, sheet, column, rows, to):
        """Cut rows first..last of a column and put them at another: references follow."""
        where = self.document.Sheets.getByName(sheet)
        source = where.getCellRangeByPosition(column, rows[0], column, rows[1]).getRangeAddress()
        target = where.getCellByPosition(to, rows[0]).getCellAddress()
        where.moveRange(target, source)

    def charts(self, sheet):
        """Each chart of a sheet: its title and the values of its series."""
        drawn = []
        page = self.document.Sheets.getByName(sheet).DrawPage
        for number in range(page.Count):
            shape = page.getByIndex(number)
            if not shape.supportsService("com.sun.star.drawing.OLE2Shape"):
                continue
            drawn.append(self.chart(shape.Model, shape))
        return drawn

    @staticmethod
    def chart(chart, shape):
        series = {}
        diagram = chart.getFirstDiagram()
        for system in diagram.getCoordinateSystems():
            for kind in system.getChartTypes():
                for one in kind.getDataSeries():
                    for sequence in one.getDataSequences():
                        role = sequence.getValues().Role
                        if role == "values-y":
                            label = sequence.getLabel()
                            name = "".join(label.getTextualData()) if label else ""
                            series[name] = [
                                None if math.isnan(value) else value
                                for value in sequence.getValues().getNumericalData()
                            ]
        title = ""
        titled = chart.getTitleObject()
        if titled is not None:
            title = "".join(part.String for part in titled.getText())
        return {"title": title, "series": series, "alt": shape.Description}

    def save(self, path):
        suffix = Path(path).suffix
        self.document.storeToURL(
            Path(path).as_uri(), (prop("FilterName", FILTERS[suffix]), prop("Overwrite", True))
        )

    def quit(self):
        self.close()
        with contextlib.suppress(Exception):  # the bridge goes with the process
            self.desktop.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.home, ignore_errors=True)


def main():
    office = Office()
    print(json.dumps({"ok": "ready"}), flush=True)
    try:
        for line in sys.stdin:
            request = json.loads(line)
            try:
                answer = {"ok": getattr(office, request["do"])(*request.get("with", []))}
            except Exception as problem:  # every failure becomes an answer
                answer = {"failed": f"{type(problem).__name__}: {problem}"}
            print(json.dumps(answer), flush=True)
    finally:
        office.quit()


if __name__ == "__main__":
    main()
