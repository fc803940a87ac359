"""Home-made box scores as grids and files, as short as a test can be."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from vmbox.tables import Grid
from vmbox.verbs.adoption import Adoption, parse_map, recognise

if TYPE_CHECKING:
    from collections.abc import Sequence

MONDAY = dt.datetime(2026, 3, 2)  # noqa: DTZ001  (a sheet has no time zones)


def weeks(count: int = 6, start: dt.datetime = MONDAY, days: int = 7) -> list[dt.datetime]:
    """Return first days of weeks."""
    return [start + dt.timedelta(days=days * week) for week in range(count)]


def grid(
    rows: Sequence[Sequence[object]],
    sheet: str = "Data",
    merged: tuple[tuple[int, int, int, int], ...] = (),
) -> Grid:
    """Return the grid of some rows: whole numbers are numbers, "" is an empty cell."""
    width = max(map(len, rows), default=0)
    made = [tuple(_cell(row[at]) if at < len(row) else None for at in range(width)) for row in rows]
    return Grid(Path("old.xlsx"), sheet, tuple(made), merged)  # type: ignore[arg-type]


def _cell(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return None if value == "" else value


def turned(of: Grid) -> Grid:
    """Return a grid with its rows as columns."""
    merged = tuple((left, top, right, bottom) for top, left, bottom, right in of.merged)
    return Grid(of.path, of.sheet, tuple(zip(*of.rows, strict=True)), merged)


def adopted(*rows_or_grids: Sequence[Sequence[object]] | Grid, toml: str = "") -> Adoption:
    """Return what sheets become, with a map or without."""
    grids = [one if isinstance(one, Grid) else grid(one) for one in rows_or_grids]
    return recognise(grids, parse_map(toml, "map.toml") if toml else None)


def values(adoption: Adoption, name: str) -> list[float]:
    """Return the recorded values of a measure or input."""
    return adoption.box.worked_out()[name].dropna().tolist()


def days(adoption: Adoption, name: str) -> list[str]:
    """Return the weeks in which a measure has a value."""
    recorded = adoption.box.worked_out()[name].dropna()
    return [f"{week:%Y-%m-%d}" for week in recorded.index]


def reasons(adoption: Adoption) -> dict[str, str]:
    """Return why each place was left out."""
    return {one.where: one.why for one in adoption.left_out}
