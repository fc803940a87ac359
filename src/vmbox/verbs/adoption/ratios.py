"""Measures that the file gives three times: a numerator, a denominator, and their ratio."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vmbox.errors import DataError, did_you_mean

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from vmbox.verbs.adoption.valuing import Valued

# How far apart the three stand at most, and in how many weeks they must agree.
_NEAR: Final = 6
_LEAST: Final = 3
_PER: Final = {"%": 1.0, "per 1,000": 1000.0}


@dataclass(frozen=True)
class Ratio:
    """A measure that is worked out from two others: their places in the list.

    Attributes
    ----------
    agreed
        The weeks in which the file's own ratio is what they give, to within its rounding.
    """

    measure: int
    numerator: int
    denominator: int
    per: float
    agreed: frozenset[dt.date]


def find_ratios(columns: Sequence[Valued]) -> list[Ratio]:
    """Return the ratios that a map names, and those that the figures show in every week.

    Raises
    ------
    DataError
        The map names a numerator or denominator that is not there.
    """
    found = [_wished(columns, at) for at, column in enumerate(columns) if column.wish.numerator]
    used = {ratio.measure for ratio in found}
    for at, column in enumerate(columns):
        if at in used or not _may_be(column) or not column.wish.ratio:
            continue
        if ratio := _shown(columns, at, found):
            found.append(ratio)
    return found


def _may_be(column: Valued) -> bool:
    return column.unit in _PER or " per " in column.name.casefold()


def _wished(columns: Sequence[Valued], at: int) -> Ratio:
    wish = columns[at].wish
    names = {column.name.casefold(): spot for spot, column in enumerate(columns)}
    spots: list[int] = []
    for name in (wish.numerator, wish.denominator):
        if name.casefold() not in names or names[name.casefold()] == at:
            raise DataError(
                f"{wish.where}: '{wish.source}' needs '{name}', which no line "
                f"becomes.{did_you_mean(name, [column.name for column in columns])}"
            )
        spots.append(names[name.casefold()])
    per = wish.per or _PER.get(columns[at].unit, 1.0)
    agreed, _ = _agreement(columns[at], columns[spots[0]], columns[spots[1]], per)
    return Ratio(at, spots[0], spots[1], per, frozenset(agreed))


def _shown(columns: Sequence[Valued], at: int, found: Sequence[Ratio]) -> Ratio | None:
    """The nearest two columns that give this one in all weeks, if there are such."""
    per = _PER.get(columns[at].unit, 1.0)
    ratios = {ratio.measure for ratio in found}
    shared = {ratio.denominator for ratio in found}
    near = [
        spot
        for spot in range(len(columns))
        if spot != at
        and spot not in ratios
        and columns[spot].unit not in _PER
        and columns[spot].column.first.sheet == columns[at].column.first.sheet
    ]
    near.sort(key=lambda spot: (abs(spot - at), spot))
    tops = [spot for spot in near if abs(spot - at) <= _NEAR]
    bottoms = [spot for spot in near if abs(spot - at) <= _NEAR or spot in shared]
    for top in tops:
        for bottom in bottoms:
            if top == bottom:
                continue
            agreed, others = _agreement(columns[at], columns[top], columns[bottom], per)
            if not others and _convincing(columns[top], columns[bottom], agreed):
                return Ratio(at, top, bottom, per, frozenset(agreed))
    return None


def _agreement(
    ratio: Valued, top: Valued, bottom: Valued, per: float
) -> tuple[set[dt.date], set[dt.date]]:
    """The weeks in which a ratio is what its parts give, and those in which it is not."""
    agreed: set[dt.date] = set()
    others: set[dt.date] = set()
    for week, figure in ratio.figures.items():
        above, below = top.figures.get(week), bottom.figures.get(week)
        if above is None or below is None or below.value <= 0:
            continue
        gives = above.value * per / below.value
        fits = abs(gives - figure.value) <= figure.slack + 1e-9 * abs(gives)
        (agreed if fits else others).add(week)
    return agreed, others


def _convincing(top: Valued, bottom: Valued, agreed: set[dt.date]) -> bool:
    """Whether weeks differ enough for the agreement to be no chance."""
    pairs = {(top.figures[week].value, bottom.figures[week].value) for week in agreed}
    tops = {above for above, _ in pairs if above}
    bottoms = {below for _, below in pairs}
    return len(pairs) >= _LEAST and len(tops) > 1 and bottoms != {1.0}
