"""Every code that a check can give, how grave it is, and what it stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from vmbox.workbook.cells import address
from vmbox.workbook.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vmbox.workbook.port import Place

SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "note")
_NAMED_CELLS: Final = 3


class Code(NamedTuple):
    """How grave a code is, and what it stands for in a few words; docs/checks.md has the rest."""

    severity: Severity
    title: str


CODES: Final = {
    # The file and its parts
    "not-read": Code("error", "The file cannot be opened, or is no box score"),
    "schema-newer": Code("error", "Made by a newer vmbox"),
    "schema-older": Code("warning", "Made by an older vmbox"),
    "table-missing": Code("error", "A Table is missing or renamed"),
    "column-missing": Code("error", "A Table's own column is missing or renamed"),
    "name-missing": Code("error", "A defined name is missing"),
    "name-broken": Code("warning", "A defined name points nowhere"),
    "label-missing": Code("error", "A row above a Table has lost its label"),
    "below-table": Code("error", "Something stands below a Table and is not part of it"),
    "part-gone": Code("note", "The front page or a title has lost what it showed"),
    "sheet-protected": Code("note", "A sheet is protected"),
    "tab-hidden": Code("note", "A data tab is hidden"),
    "link-out": Code("warning", "A formula or the file points to another file"),
    # Formulas
    "calc-lost": Code("error", "The formulas behind the box score cannot be found"),
    "formula-overwritten": Code("error", "A value stands where a formula belongs"),
    "formula-altered": Code("error", "A formula is not the one that belongs there"),
    "formula-cleared": Code("error", "A cell that should have a formula is empty"),
    "typed-over": Code("warning", "A calculated column was typed over"),
    "error-value": Code("error", "A formula shows an error"),
    "stale-value": Code("warning", "A formula shows an old value, or none"),
    # Measures
    "measure-unclear": Code("error", "The rows above a heading say what cannot be"),
    "measures-unclear": Code("error", "The headings do not fit together"),
    "name-twice": Code("error", "Two columns have one name"),
    "unit-missing": Code("warning", "A measure has no unit"),
    "unit-misspelt": Code("warning", "A unit is written in another way"),
    "unit-unknown": Code("note", "A unit of the team's own"),
    "better-missing": Code("warning", "Nobody said which way is better"),
    "better-unclear": Code("error", "'Better' is not up, down or neutral"),
    "goal-missing": Code("note", "A measure has no goal"),
    "goal-unclear": Code("error", "A goal is no number"),
    "definition-missing": Code("note", "A measure has no definition"),
    # Numbers
    "text-in-number": Code("error", "Text where a number belongs"),
    "date-in-number": Code("warning", "A date where a number belongs"),
    "value-impossible": Code("error", "A number that cannot be"),
    "numerator-over": Code("error", "A part is larger than its whole"),
    "capacity-over": Code("error", "More hours used than contracted"),
    # Weeks
    "week-unclear": Code("error", "A row of the Table has no date"),
    "week-twice": Code("error", "A week stands twice"),
    "week-missing": Code("error", "A data tab has not the weeks of the others"),
    "week-gap": Code("warning", "A week was left out"),
    "week-order": Code("error", "The weeks are not in order"),
    "week-off-day": Code("warning", "A week begins on another weekday"),
    "week-future": Code("warning", "Numbers in a week that has not begun"),
    "not-recorded": Code("warning", "Nothing recorded for weeks"),
    "measure-silent": Code("note", "A measure was not recorded for weeks"),
    # Medians
    "baseline-short": Code("note", "A baseline is not firm yet"),
    "median-measure": Code("error", "A new median names no measure of the workbook"),
    "median-week": Code("error", "A new median begins in no week of the workbook"),
    "median-midweek": Code("note", "A new median begins within a week"),
    "median-bare": Code("note", "A new median without a reason or a person"),
    # Patients
    "identifier": Code("error", "A patient's CHI or NHS number"),
    "identifier-like": Code("warning", "A number that may be a patient's NHS number"),
}


def finding(code: str, sheet: str, cell: str, found: str, do: str) -> Finding:
    """Return a finding, as grave as its code is."""
    return Finding(code, CODES[code].severity, sheet, cell, found, do)


def also(places: Sequence[Place]) -> str:
    """Return where else, after the first place: " Also in B20, B21 and 7 more."; "" for nowhere."""
    rest = [address(*place) for place in places[1:]]
    if not rest:
        return ""
    named, more = rest[:_NAMED_CELLS], len(rest) - _NAMED_CELLS
    if more > 0:
        return f" Also in {', '.join(named)} and {more} more."
    *most, last = named
    return f" Also in {', '.join(most)} and {last}." if most else f" Also in {last}."
