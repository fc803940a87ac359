"""Laws of adopting: no figure vanishes, and the map of an adoption gives it again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from home_made import grid, turned, weeks
from hypothesis import given, settings
from hypothesis import strategies as st

from vmbox.errors import DataError, MeasureError
from vmbox.verbs.adoption import map_text, parse_map, recognise
from vmbox.verbs.adoption.ledger import is_figure

TEXTS = st.sampled_from(
    [
        *("", "", "Falls", "Complaints", "Total", "Average", "Safety", "Quality", "Unit", "Target"),
        *("Notes", "Staff feeling safe %", "per 1,000", "£", "n/a", "<5", "12%", "£1,200", "3/4"),
        *("w/c 2 Mar 26", "Week 3", "Apr-25", "2 Mar", "Measure", "↑", "7 March 2026", "Ward 7"),
    ]
)
CELLS = st.one_of(
    TEXTS,
    st.integers(-3, 200),
    st.floats(allow_nan=True, allow_infinity=True, width=32),
    st.sampled_from(weeks(8)),
    st.times(),
    st.timedeltas(dt.timedelta(0), dt.timedelta(days=3)),
    st.booleans(),
)
FIGURES = st.one_of(st.integers(0, 120), st.floats(0, 1), TEXTS)


@st.composite
def chaos(draw: st.DrawFn) -> Any:
    """Cells thrown together."""
    width = draw(st.integers(1, 7))
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=9))
    return grid(rows, draw(st.sampled_from(["Data", "", "2026", "Safety"])))


@st.composite
def likely(draw: st.DrawFn) -> Any:
    """A box score with anything around and inside it, weeks across or down."""
    count = draw(st.integers(2, 8))
    labels = draw(st.lists(st.sampled_from(["Unit", "Target", "Notes", "YTD", ""]), max_size=2))
    head = ["Measure", *labels, *weeks(count), *draw(st.lists(TEXTS, max_size=2))]
    rows: list[list[object]] = [[draw(TEXTS)], head]
    for _ in range(draw(st.integers(1, 6))):
        cells = [draw(FIGURES) for _ in head[1:]]
        rows.append([draw(TEXTS | st.text("abc %", min_size=1, max_size=6)), *cells])
    made = grid(rows)
    return turned(made) if draw(st.booleans()) else made


def numbers(sheet: Any) -> int:
    return sum(is_figure(value) for row in sheet.rows for value in row)


@settings(max_examples=100)
@given(st.lists(chaos() | likely(), min_size=1, max_size=2))
def test_every_cell_with_a_number_is_taken_or_left_out(sheets: list[Any]) -> None:
    try:
        found = recognise(sheets)
    except DataError:
        return
    figures = found.figures
    assert figures.in_file == sum(map(numbers, sheets))
    parts = (figures.values, figures.worked_out, figures.labels, figures.left_out)
    assert figures.in_file == sum(parts)
    assert figures.values == found.box.entered.notna().sum().sum()
    assert figures.left_out == sum(one.figures for one in found.left_out)


@settings(max_examples=100)
@given(likely())
def test_every_figure_of_a_likely_box_score_is_recognised_or_explained(sheet: Any) -> None:
    try:
        found = recognise([sheet])
    except DataError:
        return
    assert all(one.why and one.where for one in found.left_out)
    assert sum(one.weeks for one in found.recognised if one.role != "notes") == (
        found.figures.values + found.figures.worked_out
    )


@settings(max_examples=100)
@given(likely())
def test_the_map_of_an_adoption_gives_it_again(sheet: Any) -> None:
    try:
        found = recognise([sheet])
    except DataError:
        return
    try:
        again = recognise([sheet], parse_map(map_text(found)))
    except MeasureError as error:  # pragma: no cover  (never: it would be a bug)
        raise AssertionError(map_text(found)) from error
    assert again.box == found.box
    assert again.figures == found.figures
