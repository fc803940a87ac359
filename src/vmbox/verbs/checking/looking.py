"""One box score, or many, looked over from end to end."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from vmbox.bulk import no_cycles_sought
from vmbox.errors import NotInWorkbook, SeriesError, VmboxError, WorkbookError
from vmbox.measures import DOMAINS
from vmbox.verbs.checking.codes import SEVERITIES, finding
from vmbox.verbs.checking.definitions import definition_findings
from vmbox.verbs.checking.identifiers import masked
from vmbox.verbs.checking.medians import baseline_findings, register_findings
from vmbox.verbs.checking.numbers import number_findings
from vmbox.verbs.checking.owned import formula_findings
from vmbox.verbs.checking.surroundings import surrounding_findings
from vmbox.verbs.checking.weeks import week_findings
from vmbox.workbook import layout as at
from vmbox.workbook.front import COLUMNS
from vmbox.workbook.places import find_layout
from vmbox.workbook.plan import plan_workbook
from vmbox.workbook.reading import find
from vmbox.xlsx import read_book

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator

    from vmbox.workbook.findings import Finding
    from vmbox.workbook.layout import Layout
    from vmbox.workbook.port import BookView
    from vmbox.workbook.reading import Found

_HEADINGS: Final = ("file", "code", "severity", "sheet", "cell", "found", "do")
# Where the weeks are not the same on all tabs, formulas cannot be told; these say it better.
_WEEKS_WRONG: Final = frozenset(
    {"week-order", "week-twice", "week-missing", "week-unclear", "name-twice", "table-missing"}
)


def check(book: BookView, *, today: dt.date | None = None) -> tuple[Finding, ...]:
    """Return what is wrong with a box score, what may be, and what could be better.

    The gravest first, then by sheet and cell. No finding ever repeats a patient's number.

    Parameters
    ----------
    book
        The workbook: a closed file, or one that is open in a spreadsheet.
    today
        The day from which weeks lie in the future; the computer's if left out.

    Raises
    ------
    WorkbookError
        The workbook is no box score.
    """
    version = _version(book)
    if version is not None and version.code == "schema-newer":
        return (version,)
    found = find(book)
    findings = [] if version is None else [version]
    findings += _of_reading(found)
    findings += week_findings(found, today or dt.datetime.now().astimezone().date())
    findings += number_findings(found)
    findings += register_findings(book, found.box)
    findings += surrounding_findings(book, found)
    findings += _of_formulas(book, found, {one.code for one in findings})
    return _in_order(book, findings)


def check_file(
    path: str | os.PathLike[str], *, today: dt.date | None = None
) -> tuple[Finding, ...]:
    """Return what is found in a closed workbook; see `check`.

    Raises
    ------
    FileError, NotAWorkbook
        The file is not there, or no .xlsx workbook that can be opened.
    WorkbookError
        The workbook is no box score.
    """
    with no_cycles_sought():
        return check(read_book(Path(path)), today=today)


def check_files(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    today: dt.date | None = None,
) -> pd.DataFrame:
    """Return what is found in workbooks: one row a finding.

    Columns: file, code, severity, sheet, cell, found, do. A file that cannot be opened has one row
    with the code "not-read"; a workbook without a finding has none.
    """
    several = [paths] if isinstance(paths, str) or not hasattr(paths, "__iter__") else paths
    rows: list[tuple[str, ...]] = []
    for path in several:
        try:
            findings = check_file(path, today=today)
        except VmboxError as problem:
            findings = (finding("not-read", "", "", str(problem), "Leave it out, or mend it."),)
        rows += [
            (str(path), one.code, one.severity, one.sheet, one.cell, one.found, one.do)
            for one in findings
        ]
    return pd.DataFrame(rows, columns=list(_HEADINGS), dtype="str")


def _version(book: BookView) -> Finding | None:
    """What there is to say of the version that made the workbook."""
    try:
        sheet, row, column = book.locate(at.NAME_SCHEMA)
    except NotInWorkbook:
        return None  # reading says so
    schema = sheet.cell(row, column).value
    if not isinstance(schema, float) or schema == at.SCHEMA:
        return None
    words = f"The workbook is of version {schema:g}; this vmbox knows version {at.SCHEMA}."
    if schema > at.SCHEMA:
        do = "Update vmbox: pip install --upgrade vmbox. Nothing else was checked."
        return finding("schema-newer", "", "", words, do)
    return finding("schema-older", "", "", words, "Run `vmbox repair`, which brings it up to date.")


def _of_reading(found: Found) -> list[Finding]:
    """What reading found, without what is told better by its cause."""
    ours = list(definition_findings(found))
    better = {one.code for one in ours}
    theirs = [
        one
        for one in found.findings
        if not (one.code == "measures-unclear" and "name-twice" in better)
    ]
    return theirs + ours


def _of_formulas(book: BookView, found: Found, known: set[str]) -> Iterator[Finding]:
    box = found.box
    if box is None or not len(box.weeks) or any(domain not in found.tabs for domain in DOMAINS):
        return
    do = "Run `vmbox repair`. Formulas and their values were not checked."
    try:
        layout = find_layout(book, box, found.tabs)
        plan = plan_workbook(box, layout)
    except (WorkbookError, NotInWorkbook) as problem:
        if not known & _WEEKS_WRONG:
            words = str(problem).removeprefix(f"{book.path}: ").removesuffix(" Run `vmbox repair`.")
            yield finding("calc-lost", "", "", words, do)
        return
    except SeriesError as problem:
        words = f"A measure has numbers that nobody can count with: {problem}"
        yield finding("value-impossible", "", "", words, "Look for a vast number, or a wrong unit.")
        return
    if all(sheet.name != layout.calc for sheet in book.sheets):
        yield finding("calc-lost", "", "", f"The sheet {layout.calc} was deleted.", do)
        return
    yield from _gaps(layout)
    # A value follows from all formulas, so it is looked at where none is wrong.
    spoilt = any(code.startswith("formula-") for code in known)
    yield from formula_findings(book, plan, values=not spoilt)
    yield from baseline_findings(found, plan.calc.judged)
    # Formulas that nobody asked for point back to what would make them: cut, they go at once.
    for sheet in plan.sheets.values():
        sheet.single.clear()
        sheet.fills.clear()


def _gaps(layout: Layout) -> Iterator[Finding]:
    """What people took out of the front page and above the tabs, perhaps on purpose."""
    do = "Nothing, if that is meant; `vmbox repair` puts it back."
    for tab in layout.tabs:
        if tab.title[0] < 0 or tab.remark[0] < 0:
            words = "The title or the remark above the Table is not made by its formula."
            yield finding("part-gone", tab.sheet, "", words, do)
    front = layout.front
    if front is None:
        return
    gone = [
        f"'{column.name}' has no row on the front page."
        for column in layout.slots
        if column.slot not in front.rows and not column.spare
    ]
    for words, place in zip(COLUMNS, front.columns, strict=True):
        if place < 0:
            gone.append(f"The column '{words.removesuffix(' {period}s')}' is gone.")
    if front.weeks[0] < 0:
        gone.append("The sentence that names the last week is gone.")
    if any(place < 0 for place in front.week_columns):
        gone.append("The column of a week is gone.")
    for words in gone:
        yield finding("part-gone", front.sheet, "", words, do)


def _in_order(book: BookView, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    sheets = {sheet.name: place for place, sheet in enumerate(book.sheets)}

    def order(one: Finding) -> tuple[object, ...]:
        letters = one.cell.rstrip("0123456789")
        row = int(one.cell[len(letters) :] or 0)
        place = (sheets.get(one.sheet, -1), row, len(letters), letters)
        return (SEVERITIES.index(one.severity), *place, one.code, one.found)

    hidden = (replace(one, found=masked(one.found), do=masked(one.do)) for one in findings)
    return tuple(sorted(dict.fromkeys(hidden), key=order))
