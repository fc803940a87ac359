"""What the heading of a label column says: which stands for the unit, the goal, a total..."""

from __future__ import annotations

import re
from typing import Final

_ROLES: Final = {
    "name": r"(?:key |performance |our )?(?:measures?|indicators?|metrics?|kpis?)(?: names?)?|"
    r"names?|titles?|items?|what we measure|w/?c|"
    r"week(?: ?(?:commencing|beginning|ending|comm|no|of))?\.?|"
    r"weeks?|w/?e|dates?|months?|period|wk",
    "unit": r"units?(?: of (?:measure|measurement))?|uom|measured (?:in|as)|format|unit type",
    "goal": r"(?:our |team |local |national |improvement )?(?:goals?|targets?|aims?|standards?|"
    r"ambitions?|trajectory|thresholds?)(?: ?[/&] ?(?:goal|target|aim|standard))?(?: 20\d\d.*)?",
    "better": r"better|direction(?: of (?:travel|improvement|good))?|good(?: is| looks like)?|"
    r"polarity|desired(?: direction| trend)?|(?:which|what) (?:way|direction) is (?:better|good)|"
    r"higher or lower|improvement(?: direction)?|good direction",
    "owner": r"(?:data |measure )?(?:owners?|leads?)|responsible|who|collected by|data collector",
    "source": r"(?:data )?sources?(?: of data)?|system",
    "definition": r"(?:operational )?definitions?|descriptions?|how measured|how (?:we|it is) "
    r"(?:measure|measured)(?: it)?",
    "domain": r"domains?|categor(?:y|ies)|quadrants?|themes?|dimensions?|sections?|areas?|groups?|"
    r"box|perspectives?",
    "notes": r"(?:weekly |any )?(?:notes?|comments?|narrative|commentary|remarks?|context|"
    r"observations?|what happened|events?|reasons?)(?: ?(?:[/&]|and|for the week) ?\w*)?",
    "number": r"(?:no|nr|ref|id|#|row|item no|number|order)\.?",
}
_PATTERNS: Final = {role: re.compile(words, re.IGNORECASE) for role, words in _ROLES.items()}
_DERIVED: Final = (
    r"totals?|averages?|avg|mean|sum|medians?|ytd|year[ -]to[ -]date|cumulative|running total|"
    r"max(?:imum)?|min(?:imum)?|variance|std ?dev|ucl|lcl|(?:rolling|moving) (?:average|total|mean)"
)
_DERIVED_HEADING: Final = re.compile(
    rf"\b(?:{_DERIVED}|baseline|rag|status|trend|sparkline|change|q[1-4]|quarter|range|previous|"
    r"last year|difference|count)\b",
    re.IGNORECASE,
)
_DERIVED_LINE: Final = re.compile(
    rf"(?:(?:grand|sub|overall|weekly|monthly|group|domain|section)[ -]?)?(?:{_DERIVED})"
    r"(?: (?:for|of) (?:the )?(?:week|month|year|period|quarter|above|all|section))?"
    rf"|.*\b(?:ytd|year[ -]to[ -]date|cumulative|running total|(?:rolling|moving) "
    r"(?:average|total|mean)|ucl|lcl)",
    re.IGNORECASE,
)
_TARGET_LINE: Final = re.compile(
    r"(?P<of>.*?)[\s:\-–(]*\b(?:goal|target|aim|standard|trajectory)\)?", re.IGNORECASE
)


def _plain(text: str) -> str:
    return re.sub(r"\(.*?\)", "", text).strip(" :*-–.").strip()


def role_of(heading: str) -> str:
    """Return what a heading stands for: name, unit, goal...; "total", or "" if nobody knows."""
    text = _plain(heading)
    for role, pattern in _PATTERNS.items():
        if pattern.fullmatch(text):
            return role
    return "total" if _DERIVED_HEADING.search(heading) else ""


def derived_line(name: str) -> bool:
    """Whether a line of that name is a total or average, and no measure of its own."""
    text = _plain(name)
    return bool(_DERIVED_LINE.fullmatch(text) or _DERIVED_LINE.fullmatch(name.strip(" :().")))


def target_of(name: str) -> str | None:
    """Return whose target a line gives ("" for the line above), or None if it gives none."""
    found = _TARGET_LINE.fullmatch(name.strip())
    return found["of"] if found else None


def is_notes(name: str) -> bool:
    """Whether a line of that name holds notes of the weeks."""
    return bool(_PATTERNS["notes"].fullmatch(_plain(name)))
