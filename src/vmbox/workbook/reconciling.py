"""The ledger on the Value sheet: every penny posted, unmapped or outside the weeks."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from vmbox.workbook import layout as at
from vmbox.workbook.cells import SheetPlan, address
from vmbox.workbook.value_layout import MONEY, RECONCILIATION, ValuePlace, name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vmbox.measures import BoxScore, LedgerRow

_TABLE: Final = at.LEDGER_TABLE
_STYLE: Final = "figure|GBP"
_ADDS_UP: Final = "adds up"
_PENNY: Final = Decimal("0.01")


@dataclass(frozen=True)
class Reconciled:
    """What became of an extract's money."""

    total: Decimal
    posted: Decimal
    unmapped: Decimal
    outside: Decimal

    @classmethod
    def of(cls, rows: Iterable[LedgerRow]) -> Reconciled:
        """Return the sums over rows of the ledger, to the penny."""
        rows = list(rows)
        loose = [row for row in rows if not row.cost_line]
        return cls(
            _sum(row.amount for row in rows),
            _sum(row.posted for row in rows),
            _sum(row.amount for row in loose) - _sum(row.outside for row in loose),
            _sum(row.outside for row in rows),
        )

    def __sub__(self, other: Reconciled) -> Reconciled:
        return Reconciled(*(getattr(self, what) - getattr(other, what) for what in MONEY[:-1]))

    @property
    def left(self) -> Decimal:
        """What is neither posted nor unmapped nor outside."""
        return self.total - self.posted - self.unmapped - self.outside

    @property
    def check(self) -> str:
        """Whether it adds up, in words."""
        if not self.left:
            return _ADDS_UP
        return f"£{abs(self.left):,.2f} {'not accounted for' if self.left > 0 else 'too much'}"


def plan_reconciliation(sheet: SheetPlan, box: BoxScore, there: ValuePlace) -> None:
    """Plan the rows of the reconciliation: extract by extract, the others, and all."""
    extracts: dict[str, list[LedgerRow]] = {}
    # As a spreadsheet tells texts apart: without case.
    for row in box.ledger:
        if row.extract:
            extracts.setdefault(row.extract.casefold(), []).append(row)
    shown = (
        list(extracts.values())[: len(there.reconciliation.rows)] if there.reconciliation else []
    )
    _extracts(sheet, there, shown)
    every = Reconciled.of(box.ledger)
    listed = Reconciled.of(row for rows in shown for row in rows)
    some = any(row.amount is not None for row in box.ledger)
    _all(sheet, there, every, some=some)
    _others(sheet, there, every - listed, some=some)


def _extracts(sheet: SheetPlan, there: ValuePlace, shown: list[list[LedgerRow]]) -> None:
    table = there.reconciliation
    if table is None:
        return
    columns = [table.columns[heading] for heading in RECONCILIATION]
    for number, row in enumerate(table.rows):
        rows = shown[number] if number < len(shown) else []
        sums = Reconciled.of(rows)
        extract = address(row, columns[0], fix_column=True)
        sheet.formula(
            row,
            columns[0],
            _next_extract(table.rows[0] - 1, row - 1, columns[0]),
            rows[0].extract if rows else "",
            "row words",
            array=True,
        )
        which = f"{_TABLE}[Extract]={extract}"
        for column, what, formula in zip(columns[1:], MONEY, _formulas(which), strict=False):
            sheet.formula(
                row,
                column,
                f'=IF({extract}="","",{formula})',
                float(getattr(sums, what)) if rows else "",
                _STYLE,
            )
        cells = [address(row, column, fix_column=True) for column in columns[1:5]]
        sheet.formula(
            row,
            columns[5],
            f'=IF({extract}="","",{_check(cells)})',
            sums.check if rows else "",
            "signal",
        )


def _next_extract(first: int, above: int, column: int) -> str:
    """The first extract of the ledger that stands on none of the rows above."""
    known = f"{address(first, column, fix_row=True)}:{address(above, column)}"
    new = f'ISNA(MATCH({_TABLE}[Extract],{known},0))*({_TABLE}[Extract]<>"")'
    return f'=IFERROR(INDEX({_TABLE}[Extract],MATCH(1,{new},0)),"")'


