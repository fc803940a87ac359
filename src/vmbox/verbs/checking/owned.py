"""The cells that vmbox owns: whether each has its formula, and the value that it must have."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from vmbox.verbs.checking.codes import finding
from vmbox.verbs.checking.formulas import Spelling
from vmbox.verbs.checking.known import is_right, keep_right
from vmbox.verbs.checking.shapes import shape_of
from vmbox.workbook.cells import NOT_AVAILABLE, address
from vmbox.workbook.port import ToFourPlaces
from vmbox.xlsx import Cell, ErrorValue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from vmbox.verbs.checking.shapes import Filled, SheetShape
    from vmbox.workbook.cells import SheetPlan, Value
    from vmbox.workbook.findings import Finding
    from vmbox.workbook.plan import WorkbookPlan
    from vmbox.workbook.port import BookView, Place

OVERWRITTEN, ALTERED, CLEARED, ERROR = (
    *("formula-overwritten", "formula-altered", "formula-cleared"),
    "error-value",
)
_FAULTS: Final = (OVERWRITTEN, ALTERED, CLEARED, ERROR)
_NOTHING: Final = Cell()
_CLOSE: Final = 1e-9
# A number that was cut to four decimals is so far away from itself, at most.
_HALF_A_PLACE: Final = 0.5001e-4
_LONGEST: Final = 60
# Findings of one kind on one sheet that are told one by one.
_MOST: Final = 10
_REPAIR: Final = "Run `vmbox repair`, which puts the formula back."


@dataclass
class Faults:
    """What is wrong with the owned cells of one sheet: the places by their code.

    Attributes
    ----------
    places
        Cells whose formula is overwritten, altered or cleared, or shows an error.
    stale, blank
        Cells whose formula shows an old value; how many of them show none at all.
    formulas
        How many formulas there should be.
    """

    places: dict[str, list[Place]] = field(default_factory=dict)
    stale: list[Place] = field(default_factory=list)
    blank: int = 0
    formulas: int = 0

    def add(self, code: str, place: Place) -> None:
        """Note one more place."""
        self.places.setdefault(code, []).append(place)


def formula_findings(
    book: BookView, plan: WorkbookPlan, *, values: bool = True
) -> Iterator[Finding]:
    """Yield what is wrong with the formulas and with the values that they show.

    Values are looked at where all formulas are right: a wrong one makes others show wrong values.
    """
    sheets = faults_of(book, plan)
    for name, faults in sheets.items():
        if not faults.places:
            continue  # without reading cells that nobody asked for
        cells = book.sheet(name).cells
        for code in _FAULTS:
            stretches = list(_stretches(faults.places.get(code, ())))
            for places in stretches[:_MOST]:
                yield _told(code, name, places, cells.get(places[0], _NOTHING))
            if stretches[_MOST:]:
                yield _more(code, name, stretches[_MOST:])
    if values and not any(faults.places for faults in sheets.values()):
        yield from _stale_findings(sheets)


def faults_of(book: BookView, plan: WorkbookPlan) -> dict[str, Faults]:
    """Return, by sheet, where the formulas and the values that they show are not as planned."""
    shape, spelling = shape_of(plan), Spelling(book)
    sheets: dict[str, Faults] = {}
    there = {sheet.name: sheet for sheet in book.sheets}
    for name, planned in plan.sheets.items():
        if name not in there:
            continue  # its Table is missing, and reading says so
        sheet = there[name]
        if name != plan.layout.calc:
            sheets[name] = _Comparison(name, sheet.cells, spelling).compare(planned, shape(name))
            continue
        kind = (name, shape.key, spelling.key)
        places, values = _owned(planned)
        if is_right(sheet, kind, values, _close):
            sheets[name] = Faults(formulas=len(values))
            continue
        faults = _Comparison(name, sheet.cells, spelling).compare(planned, shape(name))
        if not faults.places:
            keep_right(sheet, kind, places())
        sheets[name] = faults
    return sheets


def _owned(planned: SheetPlan) -> tuple[Callable[[], Iterator[Place]], list[Value]]:
    """The places of a sheet's formulas and what each must show, in one order."""
    values = [cell.value for cell in planned.single.values() if cell.calculates]
    for fill in planned.fills:
        values += fill.values

    def places() -> Iterator[Place]:
        yield from (place for place, cell in planned.single.items() if cell.calculates)
        for fill in planned.fills:
            yield from ((fill.row + down, fill.column) for down in range(len(fill.values)))

    return places, values


