"""A tidy table written in any layout reads back as it was."""

import csv
import datetime as dt
import tempfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmbox.tables import read_source

FIRST = dt.date(2024, 1, 1)
# Names as people give them; one that is a number, a date or a word for a total says something else.
NAMES = st.from_regex(r"[=+@A-H][a-z ,£é%']{2,12}[a-z]", fullmatch=True).filter(
    lambda name: "  " not in name
)
VALUES = st.one_of(
    st.integers(-(10**6), 10**6).map(float),
    st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 4) + 0.0),
)


@st.composite
def tidy(draw: st.DrawFn) -> dict[tuple[str, int], float]:
    """Values by measure and number of the week: no blank first or last week, no empty measure."""
    measures = draw(st.lists(NAMES, min_size=1, max_size=4, unique_by=str.casefold))
    weeks = draw(st.lists(st.integers(0, 150), min_size=2, max_size=6, unique=True))
    spots = [(measure, week) for measure in measures for week in weeks]
    kept = draw(st.sets(st.sampled_from(spots))) | {(measures[0], week) for week in weeks}
    kept |= {(measure, weeks[0]) for measure in measures}
    return {spot: draw(VALUES) for spot in spots if spot in kept}


def day(week: int) -> dt.date:
    return FIRST + dt.timedelta(weeks=week)


def long(values: dict[tuple[str, int], float]) -> list[list[object]]:
    rows = [[measure, day(week), value] for (measure, week), value in values.items()]
    return [["Measure", "Week commencing", "Value"], *rows]


def down(values: dict[tuple[str, int], float]) -> list[list[object]]:
    measures = list(dict.fromkeys(measure for measure, _ in values))
    weeks = sorted({week for _, week in values})
    rows = [[day(week), *(values.get((one, week)) for one in measures)] for week in weeks]
    return [["Week", *measures], *rows]


def across(values: dict[tuple[str, int], float]) -> list[list[object]]:
    return [list(row) for row in zip(*down(values), strict=True)]


def write(path: Path, rows: list[list[object]], titles: int) -> None:
    rows = [*([["Rowan Ward box score"]] * titles), *rows]
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(
                [f"{cell:%d/%m/%Y}" if isinstance(cell, dt.date) else cell for cell in row]
                for row in rows
            )
        return
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for row in book.active.iter_rows():
        for cell in row:
            # What begins with = is a name here, no formula.
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    book.save(path)


@settings(max_examples=15)
@given(values=tidy(), titles=st.integers(0, 2))
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("layout", [long, down, across])
def test_a_tidy_table_reads_back_from_every_layout(
    layout: object, suffix: str, values: dict[tuple[str, int], float], titles: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        write(path, layout(values), titles)
        read = read_source(path).values
    found = {
        (measure, week.date()): value
        for measure, week, value in zip(read["measure"], read["week"], read["value"], strict=True)
    }
    assert found == {(measure, day(week)): value for (measure, week), value in values.items()}
