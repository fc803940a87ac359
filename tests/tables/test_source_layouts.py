"""The ways in which a source may be laid out, each as people have it."""

import datetime as dt
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from vmbox.errors import DataError, NotInWorkbook
from vmbox.tables import Source, SourceMap, read_source


def text(tmp_path: Path, words: str, name: str = "source.csv") -> Path:
    path = tmp_path / name
    path.write_text(words, encoding="utf-8")
    return path


def workbook(tmp_path: Path, rows: list[list[object]], merged: tuple[str, ...] = ()) -> Path:
    path = tmp_path / "source.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "Export"
    for row in rows:
        book.active.append(row)
    for area in merged:
        book.active.merge_cells(area)
    book.save(path)
    return path


def figures(source: Source) -> list[tuple[str, str, str, float]]:
    values = source.values
    return [
        (team, measure, f"{week:%d/%m/%y}", value)
        for team, measure, week, value in zip(
            values["team"], values["measure"], values["week"], values["value"], strict=True
        )
    ]


# ------------------------------------------------------------------ long
@pytest.mark.parametrize(
    "headings",
    [
        "Team,Measure,Week,Value",
        "Ward,Indicator,Week commencing,Result",
        "Team name,Metric,Period,Actual",
        "WARD NAME,KPI,W/C,Figure",
        "Site,Measure name,Date,Score",
    ],
)
def test_a_long_source_is_known_by_many_headings(tmp_path: Path, headings: str) -> None:
    path = text(tmp_path, f"{headings}\nRowan,Falls,02/03/2026,3\nElm,Falls,02/03/2026,4\n")
    assert figures(read_source(path)) == [
        ("Rowan", "Falls", "02/03/26", 3.0),
        ("Elm", "Falls", "02/03/26", 4.0),
    ]


def test_titles_blank_rows_totals_and_a_footer_stand_in_nobodys_way(tmp_path: Path) -> None:
    path = text(
        tmp_path,
        "Incident report;;;\nProduced 5 March 2026;;;\n;;;\nTeam;Measure;Week;Value\n"
        "Rowan;Falls;02/03/2026;3\n;;;\nRowan;Falls;Total;3\nTotal;Falls;02/03/2026;9\n"
        "Produced by the ward;;;\n",
    )
    source = read_source(path)
    assert figures(source) == [("Rowan", "Falls", "02/03/26", 3.0)]
    assert source.left_out == (f"{path}, line 7: a row of totals is left out (and 1 more).",)
    assert source.values["where"].tolist() == [f"{path}, line 5"]


def test_numerators_and_denominators_stand_beside_the_value(tmp_path: Path) -> None:
    path = text(tmp_path, "Measure,Week,Numerator,Denominator\nUptake,02/03/2026,31,100\n")
    values = read_source(path).values
    assert values[["numerator", "denominator"]].to_numpy().tolist() == [[31.0, 100.0]]
    assert values["value"].isna().all()
    assert values["team"].tolist() == [""]


def test_what_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    path = text(
        tmp_path,
        'Measure,Week,Value,Note\n=Falls,02/03/2026,3,"=HYPERLINK(""x"")"\n'
        "+Calls,02/03/2026,4,-see below\n@Home,02/03/2026,5,@rowan\n",
    )
    values = read_source(path).values
    assert values["measure"].tolist() == ["=Falls", "+Calls", "@Home"]
    assert values["note"].tolist() == ['=HYPERLINK("x")', "-see below", "@rowan"]


def test_a_note_without_a_value_is_kept(tmp_path: Path) -> None:
    path = text(tmp_path, "Measure,Week,Value,Note\nFalls,02/03/2026,n/a,Not counted\n")
    values = read_source(path).values
    assert values["note"].tolist() == ["Not counted"]
    assert values["value"].isna().all()


def test_a_team_merged_over_its_rows_is_the_team_of_each(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        [
            ["Team", "Measure", "Week", "Value"],
            ["Rowan", "Falls", dt.date(2026, 3, 2), 3],
            [None, "Falls", dt.date(2026, 3, 9), 4],
        ],
        ("A2:A3",),
    )
    assert [row[0] for row in figures(read_source(path))] == ["Rowan", "Rowan"]


