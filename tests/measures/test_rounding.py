"""Many numbers rounded at once come out as each does alone."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vmbox.measures.measure import as_cells_hold
from vmbox.measures.rounding import all_as_cells_hold, rounded

numbers = st.one_of(
    st.floats(-1e15, 1e15),
    st.decimals(-(10**9), 10**9, places=3).map(float),
    # The middle between two steps, and what a sum makes of it.
    st.integers(-(10**6), 10**6).map(lambda thousandths: thousandths / 1000 + 0.0005),
    st.integers(-(10**6), 10**6).map(lambda cents: cents / 100 + 0.1 + 0.2),
    st.just(float("nan")),
)


@given(st.lists(numbers, max_size=8), st.sampled_from([2, 6]))
def test_halves_go_away_from_zero_as_people_see_them(values: list[float], places: int) -> None:
    step = Decimal(1).scaleb(-places)
    wanted = [
        one if np.isnan(one) else float(Decimal(repr(one)).quantize(step, ROUND_HALF_UP))
        for one in values
    ]
    np.testing.assert_array_equal(rounded(np.array(values), places), np.array(wanted))


@given(st.lists(numbers, max_size=8))
def test_fifteen_digits_are_kept(values: list[float]) -> None:
    wanted = [one if np.isnan(one) else as_cells_hold(one) for one in values]
    np.testing.assert_array_equal(all_as_cells_hold(np.array(values)), np.array(wanted))
