"""Repair: put back what holds a box score together, and say what stood there before."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vmbox.errors import EditRefused, VmboxError
from vmbox.verbs.checking.codes import finding
from vmbox.verbs.opened import user_name
from vmbox.verbs.repairing.diagnosis import Diagnosis, diagnose
from vmbox.verbs.repairing.record import log_rows, together
from vmbox.verbs.repairing.remedies import told_otherwise
from vmbox.workbook import layout as at
from vmbox.workbook.cells import address
from vmbox.workbook.refreshing import cached, write_calc
from vmbox.xlsx import Formula, edit, read_book

if TYPE_CHECKING:
    import os

    from vmbox.verbs.repairing.mended import Mend
    from vmbox.workbook.findings import Finding
    from vmbox.workbook.port import Place
    from vmbox.xlsx import OpenBook


@dataclass(frozen=True)
class Repair:
    """What a repair did, or would do.

    Attributes
    ----------
    path
        The workbook.
    mends
        What was put back, and what stood there before: neighbours with one content as one.
    kept
        Numbers that people typed over calculated columns, which were left as their choice.
    left
        What could not be repaired, and what to do instead.
    refreshed
        How many formulas showed an old value.
    written
        Whether the file was changed; never in a dry run.
    """

    path: Path
    mends: tuple[Mend, ...]
    kept: tuple[Finding, ...]
    left: tuple[Finding, ...]
    refreshed: int
    written: bool

    @property
    def count(self) -> int:
        """How many things were put back."""
        return sum(mend.count for mend in self.mends)

    @property
    def needed(self) -> bool:
        """Whether there was anything to put back or to make fresh."""
        return bool(self.mends or self.refreshed)


def repair(
    path: str | os.PathLike[str],
    *,
    typed_over: bool = False,
    backup: bool = False,
    dry_run: bool = False,
) -> Repair:
    """Return what was put back in a workbook: formulas, headings, labels and names.

    No value is lost: what stood in the place of a formula is named in the result and in the Log.
    What people typed into white cells is never touched. A workbook without a fault is not written.

    Parameters
    ----------
    typed_over
        Whether formulas are put back too where numbers were typed over calculated columns.
    backup
        Whether the file as it was is kept beside the new one.
    dry_run
        Whether to say only what would be done.

    Raises
    ------
    FileError
        The file is not there, cannot be written, or is no workbook.
    WorkbookError
        It is no box score, or one of a newer version.
    """
    file = Path(path)
    first = diagnose(read_book(file), typed_over=typed_over)
    if not first.needs_writing:
        return _result(file, [], first, written=False)
    if dry_run:
        return _tried(file, typed_over=typed_over)
    renamed: list[Mend] = []
    if first.mended.renamed:
        # A heading is renamed in every formula that names it, in a saving of its own.
        with edit(file, backup=backup) as book:
            renamed = _rename(book, diagnose(book.closed, typed_over=typed_over))
        first, backup = diagnose(read_book(file), typed_over=typed_over), False
    calc = first.calc.name if first.calc else ""
    if calc and not first.mended.sheet(calc).cells:
        # A sheet without a single row cannot be written anew: it gets one first.
        with edit(file, backup=backup) as book:
            book.sheets[calc].set((0, 0), " ")
        backup = False
    with edit(file, backup=backup) as book:
        diagnosis = diagnose(book.closed, typed_over=typed_over)
        _write(book, diagnosis, renamed)
    return _result(file, renamed, diagnosis, written=True)


def _tried(file: Path, *, typed_over: bool) -> Repair:
    """What a repair would do, tried on a copy: so that a dry run tells what will be refused too."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, file.name)
        shutil.copyfile(file, copy)
        try:
            return replace(repair(copy, typed_over=typed_over), path=file, written=False)
        except VmboxError as problem:
            raise type(problem)(str(problem).replace(str(copy), str(file))) from problem


def _rename(book: OpenBook, diagnosis: Diagnosis) -> list[Mend]:
    """Rename headings, and return what that puts back."""
    for table, old, new in diagnosis.mended.renamed:
        book.tables[table].rename_column(old, new)
    return [mend for mend in diagnosis.mended.mends if mend.what == "heading"]


