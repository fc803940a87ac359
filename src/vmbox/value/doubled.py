"""Ledger rows that say the same thing twice: told, for an accountant to judge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MIXER: Final = np.uint64(0x9E3779B97F4A7C15)
_TABLE: Final = np.uint32(2**16)
_WORDS: Final = ("centre", "account", "description", "when")


def doubled_rows(rows: pd.DataFrame, ours: NDArray[np.bool_]) -> pd.DataFrame:
    """Return the rows that say the same as an earlier one, and that one's number.

    The same centre, account, days, description and amount: a row that a system exported twice, or
    two like payments. Nobody but an accountant can tell, so they count as they stand. Rows of no
    amount are passed over.
    """
    chosen = np.flatnonzero(ours & (rows["pence"].to_numpy() != 0))
    key = _key(rows)[chosen]
    ordered = np.sort(key)
    twice = np.zeros(_TABLE, dtype=bool)
    twice[ordered[1:][ordered[1:] == ordered[:-1]] % _TABLE] = True
    candidates = chosen[twice[key % _TABLE]]
    few = rows.iloc[candidates]
    said = few[[*_WORDS, "start", "end", "pence"]].astype(dict.fromkeys(_WORDS, object))
    groups = said.groupby(list(said.columns), sort=False, dropna=False)["pence"]
    first = few["row"].groupby(groups.ngroup().to_numpy()).transform("first")
    again = groups.cumcount().to_numpy() > 0
    found = pd.DataFrame({"row": few["row"], "same_as": first}).join(said)
    repeated: pd.DataFrame = found[again].reset_index(drop=True)
    return repeated


def _key(rows: pd.DataFrame) -> NDArray[np.uint32]:
    """A number for each row, the same for rows that say the same; seldom for others."""
    key = rows["pence"].to_numpy().astype(np.uint64)
    for name in _WORDS:
        # Multiplication wraps around, which is what mixes.
        key = (key ^ (key >> np.uint64(29))) * _MIXER + rows[name].array.codes.astype(np.uint64)
    # Half of it is enough to find the few that may be alike; those are looked at in full.
    return (key >> np.uint64(32)).astype(np.uint32)
