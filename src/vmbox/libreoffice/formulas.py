"""Formulas from Excel's way of writing into the one that UNO reads, and back.

UNO reads and writes one grammar alone, whatever the user has set: `;` between arguments,
`$Sheet.A1` for another sheet's cell, `{1;2|3;4}` for a constant array, `~` for a union, `!` for an
intersection. Names of functions are the same.
"""

from __future__ import annotations

import re
from functools import lru_cache

# What is never changed inside, and what is changed as a whole.
_TOKEN = re.compile(
    r"""
    (?P<text>"(?:[^"]|"")*")
  | (?P<error>\#[A-Z][A-Z0-9/]*[!?]?)
  | (?P<quoted>\$?'(?:[^']|'')+'[!.])
  | (?P<excel_sheet>[^\W\d][\w.]*!)
  | (?P<calc_sheet>\$[^\W\d]\w*\.(?=\$?[A-Za-z]))
  | (?P<call>[^\W\d][\w.]*\()
  | (?P<truth>\b(?:TRUE|FALSE)\b)
  | (?P<word>[^\W\d][\w.]*)
  | (?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)
  | (?P<space>\s+)
  | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_PREFIXES = ("_xlfn._xlws.", "_xlfn.", "_xlws.")
_THIS_ROW = "[#This Row]"
_PLAIN_SHEET = re.compile(r"[^\W\d]\w*\Z")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+\Z|[Rr]\d*(?:[Cc]\d*)?\Z|[Cc]\d*\Z")
# In an array constant columns and rows are parted otherwise than arguments.
_ARRAY_IN = str.maketrans({",": ";", ";": "|"})
_ARRAY_OUT = str.maketrans({"|": ";", ";": ","})


# A workbook's formulas are the same each time that it is read, and there are tens of thousands.
_REMEMBERED = 200_000


@lru_cache(maxsize=_REMEMBERED)
def to_calc(formula: str) -> str:
    """Return a formula of Excel, with its ``=``, as UNO reads it."""
    return _Reader(formula, inward=True).result()


@lru_cache(maxsize=_REMEMBERED)
def to_excel(formula: str) -> str:
    """Return a formula of UNO as Excel writes it; an array formula's braces go."""
    if formula.startswith("{=") and formula.endswith("}"):
        formula = formula[1:-1]
    return _Reader(formula, inward=False).result()


class _Reader:
    """One formula on its way from one side to the other."""

    def __init__(self, formula: str, *, inward: bool) -> None:
        self.formula = formula
        self.inward = inward
        self.out: list[str] = []
        # Round what we are: "f" a function's brackets, "(" plain ones, "{" an array.
        self.round: list[str] = []

    def result(self) -> str:
        place = 0
        while place < len(self.formula):
            if self.formula[place] == "[":
                place = self._structured(place)
                continue
            token = _TOKEN.match(self.formula, place)
            assert token is not None  # the last alternative takes any character
            place = token.end()
            getattr(self, f"_{token.lastgroup}", self.out.append)(token.group())
        return "".join(self.out)

    def _quoted(self, word: str) -> None:
        name, mark = word.lstrip("$")[:-1], word[-1]
        if self.inward and mark == "!":
            self.out.append(f"${name}.")
        elif not self.inward and mark == ".":
            self.out.append(f"{sheet_name(name[1:-1].replace(chr(39) * 2, chr(39)))}!")
        else:
            self.out.append(word)

    def _excel_sheet(self, word: str) -> None:
        self.out.append(f"${word[:-1]}." if self.inward else word)

    def _calc_sheet(self, word: str) -> None:
        self.out.append(word if self.inward else f"{sheet_name(word[1:-1])}!")

    def _call(self, word: str) -> None:
        self.round.append("f")
        if self.inward:
            for prefix in _PREFIXES:
                if word.lower().startswith(prefix):
                    word = word[len(prefix) :]
                    break
        self.out.append(word)

    def _truth(self, word: str) -> None:
        # Without brackets UNO reads TRUE as the number 1.
        self.out.append(f"{word}()" if self.inward else word)

    def _sign(self, sign: str) -> None:
        if sign in "({":
            self.round.append(sign)
        elif sign in ")}" and self.round:
            self.round.pop()
        self.out.append(self._parted(sign))

    def _parted(self, sign: str) -> str:
        inside = self.round[-1] if self.round else ""
        if inside == "{":
            return sign.translate(_ARRAY_IN if self.inward else _ARRAY_OUT)
        if self.inward:
            if sign == ",":
                return ";" if inside == "f" else "~"
            return sign
        return {";": ",", "~": ",", "!": " "}.get(sign, sign)

    def _structured(self, start: int) -> int:
        """Take over what stands in a Table's square brackets; where it ends."""
        end, depth = start, 0
        while end < len(self.formula):
            sign = self.formula[end]
            if sign == "'":
                end += 1  # the next sign is meant as it is
            elif sign in "[]":
                depth += 1 if sign == "[" else -1
                if depth == 0:
                    break
            end += 1
        inside = self.formula[start + 1 : end]
        self.out.append(f"[{self._columns(inside)}]")
        return end + 1

    def _columns(self, inside: str) -> str:
        if self.inward and inside.startswith("@"):
            column = inside[1:].removeprefix("[").removesuffix("]")
            return f"{_THIS_ROW};[{column}]" if column else _THIS_ROW[1:-1]
        here, there = (",", ";") if self.inward else (";", ",")
        return re.sub(rf"\]\s*{here}\s*\[", f"]{there}[", inside)


def sheet_name(name: str) -> str:
    """Return a sheet's name as Excel writes it before a ``!``: in quotes where they are needed."""
    if _PLAIN_SHEET.match(name) and not _LIKE_A_CELL.match(name):
        return name
    return "'" + name.replace("'", "''") + "'"


def without_brackets(formula: str) -> str:
    """Return a formula of UNO with TRUE and FALSE as a person types them."""
    return re.sub(r"\b(TRUE|FALSE)\(\)", r"\1", formula)
