"""Rows of a source made one a team, measure and week: added up, or refused where they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from vmbox.errors import DataError
from vmbox.measures.dates import spoken

if TYPE_CHECKING:
    from vmbox.tables.map_file import SourceMap
    from vmbox.tables.raw import RawTable

_KEY: Final = ["team", "measure", "week"]
_FIGURES: Final = ("value", "numerator", "denominator")
_DAYS: Final = 7


def first_days(days: pd.Series, how: SourceMap) -> pd.Series:
    """Return the first day of each day's week or month."""
    monthly = how.period == "month"
    past = days.dt.day - 1 if monthly else (days.dt.day_of_week - how.first_day) % _DAYS
    first: pd.Series = days - pd.to_timedelta(past, unit="D")
    return first


def added_up(
    cells: pd.DataFrame, how: SourceMap, span: tuple[pd.Timestamp, pd.Timestamp]
) -> pd.DataFrame:
    """Return one row a team, measure and period, as each row's ``aggregation`` says.

    A ratio's numerators and denominators are added up, and its value is left to be worked out from
    them: never the mean of ratios. Where rows are counted, a period between the first and the last
    of `span` without any row is a zero, unless the map says otherwise.
    """
    if cells.empty:
        return cells
    cells = cells.assign(day=cells["week"], week=first_days(cells["week"], how))
    cells = cells.sort_values(["day", "row"], kind="stable")
    groups = cells.groupby(_KEY, sort=False, observed=True)
    made = groups.agg(
        row=("row", "min"),
        column=("column", "first"),
        rows=("row", "size"),
        aggregation=("aggregation", "first"),
        percent=("percent", "all"),
        summed=("value", "sum"),
        mean=("value", "mean"),
        last=("value", "last"),
        numerator=("numerator", "sum"),
        denominator=("denominator", "sum"),
        tops=("numerator", "count"),
        bottoms=("denominator", "count"),
        named=("named", "first"),
    ).reset_index()
    choices = [made["aggregation"] == one for one in ("count", "sum", "mean")]
    # The sum of no value is none, not zero.
    summed = made["summed"].where(made["mean"].notna())
    value = np.select(choices, [made["rows"], summed, made["mean"]], made["last"])
    ratio = (made["tops"] > 0) & (made["bottoms"] > 0)
    made["value"] = np.where(ratio, np.nan, value)
    made["percent"] &= made["aggregation"] != "count"
    for part, counted in (("numerator", "tops"), ("denominator", "bottoms")):
        made[part] = made[part].where(made[counted] > 0)
    made = made.merge(_notes(cells), on=_KEY, how="left")
    made["note"] = made["note"].fillna("")
    return _with_zeros(made, how, span)


def _notes(cells: pd.DataFrame) -> pd.DataFrame:
    noted = cells.loc[cells["note"] != "", [*_KEY, "note"]].drop_duplicates()
    return noted.groupby(_KEY, sort=False, observed=True)["note"].agg("; ".join).reset_index()


def _with_zeros(
    made: pd.DataFrame, how: SourceMap, span: tuple[pd.Timestamp, pd.Timestamp]
) -> pd.DataFrame:
    counted = made[made["aggregation"] == "count"]
    if not how.zeros or counted.empty:
        return made
    first, last = first_days(pd.Series(span), how)
    weeks = pd.date_range(first, last, freq="MS" if how.period == "month" else "7D")
    pairs = counted[["team", "measure"]].drop_duplicates()
    # What the map names is looked for in every team: none is a zero there too.
    named = counted.loc[counted["named"], ["measure"]].drop_duplicates()
    everywhere = made[["team"]].drop_duplicates().merge(named, how="cross")
    pairs = pd.concat([pairs, everywhere]).drop_duplicates()
    whole = pairs.merge(pd.DataFrame({"week": weeks.astype(made["week"].dtype)}), how="cross")
    there = pd.MultiIndex.from_frame(counted[_KEY])
    zeros = whole[~pd.MultiIndex.from_frame(whole).isin(there)].assign(
        value=0.0, percent=False, row=-1, column=-1, rows=0, note="", named=True
    )
    return pd.concat([made, zeros], ignore_index=True) if len(zeros) else made


def alone(cells: pd.DataFrame, raw: RawTable) -> pd.DataFrame:
    """Return the rows with every team, measure and week once; equal rows become one.

    Raises
    ------
    DataError
        Two rows differ: names both places.
    """
    # A row may bear the note and another the value: blanks contradict nothing.
    doubled = cells.duplicated(_KEY, keep=False)
    if not doubled.any():
        return cells
    groups = cells[doubled].groupby(_KEY, sort=False, observed=True)
    for figure in _FIGURES:
        differ = groups[figure].nunique() > 1
        if differ.any():
            raise _contradiction(groups.get_group(differ.idxmax()), figure, differ, raw)
    ones = groups.first(skipna=True).reset_index()
    ones = ones.drop(columns="note").merge(_notes(cells[doubled]), on=_KEY, how="left")
    ones["note"] = ones["note"].fillna("")
    return pd.concat([cells[~doubled], ones[cells.columns]]).sort_values("row", kind="stable")


def _contradiction(group: pd.DataFrame, figure: str, differ: pd.Series, raw: RawTable) -> DataError:
    rows = group[group[figure].notna()]
    first = rows.iloc[0]
    other = rows[rows[figure] != first[figure]].iloc[0]
    whose = f" of {first['team']}" if first["team"] else ""
    others = int(differ.sum()) - 1
    more = f" {others:,} more of its weeks and measures stand twice." if others else ""
    return DataError(
        f"{raw.where(int(other['row']), int(other['column']))}: '{first['measure']}'{whose} in the "
        f"week of {spoken(first['week'].date())} is {other[figure]:.15g} here and "
        f"{first[figure]:.15g} in {raw.where(int(first['row']), int(first['column']))}. Keep one "
        f'of the two, or say in a map how they add up: aggregation = "sum".{more}'
    )
