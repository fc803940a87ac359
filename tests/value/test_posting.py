"""A ledger posted to weeks: every penny is somewhere, whatever the ledger."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import Row, cost_map, extract_of, mondays, written

from vmbox.errors import DataError
from vmbox.value import CostMap, MapEntry, WeekGrid, post, read_extract, shared_out, spread

if TYPE_CHECKING:
    from pathlib import Path

    from vmbox.value import Posting

MAP = cost_map(a41="Drugs", a42="Bank", a43="Drugs")
FIRST = dt.date(2025, 2, 1)


@st.composite
def row(draw: st.DrawFn) -> Row:
    start = FIRST + dt.timedelta(days=draw(st.integers(0, 500)))
    end = start + dt.timedelta(days=draw(st.sampled_from([0, 0, 6, 27, 30, 91, 364])))
    unclear = draw(st.integers(0, 9)) == 0
    return (
        "" if unclear else start.isoformat(),
        "" if unclear else end.isoformat(),
        draw(st.sampled_from(["E1", "e1", "E2", "X9", ""])),
        draw(st.sampled_from(["41", "42", "43", "99", ""])),
        draw(st.integers(-(10**9), 10**9)),
    )


LEDGERS = st.lists(row(), max_size=25)
WEEKS = st.sampled_from(
    [mondays(), mondays("2025-10-06", 3), pd.date_range("2025-04-01", periods=9, freq="MS")]
)


def plainly(rows: list[Row], weeks: pd.DatetimeIndex, centres: list[str]) -> dict[str, int]:
    """The same posting, one row after the other."""
    sums: dict[str, int] = {}
    for start, end, centre, account, pence in rows:
        owner = centre.upper()
        line = MAP.line(account)
        if owner not in centres:
            key = {"other": pence}
        elif not start:
            key = {"unclear": pence}
        elif line is None:
            key = {"unmapped": pence}
        else:
            posted, outside = spread(
                pence, dt.date.fromisoformat(start), dt.date.fromisoformat(end), weeks
            )
            key = {f"{owner} {line} {week:%Y-%m-%d}": int(x) for week, x in posted.items() if x}
            key["outside"] = outside
        for name, amount in key.items():
            sums[name] = sums.get(name, 0) + amount
    return {name: amount for name, amount in sums.items() if amount}


def as_sums(posting: Posting) -> dict[str, int]:
    sums = {
        f"{centre} {line} {week:%Y-%m-%d}": int(pence)
        for (centre, week), cells in posting.lines.iterrows()
        for line, pence in cells.items()
    }
    whole = posting.reconciliation
    for name in ("outside", "unmapped", "unclear", "other"):
        sums[name] = getattr(whole, name)
    return {name: amount for name, amount in sums.items() if amount}


@settings(max_examples=50)
@given(LEDGERS, WEEKS)
def test_any_ledger_is_posted_as_one_row_after_the_other(
    rows: list[Row], weeks: pd.DatetimeIndex
) -> None:
    posting = post(extract_of(rows), MAP, weeks, centres=["E1", "E2"])
    assert as_sums(posting) == plainly(rows, weeks, ["E1", "E2"])


@settings(max_examples=50)
@given(LEDGERS, WEEKS)
def test_every_penny_is_accounted_for(rows: list[Row], weeks: pd.DatetimeIndex) -> None:
    extract = extract_of(rows)
    posting = post(extract, MAP, weeks, centres=["E1", "E2"])
    whole = posting.reconciliation
    assert whole.difference == 0
    assert whole.extract == sum(pence for *_, pence in rows)
    assert whole.posted == posting.lines.to_numpy().sum()
    assert whole.unmapped == posting.unmapped["pence"].sum()
    assert whole.other == posting.others["pence"].sum()
    assert whole.outside == posting.outside["pence"].sum()
    each = posting.by_centre
    assert (each["extract"] == each.drop(columns="extract").sum(axis=1)).all()


@settings(max_examples=30)
@given(LEDGERS, st.integers(0, 25), WEEKS)
def test_a_ledger_in_two_files_gives_the_same_as_in_one(
    rows: list[Row], cut: int, weeks: pd.DatetimeIndex
) -> None:
    whole, one, two = (
        post(extract_of(part), MAP, weeks, centres=["E1", "E2"])
        for part in (rows, rows[:cut], rows[cut:])
    )
    assert whole.lines.equals(one.lines + two.lines)
    assert whole.by_centre.equals(one.by_centre + two.by_centre)
    again = post(extract_of(rows), MAP, weeks, centres=["E1", "E2"])
    assert whole.lines.equals(again.lines)


@given(
    st.integers(-(10**10), 10**10),
    st.dates(dt.date(2025, 3, 1), dt.date(2026, 6, 1)),
    st.integers(1, 400),
    st.integers(1, 30),
)
def test_more_weeks_change_no_penny_of_those_that_were_there(
    pence: int, start: dt.date, days: int, more: int
) -> None:
    end = start + dt.timedelta(days=days - 1)
    few, outside = spread(pence, start, end, mondays(weeks=20))
    many, _ = spread(pence, start, end, mondays(weeks=20 + more))
    assert few.sum() + outside == pence
    assert many.iloc[:20].equals(few)


def test_october_falls_into_its_weeks_by_days() -> None:
    posted, outside = spread(
        100_001, dt.date(2025, 10, 1), dt.date(2025, 10, 31), mondays("2025-09-29", 5)
    )
    assert posted.tolist() == shared_out(100_001, [5, 7, 7, 7, 5])
    assert outside == 0


def test_a_week_that_two_periods_share_gets_its_days_of_each() -> None:
    rows = [
        ("2025-09-01", "2025-09-30", "E1", "41", 30_000),
        ("2025-10-01", "2025-10-31", "E1", "41", 62_000),
    ]
    lines = post(extract_of(rows), MAP, mondays("2025-09-29", 1)).of("e1")
    assert lines["Drugs"].tolist() == [2 * 1000 + 5 * 2000]


def test_a_monthly_workbook_takes_a_month_whole_and_a_four_weekly_period_by_days() -> None:
    months = pd.date_range("2025-04-01", periods=3, freq="MS")
    rows = [
        ("2025-04-01", "2025-04-30", "E1", "41", 3001),
        ("2025-04-28", "2025-05-25", "E1", "42", 2800),
    ]
    lines = post(extract_of(rows), MAP, months).of("E1")
    assert lines["Drugs"].tolist() == [3001, 0, 0]
    assert lines["Bank"].tolist() == [300, 2500, 0]


def test_days_say_how_much_of_a_week_the_extract_covers() -> None:
    rows = [("2025-10-01", "2025-10-31", "E1", "41", 100)]
    days = post(extract_of(rows), MAP, mondays("2025-09-22", 7)).days
    assert days.tolist() == [0, 5, 7, 7, 7, 5, 0]


def test_unmapped_codes_are_listed_by_amount_with_what_they_may_mean() -> None:
    rows = [
        ("2025-10-01", "2025-10-01", "E1", "412", 100),
        ("2025-10-01", "2025-10-01", "E1", "77", -5000),
        ("2025-10-02", "2025-10-02", "E1", "77", -5000),
    ]
    posting = post(extract_of(rows), cost_map(a0412="Drugs"), mondays())
    assert posting.unmapped[["account", "rows", "first_row", "pence", "perhaps"]].to_numpy(
        dtype=object
    ).tolist() == [["77", 2, 3, -10000, ""], ["412", 1, 2, 100, "0412"]]


def test_rows_that_say_the_same_twice_are_told_and_posted() -> None:
    one = ("2025-10-01", "2025-10-01", "E1", "41", 100)
    other = ("2025-10-01", "2025-10-01", "E1", "41", 101)
    posting = post(extract_of([one, other, one, one]), MAP, mondays())
    assert posting.doubled[["row", "same_as", "pence"]].to_numpy(dtype=object).tolist() == [
        [4, 2, 100], [5, 2, 100],
    ]  # fmt: skip
    assert posting.reconciliation.posted == 401


def test_another_organisations_centres_are_listed_and_not_posted() -> None:
    rows = [
        ("2025-10-01", "2025-10-01", "E1", "41", 100),
        ("2025-10-01", "2025-10-01", "Z9", "41", 700),
    ]
    posting = post(extract_of(rows), MAP, mondays(), centres=["E1", "E3"])
    assert posting.others["centre"].tolist() == ["Z9"]
    assert posting.reconciliation.other == 700
    assert posting.of("E3").to_numpy().sum() == 0
    with pytest.raises(KeyError):
        posting.of("Z9")


def test_an_extract_without_rows_is_posted_as_nothing() -> None:
    posting = post(extract_of([]), MAP, mondays(), centres=["E1"])
    assert posting.lines.to_numpy().sum() == 0
    assert posting.reconciliation.difference == 0
    nobody = post(extract_of([]), CostMap([]), mondays())
    assert nobody.lines.empty


@pytest.mark.parametrize(
    "weeks",
    [
        pd.DatetimeIndex([]),
        pd.DatetimeIndex(["2025-03-31", "2025-04-07", "2025-04-21"]),
        pd.DatetimeIndex(["2025-04-07", "2025-03-31"]),
    ],
)
def test_weeks_with_a_gap_are_refused(weeks: pd.DatetimeIndex) -> None:
    with pytest.raises(DataError, match=r"no weeks|gap"):
        WeekGrid.of(weeks)


def test_amounts_beyond_all_reason_are_refused() -> None:
    rows = [("2025-10-01", "2025-10-01", "E1", "41", 9 * 10**15)] * 2
    with pytest.raises(DataError, match="90 trillion"):
        post(extract_of(rows), MAP, mondays())


def test_from_file_to_weeks_with_a_cost_map_by_centre(tmp_path: Path) -> None:
    text = "Date,Cost centre,Account,Amount\n06/10/2025,E1,4120,1.00\n07/10/2025,E2,4120,2.00\n"
    chosen = CostMap([MapEntry("41*", "Drugs"), MapEntry("4*", "Supplies", "E2")])
    posting = post(read_extract(written(tmp_path, text)), chosen, mondays("2025-10-06", 1))
    assert posting.lines["Drugs"].tolist() == [100, 0]
    assert posting.lines["Supplies"].tolist() == [0, 200]