class _Comparison:
    """Compares one sheet with its plan."""

    def __init__(self, name: str, cells: Mapping[Place, Cell], spelling: Spelling) -> None:
        self._name = name
        self._cells = cells
        self._spelling = spelling
        self._faults = Faults()

    def compare(self, sheet: SheetPlan, shape: SheetShape) -> Faults:
        """Return what is wrong."""
        get, planned = self._cells.get, sheet.single
        for place, formula in shape.single.items():
            value, there = get(place, _NOTHING)
            # An empty text: the formula is one that several cells share, written in another.
            if there in (formula, "") or self._right(place, there, value, formula):
                self._look_at_value(place, value, planned[place].value)
        for filled, fill in zip(shape.filled, sheet.fills, strict=True):
            self._compare_filled(filled, fill.values)
        self._faults.formulas = len(shape.single) + sum(len(fill.values) for fill in sheet.fills)
        return self._faults

    def _compare_filled(self, filled: Filled, values: Sequence[Value]) -> None:
        get, first, column = self._cells.get, filled.row, filled.column
        for down, expected in enumerate(values):
            place = (first + down, column)
            value, there = get(place, _NOTHING)
            # An empty text shares the formula of a cell above, where its fault is told if any.
            right = there == "" or there == (wanted := filled.formula(down))
            if not right:
                right = self._right(place, there, value, wanted)
            if right and value != expected:
                self._look_at_value(place, value, expected)

    def _right(self, place: Place, there: str | None, value: object, wanted: str) -> bool:
        """Whether a formula that is not written as planned says the same; notes it if not."""
        if there is None:
            self._faults.add(CLEARED if value in (None, "") else OVERWRITTEN, place)
            return False
        if self._spelling.same(there, wanted, self._name, place[0]):
            return True
        self._faults.add(ALTERED, place)
        return False

    def _look_at_value(self, place: Place, value: object, expected: Value) -> None:
        if value == expected or (expected == "" and value is None):
            return
        # Calc says #N/A for a point that is not drawn: where it should not, it is an old value.
        if isinstance(value, ErrorValue) and NOT_AVAILABLE not in (value, expected):
            self._faults.add(ERROR, place)
        elif not _close(value, expected):
            self._faults.stale.append(place)
            self._faults.blank += value is None


def _close(value: object, expected: Value) -> bool:
    if isinstance(value, bool) or isinstance(expected, bool):
        return False
    if isinstance(value, float) and isinstance(expected, (int, float)):
        if isinstance(value, ToFourPlaces):
            return abs(value - expected) <= _HALF_A_PLACE
        return abs(value - expected) <= _CLOSE * max(1.0, abs(expected))
    return False


def _stretches(places: Sequence[Place]) -> Iterator[list[Place]]:
    """Parts of columns without a gap, each one finding."""
    stretch: list[Place] = []
    for column, row in sorted((column, row) for row, column in places):
        if stretch and (row - 1, column) != stretch[-1]:
            yield stretch
            stretch = []
        stretch.append((row, column))
    if stretch:
        yield stretch


def _told(code: str, sheet: str, places: list[Place], first: Cell) -> Finding:
    cell, many = address(*places[0]), len(places) > 1
    down = f"down to {address(*places[-1])}"
    do = _REPAIR
    if code == OVERWRITTEN:
        words = f"The value {_short(first.value)} stands where a formula belongs."
        if many:
            words = f"Values stand where formulas belong, from {_short(first.value)} {down}."
    elif code == ALTERED:
        below = f", nor are those {down}" if many else ""
        words = f"The formula ={_short(first.formula)} is not the one that belongs here{below}."
    elif code == CLEARED:
        words = f"The formulas from here {down} are gone." if many else "The formula here is gone."
    else:
        words = f"The formula shows {first.value}."
        if many:
            words = f"The formulas from here {down} show {first.value} and the like."
        do = "Look for the row, column, sheet or name that it lost, then run `vmbox repair`."
    return finding(code, sheet, cell, words, do)


def _more(code: str, sheet: str, stretches: Sequence[list[Place]]) -> Finding:
    """The rest of very many, in one: whoever damaged a whole sheet needs no list of it."""
    count = sum(map(len, stretches))
    words = f"The same goes for {count:,} more formulas of this sheet, from here on."
    return finding(code, sheet, address(*stretches[0][0]), words, "Run `vmbox repair`.")


def _short(value: object) -> str:
    words = str(int(value)) if isinstance(value, float) and value == int(value) else str(value)
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}..."


def _stale_findings(sheets: Mapping[str, Faults]) -> Iterator[Finding]:
    do = "Open the workbook and save it, or run `vmbox repair`."
    stale = {name: faults for name, faults in sheets.items() if faults.stale}
    blank = sum(faults.blank for faults in stale.values())
    if blank and blank == sum(len(faults.stale) for faults in stale.values()):
        words = f"{blank:,} formulas have no value: whatever saved the workbook did not calculate."
        yield finding("stale-value", "", "", words, do)
        return
    for name, faults in stale.items():
        count, first = len(faults.stale), address(*min(faults.stale))
        words = "The formula shows a value that its numbers do not give"
        if count > 1:
            words = f"{count:,} formulas, from here on, show values that their numbers do not give"
        yield finding("stale-value", name, first, f"{words}: it was not calculated since.", do)
