"""Ledgers for tests: extracts built of rows, and files written as finance systems write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from vmbox.value import CostMap, Extract, MapEntry

if TYPE_CHECKING:
    from pathlib import Path

Row = tuple[str, str, str, str, int]  # start, end, centre, account, pence


def extract_of(rows: list[Row], origin: str = "ledger.csv") -> Extract:
    """An extract of these rows, numbered from 2 on; a start of "" is an unclear time."""
    columns = list(zip(*rows, strict=True)) if rows else [[], [], [], [], []]
    starts, ends, centres, accounts, pence = columns
    frame = pd.DataFrame(
        {
            "row": pd.Series(range(2, 2 + len(rows)), dtype="int64"),
            "start": pd.to_datetime(pd.Series(starts, dtype=object)).astype("datetime64[s]"),
            "end": pd.to_datetime(pd.Series(ends, dtype=object)).astype("datetime64[s]"),
            "when": pd.Categorical(starts),
            "centre": pd.Categorical(centres),
            "account": pd.Categorical(accounts),
            "description": pd.Categorical([""] * len(rows)),
            "pence": pd.Series(pence, dtype="int64"),
        }
    )
    return Extract(origin, frame)


def cost_map(**lines: str) -> CostMap:
    """A Cost map of accounts by keyword: cost_map(a4120="Drugs")."""
    return CostMap(MapEntry(account[1:], line) for account, line in lines.items())


def mondays(start: str = "2025-03-31", weeks: int = 60) -> pd.DatetimeIndex:
    return pd.date_range(start, periods=weeks, freq="7D")


def written(folder: Path, text: str, name: str = "ledger.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path
