"""What a calculated column is made from, as the formulas of its weeks say."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from vmbox.workbook.cells import address, sheet_prefix
from vmbox.workbook.headings import Recipe
from vmbox.workbook.tabs import ALL_COST_LINES, LESS, OVER, PLUS, TIMES
from vmbox.xlsx import column_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# One number over another: the part that divides, in the middle, names both.
_RATIO: Final = re.compile(
    r"IF\(AND\(.+\),IF\((?P<below>.+)>0,(?P<above>.+?)(?:\*(?P<per>[\d.]+(?:E[+-]?\d+)?))?"
    r'/(?P=below),""\),""\)',
    re.IGNORECASE,
)
# ROUND(SUM(adds)-SUM(less),2), at the end of a total.
_TOTAL: Final = re.compile(
    r"IF\((?:OR\()?COUNT\(.+ROUND\(SUM\((?P<adds>.+?)\)(?:-SUM\((?P<less>.+)\))?,\d+\)\)",
    re.IGNORECASE,
)
# bsSafety[[#This Row],[Falls]], bsSafety[@Falls], bsSafety[[Falls]], and cells: Safety!$B21.
_STRUCTURED: Final = re.compile(r"\[@?((?:[^\[\]#@']|'.)+)\]")
_CELL: Final = re.compile(
    r"(?:(?:'(?P<quoted>(?:[^']|'')+)'|(?P<sheet>[^'!(),:]+))!)?\$?(?P<letters>[A-Z]{1,3})\$?\d+"
)
_ESCAPED: Final = re.compile("'(.)")
_SPACES: Final = re.compile(r'"(?:[^"]|"")*"|\[[^\]]*\]|\'(?:[^\']|\'\')*\'|[ \t\r\n]+')

Header = tuple[str, int, int]


class Headings:
    """The headings of all data tabs: sheet, row and column by name, and names by column."""

    def __init__(self, places: Mapping[str, Header]) -> None:
        self.places = places
        self._by_column = {(sheet, column): name for name, (sheet, _, column) in places.items()}
        self._by_case = {name.casefold(): name for name in places}

    def operand(self, text: str, sheet: str) -> str | None:
        """Return the heading that a part of a formula reads its number from."""
        named = _STRUCTURED.search(text)
        if named is not None:
            raw = " ".join(_ESCAPED.sub(r"\1", named[1]).split())
            return self._by_case.get(raw.casefold())
        cell = _CELL.search(text)
        if cell is None:
            return None
        there = (cell["quoted"] or "").replace("''", "'") or cell["sheet"] or sheet
        return self._by_column.get((there, column_number(cell["letters"])))


def recipe_of(formulas: Iterable[str], headings: Headings, sheet: str) -> Recipe | None:
    """Return what most formulas of a column say that it is made from; None if they say nothing."""
    votes: Counter[Recipe] = Counter()
    for formula, count in Counter(formulas).items():
        one = _parsed(formula, headings, sheet)
        if one is not None:
            votes[one] += count
    return votes.most_common(1)[0][0] if votes else None


def _parsed(formula: str, headings: Headings, sheet: str) -> Recipe | None:
    text = _without_spaces(formula)
    ratio = _RATIO.fullmatch(text)
    if ratio is not None:
        above, below = (headings.operand(ratio[part], sheet) for part in ("above", "below"))
        if above is None or below is None:
            return None
        return Recipe(numerator=above, denominator=below, per=float(ratio["per"] or 1))
    total = _TOTAL.fullmatch(text)
    if total is None:
        return None
    if _is_range(total["adds"]):
        return Recipe(adds=(ALL_COST_LINES,))
    adds, less = (_operands(total[part] or "", headings, sheet) for part in ("adds", "less"))
    return None if not adds or less is None else Recipe(adds=adds, less=less)


def cost_lines_of(
    formulas: Iterable[str], headings: Headings, sheet: str
) -> tuple[str, str] | None:
    """Return the first and the last heading that a total of neighbouring columns adds."""
    for formula in dict.fromkeys(formulas):
        total = _TOTAL.fullmatch(_without_spaces(formula))
        if total is None or not _is_range(total["adds"]):
            continue
        found = list(_STRUCTURED.finditer(total["adds"])) or list(_CELL.finditer(total["adds"]))
        first, last = (headings.operand(found[end][0], sheet) for end in (0, -1))
        if first is not None and last is not None:
            return first, last
    return None


def _without_spaces(formula: str) -> str:
    return _SPACES.sub(lambda found: "" if found[0].isspace() else found[0], formula)


def _is_range(text: str) -> bool:
    """Whether a sum is over neighbouring columns: bsCost[[#This Row],[Pay]:[Supplies]], $B4:$D4."""
    plain = _STRUCTURED.sub("[]", text)
    return "(" not in text and (":" in plain and "," not in plain.replace("[#This Row],", ""))


def _operands(text: str, headings: Headings, sheet: str) -> tuple[str, ...] | None:
    if not text:
        return ()
    found = [headings.operand(part, sheet) for part in _parts(text)]
    names = tuple(name for name in found if name is not None)
    return names if len(names) == len(found) else None


def _parts(text: str) -> list[str]:
    """A list's parts, at the commas that stand in no bracket."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def words_formula(recipe: Recipe, headings: Headings, sheet: str) -> str:
    """Return the formula that says in words what a column is made from, as the plan has it."""

    def cell(name: str) -> str:
        there, row, column = headings.places[name]
        prefix = "" if there == sheet else sheet_prefix(there)
        return prefix + address(row, column, fix_row=True)

    if recipe.numerator and recipe.denominator:
        times = "" if recipe.per == 1 else f"{TIMES}{recipe.per:g}"
        return f'{cell(recipe.numerator)}&"{times}{OVER}"&{cell(recipe.denominator)}'
    words = [(PLUS, name) for name in recipe.adds] + [(LESS, name) for name in recipe.less]
    return "&".join(f'"{sign}"&{cell(name)}' for sign, name in words).removeprefix(f'"{PLUS}"&')
