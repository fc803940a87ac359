"""What there is to mend in a workbook, worked out before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from vmbox.errors import NotInWorkbook, WorkbookError
from vmbox.measures import DOMAINS
from vmbox.verbs.checking.codes import finding
from vmbox.verbs.checking.owned import ALTERED, CLEARED, ERROR, OVERWRITTEN, faults_of
from vmbox.verbs.repairing.columns import ColumnMender
from vmbox.verbs.repairing.links import mend_links
from vmbox.verbs.repairing.marks import (
    calc_pointers,
    front_sheet,
    located,
    mend_front_names,
    mend_marks,
)
from vmbox.verbs.repairing.mended import Mend, Mended, shown
from vmbox.verbs.repairing.pages import mend_front, mend_standing, mend_titles
from vmbox.verbs.repairing.slots import Slots
from vmbox.verbs.repairing.tables import (
    data_tables,
    doubled,
    mend_dates,
    mend_declared,
    mend_labels,
    mend_notes_heading,
    mend_registers,
    mend_week_heading,
    period_of,
    weeks_of,
)
from vmbox.verbs.repairing.value_names import mend_value_names
from vmbox.workbook import layout as at
from vmbox.workbook.cells import address
from vmbox.workbook.headings import as_text
from vmbox.workbook.places import find_layout
from vmbox.workbook.plan import plan_workbook
from vmbox.workbook.reading import find
from vmbox.workbook.refreshing import cached
from vmbox.workbook.registers import REGISTERS
from vmbox.workbook.tab_reading import TabReader
from vmbox.xlsx import Cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from vmbox.measures import BoxScore, Domain
    from vmbox.verbs.checking.owned import Faults
    from vmbox.workbook.cells import Cell as PlannedCell
    from vmbox.workbook.cells import SheetPlan
    from vmbox.workbook.findings import Finding
    from vmbox.workbook.layout import Layout
    from vmbox.workbook.plan import WorkbookPlan
    from vmbox.workbook.port import BookView, Place
    from vmbox.workbook.reading import Found

# Fewer of our Tables than these, and no name: it is some other workbook.
_ENOUGH: Final = 3
# Cells of Calc that are told one by one.
_MOST_TOLD: Final = 100
_NO_LOG: Final = (
    "There is no Log to keep what stands where formulas belong, so these cells were left."
)
_COPY: Final = (
    "Take the sheet or column from an earlier copy, or make a new workbook of it: `vmbox adopt`."
)
_WRONG: Final = (OVERWRITTEN, ALTERED, CLEARED)


@dataclass
class Diagnosis:
    """What there is to mend.

    Attributes
    ----------
    mended
        The workbook as it will be, with the cells, headings and names to write.
    plan
        Every formula where it must stand; None where nobody can tell.
    formulas
        Where formulas are to be put back, by sheet; not on Calc.
    mends
        What each of them puts back.
    calc
        Calc as it is to be written anew; None if it is right.
    stale
        How many formulas show an old value.
    kept, left
        What is a person's choice; what cannot be repaired, and what to do instead.
    """

    mended: Mended
    plan: WorkbookPlan | None = None
    formulas: dict[str, list[Place]] = field(default_factory=dict)
    mends: list[Mend] = field(default_factory=list)
    calc: SheetPlan | None = None
    stale: int = 0
    kept: list[Finding] = field(default_factory=list)
    left: list[Finding] = field(default_factory=list)

    @property
    def sheets(self) -> set[str]:
        """The sheets whose formulas are compared, without Calc."""
        return set(self.plan.sheets) - {self.plan.layout.calc} if self.plan else set()

    @property
    def needs_writing(self) -> bool:
        """Whether there is anything to write."""
        mended = self.mended
        told = mended.written or mended.defined or mended.renamed
        return bool(told or self.formulas or self.calc or self.stale)


def diagnose(book: BookView, *, typed_over: bool) -> Diagnosis:
    """Return what there is to mend in a workbook.

    Where headings are to be renamed, formulas are looked at once that is done.

    Raises
    ------
    WorkbookError
        It is no box score, or one of a newer version.
    """
    mended = Mended(book)
    if located(mended, at.NAME_SCHEMA) is None and _our_tables(mended) < _ENOUGH:
        find(book)  # says so
    for table in doubled(mended):
        words = f"The Table {table.name} has a heading twice: its cells were moved without it."
        return Diagnosis(
            mended, left=[finding("column-missing", table.sheet.name, "", words, _COPY)]
        )
    slots = _mend_ground(mended)
    found = find(mended)
    diagnosis = Diagnosis(mended)
    diagnosis.left += [*found.findings, *_rows_gone(found)]
    if mended.renamed:
        return diagnosis
    layout = _layout(mended, found, slots, diagnosis)
    if found.box is None or layout is None:
        return diagnosis
    mend_links(mended, layout)
    box = found.box
    diagnosis.kept += _typed_over(found, layout, box)
    if typed_over:
        box, diagnosis.kept = _without_typed(box), []
    diagnosis.plan = plan_workbook(box, layout)
    _compare(book, diagnosis, diagnosis.plan)
    if mended.table(at.LOG_TABLE) is None:
        _leave_what_holds_something(diagnosis)
    return diagnosis


def _leave_what_holds_something(diagnosis: Diagnosis) -> None:
    """Without a Log, put back nothing that would overwrite what somebody may miss."""
    held = {(mend.sheet, mend.cell) for mend in diagnosis.mends if mend.before}
    for name, places in list(diagnosis.formulas.items()):
        free = [place for place in places if (name, address(*place)) not in held]
        if len(free) < len(places):
            do = "Put the Log's Table back from an earlier copy, then repair again."
            diagnosis.left.append(finding("table-missing", name, "", _NO_LOG, do))
        diagnosis.formulas[name] = free
        if not free:
            del diagnosis.formulas[name]
    diagnosis.mends = [
        mend for mend in diagnosis.mends if not mend.before or mend.sheet not in diagnosis.sheets
    ]


def _our_tables(mended: Mended) -> int:
    names = (*at.TABLES.values(), *(register.table for register in REGISTERS))
    return sum(mended.table(name) is not None for name in names)


# ------------------------------------------------------------------ what reading stands on
def _mend_ground(mended: Mended) -> Slots | None:
    """Put back names, headings, labels and kinds, so that the workbook can be read again."""
    tables = data_tables(mended)
    weeks = {domain: one for domain, table in tables.items() if (one := weeks_of(table))}
    period = mend_marks(mended, period_of(weeks))
    mend_declared(mended)
    mend_registers(mended)
    tabs: dict[Domain, TabReader] = {}
    for domain, table in tables.items():
        dates = weeks.get(domain)
        if dates is not None:
            mend_week_heading(mended, table, dates, period)
            mend_labels(mended, table, dates.column, period)
            if period == "week":
                mend_dates(mended, table, dates.column)
            mend_notes_heading(mended, table, TabReader(mended, table, domain, period, []).labels)
        tabs[domain] = TabReader(mended, table, domain, period, [])
    mend_value_names(mended)
    pointers = calc_pointers(mended)
    front = front_sheet(mended, pointers)
    if front is not None:
        mend_front_names(mended, front, pointers.get(front.name, {}))
    if not pointers or len(tabs) < len(DOMAINS):
        return None
    slots = Slots(mended, tabs.values(), pointers)
    if slots.lost or not slots.columns:
        return slots
    slots.mend_pointers(mended)
    ColumnMender(mended, tabs, slots).mend()
    if front is not None:
        mend_front(mended, front, pointers, slots, period)
    mend_standing(mended, pointers, slots)
    for tab in tabs.values():
        mend_titles(mended, tab)
    return slots


def _layout(
    mended: Mended, found: Found, slots: Slots | None, diagnosis: Diagnosis
) -> Layout | None:
    if found.box is None or any(domain not in found.tabs for domain in DOMAINS):
        return None
    do = _COPY
    calc = slots.calc if slots else ""
    if mended.table(at.MEDIANS_TABLE) is None:
        return None  # formulas name it: a file that has them without it would be broken
    if all(sheet.name != calc for sheet in mended.sheets):
        words = "The hidden sheet of formulas (Calc) was deleted, so no formula can be worked out."
        diagnosis.left.append(finding("calc-lost", "", "", words, do))
        return None
    if slots is not None and slots.lost:
        words = f"{len(slots.lost)} of the measures' columns are gone, and formulas need them."
        diagnosis.left.append(finding("calc-lost", calc, "", words, do))
        return None
    try:
        return find_layout(mended, found.box, found.tabs)
    except (WorkbookError, NotInWorkbook) as problem:
        words = str(problem).removeprefix(f"{mended.path}: ").removesuffix(" Run `vmbox repair`.")
        diagnosis.left.append(finding("calc-lost", "", "", words, do))
        return None


def _rows_gone(found: Found) -> Iterator[Finding]:
    """Yield the rows above the Tables that are not there any more."""
    for tab in found.tabs.values():
        for label in at.LABELS if at.UNIT in tab.labels else ():
            if label not in tab.labels:
                words = f"There is no row '{label}' above the Table."
                do = "Run `vmbox repair`."  # told otherwise, once that was done
                yield finding("label-missing", tab.sheet.name, "", words, do)


# ------------------------------------------------------------------ what people typed over
def _typed_over(found: Found, layout: Layout, box: BoxScore) -> Iterator[Finding]:
    """Yield where numbers stand in calculated columns."""
    for item in box.items:
        weeks = np.flatnonzero(box.entered[item.name].notna().to_numpy())
        if item.calculated and len(weeks):
            column = layout.columns[item.name]
            tab = layout.tab(column.domain)
            place = address(tab.week_rows[weeks[0]], column.position)
            more = f" (and {len(weeks) - 1} more)" if len(weeks) > 1 else ""
            value = found.book.sheet(tab.sheet).cell(tab.week_rows[weeks[0]], column.position)
            words = f"'{item.name}' is calculated; {shown(value)} was typed over it{more}."
            do = "Nothing, if that is meant; `vmbox repair --typed-over` puts the formula back."
            yield finding("typed-over", tab.sheet, place, words, do)


def _without_typed(box: BoxScore) -> BoxScore:
    calculated = [item.name for item in box.items if item.calculated]
    entered: pd.DataFrame = box.entered.assign(**dict.fromkeys(calculated, np.nan))
    return replace(box, entered=entered)


# ------------------------------------------------------------------ formulas
def _compare(book: BookView, diagnosis: Diagnosis, plan: WorkbookPlan) -> None:
    for name, faults in faults_of(book, plan).items():
        cells = book.sheet(name).cells
        diagnosis.stale += len(faults.stale) + len(faults.places.get(ERROR, ()))
        if name == plan.layout.calc:
            _compare_calc(diagnosis, plan.sheets[name], faults, book)
            continue
        places = sorted(place for code in _WRONG for place in faults.places.get(code, ()))
        written = diagnosis.mended.written.get(name, {})
        for place in places:
            written.pop(place, None)
            formula = plan.sheets[name].single[place].formula or ""
            before = shown(cells.get(place, Cell()))
            diagnosis.mends.append(Mend("formula", name, address(*place), before, formula))
        if places:
            diagnosis.formulas[name] = places
        back = {(name, address(*place)) for place in places}
        # Text in a calculated column: the formula comes back in its place.
        diagnosis.left = [one for one in diagnosis.left if (one.sheet, one.cell) not in back]


def _compare_calc(diagnosis: Diagnosis, sheet: SheetPlan, faults: Faults, book: BookView) -> None:
    there = book.sheet(sheet.name).cells
    planned = sheet.cells
    wrong = sorted(place for code in _WRONG for place in faults.places.get(code, ()))
    constants = [
        place
        for place, cell in sheet.single.items()
        if not cell.calculates
        and cell.value is not None
        and there.get(place, Cell()) != Cell(cached(cell.value))
    ]
    diagnosis.mends += _of_calc(sheet.name, planned, there, (*wrong, *constants))
    if wrong or constants or faults.stale or faults.places:
        # What somebody else put on the sheet stays where it is.
        for place, cell in there.items():
            if place not in planned and cell.formula != "":
                _keep(sheet, place, cell)
        diagnosis.calc = sheet


def _of_calc(
    name: str,
    planned: Mapping[Place, PlannedCell],
    there: Mapping[Place, Cell],
    places: Sequence[Place],
) -> Iterator[Mend]:
    """Yield what is put back on Calc: what people wrote there cell by cell, the rest as one.

    Nobody's figures are on it: a page of them, pasted as values, is told in one line.
    """
    held = [place for place in places if shown(there.get(place, Cell()))]
    plain = [place for place in held if there[place].formula is None]
    words = [place for place in plain if isinstance(there[place].value, str)]
    told = plain if len(plain) <= _MOST_TOLD else words[:_MOST_TOLD]
    for place in told:
        after = planned[place].formula or as_text(planned[place].value)
        yield Mend("formula", name, address(*place), shown(there[place]), after)
    rest = len(places) - len(told)
    if rest:
        yield Mend("formula", name, "", "", f"{rest:,} formula{'' if rest == 1 else 's'}", rest)


def _keep(sheet: SheetPlan, place: Place, cell: Cell) -> None:
    if cell.formula is None:
        sheet.put(*place, cell.value)
    else:
        sheet.formula(*place, f"={cell.formula}", cell.value)
