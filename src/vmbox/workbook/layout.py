"""Where everything is: sheets, tables, columns and names of the standard workbook.

The one place that knows. The template is built from it; reading and checking look for what it
names. Nothing is ever found by a sheet's name or a cell's address: people rename and move them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from vmbox.measures import DOMAINS, Domain, Input, Item, Measure
from vmbox.workbook.cells import NOWHERE, sheet_prefix

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vmbox.measures import BoxScore
    from vmbox.workbook.value_layout import ValuePlace

SCHEMA: Final = 1

# ------------------------------------------------------------------ sheets, tables, names
GUIDE: Final = "Guide"
FRONT: Final = "Box score"
MEDIANS: Final = "Medians"
HUDDLES: Final = "Huddles"
ACTIONS: Final = "Actions"
LEDGER: Final = "Ledger"
COST_MAP: Final = "Cost map"
VALUE_SHEET: Final = "Value"
LOG: Final = "Log"
CALC: Final = "Calc"
SHEETS: Final = (
    *(GUIDE, FRONT, *DOMAINS, VALUE_SHEET, MEDIANS, HUDDLES, ACTIONS),
    *(LEDGER, COST_MAP, LOG, CALC),
)

TABLES: Final = {domain: f"bs{domain}" for domain in DOMAINS}
MEDIANS_TABLE: Final = "bsMedians"
HUDDLES_TABLE: Final = "bsHuddles"
ACTIONS_TABLE: Final = "bsActions"
LEDGER_TABLE: Final = "bsLedger"
COST_MAP_TABLE: Final = "bsCostMap"
RECONCILIATION_TABLE: Final = "bsReconciliation"
BRIDGE_TABLE: Final = "bsBridge"
LOG_TABLE: Final = "bsLog"

NAME_SCHEMA: Final = "bsSchema"
NAME_TEAM: Final = "bsTeam"
NAME_BOARD: Final = "bsBoard"
NAME_SETTING: Final = "bsSetting"
NAME_PERIOD: Final = "bsPeriod"
NAME_REMARK: Final = "bsRemark"
NAME_MEASURES: Final = "bsMeasures"

# ------------------------------------------------------------------ columns of the tables
WEEK: Final = "Week"
MONTH: Final = "Month"
NOTES: Final = "Notes"
MEDIANS_COLUMNS: Final = ("Measure", "From week", "Reason", "Who", "When")
HUDDLES_COLUMNS: Final = ("Date", "Led by", "Professions present", "Topics", "Decisions")
ACTIONS_COLUMNS: Final = (
    "Aim",
    "Measure",
    "Change idea",
    "PDSA step",
    "Owner",
    "Due",
    "Status",
)
LEDGER_COLUMNS: Final = (
    "Extract",
    "Row",
    "From",
    "To",
    "Cost centre",
    "Account",
    "Description",
    "Amount",
    "Cost line",
    "First week",
    "Last week",
    "Posted",
    "Outside",
)
COST_MAP_COLUMNS: Final = ("Account", "Cost line", "Note")
LOG_COLUMNS: Final = ("When", "What", "By whom", "Cells")
PDSA_STEPS: Final = ("Plan", "Do", "Study", "Act")
STATUSES: Final = ("Not started", "Under way", "Done", "Stopped")
# Blank rows that wait in a register; Excel adds more by itself when somebody types below.
MEDIANS_ROWS: Final = 40
HUDDLES_ROWS: Final = 104
ACTIONS_ROWS: Final = 40
LEDGER_ROWS: Final = 24
COST_MAP_ROWS: Final = 30
LOG_ROWS: Final = 24

# ------------------------------------------------------------------ rows of a data tab
TITLE_ROW: Final = 0
HINT_ROW: Final = 1
UNIT: Final = "Unit"
BETTER: Final = "Better"
GOAL: Final = "Goal"
KIND: Final = "Kind"
MADE_FROM: Final = "Made from"
BASELINE: Final = "Baseline"
CADENCE: Final = "Cadence"
OWNER: Final = "Owner"
SOURCE: Final = "Source"
DEFINITION: Final = "Definition"
RECORDED: Final = "Weeks recorded"
MONTHS_RECORDED: Final = "Months recorded"
BASELINE_MEDIAN: Final = "Baseline median"
CURRENT_MEDIAN: Final = "Current median"
LATEST: Final = "Latest"
SIGNAL: Final = "Signal"
LABELS: Final = (
    UNIT,
    BETTER,
    GOAL,
    KIND,
    MADE_FROM,
    BASELINE,
    CADENCE,
    OWNER,
    SOURCE,
    DEFINITION,
    RECORDED,
    BASELINE_MEDIAN,
    CURRENT_MEDIAN,
    LATEST,
    SIGNAL,
)
FIRST_LABEL_ROW: Final = 2
LABEL_ROWS: Final = {label: FIRST_LABEL_ROW + at for at, label in enumerate(LABELS)}
# Rows that are folded away under a "+", so that a small screen still shows weeks.
FOLDED: Final = (KIND, MADE_FROM, BASELINE, CADENCE, OWNER, SOURCE, DEFINITION)
HEADER_ROW: Final = FIRST_LABEL_ROW + len(LABELS)
FIRST_WEEK_ROW: Final = HEADER_ROW + 1
# A data tab of so many weeks prints onto one page; a longer one goes on over more.
WEEKS_ON_A_PAGE: Final = 110

KIND_MEASURE: Final = "measure"
KIND_INPUT: Final = "input"
KIND_COST_LINE: Final = "cost line"
KIND_CALCULATED: Final = "calculated"
KIND_SPARE: Final = "spare"

SPARE_MEASURES: Final[dict[Domain, int]] = {
    "Quality": 2,
    "Safety": 2,
    "Experience": 2,
    "Capacity": 1,
    "Cost": 1,
}
SPARE_COST_LINES: Final = 2

# ------------------------------------------------------------------ the Calc sheet
# Weeks that a run chart shows at most; more than a young box score has, so that it can grow.
WINDOW: Final = 52
LAST_WEEKS: Final = 13
# Columns of one measure's block.
PHASE, COUNT, MEDIAN, RUN, RUN_TOTAL, VALUE, MOVES, MOVES_TOTAL = range(8)
BLOCK: Final = 8
# The first columns of Calc are shared by all measures.
SHARED: Final = 3


@dataclass(frozen=True)
class Column:
    """One column of a data tab: a measure, an input, or a spare that waits for a name."""

    header: str
    domain: Domain
    position: int
    item: Item | None = None
    slot: int | None = None
    # The heading that a spare column had before anybody used it; "" for all others.
    spare_name: str = ""

    @property
    def name(self) -> str:
        """The measure's or input's name: the heading without needless spaces."""
        return self.item.name if self.item else self.header

    @property
    def unit(self) -> str:
        """The unit, "" for a spare column."""
        return self.item.unit if self.item else ""

    @property
    def spare(self) -> bool:
        """Whether the column waits for a measure or a cost line."""
        return self.item is None

    @property
    def measure(self) -> Measure | None:
        """The measure that the column holds, if it holds one."""
        return self.item if isinstance(self.item, Measure) else None

    @property
    def kind(self) -> str:
        """The word in the Kind row."""
        if self.item is None:
            return KIND_SPARE
        if self.item.calculated:
            return KIND_CALCULATED
        if isinstance(self.item, Input):
            return KIND_COST_LINE if self.item.cost_line else KIND_INPUT
        return KIND_MEASURE

    @property
    def link(self) -> str:
        """The defined name of the column's header cell, which the front page links to."""
        return f"bsColumn_{self.domain}_{self.position}"

    @property
    def chart_link(self) -> str:
        """The defined name of the cell under the column's run chart."""
        return f"bsChart_{self.domain}_{self.position}"


