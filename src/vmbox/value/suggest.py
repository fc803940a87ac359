"""A first Cost map, from what accounts are called: for an accountant to correct."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from vmbox.value.cost_map import CostMap, MapEntry
from vmbox.value.money import pounds
from vmbox.value.spreading import sums

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vmbox.value.extract import Extract


@dataclass(frozen=True)
class _Concept:
    """A kind of cost: its usual line, the words that give it away, and those of a team's line."""

    line: str
    words: str
    own: str
    why: str


# The first that fits wins: an agency nurse is agency, medical gases are supplies.
_CONCEPTS: Final = (
    _Concept("", r"bank (?:charge|holiday|interest)", "", "a bank's charge or a bank holiday"),
    _Concept("Agency", r"agency|off[- ]framework", r"agency|locum", "agency staff"),
    _Concept("Medical", r"locum", r"locum|medical|doctor", "locum doctors"),
    _Concept("Bank", r"\bbank\b", r"bank", "bank staff"),
    _Concept("Overtime", r"over ?time|\bo/?t\b|excess hours|extra hours", r"overtime", "overtime"),
    _Concept(
        "Drugs", r"\bdrugs?\b|medicines?\b|vaccin|parenteral|pharmaceutical|\bfp10\b|\bgp10\b",
        r"drugs?", "drugs",
    ),
    _Concept(
        "Supplies",
        r"suppl(?:y|ies)|consumabl|dressings?|equipment|instruments?|gases|stationery|linen|glove|"
        r"syringe|needle|cleaning|disposabl|provisions|catheter|\bhire\b|\bm&s\b|surgical",
        r"suppl|disposabl", "supplies",
    ),
    _Concept("Travel", r"travel|mileage|\btaxis?\b|lease car|fares", r"travel", "travel"),
    _Concept(
        "Medical", r"consultants?\b|medical|doctors?\b|registrar|\bgps?\b|physician|psychiatrist",
        r"medical|doctor|practitioner", "doctors' pay",
    ),
    _Concept(
        "Therapy", r"physiotherap|occupational therap|dietit|dietic|psycholog|speech|\bahp",
        r"therap|psycholog", "therapists' pay",
    ),
    _Concept(
        "Substantive nursing", r"nurs|midwi|health ?care support|\bhcs?[aw]\b|\bsister\b",
        r"substantive.*(?:nurs|midwi)|^nursing|substantive", "nurses' and midwives' pay",
    ),
    _Concept(
        "Substantive staff",
        r"salar|wages?\b|basic pay|\bpay\b|\bband \d|\ba&c\b|admin.*cler|superann|pension|"
        r"national insurance|\bn\.?i\.?c?\b|apprenticeship levy|staff",
        r"substantive", "pay of own staff, or what comes on top of it",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Suggestion:
    """One account, and the cost line that it may go to.

    Attributes
    ----------
    account, description
        As the extract has them.
    line
        The cost line; "" where nothing says which.
    why
        The word that says so, or what is missing.
    rows, pence
        How much it is about.
    """

    account: str
    description: str
    line: str
    why: str
    rows: int
    pence: int


def suggest_cost_map(extract: Extract, lines: Sequence[str] = ()) -> tuple[Suggestion, ...]:
    """Return a suggestion for each account of an extract, in the order of the codes.

    Parameters
    ----------
    extract
        The ledger's rows.
    lines
        The cost lines of a team; where given, only these are suggested, the one whose name is
        about the same thing. Else the usual ones.
    """
    rows = extract.rows
    account, description = rows["account"].array, rows["description"].array
    pairs = account.codes.astype(np.int64) * max(len(description.categories), 1) + description.codes
    codes, distinct = pd.factorize(pairs)
    counts = np.bincount(codes, minlength=len(distinct))
    amounts = sums(codes, rows["pence"].to_numpy(), len(distinct))
    by_account: dict[str, list[tuple[int, int, str]]] = {}
    for pair, count, pence in zip(distinct, counts, amounts, strict=True):
        name, words = divmod(int(pair), max(len(description.categories), 1))
        entry = (int(count), int(pence), str(description.categories[words]))
        by_account.setdefault(str(account.categories[name]), []).append(entry)
    return tuple(
        _suggestion(name, found, lines) for name, found in sorted(by_account.items()) if name
    )


def _suggestion(
    account: str, found: list[tuple[int, int, str]], lines: Sequence[str]
) -> Suggestion:
    """The line that most of an account's rows speak for."""
    rows, pence = sum(one[0] for one in found), sum(one[1] for one in found)
    commonest = max(found, key=lambda one: (one[0], bool(one[2]), one[2]))[2]
    weights: dict[tuple[str, str], int] = {}
    for count, _, words in found:
        read = _read(words, lines)
        weights[read] = weights.get(read, 0) + count
    line, why = max(weights, key=lambda key: (bool(key[0]), weights[key]))
    if len({key[0] for key in weights if key[0]}) > 1:
        why += "; other rows of this account say otherwise"
    return Suggestion(account, commonest, line, why, rows, pence)


def _read(words: str, lines: Sequence[str]) -> tuple[str, str]:
    """The cost line for a description, and why."""
    for concept in _CONCEPTS:
        if found := re.search(concept.words, words, re.IGNORECASE):
            because = f"'{found.group()}': {concept.why}"
            if not concept.line:
                return "", f"{because}; say which line"
            if not lines:
                return concept.line, because
            own = [line for line in lines if re.search(concept.own, line, re.IGNORECASE)]
            return (own[0], because) if own else ("", f"{because}, for which there is no line")
    return "", "nothing in the description says" if words else "there is no description"


def cost_map_of(suggestions: Sequence[Suggestion]) -> CostMap:
    """Return the Cost map that the suggestions would make, as they stand."""
    return CostMap(MapEntry(one.account, one.line) for one in suggestions)


def as_csv(suggestions: Sequence[Suggestion]) -> str:
    """Return the suggestions as the CSV of a Cost map, with the reasons beside each row.

    Codes stay text: Excel drops the zeros in front of a code when it opens a CSV with a double
    click; from Data > From Text/CSV it keeps them.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["Account", "Cost line", "Description", "Why", "Rows", "Amount"])
    for one in suggestions:
        cells = [one.account, one.line, one.description, one.why]
        writer.writerow([*map(_harmless, cells), one.rows, pounds(one.pence)])
    return text.getvalue()


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet takes for no formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@"} else cell