def _result(file: Path, renamed: list[Mend], diagnosis: Diagnosis, *, written: bool) -> Repair:
    mends = [*renamed, *diagnosis.mended.mends, *diagnosis.mends]
    return Repair(
        file,
        tuple(together(mends)),
        tuple(diagnosis.kept),
        tuple(told_otherwise(diagnosis.left)),
        diagnosis.stale,
        written,
    )


# ------------------------------------------------------------------ writing
def _write(book: OpenBook, diagnosis: Diagnosis, renamed: list[Mend]) -> None:
    mended = diagnosis.mended
    _write_words(book, diagnosis)
    for name, formula in mended.defined.items():
        book.define_name(name, formula)
    if diagnosis.plan is not None:
        for sheet in diagnosis.formulas:
            _write_formulas(book, diagnosis, sheet)
        if diagnosis.calc is not None:
            write_calc(book, diagnosis.calc)
        _refresh(book, diagnosis)
    _log(book, diagnosis, renamed)


def _write_words(book: OpenBook, diagnosis: Diagnosis) -> None:
    """Write plain words and numbers; a cell that refuses is left, and named."""
    for sheet, cells in diagnosis.mended.written.items():
        for place, value in cells.items():
            refused = _put(book, sheet, place, value)
            if refused:
                _leave(diagnosis, sheet, place, refused)


def _write_formulas(book: OpenBook, diagnosis: Diagnosis, sheet: str) -> None:
    planned = diagnosis.plan.sheets[sheet].single if diagnosis.plan else {}
    formulas: dict[Any, object] = {
        place: Formula(
            planned[place].formula or "", cached(planned[place].value), planned[place].array
        )
        for place in diagnosis.formulas[sheet]
    }
    try:
        book.sheets[sheet].set_many(formulas, over_formula=True)
    except EditRefused:
        for place, formula in formulas.items():
            refused = _put(book, sheet, place, formula)
            if refused:
                _leave(diagnosis, sheet, place, refused)


def _put(book: OpenBook, sheet: str, place: Place, value: object) -> str:
    """Write one cell; return why not, "" where nothing is in the way."""
    try:
        book.sheets[sheet].set_many({place: value}, over_formula=True)
    except EditRefused as problem:
        where = f"{book.path}: {sheet}!{address(*place)}: "
        return str(problem).removeprefix(where).removeprefix(f"{book.path}: ")
    return ""


def _leave(diagnosis: Diagnosis, sheet: str, place: Place, refused: str) -> None:
    """Note that a cell could not be written."""
    what, _, do = refused.partition(". ")
    cell = address(*place)
    code = "formula-altered"
    diagnosis.left.append(finding(code, sheet, cell, f"{what[:1].upper()}{what[1:]}.", do))
    for mends in (diagnosis.mends, diagnosis.mended.mends):
        mends[:] = [mend for mend in mends if (mend.sheet, mend.cell) != (sheet, cell)]
    with suppress(KeyError, ValueError):
        diagnosis.formulas[sheet].remove(place)


def _refresh(book: OpenBook, diagnosis: Diagnosis) -> None:
    """Give every formula that is right the value that it has now."""
    plan = diagnosis.plan
    if plan is None:
        return
    wrong = {(one.sheet, one.cell) for one in diagnosis.left}
    for name, sheet in plan.sheets.items():
        if name == plan.layout.calc:
            continue
        opened = book.sheets[name]
        opened.cache_many(
            {
                place: cached(cell.value)
                for place, cell in sheet.single.items()
                if cell.calculates
                and opened.cell(place).formula is not None
                and (name, address(*place)) not in wrong
            }
        )


def _log(book: OpenBook, diagnosis: Diagnosis, renamed: list[Mend]) -> None:
    table = diagnosis.mended.table(at.LOG_TABLE)
    mends = [*renamed, *diagnosis.mended.mends, *diagnosis.mends]
    rows = log_rows(mends, diagnosis.stale)
    if table is None or not rows:
        return
    moment = dt.datetime.now().replace(microsecond=0)  # noqa: DTZ005
    count = sum(mend.count for mend in mends)
    cells = [count if number == 0 else 0 for number in range(len(rows))]
    book.tables[table.name].append(
        [
            dict(zip(at.LOG_COLUMNS, (moment, words, user_name(), count), strict=True))
            for words, count in zip(rows, cells, strict=True)
        ]
    )