@dataclass(frozen=True)
class Tab:
    """A data tab: one Excel Table, weeks down, columns across; and where its cells are.

    As the standard workbook has it, or as people have moved it: `NOWHERE` is the place of what
    they took out.
    """

    domain: Domain
    columns: tuple[Column, ...]
    weeks: int
    period_header: str
    sheet: str
    notes_position: int
    week_rows: Sequence[int]
    week_column: int = 0
    header_row: int = HEADER_ROW
    label_column: int = 0
    label_rows: Mapping[str, int] = field(default_factory=lambda: LABEL_ROWS)
    title: tuple[int, int] = (TITLE_ROW, 0)
    remark: tuple[int, int] = (TITLE_ROW, 0)
    hint: tuple[int, int] = (HINT_ROW, 0)

    @classmethod
    def standard(cls, domain: Domain, columns: tuple[Column, ...], weeks: int, header: str) -> Tab:
        """Return a tab as a fresh workbook has it."""
        notes = len(columns) + 1
        rows = range(FIRST_WEEK_ROW, FIRST_WEEK_ROW + weeks)
        return cls(domain, columns, weeks, header, domain, notes, rows, remark=(TITLE_ROW, notes))

    @property
    def table(self) -> str:
        """The Excel Table's name."""
        return TABLES[self.domain]

    @property
    def last_week_row(self) -> int:
        """The sheet row of the last week."""
        return self.week_rows[-1]

    @property
    def prefix(self) -> str:
        """What formulas of other sheets write before a cell of this one."""
        return sheet_prefix(self.sheet)

    def label_row(self, label: str) -> int:
        """Return the row of Unit, Better and so on; NOWHERE if somebody took it out."""
        return self.label_rows.get(label, NOWHERE)

    @cached_property
    def charted(self) -> tuple[Column, ...]:
        """The columns that have a run chart, in order."""
        return tuple(column for column in self.columns if column.slot is not None)


