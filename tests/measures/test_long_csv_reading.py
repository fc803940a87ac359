"""A long CSV laid over a box score."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vmbox.errors import DataError, FileError
from vmbox.measures import BoxScore, Input, Measure, load_set, read_long

if TYPE_CHECKING:
    from pathlib import Path

MONDAY = dt.date(2026, 3, 2)
SECOND = dt.date(2026, 3, 9)
MEASURES = (
    Measure("Falls", "Safety", better="down"),
    Measure("Charts complete", "Quality", "%", "up"),
    Measure("First treatment at", "Quality", "time of day", "down"),
    Measure(
        "Returned", "Quality", "%", "down", numerator="Returns", denominator="Referrals"
    ),
    Measure(
        "Returned again", "Quality", "%", numerator="Second returns", denominator="Referrals"
    ),
    Measure("Drugs cost", "Cost", "GBP"),
    Measure("Overtime", "Capacity", "hours"),
    Measure("Total cost", "Cost", "GBP", adds=("Milk", "Bread")),
)  # fmt: skip
INPUTS = (
    Input("Returns", "Quality"),
    Input("Second returns", "Quality"),
    Input("Referrals", "Quality"),
    Input("Milk", "Cost", "GBP", cost_line=True),
    Input("Bread", "Cost", "GBP", cost_line=True),
)


@pytest.fixture
def box() -> BoxScore:
    return BoxScore.blank("Ward 9", MEASURES, INPUTS, start=MONDAY, weeks=4)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ward.csv"


def reading(file: Path, box: BoxScore, text: str | bytes) -> BoxScore:
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_long(file, box)


def typed(box: BoxScore, name: str) -> list[float]:
    return [None if np.isnan(value) else value for value in box.entered[name]]  # type: ignore[misc]


def refused(file: Path, box: BoxScore, rows: str, heading: str = "week,measure,value") -> str:
    with pytest.raises(DataError) as caught:
        reading(file, box, f"{heading}\n{rows}")
    assert str(file) in str(caught.value)
    return str(caught.value)


def test_values_land_in_the_weeks_of_their_dates(box: BoxScore, file: Path) -> None:
    read = reading(
        file, box, "week,measure,value\n2026-03-02,Falls,3\n15/03/2026,falls,0\n2026-03-29,FALLS,1"
    )
    assert typed(read, "Falls") == [3.0, 0.0, None, 1.0]


@pytest.mark.parametrize(
    "heading",
    [
        "week,measure,value",
        "Week Commencing,Measure,Value",
        "WEEK_COMMENCING,MEASURE_NAME,RESULT",
        "W/C,Indicator,Result",
        "Date (Monday), Measure ,Value",
    ],
)
def test_a_heading_is_known_however_it_is_written(box: BoxScore, file: Path, heading: str) -> None:
    assert typed(reading(file, box, f"{heading}\n02/03/2026,Falls,3\n"), "Falls")[0] == 3.0


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_any_delimiter_encoding_and_line_ending_is_read(
    box: BoxScore, file: Path, delimiter: str, encoding: str, ending: str
) -> None:
    rows = [
        ["week", "measure", "value", "note"],
        ["02/03/2026", "Drugs cost", '"£1,234.50"', "dearer – naïve estimate"],
    ]
    text = ending.join(delimiter.join(row) for row in rows) + ending
    read = reading(file, box, text.encode(encoding))
    assert typed(read, "Drugs cost")[0] == 1234.5
    assert read.notes == {("Cost", MONDAY): "dearer – naïve estimate"}


def test_titles_above_blank_lines_between_and_a_footer_below_are_passed_over(
    box: BoxScore, file: Path
) -> None:
    text = (
        "Ward 9 weekly export, all measures\n\n"
        "Week,Measure,Value\n\n2026-03-02,Falls,3\n,,\n\nTotal,,\nEnd of report\n"
    )
    assert typed(reading(file, box, text), "Falls")[0] == 3.0


@pytest.mark.parametrize(
    ("rows", "shares"),
    [
        ("2026-03-02,Charts complete,31%\n2026-03-09,Charts complete,0.5%", [0.31, 0.005]),
        ("2026-03-02,Charts complete,31\n2026-03-09,Charts complete,1", [0.31, 0.01]),
        ("2026-03-02,Charts complete,0.31\n2026-03-09,Charts complete,1", [0.31, 1.0]),
        ("2026-03-02,Charts complete,95 %\n2026-03-09,Charts complete,0.9", [0.95, 0.9]),
        ("2026-03-02,Charts complete,7\n2026-03-09,Charts complete,100", [0.07, 1.0]),
    ],
)
def test_percentages_are_shares_points_or_signed(
    box: BoxScore, file: Path, rows: str, shares: list[float]
) -> None:
    read = reading(file, box, f"week,measure,value\n{rows}\n")
    assert typed(read, "Charts complete")[:2] == shares


def test_a_slip_among_shares_does_not_turn_them_into_hundredths(box: BoxScore, file: Path) -> None:
    rows = (
        "2026-03-02,Charts complete,0.95\n2026-03-09,Charts complete,0.9\n"
        "2026-03-16,Charts complete,1.2"
    )
    assert "mixes shares (0.95 in line 2) and percent points (1.2 in line 4)" in refused(
        file, box, rows
    )


def test_times_hours_and_brackets_are_read(box: BoxScore, file: Path) -> None:
    read = reading(
        file,
        box,
        "week,measure,value\n2026-03-02,First treatment at,10:45\n"
        "2026-03-02,Overtime,37:30\n2026-03-02,Drugs cost,(12.50)\n",
    )
    assert read.entered.iloc[0]["First treatment at"] == 0.447916666666667
    assert read.entered.iloc[0]["Overtime"] == 37.5
    assert read.entered.iloc[0]["Drugs cost"] == -12.5


def test_blanks_by_any_name_are_no_values(box: BoxScore, file: Path) -> None:
    read = reading(
        file,
        box,
        "week,measure,value\n2026-03-02,Falls,\n2026-03-09,Falls,n/a\n2026-03-16,Falls,-\n"
        "2026-03-23,Falls,NULL\n",
    )
    assert typed(read, "Falls") == [None] * 4


def test_a_ratio_is_given_by_numerator_and_denominator(box: BoxScore, file: Path) -> None:
    read = reading(
        file,
        box,
        "week,measure,value,numerator,denominator\n"
        "2026-03-02,Returned,31%,8,26\n2026-03-02,Returned again,,2,26\n2026-03-09,Returned,,5,20",
    )
    assert typed(read, "Returns")[:2] == [8.0, 5.0]
    assert typed(read, "Referrals")[:2] == [26.0, 20.0]
    assert typed(read, "Second returns")[:2] == [2.0, None]
    # The formula gives the value; a rounded one typed over it would go stale.
    assert typed(read, "Returned") == [None] * 4
    assert read.values["Returned"].iloc[0] == 8 / 26


def test_a_ratio_may_be_its_value_alone_and_an_input_its_own_row(box: BoxScore, file: Path) -> None:
    read = reading(
        file,
        box,
        "week,measure,value\n2026-03-02,Returned,31%\n2026-03-09,Returns,5\n2026-03-09,Referrals,20",
    )
    assert typed(read, "Returned")[:2] == [0.31, None]
    assert list(read.values["Returned"][:2]) == [0.31, 0.25]


def test_a_value_that_its_numerator_and_denominator_contradict_is_refused(
    box: BoxScore, file: Path
) -> None:
    said = refused(
        file, box, "2026-03-02,Returned,45%,8,26",
        "week,measure,value,numerator,denominator",
    )  # fmt: skip
    assert "line 2: 'Returned' in the week of 2 March 2026 is 45%, but" in said


def test_a_total_may_be_given_where_its_lines_are_not(box: BoxScore, file: Path) -> None:
    read = reading(
        file,
        box,
        "week,measure,value\n2026-03-02,Total cost,100\n2026-03-09,Total cost,30.30\n"
        "2026-03-09,Milk,10.10\n2026-03-09,Bread,20.20",
    )
    assert typed(read, "Total cost")[:2] == [100.0, None]
    assert list(read.values["Total cost"][:2]) == [100.0, 30.3]


def test_other_teams_rows_are_left_out(box: BoxScore, file: Path) -> None:
    read = reading(
        file,
        box,
        "Ward,Week,Measure,Value\nWARD 9,2026-03-02,Falls,3\nWard 8,2026-03-02,Falls,no number",
    )
    assert typed(read, "Falls")[0] == 3.0


def test_a_file_without_the_team_says_whose_it_is(box: BoxScore, file: Path) -> None:
    said = refused(
        file, box, "Ward 90,2026-03-02,Falls,3\nWard 8,2026-03-02,Falls,3",
        "team,week,measure,value",
    )  # fmt: skip
    assert "no row is of team 'Ward 9'. Did you mean 'Ward 90'?" in said


def test_a_row_without_its_team_is_not_left_out_in_silence(box: BoxScore, file: Path) -> None:
    rows = "Ward 9,2026-03-02,Falls,3\n,2026-03-09,Falls,4"
    assert "line 3: the team is blank" in refused(file, box, rows, "team,week,measure,value")


def test_notes_are_kept_by_tab_and_week_beside_older_ones(box: BoxScore, file: Path) -> None:
    text = (
        "week,measure,value,note\n2026-03-02,Falls,3,=new mats\n2026-03-02,Falls,,Outbreak\n"
        "2026-03-09,Drugs cost,n/a,not posted yet"
    )
    once = reading(file, box, text)
    assert once.notes == {
        ("Safety", MONDAY): "=new mats; Outbreak",
        ("Cost", SECOND): "not posted yet",
    }
    assert (
        reading(file, once, "week,measure,value,note\n2026-03-02,Falls,3,Audit")
        .notes["Safety", MONDAY]
        .endswith("Outbreak; Audit")
    )


def test_what_the_box_score_had_is_kept_where_the_file_is_silent(box: BoxScore, file: Path) -> None:
    before = box.recording(pd.DataFrame({"Falls": [1.0, 2.0]}, index=box.weeks[:2]))
    read = reading(file, before, "week,measure,value\n2026-03-09,Falls,5\n")
    assert typed(read, "Falls")[:2] == [1.0, 5.0]


def test_months_are_read_for_a_monthly_box_score(file: Path) -> None:
    monthly = BoxScore.blank(
        "A", MEASURES, INPUTS, start=dt.date(2026, 1, 1), weeks=3, period="month"
    )
    read = reading(
        file, monthly, "month,measure,value\nJan-26,Falls,1\n2026-02,Falls,2\n31/03/2026,Falls,3"
    )
    assert typed(read, "Falls") == [1.0, 2.0, 3.0]
    assert "outside" in refused(file, monthly, "2026-04-01,Falls,3")


def test_weeks_begin_on_the_box_scores_own_weekday(file: Path) -> None:
    sundays = BoxScore.blank("A", MEASURES, INPUTS, start=dt.date(2026, 3, 1), weeks=2)
    read = reading(file, sundays, "week,measure,value\n07/03/2026,Falls,1\n08/03/2026,Falls,2")
    assert typed(read, "Falls") == [1.0, 2.0]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2026-03-02,Fals,3", "line 2: there is no measure 'Fals'. Did you mean 'Falls'?"),
        ("2026-03-02,,3", "line 2: the measure is blank"),
        ("soon,Falls,3", "line 2: 'soon' is no date: write 2026-03-02"),
        ("03/25/2026,Falls,3", "the day comes first"),
        (",Falls,3", "line 2: the week is blank"),
        ("2026-03-02,Falls,three", "line 2: 'three' is no number (value of 'Falls')"),
        ("2026-03-01,Falls,3", "1 March 2026 lies outside the box score"),
        ("2026-03-30,Falls,3", "30 March 2026 lies outside the box score"),
        ("2026-03-02,Falls,-3", "line 2: 'Falls' is -3: it cannot be negative"),
        ("2026-03-02,Charts complete,130%", "it cannot be over 100 %"),
        ("2026-03-02,Falls,3%", "'3%' is a percentage, but 'Falls' is in count"),
        ("2026-03-02,Falls,£3", "'£3' is money, but 'Falls' is in count"),
        ("2026-03-02,Falls,10:45", "'10:45' is a time, but 'Falls' is in count"),
        ("2026-03-02,First treatment at,25:00", "write a time of day as 10:45"),
        ("2026-03-02,First treatment at,10.45", "write a time of day as 10:45"),
        ("Grand total,,350", "line 2: 'Grand total' looks like a row of totals. Delete it"),
        ("2026-03-02,Total,350", "line 2: 'Total' looks like a row of totals"),
        (
            "2026-03-02,Falls,3\n2026-03-05,falls,4",
            "line 3: 'Falls' in the week of 2 March 2026 stands already in line 2",
        ),
        ("2026-03-02,Drugs cost,1,234.50", "line 2: 4 cells under a heading of 3"),
        ('2026-03-02,Falls,"3', "line 2: "),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(
    box: BoxScore, file: Path, row: str, said: str
) -> None:
    assert said in refused(file, box, row)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("2026-03-02,Returned,8,5", "line 2: 'Returned' in the week of 2 March 2026: the num"),
        ("2026-03-02,Falls,8,5", "'Falls' is no ratio and has no numerator"),
        (
            "2026-03-02,Returned,8,26\n2026-03-02,Returned again,2,25",
            "line 3: 'Referrals' in the week of 2 March 2026 is 25 here and 26 in line 2",
        ),
        ("2026-03-02,Returned,8%,26", "'8%' is a percentage, but 'Returns' is in count"),
    ],
)  # fmt: skip
def test_ratios_that_cannot_be_are_refused(box: BoxScore, file: Path, rows: str, said: str) -> None:
    assert said in refused(file, box, rows, "week,measure,numerator,denominator")


def test_all_problems_are_told_together_the_first_ten_in_full(box: BoxScore, file: Path) -> None:
    rows = "\n".join(f"2026-03-02,Measure {number},1" for number in range(13))
    said = refused(file, box, rows)
    assert "has 13 problems:" in said
    assert said.count("there is no measure") == 10
    assert said.endswith("... and 3 more.")


def test_a_row_too_wide_does_not_hide_the_others(box: BoxScore, file: Path) -> None:
    said = refused(file, box, "2026-03-02,Drugs cost,1,234.50\n2026-03-02,Fals,3")
    assert "line 2: 4 cells under a heading of 3" in said
    assert "line 3: there is no measure 'Fals'" in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"week,measure\n2026-03-02,Falls\n", "line 1: no heading with a column for value"),
        (b"a,b,c\n1,2,3\n", "no heading with a column for week and measure and value"),
        (b"PK\x03\x04rest", "this is a workbook, no CSV"),
        (b"week,measure,value\n2026-03-02,Falls,\x81\n", "line 2: bytes that are no text"),
    ],
)
def test_a_file_that_is_no_such_csv_is_said_so(
    box: BoxScore, file: Path, content: bytes, said: str
) -> None:
    with pytest.raises(DataError, match=said):
        reading(file, box, content)


def test_a_file_that_is_not_there_is_said_so(box: BoxScore, file: Path) -> None:
    with pytest.raises(FileError, match="there is no such file"):
        read_long(file, box)


@given(st.data())
def test_what_a_box_score_writes_long_is_read_back_to_the_last_bit(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    standard = load_set("acute-ward")
    blank = BoxScore.blank("A", standard.measures, standard.inputs, start=MONDAY, weeks=4)
    typed_names = [item.name for item in blank.items if not item.calculated]
    names = data.draw(st.lists(st.sampled_from(typed_names), unique=True, max_size=6))
    numbers = st.none() | st.floats(0, 1e6) | st.integers(0, 500).map(float)
    columns = {name: data.draw(st.lists(numbers, min_size=4, max_size=4)) for name in names}
    entered = pd.DataFrame(columns, index=blank.weeks, dtype="float64")
    shares = {("Discharges before noon", "Discharges"): 1, **_charts()}
    for top, bottom in shares:  # a share's numerator is at most its denominator
        if top in entered and bottom in entered:
            entered[top] = entered[[top, bottom]].min(axis=1, skipna=False)
    full = blank.recording(entered)
    rows = [
        f"{week:%d/%m/%Y},{name},{'n/a' if np.isnan(value) else repr(float(value))}"
        for name in names
        for week, value in full.entered[name].items()
    ]
    file = tmp_path_factory.mktemp("long") / "long.csv"
    assert reading(file, blank, "\n".join(["week,measure,value", *rows])) == full


def _charts() -> dict[tuple[str, str], int]:
    standard = load_set("acute-ward")
    return {
        (str(one.numerator), str(one.denominator)): 1
        for one in standard.measures
        if one.ratio and one.unit == "%"
    }
