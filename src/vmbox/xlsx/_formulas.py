"""Formulas moved to another cell, and references that grow with a table.

Only references are read; strings, sheet names, structured references and function names are
passed over.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vmbox.xlsx._address import COLUMNS, ROWS, Area, area, column_letters, column_number

if TYPE_CHECKING:
    from collections.abc import Callable

_TOKEN: Final = re.compile(
    r"""
    "(?:[^"]|"")*"                                          # a string
    | '(?:[^']|'')*'                                        # a sheet's name
    | (?P<bracket>\[)                                       # a structured reference begins
    | (?P<fix_column>\$?)(?P<column>[A-Za-z]{1,3})
      (?P<fix_row>\$?)(?P<row>[0-9]{1,7})(?![\w.(!\[])      # a cell
    | (?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3})(?![\w.(!\[])
    | (?P<rows>\$?[0-9]{1,7}:\$?[0-9]{1,7})(?![\w.(!\[])
    | [^\W\d][\w.\\?]* | [0-9][\w.]*                        # a name, a function, a number
    """,
    re.VERBOSE,
)
_RANGE: Final = re.compile(
    r'"(?:[^"]|"")*"|'
    r"(?<![\w\]'$.!])(?:(?P<sheet>'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"
    r"(?P<first>\$?[A-Z]{1,3}\$?[0-9]{1,7}):(?P<last>\$?[A-Z]{1,3}\$?)(?P<row>[0-9]{1,7})(?![\w(])"
)


def moved(formula: str, rows: int, columns: int) -> str:
    """Return a formula as Excel would copy it `rows` down and `columns` to the right."""
    pieces: list[str] = []
    at = 0
    while found := _TOKEN.search(formula, at):
        pieces.append(formula[at : found.start()])
        if found["bracket"]:
            at = after_brackets(formula, found.start())
            pieces.append(formula[found.start() : at])
            continue
        at = found.end()
        pieces.append(_moved_token(found, rows, columns))
    pieces.append(formula[at:])
    return "".join(pieces)


def after_brackets(formula: str, at: int) -> int:
    """Return where the brackets that open at `at` have closed."""
    depth = 0
    while at < len(formula):
        letter = formula[at]
        if letter == "'":
            at += 1  # the next character is meant as it is
        elif letter == "[":
            depth += 1
        elif letter == "]":
            depth -= 1
            if not depth:
                return at + 1
        at += 1
    return at


def _moved_token(found: re.Match[str], rows: int, columns: int) -> str:
    if found["column"]:
        column = _moved_column(found["fix_column"] + found["column"], columns)
        row = _moved_row(found["fix_row"] + found["row"], rows)
        return column + row if column and row else "#REF!"
    if found["columns"]:
        both = [_moved_column(one, columns) for one in found["columns"].split(":")]
        return ":".join(both) if all(both) else "#REF!"
    if found["rows"]:
        both = [_moved_row(one, rows) for one in found["rows"].split(":")]
        return ":".join(both) if all(both) else "#REF!"
    return found[0]


def _moved_row(row: str, by: int) -> str:
    if row.startswith("$"):
        return row
    number = int(row) + by
    return str(number) if 1 <= number <= ROWS else ""


def _moved_column(column: str, by: int) -> str:
    if column.startswith("$"):
        return column
    number = column_number(column) + by
    return column_letters(number) if 0 <= number < COLUMNS else ""


def grown(formula: str, own_sheet: str, grow: Callable[[str, Area], int | None]) -> str:
    """Return a formula whose ranges have the last rows that `grow` gives them.

    `grow` is called with the sheet's name, as written before the range or else `own_sheet`, and
    the range; it returns the new last row, counted from 0, or None to leave the range.
    """

    def replace(found: re.Match[str]) -> str:
        if found["first"] is None:
            return found[0]  # a string
        sheet = found["sheet"] or ""
        name = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet or own_sheet
        place = area(f"{found['first']}:{found['last']}{found['row']}")
        last = grow(name, place) if place is not None else None
        if last is None:
            return found[0]
        return found[0].removesuffix(found["row"]) + str(last + 1)

    return _RANGE.sub(replace, formula)


_IN_BRACKETS: Final = re.compile(r"\[((?:[^\[\]']|'.)*)\]")
_MEANT_AS_IS: Final = re.compile(r"(?=[\[\]#'])")


def renamed(formula: str, table: str, old: str, new: str) -> str:
    """Return a formula whose structured references call a table's column by a new name."""
    start = re.compile(rf"(?<![\w.]){re.escape(table)}(?=\[)", re.IGNORECASE)
    pieces: list[str] = []
    at = 0
    while found := start.search(formula, at):
        end = after_brackets(formula, found.end())
        reference = formula[found.end() : end]
        pieces += (formula[at : found.end()], _renamed_in(reference, old, new))
        at = end
    pieces.append(formula[at:])
    return "".join(pieces)


def _renamed_in(reference: str, old: str, new: str) -> str:
    spelt = _MEANT_AS_IS.sub("'", new)

    def replace(found: re.Match[str]) -> str:
        name = re.sub("'(.)", r"\1", found[1])
        return f"[{spelt}]" if name.casefold() == old.casefold() else found[0]

    return _IN_BRACKETS.sub(replace, reference)


_CLOSED: Final = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'|[\[\](){}"\']')
_PAIRS: Final = {")": "(", "}": "{"}


def is_balanced(formula: str) -> bool:
    """Return whether every bracket and quotation mark of a formula has its other half."""
    expected: list[str] = []
    at = 0
    while found := _CLOSED.search(formula, at):
        at = found.end()
        mark = found[0]
        if mark == "[":
            at = after_brackets(formula, found.start())
            if formula[at - 1] != "]":
                return False
        elif mark in {"(", "{"}:
            expected.append(mark)
        elif mark in _PAIRS:
            if not expected or expected.pop() != _PAIRS[mark]:
                return False
        elif len(mark) == 1:
            return False
    return not expected