@dataclass(frozen=True)
class FrontPlace:
    """Where the front page's cells are.

    Attributes
    ----------
    sheet
        Its name.
    header_row, weeks
        The row of its headings; the cell of the sentence that names the last week.
    columns, week_columns
        The sheet columns of its headings, by their order in the standard workbook, and of the last
        weeks; `NOWHERE` for one that somebody took out.
    rows
        The sheet row of each measure by its slot; one that somebody took out is missing.
    weeks_shown
        How many of the last weeks its formulas show, whether all their columns are there or not.
    """

    sheet: str
    header_row: int
    weeks: tuple[int, int]
    columns: tuple[int, ...]
    week_columns: tuple[int, ...]
    rows: Mapping[int, int]
    weeks_shown: int


@dataclass(frozen=True)
class StandingPlace:
    """Where the cells beside the Medians table are that say where each measure stands."""

    sheet: str
    header_row: int
    columns: tuple[int, ...]
    rows: Mapping[int, int]


@dataclass(frozen=True)
class Layout:
    """The plan of one workbook: its tabs, and the slots of its measures on Calc."""

    tabs: tuple[Tab, ...]
    weeks: int
    calc: str = CALC
    front: FrontPlace | None = None
    standing: StandingPlace | None = None
    value: ValuePlace | None = None

    @classmethod
    def of(cls, box: BoxScore) -> Layout:
        """Return the layout of a box score's workbook."""
        slot = 0
        tabs = []
        header = MONTH if box.period == "month" else WEEK
        for domain in DOMAINS:
            columns: list[Column] = []
            for name, item, has_slot in _tab_columns(domain, box.items):
                columns.append(
                    Column(
                        name,
                        domain,
                        len(columns) + 1,
                        item,
                        slot if has_slot else None,
                        "" if item else name,
                    )
                )
                slot += has_slot
            tabs.append(Tab.standard(domain, tuple(columns), len(box.weeks), header))
        return cls(tuple(tabs), len(box.weeks))

    @cached_property
    def slots(self) -> tuple[Column, ...]:
        """The charted columns of all tabs, by their slot's number."""
        charted = (column for tab in self.tabs for column in tab.charted)
        return tuple(sorted(charted, key=lambda column: column.slot or 0))

    @cached_property
    def columns(self) -> dict[str, Column]:
        """Every column by the name of what it holds."""
        return {column.name: column for tab in self.tabs for column in tab.columns}

    def tab(self, domain: Domain) -> Tab:
        """Return the tab of a domain."""
        return self.tabs[DOMAINS.index(domain)]


def _tab_columns(domain: Domain, items: tuple[Item, ...]) -> list[tuple[str, Item | None, bool]]:
    """(header, item or None for a spare, whether it has a run chart) in the order of the tab."""
    columns: list[tuple[str, Item | None, bool]] = []
    taken = {item.name.casefold() for item in items}
    here = [item for item in items if item.domain == domain]
    lines = [item for item in here if isinstance(item, Input) and item.cost_line]
    for item in here:
        columns.append((item.name, item, isinstance(item, Measure)))
        if lines and item is lines[-1]:
            columns += _spares("Spare cost line", SPARE_COST_LINES, taken, charted=False)
    return columns + _spares(f"Spare {domain.lower()}", SPARE_MEASURES[domain], taken, charted=True)


def _spares(
    words: str, count: int, taken: set[str], *, charted: bool
) -> list[tuple[str, Item | None, bool]]:
    headers: list[str] = []
    number = 1
    while len(headers) < count:
        if f"{words} {number}".casefold() not in taken:
            headers.append(f"{words} {number}")
        number += 1
    return [(header, None, charted) for header in headers]