def test_a_blank_team_among_teams_is_refused_with_its_cell(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        [
            ["Team", "Measure", "Week", "Value"],
            ["Rowan", "Falls", dt.date(2026, 3, 2), 3],
            [None, "Falls", dt.date(2026, 3, 9), 4],
        ],
    )
    with pytest.raises(DataError, match=r"Export!A3: the team is blank"):
        read_source(path)


# ------------------------------------------------------------------ weeks down
def test_weeks_down_with_units_totals_and_remarks(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        [
            ["Rowan Ward box score"],
            [],
            ["Week", "Falls", "Complaints", "Total", "Reviewed by", None],
            [None, "count", "count", "count", None, None],
            [dt.date(2026, 3, 2), 3, 1, 4, "Ann", None],
            [dt.date(2026, 3, 9), 0, None, 0, "Bob", "odd"],
            ["Total", 3, 1, 4, None, None],
            ["Target", 2, 0, None, None, None],
        ],
        ("A1:E1",),
    )
    source = read_source(path)
    assert figures(source) == [
        ("", "Falls", "02/03/26", 3.0),
        ("", "Complaints", "02/03/26", 1.0),
        ("", "Falls", "09/03/26", 0.0),
    ]
    assert source.values["where"].tolist()[1] == f"{path}: Export!C5"
    said = " ".join(source.left_out)
    for words in (
        "'Total': a total",
        "'Reviewed by': no figures, only words",
        "F6: no heading stands above it",
        "row 4: figures without a week are left out",
        "row 7: a row of totals is left out",
        "row 8: no date, so the row is left out",
    ):
        assert words in said


def test_weeks_down_without_a_word_above_the_weeks(tmp_path: Path) -> None:
    path = text(tmp_path, ",Falls,Complaints\n02/03/2026,3,1\n09/03/2026,4,\n")
    assert len(figures(read_source(path))) == 3


def test_weeks_down_with_a_team_and_a_note_in_each_row(tmp_path: Path) -> None:
    path = text(
        tmp_path,
        "Ward,Week commencing,Falls,Calls,Notes\nRowan,02/03/2026,,5,A quiet week\n"
        "Elm,02/03/2026,4,6,\n",
    )
    source = read_source(path)
    assert figures(source)[0] == ("Rowan", "Calls", "02/03/26", 5.0)
    assert source.values["note"].tolist() == ["A quiet week", "", ""]


def test_headings_that_repeat_below_merged_teams_are_those_teams(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        [
            ["Week", "Rowan", None, "Elm", None],
            [None, "Falls", "Calls", "Falls", "Calls"],
            [dt.date(2026, 3, 2), 1, 2, 3, 4],
        ],
        ("B1:C1", "D1:E1", "A1:A2"),
    )
    assert figures(read_source(path)) == [
        ("Rowan", "Falls", "02/03/26", 1.0),
        ("Rowan", "Calls", "02/03/26", 2.0),
        ("Elm", "Falls", "02/03/26", 3.0),
        ("Elm", "Calls", "02/03/26", 4.0),
    ]


def test_columns_are_teams_where_the_map_names_the_one_measure(tmp_path: Path) -> None:
    path = text(tmp_path, "Week,Rowan,Elm\n02/03/2026,3,4\n")
    assert figures(read_source(path, map=SourceMap(measure="Falls"))) == [
        ("Rowan", "Falls", "02/03/26", 3.0),
        ("Elm", "Falls", "02/03/26", 4.0),
    ]


