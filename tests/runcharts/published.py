"""The published answers under ``reference/``, read as plain Python values."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

import numpy as np

_FOLDER = Path(__file__).parent / "reference"


@lru_cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    with (_FOLDER / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


@lru_cache
def all_series() -> dict[str, np.ndarray]:
    found: dict[str, dict[int, float]] = {}
    for row in (*rows("inputs"), *rows("inputs_edge")):
        value = float(row["value"]) if row["value"] else np.nan
        found.setdefault(row["series_id"], {})[int(row["index"])] = value
    return {name: _dense(values) for name, values in found.items()}


def _dense(values: dict[int, float]) -> np.ndarray:
    series = np.full(max(values), np.nan)
    for index, value in values.items():
        series[index - 1] = value
    return series


def number(text: str) -> float:
    return float(text) if text not in {"", "NA"} else np.nan


def positions(indices: str) -> list[int]:
    """Blank-separated indices, counted from 1, as positions counted from 0."""
    return [int(index) - 1 for index in indices.split()]


def as_printed(value: float) -> float:
    """The value with the 15 digits that the published answers were printed with."""
    return float(f"{value:.15g}")


@lru_cache
def grouped(name: str, *keys: str) -> dict[tuple[str, ...], list[dict[str, str]]]:
    """The rows of a table by the values of some of its columns, in the order of the file."""
    groups: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in rows(name):
        groups.setdefault(tuple(row[key] for key in keys), []).append(row)
    return groups


@lru_cache
def attribute_series() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Numerators and denominators by series."""
    return {
        name: (
            np.array([number(row["num"]) for row in group]),
            np.array([number(row["den"]) for row in group]),
        )
        for (name,), group in grouped("inputs_attribute", "series_id").items()
    }


def same(found: float, printed: str) -> bool:
    """Whether a number agrees with a printed one to nine places; NaN with nothing printed."""
    expected = number(printed)
    return bool(np.isclose(found, expected, rtol=1e-9, atol=1e-9, equal_nan=True))
