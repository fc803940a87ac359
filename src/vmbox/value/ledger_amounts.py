"""The amount of every row of an extract: one column, two, or one with its side in another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from vmbox.errors import DataError
from vmbox.measures.csv_table import plain
from vmbox.value.amounts import Amounts, read_amounts
from vmbox.value.columns import words_of

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from vmbox.tables.extract import RawExtract
    from vmbox.value.extract_map import ExtractMap
    from vmbox.value.headings import Columns

_CREDIT: Final = frozenset({"c", "cr", "credit", "credits"})
_DEBIT: Final = frozenset({"d", "dr", "debit", "debits"})


@dataclass(frozen=True, eq=False)
class LedgerAmounts:
    """Amounts by row, costs above zero: as :class:`Amounts`, with how they were recognised.

    Those that are ``unsided`` are known, but not whether they are debits or credits.
    """

    pence: NDArray[np.int64]
    known: NDArray[np.bool_]
    wrong: dict[int, str]
    rounded: NDArray[np.bool_]
    unsided: NDArray[np.bool_]
    columns: tuple[pd.Series, ...]
    told: tuple[str, ...] = ()

    def shown(self, at: int) -> str:
        """Return what stands in a row's columns of amounts."""
        cells = [str(column.iloc[at]).strip().removesuffix(".0") for column in self.columns]
        return " / ".join(cell for cell in cells if cell not in {"", "nan"})


def ledger_amounts(
    raw: RawExtract, columns: Columns, how: ExtractMap, side: pd.Categorical | None
) -> LedgerAmounts:
    """Return the amounts of an extract, with debits and costs above zero.

    Raises
    ------
    DataError
        Every amount in a column of credits is below zero, so that nobody knows its sign.
    """
    series = tuple(raw.frame[columns.at[role]] for role in columns.money)
    told: tuple[str, ...] = ()
    unsided = np.zeros(len(raw.frame), dtype=bool)
    if columns.money == ("amount",):
        amounts = read_amounts(series[0])
        pence = amounts.pence
        if side is not None:
            sign = _signs(side)
            # A total has no side, and is told by its name; of other rows somebody must say.
            unsided = amounts.known & (sign == 0) & (amounts.pence != 0)
            pence = amounts.pence * np.where(sign == 0, 1, sign)
            told = ("Amounts marked as credits are taken off.",)
    else:
        amounts, told = _net(raw, columns, how)
        pence = amounts.pence
    if how.costs == "negative":
        pence = -pence
    elif "amount" in columns.at:
        told = (*told, "Costs are amounts above zero; those below take money off.")
    _forget_headings(amounts, series, columns)
    return LedgerAmounts(
        pence, amounts.known, amounts.wrong, amounts.rounded, unsided, series, tuple(told)
    )


def _net(raw: RawExtract, columns: Columns, how: ExtractMap) -> tuple[Amounts, tuple[str, ...]]:
    """Debits less credits."""
    debit, credit = (read_amounts(raw.frame[columns.at[role]]) for role in ("debit", "credit"))
    signed = how.credits == "negative"
    if not how.credits and (credit.pence < 0).any() and not (credit.pence > 0).any():
        raise DataError(
            f"{raw.origin}: every amount under '{columns.name('credit')}' is below zero. Say in a "
            'map what that means: credits = "negative" where the minus marks a credit, or '
            'credits = "positive" where it takes a credit back.'
        )
    pence = debit.pence + credit.pence if signed else debit.pence - credit.pence
    wrong = {**credit.wrong, **debit.wrong}
    fine = np.ones(len(pence), dtype=bool)
    fine[list(wrong)] = False
    amounts = Amounts(
        np.where(fine, pence, 0),
        (debit.known | credit.known) & fine,
        wrong,
        debit.rounded | credit.rounded,
    )
    return amounts, (
        f"An amount is '{columns.name('debit')}' less '{columns.name('credit')}'."
        if not signed
        else f"An amount is '{columns.name('debit')}' and '{columns.name('credit')}' together.",
    )


def _signs(side: pd.Categorical) -> NDArray[np.int64]:
    """1 for a row marked as debit, -1 for a credit, 0 for neither."""
    words = [plain(word) for word in words_of(side)]
    signs = np.array([-1 if word in _CREDIT else 1 if word in _DEBIT else 0 for word in words])
    taken: NDArray[np.int64] = signs.astype(np.int64)[side.codes]
    return taken


def _forget_headings(amounts: Amounts, series: tuple[pd.Series, ...], columns: Columns) -> None:
    """Forgive the heading where it stands again at the top of every page."""
    headings = {plain(columns.name(role)) for role in columns.money}
    for at in list(amounts.wrong):
        cells = [str(column.iloc[at]) for column in series]
        if all(plain(cell) in headings for cell in cells if cell.strip()):
            del amounts.wrong[at]
