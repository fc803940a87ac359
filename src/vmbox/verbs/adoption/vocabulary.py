"""What words say of a measure: its domain, its unit and which way is better. Guesses, all told."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from vmbox.measures import load_set, settings
from vmbox.measures.csv_table import plain

if TYPE_CHECKING:
    from vmbox.measures import Better, Domain, Item

_BANDS: Final[dict[str, Domain]] = {
    **dict.fromkeys(
        ("quality", "effectiveness", "effective", "timeliness", "timely", "access", "flow"),
        "Quality",
    ),
    **dict.fromkeys(("performance", "delivery", "outcomes", "outcome"), "Quality"),
    **dict.fromkeys(("safety", "safe", "harm", "harms"), "Safety"),
    **dict.fromkeys(("experience", "wellbeing", "morale", "satisfaction"), "Experience"),
    **dict.fromkeys(
        ("capacity", "workforce", "staffing", "productivity", "efficiency", "resource"), "Capacity"
    ),
    **dict.fromkeys(
        ("cost", "costs", "finance", "finances", "financial", "money", "spend", "budget"), "Cost"
    ),
}
_FILLERS: Final = frozenset(
    (
        *("patient", "patients", "staff", "person", "centred", "people", "our", "the", "clinical"),
        *("care", "and", "of", "measure", "measures", "metrics", "indicators", "domain", "section"),
        *("service", "team", "ward", "user", "users", "family", "carer", "carers"),
    )
)
# The words of a measure, the surest first: domain, and which way is better.
_NAMES: Final[tuple[tuple[str, Domain, Better], ...]] = (
    (r"hand hygiene|checklist|bundle|safety (?:check|brief|huddle)", "Safety", "up"),
    (r"falls?\b|fallers", "Safety", "down"),
    (r"pressure (?:ulcer|damage|sore|injur)", "Safety", "down"),
    (
        r"infection|c\.? ?diff|\bsabs?\b|mrsa|bacteraemia|cauti|sepsis cases|norovirus",
        "Safety",
        "down",
    ),
    (
        r"(?:medic\w+|drug|prescribing|dispensing) (?:error|incident)|omitted|missed dose",
        "Safety",
        "down",
    ),
    (r"cardiac arrest|crash call|\bharms?\b|violence|restraint|self[- ]harm", "Safety", "down"),
    (r"incident|datix|adverse event|near miss|\bsaers?\b|error", "Safety", "down"),
    (r"early warning|\bnews2?\b|risk assessment|\bvte\b|must score|4at", "Safety", "up"),
    (r"complaint|concerns? raised|grievance", "Experience", "down"),
    (
        r"compliment|thank|satisf|would recommend|care opinion|happy|rate (?:their|the)",
        "Experience",
        "up",
    ),
    (
        r"experience|feel(?:ing)? (?:safe|supported|valued|listened)|wellbeing|morale|imatter",
        "Experience",
        "up",
    ),
    (r"sickness|absence|absentee|vacanc|turnover|lost time", "Capacity", "down"),
    (r"overtime|\bbank\b|agency|locum|supplementary", "Cost", "down"),
    (r"\bspend|\bcosts?\b|expenditure|overspend|£|budget|\bpay\b", "Cost", "down"),
    (r"training|appraisal|pdps?\b|supervision|\bturas\b", "Capacity", "up"),
    (
        r"occupancy|\bhours\b|\bwte\b|headcount|occupied bed|caseload|staff(?:ing)? (?:on|level)",
        "Capacity",
        "neutral",
    ),
    (r"\bdnas?\b|did not attend|not attended|no[- ]show|cancel", "Quality", "down"),
    (
        r"wait|length of stay|\blos\b|delay|overdue|backlog|readmi|breach|late\b|boarder",
        "Quality",
        "down",
    ),
    (r"time to|turnaround|days to", "Quality", "down"),
    (
        r"on time|before noon|within \d+|complian|complete|reviewed|seen|goals? met|audit",
        "Quality",
        "up",
    ),
    (
        r"referral|admission|attendance|activity|contacts|appointments|new patients",
        "Capacity",
        "neutral",
    ),
)
_NAMED: Final = tuple(
    (re.compile(words, re.IGNORECASE), domain, better) for words, domain, better in _NAMES
)
_UNITS: Final = (
    ("%", r"%|per ?cent(?:age)?s?|proportion|share|% ?(?:compliance|compliant)|rate \(?%\)?"),
    ("per 1,000", r"(?:rate )?(?:per|/) ?(?:1,?000|1k|thousand)\b.*"),
    ("GBP", r"£s?(?:k)?|gbp|pounds?(?: sterling)?|money|cost|currency"),
    ("days", r"days?|bed days"),
    ("hours", r"hours?|hrs?|h"),
    ("time of day", r"time of day|time|clock(?: time)?|hh:mm"),
    ("score", r"scores?|rating|out of \d+|index|points?"),
    ("count", r"counts?|numbers?|no\.?|n|nr|#|whole number|integer|cases|incidents|patients"),
)
_UNIT: Final = tuple((unit, re.compile(words, re.IGNORECASE)) for unit, words in _UNITS)
_IN_NAME: Final = (
    ("per 1,000", r"(?:per|/) ?(?:1,?000|thousand)\b"),
    ("%", r"%|per ?cent|proportion|share of|complian(?:ce|t)"),
    ("GBP", r"£|\bgbp\b|\bcosts?\b|\bspend|expenditure"),
    ("days", r"length of stay|\blos\b|\bdays? (?:to|from|wait)|\(days\)|wait.*days"),
    ("hours", r"\bhours?\b|\bhrs\b"),
    ("score", r"\bscore\b|\brating\b"),
)
_NAMED_UNIT: Final = tuple((unit, re.compile(words, re.IGNORECASE)) for unit, words in _IN_NAME)
_THOUSANDS: Final = re.compile(
    r"£ ?(?:k|000s?|'000s?|m)\b|£ ?(?:thousands?|millions?)", re.IGNORECASE
)
_UP: Final = re.compile(
    r".*(?:[↑▲⬆↗]|\bhigher\b|\bup\b|\bincrease|\bmore\b|\bmaximi|\bhigh\b|≥|>|\bat least\b"
    r"|\bmin\b).*",
    re.IGNORECASE,
)
_DOWN: Final = re.compile(
    r".*(?:[↓▼⬇↘]|\blower\b|\bdown\b|\bdecrease|\breduc|\bless\b|\bfewer\b|\bminimi|\blow\b|≤|<"
    r"|\bat most\b|\bmax\b).*",
    re.IGNORECASE,
)
_NEUTRAL: Final = re.compile(
    r"neutral|n/?a|either|balanc\w*|none|-|[↔→]|monitor(?: only)?", re.IGNORECASE
)


def band(text: str) -> Domain | None:
    """Return the domain that a heading over several measures names, if it names nothing else."""
    spoken = [word for word in re.findall(r"[a-z]+", text.casefold()) if word not in _FILLERS]
    domains = [_BANDS.get(word) for word in spoken]
    return domains[0] if domains and all(domains) else None


def domain_in(text: str) -> Domain | None:
    """Return the domain of a domain column's text: the first word that names one."""
    for word in re.findall(r"[a-z]+", text.casefold()):
        if word in _BANDS:
            return _BANDS[word]
    return None


