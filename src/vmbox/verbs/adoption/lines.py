"""The lines of a block: which are measures, bands, totals or notes, and what stands beside them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from vmbox.verbs.adoption import roles, vocabulary
from vmbox.verbs.adoption.labels import Labels
from vmbox.verbs.adoption.ledger import Ledger, is_figure
from vmbox.verbs.adoption.view import View, empty, shown, words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from vmbox.measures import Domain
    from vmbox.tables import GridValue
    from vmbox.verbs.adoption.blocks import Block
    from vmbox.verbs.adoption.dating import Dated
    from vmbox.verbs.adoption.view import Spot

_GENERIC = frozenset(
    {"numerator", "denominator", "num", "den", "%", "rate", "percentage", "number", "total number"}
)
_LONG_NAME = 100


@dataclass(frozen=True)
class DatedCell:
    """What stands on a line in a week, and where."""

    day: dt.date
    spot: Spot
    where: str
    value: GridValue


@dataclass(frozen=True)
class Line:
    """A line that may become a measure, or notes of the weeks.

    Attributes
    ----------
    name, where, domain
        Its name as it stands there; its place; the domain of its band, column or sheet, if any.
    labels
        What the label columns say: unit, goal, better, owner, source, definition, notes.
    cells
        What stands in the weeks.
    spots
        All cells of the line that are its own.
    notes
        Whether it holds the notes of the weeks.
    unless
        Why it is left out where no map names it; "" for a measure.
    total
        Whether that is because it can be worked out anew.
    monthly
        Whether it stands below months.
    block
        Which block it is of, counted over the file; `sheet` is the grid's number.
    """

    name: str
    where: str
    domain: Domain | None
    labels: Mapping[str, GridValue]
    cells: tuple[DatedCell, ...]
    spots: tuple[Spot, ...]
    block: int
    sheet: int
    notes: bool = False
    unless: str = ""
    total: bool = False
    monthly: bool = False


@dataclass
class _State:
    """What holds for the lines that follow."""

    domain: Domain | None = None
    heading: str = ""
    lines: list[Line] = field(default_factory=list)


def read_lines(block: Block, days: Dated, ledger: Ledger, number: int) -> list[Line]:
    """Return the lines of a block in their order; what belongs to none of them is left out."""
    return _Reading(block, days, ledger, number).lines()


def _is_target(of: str | None, line: Line) -> bool:
    """Whether a line of targets ("" for the nearest measure above) is of this line."""
    if of is None or line.notes or line.unless:
        return False
    return not of or of.casefold() == line.name.casefold()


def title_of(block: Block, ledger: Ledger) -> tuple[str, str]:
    """Return the first text above the figures and its place: most often whose box score it is."""
    view = block.view
    edge = block.header
    if view.turned:
        edge = max(Labels(block).name_at, 0)
    plain = View(view.grid, view.number)
    for row in range(min(edge, len(plain.lines))):
        for at in range(plain.width):
            text = plain.text(row, at)
            if text and not is_figure(text) and not roles.role_of(text):
                ledger.use(plain.spot(row, at))
                return text, plain.where(row, at)
    return "", ""


class _Reading:
    """One block on its way to its lines."""

    def __init__(self, block: Block, days: Dated, ledger: Ledger, number: int) -> None:
        self.block, self.view, self.days = block, block.view, days
        self.ledger, self.number = ledger, number
        self.labels = labels = Labels(block)
        self.below, self.headings, self.roles = labels.below, labels.headings, labels.roles
        self.name_at, self.domain_at = labels.name_at, labels.domain_at
        self._use_headings()

    def lines(self) -> list[Line]:
        """Return the lines."""
        state = _State(self._corner() or vocabulary.band(self.view.grid.sheet))
        for line in self.below:
            if line not in self.block.again:
                self._line(line, state)
        self._leave_columns()
        return self._with_targets(state.lines)

    def _with_targets(self, lines: list[Line]) -> list[Line]:
        """The lines, a line of targets being the goal of the measure that it is the target of."""
        kept: list[Line] = []
        for line in lines:
            of = roles.target_of(line.name)
            whose = next(
                (at for at in reversed(range(len(kept))) if _is_target(of, kept[at])), None
            )
            if whose is None or line.notes:
                kept.append(line)
                continue
            goals = {words(cell.value) or cell.value for cell in line.cells}
            if len(goals) == 1 and "goal" not in kept[whose].labels:
                labels = {**kept[whose].labels, "goal": goals.pop()}
                kept[whose] = replace(kept[whose], labels=labels)
                for spot in line.spots:
                    self.ledger.use(spot)
            else:
                why = "targets of the weeks: a measure has one goal"
                kept.append(replace(line, unless=why, total=True))
        return kept

    def _use_headings(self) -> None:
        view, block = self.view, self.block
        for line in (block.header, *block.again):
            for at in block.stamps:
                self.ledger.use(view.spot(line, at))
        known = [at for at, role in self.roles.items() if role not in ("", "total", "number")]
        for at in {*known, self.name_at, self.domain_at} - {-1}:
            for line in range(max(0, block.header - 2), block.header + 1):
                if view.text(line, at) and view.text(line, at) == self.headings.get(at):
                    self.ledger.use(view.spot(line, at))
        for at in self.headings:
            if self.labels.is_second_heading(block.header + 1):
                self.ledger.use(view.spot(block.header + 1, at))

    def _corner(self) -> Domain | None:
        return vocabulary.band(self.headings.get(self.name_at, ""))

    # ------------------------------------------------------------------ lines
    def _line(self, line: int, state: _State) -> None:
        view = self.view
        if self.domain_at >= 0 and (text := view.text(line, self.domain_at)):
            state.domain = vocabulary.domain_in(text)
            self.ledger.use(view.spot(line, self.domain_at))
        name = view.text(line, self.name_at) if self.name_at >= 0 else ""
        cells = self._cells(line)
        if not name:
            self._nameless(line, cells, state)
        elif not cells and self._is_band(line, name, state):
            return
        elif cells or self._has_labels(line):
            state.lines.append(self._made(line, name, cells, state))
            if name.casefold() not in _GENERIC:
                state.heading = name if not cells else ""
        else:
            state.heading = name
            self._empty(line, name, state)

    def _nameless(self, line: int, cells: tuple[DatedCell, ...], state: _State) -> None:
        if cells:
            spots = [self.view.spot(line, at) for at in range(self.block.begin, self.block.end)]
            what = ", ".join(shown(cell.value) for cell in cells[:3])
            self.ledger.leave(spots, self.view.where(line), what, "no name stands beside it")
            return
        for at in self.labels.before():
            if (text := self.view.text(line, at)) and (domain := vocabulary.band(text)):
                state.domain = domain
                self.ledger.use(self.view.spot(line, at))

    def _is_band(self, line: int, name: str, state: _State) -> bool:
        """Whether a line without figures is the heading of a domain; then it holds from here."""
        domain = vocabulary.band(name)
        if domain is None and roles.role_of(name) != "name":
            return False
        if domain is not None:
            state.domain, state.heading = domain, ""
        self.ledger.use(self.view.spot(line, self.name_at))
        return True

    def _empty(self, line: int, name: str, state: _State) -> None:
        """A name with nothing beside it: a heading over a part, or a measure never recorded."""
        if self.view.spread(line, self.name_at) > 1:
            state.domain = None
        spots = tuple(self.view.spot(line, at) for at in range(self.block.begin, self.block.end))
        if len(name) > _LONG_NAME:
            self.ledger.leave(spots, self.view.where(line), shown(name), "a remark, and no measure")
            return
        why = "a heading that is no domain, or a measure without any figure"
        state.lines.append(
            Line(
                name,
                self.view.where(line),
                state.domain,
                {},
                (),
                spots,
                self.number,
                self.view.number,
                unless=why,
            )
        )

    def _has_labels(self, line: int) -> bool:
        return any(
            not empty(self.view.at(line, at))
            for at, role in self.roles.items()
            if role in ("unit", "goal")
        )

    def _cells(self, line: int) -> tuple[DatedCell, ...]:
        view = self.view
        return tuple(
            DatedCell(day, view.spot(line, at), view.where(line, at), view.at(line, at))
            for at, day in self.days.days.items()
            if not empty(view.at(line, at))
        )

    def _made(self, line: int, name: str, cells: tuple[DatedCell, ...], state: _State) -> Line:
        view = self.view
        dated = {cell.spot for cell in cells}
        own = {self.name_at, self.domain_at, *self.labels.taken} - {-1}
        spots = {view.spot(line, at) for at in own} | dated
        full = f"{state.heading} {name}" if name.casefold() in _GENERIC and state.heading else name
        made = Line(
            full,
            view.where(line),
            state.domain,
            self._labels_of(line),
            cells,
            tuple(sorted(spots)),
            self.number,
            view.number,
            monthly=self.days.monthly,
        )
        return self._judged(made, name)

    def _judged(self, line: Line, name: str) -> Line:
        if roles.is_notes(name):
            return replace(line, notes=True)
        if roles.derived_line(name):
            return replace(line, unless="a total or average: it is worked out anew", total=True)
        if not any(is_figure(cell.value) for cell in line.cells):
            return replace(line, unless="no figure in any week")
        return line

    def _labels_of(self, line: int) -> dict[str, GridValue]:
        found: dict[str, GridValue] = {}
        for at, role in self.labels.taken.items():
            value = self.view.at(line, at)
            if not empty(value):
                found[role] = words(value) or value
        return found

    # --------------------------------------------------------------- the rest
    def _leave_columns(self) -> None:
        """Leave out the positions that belong to no week and are no label."""
        for at, why in self.days.undated.items():
            self._leave_column(at, why, total=False)
        used = {self.name_at, self.domain_at, *self.labels.taken}
        for at in self.headings:
            if at in used:
                continue
            role = self.roles[at]
            if role == "total":
                self._leave_column(at, "worked out anew, or told by the workbook", total=True)
            elif role == "number":
                self._leave_column(at, "a number of the line", total=True)
            elif not self.view.turned or at > self.block.label_stop or self.headings[at]:
                self._leave_column(at, self._why(at), total=False)

    def _why(self, at: int) -> str:
        if at > self.block.label_stop:
            return "no date stands over it" if not self.view.turned else "no date stands beside it"
        return "its heading says nothing that a box score has"

    def _leave_column(self, at: int, why: str, *, total: bool) -> None:
        view = self.view
        lines: Iterable[int] = self.below
        spots = [view.spot(line, at) for line in lines]
        top = view.at(self.block.header, at)
        heading = self.headings.get(at, "") or ("" if empty(top) else shown(top))
        if any(not empty(self.ledger.value(spot)) for spot in spots):
            spots.append(view.spot(self.block.header, at))
        what = heading or "no heading"
        self.ledger.leave(spots, view.where_across(at), what, why, total=total)