def _formulas(which: str) -> tuple[str, ...]:
    """Total, posted, unmapped and outside of some rows: sums that pass over blanks and words."""
    loose = f'({_TABLE}[Cost line]="")*({which})'
    amount, posted, outside = (f"{_TABLE}[{column}]" for column in ("Amount", "Posted", "Outside"))
    return (
        f"ROUND(SUMPRODUCT(--({which}),{amount}),2)",
        f"ROUND(SUMPRODUCT(--({which}),{posted}),2)",
        f"ROUND(SUMPRODUCT({loose},{amount})-SUMPRODUCT({loose},{outside}),2)",
        f"ROUND(SUMPRODUCT(--({which}),{outside}),2)",
    )


def _check(cells: list[str]) -> str:
    total, posted, unmapped, outside = cells
    left = f"ROUND({total}-{posted}-{unmapped}-{outside},2)"
    return (
        f'IF({left}=0,"{_ADDS_UP}","£"&FIXED(ABS({left}),2)'
        f'&IF({left}>0," not accounted for"," too much"))'
    )


def _all(sheet: SheetPlan, there: ValuePlace, sums: Reconciled, *, some: bool) -> None:
    nothing = f"COUNT({_TABLE}[Amount])=0"
    loose = f'--({_TABLE}[Cost line]="")'
    formulas = (
        f"ROUND(SUM({_TABLE}[Amount]),2)",
        f"ROUND(SUM({_TABLE}[Posted]),2)",
        f"ROUND(SUMPRODUCT({loose},{_TABLE}[Amount])-SUMPRODUCT({loose},{_TABLE}[Outside]),2)",
        f"ROUND(SUM({_TABLE}[Outside]),2)",
    )
    _row(sheet, there, "ledger", nothing, formulas, sums, some=some)


def _others(sheet: SheetPlan, there: ValuePlace, sums: Reconciled, *, some: bool) -> None:
    """What the rows above do not list: later extracts, and rows without an extract's name."""
    table = there.reconciliation
    some = some and any((sums.total, sums.posted, sums.unmapped, sums.outside))
    formulas = tuple(name(f"ledger_{what}") for what in MONEY[:-1])
    if table is not None:
        formulas = tuple(
            f"ROUND({all_}-SUM({at.RECONCILIATION_TABLE}[{heading}]),2)"
            for all_, heading in zip(formulas, RECONCILIATION[1:5], strict=True)
        )
    each = ",".join(f"{formula}=0" for formula in formulas)
    # Without any amount the row of all extracts is blank, and nothing can be taken from it.
    nothing = f"IF(COUNT({_TABLE}[Amount])=0,TRUE,AND({each}))"
    _row(sheet, there, "other", nothing, formulas, sums, some=some)


def _row(
    sheet: SheetPlan,
    there: ValuePlace,
    row: str,
    nothing: str,
    formulas: tuple[str, ...],
    sums: Reconciled,
    *,
    some: bool,
) -> None:
    for what, formula in zip(MONEY, formulas, strict=False):
        _named(
            sheet,
            there,
            f"{row}_{what}",
            f'=IF({nothing},"",{formula})',
            float(getattr(sums, what)) if some else "",
            _STYLE,
        )
    cells = [name(f"{row}_{what}") for what in MONEY[:-1]]
    _named(
        sheet,
        there,
        f"{row}_check",
        f'=IF({cells[0]}="","",{_check(cells)})',
        sums.check if some else "",
        "signal",
    )


def _named(
    sheet: SheetPlan, there: ValuePlace, key: str, formula: str, value: float | str, style: str
) -> None:
    cell = there.cells.get(key)
    if cell is not None:
        sheet.formula(*cell, formula, value, style)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    total = sum((amount for amount in amounts if amount is not None), Decimal(0))
    return total.quantize(_PENNY, ROUND_HALF_UP)