def named(name: str) -> tuple[Domain, Better] | None:
    """Return the domain of a measure and which way is better, as its name suggests."""
    for pattern, domain, better in _NAMED:
        if pattern.search(name):
            return domain, better
    return None


def unit_word(text: str) -> str:
    """Return the unit that a text is: "£" is GBP; "" where it is none."""
    bare = text.strip(" ().:")
    return next((unit for unit, words in _UNIT if words.fullmatch(bare)), "")


def unit_in_name(name: str) -> str:
    """Return the unit that a measure's name speaks of, or ""."""
    for inner in re.findall(r"\(([^()]*)\)", name):
        if unit := unit_word(inner):
            return unit
    return next((unit for unit, words in _NAMED_UNIT if words.search(name)), "")


def in_thousands(text: str) -> bool:
    """Whether money is told in thousands or millions, which no unit of a box score is."""
    return bool(_THOUSANDS.search(text))


def direction(text: str) -> Better | None:
    """Return which way a text says is better: an arrow, "higher is better", "≤ 5"."""
    if _NEUTRAL.fullmatch(text.strip()):
        return "neutral"
    up, down = _UP.fullmatch(text), _DOWN.fullmatch(text)
    if bool(up) == bool(down):
        return None
    return "up" if up else "down"


def bare_name(name: str) -> str:
    """Return a name without the unit that stands in brackets behind it: "Falls (number)"."""
    found = re.fullmatch(r"(.*\S)\s*[(\[]([^()\[\]]*)[)\]]", name)
    return found[1] if found and unit_word(found[2]) else name


@cache
def known() -> dict[str, Item]:
    """Return every measure and input of the sets that come with vmbox, by plain name.

    General first, so that its definition stands where settings differ only in words.
    """
    items: dict[str, Item] = {}
    for key in sorted(settings(), key=lambda key: key != "general"):
        chosen = load_set(key)
        listed: tuple[Item, ...] = (*chosen.measures, *chosen.inputs)
        for item in listed:
            items.setdefault(plain(item.name), item)
    return items
