"""What the rows above a data tab's Table say of each measure: unit, direction, goal, words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vmbox.errors import did_you_mean
from vmbox.measures import BETTER, UNITS
from vmbox.verbs.checking.codes import finding
from vmbox.workbook import layout as at
from vmbox.workbook.cells import address
from vmbox.workbook.headings import as_text, spare_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmbox.workbook.findings import Finding
    from vmbox.workbook.headings import Heading
    from vmbox.workbook.reading import Found
    from vmbox.workbook.tab_reading import TabReader

_SPARE: Final = "spare "
# What people write for a unit that the workbook has under another name.
_MEANT: Final = {
    **dict.fromkeys(("percent", "per cent", "percentage", "pct", "% of", "share"), "%"),
    **dict.fromkeys(("£", "pounds", "pound", "gbp (£)", "£s", "money"), "GBP"),
    **dict.fromkeys(("number", "no", "no.", "n", "#", "number of", "counts", "total"), "count"),
    **dict.fromkeys(("per 1000", "per thousand", "/1000", "/1,000", "rate"), "per 1,000"),
    **dict.fromkeys(("hour", "hrs", "hr", "h"), "hours"),
    **dict.fromkeys(("day", "d"), "days"),
    **dict.fromkeys(("time", "hh:mm", "clock"), "time of day"),
    **dict.fromkeys(("scores", "points", "rating"), "score"),
}


def definition_findings(found: Found) -> Iterator[Finding]:
    """Yield what is missing or unclear above the Tables."""
    seen: dict[str, tuple[TabReader, Heading]] = {}
    for tab in found.tabs.values():
        yield from _labels(tab)
        yield from _spares(tab)
        for heading in tab.headings:
            yield from _once(tab, heading, seen)
            yield from _unit(tab, heading)
            if _is_input(tab, heading):
                continue
            yield from _better(tab, heading)
            yield from _goal(tab, heading)
            if not _words(tab, at.DEFINITION, heading):
                yield _said(
                    *(tab, at.DEFINITION, heading, "definition-missing"),
                    f"'{heading.name}' has no definition.",
                    "Write what is counted and how, so that everybody counts the same.",
                )


def _is_input(tab: TabReader, heading: Heading) -> bool:
    """Whether a column is no line of the box score; a calculated input has no baseline."""
    if heading.kind == at.KIND_CALCULATED:
        return tab.label(at.BASELINE, heading.column).value is None
    return heading.kind in {at.KIND_INPUT, at.KIND_COST_LINE}


def _said(tab: TabReader, label: str, heading: Heading, code: str, found: str, do: str) -> Finding:
    row = tab.labels.get(label, tab.table.first_row)
    return finding(code, tab.sheet.name, address(row, heading.column), found, do)


def _words(tab: TabReader, label: str, heading: Heading) -> str:
    return as_text(tab.label(label, heading.column).value).strip()


def _labels(tab: TabReader) -> Iterator[Finding]:
    if at.UNIT not in tab.labels:
        return  # reading says so
    for label in at.LABELS:
        if label not in tab.labels:
            words = f"There is no row '{label}' above the Table."
            do = "Put the label back in the first column, or run `vmbox repair`."
            yield finding("label-missing", tab.sheet.name, "", words, do)


def _spares(tab: TabReader) -> Iterator[Finding]:
    """Spare columns whose Kind no longer says by itself when somebody uses them."""
    for header, column in tab.places.items():
        if not header.casefold().startswith(_SPARE) or at.KIND not in tab.labels:
            continue
        value, formula = tab.label(at.KIND, column)
        if formula is not None and spare_words(formula)[0]:
            continue
        code = "formula-altered" if formula else "formula-overwritten"
        if not formula and value in (None, ""):
            code = "formula-cleared"
        yield finding(
            code,
            tab.sheet.name,
            address(tab.labels[at.KIND], column),
            f"The formula that tells whether '{header}' is in use is not there.",
            "Run `vmbox repair`, which puts the formula back.",
        )


def _once(
    tab: TabReader, heading: Heading, seen: dict[str, tuple[TabReader, Heading]]
) -> Iterator[Finding]:
    other, first = seen.setdefault(heading.name.casefold(), (tab, heading))
    if first is not heading:
        place = f"{other.sheet.name}!{address(other.table.first_row, first.column)}"
        yield finding(
            "name-twice",
            tab.sheet.name,
            address(tab.table.first_row, heading.column),
            f"'{heading.name}' is also the heading of {place}.",
            "Give each its own name: nobody can tell them apart on the front page.",
        )


def _unit(tab: TabReader, heading: Heading) -> Iterator[Finding]:
    unit = _words(tab, at.UNIT, heading)
    if not unit:
        yield _said(
            *(tab, at.UNIT, heading, "unit-missing"),
            f"'{heading.name}' has no unit; it is taken for a count.",
            f"Choose one: {', '.join(UNITS)}, or a word of your own.",
        )
    elif unit not in UNITS:
        meant = _MEANT.get(unit.casefold(), "")
        hint = f" Did you mean '{meant}'?" if meant else did_you_mean(unit, UNITS)
        if hint:
            yield _said(
                *(tab, at.UNIT, heading, "unit-misspelt"),
                f"'{heading.name}' is in '{unit}', which has no number format or limits.{hint}",
                "Choose the unit from the cell's list, if that is meant.",
            )
        else:
            yield _said(
                *(tab, at.UNIT, heading, "unit-unknown"),
                f"'{heading.name}' is in '{unit}', a unit of the team's own.",
                "Nothing, if that is meant: numbers are shown as they are typed.",
            )


def _better(tab: TabReader, heading: Heading) -> Iterator[Finding]:
    better = _words(tab, at.BETTER, heading)
    if not better:
        yield _said(
            *(tab, at.BETTER, heading, "better-missing"),
            f"Nobody said which way is better for '{heading.name}'.",
            "Choose up, down or neutral.",
        )
    elif better.casefold() not in BETTER:
        yield _said(
            *(tab, at.BETTER, heading, "better-unclear"),
            f"Better is '{better}' for '{heading.name}'.{did_you_mean(better, BETTER)}",
            "Choose up, down or neutral.",
        )


def _goal(tab: TabReader, heading: Heading) -> Iterator[Finding]:
    goal = tab.label(at.GOAL, heading.column).value
    words = as_text(goal).strip()
    if not words:
        yield _said(
            *(tab, at.GOAL, heading, "goal-missing"),
            f"'{heading.name}' has no goal.",
            "Type one if the team has one.",
        )
    elif not isinstance(goal, float):
        yield _said(
            *(tab, at.GOAL, heading, "goal-unclear"),
            f"The goal of '{heading.name}' is '{words}', which is no number: no line is drawn.",
            "Type a number alone, such as 90% or 5.",
        )
