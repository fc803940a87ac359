"""The formulas that belong into workbooks of one shape, kept from one workbook to the next."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from vmbox.verbs.checking.formulas import FilledDown

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from vmbox.measures import BoxScore
    from vmbox.workbook.layout import Column, Layout
    from vmbox.workbook.plan import WorkbookPlan
    from vmbox.workbook.port import Place

_KEPT: Final = 16


class Filled(NamedTuple):
    """A column of formulas: `first` as planned, those below as the function makes them."""

    row: int
    column: int
    own: Callable[[int], str] | tuple[str, ...]

    def formula(self, down: int) -> str:
        """Return the formula so many rows below the first."""
        return self.own[down] if isinstance(self.own, tuple) else self.own(self.row + down)


class SheetShape(NamedTuple):
    """The formulas of one sheet: of single cells, and of filled columns in the plan's order."""

    single: dict[Place, str]
    filled: tuple[Filled, ...]


class Shape:
    """The planned formulas of a workbook, by sheet: each is made when it is first asked for."""

    def __init__(self, plan: WorkbookPlan, key: Hashable, sheets: dict[str, SheetShape]) -> None:
        self.key = key
        self._plan = plan
        self._sheets = sheets

    def __call__(self, name: str) -> SheetShape:
        """Return the formulas of a sheet."""
        if name not in self._sheets:
            self._sheets[name] = _sheet(self._plan, name)
        return self._sheets[name]


_known: OrderedDict[object, dict[str, SheetShape]] = OrderedDict()


def shape_of(plan: WorkbookPlan) -> Shape:
    """Return the planned formulas by sheet; made once for workbooks of one shape."""
    key = (plan.box.period, _typed_over(plan.box), *_key(plan.layout))
    sheets = _known.setdefault(key, {})
    _known.move_to_end(key)
    if len(_known) > _KEPT:
        _known.popitem(last=False)
    return Shape(plan, key, sheets)


def _sheet(plan: WorkbookPlan, name: str) -> SheetShape:
    sheet = plan.sheets[name]
    single = {
        place: (cell.formula or "")[1:] for place, cell in sheet.single.items() if cell.calculates
    }
    filled = []
    for fill in sheet.fills:
        if fill.filled_down:
            first = fill.formula(fill.row)[1:]
            filled.append(Filled(fill.row, fill.column, FilledDown(first, fill.row)))
        else:
            rows = range(fill.row, fill.row + len(fill.values))
            own = tuple(fill.formula(row)[1:] for row in rows)
            filled.append(Filled(fill.row, fill.column, own))
    return SheetShape(single, tuple(filled))


def _typed_over(box: BoxScore) -> tuple[object, ...]:
    """Where a number stands in the place of a calculated column's formula."""
    typed = (
        (item.name, box.entered[item.name].to_numpy()) for item in box.items if item.calculated
    )
    return tuple(
        (name, tuple(np.flatnonzero(~np.isnan(values)).tolist()))
        for name, values in typed
        if not np.isnan(values).all()
    )


def _key(layout: Layout) -> tuple[object, ...]:
    """All that formulas depend on, and nothing else: not goals, owners or numbers."""
    front, standing = layout.front, layout.standing
    return (
        layout.weeks,
        layout.calc,
        front and repr(front),
        standing and repr(standing),
        layout.value and repr(layout.value),
        tuple(
            (
                tab.sheet,
                tab.domain,
                tab.period_header,
                tab.notes_position,
                tuple(tab.week_rows),
                tab.week_column,
                tab.header_row,
                tab.label_column,
                tuple(tab.label_rows.items()),
                tab.title,
                tab.remark,
                tuple(_column_key(column) for column in tab.columns),
            )
            for tab in layout.tabs
        ),
    )


def _column_key(column: Column) -> tuple[object, ...]:
    item, measure = column.item, column.measure
    made = (item.unit == "GBP", item.adds, item.less) if item else ()
    ratio = (measure.numerator, measure.denominator, measure.per) if measure else ()
    kind = (column.kind, column.name)
    return (column.header, column.position, column.slot, column.spare_name, kind, made, ratio)
