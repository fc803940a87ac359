"""What the heading of a data tab's column stands for, as its definition rows describe it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vmbox.workbook import layout as at
from vmbox.workbook.tabs import ALL_COST_LINES, LESS, OVER, PLUS, TIMES
from vmbox.xlsx import column_number

if TYPE_CHECKING:
    from vmbox.workbook.port import BookView, SheetView

_QUOTED: Final = re.compile(r'"((?:[^"]|"")*)"')
_RECIPE_PART: Final = re.compile(
    r"""(?:(?:'(?P<quoted>(?:[^']|'')+)'|(?P<sheet>[^'!&"()+*/-]+))!)?
        \$?(?P<letters>[A-Z]{1,3})\$?(?P<row>\d+)
        | "(?P<text>(?:[^"]|"")*)" """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Heading:
    """One column of a data tab.

    Attributes
    ----------
    name, raw
        The heading without needless spaces, and as it stands in the cell.
    column
        The sheet's column, from 0.
    kind
        The word of the Kind row.
    spare_name
        What the heading was before anybody used the spare column; "" for other columns.
    adds, less, numerator, denominator, per
        What a calculated column is made from.
    """

    name: str
    raw: str
    column: int
    kind: str
    spare_name: str = ""
    adds: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    numerator: str | None = None
    denominator: str | None = None
    per: float = 1.0


@dataclass(frozen=True)
class Recipe:
    """What a calculated column is made from."""

    adds: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    numerator: str | None = None
    denominator: str | None = None
    per: float = 1.0


def spare_words(formula: str) -> tuple[str, str]:
    """Return what a spare's Kind formula says: its first heading, and what it becomes in use."""
    words = [word.replace('""', '"') for word in _QUOTED.findall(formula)]
    return (words[0], words[-1]) if words else ("", at.KIND_MEASURE)


def recipe(book: BookView, sheet: SheetView, formula: str | None, text: str) -> Recipe | None:
    """Return what the "Made from" cell says, by its formula or its text; None if nobody can tell.

    The formula names the headings' cells, so it follows when people rename them.
    """
    parts = _parts_of_formula(book, sheet, formula) if formula else None
    parts = parts or _parts_of_text(text)
    if not parts:
        return None
    if parts == [ALL_COST_LINES]:
        return Recipe(adds=(ALL_COST_LINES,))
    if len(parts) > 1 and OVER.strip() in parts[1]:
        per = parts[1].strip().removeprefix(TIMES.strip()).split(OVER.strip())[0].strip()
        return Recipe(numerator=parts[0], denominator=parts[2], per=float(per) if per else 1.0)
    signs = [PLUS, *parts[1::2]]
    names = parts[0::2]
    return Recipe(
        adds=tuple(one for sign, one in zip(signs, names, strict=True) if sign == PLUS),
        less=tuple(one for sign, one in zip(signs, names, strict=True) if sign == LESS),
    )


def _parts_of_formula(book: BookView, sheet: SheetView, formula: str) -> list[str] | None:
    """The words of ="A"&" ÷ "&B18, each reference replaced by the heading it points to."""
    parts: list[str] = []
    for part in _RECIPE_PART.finditer(formula):
        if part["text"] is not None:
            parts.append(part["text"].replace('""', '"'))
            continue
        there = sheet
        named = part["quoted"] or part["sheet"]
        if named:
            there = book.sheet(named.replace("''", "'").strip("$"))
        header = as_text(there.cell(int(part["row"]) - 1, column_number(part["letters"])).value)
        parts.append(" ".join(header.split()))
    return parts if len(parts) % 2 else None


def _parts_of_text(text: str) -> list[str]:
    """The parts of "A × 1000 ÷ B" or "A + B − C", names at even places; none if it is neither."""
    if text == ALL_COST_LINES:
        return [text]
    if OVER in text:
        above, below = text.split(OVER, 1)
        name, times, per = above.partition(TIMES)
        return [name, f"{times}{per}{OVER}", below]
    parts = re.split(f"({re.escape(PLUS)}|{re.escape(LESS)})", text)
    return parts if text else []


def as_text(value: object) -> str:
    """Return a cell's value as its text: a whole number without decimals, "" for an empty cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else repr(value)
    return str(value)
