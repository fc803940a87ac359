"""What stands anywhere in the workbook: patients' numbers, links to other files, hidden sheets."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from vmbox.verbs.checking.codes import finding
from vmbox.verbs.checking.identifiers import DIGITS, in_number, in_text
from vmbox.verbs.checking.known import is_quiet, keep_quiet
from vmbox.workbook import layout as at
from vmbox.workbook.cells import address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vmbox.workbook.findings import Finding
    from vmbox.workbook.port import BookView, Place, SheetView
    from vmbox.workbook.reading import Found
    from vmbox.xlsx import Beside

# [1]Sheet!A1, '[Other book.xlsx]Sheet'!A1, 'C:\[Other.xls]Sheet'!A1; and no Table's column.
_LINK: Final = re.compile(
    r"(?:^|[=(,+\-*/&<>^ ;])(?:\[([0-9]+|[^\[\]]*\.xl\w*)\][^\[\](),!]+!"
    r"|'[^'\[\]]*\[([^\[\]]+)\](?:[^'\[\]]|'')*'!)",
    re.IGNORECASE,
)
# Below this a number has fewer than nine digits: too few for a CHI number without its zero.
_SMALLEST, _LARGEST = 10.0 ** (DIGITS - 2), 10.0**DIGITS
_LINK_DO: Final = "Type the number itself, or use `vmbox fill`: the link is dead elsewhere."


def surrounding_findings(book: BookView, found: Found) -> Iterator[Finding]:
    """Yield what stands where it should not, on every sheet."""
    data = {tab.sheet.name for tab in found.tabs.values()}
    written = data | {table.sheet.name for table in book.tables.values()}
    for sheet in book.sheets:
        if not is_quiet(sheet):
            findings = list(_cells(sheet))
            yield from findings
            if not findings:
                keep_quiet(sheet)
        yield from _comments(sheet)
        yield from _beside(sheet)
        if sheet.name in data and getattr(sheet, "hidden", False):
            words = "The data tab is hidden."
            yield finding(
                "tab-hidden", sheet.name, "", words, "Unhide it, so that it is filled in."
            )
        if sheet.name in written and getattr(sheet, "protected", False):
            words = "The sheet is protected, so tools write nothing into its locked cells."
            do = "Take the protection off (Review, Unprotect Sheet) before a tool fills it."
            yield finding("sheet-protected", sheet.name, "", words, do)
    yield from _names(book)
    for target in getattr(book, "links", ()):
        words = f"The workbook is linked to another file, {target}."
        yield finding("link-out", "", "", words, "Break the link in Excel: Data, Edit Links.")


def _cells(sheet: SheetView) -> Iterator[Finding]:
    name = sheet.name
    for place, (value, formula) in sheet.cells.items():
        if formula is not None:
            if "!" in formula and "[" in formula and (link := _link_in(formula)):
                yield _link(name, place, link)
            continue
        what = None
        if type(value) is float:
            if _SMALLEST <= value < _LARGEST:
                what = in_number(value, name, address(*place))
        elif type(value) is str and len(value) >= DIGITS:
            what = in_text(value, name, address(*place))
        if what is not None:
            yield what


@lru_cache(maxsize=1 << 12)
def _link_in(formula: str) -> re.Match[str] | None:
    return _LINK.search(formula)


def _link(sheet: str, place: Place, link: re.Match[str]) -> Finding:
    book = link[1] or link[2]
    other = "another file" if book.isdigit() else f"another file, {book}"
    return finding(
        "link-out", sheet, address(*place), f"The formula takes its value from {other}.", _LINK_DO
    )


def _comments(sheet: SheetView) -> Iterator[Finding]:
    comments: Mapping[Place, str] = getattr(sheet, "comments", {})
    for place, text in comments.items():
        what = in_text(text, sheet.name, address(*place), where="comment")
        if what is not None:
            yield what


def _beside(sheet: SheetView) -> Iterator[Finding]:
    """Patients' numbers in text boxes, headers and footers."""
    texts: Iterable[Beside] = getattr(sheet, "beside", ())
    for where, place, text in texts:
        what = in_text(text, sheet.name, address(*place) if place else "", where=where)
        if what is not None:
            yield what


def _names(book: BookView) -> Iterator[Finding]:
    """Names that lost their cells; the cell of a link on the front page is told by its name."""
    known = {name.casefold() for name in book.names}
    if at.NAME_MEASURES.casefold() not in known:
        words = f"The name {at.NAME_MEASURES} is missing: the Medians tab offers no measures."
        yield finding("name-missing", "", "", words, "Run `vmbox repair`.")
    yield from _lost(book)
    for name, there in book.names.items():
        if _LINK.search(f"={there}"):
            words = f"The name {name} points to another file."
            do = "Delete it in Excel: Formulas, Name Manager."
            yield finding("link-out", "", "", words, do)


def _lost(book: BookView) -> Iterator[Finding]:
    names = book.names.items()
    lost = [name for name, there in names if name.startswith("bs") and "#REF!" in there]
    if lost:
        words = f"The name {_listed(lost)} points nowhere: its cells were deleted."
        do = "Run `vmbox repair`; links on the front page go there."
        yield finding("name-broken", "", "", words, do)


def _listed(names: Iterable[str], shown: int = 3) -> str:
    first, *rest = names
    more = [*rest[: shown - 1], *([f"{len(rest) - shown + 1} more"] if len(rest) >= shown else [])]
    return f"{first} (and {', '.join(more)})" if more else first
