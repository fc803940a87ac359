"""What a standard workbook shows: charts, messages, pages and properties."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from parts import CHART, FORMULA, MAIN, SPARKLINES, Workbook

import vmbox
from conftest import DEMOS, SETTINGS, box_of
from vmbox.measures import Action, BoxScore, Huddle, Input, LogEntry, Measure, NewMedian
from vmbox.workbook import layout as at
from vmbox.workbook.layout import Layout

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree import ElementTree as Xml

    from parts import Cell, Sheet

A3, A4 = "8", "9"
LONGEST_TITLE, LONGEST_MESSAGE = 32, 255


RUN_CHART = "Run chart of "


def run_charts(workbook: Workbook) -> list[tuple[Sheet, Xml.Element, str]]:
    """The charts of single measures: not the bridge on Value, nor the stack on Capacity."""
    return [chart for chart in workbook.charts.values() if chart[2].startswith(RUN_CHART)]


class TestEveryRunChart:
    def test_is_titled_by_its_columns_heading(self, workbook: Workbook) -> None:
        assert run_charts(workbook)
        for sheet, chart, _ in run_charts(workbook):
            title = chart.find(f"{CHART}chart/{CHART}title")
            assert title is not None
            reference = title.findtext(f".//{CHART}f") or ""
            (heading,) = workbook.range(reference)
            assert reference.startswith(f"{sheet.name}!")
            assert reference.endswith(f"${at.HEADER_ROW + 1}")
            assert heading
            assert heading.value in workbook.tables[f"bs{sheet.name}"][1]
            assert title.findtext(f".//{CHART}v") == heading.value

    def test_is_told_to_those_who_cannot_see_it(self, workbook: Workbook) -> None:
        for _, chart, words in run_charts(workbook):
            assert chart.findtext(f".//{CHART}title//{CHART}v", "?") in words
            assert len(words) > 60

    def test_remembers_the_values_that_its_cells_have(self, workbook: Workbook) -> None:
        for _, chart, words in workbook.charts.values():
            references = [
                *chart.iter(f"{CHART}numRef"),
                *chart.iter(f"{CHART}strRef"),
            ]
            assert len(references) >= (11 if words.startswith(RUN_CHART) else 4)
            for reference in references:
                where = reference.findtext(f"{CHART}f") or ""
                assert remembered(reference) == shown(list(workbook.range(where))), where

    def test_stands_for_every_measure_and_spare(self, workbook: Workbook) -> None:
        titles = [
            chart.findtext(f".//{CHART}title//{CHART}v") for _, chart, _ in run_charts(workbook)
        ]
        assert len(titles) == len(set(titles))
        fronts = workbook.sheets[at.FRONT].xml.iter(f"{MAIN}hyperlink")
        assert 2 * len(titles) == len(list(fronts))


def shown(cells: list[Cell | None]) -> tuple[int, dict[int, float | str]]:
    """What a chart draws of some cells: how many, and the value of each that has one."""
    values = {
        place: cell.value
        for place, cell in enumerate(cells)
        if cell and not cell.error and cell.value not in {None, ""}
    }
    return len(cells), values  # type: ignore[return-value]


def remembered(reference: Xml.Element) -> tuple[int, dict[int, float | str]]:
    """What a chart remembers of some cells, in the same form."""
    (count,) = (int(one.get("val", "-1")) for one in reference.iter(f"{CHART}ptCount"))
    number = reference.tag == f"{CHART}numRef"
    values: dict[int, float | str] = {}
    for point in reference.iter(f"{CHART}pt"):
        text = point.findtext(f"{CHART}v") or ""
        values[int(point.get("idx", "-1"))] = float(text) if number else text
    assert not any(isinstance(value, float) and math.isnan(value) for value in values.values())
    return count, values


@pytest.mark.parametrize("name", [*SETTINGS, *DEMOS])
def test_every_measure_has_a_sparkline_of_its_window(
    made: Callable[[str], Workbook], name: str
) -> None:
    workbook = made(name)
    lines = list(workbook.sheets[at.FRONT].xml.iter(f"{SPARKLINES}sparkline"))
    assert len(lines) == len(run_charts(workbook))
    for line in lines:
        assert len(list(workbook.range(line.findtext(FORMULA) or ""))) == at.WINDOW


class TestEveryMessage:
    def test_fits_where_excel_shows_it(self, workbook: Workbook) -> None:
        for sheet in workbook.sheets.values():
            for rule in sheet.xml.iter(f"{MAIN}dataValidation"):
                for name, most in (
                    ("promptTitle", LONGEST_TITLE),
                    ("prompt", LONGEST_MESSAGE),
                    ("errorTitle", LONGEST_TITLE),
                    ("error", LONGEST_MESSAGE),
                ):
                    # Excel counts as UTF-16 does.
                    assert len(rule.get(name, "").encode("utf-16-le")) <= 2 * most

    def test_of_refusal_says_what_to_do(self, workbook: Workbook) -> None:
        for sheet in workbook.sheets.values():
            for rule in sheet.xml.iter(f"{MAIN}dataValidation"):
                where = f"{sheet.name}!{rule.get('sqref')}"
                assert rule.get("showErrorMessage") == "1", where
                assert rule.get("errorTitle"), where
                assert len(rule.get("error", "")) > 20, where

    @pytest.mark.parametrize("name", [*SETTINGS, DEMOS[0]])
    def test_explains_every_column_that_people_type(
        self, made: Callable[[str], Workbook], name: str
    ) -> None:
        workbook = made(name)
        layout = Layout.of(box_of(name))
        for tab in layout.tabs:
            rules = {
                rule.get("sqref"): rule
                for rule in workbook.sheets[tab.domain].xml.iter(f"{MAIN}dataValidation")
            }
            first, last = at.FIRST_WEEK_ROW + 1, tab.last_week_row + 1
            for column in tab.columns:
                letter = chr(ord("A") + column.position)
                rule = rules.get(f"{letter}{first}:{letter}{last}")
                if column.kind == at.KIND_CALCULATED:
                    assert rule is None
                    continue
                assert rule is not None, column.header
                assert rule.get("showInputMessage") == "1"
                assert rule.get("promptTitle")
                assert len(rule.get("prompt", "")) > 10


class TestEveryPage:
    def test_is_set_up_for_print(self, workbook: Workbook) -> None:
        for sheet in workbook.sheets.values():
            if sheet.hidden:
                continue
            (page,) = sheet.xml.iter(f"{MAIN}pageSetup")
            assert page.get("paperSize") in {A3, A4}
            assert page.get("orientation") in {"portrait", "landscape"}
            (fit,) = sheet.xml.iter(f"{MAIN}pageSetUpPr")
            assert fit.get("fitToPage") == "1"
            foot = sheet.xml.findtext(f"{MAIN}headerFooter/{MAIN}oddFooter") or ""
            assert "&P" in foot
            assert "&A" in foot

    def test_of_the_front_and_of_the_guide_is_one(self, workbook: Workbook) -> None:
        for name, paper in ((at.FRONT, A3), (at.GUIDE, A4)):
            (page,) = workbook.sheets[name].xml.iter(f"{MAIN}pageSetup")
            assert page.get("paperSize") == paper
            assert page.get("fitToHeight", "1") == "1"

    def test_of_a_tab_repeats_its_headings(self, workbook: Workbook) -> None:
        titles = {
            one.text
            for one in workbook.xml("xl/workbook.xml").iter(f"{MAIN}definedName")
            if one.get("name") == "_xlnm.Print_Titles"
        }
        row = at.HEADER_ROW + 1
        assert {f"{tab}!${row}:${row}" for tab in at.TABLES} <= titles

    def test_calls_the_team_by_its_name_at_its_foot(self, made: Callable[[str], Workbook]) -> None:
        """A name that begins with a number must not be taken for a size of letters."""
        foot = made("general").sheets[at.FRONT].xml.findtext(f".//{MAIN}oddFooter") or ""
        left = re.match(r"&L(.*?)&C", foot)
        assert left
        assert left[1] == '&9&"-,Regular"7 West && co'


def test_only_calc_is_hidden(workbook: Workbook) -> None:
    assert [sheet.name for sheet in workbook.sheets.values() if sheet.hidden] == [at.CALC]


@pytest.mark.parametrize("name", DEMOS)
def test_the_files_properties_tell_what_it_is(made: Callable[[str], Workbook], name: str) -> None:
    box = box_of(name)
    core = made(name).xml("docProps/core.xml")
    told = {one.tag.rpartition("}")[2]: one.text for one in core}
    assert told["title"] == f"Box score: {box.team}"
    assert told["creator"] == f"vmbox {vmbox.__version__}"
    assert told["category"] == box.setting
    assert told["description"] == box.remark
    assert told["subject"]
    assert told["keywords"]
    assert told["created"]
    app = made(name).xml("docProps/app.xml")
    assert box.board in {one.text for one in app}


def test_what_looks_like_a_formula_stays_text(box_with_odd_texts: BoxScore, odd: Workbook) -> None:
    planned = {
        text
        for sheet in odd.sheets.values()
        for cell in sheet.cells.values()
        if isinstance(cell.value, str) and cell.formula is None
        for text in [cell.value]
    }
    assert planned >= ODD
    formulas = {
        cell.formula.replace(" ", "")
        for sheet in odd.sheets.values()
        for cell in sheet.cells.values()
        if cell.formula
    }
    assert not formulas & {text.strip("{}").lstrip("=") for text in ODD}
    assert vmbox.read(odd.path) == box_with_odd_texts


ODD = {
    "=1+1",
    "+2",
    "-3",
    "@SUM(A1)",
    "{=4}",
    "=cmd|' /C calc'!A0",
    "https://example.org",
    "0123",
    "TRUE",
    "#N/A",
    '="quoted" & <b>',
}


@pytest.fixture(scope="module")
def box_with_odd_texts() -> BoxScore:
    """A box score in which every text that people type looks like something else."""
    texts = sorted(ODD)
    falls = Measure("Falls", "Safety", owner=texts[0], source=texts[1], definition=texts[2])
    beds = Input("Beds", "Safety", owner=texts[3], source=texts[4], definition=texts[5])
    day = dt.date(2026, 3, 2)
    box = BoxScore.blank(
        texts[6],
        [falls],
        [beds],
        start=day,
        weeks=12,
        board=texts[7],
        setting=texts[8],
        remark=texts[9],
    )
    return replace(
        box,
        notes={("Safety", day): texts[10]},
        medians=(NewMedian("Falls", day, texts[0], texts[1], day),),
        huddles=(Huddle(day, *texts[2:6]),),
        actions=(Action(texts[6], texts[7], texts[8], texts[9], texts[10], day, texts[0]),),
        log=(LogEntry(dt.datetime(2026, 3, 2, 9), texts[1], texts[2], 3),),  # noqa: DTZ001
    )


@pytest.fixture(scope="module")
def odd(box_with_odd_texts: BoxScore, tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    return Workbook(vmbox.write(box_with_odd_texts, tmp_path_factory.mktemp("odd") / "odd.xlsx"))
