"""Medians: where each measure stands, new medians accepted, and taken back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import pandas as pd

from vmbox.errors import MeasureError, WorkbookError
from vmbox.measures import NewMedian, spoken
from vmbox.measures.dates import parse_date
from vmbox.verbs.opened import OpenBoxScore, open_box_score
from vmbox.workbook import judged, read
from vmbox.workbook import layout as at
from vmbox.workbook.dates import day_of
from vmbox.workbook.headings import as_text
from vmbox.workbook.judging import proposal_in_words

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator

    from vmbox.measures import BoxScore

COLUMNS: Final = (
    "measure",
    "unit",
    "baseline_median",
    "current_median",
    "phase",
    "since",
    "points",
    "baseline",
    "firm",
    "proposed",
    "because",
)


@dataclass(frozen=True)
class Acceptance:
    """A new median to accept: the measure, the week that it begins, and why."""

    measure: str
    week: dt.date
    reason: str = ""

    @classmethod
    def parse(cls, text: str, reason: str = "") -> Acceptance:
        """Return what "Falls=2026-03-02" says.

        Raises
        ------
        MeasureError
            It has no measure, or no week.
        """
        name, sign, week = text.rpartition("=")
        if not sign or not name.strip() or not week.strip():
            raise MeasureError(
                f"'{text}' names no measure and week. Write it as 'Falls=2026-03-02'."
            )
        return cls(" ".join(name.split()), parse_date(week.strip()), reason)


def standing(box: BoxScore) -> pd.DataFrame:
    """Return where each measure stands, one row a measure.

    Columns: measure, unit, baseline_median, current_median, phase (1 for the baseline), since (the
    week that it began), points and baseline (points that it has and needs), firm, proposed (the
    week from which a new median is proposed) and because.
    """
    rows = []
    for judgement in judged(box):
        phases = judgement.analysis.phases
        proposal = judgement.proposal
        rows.append(
            (
                judgement.measure.name,
                judgement.measure.unit,
                judgement.baseline_median,
                judgement.current_median,
                len(phases) or None,
                box.weeks[phases[-1].start].date() if phases else None,
                judgement.current_points,
                judgement.measure.baseline,
                judgement.firm,
                box.weeks[proposal.start].date() if proposal else None,
                proposal_in_words(judgement, box.weeks),
            )
        )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def proposals(box: BoxScore) -> tuple[Acceptance, ...]:
    """Return the new medians that the run-chart rules propose, none of them accepted yet."""
    return tuple(
        Acceptance(
            judgement.measure.name,
            box.weeks[judgement.proposal.start].date(),
            proposal_in_words(judgement, box.weeks),
        )
        for judgement in judged(box)
        if judgement.proposal is not None
    )


def medians(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Return where each measure of a workbook stands; see `standing`."""
    return standing(read(path))


def accept(
    path: str | os.PathLike[str],
    acceptances: Iterable[Acceptance],
    *,
    backup: bool = False,
) -> tuple[NewMedian, ...]:
    """Return the new medians that were written into a workbook's Medians register.

    Those that are there already are left as they are.

    Raises
    ------
    MeasureError
        A measure that the box score does not have (names the nearest), a week that is none of its
        weeks, one without a point from there on, or no reason.
    VmboxError
        As of `vmbox.read`; or the file cannot be written.
    """
    with open_box_score(path, backup=backup) as opened:
        return accept_opened(opened, acceptances)


def accept_proposed(path: str | os.PathLike[str], *, backup: bool = False) -> tuple[NewMedian, ...]:
    """Return the new medians written: all that the rules propose, for the reason that they give.

    Raises
    ------
    VmboxError
        As of `accept`.
    """
    with open_box_score(path, backup=backup) as opened:
        return accept_opened(opened, proposals(opened.box))


def accept_opened(
    opened: OpenBoxScore, acceptances: Iterable[Acceptance], *, today: dt.date | None = None
) -> tuple[NewMedian, ...]:
    """Return the new medians written into a box score that is open already; see `accept`."""
    box = opened.box
    day = today or dt.date.today()  # noqa: DTZ011  (the day where the person is)
    known = {(row.measure.casefold(), row.week) for row in box.medians}
    rows = []
    for one in acceptances:
        measure = box.measure(one.measure)
        _check_week(box, measure.name, one)
        if (measure.name.casefold(), one.week) not in known:
            known.add((measure.name.casefold(), one.week))
            rows.append(NewMedian(measure.name, one.week, one.reason, opened.who, day))
    if rows:
        opened.box = replace(box, medians=(*box.medians, *rows))
        fields = ("measure", "week", "reason", "who", "when")
        opened.append(
            at.MEDIANS_TABLE,
            [
                dict(zip(at.MEDIANS_COLUMNS, (getattr(row, name) for name in fields), strict=True))
                for row in rows
            ],
        )
        words = ", ".join(f"{row.measure} from {spoken(row.week)}" for row in rows)
        opened.save(f"Accepted a new median: {words}")
    return tuple(rows)


def _check_week(box: BoxScore, name: str, one: Acceptance) -> None:
    if not one.reason.strip():
        raise MeasureError(
            f"The new median of '{name}' has no reason. Say why in a few words, as people will ask."
        )
    week = pd.Timestamp(one.week)
    if week not in box.weeks:
        raise MeasureError(
            f"{box.team} has no {box.period} that begins on {spoken(one.week)}. Its "
            f"{box.period}s begin from {spoken(box.weeks[0].date())} to "
            f"{spoken(box.weeks[-1].date())}, 7 days apart."
            if box.period == "week"
            else f"{box.team} has no month that begins on {spoken(one.week)}."
        )
    if box.values[name].loc[week:].notna().sum() == 0:
        raise MeasureError(
            f"'{name}' has nothing recorded from {spoken(one.week)} on, so there is nothing to "
            "take a median of."
        )


def undo(path: str | os.PathLike[str], *, backup: bool = False) -> NewMedian:
    """Return the new median that was taken back: the last row of the Medians register.

    Raises
    ------
    WorkbookError
        There is none.
    """
    with open_box_score(path, backup=backup) as opened:
        return undo_opened(opened)


def undo_opened(opened: OpenBoxScore) -> NewMedian:
    """Return the new median taken back in a box score that is open already; see `undo`."""
    rows = list(_register_rows(opened))
    if not rows:
        raise WorkbookError(
            f"{opened.found.book.path}: no new median was accepted, so none can be taken back."
        )
    last = opened.box.medians[-1]
    opened.clear_row(at.MEDIANS_TABLE, rows[-1])
    opened.box = replace(opened.box, medians=opened.box.medians[:-1])
    opened.save(f"Took back the new median: {last.measure} from {spoken(last.week)}")
    return last


def _register_rows(opened: OpenBoxScore) -> Iterator[int]:
    """The sheet rows of the accepted medians, in the order of the register."""
    book = opened.found.book
    tables = {name.casefold(): table for name, table in book.tables.items()}
    table = tables[at.MEDIANS_TABLE.casefold()]
    places = {
        header.casefold(): table.first_column + place for place, header in enumerate(table.columns)
    }
    measure, week = (places[name.casefold()] for name in at.MEDIANS_COLUMNS[:2])
    for row in range(table.first_row + 1, table.last_row + 1):
        named = as_text(table.sheet.cell(row, measure).value).strip()
        if named and day_of(table.sheet.cell(row, week).value, date1904=book.date1904):
            yield row
