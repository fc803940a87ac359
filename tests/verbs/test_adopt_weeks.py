"""When: how the weeks of a home-made box score are read, however they are written."""

from __future__ import annotations

import datetime as dt

import pytest
from home_made import MONDAY, adopted, days, grid, turned, values, weeks

from vmbox.errors import DataError
from vmbox.verbs.adoption.stamps import read_stamp

FALLS = ["Falls", 1, 2, 3, 4]


@pytest.mark.parametrize(
    "headings",
    [
        ["w/c 2 Mar 26", "w/c 9 Mar 26", "w/c 16 Mar 26", "w/c 23 Mar 26"],
        ["02/03/2026", "09/03/2026", "16/03/2026", "23/03/2026"],
        ["Week commencing 2nd March 2026", "9 March 2026", "16 March 2026", "23 March 2026"],
        ["2-8 Mar 2026", "9-15 Mar 2026", "16-22 Mar 2026", "23-29 Mar 2026"],
        ["2 Mar 2026", "9 Mar", "16 Mar", "23 Mar"],
        ["Wk 10 2026", "Wk 11 2026", "Wk 12 2026", "Wk 13 2026"],
        ["2026-W10", "2026-W11", "2026-W12", "2026-W13"],
        ["Wk 1 (w/c 2 Mar 2026)", "Wk 2 (w/c 9 Mar 2026)", "Wk 3 (16/3/26)", "Wk 4 (23/3/26)"],
        ["w/e 8 Mar 2026", "w/e 15 Mar 2026", "w/e 22 Mar 2026", "w/e 29 Mar 2026"],
        [46083, 46090, 46097, 46104],
        weeks(4),
    ],
)
@pytest.mark.parametrize("down", [False, True])
def test_weeks_are_read_as_people_write_them(headings: list[object], *, down: bool) -> None:
    sheet = grid([["Week", *headings], FALLS])
    found = adopted(turned(sheet) if down else sheet)
    assert days(found, "Falls") == ["2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23"]
    assert values(found, "Falls") == [1, 2, 3, 4]


@pytest.mark.parametrize("text", ["Total", "12", "3.5", "2025", "2025/26", "mon", "<5", "12%", ""])
def test_what_says_no_time_is_not_taken_for_a_week(text: str) -> None:
    assert read_stamp(text) is None


def test_a_year_comes_from_the_title_and_rolls_over_at_new_year() -> None:
    rows = [["Ward 3 2025-26"], ["", "22 Dec", "29 Dec", "5 Jan", "12 Jan"], FALLS]
    found = adopted(rows)
    assert days(found, "Falls")[-2:] == ["2026-01-05", "2026-01-12"]
    assert "the year of the dates is taken from 'Ward 3 2025-26'" in found.remarks


def test_numbered_weeks_begin_where_the_title_says() -> None:
    found = adopted([["Ward 3, week 1 from 6 April 2026"], ["Week", 1, 2, 3, 4], FALLS])
    assert days(found, "Falls")[0] == "2026-04-06"
    assert any("week 1 is taken to begin on 6 April 2026" in said for said in found.remarks)


def test_numbered_weeks_without_a_start_are_refused_until_a_map_gives_it() -> None:
    rows = [["Week", 1, 2, 3, 4], FALLS]
    with pytest.raises(DataError, match=r"when they began.*start = 2026-03-02"):
        adopted(rows)
    assert days(adopted(rows, toml="start = 2026-04-06"), "Falls")[0] == "2026-04-06"


def test_a_first_day_that_all_share_is_kept() -> None:
    sunday = MONDAY - dt.timedelta(days=1)
    assert days(adopted([["", *weeks(4, sunday)], FALLS]), "Falls")[0] == "2026-03-01"


def test_mixed_first_days_go_to_their_monday_and_that_is_said() -> None:
    dates = [MONDAY, MONDAY + dt.timedelta(days=8), *weeks(4)[2:]]
    found = adopted([["", *dates], FALLS])
    assert days(found, "Falls") == ["2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23"]
    assert any("10 March 2026" in said for said in found.remarks)


def test_of_two_dates_in_one_week_the_later_is_kept_and_the_other_named() -> None:
    dates = [MONDAY, MONDAY + dt.timedelta(days=2), *weeks(4)[1:3]]
    found = adopted([["", *dates], FALLS])
    assert values(found, "Falls") == [2, 3, 4]
    (out,) = found.to_look_at
    assert (out.where, out.what) == ("Data!B2", "1")
    assert "the week of 2 March 2026 stands twice; 2 in Data!C2 is kept, as the later" in out.why


def test_a_slip_in_the_year_is_left_out_and_not_believed() -> None:
    dates = [dt.datetime(2025, 12, 22), dt.datetime(2025, 12, 29), dt.datetime(2025, 1, 5)]  # noqa: DTZ001
    found = adopted([["", *dates, dt.datetime(2026, 1, 12)], FALLS])  # noqa: DTZ001
    assert values(found, "Falls") == [1, 2, 4]
    (out,) = found.to_look_at
    assert out.where == "Data, column D"
    assert "5 January 2025 stands out of order" in out.why


def test_weeks_in_between_are_laid_empty() -> None:
    dates = [MONDAY, MONDAY + dt.timedelta(days=28)]
    found = adopted([["", *dates], ["Falls", 1, 2]])
    assert found.box.entered["Falls"].iloc[:5].isna().tolist() == [False, True, True, True, False]


@pytest.mark.parametrize(
    "months",
    [
        ["Apr-25", "May-25", "Jun-25", "Jul-25"],
        ["April 2025", "May", "June", "July"],
        ["30/04/2025", "31/05/2025", "30/06/2025", "31/07/2025"],
        [dt.datetime(2025, month, 1) for month in (4, 5, 6, 7)],  # noqa: DTZ001
    ],
)
def test_months_give_a_monthly_workbook(months: list[object]) -> None:
    found = adopted([["", *months], FALLS])
    assert found.box.period == "month"
    assert days(found, "Falls")[0::3] == ["2025-04-01", "2025-07-01"]


def test_dates_recorded_in_the_weeks_are_no_heading() -> None:
    audits = [day + dt.timedelta(days=2) for day in weeks(4)]
    found = adopted([["", *weeks(4)], FALLS, ["Date of audit", *audits], ["DNA", 4, 3, 2, 1]])
    assert values(found, "DNA") == [4, 3, 2, 1]


def test_a_map_may_say_which_day_weeks_begin_with() -> None:
    found = adopted([["", *weeks(4)], FALLS], toml='weekday = "Sunday"')
    assert days(found, "Falls")[0] == "2026-03-01"


def test_dates_of_another_decade_are_left_out_and_named() -> None:
    rows = [["", *weeks(3), *weeks(1, dt.datetime(2062, 1, 2))], FALLS]  # noqa: DTZ001
    found = adopted(rows)
    assert values(found, "Falls") == [1, 2, 3]
    assert "2 January 2062" in found.to_look_at[0].why


def test_sheets_too_far_apart_are_refused() -> None:
    old = grid([["", *weeks(4, dt.datetime(2001, 1, 1))], FALLS], "old")  # noqa: DTZ001
    with pytest.raises(DataError, match=r"old\.xlsx: the dates reach from .*wrong year"):
        adopted(grid([["", *weeks(4)], FALLS], "new"), old)