# ------------------------------------------------------------------ weeks across
def test_weeks_across_with_units_totals_and_section_headings(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        [
            ["Rowan Ward"],
            [],
            [None, "Unit", dt.date(2026, 3, 2), dt.date(2026, 3, 9), "Total"],
            ["SAFETY"],
            ["Falls", "count", 3, 4, 7],
            ["Staffing", None, "full", "short", None],
            ["Uptake", "%", "12%", None, None],
            ["Total", None, 3, 4, 7],
            [None, None, 9, 9, None],
        ],
    )
    source = read_source(path)
    assert figures(source) == [
        ("", "Falls", "02/03/26", 3.0),
        ("", "Falls", "09/03/26", 4.0),
        ("", "Uptake", "02/03/26", 0.12),
    ]
    assert source.values["percent"].tolist() == [False, False, True]
    assert source.values["where"].tolist()[1] == f"{path}: Export!D5"
    said = " ".join(source.left_out)
    for words in (
        "'Unit', 'Total': no week stands above it",
        "row 4: a row without figures",
        "row 6: no figures, only words",
        "row 8: a row of totals",
        "row 9: figures without a measure",
    ):
        assert words in said


def test_weeks_across_as_text_with_a_team_beside_the_measure(tmp_path: Path) -> None:
    path = text(
        tmp_path,
        "Ward,Measure,w/c 02/03/2026,w/c 09/03/2026\nRowan,Falls,3,4\nElm,Falls,5,-\n",
    )
    assert figures(read_source(path)) == [
        ("Rowan", "Falls", "02/03/26", 3.0),
        ("Rowan", "Falls", "09/03/26", 4.0),
        ("Elm", "Falls", "02/03/26", 5.0),
    ]


def test_months_across_are_the_first_of_the_month_and_it_is_said(tmp_path: Path) -> None:
    path = text(tmp_path, "Measure,Mar-26,Apr-26\nFalls,3,4\n")
    source = read_source(path)
    assert [row[2] for row in figures(source)] == ["01/03/26", "01/04/26"]
    assert "first day of the month" in source.read_as[-1]


def test_a_date_among_the_figures_across_is_named_with_its_cell(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        [
            ["Week", dt.date(2026, 3, 2), dt.date(2026, 3, 9)],
            ["Falls", 3, 4],
            ["Cost", "£1,200.50", dt.date(2026, 1, 1)],
        ],
    )
    with pytest.raises(DataError, match=r"Export!C3: the date 2026-01-01 is no number"):
        read_source(path)


# ------------------------------------------------------------------ sheets
def test_the_first_sheet_with_figures_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "Cover"
    book.active.append(["Dear reader"])
    for name, value in (("March", 3), ("April", 4)):
        sheet = book.create_sheet(name)
        sheet.append(["Week", "Falls"])
        sheet.append([dt.date(2026, 3, 2), value])
    book.save(path)
    source = read_source(path)
    assert source.values["value"].tolist() == [3.0]
    assert "only the sheet 'March' is read; figures stand in 'April' too" in source.left_out[0]
    assert read_source(path, sheet="april").values["value"].tolist() == [4.0]
    with pytest.raises(NotInWorkbook, match=r"no sheet 'Marhc'\. Did you mean 'March'\?"):
        read_source(path, sheet="Marhc")


# ------------------------------------------------------------------ refusals
def test_a_source_without_a_table_of_figures_is_told_what_is_wanted(tmp_path: Path) -> None:
    path = text(tmp_path, "Dear all,\nplease find attached\n")
    with pytest.raises(DataError, match="no table of figures is recognised") as caught:
        read_source(path)
    assert "Dear all" in str(caught.value)


@pytest.mark.parametrize("words", ["", "\n\n", "Measure,Week,Value\n"])
def test_an_empty_source_is_told(tmp_path: Path, words: str) -> None:
    with pytest.raises(DataError):
        read_source(text(tmp_path, words))


def test_the_result_has_the_same_columns_whatever_the_layout(tmp_path: Path) -> None:
    long = read_source(text(tmp_path, "Measure,Week,Value\nFalls,02/03/2026,3\n", "a.csv"))
    down = read_source(text(tmp_path, "Week,Falls\n02/03/2026,3\n", "b.csv"))
    across = read_source(text(tmp_path, "Measure,2 Mar 2026,9 Mar 2026\nFalls,3,\n", "c.csv"))
    for one in (down, across):
        pd.testing.assert_frame_equal(
            one.values.drop(columns="where"), long.values.drop(columns="where")
        )
