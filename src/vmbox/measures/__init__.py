"""What a team measures: measures, their inputs, measure sets, and the box score."""

from vmbox.measures.box_score import (
    DECIMALS,
    PENCE,
    PERIODS,
    WEEKS,
    BoxScore,
    Period,
    laid_weeks,
)
from vmbox.measures.dates import parse_date, spoken
from vmbox.measures.file_names import file_name
from vmbox.measures.long_csv import read_long
from vmbox.measures.measure import (
    BASELINE,
    BETTER,
    CADENCES,
    DOMAINS,
    UNITS,
    Better,
    Cadence,
    Domain,
    Input,
    Item,
    Measure,
    laid_out,
)
from vmbox.measures.registers import (
    RECURRING,
    Action,
    CostMapRow,
    Huddle,
    LedgerRow,
    LogEntry,
    NewMedian,
    Recurring,
    ValueChoice,
)
from vmbox.measures.sets import load_set, set_source, settings
from vmbox.measures.teams import TeamRow, read_teams
from vmbox.measures.toml_set import MeasureSet, parse_set

__all__ = [
    "BASELINE",
    "BETTER",
    "CADENCES",
    "DECIMALS",
    "DOMAINS",
    "PENCE",
    "PERIODS",
    "RECURRING",
    "UNITS",
    "WEEKS",
    "Action",
    "Better",
    "BoxScore",
    "Cadence",
    "CostMapRow",
    "Domain",
    "Huddle",
    "Input",
    "Item",
    "LedgerRow",
    "LogEntry",
    "Measure",
    "MeasureSet",
    "NewMedian",
    "Period",
    "Recurring",
    "TeamRow",
    "ValueChoice",
    "file_name",
    "laid_out",
    "laid_weeks",
    "load_set",
    "parse_date",
    "parse_set",
    "read_long",
    "read_teams",
    "set_source",
    "settings",
    "spoken",
]
